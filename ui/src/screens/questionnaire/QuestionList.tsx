/** The one list, grouped by topic: per question its claim and conclusion, marks and evidence. */

import { type KeyboardEvent, memo, type Ref, useCallback, useEffect, useRef } from "react";
import {
  Button,
  claims,
  conclusions,
  Glyph,
  Icon,
  type Meaning,
  unanswered,
  WithTooltip,
} from "../../components";
import type { OffRow } from "../../ipc/OffRow";
import type { QuestionId } from "../../ipc/QuestionId";
import type { Questionnaire } from "../../ipc/Questionnaire";
import type { QuestionRow } from "../../ipc/QuestionRow";
import type { TopicView } from "../../ipc/TopicView";
import { type Choices, useChoices } from "../../state/choices";
import { rich, say, told, within } from "../../words";
import { titleOf } from "../shown";
import { type Filter, isShown } from "./rows";
import { openIn } from "./TopicOff";

export interface QuestionListProps {
  ref: Ref<HTMLElement>;
  view: Questionnaire;
  filter: Filter;
  current: string | undefined;
  onOpen(question: QuestionId): void;
  /** Asks why the whole topic does not apply. */
  onTopicOff(topic: TopicView): void;
}

/** Home and End go to the ends; the arrows and J, K are commands of the screen. */
function onKeyDown(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== "Home" && event.key !== "End") return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button.q-row")];
  const target = event.key === "Home" ? buttons[0] : buttons.at(-1);
  event.preventDefault();
  target?.focus();
  target?.click();
}

export function QuestionList({ ref, view, filter, current, onOpen, onTopicOff }: QuestionListProps) {
  const latest = useRef(onOpen);
  useEffect(() => {
    latest.current = onOpen;
  });
  const open = useCallback((question: QuestionId) => latest.current(question), []);
  const shown = view.topics
    .map((topic) => ({ topic, rows: topic.questions.filter((row) => isShown(row, filter, current)).length }))
    .filter(({ rows }) => rows > 0);
  const upTo = (end: number) => shown.slice(0, end).reduce((all, { rows }) => all + rows, 0);
  return (
    <nav className="q-list" aria-label={say("common.questions")} ref={ref} onKeyDown={onKeyDown}>
      {shown.map(({ topic }, index) => (
        <Topic
          key={topic.id}
          topic={topic}
          filter={filter}
          before={upTo(index)}
          of={upTo(shown.length)}
          // The other topics need not know which it is.
          current={topic.questions.some(({ id }) => id === current) ? current : undefined}
          onOpen={open}
          onTopicOff={onTopicOff}
        />
      ))}
      {view.off.length > 0 && <NotAsked off={view.off} />}
    </nav>
  );
}

interface TopicProps {
  topic: TopicView;
  filter: Filter;
  /** How many questions are shown in the topics before it, and in all of them. */
  before: number;
  of: number;
  /** The question that is open, when it is of this topic. */
  current: string | undefined;
  onOpen(question: QuestionId): void;
  onTopicOff(topic: TopicView): void;
}

const Topic = memo(function Topic(props: TopicProps) {
  const { topic, filter, before, of, current, onOpen, onTopicOff } = props;
  const rows = topic.questions.filter((row) => isShown(row, filter, current));
  const concluded = topic.questions.filter(({ conclusion }) => conclusion !== null).length;
  return (
    <section>
      <div className="q-topic">
        <h2>{topic.title}</h2>
        {openIn(topic).length > 0 && (
          <WithTooltip text={say("questionnaire.theWholeTopicDoesNotApply")}>
            <Button
              kind="quiet"
              onPress={() => onTopicOff(topic)}
              // One stop for Tab, as for the rows: the topic that is being worked on.
              excludeFromTabOrder={current === undefined}
              aria-label={say("questionnaire.notApplicable", { title: topic.title })}
              data-testid={`topic-off-${topic.id}`}
            >
              {say("questionnaire.notApplicable2")}
            </Button>
          </WithTooltip>
        )}
        <span className="q-topic-count">
          {rich("questionnaire.ofConcluded", {
            concluded,
            questions: topic.questions.length,
            span: <span className="sr-only" />,
          })}
        </span>
      </div>
      <ul role="list">
        {rows.map((row, index) => (
          <Row
            key={row.id}
            row={row}
            place={before + index + 1}
            of={of}
            isCurrent={row.id === current}
            onOpen={onOpen}
          />
        ))}
      </ul>
    </section>
  );
});

const notConcluded: Meaning = { ...conclusions["not-assessed"], word: say("questionnaire.notConcluded2") };

/** The same row again, as the core gave it. */
const isSame = (a: QuestionRow, b: QuestionRow) => JSON.stringify(a) === JSON.stringify(b);

const Row = memo(
  function Row({
    row,
    place,
    of,
    isCurrent,
    onOpen,
  }: {
    row: QuestionRow;
    /** Which it is of all that are shown, in whichever topic. */
    place: number;
    of: number;
    isCurrent: boolean;
    onOpen(question: QuestionId): void;
  }) {
    const claim = row.claim === null ? unanswered : claims[row.claim];
    const conclusion = row.conclusion === null ? notConcluded : conclusions[row.conclusion];
    return (
      <li aria-posinset={place} aria-setsize={of}>
        <button
          type="button"
          className="q-row"
          aria-current={isCurrent ? "true" : undefined}
          tabIndex={isCurrent ? 0 : -1}
          data-testid={`question-${row.id}`}
          onClick={() => onOpen(row.id)}
        >
          <span className="q-row-id code">{row.id}</span>
          <span className="q-row-marks">
            {row.flagged && <Mark icon="finding" word={say("questionnaire.flagged")} />}
            {row.knock_out !== null && <Mark icon="risk" word={say("questionnaire.knockOut3")} tag="KO" />}
            {row.evidence > 0 && (
              <Mark
                icon="paperclip"
                word={say("questionnaire.nPiecesOfEvidence", { n: row.evidence })}
                n={row.evidence}
              />
            )}
            {row.owed && <Mark icon="clock" word={say("questionnaire.evidenceStillOwed")} />}
            {row.reviewed && <Mark icon="eye" word={say("questionnaire.aSecondPersonLookedAtIt2")} />}
            {row.claim_changed && (
              <Mark icon="import" word={say("questionnaire.aReturnedFileChangedTheClaim")} isBad />
            )}
            {row.reason_missing && <Mark icon="warning" word={say("questionnaire.reasonMissing")} isBad />}
          </span>
          <span className="q-row-said">
            <Said meaning={claim} voice={say("questionnaire.claim")} />
            <Said meaning={conclusion} voice={say("questionnaire.conclusion")} />
          </span>
          <span className="sr-only">: </span>
          <span className="q-row-text">{row.text}</span>
        </button>
      </li>
    );
  },
  (before, after) =>
    before.isCurrent === after.isCurrent &&
    before.place === after.place &&
    before.of === after.of &&
    before.onOpen === after.onOpen &&
    isSame(before.row, after.row),
);

function Said({ meaning, voice }: { meaning: Meaning; voice: string }) {
  return (
    <span title={`${voice}: ${within(meaning.word)}`}>
      <Glyph meaning={meaning} size="1rem" />
      <span className="sr-only">
        , {voice}: {meaning.word}
      </span>
    </span>
  );
}

function Mark({
  icon,
  word,
  tag,
  n,
  isBad,
}: {
  icon: "finding" | "risk" | "paperclip" | "warning" | "clock" | "eye" | "import";
  word: string;
  tag?: string;
  n?: number;
  isBad?: boolean;
}) {
  return (
    <span className="q-mark" data-bad={isBad || undefined} title={word}>
      {tag === undefined ? (
        <Icon name={icon} size="0.8125rem" />
      ) : (
        <span className="q-ko" aria-hidden="true">
          {tag}
        </span>
      )}
      {n !== undefined && <span aria-hidden="true">{n}</span>}
      <span className="sr-only">, {word}</span>
    </span>
  );
}

function whyNotAsked(because: OffRow["because"], choices: Choices | undefined): string {
  switch (because.is) {
    case "tier":
      return say("questionnaire.askedDownToTier", because);
    case "fact":
      return say("questionnaire.askedWhenTheScopeHas", {
        fact: titleOf(choices?.scope_facts, because.fact),
      });
    case "no-framework":
      return say("questionnaire.bearsOnNoChosenFramework");
    case "nothing-applies":
      return say("questionnaire.nothingItExaminesApplies", { first: told(because.first) });
  }
}

/** What is not asked, and why: nothing is left out unsaid. */
const NotAsked = memo(function NotAsked({ off }: { off: readonly OffRow[] }) {
  const choices = useChoices();
  return (
    <details className="q-off">
      <summary>{say("questionnaire.notAsked", { off: off.length })}</summary>
      <ul role="list">
        {off.map((row) => (
          <li key={row.id} data-testid={`off-${row.id}`}>
            <span className="q-row-id code">{row.id}</span>
            <span className="q-off-reason">{whyNotAsked(row.because, choices)}</span>
            <span className="q-row-text">{row.text}</span>
          </li>
        ))}
      </ul>
    </details>
  );
});
