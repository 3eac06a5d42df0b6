/** Security tests: what this scope needs, what is planned and done, and what it says about threats. */
import { Button, EmptyState, Glyph } from "../../components";
import { DoorError } from "../../door";
import { attempt, tellError, useCommands } from "../../frame";
import type { SecurityTest } from "../../ipc/SecurityTest";
import type { TestKind } from "../../ipc/TestKind";
import type { Tests } from "../../ipc/Tests";
import { flushAll } from "../../state/autosave";
import { useChoices } from "../../state/choices";
import { change, useQuery } from "../../state/query";
import { count, day } from "../../words";
import { neighbour, Shown, titleOf, useInSight, useItem } from "../shown";
import { offerTakeBack } from "../takeBack";
import { kindMeaning, outcomeMeaning } from "./meanings";
import { TestForm } from "./TestForm";
import "./tests.css";

export function TestsScreen({ assessment }: { assessment: string }) {
  const query = useQuery("tests", { assessment });
  return (
    <div className="screen tests">
      <Shown query={query}>{(data) => <All assessment={assessment} data={data} />}</Shown>
    </div>
  );
}

function All({ assessment, data }: { assessment: string; data: Tests }) {
  const choices = useChoices();
  const [item, choose] = useItem();
  const { tests, needed, tried } = data;
  const ids = tests.map(({ id }) => id);
  const current = tests.find(({ id }) => id === item) ?? tests[0];
  const done = needed.filter((kind) => kind.done).length;
  const plan = async (kind: TestKind) => {
    const next = await attempt(change("save_test", { assessment, test: null, kind }));
    const made = next?.tests.find(({ id }) => !ids.includes(id));
    if (made !== undefined) choose(made.id);
  };
  const remove = async ({ id }: SecurityTest) => {
    if (!(await flushAll())) {
      tellError(
        new DoorError(
          "What was typed could not be saved yet, so nothing was removed. Save it first.",
          "unsaved",
        ),
      );
      return;
    }
    const at = ids.indexOf(id);
    if ((await attempt(change("remove_test", { assessment, test: id }))) === undefined) return;
    choose(ids[at + 1] ?? ids[at - 1]);
    await offerTakeBack(assessment, `Test ${id} was removed.`);
  };
  useCommands([
    ...(choices?.test_kinds ?? []).map(({ id, title }) => ({
      id: `tests.plan.${id}`,
      title: `Plan a test: ${title.toLowerCase()}`,
      group: "Tests",
      run: () => void plan(id as TestKind),
    })),
    {
      id: "tests.next",
      title: "Go to next test",
      group: "Tests",
      keys: "J",
      isDisabled: ids.length < 2,
      run: () => choose(neighbour(ids, current?.id, 1)),
    },
    {
      id: "tests.previous",
      title: "Go to previous test",
      group: "Tests",
      keys: "K",
      isDisabled: ids.length < 2,
      run: () => choose(neighbour(ids, current?.id, -1)),
    },
  ]);
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>Tests</h1>
          <p className="soft">
            {done} of {count(needed.length, "kind")} of test this scope needs have a result.
          </p>
        </div>
      </header>
      <ul className="tests-needed" aria-label="What this scope needs">
        {needed.map((kind) => {
          const meaning = kindMeaning(kind);
          return (
            <li key={kind.kind} data-testid={`needed-${kind.kind}`}>
              <span className="tests-kind">{titleOf(choices?.test_kinds, kind.kind)}</span>
              <span className="tests-state">
                <Glyph meaning={meaning} size="1rem" /> {meaning.word}
              </span>
              {kind.tests.length === 0 && (
                <Button icon="plus" onPress={() => void plan(kind.kind)} data-testid={`plan-${kind.kind}`}>
                  Plan one
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {tests.length === 0 ? (
        <EmptyState icon="finding" title="No test yet">
          A test tries on the system what the threats say can happen: misleading inputs, unusual ones,
          attempts to get data out, results by group of people, break-ins. Plan one above. One that failed
          raises the likelihood of the threats it tried; one that was withstood, with evidence, lowers it.
        </EmptyState>
      ) : (
        <div className="beside">
          <nav className="beside-list" aria-label="Tests">
            <ul>
              {tests.map((test) => (
                <li key={test.id}>
                  <Pick test={test} isCurrent={test === current} onChoose={() => choose(test.id)} />
                </li>
              ))}
            </ul>
          </nav>
          {current !== undefined && (
            <TestForm
              key={current.id}
              assessment={assessment}
              test={current}
              data={data}
              onRemove={() => void remove(current)}
            />
          )}
        </div>
      )}
      {tried.length > 0 && (
        <section className="tests-tried" aria-labelledby="tests-tried">
          <h2 id="tests-tried">Threats that were tried</h2>
          <ul>
            {tried.map((threat) => (
              <li key={threat.threat}>
                <p>
                  {threat.title} <span className="code">{threat.tests.join(", ")}</span>
                </p>
                <p className="soft">{threat.suggestion}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface PickProps {
  test: SecurityTest;
  isCurrent: boolean;
  onChoose(): void;
}

function Pick({ test, isCurrent, onChoose }: PickProps) {
  const choices = useChoices();
  const pick = useInSight<HTMLButtonElement>(isCurrent);
  const { id, kind, title, done, planned, outcome } = test;
  const meaning = outcomeMeaning(outcome);
  const on = done ?? planned;
  return (
    <button
      ref={pick}
      type="button"
      className="pick"
      aria-current={isCurrent}
      onClick={onChoose}
      data-testid={`test-${id}`}
    >
      <Glyph meaning={meaning} />
      <span className="pick-title">{title}</span>
      <span className="pick-about">
        <span>{meaning.word}</span>
        <span className="code">{id}</span>
        <span>{titleOf(choices?.test_kinds, kind)}</span>
        {on !== null && <time dateTime={on}>{day(on)}</time>}
      </span>
    </button>
  );
}
