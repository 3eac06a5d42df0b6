/** What is owed → plain text for an e-mail to the vendor. */
import type { Owed } from "../../ipc/Owed";
import { day, say } from "../../words";

export function textOf(title: string, owed: readonly Owed[]): string {
  const pieces = owed.map(({ question, text, deferred, overdue }, index) => {
    const by =
      deferred.until === null
        ? say("owed.noDayAgreedYet")
        : overdue
          ? say("owed.wasDueOn", { until: day(deferred.until) })
          : say("owed.dueOn", { until: day(deferred.until) });
    return say("owed.for", { index: index + 1, what: deferred.what.trim(), by, question, text });
  });
  return [say("owed.whatWeAreStillWaitingFor", { title }), ...pieces].join("\n\n").concat("\n");
}
