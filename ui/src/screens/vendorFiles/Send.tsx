/** Writes the questions to a new file for the vendor. */
import { useState } from "react";
import { ApiError, call } from "../../api";
import { Button, DateField, FileField, Icon, Segmented } from "../../components";
import { useCommands } from "../../frame";
import { useDraft } from "../../state/edit";
import { useQuery } from "../../state/query";
import { day, fileName } from "../../words";

const kinds = [
  { id: "xlsx", label: "Excel workbook" },
  { id: "csv", label: "CSV" },
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

export function SendPart({ assessment }: { assessment: string }) {
  const overview = useQuery("overview", { assessment }).data;
  const draft = useDraft(`send ${assessment}`, blank, {
    what: "Questionnaire to send",
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
      title: "Write the questionnaire to a file",
      words: "export send xlsx csv excel",
      group: "Vendor’s files",
      isDisabled: form.path === "" || busy,
      run: () => void write(),
    },
  ]);

  const name = (overview?.vendor.name ?? "vendor").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return (
    <section className="v-part" aria-labelledby="v-send">
      <h2 id="v-send">Send</h2>
      <p className="soft">
        The file holds every question asked of the vendor in this assessment, with what is answered so far,
        why each is asked and what evidence goes with it. Questions your own organisation answers stay here,
        and so do conclusions, notes and findings.
      </p>
      <div className="v-send">
        <Segmented
          label="Kind of file"
          segments={kinds}
          value={kind}
          onChange={(next) => set({ kind: next, path: next === kind ? form.path : "" })}
          testId="send-kind"
        />
        <DateField
          label="Wanted back by"
          value={form.due}
          onChange={(due) => set({ due })}
          help="Optional. It stands in the file."
          testId="send-due"
        />
        <div className="v-wide">
          <FileField
            label="New file"
            value={form.path}
            onChange={(path) => {
              set({ path });
              setError(undefined);
            }}
            dialogTitle="Where the questionnaire goes"
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
          Write the file
        </Button>
      </div>
      {written !== undefined && (
        <div className="v-done" role="status" data-testid="send-written">
          <Icon name="check" size="1rem" />
          <p>
            <strong>{fileName(written.path)}</strong> is written
            {written.due !== "" && `, wanted back by ${day(written.due)}`}. Send it to the vendor and read it
            below when it comes back.
          </p>
        </div>
      )}
    </section>
  );
}
