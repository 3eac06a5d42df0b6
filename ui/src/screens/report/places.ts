/** Where a thing that changed is looked at. */
import type { AssessmentId } from "../../ipc/AssessmentId";
import { go } from "../../place";

const screens: Readonly<Record<string, string>> = {
  Answer: "questionnaire",
  Evidence: "evidence",
  Finding: "findings",
  Risk: "risks",
};

/** What shows it; nothing for what has no place of its own, or is gone. */
export function placeOf(assessment: AssessmentId, what: string, id: string): (() => void) | undefined {
  const screen = screens[what];
  if (screen !== undefined && id !== "") return () => go(screen, { assessment, item: id });
  if (what === "Decision") return () => go("decision", { assessment });
  if (what === "Scope") return () => go("scope", { assessment });
  return undefined;
}
