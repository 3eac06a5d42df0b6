/** How long evidence counts, with "expired" in a word. */
import { Icon } from "../../components";
import type { Evidence } from "../../ipc/Evidence";
import { day } from "../../words";
import "./evidence.css";

export function Validity({ evidence, expired }: { evidence: Evidence; expired: boolean }) {
  if (evidence.valid_until === null) return <span className="faint">no end date</span>;
  if (!expired) return <span>{day(evidence.valid_until)}</span>;
  return (
    <span className="expired">
      <Icon name="warning" size="1rem" /> Expired {day(evidence.valid_until)}
    </span>
  );
}
