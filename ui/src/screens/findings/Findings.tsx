/** What was found: the list, worst first, what is still to write, and one finding to edit. */

import { useState } from "react";
import {
  Button,
  Conclusion,
  DateField,
  EmptyState,
  Glyph,
  SaveTrouble,
  Segmented,
  Severity,
  segmentsOf,
  severities,
  Tag,
  TextArea,
  TextField,
} from "../../components";
import { attempt, BasedOn, BasedOnPart, stepping, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Failing } from "../../ipc/Failing";
import type { Finding } from "../../ipc/Finding";
import type { FindingId } from "../../ipc/FindingId";
import type { Findings } from "../../ipc/Findings";
import type { FindingView } from "../../ipc/FindingView";
import type { QuestionId } from "../../ipc/QuestionId";
import { go } from "../../place";
import { useEdit } from "../../state/edit";
import { change, useQuery } from "../../state/query";
import { day, say } from "../../words";
import { NeededText, neighbour, Shown, useInSight, useItem } from "../shown";
import { offerTakeBack } from "../takeBack";

export function FindingsScreen({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("findings", { assessment });
  return (
    <div className="screen">
      <Shown query={query}>{(data) => <All assessment={assessment} data={data} />}</Shown>
    </div>
  );
}

function All({ assessment, data }: { assessment: AssessmentId; data: Findings }) {
  const { findings, failing } = data;
  const [item, choose] = useItem<FindingId | QuestionId>();
  const [busy, setBusy] = useState(false);
  // The list shows findings first, then what has none yet; moving goes through both.
  const ids = [...findings.map(({ finding }) => finding.id), ...failing.map(({ question }) => question)];
  const current = item !== undefined && ids.includes(item) ? item : ids[0];
  const shown = findings.find(({ finding }) => finding.id === current);
  const open = failing.find(({ question }) => question === current);

  const write = async (question: QuestionId) => {
    setBusy(true);
    const finding = await attempt(change("raise_finding", { assessment, question }));
    setBusy(false);
    if (finding !== undefined) choose(finding.id);
  };
  const remove = async (finding: Finding) => {
    const next = neighbour(ids, finding.id, 1);
    const done = await attempt(change("remove_finding", { assessment, finding: finding.id }));
    if (done === undefined) return;
    choose(next === finding.id ? undefined : next);
    await offerTakeBack(
      assessment,
      say("findings.findingWasRemoved", { id: finding.id, title: finding.title }),
    );
  };

  const toWrite = open ?? failing[0];
  useCommands([
    ...stepping(
      "findings",
      say("common.findings"),
      say("findings.finding"),
      (by) => choose(neighbour(ids, current, by)),
      {
        isDisabled: ids.length === 0,
      },
    ),
    {
      id: "findings.write",
      title:
        toWrite === undefined
          ? say("findings.writeTheFinding")
          : say("findings.writeTheFindingOn", { question: toWrite.question }),
      group: say("common.findings"),
      keys: "W",
      isDisabled: toWrite === undefined || busy,
      run: () => toWrite !== undefined && void write(toWrite.question),
    },
    {
      id: "findings.remove",
      title: say("findings.removeThisFinding"),
      group: say("common.findings"),
      keys: "Shift+Delete",
      notWhileTyping: true,
      isDisabled: shown === undefined,
      run: () => shown !== undefined && void remove(shown.finding),
    },
  ]);

  if (ids.length === 0)
    return (
      <>
        <h1>{say("common.findings")}</h1>
        <EmptyState
          icon="finding"
          title={say("findings.noFindings")}
          action={
            <Button kind="primary" onPress={() => go("questionnaire", { assessment })}>
              {say("findings.goToTheQuestionnaire")}
            </Button>
          }
        >
          {say("findings.aFindingSaysWhatIsWrong")}
        </EmptyState>
      </>
    );

  return (
    <>
      <header className="screen-head">
        <h1>{say("common.findings")}</h1>
        <p>
          {failing.length > 0
            ? say("findings.nFindingsToWrite", { n: findings.length, failing: failing.length })
            : say("findings.nFindings", { n: findings.length })}
        </p>
      </header>
      <div className="beside">
        <nav className="beside-list" aria-label={say("findings.findingsWorstFirst")}>
          {findings.length > 0 && (
            <ul role="list">
              {findings.map((view) => (
                <FindingRow
                  key={view.finding.id}
                  view={view}
                  current={view.finding.id === current}
                  onChoose={choose}
                />
              ))}
            </ul>
          )}
          {failing.length > 0 && (
            <>
              <h2 className="findings-part">{say("findings.toWrite")}</h2>
              <ul role="list">
                {failing.map((row) => (
                  <FailingRow
                    key={row.question}
                    row={row}
                    current={row.question === current}
                    onChoose={choose}
                  />
                ))}
              </ul>
            </>
          )}
        </nav>
        {shown !== undefined && (
          <Editor key={shown.finding.id} view={shown} onRemove={() => void remove(shown.finding)} />
        )}
        {open !== undefined && <ToWrite row={open} isBusy={busy} onWrite={() => void write(open.question)} />}
      </div>
    </>
  );
}

interface RowProps {
  current: boolean;
  onChoose(id: FindingId | QuestionId): void;
}

function FindingRow({ view: { finding }, current, onChoose }: RowProps & { view: FindingView }) {
  const row = useInSight<HTMLButtonElement>(current);
  return (
    <li>
      <button
        ref={row}
        type="button"
        className="pick"
        aria-current={current}
        data-testid={`finding-${finding.id}`}
        onClick={() => onChoose(finding.id)}
      >
        <Glyph meaning={severities[finding.severity]} />
        <span className="pick-title">{finding.title}</span>
        <span className="pick-about">
          <span className="code">{finding.id}</span>
          <span>{severities[finding.severity].word}</span>
          <span>{finding.owner === "" ? say("findings.noOwner") : finding.owner}</span>
          {finding.due !== null && <span>{say("findings.due", { due: day(finding.due) })}</span>}
        </span>
      </button>
    </li>
  );
}

function FailingRow({ row, current, onChoose }: RowProps & { row: Failing }) {
  const line = useInSight<HTMLButtonElement>(current);
  return (
    <li>
      <button
        ref={line}
        type="button"
        className="pick"
        aria-current={current}
        data-testid={`failing-${row.question}`}
        onClick={() => onChoose(row.question)}
      >
        <Glyph meaning={severities[row.severity]} />
        <span className="pick-title">{row.title}</span>
        <span className="pick-about">
          <span className="code">{row.question}</span>
          <Conclusion value={row.conclusion} quiet />
        </span>
      </button>
    </li>
  );
}

function ToWrite({ row, isBusy, onWrite }: { row: Failing; isBusy: boolean; onWrite(): void }) {
  return (
    <section className="fields" aria-label={say("findings.questionToWrite", { question: row.question })}>
      <div className="tags">
        <Tag>{row.question}</Tag>
        <Conclusion value={row.conclusion} />
      </div>
      <h2>{row.title}</h2>
      <p className="soft">{row.text}</p>
      <p>
        {row.conclusion === "ineffective"
          ? say("findings.thisQuestionWasJudgedIneffectiveAnd")
          : say("findings.thisQuestionWasJudgedPartially")}
      </p>
      <div className="acts">
        <Button kind="primary" keys="W" onPress={onWrite} isDisabled={isBusy} data-testid="write-finding">
          {say("findings.writeTheFinding")}
        </Button>
        <Severity level={row.severity} quiet />
      </div>
    </section>
  );
}

/** How to say what was found, until it is said. */
function howToSay({ finding, pattern, to_write }: FindingView) {
  if (finding.condition !== "" && !to_write.includes("condition")) return undefined;
  const needed = say("findings.whatWasSeenWhereWhenAnd");
  return pattern === null ? needed : say("findings.suchAs", { needed, pattern });
}

function Editor({ view, onRemove }: { view: FindingView; onRemove(): void }) {
  const saver = useEdit<Finding>(`finding ${view.finding.assessment} ${view.finding.id}`, {
    stored: view.finding,
    save: (finding, base) => change("save_finding", { finding, base }),
    what: say("findings.finding2", { id: view.finding.id }),
  });
  const finding = saver.value;
  const put = (part: Partial<Finding>) => saver.set({ ...finding, ...part });
  const leave = () => void saver.flush();
  const { assessment } = finding;
  const text = (
    field: "criterion" | "cause" | "effect" | "recommendation" | "vendor_response",
    label: string,
    help: string,
  ) => (
    <TextArea
      label={label}
      help={finding[field] === "" ? help : undefined}
      value={finding[field]}
      onChange={(value) => put({ [field]: value })}
      onBlur={leave}
      testId={`finding-${field.replace("_", "-")}`}
    />
  );

  return (
    <section className="fields" aria-label={say("findings.finding2", { id: finding.id })}>
      <div className="screen-head">
        <div className="tags">
          <Tag>{finding.id}</Tag>
          <Severity level={finding.severity} />
        </div>
        <Button kind="quiet" icon="trash" onPress={onRemove} data-testid="remove-finding">
          {say("findings.removeFinding")}
        </Button>
      </div>
      <SaveTrouble edit={saver} />
      <NeededText
        label={say("common.title")}
        value={finding.title}
        onChange={(title) => put({ title })}
        onBlur={leave}
        testId="finding-title"
      />
      <Segmented
        label={say("findings.severity")}
        segments={segmentsOf(severities)}
        value={finding.severity}
        onChange={(severity) => put({ severity })}
        testId="finding-severity"
      />
      <NeededText
        label={say("findings.conditionWhatWasFound")}
        help={howToSay(view)}
        isLong
        value={finding.condition}
        onChange={(condition) => put({ condition })}
        onBlur={leave}
        testId="finding-condition"
      />
      {text("criterion", say("findings.criterionWhatShouldBe"), say("findings.theRequirementOrPracticeItIs"))}
      {text("cause", say("findings.causeWhyItIsSo"), say("findings.whatLetItComeToThis"))}
      {text("effect", say("findings.effectWhatCanHappen"), say("findings.whatItMeansForTheData"))}
      {text(
        "recommendation",
        say("findings.recommendationWhatToDo"),
        say("findings.oneThingSomebodyCanDoAnd"),
      )}
      <div className="fields-pair">
        <TextField
          label={say("common.owner")}
          help={say("findings.whoMendsIt")}
          value={finding.owner}
          onChange={(owner) => put({ owner })}
          onBlur={leave}
          testId="finding-owner"
        />
        <DateField
          label={say("common.due")}
          value={finding.due ?? ""}
          onChange={(due) => {
            if (due !== (finding.due ?? "")) put({ due: due === "" ? null : due });
          }}
          testId="finding-due"
        />
      </div>
      {text(
        "vendor_response",
        say("findings.responseOfTheVendor"),
        say("findings.inTheirWordsAcceptedDisputedPlanned"),
      )}
      <BasedOn>
        <BasedOnPart title={say("common.question")}>
          {finding.question === null ? (
            <p className="soft">{say("findings.writtenWithoutAQuestion")}</p>
          ) : (
            <button
              type="button"
              className="linky code"
              onClick={() => go("questionnaire", { assessment, item: finding.question ?? "" })}
            >
              {finding.question}
            </button>
          )}
        </BasedOnPart>
        <BasedOnPart title={say("findings.requirementsItTouches")}>
          <div className="tags" data-testid="finding-requirements">
            {view.requirements.map((id) => (
              <Tag key={id}>{id}</Tag>
            ))}
          </div>
        </BasedOnPart>
        <BasedOnPart title={say("findings.risksThatNameIt")}>
          {view.risks.length === 0 && <p className="soft">{say("findings.none")}</p>}
          <div className="acts">
            {view.risks.map((risk) => (
              <button
                key={risk}
                type="button"
                className="linky code"
                onClick={() => go("risks", { assessment, item: risk })}
              >
                {risk}
              </button>
            ))}
          </div>
        </BasedOnPart>
      </BasedOn>
    </section>
  );
}
