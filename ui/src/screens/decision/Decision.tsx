/** The decision: what the case allows, what stands against more, the scores behind it, and what was decided. */

import { useEffect, useState } from "react";
import { Button, Icon, Outcome } from "../../components";
import { attempt, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { DecisionView } from "../../ipc/DecisionView";
import type { KnockOutId } from "../../ipc/KnockOutId";
import type { OpenPoint } from "../../ipc/OpenPoint";
import { usePlace } from "../../place";
import { change, useQuery } from "../../state/query";
import { day, say, told } from "../../words";
import { focusPart, OpenPointGroups } from "../openPoints";
import { Shown } from "../shown";
import { DecisionForm } from "./DecisionForm";
import { KnockOuts } from "./KnockOuts";
import { Scores } from "./Scores";
import "./decision.css";

export function DecisionScreen({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("decision", { assessment });
  const [aside, setAside] = useState<KnockOutId>();
  const { item } = usePlace().ids;
  const isThere = query.data !== undefined;
  useEffect(() => {
    // After the frame has put the focus on the screen.
    if (isThere && item !== undefined) requestAnimationFrame(() => focusPart(item));
  }, [isThere, item]);
  const toForm = () => focusPart("decision-form");
  /** Anew each time: the form comes into sight although it is open already. */
  const openAside = (knockOut: KnockOutId) => {
    setAside(undefined);
    requestAnimationFrame(() => setAside(knockOut));
  };
  useCommands([
    {
      id: "decision.form",
      title: say("decision.goToTheDecision"),
      group: say("common.decision"),
      keys: "D",
      run: toForm,
    },
  ]);
  return (
    <div className="screen decision">
      <header className="screen-head">
        <h1>{say("common.decision")}</h1>
        <Button keys="D" onPress={toForm}>
          {say("decision.goToTheDecision")}
        </Button>
      </header>
      <Shown query={query}>
        {(view) => (
          <>
            <AdvicePart view={view} />
            <OpenPoints assessment={assessment} points={view.open_points} />
            <KnockOuts
              assessment={assessment}
              knockOuts={view.knock_outs}
              overrides={view.decision?.overrides ?? []}
              onSetAside={openAside}
            />
            <Scores assessment={assessment} results={view.results} />
            <DecisionForm
              key={assessment}
              assessment={assessment}
              view={view}
              aside={aside}
              onAside={setAside}
            />
          </>
        )}
      </Shown>
    </div>
  );
}

function AdvicePart({ view: { advice, decision, standing } }: { view: DecisionView }) {
  return (
    <section aria-label={say("decision.whatTheCaseAllows")} className="decision-advice" data-testid="advice">
      <div>
        <h2>{say("decision.theBestThisCaseAllows")}</h2>
        <p className="decision-best">
          <Outcome value={advice.best} />
        </p>
        {advice.because.length === 0 ? (
          <p className="soft">{say("decision.noKnockOutStandsAgainstIt")}</p>
        ) : (
          <ul role="list" className="decision-because">
            {advice.because.map(told).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
      <div>
        <h2>{say("decision.decided")}</h2>
        <p className="decision-best">
          {decision === null ? (
            <span className="soft">{say("decision.nothingYet")}</span>
          ) : (
            <Outcome value={decision.outcome} />
          )}
        </p>
        {decision !== null && (
          <p className="soft">
            {decision.decided_by === ""
              ? say("decision.itDoesNotSayByWhom")
              : decision.decided_on === null
                ? say("decision.by", { decided_by: decision.decided_by })
                : say("decision.by2", {
                    decided_by: decision.decided_by,
                    decided_on: day(decision.decided_on),
                  })}{" "}
            {decision.conditions.length > 0 &&
              `${say("decision.nConditions", { n: decision.conditions.length })}.`}
          </p>
        )}
        {decision !== null && standing.because.length > 0 && (
          <div data-testid="decision-standing">
            <p>
              <Icon name="warning" />{" "}
              {standing.state === "to-confirm"
                ? say("decision.itIsToBeConfirmedWhat")
                : say("decision.itDoesNotStand")}
            </p>
            <ul role="list" className="decision-because">
              {standing.because.map(told).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            {standing.state === "to-confirm" && decision.decided_by !== "" && (
              <Button
                onPress={() =>
                  void attempt(
                    change("save_decision", {
                      decision: { ...decision, decided_on: null },
                      confirm: true,
                      base: decision,
                    }),
                  )
                }
                data-testid="decision-confirm"
              >
                {say("decision.confirmItOnWhatIsThere")}
              </Button>
            )}
          </div>
        )}
      </div>
    </section>
  );
}

function OpenPoints({ assessment, points }: { assessment: AssessmentId; points: readonly OpenPoint[] }) {
  if (points.length === 0) return null;
  return (
    <section aria-label={say("decision.openPoints")}>
      <h2>{say("decision.whatStandsOpen")}</h2>
      <p className="soft">{say("decision.noneOfItForbidsADecision")}</p>
      <OpenPointGroups assessment={assessment} points={points} />
    </section>
  );
}
