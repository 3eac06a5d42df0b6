/** Asks for one JSON file, by drop or dialog, and reads it in at once; a refusal stays below the place to drop it. */
import { type ReactNode, useState } from "react";
import { ApiError, chooseFile } from "../api";
import { Button, Dialog, DropZone, Icon, JobProgress } from "../components";
import { attempt } from "../frame";
import { say } from "../words";

interface ReadFileDialogProps {
  title: string;
  /** The title of the file dialog of the system. */
  choose: string;
  /** The line on the place to drop the file, and below it. */
  drop: string;
  help: string;
  /** The name of the work, for its progress, and what is said of it meanwhile. */
  job: string;
  reading: string;
  /** Before "-choose" on the button. */
  testId: string;
  /** Fails with the core's reason. */
  onRead(file: string): Promise<void>;
  onClose(): void;
  /** What reading brings. */
  children: ReactNode;
}

export function ReadFileDialog(props: ReadFileDialogProps) {
  const { choose: dialogTitle, testId, onRead, onClose } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const read = async (file: string) => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await onRead(file);
    } catch (thrown) {
      const failed = ApiError.from(thrown);
      setError(failed.code === "cancelled" ? undefined : failed.message);
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
      actions={<Button onPress={onClose}>{say("common.cancel")}</Button>}
    >
      <div className="fields">
        <p className="soft">{props.children}</p>
        <DropZone
          label={props.drop}
          help={props.help}
          onFiles={([first]) => first !== undefined && void read(first)}
          onChoose={() => void choose()}
          isDisabled={busy}
          testId={`${testId}-choose`}
        />
        {error !== undefined && (
          <p className="field-error" role="alert" data-testid={`${testId}-refused`}>
            <Icon name="warning" size="1rem" /> <span>{error}</span>
          </p>
        )}
        {busy && <JobProgress job={props.job} label={props.reading} />}
      </div>
    </Dialog>
  );
}
