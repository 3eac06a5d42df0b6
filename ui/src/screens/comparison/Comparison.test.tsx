import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { type Core, realCore } from "../../testing/core";
import { answer, assessmentOf, begin, describe } from "../../testing/seeds";
import { show } from "../../testing/show";
import { ComparisonScreen } from ".";

/** Two assessments, the second following the first; the id of the first. */
async function twice(): Promise<{ core: Core; before: string }> {
  const core = await realCore();
  const { id: before } = await begin(core, { facts: ["personal-data", "develops-software"] });
  await answer(core, "ACC-01", { claim: "yes", comment: "Everybody has one." });
  await answer(core, "ACC-02", { claim: "yes", conclusion: "partially" });
  await answer(core, "ACC-03", { claim: "yes" });
  await answer(core, "ACC-04", { claim: "yes" });
  await answer(core, "ACC-10", { claim: "yes" });
  await begin(core, { title: "Insight, a year later", previous: before, tier: null });
  await describe(core, { facts: ["personal-data"] });
  await answer(core, "ACC-01", { claim: "no", comment: "Not in the console." });
  await answer(core, "ACC-02", { claim: "yes", conclusion: "effective" });
  await answer(core, "ACC-03", { claim: "yes" });
  return { core, before };
}

it("lists what changed, counts each way of looking, and leads to the question", async () => {
  const { core, before } = await twice();
  const user = userEvent.setup();
  window.location.hash = `#/comparison?assessment=${core.assessment}`;
  show(<ComparisonScreen assessment={core.assessment} />);
  await screen.findByTestId("change-ACC-01");
  expect(screen.getByTestId("comparison-previous").textContent).toBe("Insight, autumn");
  expect(screen.queryByTestId("change-ACC-03")).toBeNull();
  const counted = (id: string) => screen.getByTestId(`comparison-show-${id}`).textContent;
  expect(counted("moved")).toBe("All that changed2");
  expect(counted("turned")).toBe("Good turned to bad1");
  expect(counted("no-evidence")).toBe("Changed without new evidence2");
  expect(counted("dropped")).toBe("No longer asked1");
  const tallies = await Promise.all(
    [before, core.assessment].map(
      async (assessment) => (await core.call("questionnaire", { assessment })).tally,
    ),
  );
  const scores = await screen.findByTestId("comparison-scores");
  const [then, now] = tallies.map(({ concluded }) => concluded);
  await waitFor(() =>
    expect(scores.textContent).toContain(`${then?.applicable} applied then, ${now?.applicable} now`),
  );
  expect(scores.textContent).toContain("40 %");
  expect(scores.textContent).toContain("100 %");

  await user.click(screen.getByTestId("comparison-show-turned"));
  await waitFor(() => expect(screen.queryByTestId("change-ACC-02")).toBeNull());
  expect(screen.getByText("“Everybody has one.”")).toBeTruthy();
  expect(screen.getByText("“Not in the console.”")).toBeTruthy();

  await user.click(screen.getByTestId("comparison-show-dropped"));
  const input = { assessment: before, question: "ACC-10" };
  const { question } = await core.call("question", input);
  const row = await screen.findByTestId("change-ACC-10");
  await waitFor(() => expect(row.textContent).toContain(question.text));
  const { off } = await core.call("questionnaire", { assessment: core.assessment });
  expect(
    within(row.parentElement ?? row).getByText(off.find(({ id }) => id === "ACC-10")?.reason ?? "-"),
  ).toBeTruthy();

  await user.click(screen.getByTestId("comparison-show-pending"));
  await user.click(await screen.findByTestId("change-ACC-04"));
  expect(window.location.hash).toBe(`#/questionnaire?assessment=${core.assessment}&item=ACC-04`);
});

it("teaches what it is for when there is nothing before, and offers an earlier assessment of the vendor", async () => {
  const core = await realCore();
  const earlier = core.assessment;
  await begin(core);
  const user = userEvent.setup();
  show(<ComparisonScreen assessment={core.assessment} />);
  await screen.findByText("This assessment follows no other");
  await user.click(await screen.findByTestId("comparison-follow"));
  await user.click(await screen.findByRole("option", { name: /Insight 2026/ }));
  await waitFor(async () => expect((await assessmentOf(core)).previous).toBe(earlier));
  expect((await screen.findByTestId("comparison-previous")).textContent).toBe("Insight 2026");
});

it("offers nothing to follow to the first assessment of a vendor, though there are later ones", async () => {
  const core = await realCore();
  const first = core.assessment;
  await begin(core);
  show(<ComparisonScreen assessment={first} />);
  await screen.findByText("This assessment follows no other");
  expect(await screen.findByTestId("comparison-home")).toBeTruthy();
  expect(screen.queryByTestId("comparison-follow")).toBeNull();
});
