/** One test: planned, then with its result. Saved as it is typed; what the core refuses stays in the form with the reason. */
import { useState } from "react";
import { Button, Checkbox, DateField, Segmented, TextArea, TextField } from "../../components";
import type { SecurityTest } from "../../ipc/SecurityTest";
import type { TestOutcome } from "../../ipc/TestOutcome";
import type { Tests } from "../../ipc/Tests";
import { go } from "../../place";
import { useAutosave } from "../../state/autosave";
import { useChoices } from "../../state/choices";
import { change, useQuery } from "../../state/query";
import { NeededText, optionsOf, SaveTrouble } from "../shown";

interface TestFormProps {
  assessment: string;
  test: SecurityTest;
  data: Tests;
  onRemove(): void;
}

const NOT_DONE = "not-done";

/** Techniques offered at a time. */
const OFFERED = 8;

export function TestForm({ assessment, test, data, onRemove }: TestFormProps) {
  const choices = useChoices();
  const evidence = useQuery("evidence", { assessment }).data ?? [];
  const saver = useAutosave<SecurityTest>(test, (next) =>
    change("save_test", { assessment, test: next, kind: null }),
  );
  // A result without its day and what was seen is refused. It waits here, so that all else is saved meanwhile.
  const [held, setHeld] = useState<TestOutcome>();
  const value = { ...saver.value, outcome: held ?? saver.value.outcome };
  const put = (part: Partial<SecurityTest>) => {
    const next = { ...value, ...part };
    const waits = next.outcome !== null && (next.done === null || next.seen.trim() === "");
    setHeld(waits ? (next.outcome ?? undefined) : undefined);
    saver.set(waits ? { ...next, outcome: null } : next);
  };
  const leave = () => void saver.flush();
  const toggled = (all: readonly string[], id: string, on: boolean) =>
    on ? [...all, id] : all.filter((other) => other !== id);
  return (
    <section className="fields test-form" aria-label={`Test ${test.id}`} data-testid="test-form">
      <SaveTrouble saver={saver} />
      <NeededText
        label="Name"
        value={value.title}
        onChange={(title) => put({ title })}
        onBlur={leave}
        testId="test-title"
      />
      <Segmented
        label="How it came out"
        segments={[{ id: NOT_DONE, label: "Not done" }, ...optionsOf<TestOutcome>(choices?.test_outcomes)]}
        value={value.outcome ?? NOT_DONE}
        onChange={(id) => put({ outcome: id === NOT_DONE ? null : id })}
        help={
          held === undefined
            ? "A result needs the day it was done and what was seen."
            : "Not saved yet: a result needs the day it was done and what was seen."
        }
        testId="test-outcome"
      />
      <div className="fields-pair">
        <DateField
          label="Planned for"
          value={value.planned ?? ""}
          onChange={(planned) => planned !== (value.planned ?? "") && put({ planned: planned || null })}
          testId="test-planned"
        />
        <DateField
          label="Done on"
          value={value.done ?? ""}
          onChange={(done) => done !== (value.done ?? "") && put({ done: done || null })}
          testId="test-done"
        />
      </div>
      <TextArea
        label="What was measured and seen"
        help="With figures: how many tries, how many got through, what it led to."
        value={value.seen}
        onChange={(seen) => put({ seen })}
        onBlur={leave}
        testId="test-seen"
      />
      <TextField label="By" value={value.by} onChange={(by) => put({ by })} onBlur={leave} testId="test-by" />
      <TextArea
        label="How"
        help="Tool, number of tries, data, set-up."
        value={value.method}
        onChange={(method) => put({ method })}
        onBlur={leave}
        testId="test-method"
      />
      <TextArea
        label="What it could not tell"
        value={value.limits}
        onChange={(limits) => put({ limits })}
        onBlur={leave}
      />
      <fieldset className="test-choices">
        <legend className="field-label">What is tested</legend>
        {data.elements.length === 0 && <p className="soft">There is no component yet.</p>}
        {data.elements.map(({ id, name }) => (
          <Checkbox
            key={id}
            value={value.elements.includes(id)}
            onChange={(on) => {
              put({ elements: toggled(value.elements, id, on) });
              leave();
            }}
          >
            {name}
          </Checkbox>
        ))}
      </fieldset>
      <Techniques
        data={data}
        chosen={value.techniques}
        onChange={(techniques) => {
          put({ techniques });
          leave();
        }}
      />
      <fieldset className="test-choices">
        <legend className="field-label">Evidence of it</legend>
        {evidence.length === 0 && (
          <p className="soft">
            No evidence is on the list yet.{" "}
            <button type="button" className="linky" onClick={() => go("evidence", { assessment })}>
              Add the file first
            </button>
            .
          </p>
        )}
        {evidence.map(({ evidence: { id, title } }) => (
          <Checkbox
            key={id}
            value={value.evidence.includes(id)}
            onChange={(on) => {
              put({ evidence: toggled(value.evidence, id, on) });
              leave();
            }}
          >
            {title}
          </Checkbox>
        ))}
      </fieldset>
      <div className="acts">
        <Button icon="trash" kind="quiet" onPress={onRemove} data-testid="remove-test">
          Remove test {test.id}
        </Button>
      </div>
    </section>
  );
}

interface TechniquesProps {
  data: Tests;
  chosen: readonly string[];
  onChange(techniques: string[]): void;
}

/** The techniques tried, and a search over the published lists for more. */
function Techniques({ data, chosen, onChange }: TechniquesProps) {
  const [words, setWords] = useState("");
  const all = data.techniques.flatMap(({ title, techniques }) =>
    techniques.map((technique) => ({ ...technique, list: title })),
  );
  const wanted = words.trim().toLowerCase();
  const found = all.filter(
    ({ id, title }) =>
      wanted !== "" &&
      !chosen.includes(id) &&
      (id.toLowerCase().includes(wanted) || title.toLowerCase().includes(wanted)),
  );
  return (
    <fieldset className="test-choices">
      <legend className="field-label">Techniques tried</legend>
      {chosen.length === 0 && (
        <p className="soft">None yet. A test bears on a threat by the techniques both name.</p>
      )}
      <ul className="test-techniques">
        {chosen.map((id) => (
          <li key={id}>
            <span className="code">{id}</span> {all.find((technique) => technique.id === id)?.title}
            <Button kind="quiet" onPress={() => onChange(chosen.filter((other) => other !== id))}>
              Take {id} out
            </Button>
          </li>
        ))}
      </ul>
      <TextField
        label="Find a technique"
        type="search"
        help={`By name or id, in ${data.techniques.map(({ title }) => title).join(", ")}.`}
        value={words}
        onChange={setWords}
        testId="technique-search"
      />
      <ul className="test-techniques" aria-label="Techniques found">
        {found.slice(0, OFFERED).map(({ id, title, list }) => (
          <li key={id}>
            <Button
              icon="plus"
              onPress={() => {
                onChange([...chosen, id]);
                setWords("");
              }}
              data-testid={`technique-${id}`}
            >
              {id} {title}
            </Button>
            <span className="soft">{list}</span>
          </li>
        ))}
      </ul>
      {found.length > OFFERED && <p className="soft">And {found.length - OFFERED} more: type on.</p>}
      {wanted !== "" && found.length === 0 && <p className="soft">Nothing has these words.</p>}
    </fieldset>
  );
}
