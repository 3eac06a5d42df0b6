/** A suggestion → accepted, refused or open again, with the way back offered. */

import { call } from "../../api";
import { attempt, dismiss } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Suggestion } from "../../ipc/Suggestion";
import type { SuggestionSeen } from "../../ipc/SuggestionSeen";
import { flushAll } from "../../state/edit";
import { change } from "../../state/query";
import { say } from "../../words";
import { offerTakeBack } from "../takeBack";

/** Names a suggestion: a question may be suggested for several requirements, and a requirement by several questions. */
export const keyOf = ({ question, requirement }: Suggestion) => `${question} ${requirement}`;

export const isOpen = ({ adoption }: Suggestion) => adoption === null;

/** A requirement's id without its framework, and the framework's: "iso27001:A.5.29" is A.5.29 of iso27001. */
export function ofFramework(requirement: string): { framework: string; id: string } {
  const at = requirement.indexOf(":");
  return { framework: requirement.slice(0, Math.max(0, at)), id: requirement.slice(at + 1) };
}

/** The offer on screen: deciding one after the other shows the last, not a heap of them. */
let offered: number | undefined;

/** What is decided on it so far, with what is being typed at this moment. */
async function seenOf(assessment: AssessmentId, suggestion: Suggestion): Promise<SuggestionSeen> {
  if (suggestion.adoption === null) return { accepted: null, reason: "" };
  await flushAll();
  const now = await call("suggestions", { assessment });
  const { accepted = null, reason = "" } =
    now.find((one) => keyOf(one) === keyOf(suggestion))?.adoption ?? {};
  return { accepted, reason };
}

/**
 * Resolves false when it was not saved. `null` takes the decision back.
 *
 * @param saved told once it is saved, before the screen is read again: from then on the next one can be decided
 */
export async function decide(
  assessment: AssessmentId,
  suggestion: Suggestion,
  accepted: boolean | null,
  reason?: string,
  saved?: () => void,
): Promise<boolean> {
  const { question, requirement } = suggestion;
  const done = await attempt(async () => {
    const base = await seenOf(assessment, suggestion);
    // Open again it has no reason.
    const why = accepted === null ? "" : (reason ?? base.reason).trim();
    const input = { assessment, question, requirement, accepted, reason: why, base };
    return change("decide_suggestion", input, [], { saved });
  });
  if (done === undefined) return false;
  if (offered !== undefined) dismiss(offered);
  const { id } = ofFramework(requirement);
  const became =
    accepted === null
      ? say("suggestions.isOpenAgainFor", { id })
      : accepted
        ? say("suggestions.nowCountsForToo", { id })
        : say("suggestions.wasRefusedFor", { id });
  offered = await offerTakeBack(assessment, `${question} ${became}.`);
  return true;
}
