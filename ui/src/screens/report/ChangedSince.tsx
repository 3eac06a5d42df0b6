/** What is not as it was when the last report was issued: what, from what to what, by whom, when, from which file. */
import { Button, Icon, Tag } from "../../components";
import type { Became } from "../../ipc/Became";
import type { ChangeSince } from "../../ipc/ChangeSince";
import { useQuery } from "../../state/query";
import { count, day } from "../../words";
import { moment } from "../journal/Journal";
import { placeOf } from "./places";

/** More than this start folded away. */
const FEW = 5;

const became: Record<Became, string> = { added: "new", changed: "changed", removed: "removed" };

export function ChangedSince({ assessment }: { assessment: string }) {
  const since = useQuery("issue_changes", { assessment }).data?.since ?? undefined;
  if (since === undefined) return null;
  const { number, issued, changes } = since;
  return (
    <section aria-label={`Changed since issue ${number}`} className="issue-part" data-testid="changed-since">
      <h2>Changed since issue {number}</h2>
      {changes.length === 0 ? (
        <p className="issue-ready">
          <Icon name="check" /> Nothing. Issue {number} of {day(issued)} says what the vault says.
        </p>
      ) : (
        <>
          <p className="soft small">
            Issue {number} of {day(issued)} does not hold {changes.length === 1 ? "this" : "these"}. The next
            issue supersedes it and lists {changes.length === 1 ? "it" : "them"}.
          </p>
          <details open={changes.length <= FEW}>
            <summary>{count(changes.length, "change")}</summary>
            <ul className="changes">
              {changes.map((one) => (
                <Change key={`${one.change.what} ${one.change.id}`} assessment={assessment} since={one} />
              ))}
            </ul>
          </details>
        </>
      )}
    </section>
  );
}

function Change({ assessment, since }: { assessment: string; since: ChangeSince }) {
  const { change, at, by, doing } = since;
  const { what, id, title, fields } = change;
  const place = placeOf(assessment, what, id);
  return (
    <li>
      <div className="tags">
        <strong>{[what, id].filter((word) => word !== "").join(" ")}</strong>
        <Tag>{became[change.became]}</Tag>
      </div>
      {title !== "" && title !== id && <p>{title}</p>}
      {fields.length > 0 && (
        <dl className="change-fields">
          {fields.map(({ field, was, is }) => (
            <div key={field}>
              <dt className="soft small">{field}</dt>
              <dd>
                {was !== "" && <del>{was}</del>}{" "}
                {is === "" ? <span className="soft">nothing</span> : <ins>{is}</ins>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="soft small">{[by, moment(at), doing].filter((part) => part !== "").join(" · ")}</p>
      {place !== undefined && (
        <Button kind="quiet" onPress={place}>
          Show it
        </Button>
      )}
    </li>
  );
}
