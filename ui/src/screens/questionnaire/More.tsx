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
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Deferred } from "../../ipc/Deferred";
import type { QuestionId } from "../../ipc/QuestionId";
import type { QuestionView } from "../../ipc/QuestionView";
import type { Response } from "../../ipc/Response";
import type { ResponseChange } from "../../ipc/ResponseChange";
import type { Suggestion } from "../../ipc/Suggestion";
import { go } from "../../place";
import { useDraft } from "../../state/edit";
import { skip, useQuery } from "../../state/query";
import { day, say, told } from "../../words";
import { OwedFields } from "../owed";
import { decide, isOpen, keyOf, ofFramework } from "../suggestions";

type Save = (part: ResponseChange) => Promise<unknown>;

/** What was said and concluded in the assessment before, and whether anything new stands behind a change. */
export function LastTime({ assessment, view }: { assessment: AssessmentId; view: QuestionView }) {
  const { previous, question } = view;
  const compared = useQuery("since_last_time", previous === null ? skip : { assessment }).data;
  if (previous === null) return null;
  const now = compared?.differences.find((one) => one.question === question.id);
  const evidence = now?.then?.evidence ?? [];
  const words = [previous.comment, previous.rationale].some((text) => text.trim() !== "");
  return (
    <section className="q-last" aria-label={say("questionnaire.lastTime")} data-testid="last-time">
      <p className="q-last-head">
        <span className="soft" title={compared?.previous_title}>
          {say("questionnaire.lastTime")}
        </span>
        <Claim value={previous.claim} quiet />
        {previous.conclusion !== null && <Conclusion value={previous.conclusion} quiet />}
        <Assurance level={previous.assurance as AssuranceLevel} quiet />
      </p>
      {now?.claim_turned === true && (
        <p className="q-last-note">
          <Icon name="warning" size="0.9375rem" />
          <span>{say("questionnaire.whatTheVendorSaysTurnedSince")}</span>
        </p>
      )}
      {now?.without_new_evidence === true && (
        <p className="q-last-note" data-testid="last-no-evidence">
          <Icon name="warning" size="0.9375rem" />
          <span>{say("questionnaire.itDiffersNowAndNoEvidence")}</span>
        </p>
      )}
      {now?.same_words === true && (
        <p className="q-last-note">
          <Icon name="warning" size="0.9375rem" />
          <span>{say("questionnaire.theirCommentIsTheSameWord")}</span>
        </p>
      )}
      {(words || evidence.length > 0) && (
        <details>
          <summary>{say("questionnaire.whatWasSaidAndSeenThen")}</summary>
          {previous.comment !== "" && <p>“{previous.comment}”</p>}
          {previous.rationale !== "" && <p className="soft">{previous.rationale}</p>}
          <p className="soft">
            {previous.evidence.length === 0
              ? say("questionnaire.noEvidenceWasAttached")
              : evidence.length > 0
                ? say("questionnaire.evidence", { list: evidence.join("; ") })
                : say("questionnaire.nPiecesOfEvidence", { n: previous.evidence.length })}
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
  assessment: AssessmentId;
  question: QuestionId;
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
    await choose({ deferred: { what: what === "" ? say("common.evidence") : what, until: null } });
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
      title:
        deferred === null
          ? say("questionnaire.sayThatTheVendorWillSend")
          : say("questionnaire.changeWhatIsStillOwed"),
      group: say("common.question"),
      words: say("questionnaire.deferredOwedPromiseDue"),
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
          {say("questionnaire.theVendorWillSendItLater")}
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
              {deferred.until === null
                ? say("questionnaire.stillOwedNoDayAgreed", { what: deferred.what })
                : say("questionnaire.stillOwedBy", { what: deferred.what, until: day(deferred.until) })}
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
              {isEditing ? say("common.done") : say("questionnaire.change")}
            </Button>
            <Button kind="quiet" onPress={() => void clear()} data-testid="owed-clear">
              {say("questionnaire.noLongerOwed")}
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
        {earned.because !== null &&
          say(isOver ? "questionnaire.itCountsAsLevelOnly" : "questionnaire.whatIsThereCarriesUpTo", {
            level: earned.level,
            because: told(earned.because),
          })}
        {earned.out_of_date.map(told).map((sentence) => (
          <span key={sentence}>{sentence} </span>
        ))}
        {required === 0
          ? say("questionnaire.thisTierAsksForNoLevel")
          : isShort
            ? say("questionnaire.thisTierAsksForLevelWhich", { required })
            : say("questionnaire.thisTierAsksForLevel", { required })}
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
  assessment: AssessmentId;
  view: QuestionView;
  save: Save;
}) {
  const { reviewed } = view.response;
  const reviewer = useQuery("overview", { assessment }).data?.assessment.reviewer.name.trim() ?? "";
  const draft = useDraft<string | null>(`look ${assessment} ${view.question.id}`, null, {
    what: say("questionnaire.secondLookAt", { id: view.question.id }),
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
            label={say("questionnaire.whoLookedAtItOtherThan")}
            value={name}
            onChange={setName}
            onEnter={() => void look(name)}
            autoFocus
            testId="reviewed-by"
          />
          <Button onPress={() => void look(name)} isDisabled={name.trim() === ""} data-testid="reviewed-save">
            {say("questionnaire.recordTheLook")}
          </Button>
          <Button kind="quiet" onPress={leave}>
            {say("questionnaire.leaveIt")}
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
            {reviewer === ""
              ? say("questionnaire.aSecondPersonLookedAtIt")
              : say("questionnaire.lookedAtIt", { reviewer })}
          </Button>
          {reviewer !== "" && (
            <Button kind="quiet" onPress={() => setName("")} data-testid="review-other">
              {say("questionnaire.somebodyElse")}
            </Button>
          )}
        </>
      ) : (
        <>
          <p data-testid="reviewed">
            <Icon name={view.row.reviewed ? "eye" : "warning"} size="0.9375rem" />
            <span>
              {view.row.reviewed
                ? say("questionnaire.lookedAtByOn", { by: reviewed.by, at: day(reviewed.at) })
                : say("questionnaire.changedSinceItWasLookedAt", { by: reviewed.by, at: day(reviewed.at) })}
              {!view.row.reviewed && (
                <span className="soft">
                  {" "}
                  {say("questionnaire.thenLevel", {
                    text:
                      reviewed.conclusion === null
                        ? say("questionnaire.notConcluded")
                        : wordOf(reviewed.conclusion),
                    assurance: reviewed.assurance,
                  })}
                </span>
              )}
            </span>
          </p>
          {!view.row.reviewed && (
            <Button onPress={() => void look(reviewed.by)} data-testid="review-again">
              {say("questionnaire.lookedAgain", { by: reviewed.by })}
            </Button>
          )}
          <Button kind="quiet" onPress={() => void takeBack()} data-testid="review-back">
            {say("questionnaire.takeTheLookBack")}
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
  assessment: AssessmentId;
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
  const requirement = first === undefined ? undefined : { id: ofFramework(first.requirement).id };
  useCommands([
    {
      id: "question.accept",
      title:
        requirement === undefined
          ? say("questionnaire.acceptTheSuggestion")
          : say("questionnaire.acceptTheSuggestionFor", requirement),
      group: say("common.question"),
      keys: "Shift+A",
      isDisabled: first === undefined,
      run: () => act(true),
    },
    {
      id: "question.refuse",
      title:
        requirement === undefined
          ? say("questionnaire.refuseTheSuggestion")
          : say("questionnaire.refuseTheSuggestionFor", requirement),
      group: say("common.question"),
      keys: "Shift+R",
      isDisabled: first === undefined,
      run: () => act(false),
    },
  ]);
  return (
    <ul role="list" className="b-near" ref={list}>
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
  assessment: AssessmentId;
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
            {say("questionnaire.accept")}
          </Button>
          <Button
            kind="quiet"
            keys={hasKeys ? "Shift+R" : undefined}
            onPress={() => settle(false)}
            data-testid={`refuse-${requirement}`}
          >
            {say("questionnaire.refuse")}
          </Button>
        </div>
      ) : (
        <>
          <p className="small q-last-note">
            <Icon name={adoption.accepted ? "check" : "close"} size="0.9375rem" />
            <span>
              {adoption.accepted
                ? say("questionnaire.acceptedItCounts")
                : say("questionnaire.refusedItDoesNotCount")}
              : {adoption.by}, {day(adoption.at)}
              {adoption.reason !== "" && <span className="soft">. {adoption.reason}</span>}
            </span>
          </p>
          <Button kind="quiet" onPress={() => settle(null)} data-testid={`reopen-${requirement}`}>
            {say("common.openItAgain")}
          </Button>
        </>
      )}
    </li>
  );
}
