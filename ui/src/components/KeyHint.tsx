/** A shortcut as key caps: "Mod+K" becomes Ctrl K, or ⌘ K on a Mac. */
import { spellKeys } from "../frame/keys";
import "./Button.css";

export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className="key-hint" aria-hidden="true">
      {spellKeys(keys).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
