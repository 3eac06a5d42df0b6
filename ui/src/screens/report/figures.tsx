/** The figures of a report, drawn. Each says in words what it shows. */
import { conclusions, Glyph, type Meaning, severities } from "../../components";
import type { Bars } from "../../ipc/Bars";
import type { DataFlow } from "../../ipc/DataFlow";
import type { Figure } from "../../ipc/Figure";
import type { HeatMap } from "../../ipc/HeatMap";
import type { Stack } from "../../ipc/Stack";
import type { Tone } from "../../ipc/Tone";
import { rich, say } from "../../words";

export const toneWords: Record<Tone, string> = {
  neutral: say("report.note"),
  good: say("report.good"),
  low: say("common.low"),
  medium: say("report.medium"),
  high: say("common.high"),
  critical: say("common.critical"),
  info: say("report.note"),
};

const tones: Record<Tone, Meaning> = {
  neutral: {
    word: say("report.note"),
    colour: "neutral",
    glyph: <circle cx="10" cy="10" r="3" fill="currentColor" />,
  },
  good: { ...conclusions.effective, word: say("report.good") },
  low: severities.low,
  medium: severities.medium,
  high: severities.high,
  critical: severities.critical,
  info: {
    word: say("report.note"),
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

export function FigureBlock({ figure }: { figure: Figure }) {
  const { drawing, caption } = figure;
  return (
    <figure className="paper-figure">
      {drawing.type === "heat-map" && <HeatMapFigure map={drawing} />}
      {drawing.type === "bars" && <BarsFigure bars={drawing} />}
      {drawing.type === "stack" && <StackFigure stack={drawing} />}
      {drawing.type === "data-flow" && (
        <DiagramFigure diagram={drawing} alt={figure.alt === "" ? caption : figure.alt} />
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
                            <span className="sr-only"> {say("report.treatment", { is })}</span>
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
        {rich("report.rBeforeTreatmentRAfterTreatment", {
          span: <span className="heat-point" data-is="before" />,
          span2: <span className="heat-point" data-is="after" />,
        })}
      </p>
    </>
  );
}

function BarsFigure({ bars }: { bars: Bars }) {
  return (
    <ul role="list" className="bars">
      {bars.rows.map((bar) => (
        <li key={bar.label}>
          <span className="bars-label">{bar.label}</span>
          <span className="bars-bar" aria-hidden="true">
            <span className="bars-value" style={{ width: `${bar.value ?? 0}%` }} />
            <span className="bars-cover" style={{ width: `${bar.coverage}%` }} />
          </span>
          <span className="bars-said">
            {bar.value === null
              ? say("report.noScoreCoverage", { coverage: Math.round(bar.coverage) })
              : say("report.of100Coverage", {
                  value: Math.round(bar.value),
                  coverage: Math.round(bar.coverage),
                })}
            {bar.note !== "" && <span className="bars-note">{bar.note}</span>}
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
          <ul role="list" className="stack-key">
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

/** Half the width of the disc a flow's number stands in. */
const MARK = 6;

function DiagramFigure({ diagram, alt }: { diagram: DataFlow; alt: string }) {
  const boxes = [...diagram.boundaries, ...diagram.elements].map(({ area }) => area);
  const marks = diagram.flows.map(({ mark }) => mark);
  const right = Math.max(1, ...boxes.map(({ x, width }) => x + width), ...marks.map(({ x }) => x + MARK));
  const bottom = Math.max(1, ...boxes.map(({ y, height }) => y + height), ...marks.map(({ y }) => y + MARK));
  return (
    <svg className="diagram" viewBox={`-2 -2 ${right + 4} ${bottom + 4}`} role="img" aria-label={alt}>
      <defs>
        <marker
          id="diagram-head"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="6"
          markerHeight="6"
          orient="auto"
        >
          <path d="M0 0.8 7.5 4 0 7.2z" />
        </marker>
      </defs>
      {diagram.boundaries.map(({ label, area }) => (
        <g key={`${label} ${area.x} ${area.y}`} className="diagram-boundary">
          <rect {...area} rx="4" />
          <text x={area.x + 5} y={area.y + 9.5}>
            {label}
          </text>
        </g>
      ))}
      {diagram.flows.map(({ number, start, end }) => (
        <line
          key={number}
          className="diagram-flow"
          x1={start.x}
          y1={start.y}
          x2={end.x}
          y2={end.y}
          markerEnd="url(#diagram-head)"
        />
      ))}
      {diagram.elements.map(({ label, kind, area }) => (
        <g key={`${label} ${area.x} ${area.y}`} className="diagram-element" data-kind={kind}>
          <rect {...area} rx={kind === "process" ? 9 : 0} />
          <foreignObject {...area}>
            <div className="diagram-name">{label}</div>
          </foreignObject>
        </g>
      ))}
      {diagram.flows.map(({ number, mark }) => (
        <g key={number} className="diagram-mark">
          <circle cx={mark.x} cy={mark.y} r={MARK} />
          <text x={mark.x} y={mark.y} dominantBaseline="central" textAnchor="middle">
            {number}
          </text>
        </g>
      ))}
    </svg>
  );
}
