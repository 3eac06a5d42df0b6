/** The questionnaire: one list on the left, the question in full beside it, the two figures always in sight. */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Button, EmptyState, Select } from "../../components";
import { tell, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { QuestionId } from "../../ipc/QuestionId";
import type { Questionnaire as QuestionnaireView } from "../../ipc/Questionnaire";
import type { TopicView } from "../../ipc/TopicView";
import { go, usePlace } from "../../place";
import { skip, useQuery } from "../../state/query";
import { createVaultStore, useStore } from "../../state/store";
import { say, within } from "../../words";
import { AcceptOffDialog } from "./AcceptOff";
import { Figures } from "./Figures";
import { QuestionList } from "./QuestionList";
import { QuestionPane } from "./QuestionPane";
import {
  ANYONE,
  counts,
  type Filter,
  flat,
  isClaimedOff,
  isShown,
  neighbour,
  nextUnanswered,
  rolesOf,
  shows,
} from "./rows";
import { openIn, TopicOffDialog } from "./TopicOff";
import "./questionnaire.css";

/** Where each assessment was left, while the program runs: coming back goes on there. */
const left = createVaultStore<Readonly<Record<string, { question?: QuestionId; filter?: Filter }>>>({});

const everything: Filter = { show: "all", role: ANYONE };

export function QuestionnaireScreen({ assessment }: { assessment: AssessmentId }) {
  const found = useQuery("questionnaire", { assessment });
  if (found.data === undefined) {
    return (
      <>
        <h1 className="sr-only">{say("questionnaire.questionnaire")}</h1>
        {found.error !== undefined && <p role="alert">{found.error.message}</p>}
      </>
    );
  }
  return <Loaded assessment={assessment} view={found.data} />;
}

function Loaded({ assessment, view }: { assessment: AssessmentId; view: QuestionnaireView }) {
  const { ids } = usePlace();
  const memory = useStore(left)[assessment];
  const filter = memory?.filter ?? everything;
  const rows = useMemo(() => flat(view), [view]);
  const isAsked = (id: string | undefined): id is QuestionId => rows.some((row) => row.id === id);
  // Where one begins is settled once: an answer must not move the question from under the hands.
  const [start] = useState(() => rows.find((row) => row.claim === null)?.id);
  const current = [ids.item, memory?.question, start, rows[0]?.id].find(isAsked);
  const shown = useMemo(() => rows.filter((row) => isShown(row, filter, current)), [rows, filter, current]);
  const totals = useMemo(() => counts(rows, filter.role), [rows, filter.role]);
  const roles = useMemo(() => rolesOf(rows), [rows]);
  const [explained, setExplained] = useState(false);
  const [topicOff, setTopicOff] = useState<TopicView>();
  const [accepting, setAccepting] = useState(false);
  const claimedOff = useMemo(() => rows.filter(isClaimedOff), [rows]);
  const list = useRef<HTMLElement>(null);
  const moved = useRef<"list" | "question">(undefined);

  const remember = (part: { question?: QuestionId; filter?: Filter }) =>
    left.set((all) => ({ ...all, [assessment]: { ...all[assessment], ...part } }));

  const open = (question: QuestionId | undefined) => {
    if (question === undefined) return;
    // The focus stays where the work is: in the list, or on the question.
    moved.current = list.current?.contains(document.activeElement) ? "list" : "question";
    remember({ question });
    go("questionnaire", { assessment, item: question }, { replace: true });
  };

  const takesFocus = useCallback(() => {
    const takes = moved.current === "question";
    if (takes) moved.current = undefined;
    return takes;
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another question is what moves the focus
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>("[aria-current]");
    row?.scrollIntoView({ block: "nearest" });
    if (moved.current !== "list") return;
    moved.current = undefined;
    row?.focus({ preventScroll: true });
  }, [current]);

  // The neighbours are kept at hand, so that J and K show them at once.
  const next = neighbour(shown, current, 1);
  const previous = neighbour(shown, current, -1);
  useQuery("question", next === undefined ? skip : { assessment, question: next });
  useQuery("question", previous === undefined ? skip : { assessment, question: previous });

  const toUnanswered = () => {
    const unanswered = nextUnanswered(
      rows.filter((row) => filter.role === ANYONE || row.who.includes(filter.role)),
      current,
    );
    if (unanswered !== undefined) open(unanswered);
    else
      tell(
        filter.role === ANYONE
          ? say("questionnaire.everyOtherQuestionHasAnAnswer")
          : say("questionnaire.everyOtherQuestionForTheHas", { role: filter.role }),
      );
  };

  const topic = view.topics.find(({ questions }) => questions.some(({ id }) => id === current));
  const group = say("questionnaire.questionnaire");
  useCommands([
    {
      id: "questionnaire.next",
      title: say("questionnaire.goToNextQuestion"),
      group,
      keys: ["J", "ArrowDown"],
      notWhileTyping: true,
      run: () => open(next),
    },
    {
      id: "questionnaire.previous",
      title: say("questionnaire.goToPreviousQuestion"),
      group,
      keys: ["K", "ArrowUp"],
      notWhileTyping: true,
      run: () => open(previous),
    },
    {
      id: "questionnaire.unanswered",
      title: say("questionnaire.goToNextUnansweredQuestion"),
      group,
      keys: "U",
      run: toUnanswered,
    },
    {
      id: "questionnaire.explain",
      title: say("questionnaire.showHowTheFiguresAreComputed"),
      group,
      words: say("questionnaire.scoreCoverageFormula"),
      run: () => setExplained(true),
    },
    {
      id: "questionnaire.topic-off",
      title: say("questionnaire.sayThatTheTopicDoesNot", { title: topic?.title ?? "" }),
      group,
      words: say("questionnaire.notApplicableWholeTopic"),
      isDisabled: topic === undefined || openIn(topic).length === 0,
      run: () => setTopicOff(topic),
    },
    {
      id: "questionnaire.accept-off",
      title: say("questionnaire.acceptClaimsOfNotApplicable"),
      group,
      words: say("questionnaire.bulkConcludeAllReason"),
      isDisabled: claimedOff.length === 0,
      run: () => setAccepting(true),
    },
    ...shows.map(({ id, title }) => ({
      id: `questionnaire.show.${id}`,
      title: say("questionnaire.show", { title: within(title) }),
      group,
      words: say("questionnaire.filterList"),
      run: () => remember({ filter: { ...filter, show: id } }),
    })),
  ]);

  return (
    <div className="questionnaire">
      <Figures
        tally={view.tally}
        isExplained={explained}
        onExplain={setExplained}
        onOpen={(question) => {
          setExplained(false);
          open(question);
        }}
      />
      <div className="q-left">
        <div className="q-filter">
          <Select
            label={say("common.show")}
            hideLabel
            options={shows.map(({ id, title }) => ({ id, label: `${title} (${totals[id]})` }))}
            value={filter.show}
            onChange={(show) => remember({ filter: { ...filter, show } })}
            testId="filter-show"
          />
          <Select
            label={say("questionnaire.whoIsInTheRoom")}
            hideLabel
            options={[
              { id: ANYONE_ID, label: say("questionnaire.anyoneInTheRoom") },
              ...roles.map((role) => ({
                id: role.title,
                label: role.title,
                detail:
                  role.open === 0
                    ? say("questionnaire.nQuestionsAllAnswered", { n: role.questions })
                    : say("questionnaire.nQuestionsOpenAboutMin", {
                        n: role.questions,
                        open: role.open,
                        minutes: role.minutes,
                      }),
              })),
            ]}
            value={filter.role === ANYONE ? ANYONE_ID : filter.role}
            onChange={(role) => remember({ filter: { ...filter, role: role === ANYONE_ID ? ANYONE : role } })}
            testId="filter-role"
          />
        </div>
        {filter.show === "claimed-off" && claimedOff.length > 0 && (
          <div className="q-claimed-off">
            <p className="small">
              {say("questionnaire.nQuestionsTheVendorSaysDoNot", { n: claimedOff.length })}
            </p>
            <Button onPress={() => setAccepting(true)} data-testid="accept-off">
              {say("questionnaire.acceptSomeOrAll")}
            </Button>
          </div>
        )}
        <QuestionList
          ref={list}
          view={view}
          filter={filter}
          current={current}
          onOpen={open}
          onTopicOff={setTopicOff}
        />
        {totals[filter.show] === 0 && (
          <p className="q-none">
            {filter.show === "unanswered"
              ? say("questionnaire.everyQuestionHasAnAnswer")
              : filter.show === "not-concluded"
                ? say("questionnaire.everyQuestionIsConcluded")
                : filter.show === "flagged"
                  ? say("questionnaire.nothingIsFlaggedFMarksA")
                  : filter.show === "owed"
                    ? say("questionnaire.theVendorOwesNothingDOn")
                    : filter.show === "claimed-off"
                      ? say("questionnaire.noClaimOfNotApplicableWaits")
                      : filter.show === "changed"
                        ? say("questionnaire.noReturnedFileChangedAClaim")
                        : say("questionnaire.noQuestionFitsThisChoice")}
          </p>
        )}
      </div>
      {accepting && (
        <AcceptOffDialog
          assessment={assessment}
          rows={claimedOff}
          onClose={() => {
            setAccepting(false);
            requestAnimationFrame(() => {
              if (document.activeElement !== document.body) return;
              list.current?.querySelector<HTMLElement>("[aria-current]")?.focus();
            });
          }}
        />
      )}
      {topicOff !== undefined && (
        <TopicOffDialog
          assessment={assessment}
          topic={topicOff}
          onClose={() => {
            setTopicOff(undefined);
            // Its button may be gone.
            requestAnimationFrame(() => {
              if (document.activeElement !== document.body) return;
              list.current?.querySelector<HTMLElement>("[aria-current]")?.focus();
            });
          }}
        />
      )}
      {current === undefined ? (
        <EmptyState icon="questionnaire" title={say("questionnaire.noQuestionIsAsked")}>
          {say("questionnaire.withThisScopeNothingAppliesChoose")}
        </EmptyState>
      ) : (
        <QuestionPane
          key={current}
          assessment={assessment}
          question={current}
          takesFocus={takesFocus}
          onNext={() => open(next)}
          place={{ at: shown.findIndex(({ id }) => id === current) + 1, of: shown.length }}
        />
      )}
    </div>
  );
}

/** A choice needs an id that is not empty. */
const ANYONE_ID = "anyone";
