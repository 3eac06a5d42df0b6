import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { VendorCard } from "../../ipc/VendorCard";
import { inputsOf, show, withCore } from "../testCore";
import { NewAssessmentDialog } from "./NewAssessment";

const person = { name: "Isolde Hartwig", role: "Lead", organisation: "Fenwick Lane" };
const before = {
  id: "old",
  vendor: "v1",
  title: "Triage 2025",
  service: "Triage",
  tier: 1,
  inherent: { "IR-01": "special" },
  tier_override: null,
  facts: ["ai", "personal-data"],
  purposes: [{ name: "Sort letters", role: "processor", data: "" }],
  frameworks: ["soc2"],
  assessor: person,
  started: "2025-11-16T09:00:00Z",
  period_to: "2025-11-20",
};
const vendors = [
  {
    vendor: { id: "v1", name: "Helios", services: ["Triage"] },
    assessments: [{ assessment: before, concluded: 3, applicable: 4, issued: 1 }],
  },
  { vendor: { id: "v2", name: "Boreas", services: [] }, assessments: [] },
] as unknown as VendorCard[];

it("starts from an earlier assessment of the same vendor, and says what comes along and what does not", async () => {
  const asked = await withCore({
    choices: {
      scope_facts: [{ id: "ai", title: "Uses AI", meaning: "" }],
      frameworks: [
        { id: "soc2", title: "SOC 2", edition: "2017", note: "", assessable: 61, points: 0 },
        { id: "gdpr", title: "GDPR", edition: "2016", note: "", assessable: 45, points: 0 },
      ],
    },
    create_assessment: { id: "next" },
  });
  const user = userEvent.setup();
  show(<NewAssessmentDialog vendors={vendors} vendor="v1" onClose={() => {}} />);
  await screen.findByTestId("fact-ai");
  expect(screen.getByTestId("assessment-previous").textContent).toContain("Nothing, start afresh");
  await user.click(screen.getByTestId("assessment-previous"));
  await user.click(await screen.findByRole("option", { name: "Triage 2025" }));
  const taken = await screen.findByTestId("taken-over");
  expect(taken.textContent).toContain("2 facts and 1 purpose");
  expect(taken.textContent).toContain("Every answer and conclusion is open again");
  expect(taken.textContent).toContain("shown beside each question");
  // What comes along is not asked again.
  expect(screen.queryByTestId("fact-ai")).toBeNull();
  expect(screen.queryByTestId("tier-1")).toBeNull();
  await user.click(screen.getByTestId("framework-gdpr"));
  await user.clear(screen.getByTestId("assessment-title"));
  await user.type(screen.getByTestId("assessment-title"), "Triage 2026");
  await user.click(screen.getByTestId("create-assessment"));
  await waitFor(() =>
    expect(inputsOf(asked, "create_assessment")).toEqual([
      {
        vendor: "v1",
        title: "Triage 2026",
        service: "Triage",
        tier: null,
        facts: ["ai", "personal-data"],
        frameworks: ["soc2", "gdpr"],
        assessor: person,
        previous: "old",
      },
    ]),
  );
  expect(window.location.hash).toBe("#/scope?assessment=next");
});

it("offers nothing to start from when the vendor has no assessment", async () => {
  await withCore({ choices: { scope_facts: [], frameworks: [] } });
  show(<NewAssessmentDialog vendors={vendors} vendor="v2" onClose={() => {}} />);
  await screen.findByTestId("assessment-title");
  expect(screen.queryByTestId("assessment-previous")).toBeNull();
});
