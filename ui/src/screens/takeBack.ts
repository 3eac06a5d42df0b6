/** Offers to take back what was just done, and only that: not whatever else was changed since. */
import { ApiError, call } from "../api";
import { attempt, offerUndo, tellError } from "../frame";
import { change } from "../state/query";

/** Answers the notice's id, so that a later offer can take its place. */
export async function offerTakeBack(assessment: string, sentence: string): Promise<number | undefined> {
  const done = await attempt(call("status", { assessment }));
  if (done === undefined) return undefined;
  return offerUndo(
    sentence,
    () =>
      void attempt(async () => {
        const now = await call("status", { assessment });
        if (now.entry === done.entry) await change("undo", { assessment });
        else {
          tellError(
            new ApiError(
              "Something else was changed since. Nothing was taken back; use Undo in the bar, step by step.",
              "changed-since",
            ),
          );
        }
      }),
  );
}
