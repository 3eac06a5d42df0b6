/** What a newer Assay recorded and this one cannot read: how much, where, and why. It is left as it is. */
import { Icon } from "../../components";
import type { Session } from "../../ipc/Session";
import { say } from "../../words";

export function Unreadable({ session }: { session: Session }) {
  const cards = session.vendors.flatMap(({ assessments }) => assessments);
  const all = [
    ...session.unreadable.map((record) => ({ record, within: undefined as string | undefined })),
    ...cards.flatMap(({ assessment, unreadable }) =>
      unreadable.map((record) => ({ record, within: assessment.title as string | undefined })),
    ),
  ];
  if (all.length === 0) return null;
  return (
    <details className="home-unreadable" data-testid="unreadable">
      <summary>
        <Icon name="warning" size="1rem" /> {say("home.nRecordsCannotBeReadByThis", { n: all.length })}
      </summary>
      <p className="soft">{say("home.theyAreKeptAsWrittenAnd", { n: all.length })}</p>
      <ul role="list">
        {all.map(({ record, within }) => (
          <li key={`${record.key.kind} ${record.key.id}`}>
            <span>
              {record.key.kind} <span className="code">{record.key.id}</span>
              {within !== undefined && say("home.in", { within })}
            </span>
            <span className="soft small">{record.detail}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
