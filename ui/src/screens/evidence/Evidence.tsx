/** All evidence of the assessment: what it is, how old, what rests on it; to edit, export or remove. */

import { useMemo, useState } from "react";
import { call, chooseFile } from "../../api";
import {
  Button,
  type Column,
  DateField,
  Dialog,
  Drawer,
  DropZone,
  EmptyState,
  FileField,
  Icon,
  JobProgress,
  SaveTrouble,
  Select,
  Table,
  TextArea,
  TextField,
} from "../../components";
import { attempt, tell, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Evidence } from "../../ipc/Evidence";
import type { EvidenceKind } from "../../ipc/EvidenceKind";
import type { EvidenceRow } from "../../ipc/EvidenceRow";
import { go, usePlace } from "../../place";
import { useChoices } from "../../state/choices";
import { useEdit } from "../../state/edit";
import { change, useQuery } from "../../state/query";
import { byName, day, fileName, fileSize, say, told } from "../../words";
import { offerTakeBack } from "../takeBack";
import { leaving, useWriting } from "../writing";
import { AttachDialog, type AttachTab } from "./Attach";
import { Validity } from "./Validity";
import "./evidence.css";

export function EvidenceScreen({ assessment }: { assessment: AssessmentId }) {
  const found = useQuery("evidence", { assessment });
  const choices = useChoices();
  const { ids } = usePlace();
  const [adding, setAdding] = useState<{ tab: AttachTab; files: string[] }>();
  const rows = found.data ?? [];
  const open = rows.find(({ evidence }) => evidence.id === ids.item);
  const show = (item?: string) =>
    go("evidence", item === undefined ? { assessment } : { assessment, item }, { replace: true });

  useCommands([
    {
      id: "evidence.add",
      title: say("evidence.addAFile"),
      group: say("common.evidence"),
      keys: "E",
      run: () => setAdding({ tab: "file", files: [] }),
    },
    {
      id: "evidence.seen",
      title: say("evidence.recordAThingSeenAndNot"),
      group: say("common.evidence"),
      keys: "S",
      run: () => setAdding({ tab: "seen", files: [] }),
    },
  ]);

  const columns = useMemo<Column<EvidenceRow>[]>(() => {
    const title = (kind: string) => choices?.evidence_kinds.find(({ id }) => id === kind)?.title ?? kind;
    return [
      {
        id: "title",
        title: say("common.evidence"),
        isRowHeader: true,
        compare: (a, b) => byName(a.evidence.title, b.evidence.title),
        cell: ({ evidence }) => (
          <span className="evidence-title">
            <span data-testid={`evidence-${evidence.id}`}>{evidence.title}</span>
            <span className="soft small">
              {[title(evidence.kind), evidence.issuer].filter(Boolean).join(" · ")}
            </span>
          </span>
        ),
      },
      {
        id: "issued",
        title: say("evidence.dateOnIt"),
        compare: (a, b) => (a.evidence.issued ?? "").localeCompare(b.evidence.issued ?? ""),
        cell: ({ evidence }) =>
          evidence.issued === null ? (
            <span className="faint">{say("evidence.undated")}</span>
          ) : (
            <span>{day(evidence.issued)}</span>
          ),
      },
      {
        id: "valid",
        title: say("evidence.validUntil"),
        compare: (a, b) => (a.evidence.valid_until ?? "9").localeCompare(b.evidence.valid_until ?? "9"),
        cell: ({ evidence, expired, out_of_date }) => (
          <Validity evidence={evidence} expired={expired} outOfDate={out_of_date.map(told)} />
        ),
      },
      {
        id: "file",
        title: say("evidence.fileSha256"),
        cell: ({ evidence }) =>
          evidence.file === null ? (
            <span className="evidence-seen">
              <Icon name="eye" size="1rem" /> {say("evidence.seenNotRetained")}
            </span>
          ) : (
            <span className="evidence-title">
              <span>{fileSize(evidence.file.size)}</span>
              <span className="code soft">{evidence.file.sha256.slice(0, 12)}…</span>
            </span>
          ),
      },
      {
        id: "used",
        title: say("evidence.usedBy"),
        compare: (a, b) => a.used_by.length - b.used_by.length,
        cell: ({ used_by }) =>
          used_by.length === 0 ? (
            <span className="evidence-unused">
              <Icon name="warning" size="1rem" /> {say("evidence.noQuestion")}
            </span>
          ) : (
            <span>{say("common.nQuestions", { n: used_by.length })}</span>
          ),
      },
    ];
  }, [choices]);

  const remove = async (evidence: Evidence) => {
    show();
    const done = await attempt(change("remove_evidence", { assessment, evidence: evidence.id }));
    if (done !== undefined)
      await offerTakeBack(
        assessment,
        evidence.file === null
          ? say("evidence.wasRemoved", { title: evidence.title })
          : say("evidence.wasRemovedForUndoItsFile", { title: evidence.title }),
      );
  };

  return (
    <div className="evidence">
      <header className="list-head">
        <h1>{say("common.evidence")}</h1>
        <div className="list-acts">
          <Button
            icon="eye"
            keys="S"
            onPress={() => setAdding({ tab: "seen", files: [] })}
            data-testid="evidence-seen"
          >
            {say("evidence.recordAThingSeen")}
          </Button>
          <Button
            kind="primary"
            icon="paperclip"
            keys="E"
            onPress={() => setAdding({ tab: "file", files: [] })}
            data-testid="evidence-add"
          >
            {say("evidence.addAFile")}
          </Button>
        </div>
      </header>

      {found.error !== undefined && <p role="alert">{found.error.message}</p>}
      {found.data !== undefined && rows.length === 0 ? (
        <EmptyState icon="paperclip" title={say("evidence.noEvidenceYet")}>
          {say("evidence.whatAConclusionRestsOnReports")}
        </EmptyState>
      ) : (
        <Table
          label={say("common.evidence")}
          items={rows}
          idOf={({ evidence }) => evidence.id}
          columns={columns}
          onOpen={show}
        />
      )}
      {adding === undefined && open === undefined && (
        <DropZone
          label={say("evidence.dropFilesHereToAddThem")}
          onFiles={(files) => setAdding({ tab: "file", files })}
          onChoose={() =>
            void attempt(chooseFile(say("evidence.chooseTheEvidence"))).then(
              (file) => typeof file === "string" && setAdding({ tab: "file", files: [file] }),
            )
          }
        />
      )}

      {adding !== undefined && (
        <AttachDialog
          assessment={assessment}
          tab={adding.tab}
          files={adding.files}
          onClose={() => setAdding(undefined)}
        />
      )}
      {open !== undefined && (
        <EvidenceDrawer
          key={open.evidence.id}
          row={open}
          kinds={(choices?.evidence_kinds ?? []).map(({ id, title }) => ({
            id: id as EvidenceKind,
            label: title,
          }))}
          onClose={() => show()}
          onRemove={() => void remove(open.evidence)}
        />
      )}
    </div>
  );
}

interface DrawerProps {
  row: EvidenceRow;
  kinds: { id: EvidenceKind; label: string }[];
  onClose(): void;
  onRemove(): void;
}

function EvidenceDrawer({ row, kinds, onClose, onRemove }: DrawerProps) {
  const saver = useEdit(`evidence ${row.evidence.assessment} ${row.evidence.id}`, {
    stored: row.evidence,
    save: (evidence, base) => change("save_evidence", { evidence, base }),
    what: say("evidence.evidence", { title: row.evidence.title }),
  });
  const [exporting, setExporting] = useState(false);
  const now = saver.value;
  const { file } = row.evidence;
  const set = (part: Partial<Evidence>) => saver.set({ ...now, ...part });
  const leave = () => void saver.flush();
  return (
    <Drawer
      title={row.evidence.title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button kind="danger" icon="trash" onPress={onRemove} data-testid="evidence-remove">
            {say("evidence.remove")}
          </Button>
          {file !== null && (
            <Button icon="export" onPress={() => setExporting(true)} data-testid="evidence-export">
              {say("evidence.exportFile")}
            </Button>
          )}
          <Button kind="primary" onPress={onClose}>
            {say("common.done")}
          </Button>
        </>
      }
    >
      <div className="form">
        <SaveTrouble edit={saver} />
        {row.out_of_date.map(told).map((sentence) => (
          <p key={sentence} className="expired">
            <Icon name="warning" size="1rem" /> {sentence}
          </p>
        ))}
        <TextField
          label={say("evidence.calledInTheReport")}
          value={now.title}
          onChange={(title) => set({ title })}
          onBlur={leave}
          testId="evidence-edit-title"
        />
        <div className="form-pair">
          <Select
            label={say("common.kind")}
            options={kinds}
            value={now.kind}
            onChange={(kind) => set({ kind })}
          />
          <TextField
            label={say("evidence.madeBy")}
            value={now.issuer}
            onChange={(issuer) => set({ issuer })}
            onBlur={leave}
          />
          <DateField
            label={say("evidence.dateOnIt")}
            value={now.issued ?? ""}
            onChange={(date) => set({ issued: date === "" ? null : date })}
          />
          <DateField
            label={say("evidence.lastDayItCounts")}
            value={now.valid_until ?? ""}
            onChange={(date) => set({ valid_until: date === "" ? null : date })}
            testId="evidence-edit-valid"
          />
        </div>
        {file !== null && (
          <TextField
            label={say("evidence.pagesReliedOn")}
            value={now.pages}
            onChange={(pages) => set({ pages })}
            onBlur={leave}
          />
        )}
        <TextArea
          label={say("evidence.howFarItCanBeRelied")}
          value={now.reliability}
          onChange={(reliability) => set({ reliability })}
          onBlur={leave}
        />
        <TextArea
          label={file === null ? say("evidence.whatWasSeen") : say("evidence.note")}
          value={now.note}
          onChange={(note) => set({ note })}
          onBlur={leave}
        />
        <dl className="evidence-facts">
          {file === null ? (
            <div>
              <dt>{say("evidence.keptAs")}</dt>
              <dd>{say("evidence.seenNotRetained")}</dd>
            </div>
          ) : (
            <>
              <div>
                <dt>{say("evidence.file")}</dt>
                <dd>
                  {file.name}, {fileSize(file.size)}
                </dd>
              </div>
              <div>
                <dt>{say("evidence.sha256")}</dt>
                <dd className="code">{file.sha256}</dd>
              </div>
            </>
          )}
          <div>
            <dt>{say("evidence.received")}</dt>
            <dd>{day(row.evidence.received)}</dd>
          </div>
          <div>
            <dt>{say("evidence.usedBy")}</dt>
            <dd className="evidence-uses">
              {row.used_by.length === 0
                ? say("evidence.noQuestionYet")
                : row.used_by.map((question) => (
                    <Button
                      key={question}
                      onPress={() =>
                        go("questionnaire", { assessment: row.evidence.assessment, item: question })
                      }
                    >
                      <span className="code">{question}</span>
                    </Button>
                  ))}
            </dd>
          </div>
        </dl>
      </div>
      {exporting && file !== null && (
        <ExportDialog evidence={row.evidence} name={file.name} onClose={() => setExporting(false)} />
      )}
    </Drawer>
  );
}

function ExportDialog({ evidence, name, onClose }: { evidence: Evidence; name: string; onClose(): void }) {
  const [path, setPath] = useState("");
  const { assessment, id } = evidence;
  const writing = useWriting(
    (job) => call("export_evidence", { assessment, evidence: id, path }, { job }),
    () => {
      tell(say("evidence.wasWrittenItsHashWasChecked", { path: fileName(path) }));
      onClose();
    },
  );
  const { error, job, run, forgive } = writing;
  const close = leaving(writing, onClose);
  return (
    <Dialog
      title={say("evidence.export", { title: evidence.title })}
      isOpen
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{say("common.cancel")}</Button>
          <Button
            kind="primary"
            onPress={run}
            isDisabled={job !== undefined || path === ""}
            data-testid="export-evidence"
          >
            {say("evidence.exportFile")}
          </Button>
        </>
      }
    >
      <FileField
        label={say("common.whereTo")}
        value={path}
        onChange={(next) => {
          setPath(next);
          forgive();
        }}
        dialogTitle={say("evidence.chooseWhereTheFileGoes")}
        newFile={name}
        help={say("evidence.aFileThatExistsIsNever")}
        error={error}
        autoFocus
        testId="export-path"
      />
      {job !== undefined && (
        <JobProgress job={job} label={say("evidence.writing", { path: fileName(path) })} />
      )}
    </Dialog>
  );
}
