/**
 * Notices: what went wrong, and the way back from what was just done.
 *
 * A notice is one sentence. An error says what happened, to what, what was kept and what to do; it stays until it
 * is closed. An offer to undo leaves by itself, and waits while the pointer or the focus is on it.
 */
import { useEffect, useState } from "react";
import { ApiError } from "../api";
import { Button, IconButton } from "../components/Button";
import { Icon } from "../components/icons";
import { createVaultStore, useStore } from "../state/store";
import "./notices.css";
import { say } from "../words";

export interface Notice {
  id: number;
  kind: "error" | "done";
  sentence: string;
  action?: { label: string; run(): void } | undefined;
}

export const notices = createVaultStore<readonly Notice[]>([]);
let count = 0;

/** How long an offer to undo stays. */
export const STAY_MS = 10_000;
/** More than this at once would hide the work. */
const MOST = 4;

function add(notice: Omit<Notice, "id">): number {
  count += 1;
  const id = count;
  notices.set((all) => [
    ...all.filter(({ sentence }) => sentence !== notice.sentence).slice(-(MOST - 1)),
    { ...notice, id },
  ]);
  return id;
}

export function dismiss(id: number) {
  notices.set((all) => all.filter((notice) => notice.id !== id));
}

/** Tell of a failure. */
export function tellError(thrown: unknown, action?: Notice["action"]): number {
  return add({ kind: "error", sentence: ApiError.from(thrown).message, action });
}

/** Say what was done. Only where the screen does not show it by itself. */
export function tell(sentence: string, action?: Notice["action"]): number {
  return add({ kind: "done", sentence, action });
}

/** Say what was taken away and offer it back. */
export function offerUndo(sentence: string, undo: () => void): number {
  return tell(sentence, { label: say("common.undo"), run: undo });
}

/** Wait for something that may fail. A failure becomes a notice and `undefined`; a cancelled job says nothing. */
export async function attempt<T>(work: Promise<T> | (() => Promise<T>)): Promise<T | undefined> {
  try {
    return await (typeof work === "function" ? work() : work);
  } catch (thrown) {
    const error = ApiError.from(thrown);
    if (error.code !== "cancelled") tellError(error);
    return undefined;
  }
}

/** Move the focus to the newest notice, if there is one. */
export function focusNotices() {
  const all = document.querySelectorAll<HTMLElement>(".notice button");
  all[all.length - 1]?.focus();
}

export function NoticeRegion() {
  const all = useStore(notices);
  return (
    // Above a dialog too: what it tells of may have happened in one.
    <section className="notices" aria-label={say("frame.notices")} data-react-aria-top-layer>
      <div className="notice-list" aria-live="polite">
        {all.map((notice) => (
          <NoticeItem key={notice.id} notice={notice} />
        ))}
      </div>
    </section>
  );
}

function NoticeItem({ notice }: { notice: Notice }) {
  const [held, setHeld] = useState(false);
  const { id, kind, sentence, action } = notice;
  useEffect(() => {
    if (kind === "error" || held) return;
    const timer = setTimeout(() => dismiss(id), STAY_MS);
    return () => clearTimeout(timer);
  }, [id, kind, held]);
  // The focus was on a button that goes away with the notice.
  const close = () => {
    dismiss(id);
    const dialogs = document.querySelectorAll<HTMLElement>("[role=dialog], [role=alertdialog]");
    const beneath = dialogs[dialogs.length - 1] ?? document.getElementById("main");
    beneath?.focus({ preventScroll: true });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: holding is a courtesy, not a control
    <div
      className="notice"
      data-kind={kind}
      role={kind === "error" ? "alert" : undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <Icon name={kind === "error" ? "warning" : "check"} />
      <p>{sentence}</p>
      {action !== undefined && (
        <Button
          kind="quiet"
          onPress={() => {
            close();
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton icon="close" label={say("frame.closeNotice")} onPress={close} />
    </div>
  );
}
