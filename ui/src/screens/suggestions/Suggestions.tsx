/**
 * Answers offered for requirements they come near to: each with its source, what overlaps and what does not.
 *
 * Made for going through them one after the other: read, A or R, and the next is there.
 */

import { type KeyboardEvent, type Ref, useEffect, useRef, useState } from "react";
import {
  Button,
  Conclusion,
  conclusions,
  EditTextArea,
  EmptyState,
  Glyph,
  Icon,
  Kept,
  Segmented,
  Select,
  Tag,
  TextArea,
} from "../../components";
import { stepping, useCommands } from "../../frame";
import { isTyping } from "../../frame/keys";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { FrameworkChoice } from "../../ipc/FrameworkChoice";
import type { Suggestion } from "../../ipc/Suggestion";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { type Drafting, useDraft } from "../../state/edit";
import { change, useQuery } from "../../state/query";
import { day, rich, say } from "../../words";
import { neighbour, Shown, useItem } from "../shown";
import { decide, isOpen, keyOf, ofFramework } from "./decide";
import "./suggestions.css";

const shows = [
  { id: "open", label: say("common.open"), fits: isOpen },
  {
    id: "accepted",
    label: say("suggestions.accepted"),
    fits: ({ adoption }: Suggestion) => adoption?.accepted === true,
  },
  {
    id: "refused",
    label: say("suggestions.refused"),
    fits: ({ adoption }: Suggestion) => adoption?.accepted === false,
  },
  { id: "all", label: say("suggestions.all"), fits: () => true },
] as const;
type Show = (typeof shows)[number]["id"];

const EVERY = "every";

export function SuggestionsScreen({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("suggestions", { assessment });
  return (
    <div className="screen suggestions">
      <Shown query={query}>{(all) => <All assessment={assessment} all={all} />}</Shown>
    </div>
  );
}

function All({ assessment, all }: { assessment: AssessmentId; all: Suggestion[] }) {
  const [item, choose] = useItem();
  const asked = all.find((one) => keyOf(one) === item);
  const [show, setShow] = useState<Show>(asked === undefined || isOpen(asked) ? "open" : "all");
  const [framework, setFramework] = useState(EVERY);
  const [busy, setBusy] = useState(false);
  const frameworks = useChoices()?.frameworks ?? [];
  const list = useRef<HTMLElement>(null);
  const detail = useRef<HTMLElement>(null);

  const offered = [...new Set(all.map(({ requirement }) => ofFramework(requirement).framework))];
  const inFramework = all.filter(
    ({ requirement }) => framework === EVERY || ofFramework(requirement).framework === framework,
  );
  const rows = inFramework.filter(shows.find(({ id }) => id === show)?.fits ?? (() => true));
  const ids = rows.map(keyOf);
  const current = item !== undefined && ids.includes(item) ? item : ids[0];
  const shown = rows.find((one) => keyOf(one) === current);
  const draft = useDraft(`suggestion ${assessment} ${current} undecided`, "", {
    what: say("suggestions.whyCountsForOrDoesNot", {
      question: shown?.question ?? "",
      requirement: shown?.requirement ?? "",
    }),
  });

  // The focus goes with the choice where it was in the list.
  const follows = useRef(false);
  const move = (to: string | undefined) => {
    follows.current = list.current?.contains(document.activeElement) ?? false;
    choose(to);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another suggestion is what moves the focus
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>("[aria-current='true']");
    row?.scrollIntoView?.({ block: "nearest" });
    if (follows.current) row?.focus({ preventScroll: true });
    follows.current = false;
  }, [current]);

  const settle = async (accepted: boolean | null) => {
    if (shown === undefined || busy) return;
    const next = neighbour(ids, current, 1);
    const before = neighbour(ids, current, -1);
    const wasIn = document.activeElement;
    setBusy(true);
    // A quick hand decides the next one while the list is still being read again.
    const goOn = () => {
      setBusy(false);
      draft.clear();
      const stays = show === "all";
      if (!stays || accepted !== null) move(next !== current ? next : stays ? current : before);
    };
    const done = await decide(assessment, shown, accepted, isOpen(shown) ? draft.value : undefined, goOn);
    if (!done) {
      setBusy(false);
      return;
    }
    // What was decided may have taken the focus away with it.
    requestAnimationFrame(() => {
      if (wasIn !== null && !wasIn.isConnected) detail.current?.querySelector<HTMLElement>("h2")?.focus();
    });
  };

  const group = say("common.suggestions");
  const hasOne = shown !== undefined;
  useCommands([
    ...stepping(
      "suggestions",
      group,
      say("suggestions.suggestion"),
      (by) => move(neighbour(ids, current, by)),
      {
        isDisabled: !hasOne,
        arrows: true,
      },
    ),
    {
      id: "suggestions.accept",
      title: say("suggestions.acceptThisSuggestion"),
      group,
      keys: "A",
      isDisabled: !hasOne || busy,
      run: () => void settle(true),
    },
    {
      id: "suggestions.refuse",
      title: say("suggestions.refuseThisSuggestion"),
      group,
      keys: "R",
      isDisabled: !hasOne || busy,
      run: () => void settle(false),
    },
    {
      id: "suggestions.reopen",
      title: say("suggestions.openThisSuggestionAgain"),
      group,
      isDisabled: shown === undefined || isOpen(shown) || busy,
      run: () => void settle(null),
    },
    {
      id: "suggestions.why",
      title: say("suggestions.writeWhy"),
      group,
      keys: "W",
      isDisabled: !hasOne,
      run: () => detail.current?.querySelector("textarea")?.focus(),
    },
    {
      id: "suggestions.question",
      title: say("suggestions.openTheQuestionItComesFrom"),
      group,
      keys: "O",
      isDisabled: !hasOne,
      run: () => shown !== undefined && go("questionnaire", { assessment, item: shown.question }),
    },
  ]);

  if (all.length === 0)
    return (
      <>
        <h1>{say("common.suggestions")}</h1>
        <EmptyState
          icon="link"
          title={say("suggestions.nothingToSuggestYet")}
          action={
            <Button kind="primary" onPress={() => go("questionnaire", { assessment })}>
              {say("common.goToTheQuestions")}
            </Button>
          }
        >
          {say("suggestions.someQuestionsComeNearToRequirements")}
        </EmptyState>
      </>
    );

  const open = all.filter(isOpen).length;
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>{say("common.suggestions")}</h1>
          <p>
            {open === 0
              ? rich("suggestions.everySuggestionIsDecidedAnAnswer", { strong: <strong /> })
              : rich("suggestions.nSuggestionsOpenAnAnswerThatComes", { n: open, strong: <strong /> })}
          </p>
        </div>
      </header>
      <div className="s-filter">
        <Segmented
          label={say("common.show")}
          hideLabel
          segments={shows.map(({ id, label, fits }) => ({
            id,
            label: `${label} ${inFramework.filter(fits).length}`,
          }))}
          value={show}
          onChange={setShow}
          testId="suggestions-show"
        />
        {offered.length > 1 && (
          <Select
            label={say("suggestions.framework")}
            hideLabel
            options={[
              { id: EVERY, label: say("suggestions.everyFramework") },
              ...offered.map((id) => ({ id, label: titleIn(frameworks, id) })),
            ]}
            value={framework}
            onChange={setFramework}
            testId="suggestions-framework"
          />
        )}
      </div>
      {shown === undefined ? (
        <EmptyState icon="check" title={nothing[show].title}>
          {nothing[show].text}
        </EmptyState>
      ) : (
        <div className="beside">
          <nav className="beside-list" aria-label={say("common.suggestions")} ref={list}>
            <ul role="list">
              {rows.map((one) => (
                <Row key={keyOf(one)} suggestion={one} isCurrent={keyOf(one) === current} onChoose={choose} />
              ))}
            </ul>
          </nav>
          <Detail
            ref={detail}
            assessment={assessment}
            suggestion={shown}
            framework={titleIn(frameworks, ofFramework(shown.requirement).framework)}
            draft={draft}
            settle={(accepted) => void settle(accepted)}
          />
        </div>
      )}
    </>
  );
}

const nothing: Record<Show, { title: string; text: string }> = {
  open: {
    title: say("suggestions.nothingIsOpen"),
    text: say("suggestions.everythingOfferedSoFarIsAccepted"),
  },
  accepted: {
    title: say("suggestions.nothingIsAccepted"),
    text: say("suggestions.aSuggestionAcceptedHereCountsFor"),
  },
  refused: {
    title: say("suggestions.nothingIsRefused"),
    text: say("suggestions.refuseWhatDoesNotCarryOver"),
  },
  all: { title: say("suggestions.nothingHere"), text: say("suggestions.noSuggestionFitsThisChoice") },
};

function titleIn(frameworks: readonly FrameworkChoice[], id: string): string {
  return frameworks.find((one) => one.id === id)?.title ?? id;
}

interface RowProps {
  suggestion: Suggestion;
  isCurrent: boolean;
  onChoose(key: string): void;
}

function Row({ suggestion, isCurrent, onChoose }: RowProps) {
  const { question, requirement, title, conclusion, adoption } = suggestion;
  return (
    <li>
      <button
        type="button"
        className="pick"
        aria-current={isCurrent}
        tabIndex={isCurrent ? 0 : -1}
        data-testid={`suggestion-${question}-${requirement}`}
        onClick={() => onChoose(keyOf(suggestion))}
      >
        <Glyph meaning={conclusions[conclusion]} />
        <span className="pick-title">{title}</span>
        <span className="pick-about">
          <span className="code">{ofFramework(requirement).id}</span>
          <span>{rich("suggestions.from", { span: <span className="code">{question}</span> })}</span>
          {adoption !== null && (
            <span>
              {adoption.accepted ? say("suggestions.acceptedWithin") : say("suggestions.refusedWithin")}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

interface DetailProps {
  ref: Ref<HTMLElement>;
  assessment: AssessmentId;
  suggestion: Suggestion;
  framework: string;
  draft: Drafting<string>;
  settle(accepted: boolean | null): void;
}

function Detail({ ref, assessment, suggestion, framework, draft, settle }: DetailProps) {
  const { question, text, conclusion, requirement, title, why, adoption } = suggestion;
  /** Escape leaves the field, so that the keys work again. */
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape" || !isTyping(event.target)) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>("h2")?.focus();
  };
  return (
    <section
      ref={ref}
      className="s-detail"
      aria-labelledby="s-title"
      onKeyDown={onKeyDown}
      data-testid="suggestion-detail"
    >
      <div>
        <p className="soft">{framework}</p>
        <h2 id="s-title" tabIndex={-1}>
          <span className="code">{ofFramework(requirement).id}</span> {title}
        </h2>
      </div>
      <div className="s-source">
        <p className="soft">{say("suggestions.wouldAlsoCountTheAnswerTo")}</p>
        <p>
          <button
            type="button"
            className="linky"
            onClick={() => go("questionnaire", { assessment, item: question })}
            data-testid="suggestion-question"
          >
            <span className="code">{question}</span> {text}
          </button>
        </p>
        <p>
          <Conclusion value={conclusion} />
        </p>
      </div>
      <div className="s-why">
        <h3>{say("suggestions.whatOverlapsAndWhatDoesNot")}</h3>
        <p>{why}</p>
      </div>
      {adoption === null ? (
        <div>
          <TextArea
            key={keyOf(suggestion)}
            label={say("suggestions.whyYouAcceptOrRefuseIt")}
            help={say("suggestions.optionalItIsKeptWithThe")}
            lines={2}
            value={draft.value}
            onChange={draft.set}
            testId="suggestion-reason"
          />
          <Kept draft={draft} />
        </div>
      ) : (
        <EditTextArea
          key={`${keyOf(suggestion)} decided`}
          address={`suggestion ${assessment} ${keyOf(suggestion)} reason`}
          what={say("suggestions.whyCountsForOrDoesNot", { question, requirement })}
          label={say("suggestions.whyItWasDecidedSo")}
          help={say("suggestions.optionalItIsKeptWithThe")}
          lines={2}
          stored={adoption.reason}
          save={(reason, was) =>
            change("decide_suggestion", {
              assessment,
              question,
              requirement,
              accepted: adoption.accepted,
              reason,
              base: { accepted: adoption.accepted, reason: was },
            })
          }
          testId="suggestion-reason"
        />
      )}
      {adoption !== null && (
        <p className="s-decided" data-testid="suggestion-decided">
          <Icon name={adoption.accepted ? "check" : "close"} size="1rem" />
          <span>
            {adoption.accepted
              ? say("suggestions.acceptedItCountsForThisRequirement")
              : say("suggestions.refusedItDoesNotCount")}{" "}
            <span className="soft">
              {adoption.by}, {day(adoption.at)}
            </span>
          </span>
        </p>
      )}
      <div className="acts">
        <Button
          kind={adoption === null ? "primary" : "plain"}
          icon="check"
          keys="A"
          isDisabled={adoption?.accepted === true}
          onPress={() => settle(true)}
          data-testid="suggestion-accept"
        >
          {say("suggestions.accept")}
        </Button>
        <Button
          icon="close"
          keys="R"
          isDisabled={adoption?.accepted === false}
          onPress={() => settle(false)}
          data-testid="suggestion-refuse"
        >
          {say("suggestions.refuse")}
        </Button>
        {adoption !== null && (
          <Button kind="quiet" onPress={() => settle(null)} data-testid="suggestion-reopen">
            {say("common.openItAgain")}
          </Button>
        )}
        {adoption === null && <Tag>{say("suggestions.doesNotCountYet")}</Tag>}
      </div>
    </section>
  );
}
