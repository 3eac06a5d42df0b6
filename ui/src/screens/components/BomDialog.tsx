/** Reads a bill of materials in and says what came of it. */

import { useState } from "react";
import { Button, Dialog } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { BomImported } from "../../ipc/BomImported";
import { change } from "../../state/query";
import { say } from "../../words";
import { ReadFileDialog } from "../ReadFileDialog";
import { offerTakeBack } from "../takeBack";
import { entries } from "./meanings";

export function BomDialog({ assessment, onClose }: { assessment: AssessmentId; onClose(): void }) {
  const [result, setResult] = useState<BomImported>();
  if (result !== undefined) {
    const { bom, added, known } = result;
    const close = () => {
      onClose();
      void offerTakeBack(assessment, say("components.theBillOfMaterialsWasRead", { about: bom.about }));
    };
    return (
      <Dialog
        key="read"
        title={say("components.wasRead", { about: bom.about })}
        isOpen
        onClose={close}
        actions={
          <Button kind="primary" autoFocus onPress={close} data-testid="bom-done">
            {say("components.goToTheComponents")}
          </Button>
        }
      >
        <div className="fields" data-testid="bom-result">
          <p>
            {say("components.componentsAdded", {
              list: Object.entries(bom.counts)
                .map(([kind, n]) => entries(n, kind))
                .join(", "),
              n: added,
              known: say("components.nWereHereAlready", { n: known }),
            })}
          </p>
          {bom.notes.length > 0 && (
            <ul role="list">
              {bom.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </div>
      </Dialog>
    );
  }
  return (
    <ReadFileDialog
      title={say("components.readABillOfMaterials")}
      choose={say("components.chooseABillOfMaterials")}
      drop={say("components.dropABillOfMaterialsHere")}
      help={say("components.cyclonedxInJsonVersions12")}
      job="import-bom"
      reading={say("components.readingTheBillOfMaterials")}
      testId="bom"
      onRead={async (path) =>
        setResult(await change("import_bom", { assessment, path }, [], { job: "import-bom" }))
      }
      onClose={onClose}
    >
      {say("components.modelsDatasetsAndServicesBecome")}
    </ReadFileDialog>
  );
}
