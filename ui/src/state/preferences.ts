/**
 * How this person likes the window: theme, density, keys, panel. Kept by the web view on this machine; nothing
 * about a vendor or an assessment belongs here.
 */
import { createStore, type Store } from "./store";

export interface Preferences {
  theme: "system" | "light" | "dark";
  density: "comfortable" | "compact";
  /** Shortcuts of a single letter. Some ways of speaking to a computer set them off by accident. */
  singleKeys: boolean;
  /** The "Based on" panel is open where the window is wide enough to keep it beside the content. */
  panel: boolean;
}

const KEY = "assay.preferences";

export const usual: Preferences = {
  theme: "system",
  density: "comfortable",
  singleKeys: true,
  panel: true,
};

function oneOf<T>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.includes(value as T) ? (value as T) : otherwise;
}

/** Preferences from what was stored; anything unknown or damaged becomes the usual. */
export function parsePreferences(stored: string | null): Preferences {
  let found: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(stored ?? "{}");
    if (typeof parsed === "object" && parsed !== null) found = parsed;
  } catch {
    // A damaged entry only costs the preferences.
  }
  return {
    theme: oneOf(found.theme, ["system", "light", "dark"] as const, usual.theme),
    density: oneOf(found.density, ["comfortable", "compact"] as const, usual.density),
    singleKeys: oneOf(found.singleKeys, [true, false], usual.singleKeys),
    panel: oneOf(found.panel, [true, false], usual.panel),
  };
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export const preferences: Store<Preferences> = createStore(parsePreferences(stored()));

function apply({ theme, density }: Preferences) {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset.theme;
  else dataset.theme = theme;
  dataset.density = density;
}

/** Put the preferences on the page, and keep them there and in storage from now on. Call once. */
export function followPreferences() {
  apply(preferences.get());
  preferences.watch(() => {
    apply(preferences.get());
    try {
      localStorage.setItem(KEY, JSON.stringify(preferences.get()));
    } catch {
      // Without storage the preferences last until the window closes.
    }
  });
}
