/** What was done, newest first: every change, by whom, and the chain of hashes that shows none is missing. */

import { useMemo, useState } from "react";
import { type Column, EmptyState, Table, TextField } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { JournalEntry } from "../../ipc/JournalEntry";
import { useQuery } from "../../state/query";
import { day, say, zoneOf } from "../../words";
import { Shown } from "../shown";
import "./journal.css";

const columns: Column<JournalEntry>[] = [
  {
    id: "entry",
    title: say("journal.entry"),
    align: "end",
    width: 80,
    compare: (a, b) => a.entry - b.entry,
    cell: ({ entry }) => entry,
  },
  { id: "at", title: say("common.when"), width: 236, cell: ({ at }) => moment(at) },
  { id: "actor", title: say("journal.who"), width: "1fr", minWidth: 120, cell: ({ actor }) => actor },
  {
    id: "label",
    title: say("journal.what"),
    width: "3fr",
    minWidth: 240,
    isRowHeader: true,
    cell: ({ label }) => label,
  },
  {
    id: "hash",
    title: say("journal.hash"),
    width: 110,
    cell: ({ hash }) => (
      <span className="code" title={hash}>
        {hash.slice(0, 8)}
      </span>
    ),
  },
];

/** The time as it was recorded, on the clock of the machine that recorded it, with its zone. */
export function moment(at: string): string {
  return `${day(at)}, ${at.slice(11, 19)} ${zoneOf(at)}`.trim();
}

export function JournalScreen({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("journal", { assessment });
  return <Shown query={query}>{(entries) => <Entries entries={entries} />}</Shown>;
}

function Entries({ entries }: { entries: JournalEntry[] }) {
  const [find, setFind] = useState("");
  const wanted = find.trim().toLowerCase();
  const shown = useMemo(
    () =>
      wanted === ""
        ? entries
        : entries.filter(({ label, actor }) => `${label} ${actor}`.toLowerCase().includes(wanted)),
    [entries, wanted],
  );
  return (
    <div className="journal">
      <header className="screen-head">
        <div>
          <h1>{say("journal.journal")}</h1>
          <p className="soft">{say("journal.nEntriesNewestFirstEachHoldsThe", { n: entries.length })}</p>
        </div>
        <TextField
          label={say("journal.findInTheJournal")}
          hideLabel
          type="search"
          placeholder={say("journal.findInTheJournal")}
          value={find}
          onChange={setFind}
          testId="journal-find"
        />
      </header>
      {entries.length === 0 ? (
        <EmptyState icon="clock" title={say("journal.nothingWasDoneYet")}>
          {say("journal.everyChangeToThisAssessmentIs")}
        </EmptyState>
      ) : (
        <div className="journal-table" data-testid="journal">
          <Table
            label={say("journal.journal")}
            items={shown}
            idOf={({ entry }) => String(entry)}
            columns={columns}
            rowHeight={36}
            empty={say("journal.nothingMatches")}
          />
        </div>
      )}
    </div>
  );
}
