/**
 * What the screens read and how they change it.
 *
 * `useQuery` reads a use case and keeps the answer under its name and input; `change` calls a use case that
 * writes, then reads again what is on screen. Without a list of names every live query is read again: the core
 * answers in a millisecond, and a stale figure costs more than a spare read.
 */
import { useCallback, useSyncExternalStore } from "react";
import { ApiError, type CallOptions, call, type Input, type Output, type UseCase } from "../api";
import { askWhoseStands, decided } from "./conflict";
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
  /** Counts the reads, so that a late answer to an earlier one is dropped. */
  turn: number;
  watchers: Set<() => void>;
}

const entries = new Map<string, Entry>();
const idle: Query<never> = Object.freeze({ data: undefined, error: undefined, loading: false });

function entryFor(key: string, name: UseCase, input: unknown): Entry {
  let entry = entries.get(key);
  if (entry === undefined) {
    entry = { name, input, state: { ...idle, loading: true }, turn: 0, watchers: new Set() };
    entries.set(key, entry);
  }
  return entry;
}

function show(entry: Entry, state: Query<unknown>) {
  entry.state = state;
  for (const watcher of [...entry.watchers]) watcher();
}

async function read(entry: Entry): Promise<void> {
  entry.turn += 1;
  const turn = entry.turn;
  if (!entry.state.loading) show(entry, { ...entry.state, loading: true });
  try {
    const data = await call(entry.name, entry.input as Input<UseCase>);
    if (turn === entry.turn) show(entry, { data, error: undefined, loading: false });
  } catch (thrown) {
    const error = ApiError.from(thrown);
    if (turn === entry.turn) show(entry, { data: entry.state.data, error, loading: false });
  }
}

/** Read a use case and follow it. */
export function useQuery<K extends UseCase>(name: K, input: Input<K> | typeof skip): Query<Output<K>> {
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

/** Read again what is on screen, all of it or the named use cases; forget whatever is not on screen. */
export async function invalidate(...names: UseCase[]): Promise<void> {
  const reads: Promise<void>[] = [];
  for (const [key, entry] of entries) {
    // Nobody reads again what nobody watches: kept, it would be shown as it was, whenever somebody looks next.
    if (entry.watchers.size === 0) entries.delete(key);
    else if (names.length === 0 || names.includes(entry.name)) reads.push(read(entry));
  }
  await Promise.all(reads);
}

/** Forget every answer and everything typed: another vault was opened, or this one was closed. */
export async function forgetAll(): Promise<void> {
  forgetVault();
  for (const entry of entries.values()) show(entry, { ...idle, loading: true });
  await invalidate();
}

interface ChangeOptions<K extends UseCase> extends CallOptions {
  /** Told once the change is durable, before the screen is read again. */
  saved?(output: Output<K>): void;
}

/**
 * Call a use case that writes, keep the top bar's saved state, and read again what is on screen.
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
    const output = await callOrDecide(name, input, options);
    settle.saved();
    options.saved?.(output);
    await invalidate(...touches);
    return output;
  } catch (thrown) {
    const error = ApiError.from(thrown);
    settle.failed(error.message);
    throw error;
  }
}

async function callOrDecide<K extends UseCase>(
  name: K,
  input: Input<K>,
  options: CallOptions,
): Promise<Output<K>> {
  try {
    return await call(name, input, options);
  } catch (thrown) {
    const error = ApiError.from(thrown);
    if (error.clashes.length === 0) throw error;
    const sides = await askWhoseStands(error.clashes);
    if (sides === undefined) throw error;
    // Yet somebody else may have changed it while this was decided: then it is asked again.
    return callOrDecide(name, decided(input, error.clashes, sides), options);
  }
}
