/**
 * What somebody else saves shows within a second: while the window is looked at, it asks the core how far the vault is,
 * and reads again what is on screen when another program saved something.
 */
import { useEffect } from "react";
import { call } from "../api";
import type { Newest } from "../ipc/Newest";
import { invalidate } from "./query";

/** Milliseconds between two looks: with the time of a read it stays under a second. */
export const LOOK_MS = 700;

/** Both numbers moved: the vault was written to elsewhere, and it was a change. */
function isOfAnother(before: Newest, now: Newest): boolean {
  return now.elsewhere !== before.elsewhere && now.entry !== before.entry;
}

/** Follow what others save to the open vault of this name; nothing while none is open. */
export function useOthers(vault: string | undefined) {
  useEffect(() => {
    if (vault === undefined) return;
    let before: Newest | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isLeft = false;
    const look = async () => {
      // What is not looked at can wait; it is looked at again at the next turn.
      if (document.visibilityState === "visible") {
        // A look that fails tells nothing new: the reads of the screen say what is wrong.
        const now = await call("newest", {}).catch(() => undefined);
        if (isLeft) return;
        if (before !== undefined && now !== undefined && isOfAnother(before, now)) await invalidate();
        before = now ?? before;
      }
      if (!isLeft) timer = setTimeout(look, LOOK_MS);
    };
    void look();
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
  }, [vault]);
}
