/** What is owed → plain text for an e-mail to the vendor. */
import type { Owed } from "../../ipc/Owed";
import { day } from "../../words";

export function textOf(title: string, owed: readonly Owed[]): string {
  const pieces = owed.map(({ question, text, deferred, overdue }, index) => {
    const by =
      deferred.until === null
        ? "no day agreed yet"
        : overdue
          ? `was due on ${day(deferred.until)}`
          : `due on ${day(deferred.until)}`;
    return `${index + 1}. ${deferred.what.trim()}\n   ${by}\n   for ${question}: ${text}`;
  });
  return [`${title}: what we are still waiting for`, ...pieces].join("\n\n").concat("\n");
}
