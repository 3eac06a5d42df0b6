/** Writes the questions to a new file for the vendor. */

import { useState } from "react";
import { ApiError, call } from "../../api";
import { Button, DateField, FileField, Icon, Segmented } from "../../components";
import { useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import { useDraft } from "../../state/edit";
import { useQuery } from "../../state/query";
import { day, fileName, rich, say } from "../../words";

const kinds = [
  { id: "xlsx", label: say("vendorFiles.excelWorkbook") },
  { id: "csv", label: say("vendorFiles.csv") },
] as const;
type Kind = (typeof kinds)[number]["id"];

interface Form {
  path: string;
  due: string;
  kind: Kind;
}

/** A file is known by its token in this run of the program only. */
const kept = (form: Form) => ({ ...form, path: "" });
const blank: Form = { path: "", due: "", kind: "xlsx" };

/** The ending decides what is written, so the choice and the file never say two things. */
const kindOf = ({ path, kind }: Form): Kind => (path === "" ? kind : /\.csv$/i.test(path) ? "csv" : "xlsx");

export function SendPart({ assessment }: { assessment: AssessmentId }) {
  const overview = useQuery("overview", { assessment }).data;
  const draft = useDraft(`send ${assessment}`, blank, {
    what: say("vendorFiles.questionnaireToSend"),
    kind: "working",
    kept,
  });
  const form = draft.value;
  const set = (part: Partial<Form>) => draft.set((now) => ({ ...now, ...part }));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [written, setWritten] = useState<{ path: string; due: string }>();
  const kind = kindOf(form);

  const write = async () => {
    const { path } = form;
    if (path === "" || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await call("export_questionnaire", { assessment, path, due: form.due === "" ? null : form.due });
      setWritten({ path, due: form.due });
      set({ path: "" });
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
    }
    setBusy(false);
  };

  useCommands([
    {
      id: "vendor-files.write",
      title: say("vendorFiles.writeTheQuestionnaireToAFile"),
      words: say("vendorFiles.exportSendXlsxCsvExcel"),
      group: say("vendorFiles.vendorsFiles"),
      isDisabled: form.path === "" || busy,
      run: () => void write(),
    },
  ]);

  const name = (overview?.vendor.name ?? "vendor").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return (
    <section className="v-part" aria-labelledby="v-send">
      <h2 id="v-send">{say("vendorFiles.send")}</h2>
      <p className="soft">{say("vendorFiles.theFileHoldsEveryQuestionAsked")}</p>
      <div className="v-send">
        <Segmented
          label={say("vendorFiles.kindOfFile")}
          segments={kinds}
          value={kind}
          onChange={(next) => set({ kind: next, path: next === kind ? form.path : "" })}
          testId="send-kind"
        />
        <DateField
          label={say("vendorFiles.wantedBackBy")}
          value={form.due}
          onChange={(due) => set({ due })}
          help={say("vendorFiles.optionalItStandsInTheFile")}
          testId="send-due"
        />
        <div className="v-wide">
          <FileField
            label={say("vendorFiles.newFile")}
            value={form.path}
            onChange={(path) => {
              set({ path });
              setError(undefined);
            }}
            dialogTitle={say("vendorFiles.whereTheQuestionnaireGoes")}
            newFile={`${name}-questionnaire.${kind}`}
            error={error}
            testId="send-path"
          />
        </div>
      </div>
      <div className="acts">
        <Button
          kind="primary"
          icon="export"
          onPress={() => void write()}
          isDisabled={form.path === "" || busy}
          data-testid="send-write"
        >
          {say("vendorFiles.writeTheFile")}
        </Button>
      </div>
      {written !== undefined && (
        <div className="v-done" role="status" data-testid="send-written">
          <Icon name="check" size="1rem" />
          <p>
            {written.due !== ""
              ? rich("vendorFiles.isWrittenWantedBackBySend", {
                  strong: <strong>{fileName(written.path)}</strong>,
                  due: day(written.due),
                })
              : rich("vendorFiles.isWrittenSendItToThe", {
                  strong: <strong>{fileName(written.path)}</strong>,
                })}
          </p>
        </div>
      )}
    </section>
  );
}
