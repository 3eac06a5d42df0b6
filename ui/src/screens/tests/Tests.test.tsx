import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { choices, inputsOf, refuse, show, withCore } from "../testDoor";
import { TestsScreen } from ".";

const test = {
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
  await user.click(screen.getByTestId("technique-LLM06:2025"));
  await waitFor(() =>
    expect(inputsOf(asked, "save_test").at(-1)).toMatchObject({
      test: { id: "TST-01", techniques: ["LLM01:2025", "LLM06:2025"] },
    }),
  );
});

it("keeps what was typed when the core refuses a result, and says why", async () => {
  await withCore({
    tests: view,
    choices,
    evidence: [],
    save_test: refuse("What was measured and seen is missing."),
  });
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  await user.type(await screen.findByTestId("test-by"), "Ada");
  await user.tab();
  expect((await screen.findByTestId("save-trouble")).textContent).toContain("measured and seen is missing");
  expect((screen.getByTestId("test-by") as HTMLInputElement).value).toBe("Ada");
});

it("holds a result back until its day and what was seen are there, and saves all else meanwhile", async () => {
  const asked = await withCore({
    tests: view,
    choices,
    evidence: [],
    save_test: view,
  });
  const user = userEvent.setup();
  show(<TestsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("test-outcome-failed"));
  expect(await screen.findByText(/Not saved yet: a result needs/)).toBeTruthy();
  await user.type(screen.getByTestId("test-done"), "2026-11-20");
  await user.type(screen.getByTestId("test-seen"), "3 of 40 got through");
  await user.tab();
  await waitFor(() =>
    expect(inputsOf(asked, "save_test").at(-1)).toMatchObject({
      test: { outcome: "failed", done: "2026-11-20", seen: "3 of 40 got through" },
    }),
  );
  for (const { test: sent } of inputsOf(asked, "save_test") as { test: typeof test }[]) {
    expect(sent.outcome === null || (sent.done !== null && sent.seen !== "")).toBe(true);
  }
});
