/** Where an item is settled: the name of the place, and the way there. */
import type { GatePlace } from "../../ipc/GatePlace";
import type { MethodStepId } from "../../ipc/MethodStepId";
import { go } from "../../place";

type Elsewhere = Exclude<GatePlace["at"], "question" | "monitoring">;

const screens: Record<Elsewhere, { screen: string; title: string }> = {
  "inherent-risk": { screen: "inherent", title: "Inherent risk" },
  scope: { screen: "scope", title: "Vendor & scope" },
  components: { screen: "components", title: "Components" },
  threats: { screen: "threats", title: "Threats" },
  tests: { screen: "tests", title: "Tests" },
  risks: { screen: "risks", title: "Risks" },
  decision: { screen: "decision", title: "Decision" },
  report: { screen: "report", title: "Report" },
  evidence: { screen: "evidence", title: "Evidence" },
};

export function titleOfPlace(place: GatePlace): string {
  if (place.at === "question") return `Question ${place.id}`;
  return place.at === "monitoring" ? "Monitoring" : screens[place.at].title;
}

export function goTo(assessment: string, place: GatePlace) {
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
