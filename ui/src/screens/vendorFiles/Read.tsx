/**
 * Reads files that came back: several at once, each into the assessment it names. Shows per file what became of
 * its rows, and takes the reading back.
 */

import { type KeyboardEvent, useRef, useState } from "react";
import { ApiError, call, chooseFile } from "../../api";
import {
  Button,
  Confirm,
  DropZone,
  EmptyState,
  Icon,
  IconButton,
  JobProgress,
  onModEnter,
} from "../../components";
import { attempt, tell, tellError, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { FileReturn } from "../../ipc/FileReturn";
import { change, invalidate, useQuery } from "../../state/query";
import { createVaultStore, useStore } from "../../state/store";
import { fileName, say, told } from "../../words";
import { Rows } from "./Rows";

const JOB = "read-returns";

/** One reading: what came of it, and how many steps of this assessment it took. */
interface Reading {
  files: FileReturn[];
  /** The journal's last entry after it. */
  entry: number;
  steps: number;
  isBack: boolean;
}

interface State {
  /** Chosen and not read yet. */
  waiting: readonly string[];
  last?: Reading;
}

/** By assessment, while the vault is open: opening a question and coming back finds the result again. */
const states = createVaultStore<Readonly<Record<string, State>>>({});
const blank: State = { waiting: [] };

/** The journal's entries of this assessment since then are the steps a reading took. */
async function stepsSince(
  assessment: AssessmentId,
  entry: number,
): Promise<{ entry: number; steps: number }> {
  const journal = await call("journal", { assessment });
  return {
    entry: journal[0]?.entry ?? entry,
    steps: journal.filter((one) => one.entry > entry).length,
  };
}

export function ReadPart({ assessment }: { assessment: AssessmentId }) {
  const title = useQuery("overview", { assessment }).data?.assessment.title;
  const state = useStore(states)[assessment] ?? blank;
  const set = (part: Partial<State>) =>
    states.set((all) => ({ ...all, [assessment]: { ...(all[assessment] ?? blank), ...part } }));
  const [busy, setBusy] = useState(false);
  /** Files for assessments whose report is issued. */
  const [asked, setAsked] = useState<readonly string[]>([]);
  const [shown, setShown] = useState(0);
  const results = useRef<HTMLElement>(null);
  const { waiting, last } = state;

  const add = (files: readonly string[]) => set({ waiting: [...new Set([...waiting, ...files])] });
  const choose = async () => {
    const chosen = await attempt(
      chooseFile(say("vendorFiles.chooseAReturnedQuestionnaire"), ["xlsx", "csv"]),
    );
    if (typeof chosen === "string") add([chosen]);
  };

  const read = async (paths: readonly string[] = waiting, afterIssue = false) => {
    if (paths.length === 0 || busy) return;
    setBusy(true);
    try {
      const before = await call("status", { assessment });
      try {
        const input = { paths: [...paths], assessment, after_issue: afterIssue };
        const files = await change("read_returns", input, [], { job: JOB });
        // Those whose report is issued wait until the person has said that they are to be read all the same.
        setAsked(paths.filter((_, index) => files[index]?.issued !== null));
        set({ waiting: [], last: { files, isBack: false, ...(await stepsSince(assessment, before.entry)) } });
        setShown(0);
        requestAnimationFrame(() => results.current?.focus());
      } catch (thrown) {
        const error = ApiError.from(thrown);
        if (error.code !== "cancelled") throw error;
        await invalidate();
        const { steps } = await stepsSince(assessment, before.entry);
        tell(
          steps === 0
            ? say("vendorFiles.stoppedNothingWasRead")
            : say("vendorFiles.stoppedFilesWereReadIntoThis", { n: steps }),
        );
      }
    } catch (thrown) {
      tellError(thrown);
    }
    setBusy(false);
  };

  /** Only what this reading did, and only while nothing came after it. */
  const takeBack = async (reading: Reading) => {
    setBusy(true);
    await attempt(async () => {
      const now = await call("status", { assessment });
      if (now.entry !== reading.entry) {
        throw new ApiError(say("vendorFiles.somethingElseWasChangedSinceNothing"), "changed-since");
      }
      for (let step = 0; step < reading.steps; step += 1) await change("undo", { assessment });
      set({ last: { ...reading, isBack: true } });
    });
    setBusy(false);
    requestAnimationFrame(() => results.current?.focus());
  };

  const canRead = waiting.length > 0 && !busy;
  const canTakeBack = last !== undefined && last.steps > 0 && !last.isBack && !busy;
  const group = say("vendorFiles.vendorsFiles");
  useCommands([
    {
      id: "vendor-files.choose",
      title: say("vendorFiles.chooseAReturnedFile"),
      words: say("vendorFiles.importVendorWorkbook"),
      group,
      keys: "O",
      run: () => void choose(),
    },
    {
      id: "vendor-files.read",
      title: say("vendorFiles.readTheReturnedFiles"),
      words: say("vendorFiles.importXlsxCsvExcel"),
      group,
      keys: "Mod+Enter",
      isDisabled: !canRead,
      run: () => void read(),
    },
    {
      id: "vendor-files.back",
      title: say("vendorFiles.takeTheReadingBack"),
      words: say("vendorFiles.undoImport"),
      group,
      isDisabled: !canTakeBack,
      run: () => last !== undefined && void takeBack(last),
    },
  ]);

  const drop = (taken: string) => {
    set({ waiting: waiting.filter((one) => one !== taken) });
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>("[data-testid='return-choose']")?.focus(),
    );
  };

  return (
    <section className="v-part" aria-labelledby="v-read" onKeyDownCapture={onModEnter(read)}>
      <h2 id="v-read">{say("vendorFiles.readWhatCameBack")}</h2>
      <DropZone
        label={say("vendorFiles.dropReturnedFilesHere")}
        help={say("vendorFiles.excelWorkbooksAndCsvFilesWritten")}
        onFiles={add}
        onChoose={() => void choose()}
        chooseLabel={say("common.chooseFile")}
        testId="return-choose"
        isDisabled={busy}
      />
      {waiting.length > 0 && (
        <ul role="list" className="v-waiting" aria-label={say("vendorFiles.filesToRead")}>
          {waiting.map((one) => (
            <li key={one} data-testid="return-waiting">
              <Icon name="file" size="1rem" />
              <span>{fileName(one)}</span>
              <IconButton
                icon="close"
                label={say("vendorFiles.leaveOut", { one: fileName(one) })}
                onPress={() => drop(one)}
              />
            </li>
          ))}
        </ul>
      )}
      {busy && waiting.length > 0 ? (
        <JobProgress job={JOB} label={say("vendorFiles.readingReturnedQuestionnaires")} />
      ) : (
        <div className="acts">
          <Button
            kind={canRead ? "primary" : "plain"}
            icon="import"
            keys="Mod+Enter"
            onPress={() => void read()}
            isDisabled={!canRead}
            data-testid="return-read"
          >
            {waiting.length > 1
              ? say("vendorFiles.readFiles", { waiting: waiting.length })
              : say("vendorFiles.readTheFile")}
          </Button>
        </div>
      )}
      {asked.length > 0 && last !== undefined && (
        <Confirm
          title={say("vendorFiles.theReportIsIssuedAlready")}
          isOpen
          act={say("vendorFiles.readAllTheSame", { n: asked.length })}
          onConfirm={() => void read(asked, true)}
          onClose={() => setAsked([])}
        >
          <p>
            {say("vendorFiles.areForAnAssessmentWhoseReport", {
              list: asked.map(fileName).join(", "),
              n: asked.length,
            })}
          </p>
        </Confirm>
      )}
      {last !== undefined && (
        <section
          ref={results}
          tabIndex={-1}
          className="v-results"
          aria-label={say("vendorFiles.whatBecameOfTheFiles")}
          data-testid="return-results"
        >
          <div className="v-results-head">
            <h3>{last.isBack ? say("vendorFiles.readAndTakenBack") : say("vendorFiles.whatBecameOfThem")}</h3>
            {!last.isBack && last.steps > 0 && (
              <Button
                icon="undo"
                onPress={() => void takeBack(last)}
                isDisabled={busy}
                data-testid="return-back"
              >
                {say("vendorFiles.takeTheReadingBack")}
              </Button>
            )}
          </div>
          {!last.isBack && last.steps > 0 && (
            <p className="soft">{say("vendorFiles.conclusionsAreAsTheyWereLook")}</p>
          )}
          <Files
            files={last.files}
            here={title}
            shown={shown}
            isBack={last.isBack}
            onShow={setShown}
            assessment={assessment}
          />
        </section>
      )}
    </section>
  );
}

interface FilesProps {
  files: readonly FileReturn[];
  /** The title of this assessment. */
  here: string | undefined;
  shown: number;
  isBack: boolean;
  onShow(index: number): void;
  assessment: AssessmentId;
}

function Files({ files, here, shown, isBack, onShow, assessment }: FilesProps) {
  const file = files[shown];
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const next = Math.min(files.length - 1, Math.max(0, shown + step));
    if (step === 0) return;
    event.preventDefault();
    onShow(next);
    event.currentTarget.querySelectorAll<HTMLElement>("button")[next]?.focus();
  };
  if (file === undefined) return null;
  return (
    <>
      <ul role="list" className="v-list" onKeyDown={onKeyDown}>
        {files.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list stands still, and two files may have one name
          <li key={index}>
            <button
              type="button"
              className="pick"
              aria-current={index === shown}
              tabIndex={index === shown ? 0 : -1}
              onClick={() => onShow(index)}
              data-testid={`return-file-${index}`}
            >
              <Icon name={one.problem === null && one.refused === 0 ? "check" : "warning"} size="1rem" />
              <span className="pick-title">
                {fileName(one.path)}
                {one.assessment !== "" && one.assessment !== here && (
                  <span className="soft"> {say("vendorFiles.into", { assessment: one.assessment })}</span>
                )}
              </span>
              <span className="pick-about">
                {one.problem !== null ? (
                  <span>{say("vendorFiles.nothingWasTaken")}</span>
                ) : (
                  <>
                    <span>{say("vendorFiles.changed", { changed: one.changed })}</span>
                    <span>{say("vendorFiles.unchanged", { unchanged: one.unchanged })}</span>
                    <span>{say("vendorFiles.empty", { blank: one.blank })}</span>
                    <span className={one.refused > 0 ? "v-refused" : undefined}>
                      {say("vendorFiles.refused", { refused: one.refused })}
                    </span>
                  </>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className="v-file" data-testid="return-file">
        {files.length > 1 && <h4>{fileName(file.path)}</h4>}
        {file.problem !== null && (
          <p className="v-problem" role="alert">
            <Icon name="warning" size="1rem" /> <span>{told(file.problem)}</span>
          </p>
        )}
        {file.assessment !== "" && file.assessment !== here && file.changed > 0 && (
          <p className="soft">{say("vendorFiles.itBelongsToAndWasRead", { assessment: file.assessment })}</p>
        )}
        {file.remarks.length > 0 && (
          <ul role="list" className="v-remarks">
            {file.remarks.map(told).map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        )}
        {file.problem === null &&
          (file.rows.length === 0 ? (
            <EmptyState icon="check" title={say("vendorFiles.nothingNewInIt")}>
              {say("vendorFiles.everyRowIsEmptyOrSays")}
            </EmptyState>
          ) : (
            <Rows
              key={`${shown} ${isBack}`}
              file={file}
              assessment={file.assessment === here ? assessment : undefined}
            />
          ))}
      </div>
    </>
  );
}
