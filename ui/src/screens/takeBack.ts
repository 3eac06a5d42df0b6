/** Offers to take back what was just done, and only that: not whatever else was changed since. */

import { call } from "../api";
import { attempt, offerUndo } from "../frame";
import type { AssessmentId } from "../ipc/AssessmentId";
import { change } from "../state/query";

/**
 * Answers the notice's id, so that a later offer can take its place.
 *
 * @param assessment where it was done; null for what was done to the vault itself
 */
export async function offerTakeBack(
  assessment: AssessmentId | null,
  sentence: string,
): Promise<number | undefined> {
  const done = await attempt(call("status", { assessment }));
  if (done === undefined) return undefined;
  return offerUndo(sentence, () => void attempt(change("undo", { assessment, entry: done.entry })));
}
