/** Where an item is settled: the name of the place, and the way there. */
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { GatePlace } from "../../ipc/GatePlace";
import type { MethodStepId } from "../../ipc/MethodStepId";
import { go } from "../../place";
import { say } from "../../words";

type Elsewhere = Exclude<GatePlace["at"], "question" | "monitoring">;

const screens: Record<Elsewhere, { screen: string; title: string }> = {
  "inherent-risk": { screen: "inherent", title: say("common.inherentRisk") },
  scope: { screen: "scope", title: say("common.vendorScope") },
  components: { screen: "components", title: say("common.components") },
  threats: { screen: "threats", title: say("common.threats") },
  tests: { screen: "tests", title: say("common.tests") },
  risks: { screen: "risks", title: say("common.risks") },
  decision: { screen: "decision", title: say("common.decision") },
  report: { screen: "report", title: say("common.report") },
  evidence: { screen: "evidence", title: say("common.evidence") },
};

export function titleOfPlace(place: GatePlace): string {
  if (place.at === "question") return say("gates.question", { id: place.id });
  return place.at === "monitoring" ? say("gates.monitoring") : screens[place.at].title;
}

export function goTo(assessment: AssessmentId, place: GatePlace) {
  if (place.at === "question") go("questionnaire", { assessment, item: place.id });
  else if (place.at === "monitoring") go("gates", { assessment, tab: "monitoring" });
  else go(screens[place.at].screen, { assessment });
}

/** Where a step of the method is worked on. */
export const stepScreens: Record<MethodStepId, { screen: string; title: string }> = {
  components: screens.components,
  threats: screens.threats,
  tests: screens.tests,
  scores: screens.risks,
  mitigation: screens.risks,
};
