/**
 * A list of short texts, edited by keyboard: Enter adds the next, Backspace in an empty one takes it away, the
 * arrows move. The last line is always free for one more.
 */
import { type ChangeEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { IconButton } from "./Button";
import { useGrowing } from "./growing";
import "./fields.css";
import { say } from "../words";

export interface ListFieldProps {
  label: string;
  hideLabel?: boolean;
  help?: string;
  /** In the free line: "Add a location". */
  placeholder?: string;
  value: readonly string[];
  onChange(value: string[]): void;
  onBlur?(): void;
  /** Offered while typing. */
  suggestions?: readonly string[];
  testId?: string;
}

interface Line {
  key: number;
  text: string;
}

let keys = 0;
const line = (text: string): Line => {
  keys += 1;
  return { key: keys, text };
};

/** What the lines say: no empty ones, no blanks around. */
const said = (lines: readonly Line[]) => lines.map(({ text }) => text.trim()).filter((text) => text !== "");

/** What a list from elsewhere says, by the same rule: an item may have blanks around it or be empty. */
const saidOf = (value: readonly string[]) => value.map((text) => text.trim()).filter((text) => text !== "");

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((text, index) => text === b[index]);

export function ListField(props: ListFieldProps) {
  const { label, hideLabel, help, placeholder, value, onChange, onBlur, suggestions, testId } = props;
  const id = useId();
  const box = useRef<HTMLUListElement>(null);
  const [lines, setLines] = useState<Line[]>(() => [...value.map(line), line("")]);
  const [focus, setFocus] = useState<number>();

  // Another value than the one typed here: an undo, or a change from elsewhere.
  if (!isSame(said(lines), saidOf(value))) setLines([...value.map(line), line("")]);

  useEffect(() => {
    if (focus === undefined) return;
    box.current?.querySelector<HTMLElement>(`[data-line="${focus}"]`)?.focus();
    setFocus(undefined);
  }, [focus]);

  const become = (next: Line[], focusOn?: number) => {
    const free = next.at(-1)?.text === "" ? next : [...next, line("")];
    setLines(free);
    if (focusOn !== undefined) setFocus(focusOn);
    if (!isSame(said(free), said(lines))) onChange(said(free));
  };

  const take = (index: number) => {
    const before = lines[index - 1] ?? lines[index + 1];
    become(
      lines.filter((_, at) => at !== index),
      before?.key,
    );
  };

  const onKeyDown = (event: KeyboardEvent<Field>, index: number) => {
    const { key, text } = lines[index] ?? line("");
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      const following = lines[index + 1];
      if (text.trim() === "" || following?.text === "") {
        setFocus(following?.key ?? key);
        return;
      }
      const added = line("");
      become([...lines.slice(0, index + 1), added, ...lines.slice(index + 1)], added.key);
    } else if (event.key === "Backspace" && text === "" && lines.length > 1) {
      event.preventDefault();
      take(index);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const isUp = event.key === "ArrowUp";
      const other = lines[index + (isUp ? -1 : 1)];
      const { selectionStart, selectionEnd } = event.currentTarget;
      // Inside a long text the arrows move in it; at its ends they move on.
      const isAtEnd = isUp ? selectionStart === 0 : selectionEnd === text.length;
      if (other === undefined || !isAtEnd || suggestions !== undefined) return;
      event.preventDefault();
      setFocus(other.key);
    }
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a flex column in every engine
    <div className="field" role="group" aria-labelledby={`${id}-label`}>
      <span id={`${id}-label`} className={hideLabel ? "sr-only" : "field-label"}>
        {label}
      </span>
      {suggestions !== undefined && (
        <datalist id={`${id}-known`}>
          {suggestions.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
      )}
      <ul role="list" className="list-field" ref={box}>
        {lines.map(({ key, text }, index) => {
          const isFree = index === lines.length - 1;
          return (
            <li key={key}>
              <LineInput
                data-line={key}
                data-testid={testId === undefined ? undefined : `${testId}-${isFree ? "new" : index}`}
                aria-label={
                  isFree ? (placeholder ?? say("components.add", { label })) : `${label}, ${index + 1}`
                }
                placeholder={isFree ? placeholder : undefined}
                list={suggestions === undefined ? undefined : `${id}-known`}
                value={text}
                onChange={(event) => {
                  const next = event.target.value.replace(/[\r\n]+/g, " ");
                  become(lines.map((old) => (old.key === key ? { key, text: next } : old)));
                }}
                onKeyDown={(event) => onKeyDown(event, index)}
                onBlur={onBlur}
              />
              {!isFree && (
                <IconButton
                  icon="close"
                  label={
                    text.trim() === ""
                      ? say("components.removeThisLine")
                      : say("components.remove", { text: text.trim() })
                  }
                  onPress={() => take(index)}
                />
              )}
            </li>
          );
        })}
      </ul>
      {help !== undefined && <span className="field-help">{help}</span>}
    </div>
  );
}

type Field = HTMLInputElement | HTMLTextAreaElement;

interface LineInputProps {
  "data-line": number;
  "data-testid"?: string | undefined;
  "aria-label": string;
  placeholder?: string | undefined;
  /** The id of the suggestions; only a field of one line can have them. */
  list?: string | undefined;
  value: string;
  onChange(event: ChangeEvent<Field>): void;
  onKeyDown(event: KeyboardEvent<Field>): void;
  onBlur?: (() => void) | undefined;
}

/** A text that is short most of the time, and wraps when it is not. */
function LineInput({ list, ...rest }: LineInputProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useGrowing(area, rest.value);
  if (list !== undefined) return <input className="input" autoComplete="off" list={list} {...rest} />;
  return <textarea ref={area} className="input" rows={1} {...rest} />;
}
