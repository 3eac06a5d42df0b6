/** Reads a Threat Dragon model in and says what came of it. */
import { useState } from "react";
import { Button, Dialog, DropZone, JobProgress, PathField } from "../../components";
import { chooseFile, DoorError } from "../../door";
import { attempt } from "../../frame";
import type { Imported } from "../../ipc/Imported";
import { change } from "../../state/query";
import { count } from "../../words";
import { offerBack } from "../shown";

interface ImportDialogProps {
  assessment: string;
  onClose(): void;
  /** Shows what came in. */
  onModel(): void;
}

export function ImportDialog({ assessment, onClose, onModel }: ImportDialogProps) {
  const [path, setPath] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [result, setResult] = useState<Imported>();

  const read = async (from: string) => {
    if (from.trim() === "" || busy) return;
    setPath(from);
    setBusy(true);
    setError(undefined);
    try {
      const input = { assessment, path: from.trim() };
      setResult(await change("import_threat_dragon", input, [], { job: "import-model" }));
    } catch (thrown) {
      setError(DoorError.from(thrown).message);
    }
    setBusy(false);
  };
  const choose = async () => {
    const chosen = await attempt(chooseFile("Choose a Threat Dragon model", ["json"]));
    if (typeof chosen === "string") await read(chosen);
  };

  if (result !== undefined) {
    // Offered once the result is read, so that the notice does not lie over it.
    const close = () => {
      onClose();
      offerBack(assessment, `The model “${result.title}” was imported.`);
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
    <Dialog
      title="Import a Threat Dragon model"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind="primary"
            onPress={() => void read(path)}
            isDisabled={busy || path.trim() === ""}
            data-testid="import-read"
          >
            Import model
          </Button>
        </>
      }
    >
      <div className="fields">
        <p className="soft">
          Elements, flows, boundaries and recorded threats are added to this model. What the file does not say
          stays unknown, and unknown is not no.
        </p>
        <DropZone
          label="Drop a model here"
          help="A JSON file of Threat Dragon, versions 1 and 2. At most 32 MB."
          onPaths={([first]) => first !== undefined && void read(first)}
          onChoose={() => void choose()}
          isDisabled={busy}
        />
        <PathField
          label="Or its path"
          value={path}
          onChange={(next) => {
            setPath(next);
            setError(undefined);
          }}
          onEnter={() => void read(path)}
          dialogTitle="Choose a Threat Dragon model"
          endings={["json"]}
          error={error}
          isDisabled={busy}
          testId="import-path"
        />
        {busy && <JobProgress job="import-model" label="Reading the model" />}
      </div>
    </Dialog>
  );
}
