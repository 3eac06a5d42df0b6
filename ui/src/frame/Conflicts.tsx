/** The question when two people changed the same field: both values side by side, and whose stands. */
import { useState } from "react";
import { Button } from "../components/Button";
import { Segmented } from "../components/choices";
import { Dialog } from "../components/overlays";
import { type Conflict, conflicts, type Side } from "../state/conflict";
import { useStore } from "../state/store";
import { say } from "../words";
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
  if (value === null || value === undefined || value === "") return say("frame.nothing");
  if (typeof value === "boolean") return value ? say("common.yes") : say("common.no");
  if (Array.isArray(value))
    return value.length === 0 ? say("frame.nothing") : value.map(valueWords).join("\n");
  if (typeof value !== "object") return String(value);
  const parts = Object.entries(value).filter(([, part]) => part !== null && part !== "");
  if (parts.length === 0) return say("frame.nothing");
  return parts.map(([name, part]) => `${fieldWords(name)}: ${valueWords(part)}`).join("\n");
}

const sides = [
  { id: "mine", label: say("frame.keepMine") },
  { id: "theirs", label: say("frame.takeTheirs") },
] as const;

function ConflictDialog({ conflict }: { conflict: Conflict }) {
  const { clashes, decide } = conflict;
  const [chosen, setChosen] = useState<readonly (Side | undefined)[]>(() => clashes.map(() => undefined));
  const isDecided = chosen.every((side) => side !== undefined);
  const set = (at: number, side: Side) => setChosen(chosen.map((old, index) => (index === at ? side : old)));
  return (
    <Dialog
      title={say("frame.somebodyElseChangedThisMeanwhile")}
      isOpen
      onClose={() => decide(undefined)}
      mustAnswer
      width="wide"
      actions={
        <>
          <Button onPress={() => decide(undefined)} data-testid="conflict-cancel">
            {say("frame.decideLater")}
          </Button>
          <Button
            kind="primary"
            isDisabled={!isDecided}
            onPress={() => isDecided && decide(chosen as readonly Side[])}
            data-testid="conflict-decide"
          >
            {say("frame.saveWhatIChose")}
          </Button>
        </>
      }
    >
      <p>{say("frame.nFieldsYouChangedWereSavedWith", { n: clashes.length })}</p>
      <ul role="list" className="conflicts">
        {clashes.map(({ field, stands, wanted }, at) => (
          <li key={field} data-testid={`conflict-${field}`}>
            <h3>{fieldWords(field)}</h3>
            <div className="conflict-sides">
              <div data-chosen={chosen[at] === "mine" || undefined}>
                <h4>{say("frame.yoursNotSavedYet")}</h4>
                <p className="conflict-value">{valueWords(wanted)}</p>
              </div>
              <div data-chosen={chosen[at] === "theirs" || undefined}>
                <h4>{say("frame.theirsInTheVault")}</h4>
                <p className="conflict-value">{valueWords(stands)}</p>
              </div>
            </div>
            <Segmented
              label={say("frame.whichValueStands", { field: fieldWords(field) })}
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
