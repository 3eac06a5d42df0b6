import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { type Core, realCore } from "../../testing/core";
import { answer, begin } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { told } from "../../words";
import { DecisionScreen } from ".";

const viewOf = (core: Core) => core.call("decision", { assessment: core.assessment });
const decisionOf = async (core: Core) => (await viewOf(core)).decision;

it("keeps what was written when the core refuses the outcome, and says why", async () => {
  const core = await realCore();
  await begin(core);
  const user = userEvent.setup();
  show(<DecisionScreen assessment={core.assessment} />);
  await write(user, await screen.findByTestId("rationale"), "Sound.");
  await write(user, screen.getByTestId("decided-by"), "Ines Hartwig");
  await user.click(screen.getByTestId("outcome-approve"));
  expect((await screen.findByTestId("decision-refused")).textContent).toContain(
    "“Approve” is better than this assessment allows; the best is “Defer”",
  );
  expect((screen.getByTestId("rationale") as HTMLTextAreaElement).value).toBe("Sound.");
  expect(await decisionOf(core)).toBeNull();
  await user.click(screen.getByTestId("outcome-defer"));
  await waitFor(async () =>
    expect(await decisionOf(core)).toMatchObject({
      outcome: "defer",
      rationale: "Sound.",
      decided_by: "Ines Hartwig",
      decided_on: "2026-11-20",
    }),
  );
  expect(screen.queryByTestId("decision-refused")).toBeNull();
});

it("waits with an outcome until the person who decides is named, and keeps it meanwhile", async () => {
  const core = await realCore();
  await begin(core);
  const user = userEvent.setup();
  const shown = show(<DecisionScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("outcome-reject"));
  await write(user, screen.getByTestId("rationale"), "Too much is missing");
  expect(screen.getByTestId("outcome-reject").dataset.selected).toBe("true");
  expect(screen.getByText(/until an outcome is chosen and the person who decides is named/)).toBeTruthy();
  shown.unmount();
  expect(await decisionOf(core)).toBeNull();
  show(<DecisionScreen assessment={core.assessment} />);
  await write(user, await screen.findByTestId("decided-by"), "Ines Hartwig");
  await user.tab();
  await waitFor(async () =>
    expect(await decisionOf(core)).toMatchObject({
      outcome: "reject",
      rationale: "Too much is missing",
      decided_by: "Ines Hartwig",
    }),
  );
});

it("keeps what is typed while the outcome is being saved", async () => {
  const core = await realCore();
  await begin(core);
  const user = userEvent.setup();
  show(<DecisionScreen assessment={core.assessment} />);
  await write(user, await screen.findByTestId("decided-by"), "Ines Hartwig");
  const save = core.hold("save_decision");
  await user.click(screen.getByTestId("outcome-reject"));
  await write(user, screen.getByTestId("rationale"), "T");
  save();
  await waitFor(() => expect(screen.getByTestId("outcome-reject").dataset.selected).toBe("true"));
  await write(user, screen.getByTestId("rationale"), "oo much");
  expect((screen.getByTestId("rationale") as HTMLTextAreaElement).value).toBe("Too much");
  await user.tab();
  await waitFor(async () =>
    expect(await decisionOf(core)).toMatchObject({ outcome: "reject", rationale: "Too much" }),
  );
});

it("says under a decision that what it rested on changed, and confirms it on what is there", async () => {
  const core = await realCore();
  await answer(core, "ACC-02", { conclusion: "effective" });
  const decision = {
    assessment: core.assessment,
    outcome: "defer" as const,
    rationale: "More is to come.",
    conditions: [],
    decided_by: "Ines Hartwig",
    decided_on: null,
    overrides: [],
  };
  await core.call("save_decision", { decision, confirm: true });
  await answer(core, "ACC-02", { conclusion: "partially" });
  const user = userEvent.setup();
  show(<DecisionScreen assessment={core.assessment} />);
  const why = "ACC-02 was “Effective” and is “Partially effective”.";
  expect((await screen.findAllByText(why)).length).toBeGreaterThan(0);
  await user.click(screen.getByRole("button", { name: "Confirm it on what is there today" }));
  await waitFor(async () => expect((await viewOf(core)).standing.state).toBe("stands"));
  await waitFor(() => expect(screen.queryAllByText(why)).toEqual([]));
});

it("opens a score to its inputs and never shows it without its coverage", async () => {
  const core = await realCore();
  await answer(core, "ACC-01", { conclusion: "effective" });
  await answer(core, "ACC-02", { conclusion: "ineffective" });
  await answer(core, "ACC-03", { conclusion: "not-assessed" });
  const { concluded, applicable } = (await viewOf(core)).results.total;
  expect(concluded).toBe(2);
  const user = userEvent.setup();
  show(<DecisionScreen assessment={core.assessment} />);
  const total = await screen.findByTestId("score-total");
  expect(within(total).getByRole("meter").getAttribute("aria-valuetext")).toContain(
    `60 %, 2 of ${applicable} concluded`,
  );
  await user.click(within(total).getByRole("button", { name: "How it was made" }));
  const inputs = await screen.findByTestId("score-inputs");
  expect(inputs.textContent).toContain("= 3 ÷ 5");
  expect(within(inputs).getByText("outside the sum")).toBeTruthy();
  expect(within(inputs).getByRole("row", { name: /ACC-03/ }).textContent).toContain("Not assessed");
});

it("notes what was seen about a knock-out that no question feeds", async () => {
  const core = await realCore();
  const { knock_outs } = await viewOf(core);
  const noted = knock_outs.find(({ by_note, state }) => by_note && state === "not-assessed");
  const id = noted?.id ?? "";
  const user = userEvent.setup();
  show(<DecisionScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId(`note-${id}`));
  await write(user, screen.getByTestId("knock-out-note"), "Not offered.");
  expect(screen.getByTestId("save-note")).toHaveProperty("disabled", true);
  await user.click(screen.getByTestId("knock-out-struck-no"));
  await user.click(screen.getByTestId("save-note"));
  await waitFor(async () =>
    expect((await viewOf(core)).knock_outs.find((one) => one.id === id)).toMatchObject({
      state: "clear",
      note: "Not offered.",
    }),
  );
});

it("sets a struck knock-out aside only when somebody answers for it, and takes it back", async () => {
  const core = await realCore();
  await answer(core, "ACC-01", { conclusion: "ineffective" });
  const user = userEvent.setup();
  show(<DecisionScreen assessment={core.assessment} />);
  await write(user, await screen.findByTestId("decided-by"), "Ines Hartwig");
  await user.click(screen.getByTestId("outcome-defer"));
  await waitFor(async () => expect(await decisionOf(core)).not.toBeNull());
  await user.click(screen.getByTestId("set-aside-KO-07"));
  await write(user, await screen.findByTestId("override-by"), "Eleri Vaughan, Chief operating officer");
  await write(user, screen.getByTestId("override-reason"), "The season begins before the contract.");
  await write(user, screen.getByTestId("override-control"), "A call within a day.");
  expect(screen.getByTestId("override-save")).toHaveProperty("disabled", true);
  await write(user, screen.getByTestId("override-until"), "2027-03-31");
  await user.tab();
  await user.click(screen.getByTestId("override-save"));
  expect((await screen.findByTestId("override-change-KO-07")).textContent).toContain("Change");
  const { decision, advice } = await viewOf(core);
  expect(decision?.overrides).toEqual([
    {
      knock_out: "KO-07",
      by: "Eleri Vaughan, Chief operating officer",
      reason: "The season begins before the contract.",
      compensating_control: "A call within a day.",
      until: "2027-03-31",
    },
  ]);
  expect(advice.because.map(told).join(" ")).toContain("KO-07 is struck and set aside by Eleri Vaughan");
  await user.click(screen.getByTestId("override-remove-KO-07"));
  expect(await screen.findByText("KO-07 is no longer set aside.")).toBeTruthy();
  expect((await decisionOf(core))?.overrides).toEqual([]);
});

it("takes what stands in the place of an addressable specification once its words are there", async () => {
  const core = await realCore();
  await begin(core, { facts: ["personal-data", "ephi"], frameworks: ["hipaa"] });
  const all = () => core.call("specifications", { assessment: core.assessment });
  const spec = (await all()).find(({ questions }) => questions.length > 0);
  const requirement = spec?.requirement ?? "";
  for (const question of spec?.questions ?? []) await answer(core, question, { conclusion: "ineffective" });
  const user = userEvent.setup();
  show(<DecisionScreen assessment={core.assessment} />);
  const gaps = (await all()).filter(({ answer }) => answer === "gap").length;
  expect((await screen.findByTestId("specifications")).textContent).toMatch(
    new RegExp(`Addressable: .*${gaps} gap`),
  );
  await user.click(screen.getByTestId("specifications-open"));
  await user.click(await screen.findByTestId(`alternative-${requirement}-reasons`));
  const chosen = async () => (await all()).find((one) => one.requirement === requirement);
  expect((await chosen())?.choice).toBeNull();
  await write(user, screen.getByTestId(`alternative-reason-${requirement}`), "No shared desk");
  await user.tab();
  await waitFor(async () =>
    expect((await chosen())?.choice).toMatchObject({ alternative: "reasons", reason: "No shared desk" }),
  );
});
