/** Reads a bill of materials in and says what came of it. */
import { useState } from "react";
import { Button, Dialog, DropZone, JobProgress, PathField } from "../../components";
import { chooseFile, DoorError } from "../../door";
import { attempt } from "../../frame";
import type { BomImported } from "../../ipc/BomImported";
import { change } from "../../state/query";
import { count } from "../../words";
import { offerTakeBack } from "../takeBack";

const TITLE = "Choose a bill of materials";

export function BomDialog({ assessment, onClose }: { assessment: string; onClose(): void }) {
  const [path, setPath] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [result, setResult] = useState<BomImported>();
  const read = async (from: string) => {
    if (from.trim() === "" || busy) return;
    setPath(from);
    setBusy(true);
    setError(undefined);
    try {
      setResult(await change("import_bom", { assessment, path: from.trim() }, [], { job: "import-bom" }));
    } catch (thrown) {
      setError(DoorError.from(thrown).message);
    }
    setBusy(false);
  };
  const choose = async () => {
    const chosen = await attempt(chooseFile(TITLE, ["json"]));
    if (typeof chosen === "string") await read(chosen);
  };
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
              .map(([kind, n]) => `${n} ${kind}`)
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
    <Dialog
      title="Read a bill of materials"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind="primary"
            onPress={() => void read(path)}
            isDisabled={busy || path.trim() === ""}
            data-testid="bom-read"
          >
            Read it
          </Button>
        </>
      }
    >
      <div className="fields">
        <p className="soft">
          Models, datasets and services become components; libraries and the rest become an inventory with
          counts and licences. What people recorded about a component stays.
        </p>
        <DropZone
          label="Drop a bill of materials here"
          help="CycloneDX in JSON, versions 1.2 to 1.7. At most 32 MB."
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
          dialogTitle={TITLE}
          endings={["json"]}
          error={error}
          isDisabled={busy}
          testId="bom-path"
        />
        {busy && <JobProgress job="import-bom" label="Reading the bill of materials" />}
      </div>
    </Dialog>
  );
}
