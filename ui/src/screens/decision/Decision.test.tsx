import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { choices, inputsOf, refuse, show, withCore } from "../testCore";
import { DecisionScreen } from ".";

const figure = {
  score: 75,
  concluded: 2,
  applicable: 4,
  inputs: [
    { question: "ACC-01", weight: 3, said: "Effective", value: 1 },
    { question: "ACC-02", weight: 1, said: "Ineffective", value: 0 },
    { question: "ACC-03", weight: 1, said: "Not assessed", value: null },
  ],
};
const view = {
  decision: null,
  standing: { state: "missing", because: [] },
  advice: { best: "approve-with-conditions", because: ["KO-01 is struck."] },
  knock_outs: [
    {
      id: "KO-03",
      title: "Prohibited practice",
      condition: "It does what is forbidden",
      cap: "reject",
      while_open: "defer",
      by_note: true,
      note: null,
      state: "not-assessed",
      because: ["No question asked here feeds it; record what was seen."],
      remedy: "Take it out.",
    },
  ],
  open_points: [
    {
      kind: "knock-out-not-assessed",
      title: "Knock-out not assessed",
      grave: true,
      text: "Knock-out KO-03 is not assessed.",
      place: { at: "knock-out", id: "KO-03" },
    },
    {
      kind: "risk-without-owner",
      title: "Risk without owner",
      grave: true,
      text: "Risk R-02 has no owner.",
      place: { at: "risk", id: "R-02" },
    },
  ],
  results: {
    total: figure,
    claimed: { ...figure, score: 90 },
    overclaimed: [],
    distribution: {},
    assurance: {},
    frameworks: [],
  },
};

it("keeps what was written when the core refuses the outcome, and says why", async () => {
  const asked = await withCore({
    decision: view,
    choices,
    save_decision: refuse("“Approve” is better than this assessment allows."),
  });
  const user = userEvent.setup();
  show(<DecisionScreen assessment="a1" />);
  await user.type(await screen.findByTestId("rationale"), "Sound.");
  await user.type(screen.getByTestId("decided-by"), "Ines Hartwig");
  expect(inputsOf(asked, "save_decision")).toHaveLength(0);
  await user.click(screen.getByTestId("outcome-approve"));
  expect((await screen.findByTestId("decision-refused")).textContent).toContain(
    "better than this assessment",
  );
  expect(inputsOf(asked, "save_decision")[0]).toMatchObject({
    decision: { assessment: "a1", outcome: "approve", rationale: "Sound.", decided_by: "Ines Hartwig" },
  });
  expect((screen.getByTestId("rationale") as HTMLTextAreaElement).value).toBe("Sound.");
});

it("waits with an outcome until the person who decides is named, and keeps it meanwhile", async () => {
  const asked = await withCore({ decision: view, choices, save_decision: view });
  const user = userEvent.setup();
  const shown = show(<DecisionScreen assessment="a4" />);
  await user.click(await screen.findByTestId("outcome-reject"));
  await user.type(screen.getByTestId("rationale"), "Too much is missing");
  expect(screen.getByTestId("outcome-reject").dataset.selected).toBe("true");
  expect(screen.getByText(/until an outcome is chosen and the person who decides is named/)).toBeTruthy();
  shown.unmount();
  expect(inputsOf(asked, "save_decision")).toHaveLength(0);
  show(<DecisionScreen assessment="a4" />);
  await user.type(await screen.findByTestId("decided-by"), "Ines Hartwig");
  await user.tab();
  await waitFor(() =>
    expect(inputsOf(asked, "save_decision").at(-1)).toMatchObject({
      decision: { outcome: "reject", rationale: "Too much is missing", decided_by: "Ines Hartwig" },
    }),
  );
});

it("keeps what is typed while the outcome is being saved", async () => {
  let now: { decision: unknown } = view;
  let saved: (() => void) | undefined;
  const asked = await withCore({
    decision: () => now,
    choices,
    save_decision: ({ decision }: { decision: unknown }) =>
      new Promise((resolve) => {
        const save = () => {
          now = { ...now, decision };
          resolve(now);
        };
        // Only the first is on its way for long.
        if (saved === undefined) saved = save;
        else save();
      }),
  });
  const user = userEvent.setup();
  show(<DecisionScreen assessment="a3" />);
  // A decision waits for its person.
  await user.type(await screen.findByTestId("decided-by"), "Ines Hartwig");
  await user.click(screen.getByTestId("outcome-reject"));
  await user.type(screen.getByTestId("rationale"), "T");
  saved?.();
  await waitFor(() => expect(screen.getByTestId("outcome-reject").dataset.selected).toBe("true"));
  await user.type(screen.getByTestId("rationale"), "oo much");
  expect((screen.getByTestId("rationale") as HTMLTextAreaElement).value).toBe("Too much");
  await user.tab();
  await waitFor(() =>
    expect(inputsOf(asked, "save_decision").at(-1)).toMatchObject({
      decision: { assessment: "a3", outcome: "reject", rationale: "Too much" },
    }),
  );
});

it("opens a score to its inputs and never shows it without its coverage", async () => {
  await withCore({ decision: view, choices });
  const user = userEvent.setup();
  show(<DecisionScreen assessment="a1" />);
  const total = await screen.findByTestId("score-total");
  expect(within(total).getByRole("meter").getAttribute("aria-valuetext")).toBe(
    "75 %, 2 of 4 concluded (50 %)",
  );
  await user.click(within(total).getByRole("button", { name: "How it was made" }));
  const inputs = await screen.findByTestId("score-inputs");
  expect(inputs.textContent).toContain("= 3 ÷ 4");
  expect(within(inputs).getByText("outside the sum")).toBeTruthy();
});

it("notes what was seen about a knock-out that no question feeds", async () => {
  const asked = await withCore({ decision: view, choices, note_knock_out: view });
  const user = userEvent.setup();
  show(<DecisionScreen assessment="a1" />);
  await user.click(await screen.findByTestId("note-KO-03"));
  await user.type(screen.getByTestId("knock-out-note"), "Not offered.");
  expect(screen.getByTestId("save-note")).toHaveProperty("disabled", true);
  await user.click(screen.getByTestId("knock-out-struck-no"));
  await user.click(screen.getByTestId("save-note"));
  await waitFor(() =>
    expect(inputsOf(asked, "note_knock_out")).toEqual([
      { note: { assessment: "a1", knock_out: "KO-03", struck: false, note: "Not offered." } },
    ]),
  );
});

it("sets a struck knock-out aside only when somebody answers for it, and takes it back", async () => {
  const struck = {
    ...view.knock_outs[0],
    id: "KO-10",
    title: "No duty to tell",
    state: "struck",
    because: [],
  };
  const decided = {
    assessment: "a2",
    outcome: "approve-with-conditions",
    rationale: "",
    conditions: [],
    decided_by: "",
    decided_on: null,
    overrides: [] as unknown[],
  };
  let now = { ...view, decision: decided, knock_outs: [struck] };
  const asked = await withCore({
    decision: () => now,
    choices,
    status: { entry: "1" },
    save_decision: ({ decision }: { decision: typeof decided }) => {
      now = { ...now, decision };
      return now;
    },
  });
  const user = userEvent.setup();
  show(<DecisionScreen assessment="a2" />);
  await user.click(await screen.findByTestId("set-aside-KO-10"));
  await user.type(await screen.findByTestId("override-by"), "Eleri Vaughan, Chief operating officer");
  await user.type(screen.getByTestId("override-reason"), "The season begins before the contract.");
  await user.type(screen.getByTestId("override-control"), "A call within a day.");
  expect(screen.getByTestId("override-save")).toHaveProperty("disabled", true);
  await user.type(screen.getByTestId("override-until"), "2027-03-31");
  await user.tab();
  await user.click(screen.getByTestId("override-save"));
  expect((await screen.findByTestId("override-change-KO-10")).textContent).toContain("Change");
  expect(inputsOf(asked, "save_decision").at(-1)).toMatchObject({
    decision: {
      overrides: [
        {
          knock_out: "KO-10",
          by: "Eleri Vaughan, Chief operating officer",
          reason: "The season begins before the contract.",
          compensating_control: "A call within a day.",
          until: "2027-03-31",
        },
      ],
    },
  });
  await user.click(screen.getByTestId("override-remove-KO-10"));
  expect(await screen.findByText("KO-10 is no longer set aside.")).toBeTruthy();
  expect(inputsOf(asked, "save_decision").at(-1)).toMatchObject({ decision: { overrides: [] } });
});

it("takes what stands in the place of an addressable specification once its words are there", async () => {
  const framework = {
    framework: "hipaa",
    total: { id: "hipaa", title: "HIPAA", concluded: figure, claimed: figure },
    domains: [],
    requirements: [],
    distribution: {},
  };
  const specification = {
    requirement: "hipaa:164.312(a)(2)(iii)",
    title: "Log-off after idle time",
    answer: "gap",
    because: "Its questions fall short.",
    questions: ["ACC-09"],
    choice: null,
  };
  const asked = await withCore({
    decision: { ...view, results: { ...view.results, frameworks: [framework] } },
    choices,
    specifications: [specification],
    choose_specification: [specification],
  });
  const user = userEvent.setup();
  show(<DecisionScreen assessment="a1" />);
  expect((await screen.findByTestId("specifications")).textContent).toContain("Addressable: 1 gap.");
  await user.click(screen.getByTestId("specifications-open"));
  await user.click(await screen.findByTestId("alternative-hipaa:164.312(a)(2)(iii)-reasons"));
  expect(inputsOf(asked, "choose_specification")).toEqual([]);
  await user.type(screen.getByTestId("alternative-reason-hipaa:164.312(a)(2)(iii)"), "No shared desk");
  await user.tab();
  await waitFor(() =>
    expect(inputsOf(asked, "choose_specification").at(-1)).toEqual({
      assessment: "a1",
      requirement: "hipaa:164.312(a)(2)(iii)",
      alternative: "reasons",
      reason: "No shared desk",
    }),
  );
});
