/**
 * The window is to close: what is typed is saved first, however long that takes.
 *
 * The window waits as long as it hears of the page, so the page says that it is at it until it is done. Where that takes a
 * person's time it is said to the person too. What was refused is a draft in the vault by then and holds nothing up.
 */
import { leave, onClosing, stillSaving } from "../api";
import { dismiss, tell } from "../frame/notices";
import { say } from "../words";
import { drafts } from "./drafts";
import { flushAll } from "./edit";
import { closing } from "./query";

/** How often the window hears that the page is at it, in milliseconds: well within its patience of ten seconds. */
const EVERY = 1000;

/** Saves what is typed and lets the window close, whenever it is to. Answers what stops that. */
export function followClosing(): () => void {
  let isUnderWay = false;
  return onClosing(() => {
    void stillSaving().catch(() => {});
    // Whoever closes it again waits for the same.
    if (isUnderWay) return;
    isUnderWay = true;
    void save().finally(() => {
      isUnderWay = false;
    });
  });
}

async function save() {
  closing();
  let notice: number | undefined;
  const telling = setInterval(() => {
    void stillSaving().catch(() => {});
    notice ??= tell(say("state.closesOnceSaved"));
  }, EVERY);
  try {
    let seen: unknown;
    do {
      // What was refused before is tried once more, and not again for each key that follows.
      await flushAll(seen === undefined);
      seen = drafts.get();
      // Keys that are on their way to the page come before the answer of the window.
      await stillSaving().catch(() => {});
    } while (drafts.get() !== seen);
  } finally {
    clearInterval(telling);
    if (notice !== undefined) dismiss(notice);
    await leave().catch(() => {});
  }
}
