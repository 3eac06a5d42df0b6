/** Evidence to attach: a file, a thing seen and not retained, or something the assessment already holds. */
import { useEffect, useRef, useState } from "react";
import { ApiError } from "../../api";
import {
  Button,
  Checkbox,
  DateField,
  Dialog,
  FileField,
  JobProgress,
  Kept,
  Select,
  Tabs,
  TextArea,
  TextField,
} from "../../components";
import { tell, tellError } from "../../frame";
import type { EvidenceKind } from "../../ipc/EvidenceKind";
import type { EvidenceRow } from "../../ipc/EvidenceRow";
import { useChoices } from "../../state/choices";
import { useDraft } from "../../state/edit";
import { change, useQuery } from "../../state/query";
import { day, fileName } from "../../words";
import { FormError } from "../shown";

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
                      questions={questions}
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

/** Files one after the other: each is a form of its own. */
function FileForm({ files, ...props }: FormProps & { files: readonly string[] }) {
  const [at, setAt] = useState(0);
  // The next of several files most often has the same maker.
  const [issuer, setIssuer] = useState("");
  return (
    <OneFile
      key={at}
      {...props}
      file={files[at]}
      place={files.length > 1 ? `File ${at + 1} of ${files.length}` : undefined}
      issuer={issuer}
      onAttached={(maker) => {
        if (at + 1 >= files.length) props.onClose();
        else {
          setIssuer(maker);
          setAt(at + 1);
        }
      }}
    />
  );
}

interface OneFileProps extends FormProps {
  /** The file given already. */
  file: string | undefined;
  /** Which of several it is, in words. */
  place: string | undefined;
  issuer: string;
  onAttached(issuer: string): void;
}

/** A file is known by its token in this run of the program only. */
const withoutFile = <T extends { path: string }>(form: T) => ({ ...form, path: "" });

function OneFile(props: OneFileProps) {
  const { assessment, questions, asked, kinds, file, place, issuer, onAttached, onClose } = props;
  const form = useDraft(
    `attach ${assessment} ${questions.join(" ")} file ${file === undefined ? "" : fileName(file)}`,
    {
      path: file ?? "",
      title: "",
      kind: notSaid,
      issuer,
      issued: null as string | null,
      valid_until: null as string | null,
      pages: "",
    },
    {
      what: questions.length === 0 ? "Evidence to add" : `Evidence for ${questions.join(", ")}`,
      kept: withoutFile,
    },
  );
  const draft = { ...form.value, path: form.value.path === "" ? (file ?? "") : form.value.path };
  const [error, setError] = useState<string>();
  const [job, setJob] = useState<string>();
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  const set = (part: Partial<typeof draft>) => {
    setError(undefined);
    form.set((now) => ({ ...now, ...part }));
  };

  const attach = async () => {
    if (draft.path === "" || job !== undefined) return;
    jobs += 1;
    const mine = `attach-${jobs}`;
    setJob(mine);
    try {
      await change("attach_evidence", { assessment, questions, ...draft }, [], { job: mine });
      form.clear();
      // Who left meanwhile may have another dialog open by now: that one is not theirs to close.
      if (isThere.current) onAttached(draft.issuer);
      else tell(`“${draft.title === "" ? fileName(draft.path) : draft.title}” is taken in.`);
      return;
    } catch (thrown) {
      const failed = ApiError.from(thrown);
      if (failed.code !== "cancelled") {
        if (isThere.current) setError(failed.message);
        else tellError(failed);
      }
    }
    setJob(undefined);
  };

  return (
    <div className="form">
      {place !== undefined && <p className="soft">{place}</p>}
      <Kept draft={form} />
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
          onChange={(next) => set({ issuer: next })}
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
        <Button onPress={onClose}>{job === undefined ? "Cancel" : "Leave it to go on"}</Button>
        {/* It keeps the focus while the file is taken in, so that Escape still leaves. */}
        <Button
          kind="primary"
          onPress={() => void attach()}
          isDisabled={draft.path === ""}
          aria-busy={job !== undefined || undefined}
          data-testid="attach-file"
        >
          {job !== undefined ? "Taking it in…" : questions.length > 0 ? "Attach file" : "Add file"}
        </Button>
      </div>
    </div>
  );
}

const UNSEEN: { title: string; note: string; kind: EvidenceKind } = { title: "", note: "", kind: notSaid };

function SeenForm({ assessment, questions, asked, kinds, onClose }: FormProps) {
  const form = useDraft(`attach ${assessment} ${questions.join(" ")} seen`, UNSEEN, {
    what: questions.length === 0 ? "A thing seen" : `A thing seen for ${questions.join(", ")}`,
  });
  const { title, note, kind } = form.value;
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const isReady = title.trim() !== "" && note.trim() !== "" && !busy;
  const set = (part: Partial<typeof UNSEEN>) => {
    setError(undefined);
    form.set((now) => ({ ...now, ...part }));
  };
  const record = async () => {
    if (!isReady) return;
    setBusy(true);
    try {
      await change("record_seen", {
        assessment,
        title: title.trim(),
        kind,
        note,
        issuer: "",
        issued: null,
        valid_until: null,
        pages: "",
        questions,
      });
      form.clear();
      onClose();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
      setBusy(false);
    }
  };
  return (
    <div className="form">
      <Kept draft={form} />
      <TextField
        label="What it is"
        placeholder="Cloud console, sign-in policy"
        value={title}
        onChange={(next) => set({ title: next })}
        autoFocus
        testId="seen-title"
      />
      <Select
        label="Kind"
        help={askedFor({ asked, kinds })}
        options={kinds}
        value={kind}
        onChange={(next) => set({ kind: next })}
        testId="seen-kind"
      />
      <TextArea
        label="What was seen"
        help="On whose screen, when, by whom, and why nothing was kept. It is all a reader will ever have of it."
        lines={4}
        value={note}
        onChange={(next) => set({ note: next })}
        testId="seen-note"
      />
      <FormError error={error} />
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
  questions: string[];
  attached: readonly string[];
  onAttach(evidence: string[]): Promise<unknown>;
  onClose(): void;
}

/** One object for all renders. */
const NONE: readonly string[] = [];

function HereForm({ assessment, questions, attached, onAttach, onClose }: HereProps) {
  const rows = useQuery("evidence", { assessment }).data;
  const form = useDraft(`attach ${assessment} ${questions.join(" ")} here`, NONE, {
    what: `Evidence to attach to ${questions.join(", ")}`,
  });
  const [find, setFind] = useState("");
  const others = rows?.filter(({ evidence }) => !attached.includes(evidence.id)) ?? [];
  // What was chosen before may be attached, or gone, by now.
  const chosen = form.value.filter((id) => others.some(({ evidence }) => evidence.id === id));
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
      <Kept draft={form} />
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
              form.set((now) => (on ? [...now, row.evidence.id] : now.filter((id) => id !== row.evidence.id)))
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
          onPress={() =>
            void onAttach([...chosen]).then(() => {
              form.clear();
              onClose();
            })
          }
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
