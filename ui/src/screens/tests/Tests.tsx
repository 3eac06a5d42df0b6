/** Security tests: what this scope needs, what is planned and done, and what it says about threats. */

import { Button, EmptyState, Glyph, Menu } from "../../components";
import { attempt, stepping, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { SecurityTest } from "../../ipc/SecurityTest";
import type { TestKind } from "../../ipc/TestKind";
import type { Tests } from "../../ipc/Tests";
import type { Tried } from "../../ipc/Tried";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { flushAll } from "../../state/edit";
import { change, useQuery } from "../../state/query";
import { day, say, told, within } from "../../words";
import { neighbour, optionsOf, Shown, titleOf, useInSight, useItem } from "../shown";
import { offerTakeBack } from "../takeBack";
import { kindMeaning, outcomeMeaning } from "./meanings";
import { TestForm } from "./TestForm";
import "./tests.css";

export function TestsScreen({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("tests", { assessment });
  return (
    <div className="screen tests">
      <Shown query={query}>{(data) => <All assessment={assessment} data={data} />}</Shown>
    </div>
  );
}

function All({ assessment, data }: { assessment: AssessmentId; data: Tests }) {
  const choices = useChoices();
  const [item, choose] = useItem();
  const { tests, needed, tried } = data;
  const ids = tests.map(({ id }) => id);
  const current = tests.find(({ id }) => id === item) ?? tests[0];
  const done = needed.filter((kind) => kind.done).length;
  const kinds = optionsOf<TestKind>(choices?.test_kinds);
  const missing = needed.find(({ tests: of }) => of.length === 0);
  const focusForm = () =>
    requestAnimationFrame(() => {
      const target = document.getElementById("test") ?? document.getElementById("main");
      target?.focus({ preventScroll: true });
      target?.scrollIntoView?.({ block: "nearest" });
    });
  const plan = async (kind: TestKind) => {
    const next = await attempt(change("save_test", { assessment, test: null, kind }));
    const made = next?.tests.find(({ id }) => !ids.includes(id));
    if (made === undefined) return;
    choose(made.id);
    focusForm();
  };
  const remove = async ({ id }: SecurityTest) => {
    await flushAll();
    const at = ids.indexOf(id);
    if ((await attempt(change("remove_test", { assessment, test: id }))) === undefined) return;
    choose(ids[at + 1] ?? ids[at - 1]);
    focusForm();
    await offerTakeBack(assessment, say("tests.testWasRemoved", { id }));
  };
  useCommands([
    ...kinds.map(({ id, label }) => ({
      id: `tests.plan.${id}`,
      title: say("tests.planATest", { label: within(label) }),
      group: say("common.tests"),
      words: say("tests.addNew"),
      // The key plans what the scope needs and nobody planned yet.
      ...(id === missing?.kind ? { keys: "N" } : {}),
      run: () => void plan(id),
    })),
    ...stepping(
      "tests",
      say("common.tests"),
      say("tests.testWithin"),
      (by) => choose(neighbour(ids, current?.id, by)),
      {
        isDisabled: ids.length < 2,
      },
    ),
    {
      id: "tests.remove",
      title: say("tests.removeThisTest"),
      group: say("common.tests"),
      keys: "Shift+Delete",
      notWhileTyping: true,
      isDisabled: current === undefined,
      run: () => current !== undefined && void remove(current),
    },
  ]);
  const own = tried.filter(({ tests: of }) => current !== undefined && of.includes(current.id));
  const others = tried.filter((threat) => !own.includes(threat));
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>{say("common.tests")}</h1>
          <p>
            {say("tests.nOfKindsHaveResult", {
              n: done,
              kinds: say("tests.nKindsOfTest", { n: needed.length }),
            })}
          </p>
        </div>
        <Menu
          label={say("tests.planATest2")}
          button={
            <Button icon="plus" data-testid="plan-test">
              {say("tests.planATest2")}
            </Button>
          }
          entries={kinds.map(({ id, label }) => ({ id, label, onAction: () => void plan(id) }))}
        />
      </header>
      <ul role="list" className="tests-needed" aria-label={say("tests.whatThisScopeNeeds")}>
        {needed.map((kind) => {
          const meaning = kindMeaning(kind);
          return (
            <li key={kind.kind} data-testid={`needed-${kind.kind}`}>
              <span className="tests-kind">{titleOf(choices?.test_kinds, kind.kind)}</span>
              <span className="soft small">
                {choices?.test_kinds?.find(({ id }) => id === kind.kind)?.meaning}
              </span>
              <span className="tests-state">
                <Glyph meaning={meaning} size="1rem" /> {meaning.word}
              </span>
              <Button
                kind={kind.tests.length === 0 ? "plain" : "quiet"}
                icon="plus"
                {...(kind === missing ? { keys: "N" } : {})}
                onPress={() => void plan(kind.kind)}
                data-testid={`plan-${kind.kind}`}
              >
                {kind.tests.length === 0 ? say("tests.planOne") : say("tests.planAnother")}
              </Button>
            </li>
          );
        })}
      </ul>
      {tests.length === 0 ? (
        <EmptyState icon="test" title={say("tests.noTestYet")}>
          {say("tests.aTestTriesOnTheSystem")}
        </EmptyState>
      ) : (
        <div className="beside">
          <nav className="beside-list" aria-label={say("common.tests")}>
            <ul role="list">
              {tests.map((test) => (
                <li key={test.id}>
                  <Pick test={test} isCurrent={test === current} onChoose={() => choose(test.id)} />
                </li>
              ))}
            </ul>
          </nav>
          {current !== undefined && (
            <div id="test" tabIndex={-1} className="test-beside">
              <TestForm
                key={current.id}
                assessment={assessment}
                test={current}
                data={data}
                onRemove={() => void remove(current)}
              />
              <aside className="tests-tried" aria-labelledby="tests-own" data-testid="tests-own">
                <h2 id="tests-own">{say("tests.threatsItTried")}</h2>
                {own.length === 0 ? (
                  <p className="soft">{say("tests.noneSoFarATestTries")}</p>
                ) : (
                  <TriedList assessment={assessment} tried={own} onTest={choose} />
                )}
              </aside>
            </div>
          )}
        </div>
      )}
      {others.length > 0 && (
        <section className="tests-tried" aria-labelledby="tests-others">
          <h2 id="tests-others">{say("tests.threatsOtherTestsTried")}</h2>
          <TriedList assessment={assessment} tried={others} onTest={choose} />
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

interface TriedListProps {
  assessment: AssessmentId;
  tried: readonly Tried[];
  onTest(id: string): void;
}

/** Threats, each with the tests that tried it and what they do to its likelihood. */
function TriedList({ assessment, tried, onTest }: TriedListProps) {
  return (
    <ul role="list">
      {tried.map(({ threat, title, tests, suggestion }) => (
        <li key={threat}>
          <button
            type="button"
            className="linky"
            onClick={() => go("threats", { assessment, tab: "threats", item: threat })}
            data-testid={`tried-${threat}`}
          >
            {title}
          </button>
          <p>{told(suggestion)}</p>
          <p className="tests-by soft small">
            {say("tests.triedBy")}{" "}
            {tests.map((id) => (
              <button key={id} type="button" className="linky code" onClick={() => onTest(id)}>
                {id}
              </button>
            ))}
          </p>
        </li>
      ))}
    </ul>
  );
}
