import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { SecurityTest } from "../../ipc/SecurityTest";
import type { TestKind } from "../../ipc/TestKind";
import { flushAll } from "../../state/edit";
import { type Core, realCore, titleIn } from "../../testing/core";
import { describe, draw, lastEntry, see } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { told } from "../../words";
import { TestsScreen } from ".";

const viewOf = (core: Core) => core.call("tests", { assessment: core.assessment });
const testsOf = async (core: Core) => (await viewOf(core)).tests;

/** Plans a test, with what was filled in. */
async function plan(core: Core, kind: TestKind, part: Partial<SecurityTest> = {}): Promise<SecurityTest> {
  const save = (test: SecurityTest | null, base?: SecurityTest) =>
    core.call("save_test", { assessment: core.assessment, test, kind: test === null ? kind : null, base });
  const planned = (await save(null)).tests.at(-1);
  if (planned === undefined) throw new Error("No test was planned.");
  const saved = (await save({ ...planned, ...part }, planned)).tests.find(({ id }) => id === planned.id);
  return saved ?? planned;
}

/** A vendor with an assistant of its own, whose scope needs tests, and one test of it planned. */
async function withTest(part: Partial<SecurityTest> = {}) {
  const core = await realCore();
  await describe(core, { facts: ["personal-data", "ai", "generative-ai", "ai-agents", "ai-provider"] });
  const assistant = await draw(core, {
    name: "Assistant",
    role: "agent",
    facts: { "validates-input": "no" },
  });
  const test = await plan(core, "adversarial", {
    title: "Instructions in letters",
    elements: [assistant.id],
    techniques: ["LLM01:2025"],
    ...part,
  });
  return { core, assistant, test };
}

it("shows what the scope needs, plans what is missing, and says what tests did to threats", async () => {
  const { core } = await withTest({ outcome: "failed", done: "2026-11-10", seen: "14 of 200 got through." });
  const { needed, tried } = await viewOf(core);
  const [threat] = tried;
  const suggestion = threat && told(threat.suggestion);
  expect(suggestion).toContain("a test that failed: TST-01");
  const missing = needed.find(({ tests }) => tests.length === 0)?.kind ?? "bias";
  const user = userEvent.setup();
  show(<TestsScreen assessment={core.assessment} />);
  expect((await screen.findByTestId("needed-adversarial")).textContent).not.toContain("None planned");
  expect(screen.getByTestId(`needed-${missing}`).textContent).toContain("None planned");
  expect(screen.getByTestId("tests-own").textContent).toContain(suggestion);
  await user.click(screen.getByTestId(`plan-${missing}`));
  await waitFor(async () => expect((await testsOf(core)).at(-1)?.kind).toBe(missing));
  await waitFor(() =>
    expect(screen.getByTestId(`needed-${missing}`).textContent).not.toContain("None planned"),
  );
});

it("adds a technique found by its name", async () => {
  const { core } = await withTest();
  const user = userEvent.setup();
  show(<TestsScreen assessment={core.assessment} />);
  await write(user, await screen.findByTestId("technique-search"), "excessive agency");
  expect(screen.getByText("1 technique found.")).toBeTruthy();
  await user.click(screen.getByTestId("technique-LLM06:2025"));
  await waitFor(async () =>
    expect((await testsOf(core))[0]?.techniques).toEqual(["LLM01:2025", "LLM06:2025"]),
  );
});

it("keeps what was typed when it cannot be saved, says why, and saves it again", async () => {
  const { core } = await withTest();
  const goOn = core.refuse("save_test", "The disk is full.");
  const user = userEvent.setup();
  show(<TestsScreen assessment={core.assessment} />);
  await write(user, await screen.findByTestId("test-by"), "Ada");
  await user.tab();
  const trouble = await screen.findByTestId("save-trouble");
  expect(trouble.textContent).toContain("The disk is full");
  expect((screen.getByTestId("test-by") as HTMLInputElement).value).toBe("Ada");
  goOn();
  await user.click(within(trouble).getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByTestId("save-trouble")).toBeNull());
  expect((await testsOf(core))[0]?.by).toBe("Ada");
});

it("plans another of a kind, one of any kind, and with a key what is missing; the form takes the focus", async () => {
  const { core } = await withTest();
  const kinds = (await core.call("choices", {})).test_kinds;
  const { needed } = await viewOf(core);
  const missing = needed.find(({ tests }) => tests.length === 0)?.kind;
  const user = userEvent.setup();
  show(<TestsScreen assessment={core.assessment} />);
  expect((await screen.findByTestId("plan-adversarial")).textContent).toContain("Plan another");
  const adversarial = titleIn(kinds, "adversarial");
  await waitFor(() => expect(screen.getByTestId("needed-adversarial").textContent).toContain(adversarial));
  await user.keyboard("n");
  const form = await screen.findByTestId("test-form-TST-02");
  await waitFor(() => expect(document.activeElement?.contains(form)).toBe(true));
  await user.click(screen.getByTestId("plan-test"));
  const penetration = titleIn(kinds, "penetration");
  await user.click(await screen.findByRole("menuitem", { name: penetration }));
  await screen.findByTestId("test-form-TST-03");
  expect((await testsOf(core)).map(({ kind }) => kind)).toEqual(["adversarial", missing, "penetration"]);
});

it("keeps a result the core refuses, saves what is typed meanwhile, and records both once nothing is missing", async () => {
  const { core } = await withTest();
  const user = userEvent.setup();
  show(<TestsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("test-outcome-failed"));
  const refusal = await screen.findByTestId("test-refusal");
  expect(refusal.textContent).toContain("The result is not recorded yet");
  expect(screen.getByTestId("test-seen").getAttribute("aria-required")).toBe("true");

  await write(user, screen.getByTestId("test-by"), "Ada");
  await user.tab();
  await waitFor(async () => expect((await testsOf(core))[0]).toMatchObject({ by: "Ada", outcome: null }));
  // It holds up nothing: not an undo, not the closing of the vault.
  expect(await flushAll()).toEqual([]);
  expect(screen.queryByTestId("save-trouble")).toBeNull();

  await write(user, screen.getByTestId("test-done"), "2026-11-10");
  await write(user, screen.getByTestId("test-seen"), "14 of 200 got through.");
  await user.tab();
  await waitFor(() => expect(screen.queryByTestId("test-refusal")).toBeNull());
  expect((await testsOf(core))[0]).toMatchObject({
    outcome: "failed",
    done: "2026-11-10",
    seen: "14 of 200 got through.",
    by: "Ada",
  });
  await waitFor(() => expect(screen.getByTestId("test-TST-01").textContent).toContain("Failed"));
});

it("still has a refused result when one comes back to the test", async () => {
  const { core } = await withTest();
  await plan(core, "adversarial", { title: "Posing" });
  const user = userEvent.setup();
  show(<TestsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("test-outcome-withstood"));
  await screen.findByTestId("test-refusal");
  await user.click(screen.getByTestId("test-TST-02"));
  await screen.findByTestId("test-form-TST-02");
  expect(screen.queryByTestId("test-refusal")).toBeNull();
  await user.click(screen.getByTestId("test-TST-01"));
  expect(await screen.findByTestId("test-refusal")).toBeTruthy();
  expect(screen.getByTestId("test-outcome-withstood").hasAttribute("data-selected")).toBe(true);
  await user.click(screen.getByTestId("test-outcome-not-done"));
  await waitFor(() => expect(screen.queryByTestId("test-refusal")).toBeNull());
  expect((await testsOf(core)).map(({ outcome }) => outcome)).toEqual([null, null]);
});

it("keeps what a recorded result rests on when it is emptied", async () => {
  const { core } = await withTest({ outcome: "failed", done: "2026-11-10", seen: "14 of 200." });
  const entry = await lastEntry(core);
  const user = userEvent.setup();
  show(<TestsScreen assessment={core.assessment} />);
  const seen = (await screen.findByTestId("test-seen")) as HTMLTextAreaElement;
  await user.clear(seen);
  expect(screen.getByText(/A result needs it/)).toBeTruthy();
  await user.tab();
  expect(seen.value).toBe("14 of 200.");
  expect(await lastEntry(core)).toBe(entry);
});

it("chooses what is tested and the evidence of it", async () => {
  const { core, assistant } = await withTest({ elements: [] });
  const evidence = await see(core, { title: "Report of the red team", kind: "test-result" });
  const user = userEvent.setup();
  show(<TestsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId(`test-element-${assistant.id}`));
  await user.click(await screen.findByTestId(`test-evidence-${evidence.id}`));
  await waitFor(async () =>
    expect((await testsOf(core))[0]).toMatchObject({ elements: [assistant.id], evidence: [evidence.id] }),
  );
});

it("searches in a long list, where what is chosen stays in sight", async () => {
  const { core } = await withTest();
  // Two figures each, so that no name is part of another.
  for (let at = 10; at < 39; at += 1) await draw(core, { name: `Service ${at}` });
  const { elements, tests } = await viewOf(core);
  const [far, other] = [elements[29], elements[20]];
  const [test] = tests;
  if (test === undefined || far === undefined || other === undefined) throw new Error("Too few elements.");
  const chosen = { ...test, elements: [far.id] };
  await core.call("save_test", { assessment: core.assessment, test: chosen, kind: null, base: test });
  const user = userEvent.setup();
  show(<TestsScreen assessment={core.assessment} />);
  expect(await screen.findByTestId(`test-element-${far.id}`)).toBeTruthy();
  expect(screen.queryByTestId(`test-element-${other.id}`)).toBeNull();
  expect(screen.getByText("17 more: look for them by their words.")).toBeTruthy();
  await write(user, screen.getByTestId("test-element-find"), other.name.toLowerCase());
  expect(screen.getByTestId(`test-element-${other.id}`)).toBeTruthy();
  expect(screen.queryByTestId(`test-element-${elements[3]?.id}`)).toBeNull();
});

it("shows a published list bit by bit, and takes a chosen technique out by its chip", async () => {
  const { core } = await withTest();
  const { techniques } = await viewOf(core);
  const long = techniques.find((edition) => edition.techniques.length > 24);
  if (long === undefined) throw new Error("No list is long enough.");
  const user = userEvent.setup();
  show(<TestsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("technique-list"));
  await user.click(await screen.findByText(long.title, { selector: "[role=option] *" }));
  const found = new RegExp(`${long.techniques.length} techniques found, the first 12 of them here`);
  expect(screen.getByText(found)).toBeTruthy();
  await user.click(screen.getByTestId("technique-more"));
  expect(screen.getByTestId(`technique-${long.techniques[23]?.id}`)).toBeTruthy();
  expect(screen.queryByTestId(`technique-${long.techniques[24]?.id}`)).toBeNull();
  const chip = screen.getByTestId("chosen-LLM01:2025");
  const named = techniques.flatMap((edition) => edition.techniques).find(({ id }) => id === "LLM01:2025");
  expect(chip.textContent).toContain(named?.title);
  await user.click(within(chip).getByRole("button", { name: "Take LLM01:2025 out" }));
  await waitFor(async () => expect((await testsOf(core))[0]?.techniques).toEqual([]));
});

it("shows beside a test the threats it tried, and leads to them", async () => {
  const done = { outcome: "failed" as const, done: "2026-11-10", seen: "It got through." };
  const { core, assistant } = await withTest(done);
  await plan(core, "adversarial", {
    ...done,
    title: "Posing",
    elements: [assistant.id],
    techniques: ["LLM06:2025"],
  });
  const { tried } = await viewOf(core);
  const only = (id: string) => tried.find(({ tests }) => tests.length === 1 && tests[0] === id);
  const [first, second] = [only("TST-01"), only("TST-02")];
  if (first === undefined || second === undefined) throw new Error("The two tests tried the same.");
  const user = userEvent.setup();
  show(<TestsScreen assessment={core.assessment} />);
  const own = await screen.findByTestId("tests-own");
  expect(own.textContent).toContain(first.title);
  expect(within(own).queryByTestId(`tried-${second.threat}`)).toBeNull();
  await user.click(screen.getByTestId("test-TST-02"));
  await screen.findByTestId("test-form-TST-02");
  await user.click(within(screen.getByTestId("tests-own")).getByTestId(`tried-${second.threat}`));
  const address = new URLSearchParams(window.location.hash.split("?")[1]);
  expect([address.get("tab"), address.get("item")]).toEqual(["threats", second.threat]);
});

it("removes a test and gives it back", async () => {
  const { core, test } = await withTest();
  const user = userEvent.setup();
  show(<TestsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("remove-test"));
  expect(await screen.findByText("No test yet")).toBeTruthy();
  expect(await testsOf(core)).toEqual([]);
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByTestId("test-form-TST-01")).toBeTruthy();
  expect(await testsOf(core)).toEqual([test]);
});
