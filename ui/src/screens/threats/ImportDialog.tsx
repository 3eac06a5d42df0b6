/** Reads a Threat Dragon model in and says what came of it. */

import { useState } from "react";
import { Button, Dialog } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Imported } from "../../ipc/Imported";
import { change } from "../../state/query";
import { say } from "../../words";
import { ReadFileDialog } from "../ReadFileDialog";
import { offerTakeBack } from "../takeBack";

interface ImportDialogProps {
  assessment: AssessmentId;
  onClose(): void;
  /** Shows what came in. */
  onModel(): void;
}

export function ImportDialog({ assessment, onClose, onModel }: ImportDialogProps) {
  const [result, setResult] = useState<Imported>();

  if (result !== undefined) {
    // Offered once the result is read, so that the notice does not lie over it.
    const close = () => {
      onClose();
      void offerTakeBack(assessment, say("threats.theModelWasImported", { title: result.title }));
    };
    return (
      // Another dialog, not the same one changed: so the focus goes to its button.
      <Dialog
        key="imported"
        title={say("threats.wasImported", { title: result.title })}
        isOpen
        onClose={close}
        actions={
          <Button
            kind="primary"
            autoFocus
            onPress={() => {
              close();
              onModel();
            }}
            data-testid="import-to-model"
          >
            {say("threats.goToTheModel")}
          </Button>
        }
      >
        <div className="threats-imported" data-testid="import-result">
          <p>
            {result.stand_ins > 0
              ? say("threats.andForLooseEndsOfFlows", {
                  elements: say("threats.nElements", { n: result.elements }),
                  stand_ins: say("threats.nStandIns", { n: result.stand_ins }),
                  flows: say("threats.nFlows", { n: result.flows }),
                  boundaries: say("threats.nBoundaries", { n: result.boundaries }),
                  threats: say("threats.nRecordedThreats", { n: result.threats }),
                  generated: say("threats.nThreats", { n: result.generated }),
                })
              : say("threats.andCameFromTheFileThe", {
                  elements: say("threats.nElements", { n: result.elements }),
                  flows: say("threats.nFlows", { n: result.flows }),
                  boundaries: say("threats.nBoundaries", { n: result.boundaries }),
                  threats: say("threats.nRecordedThreats", { n: result.threats }),
                  generated: say("threats.nThreats", { n: result.generated }),
                })}
          </p>
          {result.remarks.length > 0 && (
            <>
              <h3>{say("threats.whatWasChangedOrNotUnderstood")}</h3>
              <ul role="list">
                {result.remarks.map((remark) => (
                  <li key={remark}>{remark}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      </Dialog>
    );
  }

  return (
    <ReadFileDialog
      title={say("threats.importAThreatDragonModel")}
      choose={say("threats.chooseAThreatDragonModel")}
      drop={say("threats.dropAModelHere")}
      help={say("threats.aJsonFileOfThreatDragon")}
      job="import-model"
      reading={say("threats.readingTheModel")}
      testId="import"
      onRead={async (path) =>
        setResult(await change("import_threat_dragon", { assessment, path }, [], { job: "import-model" }))
      }
      onClose={onClose}
    >
      {say("threats.elementsFlowsBoundariesAndRecorded")}
    </ReadFileDialog>
  );
}
