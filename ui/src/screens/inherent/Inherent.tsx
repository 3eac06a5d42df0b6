/** Inherent risk: what we answer about the service before the vendor is asked anything, and the tier it makes. */

import { useRef } from "react";
import { call } from "../../api";
import { Button, SaveTrouble } from "../../components";
import { stepping, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { InherentView } from "../../ipc/InherentView";
import { atOnce, useEdit } from "../../state/edit";
import { change, invalidate, useQuery } from "../../state/query";
import { saving } from "../../state/saved";
import { Shown, useItem } from "../shown";
import { Decides, Facts } from "./Decides";
import { Override } from "./Override";
import { Questions } from "./Questions";
import { Tier } from "./Tier";
import "./inherent.css";
import { say } from "../../words";

export function Inherent({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("inherent_risk", { assessment });
  return (
    <div className="screen inherent">
      <header>
        <h1>{say("common.inherentRisk")}</h1>
        <p className="soft">{say("inherent.beforeTheVendorIsAskedAnything")}</p>
      </header>
      <Shown query={query}>{(view) => <Loaded key={assessment} assessment={assessment} view={view} />}</Shown>
    </div>
  );
}

function Loaded({ assessment, view }: { assessment: AssessmentId; view: InherentView }) {
  const questions = view.pack.question;
  const latest = useRef(view);
  latest.current = view;
  const answers = useEdit(`inherent ${assessment}`, {
    stored: view.answers,
    save: (value, seen) =>
      change("save_inherent_risk", {
        assessment,
        answers: value,
        tier_override: latest.current.tier_override,
        base: { answers: seen, tier_override: latest.current.tier_override },
      }),
    what: say("inherent.answersOnInherentRisk"),
    // A choice is sent at once; a quick next one waits its turn.
    timing: atOnce,
  });
  const [item, open] = useItem();
  const list = useRef<HTMLOListElement>(null);
  const current = questions.find(({ id }) => id === item);
  // Several keys may come before the screen is drawn again.
  const given = useRef(answers.value);
  given.current = answers.value;

  /** Opens a question and puts the focus on it. */
  const goTo = (question: string | undefined) => {
    if (question === undefined) return;
    open(question);
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-question="${question}"]`)?.focus(),
    );
  };
  const step = (by: 1 | -1) => {
    const at = questions.findIndex(({ id }) => id === current?.id);
    goTo(
      at < 0
        ? questions[by === 1 ? 0 : questions.length - 1]?.id
        : questions[Math.min(questions.length - 1, Math.max(0, at + by))]?.id,
    );
  };
  /** The next without an answer after this one, from the beginning again at the end. */
  const nextOpen = (after: string | undefined) => {
    const at = questions.findIndex(({ id }) => id === after);
    return [...questions.slice(at + 1), ...questions.slice(0, at + 1)].find(
      ({ id }) => given.current[id] === undefined,
    )?.id;
  };
  const answer = (question: string, option: string | undefined) => {
    const { [question]: _, ...others } = given.current;
    given.current = option === undefined ? others : { ...others, [question]: option };
    answers.set(given.current);
  };
  const answerByKey = (at: number) => {
    const option = current?.options[at];
    if (current === undefined || option === undefined) return;
    const isFirst = given.current[current.id] === undefined;
    answer(current.id, option.id);
    // Through an empty list one goes digit by digit; a correction stays where it is.
    if (isFirst) goTo(nextOpen(current.id));
  };

  const group = say("common.inherentRisk");
  useCommands([
    ...stepping("inherent", group, say("inherent.question"), step, { arrows: true }),
    {
      id: "inherent.unanswered",
      title: say("inherent.goToNextUnansweredQuestion"),
      group,
      keys: "U",
      run: () => goTo(nextOpen(current?.id)),
    },
    ...(current?.options ?? []).map(({ id, title }, at) => ({
      id: `inherent.answer.${id}`,
      title: say("inherent.answer", { title }),
      group,
      keys: String(at + 1),
      run: () => answerByKey(at),
    })),
  ]);

  const first = nextOpen(undefined);
  return (
    <>
      <SaveTrouble edit={answers} />
      <div className="inherent-halves">
        <section className="inherent-list" aria-labelledby="inherent-questions">
          <div className="inherent-list-head">
            <h2 id="inherent-questions">{say("inherent.questionsToOurselves")}</h2>
            <p className="soft" data-testid="inherent-answered">
              {say("inherent.ofAnswered", {
                many: Object.keys(answers.value).length,
                questions: questions.length,
              })}
            </p>
            {first !== undefined && current === undefined && (
              <Button kind="primary" keys="U" onPress={() => goTo(first)} data-testid="inherent-start">
                {Object.keys(answers.value).length === 0
                  ? say("inherent.answerTheFirst")
                  : say("inherent.answerTheNext")}
              </Button>
            )}
          </div>
          <p className="field-help">{say("inherent.aDigitAnswersAndGoesOn")}</p>
          <Questions
            ref={list}
            questions={questions}
            answers={answers.value}
            current={current?.id}
            onOpen={open}
            onAnswer={answer}
          />
        </section>
        <div className="inherent-result">
          <Tier view={view} />
          <Decides assessment={assessment} view={view} />
          <Override
            assessment={assessment}
            view={view}
            save={async (tier_override) => {
              // What waits behind a refused tier goes with the one that is to replace it.
              await answers.flush();
              // A refusal is said in the form; the bar keeps quiet about it, for nothing waits to be saved.
              await call("save_inherent_risk", {
                assessment,
                answers: given.current,
                tier_override,
                base: { answers: latest.current.answers, tier_override: latest.current.tier_override },
              });
              saving().saved();
              await invalidate();
              answers.tryAgain();
            }}
          />
          <Facts assessment={assessment} view={view} />
        </div>
      </div>
    </>
  );
}
