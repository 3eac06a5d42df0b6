/**
 * The one way to type: a value of the vault that is saved by itself (`useEdit`), and a form that is submitted (`useDraft`).
 *
 * What is typed is a draft (`drafts.ts`) from the first key, so neither leaving nor a crash loses it. An edit is sent
 * `delay` after the last keystroke and at the latest `maxWait` after the first unsaved one, one save at a time and in
 * order, each with what it was made of. What was refused stays, with the reason, until it is typed on, tried again or
 * discarded; it is never sent again behind anybody's back.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { ApiError } from "../api";
import { say } from "../words";
import { timesYielded } from "./conflict";
import {
  type Draft,
  discardDraft,
  draftAt,
  drafts,
  draftsKept,
  dropDraft,
  leaveDraft,
  putDraft,
} from "./drafts";
import { type Settle, saving } from "./saved";
import { forgetWithVault } from "./store";

export type EditStatus = "clean" | "dirty" | "saving" | "failed" | "incomplete";

/** Sends a value; `base` is what the vault held when the person began to type. */
export type Save<T> = (value: T, base: T) => Promise<unknown>;

interface Timing {
  delay: number;
  maxWait: number;
}

/** 300 ms after the last keystroke, 2 s at the latest. */
const usual: Timing = { delay: 300, maxWait: 2000 };
/** For what is chosen rather than typed. */
export const atOnce: Timing = { delay: 0, maxWait: 0 };

/** What an edit is about, as its field says it now. */
interface About {
  save: Save<unknown>;
  isReady: (value: unknown) => string | undefined;
  what: string;
  timing: Timing;
}

interface Waiting {
  value: unknown;
  base: unknown;
  save: Save<unknown>;
}

interface View {
  status: EditStatus;
  /** What is shown when nothing is unsaved, until the vault holds something else: what was typed last. */
  shown: { value: unknown } | undefined;
}

interface Edit {
  view(): View;
  watch(watcher: () => void): () => void;
  put(value: unknown, base: unknown, about: About): void;
  /** The field shows a draft that was there before it: what was not refused is sent. */
  adopt(draft: Draft, about: About): void;
  /** The vault holds `stored` now. What was typed since the last save is put on top of it. */
  rest(stored: unknown): void;
  /** Sends what is left now; what was refused only when it is to be tried again. Answers whether nothing is left. */
  flush(again?: boolean): Promise<boolean>;
  forget(): void;
  /** How many fields show it. */
  shownBy: number;
}

const edits = new Map<string, Edit>();

forgetWithVault(() => {
  for (const edit of edits.values()) edit.forget();
  edits.clear();
});

function editAt(address: string): Edit {
  const known = edits.get(address);
  if (known !== undefined) return known;
  const made = createEdit(address);
  edits.set(address, made);
  return made;
}

function createEdit(address: string): Edit {
  let view: View = { status: "clean", shown: undefined };
  const watchers = new Set<() => void>();
  let waiting: Waiting | undefined;
  /** The last value that was saved, until the vault tells what it made of it. */
  let sent: { value: unknown } | undefined;
  /** What the screen knew of the vault when the last value came. */
  let seen: unknown;
  let underWay: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let deadline: number | undefined;
  let settle: Settle | undefined;
  let isForgotten = false;
  /** The vault told what it holds while the last value was on its way. */
  let isTold = false;

  const become = (next: Partial<View>) => {
    view = { ...view, ...next };
    for (const watcher of [...watchers]) watcher();
  };
  const draft = (part: Partial<Draft>) => {
    const before = draftAt(address);
    if (before !== undefined) putDraft({ ...before, ...part });
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
    deadline = undefined;
  };

  async function send(): Promise<void> {
    const job = waiting;
    if (job === undefined || view.status === "incomplete" || isForgotten) return;
    waiting = undefined;
    stop();
    const mine = settle ?? saving();
    settle = undefined;
    isTold = false;
    become({ status: "saving" });
    const yielded = timesYielded();
    try {
      await job.save(job.value, job.base);
      mine.saved();
      if (isForgotten) return;
      sent = { value: job.value };
      const newer = typed();
      if (newer === undefined) {
        // What was typed last stays as it was typed, unless the vault told what it holds since: that may be more than was
        // sent, and is what is shown and built on. So it is when the person took what another had saved.
        const isOld = isTold || timesYielded() !== yielded;
        if (isTold) sent = undefined;
        become(isOld ? { status: "clean", shown: undefined } : { status: "clean" });
        dropDraft(address);
      } else {
        newer.base = job.value;
        draft({ base: job.value });
      }
    } catch (thrown) {
      const error = ApiError.from(thrown);
      mine.failed(error.message);
      if (isForgotten) return;
      const newer = typed();
      waiting = newer === undefined ? job : { ...newer, base: job.base };
      become({ status: "failed" });
      draft({ why: error.message });
    }
  }

  /** What was typed while a save was on its way. */
  const typed = () => waiting;

  /** One save at a time: a later one waits for the one before, and does not repeat what that was refused. */
  function start(again = false): Promise<void> {
    stop();
    const next = () => (view.status === "failed" && !again ? undefined : send());
    underWay = (underWay ?? Promise.resolve()).then(next);
    return underWay;
  }

  const edit: Edit = {
    view: () => view,
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    put(value, base, { save, isReady, what, timing }) {
      // Right after a save the screen may not know yet what the vault holds: then it is what was sent.
      const isKnown = sent === undefined || !Object.is(base, seen);
      const left = waiting ?? (underWay === undefined ? draftAt(address) : undefined);
      const from = left !== undefined ? left.base : isKnown ? base : sent?.value;
      waiting = { value, base: from, save };
      seen = base;
      if (view.status === "clean" && isKnown) sent = undefined;
      const missing = isReady(value);
      const place = window.location.hash;
      putDraft({
        address,
        kind: "edit",
        value,
        base: from,
        what,
        place,
        ...(missing === undefined ? {} : { why: missing, isIncomplete: true }),
      });
      if (missing !== undefined) {
        stop();
        settle?.left();
        settle = undefined;
        become({ status: "incomplete", shown: { value } });
        return;
      }
      settle ??= saving();
      const now = Date.now();
      deadline ??= now + timing.maxWait;
      clearTimeout(timer);
      timer = setTimeout(() => void start(), Math.max(0, Math.min(timing.delay, deadline - now)));
      become({ status: "dirty", shown: { value } });
    },
    adopt({ value, base, why, isIncomplete }, { save }) {
      if (waiting !== undefined || view.status === "saving") return;
      waiting = { value, base, save };
      // It was made of what it says, and not of what was saved here last.
      sent = undefined;
      if (isIncomplete === true) become({ status: "incomplete", shown: { value } });
      else if (why !== undefined) become({ status: "failed", shown: { value } });
      else {
        settle ??= saving();
        become({ status: "dirty", shown: { value } });
        timer = setTimeout(() => void start(), 0);
      }
    },
    rest(stored) {
      const saved = sent;
      sent = undefined;
      if (view.status === "saving") isTold = true;
      if (waiting === undefined) {
        if (view.status === "clean") become({ shown: undefined });
        return;
      }
      if (saved === undefined) return;
      const value = onTopOf(stored, saved.value, waiting.value);
      waiting = { ...waiting, value, base: stored };
      draft({ value, base: stored });
      become({ shown: { value } });
    },
    async flush(again = false) {
      if (view.status === "failed" && !again) return false;
      await start(again);
      // What was typed while the earlier save was on its way.
      while (waiting !== undefined && view.status === "dirty") await start();
      return waiting === undefined;
    },
    forget() {
      isForgotten = true;
      stop();
      settle?.left();
      settle = undefined;
      waiting = undefined;
      sent = undefined;
      seen = undefined;
      become({ status: "clean", shown: undefined });
    },
    shownBy: 0,
  };
  return edit;
}

/** `typed` was made of `saved`, which became `stored`: what was not touched since becomes what is stored. */
function onTopOf(stored: unknown, saved: unknown, typed: unknown): unknown {
  const all = [stored, saved, typed];
  if (all.some((one) => typeof one !== "object" || one === null || Array.isArray(one))) return typed;
  const [now, was, next] = all as Record<string, unknown>[];
  const fields = Object.keys({ ...now, ...next }).map((name) => {
    const isTouched = JSON.stringify(was?.[name]) !== JSON.stringify(next?.[name]);
    return [name, isTouched ? next?.[name] : now?.[name]];
  });
  return Object.fromEntries(fields);
}

/**
 * Sends everything typed, before undo, closing or signing. Answers what remains unsaved; all of it is kept in the vault.
 *
 * @param again tries once more what was refused
 */
export async function flushAll(again = false): Promise<readonly Draft[]> {
  await Promise.all(
    [...edits].map(async ([address, edit]) => {
      const done = await edit.flush(again);
      if (done && edit.shownBy === 0 && edits.get(address) === edit) edits.delete(address);
    }),
  );
  await draftsKept();
  return [...drafts.get().values()].filter(({ kind, isIncomplete }) => kind === "edit" && !isIncomplete);
}

/** Sends one thing that was refused once more, as its field would. */
export async function tryAgain(address: string): Promise<void> {
  await edits.get(address)?.flush(true);
}

/** Gives up what was typed at an address, and offers it back. */
export function discard(address: string) {
  forgetEdit(address);
  discardDraft(address);
}

function forgetEdit(address: string) {
  edits.get(address)?.forget();
  edits.delete(address);
}

if (typeof window !== "undefined") {
  const leave = () => void flushAll();
  window.addEventListener("blur", leave);
  window.addEventListener("pagehide", leave);
}

export interface EditOptions<T> {
  /** The value in the vault; when it changes (after a save, an undo) and nothing is unsaved, it is shown. */
  stored: T;
  /** Sends a value to the core, usually with `change`, with the value it was made of as its `base`. */
  save: Save<T>;
  /** What a person calls it: "Rationale of ACC-01". */
  what: string;
  /** Why a value cannot be sent yet; it then waits, and nothing went wrong. */
  isReady?: (value: T) => string | undefined;
  timing?: Timing;
}

export interface Editing<T> {
  address: string;
  /** What the field shows: the draft while there is one, else what the vault holds. */
  value: T;
  set(value: T): void;
  /** Give to the field's `onBlur`. Answers whether nothing is left unsaved. */
  flush(): Promise<boolean>;
  status: EditStatus;
  /** Why it is not saved. */
  error: string | undefined;
  /** It was typed before the field was opened, and is not saved yet. */
  isLeft: boolean;
  tryAgain(): void;
  discard(): void;
  /** What was typed went another way: nothing is unsaved. */
  settle(): void;
}

const ready = () => undefined;

function useDraftAt(address: string): Draft | undefined {
  return useSyncExternalStore(drafts.watch, () => draftAt(address));
}

/**
 * A value of the vault to type in.
 *
 * @param address names the thing edited, the same wherever and whenever it is shown; another address is another draft
 */
export function useEdit<T>(address: string, options: EditOptions<T>): Editing<T> {
  const { stored } = options;
  const draft = useDraftAt(address);
  const edit = editAt(address);
  const { status, shown } = useSyncExternalStore(edit.watch, edit.view);
  const now = useRef({ address, ...options });
  now.current = { address, ...options };

  const about = useCallback((): About => {
    const { save, isReady = ready, what, timing = usual } = now.current;
    return { save: save as Save<unknown>, isReady: isReady as About["isReady"], what, timing };
  }, []);

  useEffect(() => {
    edit.shownBy += 1;
    // Shown anew after it was forgotten while it was on the screen.
    if (!edits.has(address)) edits.set(address, edit);
    return () => {
      edit.shownBy -= 1;
      // It stays until its last value is safe.
      void edit.flush().then((done) => {
        if (edit.shownBy > 0) return;
        if (done && edits.get(address) === edit) edits.delete(address);
        leaveDraft(address);
      });
    };
  }, [edit, address]);

  const before = useRef<{ address: string; stored: unknown }>(undefined);
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { address, stored };
    if (last?.address === address && !Object.is(last.stored, stored)) edit.rest(stored);
  }, [edit, address, stored]);

  // A draft from before, or one that was discarded and taken back.
  useEffect(() => {
    if (draft?.isLeft === true) edit.adopt(draft, about());
  }, [edit, draft, about]);

  const set = useCallback(
    (value: T) => editAt(address).put(value, now.current.stored, about()),
    [address, about],
  );
  const value = draft !== undefined ? draft.value : shown !== undefined ? shown.value : stored;
  const isFailed = draft?.why !== undefined && draft.isIncomplete !== true && status !== "saving";
  return {
    address,
    value: value as T,
    set,
    flush: useCallback(() => editAt(address).flush(), [address]),
    status: isFailed ? "failed" : status,
    error: draft?.why,
    isLeft: draft?.isLeft === true,
    tryAgain: useCallback(() => void tryAgain(address), [address]),
    discard: useCallback(() => discard(address), [address]),
    settle: useCallback(() => {
      forgetEdit(address);
      dropDraft(address);
    }, [address]),
  };
}

export interface Drafting<T, B = T> {
  address: string;
  value: T;
  /** What the vault held when the form was begun; the base of what is sent. */
  base: B;
  set(value: T | ((now: T) => T)): void;
  /** Something was filled in. */
  isBegun: boolean;
  /** It was filled in before the form was opened. */
  isLeft: boolean;
  /** This value was submitted, or given up by the person: begin anew. What was typed since is another, and stays. */
  clear(): void;
  /** Gives it up, and offers it back. */
  discard(): void;
}

interface DraftOptions<T, B> {
  /** What a person calls it: "New vendor". */
  what: string;
  /** What the vault holds now, where that is something else than what the form holds at first. */
  base?: B;
  kind?: "form" | "working";
  /** The part of it that the vault keeps, where some of it means nothing in the next run of the program. */
  kept?: (value: T) => unknown;
}

/**
 * A form that is submitted. What is filled in is there again when it is opened again, until it is submitted or discarded.
 *
 * @param address names the form and what it is about
 * @param empty what it holds at first
 */
export function useDraft<T, B = T>(
  address: string,
  empty: T,
  { what, base, kind = "form", kept }: DraftOptions<T, B>,
): Drafting<T, B> {
  const draft = useDraftAt(address);
  const first = useRef({ value: empty, base: base ?? empty });
  first.current = { value: empty, base: base ?? empty };
  const set = useCallback(
    (next: T | ((now: T) => T)) => {
      const before = draftAt(address);
      const now = (before === undefined ? first.current.value : before.value) as T;
      putDraft(
        {
          address,
          kind,
          value: typeof next === "function" ? (next as (now: T) => T)(now) : next,
          base: before === undefined ? first.current.base : before.base,
          what,
          place: window.location.hash,
          ...(before?.isLeft === true ? { isLeft: true } : {}),
        },
        kept,
      );
    },
    [address, kind, what, kept],
  );
  useEffect(() => () => leaveDraft(address), [address]);
  const [wasThere, setWasThere] = useState(draft !== undefined);
  return {
    address,
    value: (draft === undefined ? empty : draft.value) as T,
    base: (draft === undefined ? (base ?? empty) : draft.base) as B,
    set,
    isBegun: draft !== undefined,
    isLeft: draft !== undefined && (wasThere || draft.isLeft === true),
    clear: () => {
      if (draft !== undefined && Object.is(draftAt(address)?.value, draft.value)) dropDraft(address);
    },
    discard: useCallback(() => {
      setWasThere(false);
      discardDraft(address);
    }, [address]),
  };
}

/** What remains unsaved after everything was sent, in a sentence; nothing when nothing remains. */
export function unsavedSentence(left: readonly Pick<Draft, "what">[]): string | undefined {
  if (left.length === 0) return undefined;
  const names = [...new Set(left.map(({ what }) => what))].join(", ");
  return say("state.notSavedAndKeptWhereYou", { names });
}
