/** Asks for one JSON file, by drop, dialog or path, and reads it in; a refusal stays beside the path. */
import { type ReactNode, useState } from "react";
import { ApiError, chooseFile } from "../api";
import { Button, Dialog, DropZone, JobProgress, PathField } from "../components";
import { attempt } from "../frame";

interface ReadFileDialogProps {
  title: string;
  /** The word on the button: "Read it". */
  act: string;
  /** Above the button that opens the file dialog of the system. */
  choose: string;
  /** The line on the place to drop the file, and below it. */
  drop: string;
  help: string;
  /** The name of the work, for its progress, and what is said of it meanwhile. */
  job: string;
  reading: string;
  /** Before "-read" on the button and "-path" on the field. */
  testId: string;
  /** Fails with the core's reason. */
  onRead(path: string): Promise<void>;
  onClose(): void;
  /** What reading brings. */
  children: ReactNode;
}

export function ReadFileDialog(props: ReadFileDialogProps) {
  const { choose: dialogTitle, testId, onRead, onClose } = props;
  const [path, setPath] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const read = async (from: string) => {
    if (from.trim() === "" || busy) return;
    setPath(from);
    setBusy(true);
    setError(undefined);
    try {
      await onRead(from.trim());
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
    }
    setBusy(false);
  };
  const choose = async () => {
    const chosen = await attempt(chooseFile(dialogTitle, ["json"]));
    if (typeof chosen === "string") await read(chosen);
  };
  return (
    <Dialog
      title={props.title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind="primary"
            onPress={() => void read(path)}
            isDisabled={busy || path.trim() === ""}
            data-testid={`${testId}-read`}
          >
            {props.act}
          </Button>
        </>
      }
    >
      <div className="fields">
        <p className="soft">{props.children}</p>
        <DropZone
          label={props.drop}
          help={props.help}
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
          dialogTitle={dialogTitle}
          endings={["json"]}
          error={error}
          isDisabled={busy}
          testId={`${testId}-path`}
        />
        {busy && <JobProgress job={props.job} label={props.reading} />}
      </div>
    </Dialog>
  );
}
