/** A value outside React that components can watch. Nothing more is needed for state shared across the window. */
import { useSyncExternalStore } from "react";

export interface Store<T> {
  get(): T;
  set(next: T | ((now: T) => T)): void;
  watch(watcher: () => void): () => void;
}

export function createStore<T>(first: T): Store<T> {
  let value = first;
  const watchers = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      const settled = typeof next === "function" ? (next as (now: T) => T)(value) : next;
      if (Object.is(settled, value)) return;
      value = settled;
      for (const watcher of [...watchers]) watcher();
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.watch, store.get);
}

/** What is to be forgotten when a vault is closed. */
const ofVault = new Set<() => void>();

/** Have something forgotten when a vault is closed. Whatever may hold a word of a vault outside React says so here. */
export function forgetWithVault(forget: () => void) {
  ofVault.add(forget);
}

/** A store that is as at first again when the vault is closed. */
export function createVaultStore<T>(first: T): Store<T> {
  const store = createStore(first);
  forgetWithVault(() => store.set(first));
  return store;
}

/** The vault was closed, or another is to be opened: nothing of the one before stays in memory. */
export function forgetVault() {
  for (const forget of ofVault) forget();
}
