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
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { SecurityTest } from "../../ipc/SecurityTest";
import type { TestOutcome } from "../../ipc/TestOutcome";
import type { Tests } from "../../ipc/Tests";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { useQuery } from "../../state/query";
import { rich, say } from "../../words";
import { dateProps } from "../reviews/parts";
import { NeededText, optionsOf, titleOf } from "../shown";
import { outcomeMeaning } from "./meanings";
import { Techniques } from "./Techniques";
import { useTest } from "./useTest";

interface TestFormProps {
  assessment: AssessmentId;
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
      aria-label={say("tests.test", { id: test.id })}
      data-testid={`test-form-${test.id}`}
    >
      <SaveTrouble edit={saver} />
      <h2>
        <span className="code">{test.id}</span> {titleOf(choices?.test_kinds, test.kind)}
      </h2>
      <NeededText
        label={say("common.name")}
        value={value.title}
        onChange={(title) => put({ title })}
        onBlur={leave}
        testId="test-title"
      />
      <Ticks
        legend={say("tests.whatIsTested")}
        options={data.elements.map(({ id, name }) => ({ id, label: name }))}
        value={value.elements}
        onChange={(elements) => putNow({ elements })}
        testId="test-element"
      >
        {rich("tests.thereIsNoComponentYetAdd", {
          button: <button type="button" className="linky" onClick={() => go("components", { assessment })} />,
        })}
      </Ticks>
      <Techniques
        editions={data.techniques}
        chosen={value.techniques}
        onChange={(techniques) => putNow({ techniques })}
      />
      <div className="fields-pair">
        <DateField
          label={say("tests.plannedFor")}
          {...dateProps(value.planned, (planned) => put({ planned }))}
          testId="test-planned"
        />
        <DateField
          label={say("tests.doneOn")}
          isRequired={hasResult}
          {...dateProps(value.done, (done) => record({ done }))}
          testId="test-done"
        />
      </div>
      <TextField
        label={say("tests.doneBy")}
        help={say("tests.whoDoesItOrDid")}
        value={value.by}
        onChange={(by) => put({ by })}
        onBlur={leave}
        testId="test-by"
      />
      <TextArea
        label={say("tests.method")}
        help={say("tests.toolNumberOfAttemptsDataSet")}
        value={value.method}
        onChange={(method) => put({ method })}
        onBlur={leave}
        testId="test-method"
      />
      <Segmented
        label={say("tests.howItCameOut")}
        segments={[
          { id: NOT_DONE, label: outcomeMeaning(null).word, meaning: outcomeMeaning(null) },
          ...optionsOf<TestOutcome>(choices?.test_outcomes).map((option) => ({
            ...option,
            meaning: outcomeMeaning(option.id),
          })),
        ]}
        value={value.outcome ?? NOT_DONE}
        onChange={(id) => record({ outcome: id === NOT_DONE ? null : id })}
        help={hasResult ? meaning : say("tests.aResultNeedsTheDayIt")}
        testId="test-outcome"
      />
      {refusal !== undefined && (
        <p className="test-refusal" role="alert" data-testid="test-refusal">
          <Icon name="warning" size="1rem" />
          <span>{say("tests.theResultIsNotRecordedYet", { refusal })}</span>
        </p>
      )}
      <TextArea
        label={say("tests.whatWasMeasuredAndSeen")}
        isRequired={hasResult}
        help={say("tests.withFiguresHowManyAttemptsHow")}
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
        error={isBare ? say("tests.aResultNeedsItWhatWas") : undefined}
        testId="test-seen"
      />
      <TextArea
        label={say("tests.whatItCouldNotTell")}
        value={value.limits}
        onChange={(limits) => put({ limits })}
        onBlur={leave}
        testId="test-limits"
      />
      <Ticks
        legend={say("tests.evidenceOfIt")}
        options={(evidence ?? []).map(({ evidence: { id, title, issuer } }) => ({
          id,
          label: title,
          detail: [id, issuer].filter(Boolean).join(" · "),
        }))}
        value={value.evidence}
        onChange={(chosen) => putNow({ evidence: chosen })}
        testId="test-evidence"
      >
        {evidence === undefined
          ? say("tests.reading")
          : rich("tests.noEvidenceIsOnTheList", {
              button: (
                <button type="button" className="linky" onClick={() => go("evidence", { assessment })} />
              ),
            })}
      </Ticks>
      <div className="acts">
        <Button icon="trash" kind="quiet" onPress={onRemove} data-testid="remove-test">
          {say("tests.removeTest", { id: test.id })}
        </Button>
      </div>
    </section>
  );
}

/** Lists longer than this are searched. */
const LONG = 12;

interface TicksProps<Id extends string> {
  legend: string;
  options: readonly { id: Id; label: string; detail?: string }[];
  value: readonly Id[];
  onChange(value: Id[]): void;
  testId: string;
  /** Said where there is nothing to choose from. */
  children: ReactNode;
}

/** Any number of a list. In a long one only what is chosen or has the words looked for is shown. */
function Ticks<Id extends string>({ legend, options, value, onChange, testId, children }: TicksProps<Id>) {
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
          label={say("tests.find", { legend })}
          hideLabel
          type="search"
          placeholder={say("tests.findAmong", { options: options.length })}
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
      {hidden > 0 && <p className="soft small">{say("tests.moreLookForThemByTheir", { hidden })}</p>}
    </fieldset>
  );
}
