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
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { EvidenceId } from "../../ipc/EvidenceId";
import type { EvidenceKind } from "../../ipc/EvidenceKind";
import type { EvidenceRow } from "../../ipc/EvidenceRow";
import type { QuestionId } from "../../ipc/QuestionId";
import { useChoices } from "../../state/choices";
import { useDraft } from "../../state/edit";
import { change, useQuery } from "../../state/query";
import { day, fileName, say, within } from "../../words";
import { FormError } from "../shown";

export type AttachTab = "file" | "seen" | "here";

export interface AttachDialogProps {
  assessment: AssessmentId;
  /** The question it bears on; without one it belongs to the assessment for now. */
  question?: QuestionId;
  /** The kind that was asked for: said beside the choice, never made for the person. */
  asked?: EvidenceKind;
  /** Files dropped or chosen already, taken in one after the other. */
  files?: readonly string[];
  tab?: AttachTab;
  /** Evidence the question has already, and how to add some of the assessment's. Without it that way is not offered. */
  attached?: readonly EvidenceId[];
  onAttach?(evidence: EvidenceId[]): Promise<unknown>;
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
      title={
        question === undefined ? say("evidence.addEvidence") : say("evidence.attachEvidenceTo", { question })
      }
      isOpen
      onClose={onClose}
      width="usual"
    >
      <Tabs
        label={say("evidence.howItIsRecorded")}
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: "file",
            title: say("evidence.aFile"),
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
            title: say("evidence.seenNotRetained"),
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
                  title: say("evidence.alreadyHere"),
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
  assessment: AssessmentId;
  questions: QuestionId[];
  asked: EvidenceKind | undefined;
  kinds: { id: EvidenceKind; label: string }[];
  onClose(): void;
}

/** What a piece of evidence is until a person says it. A better kind would count for more. */
const notSaid: EvidenceKind = "other";

function askedFor({ asked, kinds }: Pick<FormProps, "asked" | "kinds">) {
  const kind = kinds.find(({ id }) => id === asked);
  return kind === undefined ? undefined : say("evidence.askedFor", { label: within(kind.label) });
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
      place={files.length > 1 ? say("evidence.fileOf", { at: at + 1, files: files.length }) : undefined}
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
      what:
        questions.length === 0
          ? say("evidence.evidenceToAdd")
          : say("evidence.evidenceFor", { list: questions.join(", ") }),
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
      else tell(say("evidence.isTakenIn", { text: draft.title === "" ? fileName(draft.path) : draft.title }));
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
        label={say("evidence.file")}
        value={draft.path}
        onChange={(path) => set({ path })}
        dialogTitle={say("evidence.chooseTheEvidence")}
        help={say("evidence.itIsCopiedIntoTheVault")}
        error={error}
        autoFocus={draft.path === ""}
        testId="attach-path"
      />
      <div className="form-pair">
        <TextField
          label={say("evidence.calledInTheReport")}
          placeholder={draft.path === "" ? say("evidence.theFilesName") : fileName(draft.path)}
          value={draft.title}
          onChange={(title) => set({ title })}
          autoFocus={draft.path !== ""}
          onEnter={() => void attach()}
          testId="attach-title"
        />
        <Select
          label={say("common.kind")}
          help={askedFor({ asked, kinds })}
          options={kinds}
          value={draft.kind}
          onChange={(next) => set({ kind: next })}
          testId="attach-kind"
        />
        <TextField
          label={say("evidence.madeBy")}
          value={draft.issuer}
          onChange={(next) => set({ issuer: next })}
          onEnter={() => void attach()}
          testId="attach-issuer"
        />
        <TextField
          label={say("evidence.pagesReliedOn")}
          value={draft.pages}
          onChange={(pages) => set({ pages })}
          onEnter={() => void attach()}
        />
        <DateField
          label={say("evidence.dateOnIt")}
          help={say("evidence.notTheDayYouReceivedIt")}
          value={draft.issued ?? ""}
          onChange={(date) => set({ issued: date === "" ? null : date })}
          testId="attach-issued"
        />
        <DateField
          label={say("evidence.lastDayItCounts")}
          value={draft.valid_until ?? ""}
          onChange={(date) => set({ valid_until: date === "" ? null : date })}
          testId="attach-valid"
        />
      </div>
      {job !== undefined && (
        <JobProgress job={job} label={say("evidence.takingIn", { path: fileName(draft.path) })} />
      )}
      <div className="form-acts">
        <Button onPress={onClose}>
          {job === undefined ? say("common.cancel") : say("evidence.leaveItToGoOn")}
        </Button>
        {/* It keeps the focus while the file is taken in, so that Escape still leaves. */}
        <Button
          kind="primary"
          onPress={() => void attach()}
          isDisabled={draft.path === ""}
          aria-busy={job !== undefined || undefined}
          data-testid="attach-file"
        >
          {job !== undefined
            ? say("evidence.takingItIn")
            : questions.length > 0
              ? say("evidence.attachFile")
              : say("evidence.addFile")}
        </Button>
      </div>
    </div>
  );
}

const UNSEEN: { title: string; note: string; kind: EvidenceKind } = { title: "", note: "", kind: notSaid };

function SeenForm({ assessment, questions, asked, kinds, onClose }: FormProps) {
  const form = useDraft(`attach ${assessment} ${questions.join(" ")} seen`, UNSEEN, {
    what:
      questions.length === 0
        ? say("evidence.aThingSeen")
        : say("evidence.aThingSeenFor", { list: questions.join(", ") }),
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
        label={say("evidence.whatItIs")}
        placeholder={say("evidence.cloudConsoleSignInPolicy")}
        value={title}
        onChange={(next) => set({ title: next })}
        autoFocus
        testId="seen-title"
      />
      <Select
        label={say("common.kind")}
        help={askedFor({ asked, kinds })}
        options={kinds}
        value={kind}
        onChange={(next) => set({ kind: next })}
        testId="seen-kind"
      />
      <TextArea
        label={say("evidence.whatWasSeen")}
        help={say("evidence.onWhoseScreenWhenByWhom")}
        lines={4}
        value={note}
        onChange={(next) => set({ note: next })}
        testId="seen-note"
      />
      <FormError error={error} />
      <div className="form-acts">
        <Button onPress={onClose}>{say("common.cancel")}</Button>
        <Button kind="primary" onPress={() => void record()} isDisabled={!isReady} data-testid="record-seen">
          {say("evidence.recordAsSeen")}
        </Button>
      </div>
    </div>
  );
}

interface HereProps {
  assessment: AssessmentId;
  questions: QuestionId[];
  attached: readonly EvidenceId[];
  onAttach(evidence: EvidenceId[]): Promise<unknown>;
  onClose(): void;
}

/** One object for all renders. */
const NONE: readonly EvidenceId[] = [];

function HereForm({ assessment, questions, attached, onAttach, onClose }: HereProps) {
  const rows = useQuery("evidence", { assessment }).data;
  const form = useDraft(`attach ${assessment} ${questions.join(" ")} here`, NONE, {
    what: say("evidence.evidenceToAttachTo", { list: questions.join(", ") }),
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
          ? say("evidence.thisAssessmentHoldsNoEvidenceYet")
          : say("evidence.allEvidenceOfThisAssessmentIs")}
      </p>
    );
  }
  return (
    <div className="form">
      <Kept draft={form} />
      <TextField
        label={say("evidence.findEvidence")}
        hideLabel
        placeholder={say("evidence.findByTitleMakerOrFile")}
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
        {shown.length === 0 && rows !== undefined && (
          <p className="soft">{say("evidence.noEvidenceMatches")}</p>
        )}
      </div>
      <div className="form-acts">
        <Button onPress={onClose}>{say("common.cancel")}</Button>
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
          {say("evidence.attachChosen")}
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
            evidence.file === null ? say("evidence.seenNotRetainedWithin") : evidence.file.name,
            expired ? say("evidence.expired") : "",
          ]
            .filter((part) => part !== "")
            .join(" · ")}
        </span>
      </span>
    </Checkbox>
  );
}
