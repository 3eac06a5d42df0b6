/** The decision: what the case allows, what stands against more, the scores behind it, and what was decided. */

import { Button, Icon, Outcome } from "../../components";
import { useCommands } from "../../frame";
import type { DecisionView } from "../../ipc/DecisionView";
import { go } from "../../place";
import { useQuery } from "../../state/query";
import { count } from "../../words";
import { Shown } from "../shown";
import { DecisionForm } from "./DecisionForm";
import { KnockOuts } from "./KnockOuts";
import { Scores } from "./Scores";
import "./decision.css";

export function DecisionScreen({ assessment }: { assessment: string }) {
  const query = useQuery("decision", { assessment });
  const toForm = () => {
    const form = document.getElementById("decision-form");
    form?.scrollIntoView?.({ block: "start" });
    form?.focus({ preventScroll: true });
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
            <KnockOuts assessment={assessment} knockOuts={view.knock_outs} />
            <Scores assessment={assessment} results={view.results} />
            <DecisionForm key={assessment} assessment={assessment} view={view} />
          </>
        )}
      </Shown>
    </div>
  );
}

function AdvicePart({ view: { advice, decision } }: { view: DecisionView }) {
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
            {decision.decided_by === "" ? "It does not say by whom." : `By ${decision.decided_by}.`}{" "}
            {decision.conditions.length > 0 && `${count(decision.conditions.length, "condition")}.`}
          </p>
        )}
      </div>
    </section>
  );
}

/** Where an open point can be mended, as far as its sentence names the thing. */
function placeOf(point: string): { screen: string; item?: string; label: string } | undefined {
  const knockOut = /^Knock-out (KO-\d+)/.exec(point);
  if (knockOut?.[1] !== undefined)
    return { screen: "decision", item: knockOut[1], label: "Note what was seen" };
  const risk = /^Risk (R-\d+)/.exec(point);
  if (risk?.[1] !== undefined) return { screen: "risks", item: risk[1], label: `Open ${risk[1]}` };
  const question = /^([A-Z]{2,4}-\d+)\b/.exec(point);
  if (question?.[1] !== undefined)
    return { screen: "questionnaire", item: question[1], label: `Open ${question[1]}` };
  if (/not concluded/.test(point)) return { screen: "questionnaire", label: "Go to the questionnaire" };
  return undefined;
}

function OpenPoints({ assessment, points }: { assessment: string; points: string[] }) {
  if (points.length === 0) return null;
  const mend = (place: NonNullable<ReturnType<typeof placeOf>>) => {
    if (place.screen !== "decision")
      go(place.screen, place.item === undefined ? { assessment } : { assessment, item: place.item });
    else {
      const target = document.getElementById(`knock-out-${place.item}`);
      target?.scrollIntoView?.({ block: "center" });
      target?.querySelector<HTMLElement>("button, textarea, input")?.focus({ preventScroll: true });
    }
  };
  return (
    <section aria-label="Open points">
      <h2>What stands open</h2>
      <p className="soft">
        None of it forbids a decision. The report lists what is still open when it is issued.
      </p>
      <ul className="decision-points" data-testid="open-points">
        {points.map((point) => {
          const place = placeOf(point);
          return (
            <li key={point}>
              <Icon name="info" />
              <span>{point}</span>
              {place !== undefined && (
                <Button kind="quiet" onPress={() => mend(place)}>
                  {place.label}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
