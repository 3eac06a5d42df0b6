/** Fields to fill in: text, longer text, a date, a choice. Each has a label, and may have help and an error. */
import { type CalendarDate, parseDate } from "@internationalized/date";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import {
  Button as AriaButton,
  ComboBox as AriaComboBox,
  Select as AriaSelect,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  Autocomplete,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarHeading,
  Dialog,
  DialogTrigger,
  FieldError,
  Group,
  Input,
  type Key,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  SelectValue,
  Text,
  useFilter,
} from "react-aria-components";
import { tell } from "../frame/notices";
import { type Save, useEdit } from "../state/edit";
import { IconButton } from "./Button";
import { useGrowing } from "./growing";
import { Icon } from "./icons";
import { EditActs, SaveTrouble } from "./Kept";
import { Glyph, type Meaning } from "./meaning";
import "./fields.css";
import { say } from "../words";

export interface FieldProps {
  label: string;
  /** The label is there for assistive technology only; what the field is for must be plain to the eye. */
  hideLabel?: boolean;
  /** One line below: what goes here, and why. */
  help?: ReactNode;
  /** Why the value cannot be taken, in one sentence. */
  error?: string | undefined;
  isRequired?: boolean;
  isDisabled?: boolean;
  isReadOnly?: boolean;
  autoFocus?: boolean;
  placeholder?: string;
  /** A stable name for window tests, on the element that takes the input. */
  testId?: string;
}

function Caption({ label, hideLabel, isRequired }: FieldProps) {
  return (
    <Label className={hideLabel ? "sr-only" : "field-label"}>
      {label}
      {isRequired && <span className="field-need"> {say("components.required")}</span>}
    </Label>
  );
}

function Below({ help, error }: FieldProps) {
  return (
    <>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">
        {error !== undefined && (
          <>
            <Icon name="warning" size="1rem" /> <span>{error}</span>
          </>
        )}
      </FieldError>
    </>
  );
}

export interface TextFieldProps extends FieldProps {
  value: string;
  onChange(value: string): void;
  onBlur?(): void;
  onEnter?(): void;
  type?: "text" | "password" | "search";
  /** Figures, ids and hashes. */
  code?: boolean;
  maxLength?: number;
}

export function TextField(props: TextFieldProps) {
  const { value, onChange, onBlur, onEnter, type = "text", code, maxLength, error } = props;
  return (
    <AriaTextField
      className="field"
      type={type}
      value={value}
      onChange={onChange}
      onBlur={onBlur}
      onKeyDown={(event) => {
        // Enter that ends a composition is the input method's.
        if (event.key === "Enter" && !event.nativeEvent.isComposing) onEnter?.();
        else event.continuePropagation?.();
      }}
      maxLength={maxLength}
      isInvalid={error !== undefined}
      isRequired={props.isRequired}
      isDisabled={props.isDisabled}
      isReadOnly={props.isReadOnly}
      autoFocus={props.autoFocus}
      autoComplete="off"
      spellCheck={code ? "false" : undefined}
      validationBehavior="aria"
    >
      <Caption {...props} />
      <Input
        className="input"
        placeholder={props.placeholder}
        data-code={code || undefined}
        data-testid={props.testId}
      />
      <Below {...props} />
    </AriaTextField>
  );
}

export interface TextAreaProps extends FieldProps {
  value: string;
  onChange(value: string): void;
  onBlur?(): void;
  /** Lines shown when empty. It grows with the text. */
  lines?: number;
  maxLength?: number;
}

export function TextArea(props: TextAreaProps) {
  const { value, onChange, onBlur, lines = 2, maxLength, error } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  useGrowing(area, value);
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      onBlur={onBlur}
      maxLength={maxLength}
      isInvalid={error !== undefined}
      isRequired={props.isRequired}
      isDisabled={props.isDisabled}
      isReadOnly={props.isReadOnly}
      autoFocus={props.autoFocus}
      validationBehavior="aria"
    >
      <Caption {...props} />
      <AriaTextArea
        ref={area}
        className="input"
        rows={lines}
        placeholder={props.placeholder}
        data-testid={props.testId}
      />
      <Below {...props} />
    </AriaTextField>
  );
}

interface EditFieldProps {
  /** Names what is edited, the same wherever it is shown. */
  address: string;
  /** What a person calls it. */
  what: string;
  /** What the vault holds. */
  stored: string;
  /** Sends the text to the core, usually with `change`; `base` is the text it was made of. */
  save: Save<string>;
  isReady?: (text: string) => string | undefined;
}

/** What a field of one text needs of its edit, and the way out below it when it was refused. */
function useTextEdit({ address, error, ...options }: EditFieldProps & Pick<FieldProps, "error">) {
  const edit = useEdit(address, options);
  const isRefused = edit.status === "failed";
  const refusal = isRefused
    ? say("components.notSavedWhatYouTypedIs", { error: edit.error ?? say("components.theCoreDidNotAnswer") })
    : undefined;
  return {
    field: {
      value: edit.value,
      onChange: edit.set,
      onBlur: () => void edit.flush(),
      error: error ?? refusal,
    },
    wayOut: isRefused ? <EditActs edit={edit} /> : <SaveTrouble edit={edit} />,
  };
}

/** A text area that saves by itself. */
export function EditTextArea(props: EditFieldProps & Omit<TextAreaProps, "value" | "onChange" | "onBlur">) {
  const { address, what, stored, save, isReady, ...rest } = props;
  const { field, wayOut } = useTextEdit(props);
  return (
    <div className="edit-field" data-edit={address}>
      <TextArea {...rest} {...field} />
      {wayOut}
    </div>
  );
}

/** A text field that saves by itself. */
export function EditTextField(props: EditFieldProps & Omit<TextFieldProps, "value" | "onChange" | "onBlur">) {
  const { address, what, stored, save, isReady, ...rest } = props;
  const { field, wayOut } = useTextEdit(props);
  return (
    <div className="edit-field" data-edit={address}>
      <TextField {...rest} {...field} />
      {wayOut}
    </div>
  );
}

export interface Option<Id extends string = string> {
  id: Id;
  label: string;
  /** A second, softer line. */
  detail?: string;
  meaning?: Meaning;
}

function OptionItem({ option }: { option: Option }) {
  return (
    <ListBoxItem id={option.id} textValue={option.label} className="option">
      {option.meaning !== undefined && <Glyph meaning={option.meaning} />}
      <span className="option-words">
        <Text slot="label">{option.label}</Text>
        {option.detail !== undefined && (
          <Text slot="description" className="option-detail">
            {option.detail}
          </Text>
        )}
      </span>
      <span className="option-check">
        <Icon name="check" size="1rem" />
      </span>
    </ListBoxItem>
  );
}

export interface SelectProps<Id extends string> extends FieldProps {
  options: readonly Option<NoInfer<Id>>[];
  value: Id | null;
  onChange(value: NoInfer<Id>): void;
}

/** A list longer than this has a field to find an option in. */
const FINDABLE = 20;

/** The options, with a field above them to narrow a long list down. */
function Findable({ options, label }: { options: readonly Option[]; label: string }) {
  const { contains } = useFilter({ sensitivity: "base" });
  const list = (
    <ListBox
      className="list-box"
      items={options}
      renderEmptyState={() => <p className="list-empty">{say("components.nothingMatches")}</p>}
    >
      {(option) => <OptionItem option={option} />}
    </ListBox>
  );
  if (options.length <= FINDABLE) return list;
  return (
    <Autocomplete filter={contains}>
      <SearchField className="list-find" aria-label={say("components.find", { label })} autoFocus>
        <Input
          className="input"
          placeholder={say("components.findAmong", { options: options.length })}
          data-testid="select-find"
        />
      </SearchField>
      {list}
    </Autocomplete>
  );
}

/** One of a list too long for a segmented control. Typing jumps to an option, in a long list it finds it. */
export function Select<Id extends string>(props: SelectProps<Id>) {
  const { options, value, onChange, placeholder = say("components.choose"), error } = props;
  return (
    <AriaSelect
      className="field"
      value={value}
      onChange={(key) => key !== null && onChange(key as Id)}
      placeholder={placeholder}
      isInvalid={error !== undefined}
      isRequired={props.isRequired}
      isDisabled={props.isDisabled}
      autoFocus={props.autoFocus}
      validationBehavior="aria"
    >
      <Caption {...props} />
      <AriaButton className="input select-button" data-testid={props.testId}>
        <SelectValue className="select-value" />
        <Icon name="down" size="1rem" />
      </AriaButton>
      <Below {...props} />
      <Popover className="popover list-popover" offset={4}>
        <Findable options={options} label={props.label} />
      </Popover>
    </AriaSelect>
  );
}

export interface ComboBoxProps<Id extends string> extends FieldProps {
  options: readonly Option<NoInfer<Id>>[];
  /** The chosen option, or `null`. */
  value: Id | null;
  onChange(value: NoInfer<Id> | null): void;
  /** Text that is not an option is allowed and handed over here with each key. */
  onCustom?(text: string): void;
  /** The text shown at first when it is not an option. */
  custom?: string;
}

/** One of a long list, found by typing. */
export function ComboBox<Id extends string>(props: ComboBoxProps<Id>) {
  const { options, value, onChange, onCustom, custom, error } = props;
  const text = useRef<string>(undefined);
  return (
    <AriaComboBox
      className="field"
      defaultItems={options as readonly Option[]}
      defaultInputValue={value === null ? custom : undefined}
      onInputChange={(typed) => {
        text.current = typed;
        // With each key, as in any other field: a field that is taken away is not left first.
        if (options.every(({ label }) => label !== typed.trim())) onCustom?.(typed.trim());
      }}
      value={value}
      onChange={(key: Key | null) => onChange(key as Id | null)}
      onBlur={() => {
        const typed = text.current?.trim() ?? "";
        const known = options.find((option) => option.label === typed);
        // Typed in full is as good as chosen.
        if (known !== undefined && known.id !== value) onChange(known.id);
      }}
      allowsCustomValue={onCustom !== undefined}
      menuTrigger="focus"
      isInvalid={error !== undefined}
      isRequired={props.isRequired}
      isDisabled={props.isDisabled}
      isReadOnly={props.isReadOnly}
      autoFocus={props.autoFocus}
      validationBehavior="aria"
    >
      <Caption {...props} />
      <Group className="input with-button">
        <Input placeholder={props.placeholder} data-testid={props.testId} />
        <AriaButton className="field-button">
          <Icon name="down" size="1rem" />
        </AriaButton>
      </Group>
      <Below {...props} />
      <Popover className="popover list-popover" offset={4}>
        <ListBox
          className="list-box"
          renderEmptyState={() => <p className="list-empty">{say("components.nothingMatches")}</p>}
        >
          {(option: Option) => <OptionItem option={option} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}

/** A date as written, in ISO form when it is one: "2026-3-5" and "20260305" become "2026-03-05". */
export function readDate(text: string): string | undefined {
  const parts = /^\s*(\d{4})-?(\d{1,2})-?(\d{1,2})\s*$/.exec(text);
  if (parts === null) return undefined;
  const [, year = "", month = "", day = ""] = parts;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  try {
    return parseDate(iso).toString();
  } catch {
    return undefined;
  }
}

export interface DateFieldProps extends FieldProps {
  /** An ISO date, or empty. */
  value: string;
  /** Called with an ISO date or the empty text, never with half a date. */
  onChange(value: string): void;
}

/** A date typed as YYYY-MM-DD, or picked from a calendar. */
export function DateField(props: DateFieldProps) {
  const { value, onChange, error } = props;
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const [open, setOpen] = useState(false);
  if (seen !== value) {
    setSeen(value);
    setText(value);
  }
  const read = readDate(text);
  const wrong = text.trim() !== "" && read === undefined;
  const [left, setLeft] = useState(false);
  const settle = () => {
    setLeft(true);
    if (text.trim() === "") onChange("");
    else if (read !== undefined) {
      setText(read);
      onChange(read);
    }
  };
  // Leaving the screen by a key takes the field away without a blur; what stands in it is kept all the same, and what is
  // no date is not dropped in silence.
  const unsettled = useRef<() => void>(undefined);
  useLayoutEffect(() => {
    unsettled.current = () => {
      if (text.trim() === "" ? value !== "" : read !== undefined && read !== value) onChange(read ?? "");
      else if (wrong)
        tell(say("components.isNotADateAndWasNotKept", { label: props.label, text: text.trim() }));
    };
  });
  useLayoutEffect(() => () => unsettled.current?.(), []);
  const shown =
    error ?? (left && wrong ? say("components.isNotADateWriteIt", { text: text.trim() }) : undefined);
  return (
    <AriaTextField
      className="field date-field"
      value={text}
      onChange={(next) => {
        setLeft(false);
        setText(next);
        // A whole date counts at once; what is shorter may still be on its way to another.
        if (next.length === 10 && readDate(next) === next) onChange(next);
      }}
      onBlur={settle}
      isInvalid={shown !== undefined}
      isRequired={props.isRequired}
      isDisabled={props.isDisabled}
      isReadOnly={props.isReadOnly}
      autoFocus={props.autoFocus}
      autoComplete="off"
      validationBehavior="aria"
    >
      <Caption {...props} />
      <Group className="input with-button">
        <Input
          placeholder={say("components.yyyyMmDd")}
          data-code
          inputMode="numeric"
          data-testid={props.testId}
          onKeyDown={(event) => event.key === "Enter" && !event.nativeEvent.isComposing && settle()}
        />
        <DialogTrigger isOpen={open} onOpenChange={setOpen}>
          <AriaButton
            slot={null}
            className="field-button"
            aria-label={say("components.calendar", { label: props.label })}
            isDisabled={props.isDisabled || props.isReadOnly}
          >
            <Icon name="calendar" size="1rem" />
          </AriaButton>
          <Popover className="popover" placement="bottom end">
            <Dialog
              className="calendar-dialog"
              aria-label={say("components.calendar", { label: props.label })}
            >
              <Calendar
                aria-label={props.label}
                value={read === undefined ? null : parseDate(read)}
                onChange={(date: CalendarDate) => {
                  setText(date.toString());
                  onChange(date.toString());
                  setOpen(false);
                }}
                autoFocus
              >
                <div className="calendar-head">
                  <IconButton slot="previous" icon="left" label={say("components.previousMonth")} />
                  <CalendarHeading />
                  <IconButton slot="next" icon="right" label={say("components.nextMonth")} />
                </div>
                <CalendarGrid weekdayStyle="short">
                  {(date) => <CalendarCell className="calendar-cell" date={date} />}
                </CalendarGrid>
              </Calendar>
            </Dialog>
          </Popover>
        </DialogTrigger>
      </Group>
      <Below {...props} error={shown} />
    </AriaTextField>
  );
}
