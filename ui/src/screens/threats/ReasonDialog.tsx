/** Asks why before threats are decided: always when nothing will be done about them, and for several at once. */
import { useState } from "react";
import { Button, Dialog, onModEnter, TextArea } from "../../components";
import type { ThreatDecision } from "../../ipc/ThreatDecision";
import { count } from "../../words";
import { decisions, needsReason } from "./meanings";

interface ReasonDialogProps {
  decision: ThreatDecision;
  threats: readonly string[];
  /** Resolves false when it was not saved; the text then stays. */
  onDecide(reason: string): Promise<boolean>;
  onClose(): void;
}

export function ReasonDialog({ decision, threats, onDecide, onClose }: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const word = decisions[decision].word;
  const isMissing = needsReason(decision) && reason.trim() === "";
  const submit = async () => {
    if (isMissing || busy) return;
    setBusy(true);
    if (await onDecide(reason.trim())) onClose();
    else setBusy(false);
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
          onChange={setReason}
          testId="decide-reason"
        />
      </div>
    </Dialog>
  );
}
