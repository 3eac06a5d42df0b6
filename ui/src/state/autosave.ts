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

export interface Autosaver<T> {
  /**
   * Take a new value, made of `base`. `save` is kept with it, so a value is always saved where it was typed. The base
   * of a value typed while an earlier one is unsaved is that one's.
   */
  put(value: T, base: T, save: Save<T>): void;
  /** The vault holds another value now. What was typed since the last save is put on top of it. */
  rest(stored: T): T | undefined;
  /** Send what is left now. Resolves true when nothing unsaved remains, false when a save failed. */
  flush(): Promise<boolean>;
  status(): AutosaveStatus;
  /** What could not be saved and why, for the field that shows it next. From now on that one is told. */
  follow(tell: Tell): { value: T; error: ApiError } | undefined;
  /** Why something typed here is not saved, and the address it was typed at. */
  trouble(): { error: ApiError; at: string } | undefined;
}

type Tell = (status: AutosaveStatus, error: ApiError | undefined) => void;

/** Sends a value; `base` is what the vault held when the person began to type. */
export type Save<T> = (value: T, base: T) => Promise<unknown>;

interface Timing {
  delay: number;
  maxWait: number;
}

/** 300 ms after the last keystroke, 2 s at the latest. */
export const usual: Timing = { delay: 300, maxWait: 2000 };

export function createAutosaver<T>(first: Tell, { delay, maxWait }: Timing = usual): Autosaver<T> {
  let tell = first;
  let failure: ApiError | undefined;
  let at = "";
  let waiting: { value: T; base: T; save: Save<T> } | undefined;
  /** The last value that was saved, until the vault tells what it made of it. */
  let sent: T | undefined;
  /** What the screen knew of the vault when the last value came. */
  let seen: T | undefined;
  let underWay: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let deadline: number | undefined;
  let settle: Settle | undefined;
  let status: AutosaveStatus = "clean";

  const become = (next: AutosaveStatus, error?: ApiError) => {
    status = next;
    failure = error;
    tell(next, error);
  };

  /** What was typed while a save was on its way. */
  const typed = () => waiting;

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
      await job.save(job.value, job.base);
      mine.saved();
      sent = job.value;
      const newer = typed();
      if (newer === undefined) become("clean");
      else newer.base = job.value;
    } catch (thrown) {
      const error = ApiError.from(thrown);
      mine.failed(error.message);
      const newer = typed();
      waiting = newer === undefined ? job : { ...newer, base: job.base };
      become("failed", error);
    }
  }

  /** One save at a time: a later one waits for the one before. */
  function start(): Promise<void> {
    underWay = (underWay ?? Promise.resolve()).then(send);
    return underWay;
  }

  return {
    put(value, base, save) {
      // Right after a save the screen may not know yet what the vault holds: then it is what was sent.
      const isKnown = sent === undefined || !Object.is(base, seen);
      waiting = { value, base: waiting?.base ?? (isKnown ? base : sent) ?? base, save };
      seen = base;
      at = window.location.hash;
      if (status === "clean" && isKnown) sent = undefined;
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
    rest(stored) {
      const saved = sent;
      sent = undefined;
      if (waiting === undefined || saved === undefined) return undefined;
      waiting = { ...waiting, value: onTopOf(stored, saved, waiting.value), base: stored };
      return waiting.value;
    },
    status: () => status,
    follow(next) {
      tell = next;
      return waiting === undefined || failure === undefined
        ? undefined
        : { value: waiting.value, error: failure };
    },
    trouble: () => (waiting === undefined || failure === undefined ? undefined : { error: failure, at }),
  };
}

/** `typed` was made of `saved`, which became `stored`: what was not touched since becomes what is stored. */
function onTopOf<T>(stored: T, saved: T, typed: T): T {
  const all = [stored, saved, typed];
  if (all.some((one) => typeof one !== "object" || one === null || Array.isArray(one))) return typed;
  const [now, was, next] = all as Record<string, unknown>[];
  const fields = Object.keys({ ...now, ...next }).map((name) => {
    const isTouched = JSON.stringify(was?.[name]) !== JSON.stringify(next?.[name]);
    return [name, isTouched ? next?.[name] : now?.[name]];
  });
  return Object.fromEntries(fields) as T;
}

/** Every autosaver on screen or with something unsaved, and how many components hold it. */
const live = new Map<Autosaver<unknown>, number>();
/** Those whose field is gone and whose last value was refused, by the thing they are about. */
const left = new Map<string, Autosaver<unknown>>();

/** Send everything unsaved, before undo, closing or signing. Resolves false when something could not be saved. */
export async function flushAll(): Promise<boolean> {
  const results = await Promise.all(
    [...live.keys()].map(async (autosaver) => {
      const done = await autosaver.flush();
      if (done && live.get(autosaver) === 0) forget(autosaver);
      return done;
    }),
  );
  return results.every(Boolean);
}

function forget(autosaver: Autosaver<unknown>) {
  live.delete(autosaver);
  for (const [thing, one] of left) if (one === autosaver) left.delete(thing);
}

/** Why something is not saved, and the address where it was typed. */
export function unsaved(): { error: ApiError; at: string } | undefined {
  for (const autosaver of live.keys()) {
    const trouble = autosaver.trouble();
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

/** Another vault is open: what was not saved belonged to the one before. */
export function abandonAll() {
  live.clear();
  left.clear();
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

export interface AutosaveOptions {
  /**
   * Names what is edited. A value that was refused waits under this name when its field is left, and stands in the
   * field again when somebody comes back.
   */
  thing?: string;
  timing?: Timing;
}

/**
 * Bind a field to a value in the vault. Give the component a `key` naming the thing edited, so that
 * another thing starts with its own draft.
 *
 * @param stored the value in the vault; when it changes (after a save, an undo) and nothing is unsaved, it is shown
 * @param save sends a value to the core, usually with `change`, with the value it was made of as its `base`
 */
export function useAutosave<T>(
  stored: T,
  save: Save<T>,
  { thing, timing = usual }: AutosaveOptions = {},
): Autosave<T> {
  const [state, setState] = useState<{ status: AutosaveStatus; error: ApiError | undefined }>({
    status: "clean",
    error: undefined,
  });
  const latestStored = useRef(stored);
  latestStored.current = stored;
  /** What the screen knew of the vault when the last value was sent. */
  const known = useRef(stored);
  const [{ saver, refused }] = useState(() => {
    const tell: Tell = (status, error) => {
      if (status === "saving") known.current = latestStored.current;
      // The vault told what it holds since: that may be more than was sent, and is what is shown and built on.
      if (status === "clean" && !Object.is(known.current, latestStored.current)) setDraft(undefined);
      setState({ status, error });
    };
    const before = thing === undefined ? undefined : (left.get(thing) as Autosaver<T> | undefined);
    const refused = before?.follow(tell);
    return before === undefined || refused === undefined
      ? { saver: createAutosaver<T>(tell, timing), refused: undefined }
      : { saver: before, refused };
  });
  const [draft, setDraft] = useState<{ value: T } | undefined>(refused);
  const [seen, setSeen] = useState(stored);
  const latestSave = useRef(save);
  latestSave.current = save;
  const { status, error } =
    refused !== undefined && state.status === "clean" && saver.trouble() !== undefined
      ? { status: "failed" as const, error: refused.error }
      : state;

  if (!Object.is(seen, stored)) {
    setSeen(stored);
    const rest = saver.rest(stored);
    if (status === "clean") setDraft(undefined);
    else if (rest !== undefined) setDraft({ value: rest });
  }

  useEffect(() => {
    const mine = saver as Autosaver<unknown>;
    live.set(mine, (live.get(mine) ?? 0) + 1);
    return () => {
      // It stays reachable for `flushAll` until its last value is safe.
      void mine.flush().then((done) => {
        const others = (live.get(mine) ?? 1) - 1;
        if (others > 0) live.set(mine, others);
        else if (done) forget(mine);
        else {
          live.set(mine, 0);
          if (thing !== undefined) left.set(thing, mine);
        }
      });
    };
  }, [saver, thing]);

  const set = useCallback(
    (value: T) => {
      setDraft({ value });
      saver.put(value, latestStored.current, latestSave.current);
    },
    [saver],
  );
  const flush = useCallback(() => saver.flush(), [saver]);

  return { value: draft === undefined ? stored : draft.value, set, flush, status, error };
}
