/** The decision: what the case allows, what stands against more, the scores behind it, and what was decided. */
import { useEffect, useState } from "react";
import { Button, Icon, Outcome } from "../../components";
import { attempt, useCommands } from "../../frame";
import type { DecisionView } from "../../ipc/DecisionView";
import type { KnockOutId } from "../../ipc/KnockOutId";
import type { OpenPoint } from "../../ipc/OpenPoint";
import { usePlace } from "../../place";
import { change, useQuery } from "../../state/query";
import { count, day } from "../../words";
import { focusPart, OpenPointGroups } from "../openPoints";
import { Shown } from "../shown";
import { DecisionForm } from "./DecisionForm";
import { KnockOuts } from "./KnockOuts";
import { Scores } from "./Scores";
import "./decision.css";

export function DecisionScreen({ assessment }: { assessment: string }) {
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
    { id: "decision.form", title: "Go to the decision", group: "Decision", keys: "D", run: toForm },
  ]);
  return (
    <div className="screen decision">
      <header className="screen-head">
        <h1>Decision</h1>
        <Button keys="D" onPress={toForm}>
          Go to the decision
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
    <section aria-label="What the case allows" className="decision-advice" data-testid="advice">
      <div>
        <h2>The best this case allows</h2>
        <p className="decision-best">
          <Outcome value={advice.best} />
        </p>
        {advice.because.length === 0 ? (
          <p className="soft">No knock-out stands against it.</p>
        ) : (
          <ul className="decision-because">
            {advice.because.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
      <div>
        <h2>Decided</h2>
        <p className="decision-best">
          {decision === null ? (
            <span className="soft">Nothing yet</span>
          ) : (
            <Outcome value={decision.outcome} />
          )}
        </p>
        {decision !== null && (
          <p className="soft">
            {decision.decided_by === ""
              ? "It does not say by whom."
              : `By ${decision.decided_by}${decision.decided_on === null ? "" : `, ${day(decision.decided_on)}`}.`}{" "}
            {decision.conditions.length > 0 && `${count(decision.conditions.length, "condition")}.`}
          </p>
        )}
        {decision !== null && standing.because.length > 0 && (
          <div data-testid="decision-standing">
            <p>
              <Icon name="warning" />{" "}
              {standing.state === "to-confirm"
                ? "It is to be confirmed: what it rested on changed."
                : "It does not stand."}
            </p>
            <ul className="decision-because">
              {standing.because.map((sentence) => (
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
                Confirm it on what is there today
              </Button>
            )}
          </div>
        )}
      </div>
    </section>
  );
}

function OpenPoints({ assessment, points }: { assessment: string; points: readonly OpenPoint[] }) {
  if (points.length === 0) return null;
  return (
    <section aria-label="Open points">
      <h2>What stands open</h2>
      <p className="soft">
        None of it forbids a decision. The report lists what is still open when it is issued.
      </p>
      <OpenPointGroups assessment={assessment} points={points} />
    </section>
  );
}
