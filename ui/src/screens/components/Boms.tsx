/** The bills of materials: what each counts up to, and its entries. */
import { useMemo, useState } from "react";
import { Button, type Column, Icon, IconButton, Table, TextField } from "../../components";
import { attempt } from "../../frame";
import type { Bom } from "../../ipc/Bom";
import type { BomPart } from "../../ipc/BomPart";
import { go } from "../../place";
import { flushAll } from "../../state/edit";
import { change } from "../../state/query";
import { count, day } from "../../words";
import { offerTakeBack } from "../takeBack";
import { entries } from "./meanings";

/** Entries shown before somebody asks for more. */
const FIRST = 200;
/** Licences named before somebody asks for the rest. */
const LICENCES = 8;

/** The id of a bill of materials on this screen. */
export const bomAnchor = ({ id }: Bom) => `bom-${id}`;

export function Boms({ assessment, boms }: { assessment: string; boms: readonly Bom[] }) {
  return (
    <section className="boms" aria-labelledby="boms-title">
      <h2 id="boms-title">Bills of materials</h2>
      {boms.map((bom) => (
        <One key={bom.id} assessment={assessment} bom={bom} />
      ))}
    </section>
  );
}

const largestFirst = (counts: Bom["counts"]) => Object.entries(counts).sort(([, a], [, b]) => b - a);
const listed = (counts: readonly [string, number][]) => counts.map(([word, n]) => `${n} ${word}`).join(", ");

function One({ assessment, bom }: { assessment: string; bom: Bom }) {
  const [isOpen, setOpen] = useState(false);
  const total = Object.values(bom.counts).reduce((sum, n) => sum + n, 0);
  const remove = async () => {
    // What is being typed into a component still names the bill of materials.
    await flushAll();
    if ((await attempt(change("remove_bom", { assessment, bom: bom.id }))) === undefined) return;
    document.getElementById("main")?.focus({ preventScroll: true });
    await offerTakeBack(assessment, `${bom.id} “${bom.about}” was removed; its components stay.`);
  };
  return (
    <article className="bom" id={bomAnchor(bom)} tabIndex={-1} data-testid={`bom-${bom.id}`}>
      <header className="bom-head">
        <div>
          <h3>
            <span className="code">{bom.id}</span> {bom.about}
          </h3>
          <p className="soft">
            {[bom.format, made(bom.made), count(total, "entry", "entries")].filter(Boolean).join(", ")}
          </p>
        </div>
        <IconButton
          icon="trash"
          label={`Remove ${bom.id}`}
          onPress={() => void remove()}
          data-testid={`remove-${bom.id}`}
        />
      </header>
      <dl className="bom-facts">
        <div>
          <dt>By type</dt>
          <dd>
            {largestFirst(bom.counts)
              .map(([kind, n]) => entries(n, kind))
              .join(", ") || "No entries"}
          </dd>
        </div>
        <div>
          <dt>Licences</dt>
          <dd>
            <Licences licences={largestFirst(bom.licences)} />
          </dd>
        </div>
        <div>
          <dt>Not stated</dt>
          <dd>
            version in {bom.without_version}, licence in {bom.without_licence}, hash in {bom.without_hash}
          </dd>
        </div>
        <div>
          <dt>Vulnerabilities named</dt>
          <dd>
            {listed(largestFirst(bom.vulnerabilities)) ||
              "None. A bill of materials need not name them, so this says nothing about there being none."}
          </dd>
        </div>
        {bom.notes.length > 0 && (
          <div>
            <dt>Odd in the file</dt>
            <dd>
              <ul className="bom-notes">
                {bom.notes.map((note) => (
                  <li key={note}>
                    <Icon name="info" size="1rem" /> {note}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
      <div className="acts">
        <Button onPress={() => setOpen(!isOpen)} aria-expanded={isOpen} data-testid={`bom-parts-${bom.id}`}>
          {isOpen ? "Hide the entries" : `Show ${count(bom.parts.length, "entry", "entries")}`}
        </Button>
        <Button kind="quiet" onPress={() => go("evidence", { assessment, item: bom.evidence })}>
          Open the file’s evidence
        </Button>
      </div>
      {isOpen && <Parts bom={bom} total={total} />}
    </article>
  );
}

/** When the file says it was made; as written when it is not a moment. */
function made(written: string): string {
  if (written === "") return "";
  return `made ${/^\d{4}-\d\d-\d\d/.test(written) ? day(written) : written}`;
}

function Licences({ licences }: { licences: [string, number][] }) {
  if (licences.length === 0) return "None stated";
  const rest = licences.slice(LICENCES);
  return (
    <>
      {listed(licences.slice(0, LICENCES))}
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          {listed(rest)}
        </details>
      )}
    </>
  );
}

type Entry = BomPart & { id: string };

const none = <span className="soft">none</span>;
const columns: Column<Entry>[] = [
  { id: "name", title: "Name", isRowHeader: true, cell: ({ name }) => name },
  { id: "version", title: "Version", cell: ({ version }) => version || none },
  { id: "kind", title: "Type", cell: ({ kind }) => kind },
  { id: "licence", title: "Licence", cell: ({ licence }) => licence || none },
  { id: "purl", title: "Package address", cell: ({ purl }) => purl && <span className="code">{purl}</span> },
];

function Parts({ bom, total }: { bom: Bom; total: number }) {
  const [words, setWords] = useState("");
  const [shown, setShown] = useState(FIRST);
  const { parts } = bom;
  const entries = useMemo<Entry[]>(() => parts.map((part, at) => ({ ...part, id: String(at) })), [parts]);
  const found = useMemo(() => {
    const wanted = words.trim().toLowerCase();
    return entries.filter(({ name, version, kind, licence, purl }) =>
      [name, version, kind, licence, purl].some((text) => text.toLowerCase().includes(wanted)),
    );
  }, [entries, words]);
  const drawn = useMemo(() => found.slice(0, shown), [found, shown]);
  return (
    <div className="bom-parts">
      <TextField
        label="Find an entry"
        type="search"
        value={words}
        onChange={(next) => {
          setWords(next);
          setShown(FIRST);
        }}
        help={`${found.length} of ${parts.length}${
          total > parts.length ? `. The file has ${total}; only the first are kept here` : ""
        }.`}
        testId={`bom-find-${bom.id}`}
      />
      <div className="bom-table">
        <Table
          label={`Entries of ${bom.id}`}
          items={drawn}
          idOf={({ id }) => id}
          columns={columns}
          empty="No entry has these words."
        />
      </div>
      {found.length > shown && (
        <Button onPress={() => setShown(shown + FIRST)} data-testid={`bom-more-${bom.id}`}>
          Show {Math.min(FIRST, found.length - shown)} more
        </Button>
      )}
    </div>
  );
}
