/**
 * Saves what is typed without being asked.
 *
 * A value is sent `delay` after the last keystroke and at the latest `maxWait` after the first unsaved one, one
 * save at a time and in order. A failed save keeps the value and offers it again with the next one. Leaving the
 * field, the screen or the window sends what is left at once.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "../api";
import { type Settle, saving } from "./saved";

export type AutosaveStatus = "clean" | "dirty" | "saving" | "failed";

/**
 * Sends a value to the core. `base` is what it was made of: what was shown before the first unsaved keystroke, or what was
 * saved last. The core changes only what differs from it.
 */
export type Save<T> = (value: T, base: T) => Promise<unknown>;

export interface Autosaver<T> {
  /**
   * Take a new value, made of what is `shown`. `save` is kept with it, so a value is always saved where it was typed.
   */
  put(value: T, save: Save<T>, shown: T): void;
  /** Send what is left now. Resolves true when nothing unsaved remains, false when a save failed. */
  flush(): Promise<boolean>;
  status(): AutosaveStatus;
}

interface Timing {
  delay: number;
  maxWait: number;
}

/** 300 ms after the last keystroke, 2 s at the latest. */
export const usual: Timing = { delay: 300, maxWait: 2000 };

export function createAutosaver<T>(
  tell: (status: AutosaveStatus, error: ApiError | undefined) => void,
  { delay, maxWait }: Timing = usual,
): Autosaver<T> {
  let waiting: { value: T; save: Save<T> } | undefined;
  let base: { value: T } | undefined;
  let underWay: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let deadline: number | undefined;
  let settle: Settle | undefined;
  let status: AutosaveStatus = "clean";

  const become = (next: AutosaveStatus, error?: ApiError) => {
    status = next;
    tell(next, error);
  };

  async function send(): Promise<void> {
    const job = waiting;
    if (job === undefined) return;
    waiting = undefined;
    deadline = undefined;
    clearTimeout(timer);
    const mine = settle ?? saving();
    settle = undefined;
    become("saving");
    try {
      await job.save(job.value, base === undefined ? job.value : base.value);
      mine.saved();
      base = { value: job.value };
      if (waiting === undefined) become("clean");
    } catch (thrown) {
      const error = ApiError.from(thrown);
      mine.failed(error.message);
      waiting ??= job;
      become("failed", error);
    }
  }

  /** One save at a time: a later one waits for the one before. */
  function start(): Promise<void> {
    underWay = (underWay ?? Promise.resolve()).then(send);
    return underWay;
  }

  return {
    put(value, save, shown) {
      if (status === "clean") base = { value: shown };
      waiting = { value, save };
      settle ??= saving();
      const now = Date.now();
      deadline ??= now + maxWait;
      clearTimeout(timer);
      timer = setTimeout(start, Math.max(0, Math.min(delay, deadline - now)));
      become("dirty");
    },
    async flush() {
      clearTimeout(timer);
      await start();
      // What was typed while the earlier save was on its way.
      if (waiting !== undefined && status === "dirty") await start();
      return waiting === undefined;
    },
    status: () => status,
  };
}

/** Every autosaver on screen or with something unsaved, and how many components hold it. */
const live = new Map<Autosaver<unknown>, number>();

/** Send everything unsaved, before undo, closing or signing. Resolves false when something could not be saved. */
export async function flushAll(): Promise<boolean> {
  const results = await Promise.all(
    [...live.keys()].map(async (autosaver) => {
      const done = await autosaver.flush();
      if (done && live.get(autosaver) === 0) live.delete(autosaver);
      return done;
    }),
  );
  return results.every(Boolean);
}

if (typeof window !== "undefined") {
  const leave = () => void flushAll();
  window.addEventListener("blur", leave);
  window.addEventListener("pagehide", leave);
}

export interface Autosave<T> {
  /** What the field shows: the draft while there is one, else what the vault holds. */
  value: T;
  set(value: T): void;
  /** Give to the field's `onBlur`. */
  flush(): Promise<boolean>;
  status: AutosaveStatus;
  error: ApiError | undefined;
}

/**
 * Bind a field to a value in the vault. Give the component a `key` naming the thing edited, so that
 * another thing starts with its own draft.
 *
 * @param stored the value in the vault; when it changes (after a save, an undo) and nothing is unsaved, it is shown
 * @param save sends a value to the core, usually with `change`
 */
export function useAutosave<T>(stored: T, save: Save<T>, timing: Timing = usual): Autosave<T> {
  const [draft, setDraft] = useState<{ value: T } | undefined>();
  const [state, setState] = useState<{ status: AutosaveStatus; error: ApiError | undefined }>({
    status: "clean",
    error: undefined,
  });
  const [seen, setSeen] = useState(stored);
  const saver = useRef<Autosaver<T>>(undefined);
  saver.current ??= createAutosaver<T>((status, error) => setState({ status, error }), timing);
  const latestSave = useRef(save);
  latestSave.current = save;

  if (!Object.is(seen, stored)) {
    setSeen(stored);
    if (state.status === "clean") setDraft(undefined);
  }

  useEffect(() => {
    const mine = saver.current as Autosaver<unknown>;
    live.set(mine, (live.get(mine) ?? 0) + 1);
    return () => {
      // It stays reachable for `flushAll` until its last value is safe.
      void mine.flush().then((done) => {
        const others = (live.get(mine) ?? 1) - 1;
        if (others > 0 || !done) live.set(mine, others);
        else live.delete(mine);
      });
    };
  }, []);

  const value = draft === undefined ? stored : draft.value;
  const shown = useRef(value);
  shown.current = value;
  const set = useCallback((value: T) => {
    saver.current?.put(value, latestSave.current, shown.current);
    setDraft({ value });
  }, []);
  const flush = useCallback(() => saver.current?.flush() ?? Promise.resolve(true), []);

  return { value, set, flush, ...state };
}
