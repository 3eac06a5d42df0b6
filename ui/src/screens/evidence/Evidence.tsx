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
import type { Evidence } from "../../ipc/Evidence";
import type { EvidenceKind } from "../../ipc/EvidenceKind";
import type { EvidenceRow } from "../../ipc/EvidenceRow";
import { go, usePlace } from "../../place";
import { useChoices } from "../../state/choices";
import { useEdit } from "../../state/edit";
import { change, useQuery } from "../../state/query";
import { byName, count, day, fileName, fileSize } from "../../words";
import { offerTakeBack } from "../takeBack";
import { leaving, useWriting } from "../writing";
import { AttachDialog, type AttachTab } from "./Attach";
import { Validity } from "./Validity";
import "./evidence.css";

export function EvidenceScreen({ assessment }: { assessment: string }) {
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
      title: "Add a file",
      group: "Evidence",
      keys: "E",
      run: () => setAdding({ tab: "file", files: [] }),
    },
    {
      id: "evidence.seen",
      title: "Record a thing seen and not retained",
      group: "Evidence",
      keys: "S",
      run: () => setAdding({ tab: "seen", files: [] }),
    },
  ]);

  const columns = useMemo<Column<EvidenceRow>[]>(() => {
    const title = (kind: string) => choices?.evidence_kinds.find(({ id }) => id === kind)?.title ?? kind;
    return [
      {
        id: "title",
        title: "Evidence",
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
        title: "Date on it",
        compare: (a, b) => (a.evidence.issued ?? "").localeCompare(b.evidence.issued ?? ""),
        cell: ({ evidence }) =>
          evidence.issued === null ? (
            <span className="faint">undated</span>
          ) : (
            <span>{day(evidence.issued)}</span>
          ),
      },
      {
        id: "valid",
        title: "Valid until",
        compare: (a, b) => (a.evidence.valid_until ?? "9").localeCompare(b.evidence.valid_until ?? "9"),
        cell: ({ evidence, expired, out_of_date }) => (
          <Validity evidence={evidence} expired={expired} outOfDate={out_of_date} />
        ),
      },
      {
        id: "file",
        title: "File, SHA-256",
        cell: ({ evidence }) =>
          evidence.file === null ? (
            <span className="evidence-seen">
              <Icon name="eye" size="1rem" /> Seen, not retained
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
        title: "Used by",
        compare: (a, b) => a.used_by.length - b.used_by.length,
        cell: ({ used_by }) =>
          used_by.length === 0 ? (
            <span className="evidence-unused">
              <Icon name="warning" size="1rem" /> no question
            </span>
          ) : (
            <span>{count(used_by.length, "question")}</span>
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
        `“${evidence.title}” was removed.${evidence.file === null ? "" : " For Undo, its file stays in the vault."}`,
      );
  };

  return (
    <div className="evidence">
      <header className="list-head">
        <h1>Evidence</h1>
        <div className="list-acts">
          <Button
            icon="eye"
            keys="S"
            onPress={() => setAdding({ tab: "seen", files: [] })}
            data-testid="evidence-seen"
          >
            Record a thing seen
          </Button>
          <Button
            kind="primary"
            icon="paperclip"
            keys="E"
            onPress={() => setAdding({ tab: "file", files: [] })}
            data-testid="evidence-add"
          >
            Add a file
          </Button>
        </div>
      </header>

      {found.error !== undefined && <p role="alert">{found.error.message}</p>}
      {found.data !== undefined && rows.length === 0 ? (
        <EmptyState icon="paperclip" title="No evidence yet">
          What a conclusion rests on: reports, policies, records, settings seen on a screen. A file is copied
          into the vault and named by its SHA-256, so that nobody can later doubt which one was read. Most
          evidence is attached while a question is asked, with E.
        </EmptyState>
      ) : (
        <Table
          label="Evidence"
          items={rows}
          idOf={({ evidence }) => evidence.id}
          columns={columns}
          onOpen={show}
        />
      )}
      {adding === undefined && open === undefined && (
        <DropZone
          label="Drop files here to add them"
          onFiles={(files) => setAdding({ tab: "file", files })}
          onChoose={() =>
            void attempt(chooseFile("Choose the evidence")).then(
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
    what: `Evidence “${row.evidence.title}”`,
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
            Remove
          </Button>
          {file !== null && (
            <Button icon="export" onPress={() => setExporting(true)} data-testid="evidence-export">
              Export file
            </Button>
          )}
          <Button kind="primary" onPress={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className="form">
        <SaveTrouble edit={saver} />
        {row.out_of_date.map((sentence) => (
          <p key={sentence} className="expired">
            <Icon name="warning" size="1rem" /> {sentence}
          </p>
        ))}
        <TextField
          label="Called in the report"
          value={now.title}
          onChange={(title) => set({ title })}
          onBlur={leave}
          testId="evidence-edit-title"
        />
        <div className="form-pair">
          <Select label="Kind" options={kinds} value={now.kind} onChange={(kind) => set({ kind })} />
          <TextField
            label="Made by"
            value={now.issuer}
            onChange={(issuer) => set({ issuer })}
            onBlur={leave}
          />
          <DateField
            label="Date on it"
            value={now.issued ?? ""}
            onChange={(date) => set({ issued: date === "" ? null : date })}
          />
          <DateField
            label="Last day it counts"
            value={now.valid_until ?? ""}
            onChange={(date) => set({ valid_until: date === "" ? null : date })}
            testId="evidence-edit-valid"
          />
        </div>
        {file !== null && (
          <TextField
            label="Pages relied on"
            value={now.pages}
            onChange={(pages) => set({ pages })}
            onBlur={leave}
          />
        )}
        <TextArea
          label="How far it can be relied on"
          value={now.reliability}
          onChange={(reliability) => set({ reliability })}
          onBlur={leave}
        />
        <TextArea
          label={file === null ? "What was seen" : "Note"}
          value={now.note}
          onChange={(note) => set({ note })}
          onBlur={leave}
        />
        <dl className="evidence-facts">
          {file === null ? (
            <div>
              <dt>Kept as</dt>
              <dd>Seen, not retained</dd>
            </div>
          ) : (
            <>
              <div>
                <dt>File</dt>
                <dd>
                  {file.name}, {fileSize(file.size)}
                </dd>
              </div>
              <div>
                <dt>SHA-256</dt>
                <dd className="code">{file.sha256}</dd>
              </div>
            </>
          )}
          <div>
            <dt>Received</dt>
            <dd>{day(row.evidence.received)}</dd>
          </div>
          <div>
            <dt>Used by</dt>
            <dd className="evidence-uses">
              {row.used_by.length === 0
                ? "No question yet"
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
      tell(`${fileName(path)} was written; its hash was checked on the way.`);
      onClose();
    },
  );
  const { error, job, run, forgive } = writing;
  const close = leaving(writing, onClose);
  return (
    <Dialog
      title={`Export “${evidence.title}”`}
      isOpen
      onClose={close}
      actions={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button
            kind="primary"
            onPress={run}
            isDisabled={job !== undefined || path === ""}
            data-testid="export-evidence"
          >
            Export file
          </Button>
        </>
      }
    >
      <FileField
        label="Where to"
        value={path}
        onChange={(next) => {
          setPath(next);
          forgive();
        }}
        dialogTitle="Choose where the file goes"
        newFile={name}
        help="A file that exists is never overwritten."
        error={error}
        autoFocus
        testId="export-path"
      />
      {job !== undefined && <JobProgress job={job} label={`Writing ${fileName(path)}`} />}
    </Dialog>
  );
}
