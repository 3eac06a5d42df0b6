/** The assessment for those who count, edit and feed other tools: each entry asks where it goes and writes one file. */

import { useState } from "react";
import { ApiError, call, chooseNewFile } from "../../api";
import { Button, Icon, JobProgress, Menu } from "../../components";
import { attempt } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { ReportKind } from "../../ipc/ReportKind";
import { flushAll, unsavedSentence } from "../../state/edit";
import { fileName, say } from "../../words";
import { titleOf } from "./kinds";
import { unsavedIn } from "./SignDialog";

const EXPORT = "export";

type Done =
  | { kind: "written"; path: string; left: string | undefined; continued: number }
  | { kind: "failed"; sentence: string }
  | undefined;

/** What an entry writes: where it goes is a token. */
type Write = (path: string) => Promise<{ path: string; continued?: number }>;

interface Exporting {
  assessment: AssessmentId;
  /** The kind of report that is looked at, which an editable copy is made of. */
  kind: ReportKind;
  /** The beginning of a file's name; none while it is not known. */
  stem: string | undefined;
}

export function Export({ assessment, kind, stem }: Exporting) {
  const [isWriting, setWriting] = useState(false);
  const [done, setDone] = useState<Done>();

  const write = async (end: string, how: Write) => {
    if (stem === undefined) return;
    const path = await attempt(chooseNewFile(say("report.chooseWhereItGoes"), `${stem}-${end}`));
    if (typeof path !== "string" || isWriting) return;
    setWriting(true);
    setDone(undefined);
    try {
      // What is typed on another screen and not yet saved belongs into it too.
      const left = unsavedSentence(unsavedIn(assessment, await flushAll(true)));
      const written = await how(path);
      setDone({ kind: "written", path: written.path, left, continued: written.continued ?? 0 });
    } catch (thrown) {
      const error = ApiError.from(thrown);
      const sentence =
        error.code === "cancelled" ? say("report.itWasStoppedNothingWasWritten") : error.message;
      setDone({ kind: "failed", sentence });
    }
    setWriting(false);
  };

  const job = { job: EXPORT };
  const entries = [
    {
      id: "registers",
      label: say("report.registersAsAWorkbook"),
      onAction: () =>
        void write("registers.xlsx", (path) => call("export_registers", { assessment, path }, job)),
    },
    {
      id: "editable",
      label: say("report.theKindToEdit", { kind: titleOf(kind) }),
      onAction: () =>
        void write(`${kind}.docx`, (path) =>
          call("export_editable", { assessment, path, kind, leave_out: [] }, job),
        ),
    },
    {
      id: "oscal-results",
      label: say("report.oscalResults"),
      onAction: () =>
        void write("oscal-results.json", (path) =>
          call("export_oscal", { assessment, path, model: "assessment-results" }, job),
        ),
    },
    {
      id: "oscal-plan",
      label: say("report.oscalPlan"),
      onAction: () =>
        void write("oscal-plan.json", (path) =>
          call("export_oscal", { assessment, path, model: "plan-of-action" }, job),
        ),
    },
  ];

  return (
    <section aria-label={say("report.forOtherTools")} className="issue-part">
      <h2>{say("report.forOtherTools")}</h2>
      <p className="soft small">{say("report.unsignedWhatCountsIsTheReport")}</p>
      <div className="acts">
        <Menu
          label={say("report.export")}
          entries={entries}
          button={
            <Button isDisabled={stem === undefined || isWriting} data-testid="export">
              {say("report.export")}
            </Button>
          }
        />
      </div>
      {isWriting && <JobProgress job={EXPORT} label={say("report.writingTheExport")} />}
      <div aria-live="polite">
        {done?.kind === "failed" && (
          <p className="issue-failed" role="alert" data-testid="export-failed">
            <Icon name="warning" /> <span>{done.sentence}</span>
          </p>
        )}
        {done?.kind === "written" && (
          <div data-testid="exported">
            <p>
              <Icon name="check" /> {say("report.exportedTo", { path: fileName(done.path) })}
            </p>
            {done.continued > 0 && <p>{say("report.nTextsGoOn", { n: done.continued })}</p>}
            {done.left !== undefined && <p>{say("report.itDoesNotHoldWhatIs", { left: done.left })}</p>}
          </div>
        )}
      </div>
    </section>
  );
}
