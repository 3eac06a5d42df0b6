/**
 * What the screens read and how they change it.
 *
 * `useQuery` looks at a use case and keeps the answer under its name and input. `change` calls a use case that writes, and
 * hears in the same answer what became of everything on screen. The core tells what differs from the state that is kept
 * here, whichever use case it is of; without a list of names every live query is brought up to date, because a stale figure
 * costs more than a spare look.
 */
import { useCallback, useSyncExternalStore } from "react";
import {
  ApiError,
  act,
  type CallOptions,
  type Input,
  look,
  type Output,
  type Shown,
  type UseCase,
  type Watched,
} from "../api";
import type { LookedAt } from "../ipc/useCases";
import { askWhoseStands, decided } from "./conflict";
import { patched } from "./patch";
import { saving } from "./saved";
import { forgetVault } from "./store";

/** Pass as the input of `useQuery` while there is nothing to ask for yet. */
export const skip: unique symbol = Symbol("skip");

export interface Query<T> {
  /** The last answer. It stays while a newer one is on its way. */
  data: T | undefined;
  error: ApiError | undefined;
  /** A read is on its way. With `data` undefined there is nothing to show yet. */
  loading: boolean;
}

interface Entry {
  name: UseCase;
  input: unknown;
  state: Query<unknown>;
  /** Which state of it `state` holds, as the core counts them; 0 for none. */
  version: number;
  /** Counts the reads, so that a late answer to an earlier one is dropped. */
  turn: number;
  watchers: Set<() => void>;
}

const entries = new Map<string, Entry>();
const idle: Query<never> = Object.freeze({ data: undefined, error: undefined, loading: false });

function entryFor(key: string, name: UseCase, input: unknown): Entry {
  let entry = entries.get(key);
  if (entry === undefined) {
    entry = { name, input, state: { ...idle, loading: true }, version: 0, turn: 0, watchers: new Set() };
    entries.set(key, entry);
  }
  return entry;
}

function show(entry: Entry, state: Query<unknown>) {
  entry.state = state;
  for (const watcher of [...entry.watchers]) watcher();
}

const watchedAs = ({ name, input, version }: Entry): Watched => ({ name, input, version });

/** Takes over what the core tells. Answers false when it says nothing of the state that is kept here. */
function take(entry: Entry, shown: Shown): boolean {
  if ("refused" in shown) {
    show(entry, { data: entry.state.data, error: ApiError.from(shown.refused), loading: false });
    return true;
  }
  if ("whole" in shown) {
    const { version, value } = shown.whole;
    // What was looked at earlier may come later.
    if (version === 0 || version > entry.version) {
      entry.version = version;
      show(entry, { data: value, error: undefined, loading: false });
    }
    return true;
  }
  const { from, version, change } = shown.since;
  if (version <= entry.version) return true;
  if (from !== entry.version) return false;
  entry.version = version;
  const { data, error, loading } = entry.state;
  if (change !== null) show(entry, { data: patched(data, change), error: undefined, loading: false });
  else if (error !== undefined || loading) show(entry, { data, error: undefined, loading: false });
  return true;
}

async function read(entry: Entry): Promise<void> {
  entry.turn += 1;
  const turn = entry.turn;
  if (!entry.state.loading) show(entry, { ...entry.state, loading: true });
  try {
    const shown = await look(watchedAs(entry));
    if (turn !== entry.turn || take(entry, shown)) return;
    entry.version = 0;
    await read(entry);
  } catch (thrown) {
    const error = ApiError.from(thrown);
    if (turn === entry.turn) show(entry, { data: entry.state.data, error, loading: false });
  }
}

/** Read a use case and follow it. */
export function useQuery<K extends LookedAt>(name: K, input: Input<K> | typeof skip): Query<Output<K>> {
  const key = input === skip ? undefined : `${name} ${JSON.stringify(input)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the name and the input
  const watch = useCallback(
    (watcher: () => void) => {
      if (key === undefined) return () => {};
      const entry = entryFor(key, name, input);
      entry.watchers.add(watcher);
      if (entry.turn === 0) void read(entry);
      return () => entry.watchers.delete(watcher);
    },
    [key],
  );
  const state = useSyncExternalStore(watch, () =>
    key === undefined ? idle : entryFor(key, name, input).state,
  );
  return state as Query<Output<K>>;
}

/** What takes long to make: a change does not wait for it. */
const slow: readonly UseCase[] = ["report_preview"];

/** Whether the window is to close: nobody sees what would be looked at then, and saving does not wait for it. */
let isClosing = false;

/** From now on what is saved is not looked at any more, because the window closes. */
export function closing(): void {
  isClosing = true;
}

/** What is on screen, all of it or the named use cases. What is not on screen is forgotten. */
function onScreen(names: readonly UseCase[]): Entry[] {
  const all: Entry[] = [];
  if (isClosing) return all;
  for (const [key, entry] of entries) {
    // Nobody brings up to date what nobody watches: kept, it would be shown as it was, whenever somebody looks next.
    if (entry.watchers.size === 0) entries.delete(key);
    else if (names.length === 0 || names.includes(entry.name)) all.push(entry);
  }
  return all;
}

/** Look again at what is on screen, all of it or the named use cases; forget whatever is not on screen. */
export async function invalidate(...names: UseCase[]): Promise<void> {
  await Promise.all(onScreen(names).map(read));
}

/** Forget every answer and everything typed: another vault was opened, or this one was closed. */
export async function forgetAll(): Promise<void> {
  isClosing = false;
  forgetVault();
  for (const entry of entries.values()) {
    entry.version = 0;
    show(entry, { ...idle, loading: true });
  }
  await invalidate();
}

interface ChangeOptions<K extends UseCase> extends CallOptions {
  /** Told once the change is durable, before the screen is read again. */
  saved?(output: Output<K>): void;
  /** Told once the screen has been given what came of it, and before it is drawn where the answer told all of it. */
  shown?: (() => void) | undefined;
}

/**
 * Call a use case that writes, keep the top bar's saved state, and bring up to date what is on screen.
 * Resolves once the change is durable and the screen has the new figures. Throws an `ApiError`.
 *
 * Where somebody else changed the same field to another value meanwhile, the person is asked whose stands, and what
 * they decide is sent. An input says what it was made of as `base`.
 *
 * @param touches the use cases whose answers may differ now; all when left out
 */
export async function change<K extends UseCase>(
  name: K,
  input: Input<K>,
  touches: UseCase[] = [],
  options: ChangeOptions<K> = {},
): Promise<Output<K>> {
  const settle = saving();
  try {
    const { output, watched, shown } = await actOrDecide(name, input, touches, options);
    settle.saved();
    options.saved?.(output);
    // What came on screen meanwhile may have been looked at before the change.
    const left = onScreen(touches).filter((entry) => {
      const told = shown[watched.indexOf(entry)];
      return told === undefined || !take(entry, told);
    });
    if (left.length > 0) await Promise.all(left.map(read));
    options.shown?.();
    return output;
  } catch (thrown) {
    const error = ApiError.from(thrown);
    settle.failed(error.message);
    throw error;
  }
}

async function actOrDecide<K extends UseCase>(
  name: K,
  input: Input<K>,
  touches: readonly UseCase[],
  options: CallOptions,
): Promise<{ output: Output<K>; watched: readonly Entry[]; shown: readonly (Shown | undefined)[] }> {
  const watched = onScreen(touches).filter((entry) => !slow.includes(entry.name));
  try {
    return { watched, ...(await act(name, input, watched.map(watchedAs), options)) };
  } catch (thrown) {
    const error = ApiError.from(thrown);
    if (error.clashes.length === 0) throw error;
    const sides = await askWhoseStands(error.clashes);
    if (sides === undefined) throw error;
    // Yet somebody else may have changed it while this was decided: then it is asked again.
    return actOrDecide(name, decided(input, error.clashes, sides), touches, options);
  }
}
