/** What was decided, by whom and why, and the conditions under which it holds. Saved as it is written. */

import { useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "../../api";
import {
  Button,
  DateField,
  Icon,
  IconButton,
  outcomes,
  SaveTrouble,
  Segmented,
  Select,
  segmentsOf,
  TextArea,
  TextField,
} from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Condition } from "../../ipc/Condition";
import type { ConditionStage } from "../../ipc/ConditionStage";
import type { Decision } from "../../ipc/Decision";
import type { DecisionView } from "../../ipc/DecisionView";
import type { KnockOutId } from "../../ipc/KnockOutId";
import type { Outcome } from "../../ipc/Outcome";
import { useChoices } from "../../state/choices";
import { useEdit } from "../../state/edit";
import { change, useQuery } from "../../state/query";
import { say } from "../../words";
import { optionsOf } from "../shown";
import { offerTakeBack } from "../takeBack";
import { Overrides } from "./Overrides";

/** A decision in the making: the outcome may not be chosen yet, or the person not named. */
type Draft = Omit<Decision, "outcome"> & { outcome: Outcome | null };

/** Whether there is a decision: an outcome, and the person who answers for it. */
const isDecided = ({ outcome, decided_by }: Draft) => outcome !== null && decided_by.trim() !== "";

const OPEN = say("decision.nothingIsDecidedUntilAnOutcome");

export interface DecisionFormProps {
  assessment: AssessmentId;
  view: DecisionView;
  /** The knock-out being set aside. */
  aside: KnockOutId | undefined;
  onAside(knockOut: KnockOutId | undefined): void;
}

export function DecisionForm({ assessment, view, aside, onAside }: DecisionFormProps) {
  const choices = useChoices();
  const accountable = useQuery("overview", { assessment }).data?.assessment.accountable.name ?? "";
  const empty = useMemo(() => ({ ...EMPTY, decided_by: accountable }), [accountable]);
  const stored: Draft = view.decision ?? empty;
  /** A decision as it is saved; one without an outcome is none. */
  const decided = ({ outcome, ...rest }: Draft) => outcome && { ...rest, assessment, outcome };
  const save = async (value: Draft, from: Draft) => {
    const [decision, base] = [decided(value), decided(from)];
    if (decision) await change("save_decision", { decision, confirm: false, ...(base ? { base } : {}) });
  };
  /** The core keeps no decision without an outcome and a person; until then what is written is a draft. */
  const isOpen = (next: Draft) => view.decision === null && !isDecided(next);
  const saver = useEdit<Draft>(`decision ${assessment}`, {
    stored,
    save,
    what: say("common.decision"),
    isReady: (next) => (isOpen(next) ? OPEN : undefined),
  });
  /** What is tried just now: it shows at once, and goes again when it is refused. */
  const [trying, setTrying] = useState<readonly Partial<Draft>[]>([]);
  const value: Draft = Object.assign({}, saver.value, ...trying);
  const [refusal, setRefusal] = useState<string>();
  const refused = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (refusal !== undefined) refused.current?.scrollIntoView?.({ block: "nearest" });
  }, [refusal]);
  const typed = useRef(saver.value);
  typed.current = saver.value;
  const put = (part: Partial<Draft>) => {
    setRefusal(undefined);
    saver.set({ ...saver.value, ...part });
  };
  /** What the core may refuse is tried at once. Answers whether it held. */
  const attemptPut = async (part: Partial<Draft>): Promise<boolean> => {
    const before = saver.value;
    if (isOpen({ ...before, ...part })) {
      put(part);
      return true;
    }
    setRefusal(undefined);
    setTrying((all) => [...all, part]);
    try {
      const isSaved = await saver.flush();
      // A text that was refused stays in its field; what is tried does not wait for it, nor take it along.
      const isRefused = !isSaved && !isOpen(before);
      const next = { ...(isRefused ? stored : before), ...part };
      await save(next, isSaved ? before : stored);
      if (!isRefused) {
        // What was typed meanwhile is saved behind it, with what was set.
        const later = typed.current;
        saver.settle();
        if (!isSaved && later !== before) saver.set({ ...later, ...part });
      }
      return true;
    } catch (thrown) {
      setRefusal(ApiError.from(thrown).message);
      return false;
    } finally {
      setTrying((all) => all.filter((one) => one !== part));
    }
  };
  const leave = () => void saver.flush();
  const putCondition = (index: number, part: Partial<Condition>) =>
    put({ conditions: value.conditions.map((old, at) => (at === index ? { ...old, ...part } : old)) });

  return (
    <section
      id="decision-form"
      aria-label={say("decision.theDecision")}
      tabIndex={-1}
      className="decision-form"
    >
      <h2>{say("decision.theDecision")}</h2>
      <div className="fields">
        <SaveTrouble edit={saver} />
        {refusal !== undefined && (
          <p ref={refused} className="form-refused" role="alert" data-testid="decision-refused">
            <Icon name="warning" /> <span>{say("decision.nothingWasChanged", { refusal })}</span>
          </p>
        )}
        <Segmented
          label={say("decision.outcome")}
          segments={segmentsOf(outcomes)}
          value={value.outcome}
          onChange={(outcome) => void attemptPut({ outcome })}
          help={isOpen(value) ? say("decision.whatYouWriteIsKeptUntil", { OPEN }) : undefined}
          testId="outcome"
        />
        <TextArea
          label={say("decision.rationale")}
          help={value.rationale === "" ? say("decision.whyThisOutcomeInWordsThat") : undefined}
          lines={3}
          value={value.rationale}
          onChange={(rationale) => put({ rationale })}
          onBlur={leave}
          testId="rationale"
        />
        <TextField
          label={say("decision.decidedBy")}
          isRequired
          help={say("decision.thePersonWhoAnswersForIt")}
          value={value.decided_by}
          onChange={(decided_by) => put({ decided_by })}
          onBlur={leave}
          testId="decided-by"
        />
        <Overrides
          assessment={assessment}
          knockOuts={view.knock_outs}
          overrides={value.overrides}
          aside={aside}
          onAside={onAside}
          onSave={(overrides) => attemptPut({ overrides })}
          onRemoved={(sentence) => {
            if (value.outcome !== null) void offerTakeBack(assessment, sentence);
          }}
        />
        <div className="conditions">
          <h3>{say("decision.conditions")}</h3>
          {value.conditions.length === 0 && (
            <p className="soft">{say("decision.noneAConditionSaysWhatMust")}</p>
          )}
          <ol role="list">
            {value.conditions.map((condition, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no name but its place in the list
              <li key={index} data-testid={`condition-${index}`}>
                <div className="fields">
                  <TextArea
                    label={say("decision.condition", { index: index + 1 })}
                    value={condition.text}
                    onChange={(text) => putCondition(index, { text })}
                    onBlur={leave}
                    autoFocus={condition.text === "" && condition.owner === ""}
                    testId={`condition-${index}-text`}
                  />
                  <div className="fields-pair">
                    <Select
                      label={say("common.when")}
                      options={optionsOf<ConditionStage>(choices?.condition_stages)}
                      value={condition.stage}
                      onChange={(stage) => putCondition(index, { stage })}
                    />
                    <TextField
                      label={say("common.owner")}
                      value={condition.owner}
                      onChange={(owner) => putCondition(index, { owner })}
                      onBlur={leave}
                    />
                    <DateField
                      label={say("common.due")}
                      value={condition.due ?? ""}
                      onChange={(due) => {
                        if (due !== (condition.due ?? ""))
                          putCondition(index, { due: due === "" ? null : due });
                      }}
                    />
                  </div>
                  <TextField
                    label={say("decision.evidenceOfClosure")}
                    value={condition.evidence_of_closure}
                    onChange={(evidence_of_closure) => putCondition(index, { evidence_of_closure })}
                    onBlur={leave}
                  />
                  <DateField
                    label={say("decision.metOn")}
                    testId={`condition-${index}-met`}
                    value={condition.met ?? ""}
                    onChange={(met) => {
                      if (met !== (condition.met ?? ""))
                        putCondition(index, { met: met === "" ? null : met });
                    }}
                  />
                </div>
                <IconButton
                  icon="trash"
                  label={say("decision.removeCondition", { index: index + 1 })}
                  onPress={() =>
                    void attemptPut({ conditions: value.conditions.filter((_, at) => at !== index) })
                  }
                />
              </li>
            ))}
          </ol>
          <Button
            icon="plus"
            onPress={() => put({ conditions: [...value.conditions, CONDITION] })}
            data-testid="add-condition"
          >
            {say("decision.addACondition")}
          </Button>
        </div>
      </div>
    </section>
  );
}

const CONDITION: Condition = {
  text: "",
  stage: "pre-go-live",
  owner: "",
  due: null,
  evidence_of_closure: "",
  met: null,
};
/** One object for all renders: what an edit compares with. The assessment is put in when it is saved. */
const EMPTY: Draft = {
  assessment: "" as AssessmentId,
  outcome: null,
  rationale: "",
  conditions: [],
  decided_by: "",
  decided_on: null,
  overrides: [],
};
