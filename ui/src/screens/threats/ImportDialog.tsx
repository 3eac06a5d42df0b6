/** Reads a Threat Dragon model in and says what came of it. */
import { useState } from "react";
import { Button, Dialog } from "../../components";
import type { Imported } from "../../ipc/Imported";
import { change } from "../../state/query";
import { count } from "../../words";
import { ReadFileDialog } from "../ReadFileDialog";
import { offerTakeBack } from "../takeBack";

interface ImportDialogProps {
  assessment: string;
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
      void offerTakeBack(assessment, `The model “${result.title}” was imported.`);
    };
    return (
      // Another dialog, not the same one changed: so the focus goes to its button.
      <Dialog
        key="imported"
        title={`“${result.title}” was imported`}
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
            Go to the model
          </Button>
        }
      >
        <div className="threats-imported" data-testid="import-result">
          <p>
            {count(result.elements, "element")}
            {result.stand_ins > 0 && ` and ${count(result.stand_ins, "stand-in")} for loose ends of flows`},{" "}
            {count(result.flows, "flow")}, {count(result.boundaries, "boundary", "boundaries")} and{" "}
            {count(result.threats, "recorded threat")} came from the file. The rules now yield{" "}
            {count(result.generated, "threat")}.
          </p>
          {result.remarks.length > 0 && (
            <>
              <h3>What was changed or not understood</h3>
              <ul>
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
      title="Import a Threat Dragon model"
      choose="Choose a Threat Dragon model"
      drop="Drop a model here"
      help="A JSON file of Threat Dragon, versions 1 and 2. At most 32 MB."
      job="import-model"
      reading="Reading the model"
      testId="import"
      onRead={async (path) =>
        setResult(await change("import_threat_dragon", { assessment, path }, [], { job: "import-model" }))
      }
      onClose={onClose}
    >
      Elements, flows, boundaries and recorded threats are added to this model. What the file does not say
      stays unknown, and unknown is not no.
    </ReadFileDialog>
  );
}
