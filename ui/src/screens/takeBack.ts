/** Offers to take back what was just done, and only that: not whatever else was changed since. */
import { call, DoorError } from "../door";
import { attempt, offerUndo, tellError } from "../frame";
import { change } from "../state/query";

export async function offerTakeBack(assessment: string, sentence: string): Promise<void> {
  const done = await attempt(call("status", { assessment }));
  if (done === undefined) return;
  offerUndo(
    sentence,
    () =>
      void attempt(async () => {
        const now = await call("status", { assessment });
        if (now.entry === done.entry) await change("undo", { assessment });
        else {
          tellError(
            new DoorError(
              "Something else was changed since. Nothing was taken back; use Undo in the bar, step by step.",
              "changed-since",
            ),
          );
        }
      }),
  );
}
