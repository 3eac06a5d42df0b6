/** Evidence to attach: a file, a thing seen and not retained, or something the assessment already holds. */
import { useState } from "react";
import { ApiError } from "../../api";
import {
  Button,
  Checkbox,
  DateField,
  Dialog,
  FileField,
  JobProgress,
  Select,
  Tabs,
  TextArea,
  TextField,
} from "../../components";
import type { EvidenceKind } from "../../ipc/EvidenceKind";
import type { EvidenceRow } from "../../ipc/EvidenceRow";
import { useChoices } from "../../state/choices";
import { change, useQuery } from "../../state/query";
import { day, fileName } from "../../words";

export type AttachTab = "file" | "seen" | "here";

export interface AttachDialogProps {
  assessment: string;
  /** The question it bears on; without one it belongs to the assessment for now. */
  question?: string;
  /** The kind that was asked for: said beside the choice, never made for the person. */
  asked?: EvidenceKind;
  /** Files dropped or chosen already, taken in one after the other. */
  files?: readonly string[];
  tab?: AttachTab;
  /** Evidence the question has already, and how to add some of the assessment's. Without it that way is not offered. */
  attached?: readonly string[];
  onAttach?(evidence: string[]): Promise<unknown>;
  onClose(): void;
}

export function AttachDialog(props: AttachDialogProps) {
  const { assessment, question, asked, files = [], attached, onAttach, onClose } = props;
  const [tab, setTab] = useState<string>(props.tab ?? "file");
  const kinds = useChoices()?.evidence_kinds ?? [];
  const options = kinds.map(({ id, title }) => ({ id: id as EvidenceKind, label: title }));
  const questions = question === undefined ? [] : [question];
  return (
    <Dialog
      title={question === undefined ? "Add evidence" : `Attach evidence to ${question}`}
      isOpen
      onClose={onClose}
      width="usual"
    >
      <Tabs
        label="How it is recorded"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: "file",
            title: "A file",
            content: (
              <FileForm
                assessment={assessment}
                questions={questions}
                asked={asked}
                kinds={options}
                files={files}
                onClose={onClose}
              />
            ),
          },
          {
            id: "seen",
            title: "Seen, not retained",
            content: (
              <SeenForm
                assessment={assessment}
                questions={questions}
                asked={asked}
                kinds={options}
                onClose={onClose}
              />
            ),
          },
          ...(onAttach === undefined
            ? []
            : [
                {
                  id: "here",
                  title: "Already here",
                  content: (
                    <HereForm
                      assessment={assessment}
                      attached={attached ?? []}
                      onAttach={onAttach}
                      onClose={onClose}
                    />
                  ),
                },
              ]),
        ]}
      />
    </Dialog>
  );
}

interface FormProps {
  assessment: string;
  questions: string[];
  asked: EvidenceKind | undefined;
  kinds: { id: EvidenceKind; label: string }[];
  onClose(): void;
}

/** What a piece of evidence is until a person says it. A better kind would count for more. */
const notSaid: EvidenceKind = "other";

function askedFor({ asked, kinds }: Pick<FormProps, "asked" | "kinds">) {
  const kind = kinds.find(({ id }) => id === asked);
  return kind === undefined ? undefined : `Asked for: ${kind.label.toLowerCase()}.`;
}

let jobs = 0;

function FileForm({
  assessment,
  questions,
  asked,
  kinds,
  files,
  onClose,
}: FormProps & { files: readonly string[] }) {
  const [at, setAt] = useState(0);
  const blank = (index: number) => ({
    assessment,
    path: files[index] ?? "",
    title: "",
    kind: notSaid,
    issuer: "",
    issued: null as string | null,
    valid_until: null as string | null,
    pages: "",
    questions,
  });
  const [draft, setDraft] = useState(() => blank(0));
  const [error, setError] = useState<string>();
  const [job, setJob] = useState<string>();
  const set = (part: Partial<typeof draft>) => {
    setError(undefined);
    setDraft((now) => ({ ...now, ...part }));
  };
  const isReady = draft.path !== "" && job === undefined;

  const attach = async () => {
    if (!isReady) return;
    jobs += 1;
    const mine = `attach-${jobs}`;
    setJob(mine);
    try {
      await change("attach_evidence", draft, [], { job: mine });
      if (at + 1 >= files.length) {
        onClose();
        return;
      }
      setAt(at + 1);
      // The next of several files most often has the same maker.
      setDraft({ ...blank(at + 1), issuer: draft.issuer });
    } catch (thrown) {
      const failed = ApiError.from(thrown);
      setError(failed.code === "cancelled" ? undefined : failed.message);
    }
    setJob(undefined);
  };

  return (
    <div className="form">
      {files.length > 1 && (
        <p className="soft">
          File {at + 1} of {files.length}
        </p>
      )}
      <FileField
        label="File"
        value={draft.path}
        onChange={(path) => set({ path })}
        dialogTitle="Choose the evidence"
        help="It is copied into the vault and named by its SHA-256; the file itself stays where it is."
        error={error}
        autoFocus={draft.path === ""}
        testId="attach-path"
      />
      <div className="form-pair">
        <TextField
          label="Called in the report"
          placeholder={draft.path === "" ? "The file’s name" : fileName(draft.path)}
          value={draft.title}
          onChange={(title) => set({ title })}
          autoFocus={draft.path !== ""}
          onEnter={() => void attach()}
          testId="attach-title"
        />
        <Select
          label="Kind"
          help={askedFor({ asked, kinds })}
          options={kinds}
          value={draft.kind}
          onChange={(next) => set({ kind: next })}
          testId="attach-kind"
        />
        <TextField
          label="Made by"
          value={draft.issuer}
          onChange={(issuer) => set({ issuer })}
          onEnter={() => void attach()}
          testId="attach-issuer"
        />
        <TextField
          label="Pages relied on"
          value={draft.pages}
          onChange={(pages) => set({ pages })}
          onEnter={() => void attach()}
        />
        <DateField
          label="Date on it"
          help="Not the day you received it."
          value={draft.issued ?? ""}
          onChange={(date) => set({ issued: date === "" ? null : date })}
          testId="attach-issued"
        />
        <DateField
          label="Last day it counts"
          value={draft.valid_until ?? ""}
          onChange={(date) => set({ valid_until: date === "" ? null : date })}
          testId="attach-valid"
        />
      </div>
      {job !== undefined && <JobProgress job={job} label={`Taking in ${fileName(draft.path)}`} />}
      <div className="form-acts">
        <Button onPress={onClose}>Cancel</Button>
        <Button kind="primary" onPress={() => void attach()} isDisabled={!isReady} data-testid="attach-file">
          {questions.length > 0 ? "Attach file" : "Add file"}
        </Button>
      </div>
    </div>
  );
}

function SeenForm({ assessment, questions, asked, kinds, onClose }: FormProps) {
  const [title, setTitle] = useState("");
  const [note, setNote] = useState("");
  const [own, setOwn] = useState(notSaid);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const isReady = title.trim() !== "" && note.trim() !== "" && !busy;
  const record = async () => {
    if (!isReady) return;
    setBusy(true);
    try {
      await change("record_seen", {
        assessment,
        title: title.trim(),
        kind: own,
        note,
        issuer: "",
        issued: null,
        valid_until: null,
        pages: "",
        questions,
      });
      onClose();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
      setBusy(false);
    }
  };
  return (
    <div className="form">
      <TextField
        label="What it is"
        placeholder="Cloud console, sign-in policy"
        value={title}
        onChange={setTitle}
        autoFocus
        error={error}
        testId="seen-title"
      />
      <Select
        label="Kind"
        help={askedFor({ asked, kinds })}
        options={kinds}
        value={own}
        onChange={setOwn}
        testId="seen-kind"
      />
      <TextArea
        label="What was seen"
        help="On whose screen, when, by whom, and why nothing was kept. It is all a reader will ever have of it."
        lines={4}
        value={note}
        onChange={setNote}
        testId="seen-note"
      />
      <div className="form-acts">
        <Button onPress={onClose}>Cancel</Button>
        <Button kind="primary" onPress={() => void record()} isDisabled={!isReady} data-testid="record-seen">
          Record as seen
        </Button>
      </div>
    </div>
  );
}

interface HereProps {
  assessment: string;
  attached: readonly string[];
  onAttach(evidence: string[]): Promise<unknown>;
  onClose(): void;
}

function HereForm({ assessment, attached, onAttach, onClose }: HereProps) {
  const rows = useQuery("evidence", { assessment }).data;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [find, setFind] = useState("");
  const others = rows?.filter(({ evidence }) => !attached.includes(evidence.id)) ?? [];
  const wanted = find.trim().toLowerCase();
  const shown = others.filter(({ evidence }) =>
    `${evidence.title} ${evidence.issuer} ${evidence.file?.name ?? ""}`.toLowerCase().includes(wanted),
  );
  if (rows !== undefined && others.length === 0) {
    return (
      <p className="soft">
        {rows.length === 0
          ? "This assessment holds no evidence yet. What you attach once can be attached to other questions from here."
          : "All evidence of this assessment is attached to this question already."}
      </p>
    );
  }
  return (
    <div className="form">
      <TextField
        label="Find evidence"
        hideLabel
        placeholder="Find by title, maker or file"
        type="search"
        value={find}
        onChange={setFind}
        autoFocus
        testId="here-find"
      />
      <div className="attach-here">
        {shown.map((row) => (
          <HereRow
            key={row.evidence.id}
            row={row}
            value={chosen.includes(row.evidence.id)}
            onChange={(on) =>
              setChosen((now) =>
                on ? [...now, row.evidence.id] : now.filter((id) => id !== row.evidence.id),
              )
            }
          />
        ))}
        {shown.length === 0 && rows !== undefined && <p className="soft">No evidence matches.</p>}
      </div>
      <div className="form-acts">
        <Button onPress={onClose}>Cancel</Button>
        <Button
          kind="primary"
          isDisabled={chosen.length === 0}
          onPress={() => void onAttach([...chosen]).then(onClose)}
          data-testid="attach-here"
        >
          Attach chosen
        </Button>
      </div>
    </div>
  );
}

function HereRow({
  row,
  value,
  onChange,
}: {
  row: EvidenceRow;
  value: boolean;
  onChange(on: boolean): void;
}) {
  const { evidence, expired } = row;
  return (
    <Checkbox value={value} onChange={onChange} testId={`here-${evidence.id}`}>
      <span className="choice-words">
        <span>{evidence.title}</span>
        <span className="choice-meaning">
          {[
            evidence.issuer,
            day(evidence.issued),
            evidence.file === null ? "seen, not retained" : evidence.file.name,
            expired ? "expired" : "",
          ]
            .filter((part) => part !== "")
            .join(" · ")}
        </span>
      </span>
    </Checkbox>
  );
}
