/**
 * A place for files: dropped, pasted or chosen.
 *
 * Files dropped on the window arrive as tokens, wherever in the window they fall, and go to the newest drop zone
 * on screen. A pasted picture or file arrives as a `File`.
 */
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { onFilesDropped, onFilesOver } from "../api";
import { Button } from "./Button";
import { Icon } from "./icons";
import "./DropZone.css";
import { say } from "../words";

export interface DropZoneProps {
  /** What may come: "Drop a returned questionnaire here". */
  label: string;
  /** Formats, sizes, what happens to the file. */
  help?: ReactNode;
  /** Tokens of the files dropped. */
  onFiles(files: string[]): void;
  /** Pasted files. Without it, pasting does nothing. */
  onPaste?(files: File[]): void;
  /** Opens the platform's file dialog, through the core. */
  onChoose(): void;
  chooseLabel?: string;
  /** A stable name for window tests, on the button that opens the dialog. */
  testId?: string;
  isDisabled?: boolean;
}

/** The zones on screen, oldest first. */
const zones: string[] = [];

export function DropZone(props: DropZoneProps) {
  const {
    label,
    help,
    onPaste,
    onChoose,
    chooseLabel = say("components.chooseAFile"),
    isDisabled = false,
  } = props;
  const id = useId();
  const [over, setOver] = useState(false);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (isDisabled) return;
    zones.push(id);
    const newest = () => zones.at(-1) === id;
    const stops = [
      onFilesOver((dragged) => setOver(dragged && newest())),
      onFilesDropped((files) => newest() && latest.current.onFiles(files)),
    ];
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const take = latest.current.onPaste;
      if (files.length === 0 || take === undefined || !newest()) return;
      event.preventDefault();
      take(files);
    };
    document.addEventListener("paste", paste);
    return () => {
      zones.splice(zones.indexOf(id), 1);
      for (const stop of stops) stop();
      document.removeEventListener("paste", paste);
    };
  }, [id, isDisabled]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: it groups a text and a button, not form fields
    <div
      className="drop-zone"
      role="group"
      aria-label={label}
      data-over={over || undefined}
      data-disabled={isDisabled || undefined}
    >
      <Icon name="import" />
      <div className="drop-words">
        <p>{over ? say("components.letGoToAdd") : label}</p>
        {help !== undefined && <p className="field-help">{help}</p>}
      </div>
      <Button onPress={onChoose} isDisabled={isDisabled} data-testid={props.testId}>
        {chooseLabel}
      </Button>
      {onPaste !== undefined && <span className="sr-only">{say("components.aCopiedPictureOrFileCan")}</span>}
    </div>
  );
}
