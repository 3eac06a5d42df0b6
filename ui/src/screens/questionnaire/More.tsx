/** What stands around the two voices of a question: last year's answer, what is owed, how far evidence carries, the second look. */
import { useRef, useState } from "react";
import {
  Assurance,
  type AssuranceLevel,
  Button,
  Claim,
  Conclusion,
  Icon,
  Tag,
  TextField,
} from "../../components";
import { useCommands } from "../../frame";
import type { Deferred } from "../../ipc/Deferred";
import type { QuestionView } from "../../ipc/QuestionView";
import type { Response } from "../../ipc/Response";
import type { ResponseChange } from "../../ipc/ResponseChange";
import type { Suggestion } from "../../ipc/Suggestion";
import { go } from "../../place";
import { useDraft } from "../../state/edit";
import { skip, useQuery } from "../../state/query";
import { count, day } from "../../words";
import { OwedFields } from "../owed";
import { decide, isOpen, keyOf, ofFramework } from "../suggestions";

type Save = (part: ResponseChange) => Promise<unknown>;

/** What was said and concluded in the assessment before, and whether anything new stands behind a change. */
export function LastTime({ assessment, view }: { assessment: string; view: QuestionView }) {
  const { previous, question } = view;
  const compared = useQuery("since_last_time", previous === null ? skip : { assessment }).data;
  if (previous === null) return null;
  const now = compared?.differences.find((one) => one.question === question.id);
  const evidence = now?.then?.evidence ?? [];
  const words = [previous.comment, previous.rationale].some((text) => text.trim() !== "");
  return (
    <section className="q-last" aria-label="Last time" data-testid="last-time">
      <p className="q-last-head">
        <span className="soft" title={compared?.previous_title}>
          Last time
        </span>
        <Claim value={previous.claim} quiet />
        {previous.conclusion !== null && <Conclusion value={previous.conclusion} quiet />}
        <Assurance level={previous.assurance as AssuranceLevel} quiet />
      </p>
      {now?.claim_turned === true && (
        <p className="q-last-note">
          <Icon name="warning" size="0.9375rem" />
          <span>What the vendor says turned since.</span>
        </p>
      )}
      {now?.without_new_evidence === true && (
        <p className="q-last-note" data-testid="last-no-evidence">
          <Icon name="warning" size="0.9375rem" />
          <span>It differs now, and no evidence is newer than last time.</span>
        </p>
      )}
      {now?.same_words === true && (
        <p className="q-last-note">
          <Icon name="warning" size="0.9375rem" />
          <span>Their comment is the same, word for word.</span>
        </p>
      )}
      {(words || evidence.length > 0) && (
        <details>
          <summary>What was said and seen then</summary>
          {previous.comment !== "" && <p>“{previous.comment}”</p>}
          {previous.rationale !== "" && <p className="soft">{previous.rationale}</p>}
          <p className="soft">
            {previous.evidence.length === 0
              ? "No evidence was attached."
              : evidence.length > 0
                ? `Evidence: ${evidence.join("; ")}`
                : count(previous.evidence.length, "piece of evidence", "pieces of evidence")}
          </p>
        </details>
      )}
    </section>
  );
}

/** Evidence the vendor promised: what, and by when. What the question asks for is what is put off at first. */
export function OwedPart({
  assessment,
  question,
  deferred,
  asks,
  save,
  choose,
}: {
  assessment: string;
  question: string;
  deferred: Deferred | null;
  asks: readonly string[];
  /** Fails when it was not saved; for what is typed. */
  save(part: ResponseChange, was?: Partial<Response>): Promise<unknown>;
  /** Tells of a failure itself; for what is chosen. */
  choose: Save;
}) {
  const [isEditing, setEditing] = useState(false);
  const part = useRef<HTMLDivElement>(null);
  const focusButton = () => requestAnimationFrame(() => part.current?.querySelector("button")?.focus());
  const putOff = async () => {
    const what = asks.join("; ");
    await choose({ deferred: { what: what === "" ? "Evidence" : what, until: null } });
    setEditing(true);
  };
  const clear = async () => {
    await choose({ clear_deferred: true });
    setEditing(false);
    focusButton();
  };
  useCommands([
    {
      id: "question.put-off",
      title: deferred === null ? "Say that the vendor will send evidence later" : "Change what is still owed",
      group: "Question",
      words: "deferred owed promise due",
      keys: "D",
      run: () => {
        if (deferred === null) void putOff();
        else setEditing(true);
      },
    },
  ]);
  return (
    <div ref={part} className="q-owed-part">
      {deferred === null ? (
        <Button kind="quiet" icon="clock" keys="D" onPress={() => void putOff()} data-testid="put-off">
          The vendor will send it later
        </Button>
      ) : (
        <div className="q-owed" data-testid="owed">
          <Icon name="clock" size="0.9375rem" />
          {isEditing ? (
            <OwedFields
              assessment={assessment}
              question={question}
              deferred={deferred}
              save={(next, was) => save({ deferred: next }, { deferred: was })}
            />
          ) : (
            <p>
              Still owed: {deferred.what},{" "}
              {deferred.until === null ? "no day agreed" : `by ${day(deferred.until)}`}
            </p>
          )}
          <div className="q-owed-acts">
            <Button
              kind="quiet"
              onPress={() => {
                setEditing(!isEditing);
                if (isEditing) focusButton();
              }}
              data-testid="owed-change"
            >
              {isEditing ? "Done" : "Change…"}
            </Button>
            <Button kind="quiet" onPress={() => void clear()} data-testid="owed-clear">
              No longer owed
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

/** How far the evidence there is carries, and the level the tier asks for. */
export function Cap({ view }: { view: QuestionView }) {
  const { earned, required, response } = view;
  if (response.conclusion === null || response.conclusion === "not-applicable") return null;
  const isOver = response.assurance > earned.level;
  const counts = Math.min(response.assurance, earned.level);
  const isShort = counts < required;
  return (
    <div className="q-cap" data-testid="cap" data-short={isOver || isShort || undefined}>
      {(isOver || isShort) && <Icon name="warning" size="0.9375rem" />}
      <p>
        {isOver
          ? `It counts as level ${earned.level} only. ${earned.because} `
          : earned.level < 4 && `What is there carries up to level ${earned.level}. ${earned.because} `}
        {earned.out_of_date.map((sentence) => (
          <span key={sentence}>{sentence} </span>
        ))}
        {required === 0
          ? "This tier asks for no level here."
          : `This tier asks for level ${required}${isShort ? ", which is not reached." : "."}`}
      </p>
    </div>
  );
}

/** A second person's look: the name, and whether anything changed since. */
export function SecondLook({
  assessment,
  view,
  save,
}: {
  assessment: string;
  view: QuestionView;
  save: Save;
}) {
  const { reviewed } = view.response;
  const reviewer = useQuery("overview", { assessment }).data?.assessment.reviewer.name.trim() ?? "";
  const draft = useDraft<string | null>(`look ${assessment} ${view.question.id}`, null, {
    what: `Second look at ${view.question.id}`,
  });
  const name = draft.value ?? undefined;
  const setName = (next: string) => draft.set(next);
  const part = useRef<HTMLDivElement>(null);
  const focusButton = () => requestAnimationFrame(() => part.current?.querySelector("button")?.focus());
  const look = async (by: string) => {
    if (by.trim() === "") return;
    await save({ reviewed_by: by.trim() });
    draft.clear();
    focusButton();
  };
  const takeBack = async () => {
    await save({ reviewed_by: "" });
    focusButton();
  };
  const leave = () => {
    draft.discard();
    focusButton();
  };
  return (
    <div className="q-look" ref={part} data-testid="second-look">
      {name !== undefined ? (
        <>
          <TextField
            label="Who looked at it, other than the assessor"
            value={name}
            onChange={setName}
            onEnter={() => void look(name)}
            autoFocus
            testId="reviewed-by"
          />
          <Button onPress={() => void look(name)} isDisabled={name.trim() === ""} data-testid="reviewed-save">
            Record the look
          </Button>
          <Button kind="quiet" onPress={leave}>
            Leave it
          </Button>
        </>
      ) : reviewed === null ? (
        <>
          <Button
            kind="quiet"
            icon="eye"
            onPress={() => (reviewer === "" ? setName("") : void look(reviewer))}
            data-testid="review"
          >
            {reviewer === "" ? "A second person looked at it…" : `${reviewer} looked at it`}
          </Button>
          {reviewer !== "" && (
            <Button kind="quiet" onPress={() => setName("")} data-testid="review-other">
              Somebody else…
            </Button>
          )}
        </>
      ) : (
        <>
          <p data-testid="reviewed">
            <Icon name={view.row.reviewed ? "eye" : "warning"} size="0.9375rem" />
            <span>
              {view.row.reviewed ? "Looked at" : "Changed since it was looked at"} by {reviewed.by} on{" "}
              {day(reviewed.at)}
              {!view.row.reviewed && (
                <span className="soft">
                  {" "}
                  (then {reviewed.conclusion === null ? "not concluded" : wordOf(reviewed.conclusion)}, level{" "}
                  {reviewed.assurance})
                </span>
              )}
            </span>
          </p>
          {!view.row.reviewed && (
            <Button onPress={() => void look(reviewed.by)} data-testid="review-again">
              {reviewed.by} looked again
            </Button>
          )}
          <Button kind="quiet" onPress={() => void takeBack()} data-testid="review-back">
            Take the look back
          </Button>
        </>
      )}
    </div>
  );
}

const wordOf = (conclusion: string) => conclusion.replace("-", " ");

/** Requirements this answer comes near to. They count only when accepted; the keys act on the first open one. */
export function Near({
  assessment,
  suggestions,
}: {
  assessment: string;
  suggestions: readonly Suggestion[];
}) {
  const list = useRef<HTMLUListElement>(null);
  const first = suggestions.find(isOpen);
  // Nothing is accepted unseen: with the panel closed the keys show the suggestion instead.
  const act = (accepted: boolean) => {
    if (first === undefined) return;
    const isSeen = list.current !== null && list.current.closest("[hidden]") === null;
    if (isSeen) void decide(assessment, first, accepted);
    else go("suggestions", { assessment, item: keyOf(first) });
  };
  const name = first === undefined ? "" : ` for ${ofFramework(first.requirement).id}`;
  useCommands([
    {
      id: "question.accept",
      title: `Accept the suggestion${name}`,
      group: "Question",
      keys: "Shift+A",
      isDisabled: first === undefined,
      run: () => act(true),
    },
    {
      id: "question.refuse",
      title: `Refuse the suggestion${name}`,
      group: "Question",
      keys: "Shift+R",
      isDisabled: first === undefined,
      run: () => act(false),
    },
  ]);
  return (
    <ul className="b-near" ref={list}>
      {suggestions.map((suggestion) => (
        <NearOne
          key={keyOf(suggestion)}
          assessment={assessment}
          suggestion={suggestion}
          hasKeys={suggestion === first}
        />
      ))}
    </ul>
  );
}

function NearOne({
  assessment,
  suggestion,
  hasKeys,
}: {
  assessment: string;
  suggestion: Suggestion;
  hasKeys: boolean;
}) {
  const { requirement, title, why, adoption } = suggestion;
  const item = useRef<HTMLLIElement>(null);
  const settle = (accepted: boolean | null) =>
    void decide(assessment, suggestion, accepted).then(() => {
      // The button pressed is gone; the focus stays with the suggestion.
      if (document.activeElement === document.body) item.current?.querySelector("button")?.focus();
    });
  return (
    <li ref={item} data-testid={`near-${requirement}`}>
      <p>
        <Tag>{ofFramework(requirement).id}</Tag> {title}
      </p>
      <p className="soft small">{why}</p>
      {adoption === null ? (
        <div className="b-acts">
          <Button
            keys={hasKeys ? "Shift+A" : undefined}
            onPress={() => settle(true)}
            data-testid={`accept-${requirement}`}
          >
            Accept
          </Button>
          <Button
            kind="quiet"
            keys={hasKeys ? "Shift+R" : undefined}
            onPress={() => settle(false)}
            data-testid={`refuse-${requirement}`}
          >
            Refuse
          </Button>
        </div>
      ) : (
        <>
          <p className="small q-last-note">
            <Icon name={adoption.accepted ? "check" : "close"} size="0.9375rem" />
            <span>
              {adoption.accepted ? "Accepted, it counts" : "Refused, it does not count"}: {adoption.by},{" "}
              {day(adoption.at)}
              {adoption.reason !== "" && <span className="soft">. {adoption.reason}</span>}
            </span>
          </p>
          <Button kind="quiet" onPress={() => settle(null)} data-testid={`reopen-${requirement}`}>
            Open it again
          </Button>
        </>
      )}
    </li>
  );
}
