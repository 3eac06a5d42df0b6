/** What stands against a signature, each with a field for the reason to sign all the same. */
import { useState } from "react";
import { Icon, TextField } from "../../components";
import type { Objection } from "../../ipc/Objection";
import type { SetAside } from "../../ipc/SetAside";
import type { SigningRule } from "../../ipc/SigningRule";

type Reasons = Partial<Record<SigningRule, string>>;

/** Objections as they are found, and the reasons typed for them. */
export function useObjections() {
  const [found, setFound] = useState<readonly Objection[]>([]);
  const [reasons, setReasons] = useState<Reasons>({});
  /** Those set aside by a reason, or nothing while one of them stands. */
  const settled = (objections: readonly Objection[]): SetAside[] | undefined => {
    const all = objections.map(({ rule }) => ({ rule, reason: (reasons[rule] ?? "").trim() }));
    const stand = objections.some(
      ({ rule, can_be_set_aside }) => !can_be_set_aside || (reasons[rule] ?? "").trim() === "",
    );
    return stand ? undefined : all;
  };
  const forget = () => {
    setFound([]);
    setReasons({});
  };
  const list =
    found.length === 0 ? undefined : (
      <section aria-label="What stands against signing" data-testid="objections">
        <h3>What stands against signing</h3>
        <p className="soft small">
          Settle it, or say why it is signed all the same: the reason is part of what is signed.
        </p>
        <ul className="issue-points">
          {found.map(({ rule, sentence, can_be_set_aside }) => (
            <li key={rule}>
              <Icon name="warning" /> {sentence}
              {can_be_set_aside && (
                <TextField
                  label="Reason to sign all the same"
                  value={reasons[rule] ?? ""}
                  onChange={(reason) => setReasons((now) => ({ ...now, [rule]: reason }))}
                  testId={`reason-${rule}`}
                />
              )}
            </li>
          ))}
        </ul>
      </section>
    );
  return { found: setFound, settled, forget, list };
}
