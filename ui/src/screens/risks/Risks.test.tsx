import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { formatPlace } from "../../place";
import { choices, inputsOf, show, withCore } from "../testCore";
import { RisksScreen } from ".";

const steps = (titles: string[]) => titles.map((title, index) => ({ level: index + 1, title, meaning: "" }));
const band = (id: string, title: string) => ({ id, title, action: `${title}: act.`, colour: id });
const low = band("low", "Low");
const high = band("high", "High");
const matrix = {
  title: "Five by five",
  likelihood: steps(["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]),
  impact: steps(["Negligible", "Minor", "Moderate", "Major", "Severe"]),
  bands: [low, high],
  cells: [
    [0, 0, 0, 0, 0],
    [0, 0, 0, 0, 1],
    [0, 0, 0, 1, 1],
    [0, 0, 1, 1, 1],
    [0, 1, 1, 1, 1],
  ],
};
const risk = {
  id: "R-01",
  assessment: "a1",
  title: "Data leak",
  scenario: "",
  threats: [],
  findings: [],
  categories: [],
  ratings: { inherent: { likelihood: 4, impact: 4 }, residual: { likelihood: 2, impact: 4 } },
  rationale: "",
  treatment: "mitigate",
  controls: [],
  combining: "",
  owner: "Maren",
  due: null,
  status: "open",
};
const view = { risk, inherent: high, residual: low, inherent_why: "", residual_why: "" };
const core = {
  risks: { matrix, risks: [view] },
  choices,
  findings: { findings: [], failing: [] },
  save_risk: { matrix, risks: [view] },
};

it("says what stands in a cell and shows only its risks, by arrow keys too", async () => {
  await withCore(core);
  const user = userEvent.setup();
  show(<RisksScreen assessment="a1" />);
  const here = await screen.findByRole("button", {
    name: /Likelihood 2, Unlikely; impact 4, Major: Low. 1 risk: R-01/,
  });
  const left = screen.getByTestId("risk-matrix-2x3");
  left.focus();
  await user.keyboard("{Enter}");
  expect(screen.getByText("No risk stands in this cell.")).toBeTruthy();
  await user.keyboard("{ArrowRight}");
  expect(document.activeElement).toBe(here);
  await user.keyboard("{Enter}");
  expect(screen.getByTestId("risk-R-01")).toBeTruthy();
});

it("does not let what remains be above what was there, and says why", async () => {
  const asked = await withCore(core);
  window.location.hash = formatPlace({ screen: "risks", ids: { assessment: "a1", item: "R-01" } });
  const user = userEvent.setup();
  show(<RisksScreen assessment="a1" />);
  await user.click(await screen.findByTestId("risk-which-residual"));
  const above = screen.getByTestId("rating-matrix-5x4");
  expect(above.getAttribute("aria-disabled")).toBe("true");
  expect(above.getAttribute("aria-label")).toContain("never above what was there before treatment");
  fireEvent.click(above);
  fireEvent.click(screen.getByTestId("rating-matrix-1x4"));
  expect(screen.getByTestId("risk-sentence").textContent).toContain("likelihood 1 (Rare) × impact 4 (Major)");
  await waitFor(() => expect(inputsOf(asked, "save_risk")).toHaveLength(1));
  expect(inputsOf(asked, "save_risk")[0]).toMatchObject({
    id: "R-01",
    inherent: { likelihood: 4, impact: 4 },
    residual: { likelihood: 1, impact: 4 },
  });
});
