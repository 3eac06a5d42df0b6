/** Choices in plain sight: a segmented control, a check box, a switch. */
import { type ReactNode, useId } from "react";
import {
  Checkbox as AriaCheckbox,
  RadioGroup as AriaRadioGroup,
  Switch as AriaSwitch,
  Label,
  Radio,
} from "react-aria-components";
import { Drawing } from "./icons";
import { KeyHint } from "./KeyHint";
import { Glyph, type Meaning } from "./meaning";
import "./choices.css";

export interface Segment<Id extends string = string> {
  id: Id;
  label: string;
  meaning?: Meaning;
  /** The shortcut shown; bind it with `useCommands`. */
  keys?: string;
}

export interface SegmentedProps<Id extends string> {
  label: string;
  hideLabel?: boolean;
  help?: ReactNode;
  segments: readonly Segment<NoInfer<Id>>[];
  /** `null` when nothing is chosen: unanswered is not an answer. */
  value: Id | null;
  onChange(value: NoInfer<Id>): void;
  isDisabled?: boolean;
  /** Names the segments for window tests: "claim" gives "claim-yes". */
  testId?: string;
}

/** One of a few, all in sight. Arrow keys move and choose. */
export function Segmented<Id extends string>({
  label,
  hideLabel,
  help,
  segments,
  value,
  onChange,
  isDisabled,
  testId,
}: SegmentedProps<Id>) {
  const helpId = useId();
  return (
    <AriaRadioGroup
      className="field"
      value={value}
      onChange={(id) => onChange(id as Id)}
      isDisabled={isDisabled}
      orientation="horizontal"
      // Of the group and not, as a slot would make it, of each choice: it may speak of the one that is chosen.
      aria-describedby={help === undefined ? undefined : helpId}
    >
      <Label className={hideLabel ? "sr-only" : "field-label"}>{label}</Label>
      <div className="segments">
        {segments.map((segment) => (
          <Radio
            key={segment.id}
            value={segment.id}
            className="segment"
            data-testid={testId === undefined ? undefined : `${testId}-${segment.id}`}
          >
            {segment.meaning !== undefined && <Glyph meaning={segment.meaning} size="1rem" />}
            <span>{segment.label}</span>
            {segment.keys !== undefined && <KeyHint keys={segment.keys} />}
          </Radio>
        ))}
      </div>
      {help !== undefined && (
        <span id={helpId} className="field-help">
          {help}
        </span>
      )}
    </AriaRadioGroup>
  );
}

export interface TickProps {
  children: ReactNode;
  value: boolean;
  onChange(value: boolean): void;
  /** Some of what it stands for, not all. Check box only. */
  isMixed?: boolean;
  isDisabled?: boolean;
  /** The name, when `children` is empty. */
  label?: string;
  testId?: string;
}

export function Checkbox({ children, value, onChange, isMixed, isDisabled, label, testId }: TickProps) {
  return (
    <AriaCheckbox
      className="tick"
      data-testid={testId}
      isSelected={value}
      onChange={onChange}
      isIndeterminate={isMixed}
      isDisabled={isDisabled}
      aria-label={label}
    >
      <TickBox />
      {children}
    </AriaCheckbox>
  );
}

/** The box itself; tables use it for their rows. */
export function TickBox() {
  return (
    <span className="tick-box">
      <Drawing size="0.875rem">
        <path className="tick-check" d="M3.5 10.5 8 15 16.5 5.5" strokeWidth="2.5" />
        <path className="tick-mixed" d="M4.5 10h11" strokeWidth="2.5" />
      </Drawing>
    </span>
  );
}

/** On or off at once, for preferences. What is part of an answer is a check box. */
export function Switch({ children, value, onChange, isDisabled, label }: TickProps) {
  return (
    <AriaSwitch
      className="tick"
      isSelected={value}
      onChange={onChange}
      isDisabled={isDisabled}
      aria-label={label}
    >
      <span className="switch-track" />
      {children}
    </AriaSwitch>
  );
}
