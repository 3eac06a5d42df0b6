/** How long evidence counts, with "expired" and "not in date" in a word. */
import { Icon } from "../../components";
import type { Evidence } from "../../ipc/Evidence";
import { day, say } from "../../words";
import "./evidence.css";

interface ValidityProps {
  evidence: Evidence;
  expired: boolean;
  /** Why it is not in date for what relies on it. */
  outOfDate?: readonly string[];
}

export function Validity({ evidence, expired, outOfDate = [] }: ValidityProps) {
  if (expired && evidence.valid_until !== null)
    return (
      <span className="expired">
        <Icon name="warning" size="1rem" />{" "}
        {say("evidence.expired2", { valid_until: day(evidence.valid_until) })}
      </span>
    );
  const until =
    evidence.valid_until === null ? (
      <span className="faint">{say("evidence.noEndDate")}</span>
    ) : (
      <span>{day(evidence.valid_until)}</span>
    );
  if (outOfDate.length === 0) return until;
  return (
    <span className="evidence-title">
      {until}
      <span className="expired">
        <Icon name="warning" size="1rem" /> {say("evidence.notInDate")}
      </span>
    </span>
  );
}
