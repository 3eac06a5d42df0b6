/** The bills of materials: what each counts up to, and its entries. */

import { useMemo, useState } from "react";
import { Button, type Column, Icon, IconButton, Table, TextField } from "../../components";
import { attempt } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Bom } from "../../ipc/Bom";
import type { BomPart } from "../../ipc/BomPart";
import { go } from "../../place";
import { flushAll } from "../../state/edit";
import { change } from "../../state/query";
import { day, say } from "../../words";
import { offerTakeBack } from "../takeBack";
import { entries } from "./meanings";

/** Entries shown before somebody asks for more. */
const FIRST = 200;
/** Licences named before somebody asks for the rest. */
const LICENCES = 8;

/** The id of a bill of materials on this screen. */
export const bomAnchor = ({ id }: Bom) => `bom-${id}`;

export function Boms({ assessment, boms }: { assessment: AssessmentId; boms: readonly Bom[] }) {
  return (
    <section className="boms" aria-labelledby="boms-title">
      <h2 id="boms-title">{say("components.billsOfMaterials")}</h2>
      {boms.map((bom) => (
        <One key={bom.id} assessment={assessment} bom={bom} />
      ))}
    </section>
  );
}

const largestFirst = (counts: Bom["counts"]) => Object.entries(counts).sort(([, a], [, b]) => b - a);
const listed = (counts: readonly [string, number][]) => counts.map(([word, n]) => `${n} ${word}`).join(", ");

function One({ assessment, bom }: { assessment: AssessmentId; bom: Bom }) {
  const [isOpen, setOpen] = useState(false);
  const total = Object.values(bom.counts).reduce((sum, n) => sum + n, 0);
  const remove = async () => {
    // What is being typed into a component still names the bill of materials.
    await flushAll();
    if ((await attempt(change("remove_bom", { assessment, bom: bom.id }))) === undefined) return;
    document.getElementById("main")?.focus({ preventScroll: true });
    await offerTakeBack(
      assessment,
      say("components.wasRemovedItsComponentsStay", { id: bom.id, about: bom.about }),
    );
  };
  return (
    <article className="bom" id={bomAnchor(bom)} tabIndex={-1} data-testid={`bom-${bom.id}`}>
      <header className="bom-head">
        <div>
          <h3>
            <span className="code">{bom.id}</span> {bom.about}
          </h3>
          <p className="soft">
            {[bom.format, made(bom.made), say("components.nEntries", { n: total })]
              .filter(Boolean)
              .join(", ")}
          </p>
        </div>
        <IconButton
          icon="trash"
          label={say("components.remove2", { id: bom.id })}
          onPress={() => void remove()}
          data-testid={`remove-${bom.id}`}
        />
      </header>
      <dl className="bom-facts">
        <div>
          <dt>{say("components.byType")}</dt>
          <dd>
            {largestFirst(bom.counts)
              .map(([kind, n]) => entries(n, kind))
              .join(", ") || say("components.noEntries")}
          </dd>
        </div>
        <div>
          <dt>{say("components.licences")}</dt>
          <dd>
            <Licences licences={largestFirst(bom.licences)} />
          </dd>
        </div>
        <div>
          <dt>{say("components.notStated")}</dt>
          <dd>
            {say("components.versionInLicenceInHashIn", {
              without_version: bom.without_version,
              without_licence: bom.without_licence,
              without_hash: bom.without_hash,
            })}
          </dd>
        </div>
        <div>
          <dt>{say("components.vulnerabilitiesNamed")}</dt>
          <dd>{listed(largestFirst(bom.vulnerabilities)) || say("components.noneABillOfMaterialsNeed")}</dd>
        </div>
        {bom.notes.length > 0 && (
          <div>
            <dt>{say("components.oddInTheFile")}</dt>
            <dd>
              <ul role="list" className="bom-notes">
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
          {isOpen ? say("components.hideTheEntries") : say("components.showEntries", { n: bom.parts.length })}
        </Button>
        <Button kind="quiet" onPress={() => go("evidence", { assessment, item: bom.evidence })}>
          {say("components.openTheFilesEvidence")}
        </Button>
      </div>
      {isOpen && <Parts bom={bom} total={total} />}
    </article>
  );
}

/** When the file says it was made; as written when it is not a moment. */
function made(written: string): string {
  if (written === "") return "";
  return say("components.made", { text: /^\d{4}-\d\d-\d\d/.test(written) ? day(written) : written });
}

function Licences({ licences }: { licences: [string, number][] }) {
  if (licences.length === 0) return say("components.noneStated");
  const rest = licences.slice(LICENCES);
  return (
    <>
      {listed(licences.slice(0, LICENCES))}
      {rest.length > 0 && (
        <details>
          <summary>{say("components.more", { rest: rest.length })}</summary>
          {listed(rest)}
        </details>
      )}
    </>
  );
}

type Entry = BomPart & { id: string };

const none = <span className="soft">{say("common.none")}</span>;
const columns: Column<Entry>[] = [
  { id: "name", title: say("common.name"), isRowHeader: true, cell: ({ name }) => name },
  { id: "version", title: say("components.version"), cell: ({ version }) => version || none },
  { id: "kind", title: say("components.type"), cell: ({ kind }) => kind },
  { id: "licence", title: say("components.licence"), cell: ({ licence }) => licence || none },
  {
    id: "purl",
    title: say("components.packageAddress"),
    cell: ({ purl }) => purl && <span className="code">{purl}</span>,
  },
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
        label={say("components.findAnEntry")}
        type="search"
        value={words}
        onChange={(next) => {
          setWords(next);
          setShown(FIRST);
        }}
        help={
          total > parts.length
            ? say("components.ofTheFileHasOnlyThe", { found: found.length, parts: parts.length, total })
            : say("components.of3", { found: found.length, parts: parts.length })
        }
        testId={`bom-find-${bom.id}`}
      />
      <div className="bom-table">
        <Table
          label={say("components.entriesOf", { id: bom.id })}
          items={drawn}
          idOf={({ id }) => id}
          columns={columns}
          empty={say("components.noEntryHasTheseWords")}
        />
      </div>
      {found.length > shown && (
        <Button onPress={() => setShown(shown + FIRST)} data-testid={`bom-more-${bom.id}`}>
          {say("components.showMore", { FIRST: Math.min(FIRST, found.length - shown) })}
        </Button>
      )}
    </div>
  );
}
