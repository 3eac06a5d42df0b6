import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { InherentInput } from "../../ipc/InherentInput";
import type { InherentView } from "../../ipc/InherentView";
import { inputsOf, show, withCore } from "../testCore";
import { InherentScreen } from ".";

const option = (id: string, title: string, points: number, tier_1 = false) => ({
  id,
  title,
  points,
  tier_1,
  critical: tier_1,
  facts: [],
});
const pack = {
  id: "inherent-risk",
  version: "1.0.0",
  title: "Inherent risk",
  tiers: { tier_1: 12, tier_2: 8, tier_3: 4 },
  question: [
    {
      id: "IR-01",
      text: "What data?",
      why: "It decides the harm.",
      options: [option("none", "None", 0), option("personal", "Personal data", 5)],
    },
    {
      id: "IR-02",
      text: "How many people?",
      why: "Many are more.",
      options: [option("few", "Few", 1), option("many", "Many", 6)],
    },
    {
      id: "IR-03",
      text: "Critical function?",
      why: "A failure concerns others.",
      options: [option("no", "No", 0), option("carries", "It carries one", 8, true)],
    },
  ],
};

/** A core with a rule of its own, simple enough to see: all answered makes tier 2. */
function core() {
  let kept: Pick<InherentView, "answers" | "tier_override"> = { answers: {}, tier_override: null };
  const view = (): InherentView => {
    const answered = Object.keys(kept.answers).length;
    const tier = answered === 3 ? 2 : null;
    return {
      pack,
      ...kept,
      proposal: {
        tier,
        critical: false,
        points: answered * 3,
        most: 19,
        answered,
        asked: 3,
        decisive: [],
        critical_because: [],
        facts: [],
        explanation: tier === null ? `${answered} of 3 answered.` : "9 of 19 points make tier 2.",
      },
      tier: kept.tier_override?.tier ?? tier ?? 3,
      tier_reason: kept.tier_override === null ? "As bought." : `Set by ${kept.tier_override.by}.`,
      critical: false,
      next_in_months: 18,
      derived_facts: [],
      facts: [],
    };
  };
  return withCore({
    inherent_risk: view,
    save_inherent_risk: ({ answers, tier_override }: InherentInput) => {
      if ((tier_override?.tier ?? 0) > 2 && tier_override?.second === "") {
        throw { sentence: "Asking less than proposed needs a second person.", code: "tier" };
      }
      kept = { answers, tier_override };
      return view();
    },
    questionnaire: {
      topics: [{ id: "a", title: "A", questions: [{ id: "ACC-01", weight: 3 }] }],
      off: [{ id: "ACC-09", text: "More?", reason: "Asked down to tier 1; this assessment is tier 2." }],
      tally: { asked: 1 },
    },
    question: { required: 2 },
    overview: { assessment: { assessor: { name: "Isolde Hartwig", role: "", organisation: "" } } },
    choices: { scope_facts: [] },
    status: { saved_at: "", entry: 2, undo: null, redo: null },
  });
}

it("goes through the questions digit by digit, and says what tier follows and why", async () => {
  const asked = await core();
  const user = userEvent.setup();
  show(<InherentScreen assessment="a1" />);
  expect((await screen.findByTestId("inherent-reason")).textContent).toContain(
    "0 of 3 answered. The tier stays as it was",
  );
  await user.keyboard("u");
  await waitFor(() => expect(document.activeElement?.getAttribute("data-question")).toBe("IR-01"));
  for (const [digit, next] of [
    ["2", "IR-02"],
    ["2", "IR-03"],
  ] as const) {
    await user.keyboard(digit);
    await waitFor(() => expect(document.activeElement?.getAttribute("data-question")).toBe(next));
  }
  await user.keyboard("1");
  await waitFor(() => expect(screen.getByTestId("inherent-tier").textContent).toContain("Tier 2"));
  expect(inputsOf(asked, "save_inherent_risk").at(-1)?.answers).toEqual({
    "IR-01": "personal",
    "IR-02": "many",
    "IR-03": "no",
  });
  expect(screen.getByTestId("inherent-reason").textContent).toBe("9 of 19 points make tier 2.");
  expect(screen.getByTestId("inherent-answered").textContent).toBe("3 of 3 answered");
  const decides = screen.getByTestId("inherent-decides");
  expect(decides.textContent).toContain("1 question asked. 1 more is left out because of the tier");
  expect(within(decides).getByTestId("inherent-required-3").textContent).toContain("2 Document reviewed");
  expect(screen.getByTestId("inherent-next").textContent).toContain("18 months");
});

it("sets a lower tier only with a second person, and keeps what was written when refused", async () => {
  const asked = await core();
  const user = userEvent.setup();
  show(<InherentScreen assessment="a1" />);
  await user.click(await screen.findByTestId("override-open"));
  await user.click(screen.getByTestId("override-tier-4"));
  await user.type(screen.getByTestId("override-reason"), "Invented letters only.");
  await user.click(screen.getByTestId("override-save"));
  expect((await screen.findByTestId("override-refused")).textContent).toContain("needs a second person");
  expect((screen.getByTestId("override-reason") as HTMLTextAreaElement).value).toBe("Invented letters only.");
  await user.type(screen.getByTestId("override-second"), "Tomasz Brennan");
  await user.click(screen.getByTestId("override-save"));
  await waitFor(() => expect(screen.getByTestId("inherent-tier").textContent).toContain("Tier 4"));
  expect(inputsOf(asked, "save_inherent_risk").at(-1)?.tier_override).toEqual({
    tier: 4,
    before: null,
    reason: "Invented letters only.",
    by: "Isolde Hartwig",
    second: "Tomasz Brennan",
  });
  await user.click(screen.getByTestId("override-remove"));
  await waitFor(() => expect(screen.getByTestId("inherent-tier").textContent).toContain("Tier 3"));
});
