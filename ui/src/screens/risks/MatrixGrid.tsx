/** The risk matrix: likelihood upwards, impact to the right, worked by mouse and arrow keys. */
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { Glyph, type Meaning, severities } from "../../components";
import type { Band } from "../../ipc/Band";
import type { Matrix } from "../../ipc/Matrix";
import type { Rating } from "../../ipc/Rating";
import { language, say } from "../../words";

/** A band as it is shown. The bands are data; the four usual ones have their shapes. */
export function bandMeaning(band: Band): Meaning {
  const usual = band.colour in severities ? severities[band.colour as keyof typeof severities] : undefined;
  return {
    word: band.title,
    colour: usual?.colour ?? "neutral",
    glyph: usual?.glyph ?? severities.medium.glyph,
  };
}

export function bandAt(matrix: Matrix, { likelihood, impact }: Rating): Band | undefined {
  const index = matrix.cells[likelihood - 1]?.[impact - 1];
  return index === undefined ? undefined : matrix.bands[index];
}

export const isSameRating = (a: Rating | null, b: Rating | null) =>
  a !== null && b !== null && a.likelihood === b.likelihood && a.impact === b.impact;

interface MatrixGridProps {
  label: string;
  matrix: Matrix;
  /** What stands in a cell, and how it is said. */
  inCell(rating: Rating): { show: ReactNode; spoken: string };
  value: Rating | null;
  onChoose(rating: Rating): void;
  /** Why a cell cannot be chosen; nothing when it can. */
  refuse?(rating: Rating): string | undefined;
  testId: string;
}

/** The arrow keys that go to a higher impact and to a lower one. */
const [ahead, back] =
  language.direction === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];

export function MatrixGrid({ label, matrix, inCell, value, onChoose, refuse, testId }: MatrixGridProps) {
  const grid = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<Rating>(value ?? { likelihood: matrix.likelihood.length, impact: 1 });
  const top = matrix.likelihood.length;
  const right = matrix.impact.length;
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    if (value !== null && !isSameRating(value, at)) setAt(value);
  }

  const move = (event: KeyboardEvent) => {
    const next = { ...at };
    if (event.key === "ArrowUp") next.likelihood = Math.min(top, at.likelihood + 1);
    else if (event.key === "ArrowDown") next.likelihood = Math.max(1, at.likelihood - 1);
    else if (event.key === ahead) next.impact = Math.min(right, at.impact + 1);
    else if (event.key === back) next.impact = Math.max(1, at.impact - 1);
    else if (event.key === "Home") next.impact = 1;
    else if (event.key === "End") next.impact = right;
    else return;
    event.preventDefault();
    setAt(next);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next.likelihood}x${next.impact}"]`)?.focus();
  };

  return (
    <div className="matrix">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table worked cell by cell is a grid */}
      <table ref={grid} role="grid" aria-label={label} data-testid={testId} onKeyDown={move}>
        <tbody>
          {matrix.likelihood.toReversed().map((row) => (
            <tr key={row.level}>
              <th scope="row" title={row.meaning}>
                <span className="matrix-level">{row.level}</span> {row.title}
              </th>
              {matrix.impact.map((column) => {
                const rating = { likelihood: row.level, impact: column.level };
                const band = bandAt(matrix, rating);
                const meaning = band === undefined ? undefined : bandMeaning(band);
                const { show, spoken } = inCell(rating);
                const refusal = refuse?.(rating);
                const isChosen = isSameRating(value, rating);
                return (
                  <td key={column.level}>
                    <button
                      type="button"
                      className="matrix-cell"
                      data-cell={`${row.level}x${column.level}`}
                      data-testid={`${testId}-${row.level}x${column.level}`}
                      data-band={meaning?.colour}
                      data-chosen={isChosen || undefined}
                      tabIndex={isSameRating(at, rating) ? 0 : -1}
                      aria-disabled={refusal !== undefined}
                      aria-pressed={isChosen}
                      title={refusal}
                      onFocus={() => setAt(rating)}
                      onClick={() => refusal === undefined && onChoose(rating)}
                    >
                      <span className="sr-only">
                        {say("risks.likelihoodImpact", {
                          level: row.level,
                          title: row.title,
                          level2: column.level,
                          title2: column.title,
                        })}{" "}
                      </span>
                      <span className="matrix-band">
                        {meaning !== undefined && <Glyph meaning={meaning} size="0.875rem" />}
                        {band === undefined ? (
                          <span className="sr-only">{say("risks.noBand")}</span>
                        ) : (
                          <span>{band.title}</span>
                        )}
                      </span>
                      <span className="sr-only">
                        {`. ${spoken}${refusal === undefined ? "" : ` ${refusal}`}`}
                      </span>
                      {/* The name says it in words. */}
                      <span className="matrix-in" aria-hidden="true">
                        {show}
                      </span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            {matrix.impact.map((column) => (
              <th key={column.level} scope="col" title={column.meaning}>
                <span className="matrix-level">{column.level}</span> {column.title}
              </th>
            ))}
          </tr>
        </tfoot>
      </table>
      <p className="matrix-axes" aria-hidden="true">
        {say("risks.likelihoodImpact3")}
      </p>
    </div>
  );
}
