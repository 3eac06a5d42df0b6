/** Claims of “not applicable” accepted, some or all together, for one reason in the assessor's words. */

import { useState } from "react";
import { Button, Checkbox, Dialog, Kept, onModEnter, Tag, TextArea } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { QuestionRow } from "../../ipc/QuestionRow";
import { useDraft } from "../../state/edit";
import { change } from "../../state/query";
import { say } from "../../words";
import { offerTakeBack } from "../takeBack";
import { useReason } from "./reason";

interface Accepting {
  chosen: readonly string[];
  reason: string;
}
const NOTHING: Accepting = { chosen: [], reason: "" };

interface AcceptOffProps {
  assessment: AssessmentId;
  /** Those that wait. */
  rows: readonly QuestionRow[];
  onClose(): void;
}

export function AcceptOffDialog({ assessment, rows, onClose }: AcceptOffProps) {
  // What is accepted is what was read here: rows that come or go meanwhile do not slip in.
  const [listed] = useState(rows);
  const draft = useDraft<Accepting>(`accept ${assessment}`, NOTHING, {
    what: say("questionnaire.claimsOfNotApplicableToAccept"),
  });
  // One that was chosen before may be gone from the list.
  const chosen = new Set(draft.value.chosen.filter((id) => listed.some((row) => row.id === id)));
  const setChosen = (next: Iterable<string>) => draft.set((now) => ({ ...now, chosen: [...next] }));
  const isAll = chosen.size === listed.length;

  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const typed = {
    value: draft.value.reason,
    set: (reason: string) => draft.set((now) => ({ ...now, reason })),
  };
  const { isReady, submit, field } = useReason(
    typed,
    async (reason) => {
      const questions = listed.map(({ id }) => id).filter((id) => chosen.has(id));
      await change("conclude_not_applicable", { assessment, questions, reason });
      draft.clear();
      onClose();
      await offerTakeBack(
        assessment,
        say("questionnaire.nQuestionsConcludedAsNotApplicable", { n: questions.length }),
      );
    },
    chosen.size > 0,
  );

  return (
    <Dialog
      title={say("questionnaire.acceptClaimsOfNotApplicable")}
      isOpen
      onClose={onClose}
      width="wide"
      mustAnswer
      actions={
        <>
          <Button onPress={onClose}>{say("common.cancel")}</Button>
          <Button
            kind="primary"
            keys="Mod+Enter"
            isDisabled={!isReady}
            onPress={() => void submit()}
            data-testid="accept-off-set"
          >
            {chosen.size === 0
              ? say("questionnaire.concludeAsNotApplicable")
              : say("questionnaire.concludeQuestionsAsNotApplicable", { n: chosen.size })}
          </Button>
        </>
      }
    >
      <div className="fields" onKeyDownCapture={onModEnter(submit)}>
        <Kept draft={draft} />
        <p>{say("questionnaire.theVendorSaysThatTheseDo")}</p>
        <Checkbox
          value={isAll}
          isMixed={chosen.size > 0 && !isAll}
          onChange={() => setChosen(isAll ? [] : listed.map(({ id }) => id))}
          testId="accept-off-all"
        >
          {isAll ? say("questionnaire.allChosen") : say("questionnaire.chooseAll", { listed: listed.length })}
        </Checkbox>
        <ul role="list" className="q-accept" aria-label={say("questionnaire.claimedNotToApply")}>
          {listed.map((row) => (
            <li key={row.id}>
              <Checkbox
                value={chosen.has(row.id)}
                onChange={(on) => toggle(row.id, on)}
                testId={`accept-off-${row.id}`}
              >
                <span className="q-accept-row">
                  <span>
                    <span className="code">{row.id}</span> {row.text}{" "}
                    {row.knock_out !== null && (
                      <Tag>{say("questionnaire.knockOut", { knock_out: row.knock_out })}</Tag>
                    )}
                  </span>
                  <span className="soft small">
                    {row.claim_reason.trim() === ""
                      ? say("questionnaire.theVendorGivesNoReason")
                      : say("questionnaire.theVendor", { claim_reason: row.claim_reason })}
                  </span>
                </span>
              </Checkbox>
            </li>
          ))}
        </ul>
        <TextArea
          label={say("questionnaire.whyTheyDoNotApplyIn")}
          help={say("questionnaire.itStandsWithEachOfThese")}
          isRequired
          lines={2}
          {...field}
          testId="accept-off-reason"
        />
      </div>
    </Dialog>
  );
}
