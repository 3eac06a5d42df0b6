/** Shortcuts as text: "Mod+K", "Shift+Y", "?", "Alt+1". Mod is Ctrl, or ⌘ on a Mac. */
import { say } from "../words";

export interface KeyPress {
  key: string;
  code?: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const mac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);

interface Parsed {
  mod: boolean;
  alt: boolean;
  shift: boolean;
  key: string;
}

function parse(keys: string): Parsed {
  const parts = keys.split("+");
  const key = parts.at(-1) || "+";
  return {
    mod: parts.includes("Mod"),
    alt: parts.includes("Alt"),
    shift: parts.includes("Shift"),
    key: key.toLowerCase(),
  };
}

const isLetter = (key: string) => /^\p{L}$/u.test(key);
const isLatin = (key: string) => /^[a-z]$/.test(key);

/** Whether a key press is this shortcut. For signs such as "?" it does not matter how the layout reaches them. */
export function matches(keys: string, press: KeyPress, onMac = mac): boolean {
  const { mod, alt, shift, key } = parse(keys);
  const pressedMod = onMac ? press.metaKey : press.ctrlKey;
  const otherMod = onMac ? press.ctrlKey : press.metaKey;
  if (mod !== pressedMod || otherMod || alt !== press.altKey) return false;
  const pressed = press.key.toLowerCase();
  const isSign = key.length === 1 && !isLetter(key) && !/^\d$/.test(key);
  if (!isSign && shift !== press.shiftKey) return false;
  if (pressed === key) return true;
  // With Alt some layouts turn a digit into a sign.
  if (/^\d$/.test(key)) return press.code === `Digit${key}`;
  // Option makes a sign of a letter on a Mac, and other scripts have other letters: then the key's place counts. Where a
  // layout has Latin letters in other places, the letter does.
  return isLatin(key) && !isLatin(pressed) && press.code === `Key${key.toUpperCase()}`;
}

/** One key alone, without Mod or Alt: not taken while somebody types. */
export function isSingle(keys: string): boolean {
  const { mod, alt, key } = parse(keys);
  return !mod && !alt && key.length === 1;
}

const caps: Record<string, string> = {
  Mod: mac ? "⌘" : say("frame.ctrl"),
  Alt: mac ? "⌥" : say("frame.alt2"),
  Shift: mac ? "⇧" : say("frame.shift"),
  Enter: say("frame.enter"),
  Escape: say("frame.esc"),
  Delete: say("frame.deleteKey"),
  Home: say("frame.homeKey"),
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
};

/** The key caps to show. */
export function spellKeys(keys: string): string[] {
  return keys.split("+").map((part) => caps[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** The same for `aria-keyshortcuts`. */
export function ariaKeys(keys: string): string {
  return keys.replace("Mod", mac ? "Meta" : "Control");
}

/** What is on its way out has the focus for a moment still, but whoever presses a key means what is beneath. */
const isLeaving = (target: HTMLElement) => target.closest("[data-exiting]") !== null;

/** Whether the key goes into text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || isLeaving(target)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  ) {
    return true;
  }
  return (
    target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|range|file)$/.test(target.type)
  );
}

/** Whether the key belongs to something that lies over the page, or that jumps to what is typed. */
export function isCaptured(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    !isLeaving(target) &&
    target.closest("[role=dialog], [role=alertdialog], [role=menu], [role=listbox]") !== null
  );
}
