/** One test: planned, then with its result. What the core refuses stays in the form with the reason. */
import { type ReactNode, useState } from "react";
import {
  Button,
  Checkbox,
  DateField,
  Icon,
  SaveTrouble,
  Segmented,
  TextArea,
  TextField,
} from "../../components";
import type { SecurityTest } from "../../ipc/SecurityTest";
import type { TestOutcome } from "../../ipc/TestOutcome";
import type { Tests } from "../../ipc/Tests";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { useQuery } from "../../state/query";
import { dateProps } from "../reviews/parts";
import { NeededText, optionsOf, titleOf } from "../shown";
import { outcomeMeaning } from "./meanings";
import { Techniques } from "./Techniques";
import { useTest } from "./useTest";

interface TestFormProps {
  assessment: string;
  test: SecurityTest;
  data: Tests;
  onRemove(): void;
}

const NOT_DONE = "not-done";

export function TestForm({ assessment, test, data, onRemove }: TestFormProps) {
  const choices = useChoices();
  const evidence = useQuery("evidence", { assessment }).data;
  const { saver, value, put, record, refusal } = useTest(assessment, test);
  const [isBare, setBare] = useState(false);
  const leave = () => void saver.flush();
  const putNow = (part: Parameters<typeof put>[0]) => {
    put(part);
    leave();
  };
  const hasResult = value.outcome !== null;
  const meaning = choices?.test_outcomes?.find(({ id }) => id === value.outcome)?.meaning ?? "";
  return (
    <section
      className="fields test-fields"
      aria-label={`Test ${test.id}`}
      data-testid={`test-form-${test.id}`}
    >
      <SaveTrouble edit={saver} />
      <h2>
        <span className="code">{test.id}</span> {titleOf(choices?.test_kinds, test.kind)}
      </h2>
      <NeededText
        label="Name"
        value={value.title}
        onChange={(title) => put({ title })}
        onBlur={leave}
        testId="test-title"
      />
      <Ticks
        legend="What is tested"
        options={data.elements.map(({ id, name }) => ({ id, label: name }))}
        value={value.elements}
        onChange={(elements) => putNow({ elements })}
        testId="test-element"
      >
        There is no component yet.{" "}
        <button type="button" className="linky" onClick={() => go("components", { assessment })}>
          Add one first
        </button>
        .
      </Ticks>
      <Techniques
        editions={data.techniques}
        chosen={value.techniques}
        onChange={(techniques) => putNow({ techniques })}
      />
      <div className="fields-pair">
        <DateField
          label="Planned for"
          {...dateProps(value.planned, (planned) => put({ planned }))}
          testId="test-planned"
        />
        <DateField
          label="Done on"
          isRequired={hasResult}
          {...dateProps(value.done, (done) => record({ done }))}
          testId="test-done"
        />
      </div>
      <TextField
        label="Done by"
        help="Who does it, or did."
        value={value.by}
        onChange={(by) => put({ by })}
        onBlur={leave}
        testId="test-by"
      />
      <TextArea
        label="Method"
        help="Tool, number of attempts, data, set-up."
        value={value.method}
        onChange={(method) => put({ method })}
        onBlur={leave}
        testId="test-method"
      />
      <Segmented
        label="How it came out"
        segments={[
          { id: NOT_DONE, label: outcomeMeaning(null).word, meaning: outcomeMeaning(null) },
          ...optionsOf<TestOutcome>(choices?.test_outcomes).map((option) => ({
            ...option,
            meaning: outcomeMeaning(option.id),
          })),
        ]}
        value={value.outcome ?? NOT_DONE}
        onChange={(id) => record({ outcome: id === NOT_DONE ? null : id })}
        help={hasResult ? meaning : "A result needs the day it was done and what was seen."}
        testId="test-outcome"
      />
      {refusal !== undefined && (
        <p className="test-refusal" role="alert" data-testid="test-refusal">
          <Icon name="warning" size="1rem" />
          <span>
            The result is not recorded yet: {refusal} What you chose is kept here and recorded once nothing is
            missing.
          </span>
        </p>
      )}
      <TextArea
        label="What was measured and seen"
        isRequired={hasResult}
        help="With figures: how many attempts, how many got through, what it led to."
        value={isBare ? "" : value.seen}
        onChange={(seen) => {
          // A recorded result keeps what it rests on until something else is written.
          const empties = test.outcome !== null && seen.trim() === "";
          setBare(empties);
          if (!empties) put({ seen });
        }}
        onBlur={() => {
          setBare(false);
          leave();
        }}
        error={isBare ? "A result needs it. What was there comes back when you leave it empty." : undefined}
        testId="test-seen"
      />
      <TextArea
        label="What it could not tell"
        value={value.limits}
        onChange={(limits) => put({ limits })}
        onBlur={leave}
        testId="test-limits"
      />
      <Ticks
        legend="Evidence of it"
        options={(evidence ?? []).map(({ evidence: { id, title, issuer } }) => ({
          id,
          label: title,
          detail: [id, issuer].filter(Boolean).join(" · "),
        }))}
        value={value.evidence}
        onChange={(chosen) => putNow({ evidence: chosen })}
        testId="test-evidence"
      >
        {evidence === undefined ? (
          "Reading…"
        ) : (
          <>
            No evidence is on the list yet.{" "}
            <button type="button" className="linky" onClick={() => go("evidence", { assessment })}>
              Add the file first
            </button>
            .
          </>
        )}
      </Ticks>
      <div className="acts">
        <Button icon="trash" kind="quiet" onPress={onRemove} data-testid="remove-test">
          Remove test {test.id}
        </Button>
      </div>
    </section>
  );
}

/** Lists longer than this are searched. */
const LONG = 12;

interface TicksProps {
  legend: string;
  options: readonly { id: string; label: string; detail?: string }[];
  value: readonly string[];
  onChange(value: string[]): void;
  testId: string;
  /** Said where there is nothing to choose from. */
  children: ReactNode;
}

/** Any number of a list. In a long one only what is chosen or has the words looked for is shown. */
function Ticks({ legend, options, value, onChange, testId, children }: TicksProps) {
  const [words, setWords] = useState("");
  const isLong = options.length > LONG;
  const wanted = words.trim().toLowerCase();
  const found = options.filter(
    ({ id, label, detail = "" }) => value.includes(id) || `${label} ${detail}`.toLowerCase().includes(wanted),
  );
  const shown =
    isLong && wanted === "" ? found.filter(({ id }, at) => at < LONG || value.includes(id)) : found;
  const hidden = found.length - shown.length;
  return (
    <fieldset className="test-choices">
      <legend className="field-label">{legend}</legend>
      {options.length === 0 && <p className="soft">{children}</p>}
      {isLong && (
        <TextField
          label={`${legend}: find`}
          hideLabel
          type="search"
          placeholder={`Find among ${options.length}`}
          value={words}
          onChange={setWords}
          testId={`${testId}-find`}
        />
      )}
      {shown.map(({ id, label, detail }) => (
        <Checkbox
          key={id}
          value={value.includes(id)}
          onChange={(on) => onChange(on ? [...value, id] : value.filter((other) => other !== id))}
          testId={`${testId}-${id}`}
        >
          <span>
            {label} {detail !== undefined && <span className="soft small">{detail}</span>}
          </span>
        </Checkbox>
      ))}
      {hidden > 0 && <p className="soft small">{hidden} more: look for them by their words.</p>}
    </fieldset>
  );
}
