/** Reads a bill of materials in and says what came of it. */
import { useState } from "react";
import { Button, Dialog } from "../../components";
import type { BomImported } from "../../ipc/BomImported";
import { change } from "../../state/query";
import { count } from "../../words";
import { ReadFileDialog } from "../ReadFileDialog";
import { offerTakeBack } from "../takeBack";
import { entries } from "./meanings";

export function BomDialog({ assessment, onClose }: { assessment: string; onClose(): void }) {
  const [result, setResult] = useState<BomImported>();
  if (result !== undefined) {
    const { bom, added, known } = result;
    const close = () => {
      onClose();
      void offerTakeBack(assessment, `The bill of materials “${bom.about}” was read.`);
    };
    return (
      <Dialog
        key="read"
        title={`“${bom.about}” was read`}
        isOpen
        onClose={close}
        actions={
          <Button kind="primary" autoFocus onPress={close} data-testid="bom-done">
            Go to the components
          </Button>
        }
      >
        <div className="fields" data-testid="bom-result">
          <p>
            {Object.entries(bom.counts)
              .map(([kind, n]) => entries(n, kind))
              .join(", ")}
            . {count(added, "component was", "components were")} added, {known} {known === 1 ? "was" : "were"}{" "}
            here already. The file is kept as evidence.
          </p>
          {bom.notes.length > 0 && (
            <ul>
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
      title="Read a bill of materials"
      choose="Choose a bill of materials"
      drop="Drop a bill of materials here"
      help="CycloneDX in JSON, versions 1.2 to 1.7. At most 32 MB."
      job="import-bom"
      reading="Reading the bill of materials"
      testId="bom"
      onRead={async (path) =>
        setResult(await change("import_bom", { assessment, path }, [], { job: "import-bom" }))
      }
      onClose={onClose}
    >
      Models, datasets and services become components; libraries and the rest become an inventory with counts
      and licences. What people recorded about a component stays.
    </ReadFileDialog>
  );
}
