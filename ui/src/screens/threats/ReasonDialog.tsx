/** Asks why before threats are decided: always when nothing will be done about them, and for several at once. */
import { useState } from "react";
import { Button, Dialog, Kept, onModEnter, TextArea } from "../../components";
import type { ThreatDecision } from "../../ipc/ThreatDecision";
import { useDraft } from "../../state/edit";
import { count } from "../../words";
import { decisions, needsReason } from "./meanings";

interface ReasonDialogProps {
  assessment: string;
  decision: ThreatDecision;
  threats: readonly string[];
  /** Resolves false when it was not saved; the text then stays. */
  onDecide(reason: string): Promise<boolean>;
  onClose(): void;
}

export function ReasonDialog({ assessment, decision, threats, onDecide, onClose }: ReasonDialogProps) {
  const draft = useDraft(`decide ${assessment} ${decision} ${threats.join(" ")}`, "", {
    what: `Why ${count(threats.length, "threat")} ${threats.length === 1 ? "is" : "are"} decided so`,
  });
  const reason = draft.value;
  const [busy, setBusy] = useState(false);
  const word = decisions[decision].word;
  const isMissing = needsReason(decision) && reason.trim() === "";
  const submit = async () => {
    if (isMissing || busy) return;
    setBusy(true);
    if (await onDecide(reason.trim())) {
      draft.clear();
      onClose();
    } else setBusy(false);
  };
  return (
    <Dialog
      title={`${word}: ${count(threats.length, "threat")}`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind="primary"
            keys="Mod+Enter"
            isDisabled={isMissing || busy}
            onPress={() => void submit()}
            data-testid="decide-threats"
          >
            {`Set to ${word.toLowerCase()}`}
          </Button>
        </>
      }
    >
      <div onKeyDownCapture={onModEnter(submit)}>
        <Kept draft={draft} />
        <TextArea
          label="Why"
          help={
            threats.length > 1
              ? "The same reason is recorded with each of them and replaces an earlier one."
              : "It stands beside the threat in the report."
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
