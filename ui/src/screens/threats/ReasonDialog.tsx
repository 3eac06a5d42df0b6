/** Asks why before threats are decided: always when nothing will be done about them, and for several at once. */

import { useState } from "react";
import { Button, Dialog, Kept, onModEnter, TextArea } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Decided } from "../../ipc/Decided";
import type { ThreatDecision } from "../../ipc/ThreatDecision";
import type { ThreatId } from "../../ipc/ThreatId";
import { useDraft } from "../../state/edit";
import { say, within } from "../../words";
import { decisions, needsReason } from "./meanings";

interface ReasonDialogProps {
  assessment: AssessmentId;
  decision: ThreatDecision;
  threats: readonly ThreatId[];
  /** What is decided on them so far. */
  seen: Record<ThreatId, Decided>;
  /** `base` is what was decided when the reason was begun. Resolves false when it was not saved; the text then stays. */
  onDecide(reason: string, base: Record<ThreatId, Decided>): Promise<boolean>;
  onClose(): void;
}

export function ReasonDialog({ assessment, decision, threats, seen, onDecide, onClose }: ReasonDialogProps) {
  const draft = useDraft(`decide ${assessment} ${decision} ${threats.join(" ")}`, "", {
    what: say("threats.whyThreatsAreDecidedSo", { n: threats.length }),
    base: seen,
  });
  const reason = draft.value;
  const [busy, setBusy] = useState(false);
  const word = decisions[decision].word;
  const isMissing = needsReason(decision) && reason.trim() === "";
  const submit = async () => {
    if (isMissing || busy) return;
    setBusy(true);
    if (await onDecide(reason.trim(), draft.base)) {
      draft.clear();
      onClose();
    } else setBusy(false);
  };
  return (
    <Dialog
      title={`${word}: ${say("threats.nThreats", { n: threats.length })}`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{say("common.cancel")}</Button>
          <Button
            kind="primary"
            keys="Mod+Enter"
            isDisabled={isMissing || busy}
            onPress={() => void submit()}
            data-testid="decide-threats"
          >
            {say("threats.setTo", { word: within(word) })}
          </Button>
        </>
      }
    >
      <div onKeyDownCapture={onModEnter(submit)}>
        <Kept draft={draft} />
        <TextArea
          label={say("common.why")}
          help={
            threats.length > 1
              ? say("threats.theSameReasonIsRecordedWith")
              : say("threats.itStandsBesideTheThreatIn")
          }
          isRequired={needsReason(decision)}
          autoFocus
          lines={3}
          value={reason}
          onChange={draft.set}
          testId="decide-reason"
        />
      </div>
    </Dialog>
  );
}
