/** What is not as it was when the last report was issued: what, from what to what, by whom, when, from which file. */

import { Button, Icon, Tag } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Became } from "../../ipc/Became";
import type { ChangeSince } from "../../ipc/ChangeSince";
import { useChoices } from "../../state/choices";
import { useQuery } from "../../state/query";
import { day, say } from "../../words";
import { moment } from "../journal/Journal";
import { titleOf } from "../shown";
import { placeOf } from "./places";

/** More than this start folded away. */
const FEW = 5;

const became: Record<Became, string> = {
  added: say("report.new"),
  changed: say("report.changed"),
  removed: say("report.removed"),
};

export function ChangedSince({ assessment }: { assessment: AssessmentId }) {
  const since = useQuery("issue_changes", { assessment }).data?.since ?? undefined;
  if (since === undefined) return null;
  const { number, issued, changes } = since;
  return (
    <section
      aria-label={say("report.changedSinceIssue", { number })}
      className="issue-part"
      data-testid="changed-since"
    >
      <h2>{say("report.changedSinceIssue", { number })}</h2>
      {changes.length === 0 ? (
        <p className="issue-ready">
          <Icon name="check" /> {say("report.nothingIssueOfSaysWhatThe", { number, issued: day(issued) })}
        </p>
      ) : (
        <>
          <p className="soft small">
            {say("report.issueOfDoesNotHoldThese", { number, issued: day(issued), n: changes.length })}
          </p>
          <details open={changes.length <= FEW}>
            <summary>{say("report.nChanges", { n: changes.length })}</summary>
            <ul role="list" className="changes">
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

function Change({ assessment, since }: { assessment: AssessmentId; since: ChangeSince }) {
  const { change, at, by, doing } = since;
  const { what, id, title, fields } = change;
  const place = placeOf(assessment, what, id);
  const choices = useChoices();
  const name = choices === undefined ? "" : titleOf(choices.changed, what);
  return (
    <li>
      <div className="tags">
        <strong>{[name, id].filter((word) => word !== "").join(" ")}</strong>
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
                {is === "" ? <span className="soft">{say("report.nothing")}</span> : <ins>{is}</ins>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="soft small">{[by, moment(at), doing].filter((part) => part !== "").join(" · ")}</p>
      {place !== undefined && (
        <Button kind="quiet" onPress={place}>
          {say("report.showIt")}
        </Button>
      )}
    </li>
  );
}
