/** A file, chosen in the platform's dialog and shown by its name. The page holds a token of it and knows no path. */
import { useId } from "react";
import { chooseFile, chooseNewFile } from "../api";
import { attempt } from "../frame/notices";
import { fileName, say } from "../words";
import { Button } from "./Button";
import type { FieldProps } from "./fields";
import { Icon } from "./icons";

export interface FileFieldProps
  extends Omit<FieldProps, "hideLabel" | "isReadOnly" | "isRequired" | "placeholder"> {
  /** The file's token; empty while none is chosen. */
  value: string;
  onChange(value: string): void;
  /** The title of the file dialog: "Choose the vault to open". */
  dialogTitle: string;
  /** Endings offered, without dots; all files when left out. */
  endings?: readonly string[];
  /** The file does not exist yet; this is the name suggested. */
  newFile?: string;
  /** Name of the folder it lies in, where that is known. */
  folder?: string | undefined;
}

export function FileField(props: FileFieldProps) {
  const { label, help, error, value, onChange, dialogTitle, endings, newFile, folder } = props;
  const id = useId();
  const isNew = newFile !== undefined;
  const choose = async () => {
    const file = await attempt(
      isNew ? chooseNewFile(dialogTitle, newFile) : chooseFile(dialogTitle, endings),
    );
    if (typeof file === "string") onChange(file);
  };
  const word = isNew
    ? value === ""
      ? say("components.choosePlace")
      : say("components.chooseAnotherPlace")
    : say("common.chooseFile");
  return (
    // biome-ignore lint/a11y/useSemanticElements: it groups a text and a button, not form fields
    <div className="field file-field" role="group" aria-labelledby={`${id}-label`}>
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      <div className="file-field-row">
        <span
          className="file-field-name"
          id={`${id}-name`}
          data-empty={value === "" || undefined}
          data-testid={props.testId === undefined ? undefined : `${props.testId}-name`}
        >
          {value === "" ? (
            isNew ? (
              say("components.noPlaceChosenYet")
            ) : (
              say("components.noFileChosenYet")
            )
          ) : (
            <>
              <strong>{fileName(value)}</strong>
              {folder !== undefined && folder !== "" && (
                <span className="soft"> {say("components.in", { folder })}</span>
              )}
            </>
          )}
        </span>
        <Button
          onPress={() => void choose()}
          isDisabled={props.isDisabled}
          autoFocus={props.autoFocus}
          aria-label={`${word} ${label}`}
          aria-describedby={`${id}-name ${id}-below`}
          data-testid={props.testId}
        >
          {word}
        </Button>
      </div>
      <div id={`${id}-below`} className="file-field-below">
        {help !== undefined && <span className="field-help">{help}</span>}
        {error !== undefined && (
          <span className="field-error" role="alert">
            <Icon name="warning" size="1rem" /> <span>{error}</span>
          </span>
        )}
      </div>
    </div>
  );
}
