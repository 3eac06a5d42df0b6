/** What should be settled before a report is signed, by kind, each point with the place to mend it. */

import { Button, Icon } from "../components";
import type { AssessmentId } from "../ipc/AssessmentId";
import type { MendingPlace } from "../ipc/MendingPlace";
import type { OpenPoint } from "../ipc/OpenPoint";
import { go } from "../place";
import { say, told } from "../words";

/** Lists longer than this start closed: the count says enough until one wants to work them off. */
const LONG = 6;

export function OpenPointGroups({
  assessment,
  points,
}: {
  assessment: AssessmentId;
  points: readonly OpenPoint[];
}) {
  const kinds = [...new Set(points.map(({ kind }) => kind))].map((kind) =>
    points.filter((point) => point.kind === kind),
  );
  return (
    <div className="open-points" data-testid="open-points">
      {kinds.map((group) => (
        <details key={group[0]?.kind} open={group.length <= LONG}>
          <summary>
            <Icon name={group[0]?.grave ? "warning" : "info"} />
            <span className="open-points-title">{group[0] === undefined ? "" : told(group[0].title)}</span>{" "}
            <span className="soft">{group.length}</span>
          </summary>
          <Points assessment={assessment} points={group} />
        </details>
      ))}
    </div>
  );
}

/** The points of one check, folded away when there are many. */
export function OpenPointList({
  assessment,
  points,
}: {
  assessment: AssessmentId;
  points: readonly OpenPoint[];
}) {
  return (
    <div className="open-points open-points-list">
      {points.length <= LONG ? (
        <Points assessment={assessment} points={points} />
      ) : (
        <details>
          <summary>{say("screens.showPoints", { n: points.length })}</summary>
          <Points assessment={assessment} points={points} />
        </details>
      )}
    </div>
  );
}

function Points({ assessment, points }: { assessment: AssessmentId; points: readonly OpenPoint[] }) {
  return (
    <ul role="list">
      {points.map((point) => (
        <li key={`${point.kind} ${told(point.text)}`}>
          <span>{told(point.text)}</span>
          <Button kind="quiet" onPress={() => mend(assessment, point.place)}>
            {labelOf(point.place)}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function labelOf(place: MendingPlace): string {
  switch (place.at) {
    case "question":
    case "finding":
    case "risk":
      return say("screens.open", { id: place.id });
    case "evidence":
      return say("common.openTheEvidence");
    case "review":
      return say("screens.open", { id: place.id });
    case "knock-out":
      return say("screens.goTo", { id: place.id });
    case "decision":
      return say("screens.goToTheDecision");
    case "inherent-risk":
      return say("screens.goToInherentRisk");
  }
}

function mend(assessment: AssessmentId, place: MendingPlace) {
  switch (place.at) {
    case "question":
      return go("questionnaire", { assessment, item: place.id });
    case "finding":
      return go("findings", { assessment, item: place.id });
    case "risk":
      return go("risks", { assessment, item: place.id });
    case "evidence":
      return go("evidence", { assessment, item: place.id });
    case "review":
      return go("reviews", { assessment, item: place.id });
    case "knock-out":
      return toDecision(assessment, `knock-out-${place.id}`);
    case "decision":
      return toDecision(assessment, "decision-form");
    case "inherent-risk":
      return go("inherent", { assessment });
  }
}

/** To a part of the decision, which may be on screen already. */
function toDecision(assessment: AssessmentId, part: string) {
  if (!focusPart(part)) go("decision", { assessment, item: part });
}

/** Brings a part of the screen into sight, with the focus on it. */
export function focusPart(id: string): boolean {
  const part = document.getElementById(id);
  if (part === null) return false;
  part.scrollIntoView?.({ block: "start" });
  part.focus({ preventScroll: true });
  return true;
}
