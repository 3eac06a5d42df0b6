/** The question when two people changed the same field: both values side by side, and whose stands. */
import { useState } from "react";
import { Button } from "../components/Button";
import { Segmented } from "../components/choices";
import { Dialog } from "../components/overlays";
import { type Conflict, conflicts, type Side } from "../state/conflict";
import { useStore } from "../state/store";
import { count } from "../words";
import "./conflicts.css";

export function Conflicts() {
  const conflict = useStore(conflicts)[0];
  return conflict === undefined ? null : <ConflictDialog conflict={conflict} />;
}

/** `scope_in` as "Scope in". */
export function fieldWords(field: string): string {
  const words = field.replace(/[._]/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as a person reads it, whatever its shape. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "Nothing";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value)) return value.length === 0 ? "Nothing" : value.map(valueWords).join("\n");
  if (typeof value !== "object") return String(value);
  const parts = Object.entries(value).filter(([, part]) => part !== null && part !== "");
  if (parts.length === 0) return "Nothing";
  return parts.map(([name, part]) => `${fieldWords(name)}: ${valueWords(part)}`).join("\n");
}

const sides = [
  { id: "mine", label: "Keep mine" },
  { id: "theirs", label: "Take theirs" },
] as const;

function ConflictDialog({ conflict }: { conflict: Conflict }) {
  const { clashes, decide } = conflict;
  const [chosen, setChosen] = useState<readonly (Side | undefined)[]>(() => clashes.map(() => undefined));
  const isDecided = chosen.every((side) => side !== undefined);
  const set = (at: number, side: Side) => setChosen(chosen.map((old, index) => (index === at ? side : old)));
  return (
    <Dialog
      title="Somebody else changed this meanwhile"
      isOpen
      onClose={() => decide(undefined)}
      mustAnswer
      width="wide"
      actions={
        <>
          <Button onPress={() => decide(undefined)} data-testid="conflict-cancel">
            Decide later
          </Button>
          <Button
            kind="primary"
            isDisabled={!isDecided}
            onPress={() => isDecided && decide(chosen as readonly Side[])}
            data-testid="conflict-decide"
          >
            Save what I chose
          </Button>
        </>
      }
    >
      <p>
        {count(clashes.length, "field")} you changed {clashes.length === 1 ? "was" : "were"} saved with
        another value in another window, by a command or from a file. Say which value stands. Nothing you
        typed is lost if you decide later: it stays on the screen, unsaved.
      </p>
      <ul className="conflicts">
        {clashes.map(({ field, stands, wanted }, at) => (
          <li key={field} data-testid={`conflict-${field}`}>
            <h3>{fieldWords(field)}</h3>
            <div className="conflict-sides">
              <div data-chosen={chosen[at] === "mine" || undefined}>
                <h4>Yours, not saved yet</h4>
                <p className="conflict-value">{valueWords(wanted)}</p>
              </div>
              <div data-chosen={chosen[at] === "theirs" || undefined}>
                <h4>Theirs, in the vault</h4>
                <p className="conflict-value">{valueWords(stands)}</p>
              </div>
            </div>
            <Segmented
              label={`${fieldWords(field)}: which value stands`}
              hideLabel
              segments={sides}
              value={chosen[at] ?? null}
              onChange={(side) => set(at, side)}
              testId={`conflict-${field}-side`}
            />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
