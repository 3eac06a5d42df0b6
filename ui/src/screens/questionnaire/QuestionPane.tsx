/**
 * One question in full: what is asked and why, what the vendor says, how to check it, what we conclude.
 *
 * The order is that of the conversation: ask, listen, look, judge. The two voices are kept visibly apart.
 */

import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { ApiError } from "../../api";
import {
  assurance as assuranceMeanings,
  Button,
  Checkbox,
  type ClaimId,
  type ConclusionId,
  claims,
  conclusions,
  EditTextArea,
  Icon,
  ListField,
  SaveTrouble,
  Segmented,
  segmentsOf,
  Tag,
  WithTooltip,
} from "../../components";
import { BasedOn, tellError, useCommands } from "../../frame";
import { isTyping } from "../../frame/keys";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Method } from "../../ipc/Method";
import type { QuestionId } from "../../ipc/QuestionId";
import type { QuestionView } from "../../ipc/QuestionView";
import type { Response } from "../../ipc/Response";
import type { ResponseChange } from "../../ipc/ResponseChange";
import { type Choices, useChoices } from "../../state/choices";
import { type Save, useEdit } from "../../state/edit";
import { useQuery } from "../../state/query";
import { createStore, useStore } from "../../state/store";
import { day, rich, say, within } from "../../words";
import { AttachDialog, type AttachTab } from "../evidence";
import { offerTakeBack } from "../takeBack";
import { type Answers, type SaveAnswer, useAnswers } from "./answers";
import { Basis } from "./Basis";
import { Cap, LastTime, OwedPart, SecondLook } from "./More";
import { isClaimedOff } from "./rows";

const claimKeys: Record<ClaimId, string> = { yes: "Y", partial: "P", no: "N", "not-applicable": "A" };
const conclusionKeys: Record<ConclusionId, string> = {
  effective: "1",
  largely: "2",
  partially: "3",
  ineffective: "4",
  "not-assessed": "0",
  "not-applicable": "",
};
const levels = [0, 1, 2, 3, 4] as const;
/** The heading of the keys. */
const group = say("common.question");

/** Whether the guidance is unfolded. Who knows the questions folds it away, once for all of them. */
const guidance = createStore(true);

export interface QuestionPaneProps {
  assessment: AssessmentId;
  question: QuestionId;
  /** Whether somebody moved here and the focus should follow, so that the question is read out; asked once. */
  takesFocus(): boolean;
  /** Where in the list shown. */
  place: { at: number; of: number };
  onNext(): void;
}

/** The field that takes the reason why something does not apply: the vendor's, or ours. */
type ReasonField = "reason" | "rationale";

/** What is done to a question. It stays the same from one drawing to the next, so that what is drawn with it does too. */
interface Acts {
  save: SaveAnswer;
  /** For what is chosen rather than typed: a failure says so and can be tried again. Answers whether it was saved. */
  choose(part: ResponseChange, was?: Partial<Response>): Promise<boolean>;
  /** Gives a field the focus. Answers whether there is one. */
  field(name: string): boolean;
  /** Gives the reason the focus when somebody said that the question does not apply. */
  reasonAsked(of: ReasonField): void;
  claim(value: ClaimId): Promise<void>;
  conclude(value: ConclusionId): Promise<void>;
  level(value: number): void;
  /** The next digit is an assurance level, or no longer. */
  awaitLevel(awaited: boolean): void;
}

function useActs(
  id: QuestionId,
  rationale: string,
  pane: RefObject<HTMLDivElement | null>,
  { save, choose: send }: Pick<Answers, "save" | "choose">,
  setAwaitsLevel: (awaited: boolean) => void,
): Acts {
  // A thing does not stop applying without a reason: its field takes the focus as soon as it shows, and not later, when
  // somebody writes elsewhere already. What the vendor says has the vendor's reason, what we conclude has ours.
  const asksReason = useRef<ReasonField>(undefined);

  const choose = async (part: ResponseChange, was?: Partial<Response>): Promise<boolean> => {
    try {
      await send(part, was);
      return true;
    } catch (thrown) {
      const error = ApiError.from(thrown);
      tellError(
        new ApiError(say("questionnaire.theChoiceOnWasNotSaved", { id, message: error.message }), error.code),
        {
          label: say("common.tryAgain"),
          run: () => void choose(part, was),
        },
      );
      return false;
    }
  };

  const field = (name: string) => {
    const element = pane.current?.querySelector<HTMLElement>(
      `[data-testid="${name}"], [data-testid="${name}-new"]`,
    );
    element?.focus();
    if (element instanceof HTMLTextAreaElement)
      element.setSelectionRange(element.value.length, element.value.length);
    element?.scrollIntoView({ block: "nearest" });
    return element != null;
  };
  const show = (part: string) =>
    pane.current?.querySelector(`[data-part="${part}"]`)?.scrollIntoView({ block: "nearest" });

  const reasonAsked = (of: ReasonField) => {
    if (asksReason.current === of && field(of)) asksReason.current = undefined;
  };

  const claim = async (value: ClaimId) => {
    if (value === "not-applicable") {
      asksReason.current = "reason";
      reasonAsked("reason");
    }
    show("says");
    await choose({ claim: value });
  };
  const conclude = async (value: ConclusionId) => {
    if (value === "not-applicable" && rationale.trim() === "") asksReason.current = "rationale";
    show("concludes");
    await choose({ conclusion: value });
  };
  const level = (value: number) => {
    setAwaitsLevel(false);
    void choose({ assurance: value });
    show("concludes");
  };
  const awaitLevel = (awaited: boolean) => {
    setAwaitsLevel(awaited);
    if (awaited) show("concludes");
  };
  return { save, choose, field, reasonAsked, claim, conclude, level, awaitLevel };
}

/** The pane as it stands: answering by key does not wait until the question has come. */
export function QuestionPane(props: QuestionPaneProps) {
  const { assessment, question: id } = props;
  const found = useQuery("question", { assessment, question: id });
  const choices = useChoices();
  const pane = useRef<HTMLDivElement>(null);
  const [awaitsLevel, setAwaitsLevel] = useState(false);
  const { response, ...sending } = useAnswers(assessment, id, found.data?.response);
  const acts = useActs(id, found.data?.response.rationale ?? "", pane, sending, setAwaitsLevel);
  const { claim, conclude, level, awaitLevel } = acts;

  useCommands([
    ...(Object.keys(claims) as ClaimId[]).map((value) => ({
      id: `question.claim.${value}`,
      title: say("questionnaire.theVendorSays2", { word: within(claims[value].word) }),
      group,
      keys: claimKeys[value],
      run: () => void claim(value),
    })),
    ...(Object.keys(conclusions) as ConclusionId[]).map((value) => ({
      id: `question.conclude.${value}`,
      title: say("questionnaire.weConclude2", { word: within(conclusions[value].word) }),
      group,
      keys: conclusionKeys[value] === "" ? [] : conclusionKeys[value],
      run: () => {
        const digit = Number(conclusionKeys[value]);
        if (awaitsLevel && conclusionKeys[value] !== "") level(digit);
        else void conclude(value);
      },
    })),
    ...levels.map((value) => ({
      id: `question.level.${value}`,
      title: say("questionnaire.assuranceLevel", {
        value,
        word: within(assuranceMeanings[value].word),
      }),
      group,
      keys: `Shift+${value}`,
      run: () => level(value),
    })),
    {
      id: "question.level",
      title: say("questionnaire.setTheAssuranceLevelThen0"),
      group,
      keys: "L",
      run: () => awaitLevel(true),
    },
  ]);

  if (found.data === undefined || choices === undefined) {
    return (
      <div className="q-pane">
        {found.error !== undefined && <p role="alert">{found.error.message}</p>}
        {/* Keeps the panel's place while the question is on its way. */}
        <BasedOn>{null}</BasedOn>
      </div>
    );
  }
  const view = { ...found.data, response: response ?? found.data.response };
  return <Pane {...props} {...acts} awaitsLevel={awaitsLevel} pane={pane} view={view} choices={choices} />;
}

interface PaneProps extends QuestionPaneProps, Acts {
  view: QuestionView;
  choices: Choices;
  pane: RefObject<HTMLDivElement | null>;
  /** The next digit is an assurance level. */
  awaitsLevel: boolean;
}

function Pane(props: PaneProps) {
  const { assessment, question: id, takesFocus, place, onNext, view, choices } = props;
  const { pane, save, choose, field, reasonAsked, claim, conclude, level, awaitsLevel, awaitLevel } = props;
  const { question, response } = view;
  const [attaching, setAttaching] = useState<{ tab: AttachTab; files: string[] }>();
  const unfolded = useStore(guidance);

  useEffect(() => {
    if (takesFocus()) pane.current?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }, [takesFocus, pane]);

  const attach = (tab: AttachTab, files: string[] = []) => setAttaching({ tab, files });
  const flag = () => void choose({ flagged: !response.flagged });

  /** What is cleared is offered back: the button for it lies where others are pressed. */
  const clear = async (part: ResponseChange, sentence: string) => {
    if (await choose(part)) await offerTakeBack(assessment, sentence);
  };
  // The button that clears goes with what it cleared: its part takes the focus.
  const focusPart = (part: string) =>
    requestAnimationFrame(() =>
      pane.current?.querySelector<HTMLElement>(`[data-part="${part}"]`)?.focus({ preventScroll: true }),
    );
  const clearClaim = () => {
    focusPart("says");
    void clear({ clear_claim: true }, say("questionnaire.theAnswerToWasCleared", { id }));
  };
  const clearConclusion = () => {
    focusPart("concludes");
    void clear({ clear_conclusion: true }, say("questionnaire.theConclusionOnWasCleared", { id }));
  };

  useCommands([
    {
      id: "question.attach",
      title: say("questionnaire.attachEvidence"),
      group,
      keys: "E",
      run: () => attach("file"),
    },
    {
      id: "question.seen",
      title: say("questionnaire.recordAThingSeenAndNot"),
      group,
      run: () => attach("seen"),
    },
    {
      id: "question.comment",
      title: say("questionnaire.writeTheVendorsComment"),
      group,
      keys: "C",
      run: () => field("comment"),
    },
    {
      id: "question.rationale",
      title: say("questionnaire.writeOurRationale"),
      group,
      keys: "R",
      run: () => field("rationale"),
    },
    {
      id: "question.flag",
      title: response.flagged
        ? say("questionnaire.takeTheFlagOff")
        : say("questionnaire.flagThisQuestionForFollowUp"),
      group,
      keys: "F",
      run: flag,
    },
    ...(response.claim === null
      ? []
      : [
          {
            id: "question.clear",
            title: say("questionnaire.clearTheVendorsAnswer"),
            group,
            run: clearClaim,
          },
        ]),
    ...(response.conclusion === null
      ? []
      : [
          {
            id: "question.clear-conclusion",
            title: say("questionnaire.clearOurConclusion"),
            group,
            run: clearConclusion,
          },
        ]),
  ]);

  /** Escape leaves a field, so that the keys work again; and forgets that a level was asked for. Nothing moves by it. */
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape") return;
    awaitLevel(false);
    if (!isTyping(event.target) || event.defaultPrevented) return;
    event.preventDefault();
    pane.current?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  };

  const isOut = response.claim === "not-applicable";
  const isConcludedOut = response.conclusion === "not-applicable";
  useEffect(() => {
    if (isOut) reasonAsked("reason");
    if (isConcludedOut) reasonAsked("rationale");
  });
  const { verify } = question;
  const typed = (field: string, what: string) => ({
    address: `response ${assessment} ${id} ${field}`,
    what,
  });

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape for the fields inside
    <div className="q-pane" ref={pane} onKeyDown={onKeyDown} data-testid="question-pane">
      <header className="q-head">
        <p className="q-meta">
          <span className="code">{id}</span>
          <span>{say("questionnaire.of", { at: place.at, of: place.of })}</span>
          <span>
            <Icon name="person" size="0.9375rem" /> {view.who.join(", ")}
            {question.respondent === "buyer" && say("questionnaire.ourOwnOrganisation")}
          </span>
          <span>
            <Icon name="clock" size="0.9375rem" /> {say("questionnaire.min", { minutes: question.minutes })}
          </span>
          <WithTooltip text={question.weight_reason}>
            <Button kind="quiet">{say("questionnaire.weightWithin", { weight: question.weight })}</Button>
          </WithTooltip>
          {view.knock_out !== null && <Tag>{say("questionnaire.knockOut2", { id: view.knock_out.id })}</Tag>}
        </p>
        <h2 tabIndex={-1}>{question.text}</h2>
        <p className="q-why">{question.why}</p>
      </header>

      <section className="q-ask" aria-label={say("questionnaire.evidenceToAskFor")}>
        <h3>{say("questionnaire.askFor")}</h3>
        <div>
          <ul role="list">
            {question.evidence.map((ask) => (
              <li key={ask.ask}>
                {ask.ask}{" "}
                <span className="faint">
                  {say("questionnaire.notOlderThanDays", { fresh_days: ask.fresh_days })}
                </span>
              </li>
            ))}
          </ul>
          <Button kind="quiet" icon="paperclip" keys="E" onPress={() => attach("file")}>
            {view.evidence.length === 0
              ? say("questionnaire.attachEvidence")
              : say("questionnaire.attachedAttachMore", { evidence: view.evidence.length })}
          </Button>
          <OwedPart
            key={id}
            assessment={assessment}
            question={id}
            deferred={response.deferred}
            asks={question.evidence.map(({ ask }) => ask)}
            save={save}
            choose={choose}
          />
        </div>
      </section>

      <section className="q-voice q-says" data-part="says" aria-labelledby="q-says" tabIndex={-1}>
        <div className="q-voice-head">
          <h3 id="q-says">
            {question.respondent === "buyer"
              ? say("questionnaire.ourOrganisationSays")
              : say("questionnaire.theVendorSays")}
          </h3>
          {response.claim !== null && (
            <Button kind="quiet" onPress={clearClaim} data-testid="clear-claim">
              {say("questionnaire.clearAnswer")}
            </Button>
          )}
        </div>
        <ClaimChanged view={view} onSeen={() => void choose({ change_seen: true })} />
        <Segmented
          label={say("questionnaire.claim")}
          hideLabel
          segments={segmentsOf(claims, claimKeys).map((segment) => ({
            ...segment,
            label: segment.id === "not-applicable" ? say("questionnaire.nA") : segment.label,
          }))}
          value={response.claim}
          onChange={(value) => void claim(value)}
          testId="claim"
        />
        {isOut && (
          <EditTextArea
            {...typed("reason", say("questionnaire.whyDoesNotApplyInTheir", { id }))}
            label={say("questionnaire.whyItDoesNotApplyIn")}
            isRequired
            lines={1}
            stored={response.reason}
            save={(reason, was) => save({ reason }, { reason: was })}
            help={response.reason.trim() === "" ? say("questionnaire.theVendorGivesNoReason") : undefined}
            testId="reason"
          />
        )}
        <EditTextArea
          {...typed("comment", say("questionnaire.commentOn", { id }))}
          label={say("questionnaire.theirComment")}
          stored={response.comment}
          save={(comment, was) => save({ comment }, { comment: was })}
          testId="comment"
        />
        {response.offered !== "" && (
          <p className="q-offered" data-testid="offered">
            <Icon name="paperclip" size="0.9375rem" />
            <span>
              {rich("questionnaire.theyNameAsEvidenceNotLooked", {
                offered: response.offered,
                span: <span className="soft" />,
              })}
            </span>
          </p>
        )}
        <LastTime assessment={assessment} view={view} />
      </section>

      <details
        className="q-guide"
        open={unfolded}
        onToggle={(event) => guidance.set(event.currentTarget.open)}
      >
        <summary>{say("questionnaire.howToCheckIt")}</summary>
        <div className="q-guide-parts">
          <Guide title={say("questionnaire.whatGoodLooksLike")}>{question.good}</Guide>
          {question.red_flags.length > 0 && (
            <div className="q-guide-part" data-kind="flags">
              <h4>{say("questionnaire.redFlags")}</h4>
              <ul role="list">
                {question.red_flags.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            </div>
          )}
          <Guide title={say("questionnaire.examine")}>{verify.examine}</Guide>
          <Guide title={say("questionnaire.interview")}>{verify.interview}</Guide>
          <Guide title={say("questionnaire.test")}>{verify.test}</Guide>
          <Guide title={say("questionnaire.sample")}>{verify.sample}</Guide>
        </div>
      </details>

      <section
        className="q-voice q-concludes"
        data-part="concludes"
        aria-labelledby="q-concludes"
        tabIndex={-1}
      >
        <div className="q-voice-head">
          <h3 id="q-concludes">{say("questionnaire.weConclude")}</h3>
          {response.conclusion !== null && (
            <Button kind="quiet" onPress={clearConclusion} data-testid="clear-conclusion">
              {say("questionnaire.clearConclusion")}
            </Button>
          )}
        </div>
        <Segmented
          label={say("questionnaire.conclusion")}
          hideLabel
          segments={choices.conclusions.map(({ id: value, title }) => ({
            id: value,
            label: title.replace(/ effective$/, ""),
            meaning: conclusions[value],
            keys: conclusionKeys[value] === "" ? undefined : conclusionKeys[value],
          }))}
          value={response.conclusion}
          onChange={(value) => void conclude(value)}
          help={
            isClaimedOff(view.row)
              ? say("questionnaire.theVendorSaysItDoesNot")
              : choices.conclusions.find(({ id: value }) => value === response.conclusion)?.meaning
          }
          testId="conclusion"
        />
        <div className="q-level" data-awaits={awaitsLevel || undefined}>
          <Segmented
            label={awaitsLevel ? say("questionnaire.howItIsKnownPress0") : say("questionnaire.howItIsKnown")}
            segments={choices.assurance.map(({ level: value, title }) => ({
              id: String(value),
              label: `${value} ${title}`,
              meaning: assuranceMeanings[value as 0],
            }))}
            value={String(response.assurance)}
            onChange={(value) => level(Number(value))}
            help={choices.assurance.find(({ level: value }) => value === response.assurance)?.meaning}
            testId="assurance"
          />
          <Cap view={view} />
        </div>
        <fieldset className="q-methods">
          <legend className="field-label">{say("questionnaire.howItWasLookedAt")}</legend>
          {choices.methods.map(({ id: method, title }) => (
            <Checkbox
              key={method}
              value={response.methods.includes(method as Method)}
              onChange={(on) =>
                // Two boxes at once: each says what it was made of, and the core puts them together.
                void choose(
                  {
                    methods: on
                      ? [...response.methods, method as Method]
                      : response.methods.filter((other) => other !== method),
                  },
                  { methods: response.methods },
                )
              }
              testId={`method-${method}`}
            >
              {title}
            </Checkbox>
          ))}
        </fieldset>
        <EditTextArea
          {...typed("rationale", say("questionnaire.rationaleOf", { id }))}
          label={
            isConcludedOut
              ? say("questionnaire.whyItDoesNotApplyIn2")
              : say("questionnaire.rationaleWhatWasDoneAndSeen")
          }
          isRequired={isConcludedOut}
          lines={3}
          stored={response.rationale}
          save={(rationale, was) => save({ rationale }, { rationale: was })}
          help={
            isConcludedOut && response.rationale.trim() === ""
              ? say("questionnaire.withoutAReasonOfOursIt")
              : undefined
          }
          testId="rationale"
        />
        <SpokenTo
          assessment={assessment}
          question={id}
          stored={response.spoken_to}
          save={(spoken_to, was) => save({ spoken_to }, { spoken_to: was })}
        />
        {response.conclusion !== null && (
          <SecondLook key={id} assessment={assessment} view={view} save={choose} />
        )}
      </section>

      <section className="q-voice q-own" data-part="own" aria-labelledby="q-own" tabIndex={-1}>
        <div className="q-voice-head">
          <h3 id="q-own">
            <Icon name="lock" size="0.9375rem" /> {say("questionnaire.private")}
          </h3>
          <Button
            kind={response.flagged ? "plain" : "quiet"}
            icon="finding"
            keys="F"
            aria-pressed={response.flagged}
            onPress={flag}
            data-testid="flag"
          >
            {response.flagged
              ? say("questionnaire.flaggedForFollowUp")
              : say("questionnaire.flagForFollowUp")}
          </Button>
        </div>
        <EditTextArea
          {...typed("notes", say("questionnaire.notesOn", { id }))}
          label={say("questionnaire.notesNeverInTheReport")}
          stored={response.notes}
          save={(notes, was) => save({ notes }, { notes: was })}
          testId="notes"
        />
      </section>

      <div className="q-next">
        <Button
          keys="J"
          icon="down"
          onPress={onNext}
          isDisabled={place.at >= place.of}
          data-testid="next-question"
        >
          {say("questionnaire.nextQuestion")}
        </Button>
      </div>

      <Basis assessment={assessment} view={view} onAttach={attach} save={choose} />
      {attaching !== undefined && (
        <AttachDialog
          assessment={assessment}
          question={id}
          asked={question.evidence[0]?.kind}
          tab={attaching.tab}
          files={attaching.files}
          attached={response.evidence}
          onAttach={(more) =>
            choose({ evidence: [...response.evidence, ...more] }, { evidence: response.evidence })
          }
          onClose={() => setAttaching(undefined)}
        />
      )}
    </div>
  );
}

function Guide({ title, children }: { title: string; children: string }) {
  if (children.trim() === "") return null;
  return (
    <div className="q-guide-part">
      <h4>{title}</h4>
      <p>{children}</p>
    </div>
  );
}

/** A returned file changed the claim, and nobody has looked since: what it was, and from which file. */
function ClaimChanged({ view, onSeen }: { view: QuestionView; onSeen(): void }) {
  const change = view.response.claim_changed;
  if (change === null || change === undefined) return null;
  const was = change.was === null ? say("questionnaire.notAnswered") : `“${claims[change.was].word}”`;
  return (
    <div className="q-changed" role="note" data-testid="claim-changed">
      <Icon name="import" />
      <div>
        <p>{say("questionnaire.changedThisOnItWas", { by_file: change.by_file, at: day(change.at), was })}</p>
        {change.was_comment !== "" && (
          <p className="soft small">
            {say("questionnaire.theCommentWas", { was_comment: change.was_comment })}
          </p>
        )}
      </div>
      <Button kind="quiet" onPress={onSeen} data-testid="claim-seen">
        {say("questionnaire.seenTheConclusionStands")}
      </Button>
    </div>
  );
}

interface SpokenToProps {
  assessment: AssessmentId;
  question: QuestionId;
  stored: string[];
  save: Save<string[]>;
}

/** Whom the assessor spoke to; those interviewed in this assessment are offered. */
function SpokenTo({ assessment, question, stored, save }: SpokenToProps) {
  const saver = useEdit(`response ${assessment} ${question} spoken-to`, {
    stored,
    save,
    what: say("questionnaire.whomYouSpokeToAbout", { question }),
  });
  const people = useQuery("overview", { assessment }).data?.assessment.interviews ?? [];
  return (
    <>
      <ListField
        label={say("questionnaire.spokenTo")}
        placeholder={say("questionnaire.addAPerson")}
        value={saver.value}
        onChange={saver.set}
        onBlur={() => void saver.flush()}
        suggestions={people.map(({ name }) => name).filter((name) => !saver.value.includes(name))}
        testId="spoken-to"
      />
      <SaveTrouble edit={saver} />
    </>
  );
}
