/**
 * Where in the window the user is, kept in the address after the `#`: `#/questionnaire?assessment=a1&item=q7`.
 * Back and forward work by themselves, and a test can go anywhere by address.
 */

import { useSyncExternalStore } from "react";
import type { AssessmentId } from "./ipc/AssessmentId";
import type { ThreatId } from "./ipc/ThreatId";

export interface Place {
  screen: string;
  ids: Ids;
}

/** Ids the screen needs. Never names or answers: the address must hold nothing confidential. */
export interface Ids {
  readonly assessment?: AssessmentId | undefined;
  readonly threat?: ThreatId | undefined;
  readonly [name: string]: string | undefined;
}

export function parsePlace(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return { screen: path, ids: Object.fromEntries(new URLSearchParams(query)) as Ids };
}

export function formatPlace({ screen, ids }: Place): string {
  const given = Object.entries(ids).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const query = new URLSearchParams(given).toString();
  return `#/${screen}${query === "" ? "" : `?${query}`}`;
}

/** The place the address could not take: an engine limits how often it may be rewritten, as by a key held down. */
let ahead: string | undefined;
window.addEventListener("hashchange", (event) => {
  if (event.isTrusted) ahead = undefined;
});

function watch(watcher: () => void) {
  window.addEventListener("hashchange", watcher);
  return () => window.removeEventListener("hashchange", watcher);
}

/** The place now, and again whenever it changes. */
export function usePlace(): Place {
  const hash = useSyncExternalStore(watch, () => ahead ?? window.location.hash);
  return parsePlace(hash);
}

/** Go to a screen. `replace` leaves no step to go back to. */
export function go(screen: string, ids: Place["ids"] = {}, { replace = false } = {}) {
  const hash = formatPlace({ screen, ids });
  if (replace) {
    try {
      window.history.replaceState(null, "", hash);
      ahead = undefined;
    } catch {
      ahead = hash;
    }
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    ahead = undefined;
    window.location.hash = hash;
  }
}
