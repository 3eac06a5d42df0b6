/**
 * What the top bar says about saving, gathered from every change under way.
 *
 * `saving()` opens a change; settling it says how it ended. A failure stays shown until a later change is saved.
 */

import { say } from "../words";
import { createVaultStore, type Store } from "./store";

export interface SavedState {
  /** Changes on their way, or typed and not yet sent. */
  pending: number;
  /** When the last change was safe in the vault. */
  at: Date | undefined;
  /** Why the last change was not saved. */
  failed: string | undefined;
}

export const saved: Store<SavedState> = createVaultStore<SavedState>({
  pending: 0,
  at: undefined,
  failed: undefined,
});

export interface Settle {
  saved(): void;
  failed(sentence: string): void;
  /** Nothing was sent after all. */
  left(): void;
}

/** Say that a change is under way. Settle it exactly once; later calls do nothing. */
export function saving(now: () => Date = () => new Date()): Settle {
  saved.set((state) => ({ ...state, pending: state.pending + 1 }));
  let open = true;
  const settle = (change: Partial<SavedState>) => {
    if (!open) return;
    open = false;
    saved.set((state) => ({ ...state, ...change, pending: state.pending - 1 }));
  };
  return {
    saved: () => settle({ at: now(), failed: undefined }),
    failed: (sentence) => settle({ failed: sentence }),
    left: () => settle({}),
  };
}

const two = (n: number) => String(n).padStart(2, "0");

/** A time of day as 14:02:11, on this machine's clock. */
export function clock(at: Date): string {
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** The words shown. A failure outranks a change under way, which outranks the last time. */
export function savedText(state: SavedState): string {
  if (state.failed !== undefined) return say("state.notSaved");
  if (state.pending > 0) return say("state.saving");
  if (state.at !== undefined) return say("state.saved", { at: clock(state.at) });
  return say("state.noChangesYet");
}

/** A quiet minute between two spoken "Saved". */
export const QUIET_MS = 60_000;

/**
 * What a screen reader is told, or nothing. Saving is never announced; a failure always is, and so is its end;
 * otherwise "Saved" is spoken at most once a minute.
 *
 * @param spokenAt when "Saved" was last spoken, in milliseconds
 */
export function announcement(
  before: SavedState,
  now: SavedState,
  spokenAt: number | undefined,
): string | undefined {
  if (now.failed !== undefined) {
    return before.failed === now.failed ? undefined : say("state.notSaved2", { failed: now.failed });
  }
  if (now.at === undefined || now.pending > 0) return undefined;
  if (before.failed !== undefined) return savedText(now);
  const quiet = spokenAt !== undefined && now.at.getTime() - spokenAt < QUIET_MS;
  return quiet || (before.at === now.at && before.pending === 0) ? undefined : savedText(now);
}
