/** Where a thing that changed is looked at. */
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Changed } from "../../ipc/Changed";
import { go } from "../../place";

const screens: Readonly<Partial<Record<Changed, string>>> = {
  answer: "questionnaire",
  evidence: "evidence",
  finding: "findings",
  risk: "risks",
};

/** What shows it; nothing for what has no place of its own, or is gone. */
export function placeOf(assessment: AssessmentId, what: Changed, id: string): (() => void) | undefined {
  const screen = screens[what];
  if (screen !== undefined && id !== "") return () => go(screen, { assessment, item: id });
  if (what === "decision") return () => go("decision", { assessment });
  if (what === "scope") return () => go("scope", { assessment });
  return undefined;
}
