/** The interview plan: who sits in the room, and what to ask them in talking order, with the clock running. */

import { useRef, useState } from "react";
import { Button, claims, EmptyState, Icon, MeaningTag, Tag } from "../../components";
import { stepping, tell, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { FrameworkId } from "../../ipc/FrameworkId";
import type { InterviewPlan } from "../../ipc/InterviewPlan";
import type { Planned } from "../../ipc/Planned";
import type { QuestionId } from "../../ipc/QuestionId";
import type { Sitting } from "../../ipc/Sitting";
import type { SittingPlan } from "../../ipc/SittingPlan";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { useDraft } from "../../state/edit";
import { useQuery } from "../../state/query";
import { rich, say } from "../../words";
import { useCopyText } from "../copyText";
import { neighbour, Shown, useItem } from "../shown";
import { agendaOf, byRole, clockAt, duration, minutesOf, readTime, topicsOf } from "./plan";
import { Sittings } from "./Sittings";
import "./interview.css";

/** A conversation as it is chosen here; the time it starts is for the clock only. */
export interface Room extends Sitting {
  start: string;
}

const ROOM: Room = { roles: [], minutes: 60, start: "" };

const FIRST: readonly Room[] = [ROOM];

export function InterviewScreen({ assessment }: { assessment: AssessmentId }) {
  // The choices are nobody's record: they are kept for whoever plans, and go into no report.
  const chosen = useDraft<readonly Room[]>(`interview ${assessment}`, FIRST, {
    what: say("interview.interviewPlan"),
    kind: "working",
  });
  const rooms = chosen.value;
  const sittings = rooms.map(({ roles, minutes }) => ({ roles, minutes }));
  const query = useQuery("interview_plan", { assessment, sittings });
  const overview = useQuery("overview", { assessment });
  // While a plan for another choice is made, the one before stays.
  const last = useRef({ assessment, plan: query.data });
  if (query.data !== undefined || last.current.assessment !== assessment)
    last.current = { assessment, plan: query.data };
  return (
    <div className="screen interview">
      {/* The agenda that goes into an e-mail begins with the title: without it there is none to copy. */}
      <Shown query={{ ...query, data: last.current.plan }}>
        {(plan) => (
          <Shown query={overview}>
            {({ assessment: { title } }) => (
              <Plan
                assessment={assessment}
                title={title}
                plan={plan}
                rooms={rooms}
                onRooms={(next) => chosen.set(next)}
              />
            )}
          </Shown>
        )}
      </Shown>
    </div>
  );
}

interface PlanProps {
  assessment: AssessmentId;
  title: string;
  plan: InterviewPlan;
  rooms: readonly Room[];
  onRooms(rooms: readonly Room[]): void;
}

function Plan({ assessment, title, plan, rooms, onRooms }: PlanProps) {
  const [item, choose] = useItem<QuestionId>();
  const [shown, setShown] = useState(0);
  const agenda = useRef<HTMLDivElement>(null);
  const choices = useChoices();
  const everything = useQuery("interview_plan", { assessment, sittings: [] }).data?.others ?? [];
  const [copyText, byHand] = useCopyText(say("interview.copyTheAgenda"));
  const roles = choices?.roles ?? [];
  const frameworkTitle = (id: FrameworkId) => choices?.frameworks.find((one) => one.id === id)?.title ?? id;
  const starts = rooms.map(({ start }) => readTime(start));
  const ids = plan.sittings.flatMap(({ questions }) => questions.map(({ question }) => question));
  const current = item !== undefined && ids.includes(item) ? item : ids[0];

  const open = new Map<string, number>();
  for (const { who } of everything) for (const role of who) open.set(role, (open.get(role) ?? 0) + 1);

  const change = (index: number, part: Partial<Room>) =>
    onRooms(rooms.map((room, at) => (at === index ? { ...room, ...part } : room)));
  const add = (room: Room = ROOM) => {
    onRooms([...rooms, room]);
    setShown(rooms.length);
  };
  const addFor = (role: string) => {
    const id = roles.find((one) => one.title === role)?.id;
    if (id === undefined) return;
    const only = rooms[0];
    // The first conversation is still empty: they sit there.
    if (rooms.length === 1 && only?.roles.length === 0) {
      change(0, { roles: [id] });
      setShown(0);
    } else add({ ...ROOM, roles: [id] });
    agenda.current?.focus();
  };
  const remove = (index: number) => {
    const before = rooms;
    onRooms(rooms.filter((_, at) => at !== index));
    setShown(Math.max(0, index - 1));
    tell(say("interview.conversationWasRemovedFromThePlan", { index: index + 1 }), {
      label: say("common.undo"),
      run: () => onRooms(before),
    });
  };
  const openQuestion = (question: QuestionId) => {
    choose(question);
    go("questionnaire", { assessment, item: question });
  };
  const move = (step: 1 | -1) => {
    const next = neighbour(ids, current, step);
    choose(next);
    requestAnimationFrame(() => {
      const row = agenda.current?.querySelector<HTMLElement>(`[data-question="${next}"]`);
      row?.querySelector<HTMLElement>("button")?.focus();
      row?.scrollIntoView?.({ block: "nearest" });
    });
  };
  // An agenda names its frameworks, which come with the choices.
  const isBare = ids.length === 0 || choices === undefined;
  const copy = () =>
    copyText(
      agendaOf(title, plan, starts, frameworkTitle),
      say("interview.copiedAsTextAnAgendaWith", { n: ids.length }),
    );

  const group = say("interview.interviewPlan");
  useCommands([
    { id: "interview.add", title: say("interview.addAConversation"), group, keys: "N", run: () => add() },
    ...stepping("interview", group, say("interview.questionOfTheAgenda"), move, {
      isDisabled: ids.length === 0,
    }),
    {
      id: "interview.open",
      title: say("interview.openItInTheQuestionnaire"),
      group,
      keys: "O",
      isDisabled: current === undefined,
      run: () => current !== undefined && openQuestion(current),
    },
    {
      id: "interview.copy",
      title: say("interview.copyTheAgendaAsText"),
      words: say("interview.clipboardEMailMail"),
      group,
      keys: "C",
      isDisabled: isBare,
      run: copy,
    },
  ]);

  const rows = { current, frameworkTitle, onOpen: openQuestion, onChoose: choose };
  const total = everything.length;
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>{say("interview.interviewPlan")}</h1>
          <p>
            {total === 0
              ? say("interview.everyQuestionIsConcluded")
              : say("interview.nOpenQuestionsOfTalkEachIs", {
                  n: total,
                  duration: duration(minutesOf(everything)),
                })}
            {plan.concluded > 0 && total > 0 && say("interview.whatHasAConclusionAlreadyIs")}
          </p>
        </div>
        <Button
          kind="primary"
          icon="copy"
          keys="C"
          isDisabled={isBare}
          onPress={copy}
          data-testid="interview-copy"
        >
          {say("interview.copyAgenda")}
        </Button>
      </header>
      <div className="interview-beside">
        <Sittings
          rooms={rooms}
          plans={plan.sittings}
          roles={roles}
          open={open}
          shown={shown}
          onShow={setShown}
          onChange={change}
          onRemove={remove}
          onAdd={() => add()}
        />
        <div ref={agenda} className="interview-agenda" tabIndex={-1} data-testid="agenda">
          {total === 0 && (
            <EmptyState
              icon="check"
              title={say("interview.nothingLeftToAsk")}
              action={
                <Button onPress={() => go("questionnaire", { assessment })}>
                  {say("common.goToTheQuestions")}
                </Button>
              }
            >
              {say("interview.questionsWithoutAConclusionComeHere")}
            </EmptyState>
          )}
          {total > 0 && rooms.every((room) => room.roles.length === 0) && (
            <EmptyState icon="people" title={say("interview.whoWillBeInTheRoom")}>
              {say("interview.tickTheRolesOfThoseWho")}
            </EmptyState>
          )}
          {plan.sittings.map((sitting, index) => (
            <Conversation
              // biome-ignore lint/suspicious/noArrayIndexKey: a conversation has no name but its place
              key={index}
              index={index}
              sitting={sitting}
              start={starts[index]}
              {...rows}
            />
          ))}
          {plan.others.length > 0 && (
            <section aria-label={say("interview.forOthers")} data-testid="interview-others">
              <h2>
                {rich("interview.forOthersQuestions", {
                  span: <span className="soft" />,
                  n: plan.others.length,
                  others_minutes: duration(plan.others_minutes),
                })}
              </h2>
              <p className="soft">{say("interview.nobodyInTheRoomsCanAnswer")}</p>
              {byRole(plan.others).map(({ role, questions }) => (
                <div key={role} className="interview-other">
                  <details>
                    <summary>
                      <span>{role === "" ? say("interview.nobodyNamed") : role}</span>{" "}
                      <span className="soft">
                        {say("interview.nQuestions", {
                          n: questions.length,
                          duration: duration(minutesOf(questions)),
                        })}
                      </span>
                    </summary>
                    <Plain questions={questions} onOpen={openQuestion} />
                  </details>
                  {roles.some((one) => one.title === role) && (
                    <Button kind="quiet" icon="plus" onPress={() => addFor(role)}>
                      {rich("interview.talkToThem", { span: <span className="sr-only">: {role}</span> })}
                    </Button>
                  )}
                </div>
              ))}
            </section>
          )}
        </div>
      </div>
      {byHand}
    </>
  );
}

interface RowsProps {
  current: string | undefined;
  frameworkTitle(id: FrameworkId): string;
  onOpen(question: QuestionId): void;
  onChoose(question: QuestionId): void;
}

function Conversation(props: RowsProps & { index: number; sitting: SittingPlan; start: number | undefined }) {
  const { index, sitting, start, ...rows } = props;
  if (sitting.roles.length === 0) return null;
  const { questions, planned, minutes, no_time } = sitting;
  return (
    <section aria-label={say("interview.conversation", { index: index + 1 })} data-testid={`agenda-${index}`}>
      <h2>
        {rich("interview.conversationQuestionsOf", {
          index: index + 1,
          span: <span className="soft" />,
          n: questions.length,
          planned: duration(planned),
          minutes: duration(minutes),
        })}
      </h2>
      <p className="soft">{sitting.roles.join(", ")}</p>
      {questions.length === 0 && (
        <p>
          {no_time.length > 0
            ? say("interview.thereIsNoTimeForAny")
            : say("interview.nothingOpenIsLeftForThem")}
        </p>
      )}
      {topicsOf(questions).map((topic) => (
        <div key={topic.questions[0]?.question.question} className="interview-topic">
          <h3>
            {topic.title} <span className="soft">{duration(topic.minutes)}</span>
          </h3>
          <ol role="list">
            {topic.questions.map(({ at, question }) => (
              <Row key={question.question} clock={clockAt(at, start)} question={question} {...rows} />
            ))}
          </ol>
        </div>
      ))}
      {questions.length > 0 && (
        <p className="interview-end soft">
          <span className="code">{clockAt(planned, start)}</span>{" "}
          {minutes > planned
            ? say("interview.endWithToSpare", { duration: duration(minutes - planned) })
            : say("interview.end")}
        </p>
      )}
      {no_time.length > 0 && (
        <details className="interview-no-time" data-testid={`no-time-${index}`}>
          <summary>
            <Icon name="clock" size="1rem" />
            <span>{say("interview.noTimeFor")}</span>{" "}
            <span className="soft">
              {say("interview.nQuestions", { n: no_time.length, duration: duration(minutesOf(no_time)) })}
            </span>
          </summary>
          <Plain questions={no_time} onOpen={rows.onOpen} />
        </details>
      )}
    </section>
  );
}

function Row(props: RowsProps & { clock: string; question: Planned }) {
  const { clock, question: planned, current, frameworkTitle, onOpen, onChoose } = props;
  const { question, text, interview, minutes, knock_out, frameworks, claim } = planned;
  return (
    <li
      className="interview-row"
      data-question={question}
      data-current={question === current || undefined}
      data-testid={`planned-${question}`}
      onFocus={() => question !== current && onChoose(question)}
    >
      <span className="code">{clock}</span>
      <div>
        <button
          type="button"
          className="linky"
          onClick={() => onOpen(question)}
          data-testid={`planned-open-${question}`}
        >
          <span className="code">{question}</span> {text}
        </button>
        {interview !== "" && <p className="soft">{interview}</p>}
        <p className="tags">
          {knock_out !== null && <Tag>{say("interview.feeds", { knock_out })}</Tag>}
          {claim !== null && (
            <MeaningTag meaning={claims[claim]} prefix={say("interview.theVendorSays")} quiet />
          )}
          <span className="soft small">{frameworks.map(frameworkTitle).join(", ")}</span>
        </p>
      </div>
      <span className="soft small">{duration(minutes)}</span>
    </li>
  );
}

/** Questions without a place in time. */
function Plain({ questions, onOpen }: { questions: readonly Planned[]; onOpen(question: QuestionId): void }) {
  return (
    <ul role="list">
      {questions.map(({ question, text, minutes }) => (
        <li key={question}>
          <button type="button" className="linky" onClick={() => onOpen(question)}>
            <span className="code">{question}</span> {text}
          </button>
          <span className="soft small">{duration(minutes)}</span>
        </li>
      ))}
    </ul>
  );
}
