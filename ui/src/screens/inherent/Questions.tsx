/** The questions in one list. Each shows its answer and the points it adds; the open one shows its options. */

import type { Ref } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { Button, Icon, KeyHint, Tag } from "../../components";
import type { InherentOption } from "../../ipc/InherentOption";
import type { InherentQuestion } from "../../ipc/InherentQuestion";
import { say } from "../../words";
import { useInSight } from "../shown";

interface QuestionsProps {
  ref: Ref<HTMLOListElement>;
  questions: readonly InherentQuestion[];
  answers: Readonly<Record<string, string>>;
  current: string | undefined;
  onOpen(question: string | undefined): void;
  onAnswer(question: string, option: string | undefined): void;
}

export function Questions({ ref, questions, answers, current, onOpen, onAnswer }: QuestionsProps) {
  return (
    <ol role="list" className="inherent-questions" ref={ref}>
      {questions.map((question) => (
        <Item
          key={question.id}
          question={question}
          chosen={question.options.find(({ id }) => id === answers[question.id])}
          isOpen={question.id === current}
          onOpen={onOpen}
          onAnswer={onAnswer}
        />
      ))}
    </ol>
  );
}

interface ItemProps extends Pick<QuestionsProps, "onOpen" | "onAnswer"> {
  question: InherentQuestion;
  chosen: InherentOption | undefined;
  isOpen: boolean;
}

function Item({ question, chosen, isOpen, onOpen, onAnswer }: ItemProps) {
  const { id, text, why, options } = question;
  const item = useInSight<HTMLLIElement>(isOpen);
  const most = Math.max(...options.map(({ points }) => points));
  return (
    <li ref={item} data-open={isOpen || undefined}>
      <button
        type="button"
        className="inherent-row"
        aria-expanded={isOpen}
        data-question={id}
        data-testid={`inherent-${id}`}
        onClick={() => onOpen(isOpen ? undefined : id)}
      >
        <span className="code inherent-id">{id}</span>
        <span className="inherent-text">{text}</span>
        {!isOpen && (
          <span className="inherent-said" data-none={chosen === undefined || undefined}>
            {chosen?.title ?? say("common.unanswered")} {chosen !== undefined && <Weighty option={chosen} />}
          </span>
        )}
        <span className="inherent-points" data-none={chosen === undefined || undefined}>
          {chosen === undefined ? "–" : chosen.points}
          <span className="faint"> {say("inherent.of", { most })}</span>
          <span className="sr-only"> {say("inherent.points")}</span>
        </span>
      </button>
      {isOpen && (
        <div className="inherent-options">
          <p className="soft">{why}</p>
          <RadioGroup value={chosen?.id ?? null} onChange={(option) => onAnswer(id, option)}>
            <Label className="sr-only">{text}</Label>
            {options.map((option, at) => (
              <Radio
                key={option.id}
                value={option.id}
                className="inherent-option"
                data-testid={`inherent-${id}-${option.id}`}
              >
                <span className="choice-mark" />
                <KeyHint keys={String(at + 1)} />
                <span>
                  {option.title} <Weighty option={option} />
                </span>
                <span className="inherent-option-points">
                  {say("inherent.nPoints", { n: option.points })}
                </span>
              </Radio>
            ))}
          </RadioGroup>
          {chosen !== undefined && (
            <div>
              <Button
                kind="quiet"
                onPress={() => onAnswer(id, undefined)}
                data-testid={`inherent-${id}-clear`}
              >
                {say("inherent.clearAnswer")}
              </Button>
            </div>
          )}
        </div>
      )}
    </li>
  );
}

/** What an answer does besides its points. */
function Weighty({ option }: { option: InherentOption }) {
  return (
    <>
      {option.tier_1 && <Tag>{say("inherent.makesTier1")}</Tag>}{" "}
      {option.critical && (
        <Tag>
          <Icon name="warning" size="0.875rem" /> {say("inherent.criticalFunction")}
        </Tag>
      )}
    </>
  );
}
