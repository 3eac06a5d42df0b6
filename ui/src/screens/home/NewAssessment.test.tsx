import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { type Core, realCore } from "../../testing/core";
import { answer, describe } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { NewAssessmentDialog } from "./NewAssessment";

const vendorsOf = async (core: Core) => (await core.call("session", {})).vendors;

it("starts from an earlier assessment of the same vendor, and says what comes along and what does not", async () => {
  const core = await realCore();
  const before = core.assessment;
  const purposes = [{ name: "Sort letters", role: "processor" as const, data: "" }];
  await describe(core, { purposes, facts: ["ai", "personal-data"] });
  await answer(core, "ACC-01", { claim: "yes", conclusion: "effective" });
  const user = userEvent.setup();
  show(<NewAssessmentDialog vendors={await vendorsOf(core)} vendor={core.vendor} onClose={() => {}} />);
  await screen.findByTestId("fact-ai");
  expect(screen.getByTestId("assessment-previous").textContent).toContain("Nothing, start afresh");
  await user.click(screen.getByTestId("assessment-previous"));
  await user.click(await screen.findByRole("option", { name: "Insight 2026" }));
  const taken = await screen.findByTestId("taken-over");
  const { facts } = (await core.call("overview", { assessment: before })).assessment;
  expect(taken.textContent).toContain(`${facts.length} facts and 1 purpose`);
  expect(taken.textContent).toContain("Every answer and conclusion is open again");
  expect(taken.textContent).toContain("shown beside each question");
  // What comes along is not asked again.
  expect(screen.queryByTestId("fact-ai")).toBeNull();
  expect(screen.queryByTestId("tier-1")).toBeNull();
  await user.click(screen.getByTestId("framework-gdpr"));
  await user.clear(screen.getByTestId("assessment-title"));
  await write(user, screen.getByTestId("assessment-title"), "Insight 2027");
  await user.click(screen.getByTestId("create-assessment"));
  await waitFor(() => expect(window.location.hash).toMatch(/^#\/scope\?assessment=asm-/));
  const [card] = await vendorsOf(core);
  const made = card?.assessments.find(({ assessment }) => assessment.title === "Insight 2027")?.assessment;
  expect(window.location.hash).toBe(`#/scope?assessment=${made?.id}`);
  expect(made).toMatchObject({
    previous: before,
    service: "Insight",
    tier: 2,
    facts,
    purposes,
    assessor: { name: "Isolde Hartwig", role: "Lead", organisation: "Fenwick Lane" },
  });
  expect([...(made?.frameworks ?? [])].sort()).toEqual(["gdpr", "soc2"]);
  const question = await core.call("question", { assessment: made?.id ?? "", question: "ACC-01" });
  expect(question.response).toMatchObject({ claim: null, conclusion: null });
  expect(question.previous).toMatchObject({ claim: "yes", conclusion: "effective" });
});

it("offers nothing to start from when the vendor has no assessment", async () => {
  const core = await realCore();
  const boreas = await core.call("save_vendor", {
    id: null,
    name: "Boreas",
    legal_name: "",
    country: "",
    website: "",
    contact_name: "",
    contact_email: "",
    services: [],
    notes: "",
  });
  show(<NewAssessmentDialog vendors={await vendorsOf(core)} vendor={boreas.id} onClose={() => {}} />);
  await screen.findByTestId("assessment-title");
  expect(screen.queryByTestId("assessment-previous")).toBeNull();
});

it("keeps what was filled in when the core could not start it, and says why", async () => {
  const core = await realCore();
  const user = userEvent.setup();
  show(<NewAssessmentDialog vendors={await vendorsOf(core)} vendor={core.vendor} onClose={() => {}} />);
  const title = await screen.findByTestId("assessment-title");
  await write(user, title, "Insight 2027");
  await user.click(await screen.findByTestId("framework-soc2"));
  const goOn = core.refuse("create_assessment", "The disk is full. Nothing was changed.", "io");
  await user.click(screen.getByTestId("create-assessment"));
  expect(await screen.findByText("The disk is full. Nothing was changed.")).toBeTruthy();
  expect((title as HTMLInputElement).value).toBe("Insight 2027");
  goOn();
  await user.click(screen.getByTestId("create-assessment"));
  await waitFor(async () =>
    expect((await vendorsOf(core))[0]?.assessments.map(({ assessment }) => assessment.title)).toContain(
      "Insight 2027",
    ),
  );
});
