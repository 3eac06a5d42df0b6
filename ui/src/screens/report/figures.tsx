/** The figures of a report, drawn. Each says in words what it shows. */
import { conclusions, Glyph, type Meaning, severities } from "../../components";
import type { Bars } from "../../ipc/Bars";
import type { Figure } from "../../ipc/Figure";
import type { HeatMap } from "../../ipc/HeatMap";
import type { Stack } from "../../ipc/Stack";
import type { Tone } from "../../ipc/Tone";

export const toneWords: Record<Tone, string> = {
  neutral: "Note",
  good: "Good",
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "Critical",
  info: "Note",
};

const tones: Record<Tone, Meaning> = {
  neutral: { word: "Note", colour: "neutral", glyph: <circle cx="10" cy="10" r="3" fill="currentColor" /> },
  good: { ...conclusions.effective, word: "Good" },
  low: severities.low,
  medium: severities.medium,
  high: severities.high,
  critical: severities.critical,
  info: {
    word: "Note",
    colour: "low",
    glyph: (
      <>
        <circle cx="10" cy="10" r="6.75" />
        <path d="M10 9.2v4M10 6.6v.1" />
      </>
    ),
  },
};

/** The shape of a tone, beside words that say it. */
export function ToneGlyph({ tone }: { tone: Tone }) {
  return (
    <span className="tone" data-tone={tone}>
      <Glyph meaning={tones[tone]} size="1em" />
    </span>
  );
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The sketch as the report sends it. Its parts share their names with those of the threat model, which hold more. */
interface Sketch {
  boundaries: { label: string; area: Box }[];
  elements: { label: string; kind: string; area: Box }[];
  flows: { label: string; from: number; to: number }[];
}

export function FigureBlock({ figure }: { figure: Figure }) {
  const { drawing, caption } = figure;
  return (
    <figure className="paper-figure">
      {drawing.type === "heat-map" && <HeatMapFigure map={drawing} />}
      {drawing.type === "bars" && <BarsFigure bars={drawing} />}
      {drawing.type === "stack" && <StackFigure stack={drawing} />}
      {drawing.type === "data-flow" && (
        <SketchFigure sketch={drawing as unknown as Sketch} alt={figure.alt === "" ? caption : figure.alt} />
      )}
      {caption !== "" && <figcaption>{caption}</figcaption>}
    </figure>
  );
}

function HeatMapFigure({ map }: { map: HeatMap }) {
  const at = (likelihood: number, impact: number) =>
    map.points.flatMap(({ id, inherent, residual }) => [
      ...(inherent.likelihood === likelihood && inherent.impact === impact ? [{ id, is: "before" }] : []),
      ...(residual?.likelihood === likelihood && residual.impact === impact ? [{ id, is: "after" }] : []),
    ]);
  return (
    <>
      <table className="heat">
        <tbody>
          {map.likelihood
            .map((title, likelihood) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                {map.impact.map((column, impact) => {
                  const cell = map.cells[likelihood]?.[impact];
                  return (
                    <td key={column} data-tone={cell?.tone}>
                      <span className="heat-band">{cell?.label}</span>
                      <span className="heat-points">
                        {at(likelihood, impact).map(({ id, is }) => (
                          <span key={`${id} ${is}`} className="heat-point" data-is={is}>
                            {id}
                            <span className="sr-only"> {is} treatment</span>
                          </span>
                        ))}
                      </span>
                    </td>
                  );
                })}
              </tr>
            ))
            .toReversed()}
        </tbody>
        <tfoot>
          <tr>
            <td />
            {map.impact.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </tfoot>
      </table>
      <p className="heat-key">
        <span className="heat-point" data-is="before">
          R
        </span>{" "}
        before treatment ·{" "}
        <span className="heat-point" data-is="after">
          R
        </span>{" "}
        after treatment · likelihood upwards, impact to the right
      </p>
    </>
  );
}

function BarsFigure({ bars }: { bars: Bars }) {
  return (
    <ul className="bars">
      {bars.rows.map((bar) => (
        <li key={bar.label}>
          <span className="bars-label">{bar.label}</span>
          <span className="bars-bar" aria-hidden="true">
            <span className="bars-value" style={{ width: `${bar.value ?? 0}%` }} />
            <span className="bars-cover" style={{ width: `${bar.coverage}%` }} />
          </span>
          <span className="bars-said">
            {bar.value === null ? "no score" : `${Math.round(bar.value)} of 100`}, coverage{" "}
            {Math.round(bar.coverage)} %{bar.note !== "" && <span className="bars-note">{bar.note}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function StackFigure({ stack }: { stack: Stack }) {
  return (
    <div className="stack">
      {stack.rows.map((row) => (
        <div key={row.label}>
          {row.label !== "" && <p className="bars-label">{row.label}</p>}
          <div className="stack-bar" aria-hidden="true">
            {row.segments
              .filter(({ count }) => count > 0)
              .map(({ label, count, tone }) => (
                <span key={label} data-tone={tone} style={{ flexGrow: count }} />
              ))}
          </div>
          <ul className="stack-key">
            {row.segments.map(({ label, count, tone }) => (
              <li key={label}>
                <span className="stack-mark" data-tone={tone} aria-hidden="true" /> {label}{" "}
                <strong>{count}</strong>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

const middle = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });

/** Where a line from the middle of a box towards a point leaves it. */
function edge(box: Box, towards: { x: number; y: number }) {
  const from = middle(box);
  const dx = towards.x - from.x;
  const dy = towards.y - from.y;
  if (dx === 0 && dy === 0) return from;
  const share = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : box.width / 2 / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : box.height / 2 / Math.abs(dy),
  );
  return { x: from.x + dx * share, y: from.y + dy * share };
}

function SketchFigure({ sketch, alt }: { sketch: Sketch; alt: string }) {
  const boxes = [...sketch.boundaries, ...sketch.elements].map(({ area }) => area);
  const right = Math.max(1, ...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(1, ...boxes.map(({ y, height }) => y + height));
  return (
    <svg className="sketch" viewBox={`-8 -16 ${right + 16} ${bottom + 24}`} role="img" aria-label={alt}>
      <defs>
        <marker
          id="sketch-head"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
        >
          <path d="M0 0.8 7.5 4 0 7.2z" />
        </marker>
      </defs>
      {sketch.boundaries.map(({ label, area }) => (
        <g key={`${label} ${area.x} ${area.y}`} className="sketch-boundary">
          <rect {...area} rx="6" />
          <text x={area.x + 8} y={area.y + 15}>
            {label}
          </text>
        </g>
      ))}
      {sketch.flows.map((flow, index) => {
        const from = sketch.elements[flow.from]?.area;
        const to = sketch.elements[flow.to]?.area;
        if (from === undefined || to === undefined) return null;
        const start = edge(from, middle(to));
        const end = edge(to, middle(from));
        return (
          <line
            // biome-ignore lint/suspicious/noArrayIndexKey: flows have no name but their place
            key={index}
            className="sketch-flow"
            x1={start.x}
            y1={start.y}
            x2={end.x}
            y2={end.y}
            markerEnd="url(#sketch-head)"
          />
        );
      })}
      {sketch.elements.map(({ label, kind, area }) => (
        <g key={`${label} ${area.x} ${area.y}`} className="sketch-element" data-kind={kind}>
          <rect {...area} rx={kind === "process" ? 18 : 2} />
          <text x={middle(area).x} y={middle(area).y} dominantBaseline="central" textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
}
