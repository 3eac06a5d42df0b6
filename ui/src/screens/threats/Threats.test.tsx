import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { parsePlace } from "../../place";
import { choices, inputsOf, show, withCore } from "../testCore";
import { ThreatsScreen } from ".";

const threat = (id: string, title: string) => ({
  threat: {
    id,
    rule: id.split("@")[0],
    target: { kind: "element", id: "el-1" },
    target_name: "Gateway",
    letter: "S",
    title,
    reason: "Nothing shows how callers are known.",
    unknown: ["encrypted"],
    likelihood: 3,
    impact: 4,
    suggestion: "Likelihood 4 from the rule, lowered by 1 because ACC-01 holds.",
    bearing: [{ question: "ACC-01", conclusion: "effective" }],
  },
  effect: "A stranger acts as a customer.",
  not_when: "It is public.",
  check: "Call it without a token.",
  mitigations: ["Tokens"],
  refs: ["CWE-287"],
  categories: [],
  decision: "open",
  reason: "",
  risks: [],
});
const element = {
  id: "el-1",
  assessment: "a1",
  name: "Gateway",
  kind: "process",
  boundary: null,
  role: null,
  description: "",
  facts: { logged: "no" },
  out_of_scope: null,
};
const model = {
  boundaries: [],
  // What it is as a component is kept by another form and must not be sent with this one.
  elements: [{ ...element, component: { owner: "Ada" } }],
  flows: [],
  threats: [threat("S-1@el-1", "A stranger calls"), threat("S-2@el-1", "A token is stolen")],
  recorded: [],
  stale: [{ threat: "S-9@gone", assessment: "a1", decision: "mitigated", reason: "", title: "Gone" }],
  decided: 0,
};
const core = { threat_model: model, choices, decide_threats: model, save_element: model };

it("decides by key, and asks why before a threat is accepted", async () => {
  const asked = await withCore(core);
  const user = userEvent.setup();
  show(<ThreatsScreen assessment="a1" />);
  expect(await screen.findByText(/lowered by 1 because ACC-01 holds/)).toBeTruthy();
  expect(screen.getByText("Decided, but no longer in the model")).toBeTruthy();

  fireEvent.keyDown(document.body, { key: "m" });
  await waitFor(() => expect(inputsOf(asked, "decide_threats")).toHaveLength(1));
  expect(inputsOf(asked, "decide_threats")[0]).toMatchObject({
    threats: ["S-1@el-1"],
    decision: "mitigated",
  });

  fireEvent.keyDown(document.body, { key: "a" });
  const accept = await screen.findByTestId("decide-threats");
  expect(accept).toHaveProperty("disabled", true);
  await user.type(screen.getByTestId("decide-reason"), "Known and small.");
  await user.click(accept);
  await waitFor(() => expect(inputsOf(asked, "decide_threats")).toHaveLength(2));
  expect(inputsOf(asked, "decide_threats")[1]).toMatchObject({
    decision: "accepted",
    reason: "Known and small.",
  });
});

it("takes the keys of a quick hand each for the next threat", async () => {
  const kept: { give?: () => void } = {};
  const held = new Promise((give) => {
    kept.give = () => give(model);
  });
  const asked = await withCore({ ...core, decide_threats: () => held });
  show(<ThreatsScreen assessment="a1" />);
  await screen.findByText(/lowered by 1 because ACC-01 holds/);
  fireEvent.keyDown(document.body, { key: "m" });
  await waitFor(() => expect(window.location.hash).toContain("S-2"));
  fireEvent.keyDown(document.body, { key: "m" });
  expect(inputsOf(asked, "decide_threats").map(({ threats }) => threats)).toEqual([
    ["S-1@el-1"],
    ["S-2@el-1"],
  ]);
  kept.give?.();
  await waitFor(() => expect(inputsOf(asked, "threat_model").length).toBeGreaterThan(1));
});

it("decides several at once with one reason", async () => {
  const asked = await withCore(core);
  const user = userEvent.setup();
  show(<ThreatsScreen assessment="a1" />);
  await user.click(await screen.findByLabelText("Select all of Gateway"));
  await user.click(screen.getByTestId("bulk-not-applicable"));
  await user.type(screen.getByTestId("decide-reason"), "Not offered to us.");
  await user.click(screen.getByTestId("decide-threats"));
  await waitFor(() =>
    expect(inputsOf(asked, "decide_threats")).toEqual([
      {
        assessment: "a1",
        threats: ["S-1@el-1", "S-2@el-1"],
        decision: "not-applicable",
        reason: "Not offered to us.",
      },
    ]),
  );
});

it("goes to the risks with the threat to make one of", async () => {
  await withCore(core);
  show(<ThreatsScreen assessment="a1" />);
  await screen.findByTestId("make-risk");
  fireEvent.keyDown(document.body, { key: "r" });
  expect(parsePlace(window.location.hash)).toEqual({
    screen: "risks",
    ids: { assessment: "a1", threat: "S-1@el-1" },
  });
});

it("shows an unknown fact as unknown, not as no", async () => {
  const asked = await withCore(core);
  const user = userEvent.setup();
  show(<ThreatsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("edit-target"));
  const dialog = await screen.findByRole("dialog");
  const chosen = (fact: string) =>
    within(within(dialog).getByRole("radiogroup", { name: fact }))
      .getAllByRole("radio")
      .find((radio) => (radio as HTMLInputElement).checked)
      ?.getAttribute("value");
  expect(chosen("encrypted")).toBe("unknown");
  expect(chosen("actions logged")).toBe("no");
  await user.click(
    within(within(dialog).getByRole("radiogroup", { name: "encrypted" })).getByRole("radio", { name: /Yes/ }),
  );
  await user.click(within(dialog).getByTestId("save-element"));
  await waitFor(() =>
    expect(inputsOf(asked, "save_element")).toEqual([
      {
        ...element,
        facts: { logged: "no", encrypted: "yes" },
        base: { ...element, component: { owner: "Ada" } },
      },
    ]),
  );
});
