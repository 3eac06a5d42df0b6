/** The bills of materials: what each counts up to, and its entries. */
import { useState } from "react";
import { Button, IconButton, Table, TextField } from "../../components";
import { attempt } from "../../frame";
import type { Bom } from "../../ipc/Bom";
import { go } from "../../place";
import { change } from "../../state/query";
import { count } from "../../words";
import { offerTakeBack } from "../takeBack";

/** Entries shown before somebody asks for more. */
const FIRST = 200;
/** Licences named before the rest is only counted. */
const LICENCES = 8;

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

function One({ assessment, bom }: { assessment: string; bom: Bom }) {
  const [isOpen, setOpen] = useState(false);
  const licences = Object.entries(bom.licences).sort(([, a], [, b]) => b - a);
  const total = Object.values(bom.counts).reduce((sum, n) => sum + n, 0);
  const remove = async () => {
    const done = await attempt(change("remove_bom", { assessment, bom: bom.id }));
    if (done !== undefined) await offerTakeBack(assessment, `${bom.id} was removed; its components stay.`);
  };
  const facts: [string, string][] = [
    [
      "Entries",
      `${total}: ${Object.entries(bom.counts)
        .map(([kind, n]) => `${n} ${kind}`)
        .join(", ")}`,
    ],
    [
      "Licences",
      licences.length === 0
        ? "None stated"
        : licences
            .slice(0, LICENCES)
            .map(([licence, n]) => `${licence} ${n}`)
            .join(", ") + (licences.length > LICENCES ? ` and ${licences.length - LICENCES} more` : ""),
    ],
    [
      "Not stated",
      `licence ${bom.without_licence}, version ${bom.without_version}, hash ${bom.without_hash}`,
    ],
    [
      "Vulnerabilities in it",
      Object.entries(bom.vulnerabilities)
        .map(([severity, n]) => `${n} ${severity}`)
        .join(", ") || "None listed",
    ],
  ];
  return (
    <article className="bom" data-testid={`bom-${bom.id}`}>
      <div className="bom-head">
        <h3>
          <span className="code">{bom.id}</span> {bom.about}
        </h3>
        <span className="soft">{[bom.format, bom.made].filter((word) => word !== "").join(", ")}</span>
        <IconButton icon="trash" label={`Remove ${bom.id}`} onPress={() => void remove()} />
      </div>
      <dl className="bom-facts">
        {facts.map(([term, said]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{said}</dd>
          </div>
        ))}
      </dl>
      {bom.notes.length > 0 && (
        <ul className="soft">
          {bom.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div className="acts">
        <Button onPress={() => setOpen(!isOpen)} aria-expanded={isOpen} data-testid={`bom-parts-${bom.id}`}>
          {isOpen ? "Hide the entries" : `Show ${count(bom.parts.length, "entry", "entries")}`}
        </Button>
        <Button onPress={() => go("evidence", { assessment, item: bom.evidence })}>The file</Button>
      </div>
      {isOpen && <Parts bom={bom} />}
    </article>
  );
}

function Parts({ bom }: { bom: Bom }) {
  const [words, setWords] = useState("");
  const [shown, setShown] = useState(FIRST);
  const wanted = words.trim().toLowerCase();
  const numbered = bom.parts.map((part, at) => ({ ...part, id: String(at) }));
  const found = numbered.filter(({ name, kind, licence, purl }) =>
    [name, kind, licence, purl].some((text) => text.toLowerCase().includes(wanted)),
  );
  return (
    <div className="fields">
      <TextField
        label="Find an entry"
        type="search"
        value={words}
        onChange={setWords}
        help={`${found.length} of ${bom.parts.length}`}
      />
      <Table
        label={`Entries of ${bom.id}`}
        items={found.slice(0, shown)}
        idOf={({ id }) => id}
        columns={[
          { id: "name", title: "Name", isRowHeader: true, cell: ({ name }) => name },
          { id: "version", title: "Version", cell: ({ version }) => version || "none" },
          { id: "kind", title: "Type", cell: ({ kind }) => kind },
          { id: "licence", title: "Licence", cell: ({ licence }) => licence || "none" },
        ]}
        empty="No entry has these words."
      />
      {found.length > shown && (
        <Button onPress={() => setShown(shown + FIRST)}>
          Show {Math.min(FIRST, found.length - shown)} more
        </Button>
      )}
    </div>
  );
}
