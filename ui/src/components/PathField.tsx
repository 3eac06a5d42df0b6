/** The path of a file: typed, or chosen in the platform's dialog. The page reads no file; the path goes to the core. */
import { chooseFile, chooseNewFile } from "../api";
import { attempt } from "../frame/notices";
import { Button } from "./Button";
import { TextField, type TextFieldProps } from "./fields";

export interface PathFieldProps extends Omit<TextFieldProps, "type" | "code"> {
  /** The title of the file dialog: "Choose the vault to open". */
  dialogTitle: string;
  /** Endings offered, without dots; all files when left out. */
  endings?: readonly string[];
  /** The file does not exist yet; this is the name suggested. */
  newFile?: string;
  chooseLabel?: string;
}

export function PathField({
  dialogTitle,
  endings,
  newFile,
  chooseLabel = newFile === undefined ? "Choose file…" : "Choose place…",
  ...field
}: PathFieldProps) {
  const choose = async () => {
    const path = await attempt(
      newFile === undefined ? chooseFile(dialogTitle, endings) : chooseNewFile(dialogTitle, newFile),
    );
    if (typeof path === "string") field.onChange(path);
  };
  return (
    <div className="path-field">
      <TextField {...field} code />
      <Button onPress={() => void choose()} isDisabled={field.isDisabled}>
        {chooseLabel}
      </Button>
    </div>
  );
}
