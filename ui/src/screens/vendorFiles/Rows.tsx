/** The rows of one returned file that were changed or refused, or have something to know about. */

import { useState } from "react";
import { Icon, Segmented } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { FileReturn } from "../../ipc/FileReturn";
import type { ReturnedRow } from "../../ipc/ReturnedRow";
import type { RowState } from "../../ipc/RowState";
import { go } from "../../place";
import { say, told } from "../../words";

const words: Record<RowState, string> = {
  changed: say("vendorFiles.changed2"),
  unchanged: say("vendorFiles.unchanged2"),
  blank: say("vendorFiles.empty2"),
  refused: say("vendorFiles.refused2"),
};

const shows = [
  { id: "all", label: say("vendorFiles.allShown"), fits: () => true },
  {
    id: "changed",
    label: say("vendorFiles.changed2"),
    fits: ({ state }: ReturnedRow) => state === "changed",
  },
  {
    id: "refused",
    label: say("vendorFiles.refused2"),
    fits: ({ state }: ReturnedRow) => state === "refused",
  },
  { id: "noted", label: say("vendorFiles.withANote"), fits: ({ notes }: ReturnedRow) => notes.length > 0 },
] as const;
type Show = (typeof shows)[number]["id"];

export function Rows({
  file,
  assessment,
}: {
  file: FileReturn;
  /** Where its questions can be opened; not when it belongs to another assessment. */
  assessment: AssessmentId | undefined;
}) {
  const [show, setShow] = useState<Show>(file.refused > 0 ? "refused" : "all");
  const rows = file.rows.filter(shows.find(({ id }) => id === show)?.fits ?? (() => true));
  const isOfSheets = new Set(file.rows.map(({ sheet }) => sheet)).size > 1;
  const untouched = file.unchanged + file.blank;
  return (
    <>
      <Segmented
        label={say("vendorFiles.rowsToShow")}
        hideLabel
        segments={shows.map(({ id, label, fits }) => ({
          id,
          label: `${label} ${file.rows.filter(fits).length}`,
        }))}
        value={show}
        onChange={setShow}
        testId="rows-show"
      />
      {rows.length === 0 && <p className="soft">{say("vendorFiles.noRowOfThisKind")}</p>}
      {rows.length > 0 && (
        <table className="v-rows" data-testid="return-rows">
          <thead>
            <tr>
              <th scope="col">{say("vendorFiles.row")}</th>
              <th scope="col">{say("common.question")}</th>
              <th scope="col">{say("vendorFiles.whatBecameOfIt")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.sheet} ${row.row}`} data-state={row.state}>
                <td>
                  {row.row}
                  {isOfSheets && <span className="soft small v-sheet">{row.sheet}</span>}
                </td>
                <td>
                  {row.question === null ? (
                    <span className="faint">{say("common.none")}</span>
                  ) : assessment === undefined ? (
                    <span className="code">{row.question}</span>
                  ) : (
                    <button
                      type="button"
                      className="linky code"
                      onClick={() => go("questionnaire", { assessment, item: row.question ?? "" })}
                    >
                      {row.question}
                    </button>
                  )}
                </td>
                <td>
                  <p className="v-state">
                    <Icon
                      name={row.state === "refused" ? "warning" : row.state === "changed" ? "check" : "minus"}
                      size="1rem"
                    />
                    <span>
                      <strong>{words[row.state]}</strong>
                      {row.says !== null &&
                        (row.state === "changed"
                          ? say("vendorFiles.theVendorSays", { says: told(row.says) })
                          : `. ${told(row.says)}`)}
                    </span>
                  </p>
                  {row.notes.map(told).map((note) => (
                    <p key={note} className="soft small v-note">
                      {note}
                    </p>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {untouched > 0 && (
        <p className="soft small">
          {say("vendorFiles.notListedUnchangedAndEmptyRows", {
            unchanged: file.unchanged,
            blank: file.blank,
          })}
        </p>
      )}
    </>
  );
}
