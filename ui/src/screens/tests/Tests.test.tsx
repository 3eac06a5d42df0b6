import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { SecurityTest } from "../../ipc/SecurityTest";
import { flushAll } from "../../state/edit";
import { type Answers, choices as base, inputsOf, refuse, show, withCore } from "../testCore";
import { TestsScreen } from ".";

const choices = {
  ...base,
  test_kinds: [
    { id: "adversarial", title: "Adversarial", meaning: "Inputs made to mislead the model." },
    { id: "bias", title: "Bias", meaning: "" },
    { id: "penetration", title: "Penetration", meaning: "" },
  ],
  test_outcomes: [
    { id: "withstood", title: "Withstood", meaning: "Nothing of weight got through." },
    { id: "failed", title: "Failed", meaning: "It got through." },
  ],
};
const test: SecurityTest = {
  id: "TST-01",
  assessment: "a1",
  kind: "adversarial",
  title: "Instructions in letters",
  elements: ["el-1"],
  techniques: ["LLM01:2025"],
  planned: null,
  done: null,
  by: "",
  method: "",
  outcome: null,
  seen: "",
  limits: "",
  evidence: [],
};
const view = {
  tests: [test],
  needed: [
    { kind: "adversarial", tests: ["TST-01"], done: false },
    { kind: "bias", tests: [], done: false },
  ],
  tried: [
    {
      threat: "X@el-1",
      title: "Content steers the assistant",
      tests: ["TST-01"],
      suggestion: "Likelihood 4 from the rule. Raised by 1 because TST-01 failed.",
    },
  ],
  elements: [{ id: "el-1", name: "Assistant" }],
  techniques: [
    {
      id: "owasp",
      title: "OWASP 2025",
      source: "",
      techniques: [
        { id: "LLM01:2025", title: "Prompt injection" },
        { id: "LLM06:2025", title: "Excessive agency" },
      ],
    },
  ],
};

it("shows what the scope needs, plans what is missing, and says what tests did to threats", async () => {
  const asked = await withCore({ tests: view, choices, evidence: [], save_test: view });
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  expect((await screen.findByTestId("needed-adversarial")).textContent).toContain("Planned");
  expect(screen.getByTestId("needed-bias").textContent).toContain("None planned");
  expect(screen.getByText(/Raised by 1 because TST-01 failed/)).toBeTruthy();
  await user.click(screen.getByTestId("plan-bias"));
  expect(inputsOf(asked, "save_test")[0]).toEqual({ assessment: "a1", test: null, kind: "bias" });
});

it("adds a technique found by its name", async () => {
  const asked = await withCore({ tests: view, choices, evidence: [], save_test: view });
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  await user.type(await screen.findByTestId("technique-search"), "agency");
  expect(screen.getByText("1 technique found.")).toBeTruthy();
  await user.click(screen.getByTestId("technique-LLM06:2025"));
  await waitFor(() =>
    expect(inputsOf(asked, "save_test").at(-1)).toMatchObject({
      test: { id: "TST-01", techniques: ["LLM01:2025", "LLM06:2025"] },
    }),
  );
});

it("keeps what was typed when it cannot be saved, says why, and saves it again", async () => {
  let answer: unknown = refuse("The disk is full.");
  const asked = await withCore({
    tests: view,
    choices,
    evidence: [],
    save_test: (input: unknown) => (typeof answer === "function" ? answer(input) : answer),
  });
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  await user.type(await screen.findByTestId("test-by"), "Ada");
  await user.tab();
  const trouble = await screen.findByTestId("save-trouble");
  expect(trouble.textContent).toContain("The disk is full");
  expect((screen.getByTestId("test-by") as HTMLInputElement).value).toBe("Ada");
  answer = view;
  await user.click(within(trouble).getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByTestId("save-trouble")).toBeNull());
  expect(inputsOf(asked, "save_test").at(-1)).toMatchObject({ test: { by: "Ada" } });
});

/** A core that keeps the tests, and refuses a result without what was seen as the real one does. */
function keeping(first: SecurityTest[]): Answers {
  let tests = first;
  let before = tests;
  const shown = () => ({ ...view, tests });
  const become = (next: SecurityTest[]) => {
    before = tests;
    tests = next;
    return shown();
  };
  return {
    tests: shown,
    choices,
    evidence: [
      {
        evidence: { id: "ev-1", title: "Report of the red team", issuer: "Ada" },
        used_by: [],
        expired: false,
      },
    ],
    status: { entry: "1" },
    undo: () => become(before),
    save_test: ({ test: next, kind }: { test: SecurityTest | null; kind: SecurityTest["kind"] }) => {
      if (next === null)
        return become([...tests, { ...test, id: `TST-0${tests.length + 1}`, kind, title: "New" }]);
      if (next.outcome !== null && next.seen.trim() === "")
        throw { sentence: "What was measured and seen is missing. Nothing was changed.", code: "missing" };
      return become(tests.map((old) => (old.id === next.id ? next : old)));
    },
    remove_test: ({ test: id }: { test: string }) => become(tests.filter((one) => one.id !== id)),
  };
}

it("plans another of a kind, one of any kind, and with a key what is missing; the form takes the focus", async () => {
  const asked = await withCore(keeping([test]));
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  expect((await screen.findByTestId("plan-adversarial")).textContent).toContain("Plan another");
  await screen.findByText("Inputs made to mislead the model.");
  await user.keyboard("n");
  const form = await screen.findByTestId("test-form-TST-02");
  await waitFor(() => expect(document.activeElement?.contains(form)).toBe(true));
  await user.click(screen.getByTestId("plan-test"));
  await user.click(await screen.findByRole("menuitem", { name: "Penetration" }));
  await screen.findByTestId("test-form-TST-03");
  expect(inputsOf(asked, "save_test").map(({ kind }) => kind)).toEqual(["bias", "penetration"]);
});

it("keeps a result the core refuses, saves what is typed meanwhile, and records both once nothing is missing", async () => {
  const asked = await withCore(keeping([test]));
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("test-outcome-failed"));
  const refusal = await screen.findByTestId("test-refusal");
  expect(refusal.textContent).toContain("What was measured and seen is missing");
  expect(await screen.findByText("It got through.")).toBeTruthy();
  expect(screen.getByTestId("test-seen").getAttribute("aria-required")).toBe("true");

  await user.click(screen.getByTestId("test-by"));
  await user.paste("Ada");
  await user.tab();
  await waitFor(() =>
    expect(inputsOf(asked, "save_test").at(-1)).toMatchObject({ test: { by: "Ada", outcome: null } }),
  );
  // It holds up nothing: not an undo, not the closing of the vault.
  expect(await flushAll()).toEqual([]);
  expect(screen.queryByTestId("save-trouble")).toBeNull();

  await user.click(screen.getByTestId("test-done"));
  await user.paste("2026-11-10");
  await user.click(screen.getByTestId("test-seen"));
  await user.paste("14 of 200 got through.");
  await user.tab();
  await waitFor(() => expect(screen.queryByTestId("test-refusal")).toBeNull());
  expect(inputsOf(asked, "save_test").at(-1)).toMatchObject({
    test: { outcome: "failed", done: "2026-11-10", seen: "14 of 200 got through.", by: "Ada" },
  });
  await waitFor(() => expect(screen.getByTestId("test-TST-01").textContent).toContain("Failed"));
});

it("still has a refused result when one comes back to the test", async () => {
  await withCore(keeping([test, { ...test, id: "TST-02", title: "Posing" }]));
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
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
});

it("keeps what a recorded result rests on when it is emptied", async () => {
  const recorded = { ...test, outcome: "failed" as const, done: "2026-11-10", seen: "14 of 200." };
  const asked = await withCore(keeping([recorded]));
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  const seen = (await screen.findByTestId("test-seen")) as HTMLTextAreaElement;
  await user.clear(seen);
  expect(screen.getByText(/A result needs it/)).toBeTruthy();
  await user.tab();
  expect(seen.value).toBe("14 of 200.");
  expect(inputsOf(asked, "save_test")).toHaveLength(0);
});

it("chooses what is tested and the evidence of it", async () => {
  const asked = await withCore(keeping([{ ...test, elements: [] }]));
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("test-element-el-1"));
  await user.click(await screen.findByTestId("test-evidence-ev-1"));
  await waitFor(() =>
    expect(inputsOf(asked, "save_test").at(-1)).toMatchObject({
      test: { elements: ["el-1"], evidence: ["ev-1"] },
    }),
  );
});

it("searches in a long list, where what is chosen stays in sight", async () => {
  const elements = Array.from({ length: 30 }, (_, at) => ({ id: `el-${at}`, name: `Service ${at}` }));
  await withCore({
    ...keeping([{ ...test, elements: ["el-29"] }]),
    tests: { ...view, elements, tests: [{ ...test, elements: ["el-29"] }] },
  });
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  expect(await screen.findByTestId("test-element-el-29")).toBeTruthy();
  expect(screen.queryByTestId("test-element-el-20")).toBeNull();
  expect(screen.getByText("17 more: look for them by their words.")).toBeTruthy();
  await user.type(screen.getByTestId("test-element-find"), "service 20");
  expect(screen.getByTestId("test-element-el-20")).toBeTruthy();
  expect(screen.queryByTestId("test-element-el-3")).toBeNull();
});

it("shows a published list bit by bit, and takes a chosen technique out by its chip", async () => {
  const many = {
    id: "atlas",
    title: "MITRE ATLAS",
    source: "its web site",
    techniques: Array.from({ length: 30 }, (_, at) => ({ id: `AML.T${at}`, title: `Way ${at}` })),
  };
  const answers = keeping([test]);
  const asked = await withCore({ ...answers, tests: { ...view, techniques: [...view.techniques, many] } });
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("technique-list"));
  await user.click(await screen.findByText("MITRE ATLAS", { selector: "[role=option] *" }));
  expect(
    screen.getByText(/30 techniques found, the first 12 of them here. Ids and names from its web site./),
  ).toBeTruthy();
  await user.click(screen.getByTestId("technique-more"));
  expect(screen.getByTestId("technique-AML.T23")).toBeTruthy();
  expect(screen.queryByTestId("technique-AML.T24")).toBeNull();
  const chip = screen.getByTestId("chosen-LLM01:2025");
  expect(chip.textContent).toContain("Prompt injection");
  await user.click(within(chip).getByRole("button", { name: "Take LLM01:2025 out" }));
  await waitFor(() =>
    expect(inputsOf(asked, "save_test").at(-1)).toMatchObject({ test: { techniques: [] } }),
  );
});

it("shows beside a test the threats it tried, and leads to them", async () => {
  const other = { ...view.tried[0], threat: "Y@el-2", title: "Somebody poses as staff", tests: ["TST-02"] };
  const second = { ...test, id: "TST-02", title: "Posing" };
  await withCore({
    ...keeping([]),
    tests: { ...view, tests: [test, second], tried: [...view.tried, other] },
  });
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  const own = await screen.findByTestId("tests-own");
  expect(own.textContent).toContain("Content steers the assistant");
  expect(own.textContent).not.toContain("poses as staff");
  await user.click(screen.getByRole("button", { name: "TST-02" }));
  await screen.findByTestId("test-form-TST-02");
  expect(screen.getByTestId("tests-own").textContent).toContain("poses as staff");
  await user.click(screen.getByTestId("tried-Y@el-2"));
  expect(window.location.hash).toBe("#/threats?assessment=a1&tab=threats&item=Y%40el-2");
});

it("removes a test and gives it back", async () => {
  const asked = await withCore(keeping([test]));
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("remove-test"));
  expect(await screen.findByText("No test yet")).toBeTruthy();
  expect(inputsOf(asked, "remove_test")).toEqual([{ assessment: "a1", test: "TST-01" }]);
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByTestId("test-form-TST-01")).toBeTruthy();
});
