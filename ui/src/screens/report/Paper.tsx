/**
 * The semantic document → sheets of paper. Text stays text; links lead within the preview.
 *
 * A new sheet begins at each page break, each chapter and each wide table, whose sheet is wide; where the printed pages
 * break inside a chapter is for the PDF to say.
 */
import { type CSSProperties, Fragment, memo, type ReactNode, useMemo } from "react";
import type { Block } from "../../ipc/Block";
import type { Card } from "../../ipc/Card";
import type { Document } from "../../ipc/Document";
import type { Fact } from "../../ipc/Fact";
import type { Heading } from "../../ipc/Heading";
import type { Look } from "../../ipc/Look";
import type { Span } from "../../ipc/Span";
import type { Table } from "../../ipc/Table";
import { FigureBlock, ToneGlyph, toneWords } from "./figures";
import { Sheet } from "./Sheet";
import "./paper.css";
import { say } from "../../words";

type Chapter = { key: string; blocks: Block[]; isCover: boolean; isWide: boolean };
export type OutlineEntry = Pick<Heading, "id" | "level"> & { text: string };

const words = ({ number, text }: Heading) => (number === null ? text : `${number} ${text}`);

/** Chapters and their sections, for moving about. */
export function outlineOf(document: Document): OutlineEntry[] {
  return document.blocks.flatMap((block) =>
    block.type === "heading" && block.level !== "three"
      ? [{ id: block.id, level: block.level, text: words(block) }]
      : [],
  );
}

const isWide = (block: Block) => block.type === "table" && block.wide;

export function sheetsOf(blocks: readonly Block[]): Chapter[] {
  const sheets: Chapter[] = [];
  let open: Block[] = [];
  const close = () => {
    const [first] = open;
    if (first !== undefined)
      sheets.push({
        key: first.type === "heading" ? first.id : `sheet-${sheets.length}`,
        blocks: open,
        isCover: first.type === "cover",
        isWide: open.some(isWide),
      });
    open = [];
  };
  for (const block of blocks) {
    const isChapter = (block.type === "heading" && block.level === "one") || block.type === "contents";
    if (block.type === "page-break" || isChapter || open[0]?.type === "cover") close();
    // A wide table begins a sheet, unless nothing but what leads to it stands on this one.
    const leads = open.every(({ type }) => type === "heading" || type === "paragraph" || type === "callout");
    if (open.some(isWide) ? !isWide(block) : isWide(block) && !leads) close();
    if (block.type !== "page-break") open.push(block);
  }
  close();
  return sheets;
}

interface PaperProps {
  document: Document;
  /** How it looks; the program's own look while that is not known. */
  look?: Look | undefined;
  zoom: number;
  /** The heading or card that somebody goes to. */
  sought: string | undefined;
  /** Follow a link to a heading or card. */
  onLink(id: string): void;
}

export const Paper = memo(function Paper({ document, look, zoom, sought, onLink }: PaperProps) {
  const sheets = useMemo(() => sheetsOf(document.blocks), [document]);
  const headings = useMemo(() => outlineOf(document), [document]);
  // The program's own accent is that of the window.
  const accent = look?.drawn || undefined;
  const style = { "--zoom": zoom, "--accent": accent } as CSSProperties;
  return (
    <article
      className="paper"
      style={style}
      lang={document.language}
      data-theme="light"
      aria-label={document.title}
    >
      {sheets.map(({ key, blocks, isCover, isWide }) => {
        const view = (block: Block, index: number) => (
          <BlockView
            key={index}
            block={block}
            document={document}
            look={look}
            headings={headings}
            onLink={onLink}
          />
        );
        return (
          <Sheet
            key={key}
            blocks={blocks}
            isCover={isCover}
            isWide={isWide}
            isSought={blocks.some((block) => "id" in block && block.id === sought)}
            headings={() => blocks.map((block, index) => block.type === "heading" && view(block, index))}
            whole={() => (
              <>
                {!isCover && (
                  <p className="sheet-head">
                    <span>{document.title}</span>
                    <span>{document.classification}</span>
                  </p>
                )}
                <div className="sheet-body">{blocks.map(view)}</div>
                <p className="sheet-foot">
                  <span>{document.reference}</span>
                  <span>{document.footer}</span>
                </p>
              </>
            )}
          />
        );
      })}
    </article>
  );
});

/** The name on the cover. */
const nameOf = ({ organisation }: Document, look: Look | undefined) => look?.organisation || organisation;

interface BlockProps {
  block: Block;
  document: Document;
  look: Look | undefined;
  headings: readonly OutlineEntry[];
  onLink(id: string): void;
}

function BlockView({ block, document, look, headings, onLink }: BlockProps): ReactNode {
  const spans = (list: readonly Span[]) => <Spans spans={list} onLink={onLink} />;
  switch (block.type) {
    case "cover":
      return (
        <header className="cover">
          <p className="cover-class">{document.classification}</p>
          <div>
            {look?.logo && (
              <img className="cover-logo" src={look.logo.picture} alt={nameOf(document, look)} />
            )}
            <p className="cover-org">{nameOf(document, look)}</p>
            <h2>{document.title}</h2>
            <p className="cover-sub">{document.subtitle}</p>
          </div>
          <FactList rows={block.lines} spans={spans} />
          <p className="cover-issued">
            {document.issued}
            <span>{document.reference}</span>
          </p>
        </header>
      );
    case "contents":
      return (
        <nav className="contents" aria-label={block.title}>
          <h2>{block.title}</h2>
          <ol role="list">
            {headings
              .filter(({ level }) => level === "one" || block.depth !== "one")
              .map(({ id, level, text }) => (
                <li key={id} data-level={level}>
                  <Link to={id} onLink={onLink}>
                    {text}
                  </Link>
                </li>
              ))}
          </ol>
        </nav>
      );
    case "heading": {
      const Level = block.level === "one" ? "h2" : block.level === "two" ? "h3" : "h4";
      return (
        <Level id={`paper-${block.id}`} tabIndex={-1}>
          {block.number !== null && <span className="paper-number">{block.number}</span>}
          {block.text}
        </Level>
      );
    }
    case "paragraph":
      return <p className={block.lead ? "lead" : undefined}>{spans(block.spans)}</p>;
    case "bullets": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List className="paper-list">
          {block.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items have no name but their place
            <li key={index}>{spans(item)}</li>
          ))}
        </List>
      );
    }
    case "facts":
      return <FactList rows={block.rows} spans={spans} />;
    case "table":
      return <TableView table={block} spans={spans} />;
    case "callout":
      return (
        <div className="callout" data-tone={block.tone}>
          <ToneGlyph tone={block.tone} />
          <div>
            <p className="callout-title">{block.title}</p>
            <p>{spans(block.spans)}</p>
          </div>
        </div>
      );
    case "figure":
      return <FigureBlock figure={block} />;
    case "tiles":
      return (
        <ul role="list" className="tiles">
          {block.tiles.map((tile) => (
            <li key={tile.label} data-tone={tile.tone}>
              <span className="tile-label">{tile.label}</span>
              <span className="tile-value">{tile.value}</span>
              <span className="tile-note">{tile.note}</span>
            </li>
          ))}
        </ul>
      );
    case "card":
      return <CardView card={block} spans={spans} />;
    case "signature":
      return (
        <div className="signature">
          <p className="signature-label">{block.label}</p>
          <div className="signature-place">{say("report.placeForTheSignature")}</div>
          <p>{block.who}</p>
        </div>
      );
    case "page-break":
      return null;
  }
}

type ShowSpans = (spans: readonly Span[]) => ReactNode;

function Link({ to, onLink, children }: { to: string; onLink(id: string): void; children: ReactNode }) {
  return (
    <button type="button" className="paper-link" onClick={() => onLink(to)}>
      {children}
    </button>
  );
}

function Spans({ spans, onLink }: { spans: readonly Span[]; onLink(id: string): void }) {
  return spans.map((span, index) => {
    let text: ReactNode = span.text;
    if (span.style === "strong") text = <strong>{text}</strong>;
    else if (span.style === "emphasis") text = <em>{text}</em>;
    else if (span.style === "mono") text = <code>{text}</code>;
    if (span.link !== null)
      text = (
        <Link to={span.link} onLink={onLink}>
          {text}
        </Link>
      );
    // biome-ignore lint/suspicious/noArrayIndexKey: runs of text have no name but their place
    return <Fragment key={index}>{text}</Fragment>;
  });
}

function FactList({ rows, spans }: { rows: readonly Fact[]; spans: ShowSpans }) {
  return (
    <dl className="facts">
      {rows.map(({ label, value }) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{spans(value)}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function TableView({ table, spans }: { table: Table; spans: ShowSpans }) {
  const { columns, rows, caption, row_headers } = table;
  if (columns.length === 0) return null;
  const total = columns.reduce((sum, { share }) => sum + (share > 0 ? share : 1), 0);
  return (
    <table className="paper-table">
      {caption !== "" && <caption>{caption}</caption>}
      <colgroup>
        {columns.map(({ title, share }) => (
          <col key={title} style={{ width: `${((share > 0 ? share : 1) / total) * 100}%` }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map(({ title, align }) => (
            <th key={title} scope="col" data-align-text={align}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 && (
          <tr>
            <td colSpan={columns.length}>{table.empty}</td>
          </tr>
        )}
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
          <tr key={index}>
            {columns.map(({ title, align }, at) => {
              const cell = row.cells[at];
              const inside = cell !== undefined && (
                <>
                  {cell.tone !== null && <ToneGlyph tone={cell.tone} />}
                  {spans(cell.spans)}
                </>
              );
              return row_headers && at === 0 ? (
                <th key={title} scope="row" data-align-text={align}>
                  {inside}
                </th>
              ) : (
                <td key={title} data-align-text={align}>
                  {inside}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CardView({ card, spans }: { card: Card; spans: ShowSpans }) {
  return (
    <section
      className="paper-card"
      id={`paper-${card.id}`}
      tabIndex={-1}
      aria-label={`${card.number} ${card.title}`}
    >
      <div className="paper-card-head">
        <span className="code">{card.number}</span>
        <h3>{card.title}</h3>
        <span className="badge" data-tone={card.tone}>
          <ToneGlyph tone={card.tone} />
          {card.badge === "" ? toneWords[card.tone] : card.badge}
        </span>
      </div>
      <FactList rows={card.facts} spans={spans} />
      {card.parts.map(({ label, spans: text }) => (
        <div key={label} className="paper-part">
          <p className="paper-part-label">{label}</p>
          <p>{spans(text)}</p>
        </div>
      ))}
    </section>
  );
}
