import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { formatPlace } from "../../place";
import { type Core, realCore } from "../../testing/core";
import { show } from "../../testing/show";
import { RisksScreen } from ".";

async function withRisk(): Promise<Core> {
  const core = await realCore();
  await core.call("save_risk", {
    assessment: core.assessment,
    id: null,
    title: "Data leak",
    scenario: "Somebody reads what is not theirs.",
    threats: [],
    findings: [],
    categories: [],
    inherent: { likelihood: 4, impact: 4 },
    residual: { likelihood: 2, impact: 4 },
    rationale: "",
    treatment: "mitigate",
    controls: [],
    combining: "",
    owner: "Maren",
    due: null,
    status: "open",
  });
  return core;
}
const registerOf = (core: Core) => core.call("risks", { assessment: core.assessment });

it("says what stands in a cell and shows only its risks, by arrow keys too", async () => {
  const core = await withRisk();
  const [view] = (await registerOf(core)).risks;
  const user = userEvent.setup();
  show(<RisksScreen assessment={core.assessment} />);
  const here = await screen.findByTestId("risk-matrix-2x4");
  expect(here.textContent).toMatch(
    new RegExp(`Likelihood 2, .*; impact 4, .*: ${view?.residual.title}. 1 risk: R-01`),
  );
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
  const core = await withRisk();
  window.location.hash = formatPlace({ screen: "risks", ids: { assessment: core.assessment, item: "R-01" } });
  const user = userEvent.setup();
  show(<RisksScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("risk-which-residual"));
  const above = screen.getByTestId("rating-matrix-5x4");
  expect(above.getAttribute("aria-disabled")).toBe("true");
  expect(above.textContent).toContain("never above what was there before treatment");
  fireEvent.click(above);
  fireEvent.click(screen.getByTestId("rating-matrix-1x4"));
  expect(screen.getByTestId("risk-sentence").textContent).toMatch(/likelihood 1 \(.+\) × impact 4 \(.+\)/);
  await waitFor(async () =>
    expect((await registerOf(core)).risks[0]?.risk.ratings).toEqual({
      inherent: { likelihood: 4, impact: 4 },
      residual: { likelihood: 1, impact: 4 },
    }),
  );
});

it("rates a risk on the bands of the core, as the core reads them off", async () => {
  const core = await withRisk();
  const { matrix, risks } = await registerOf(core);
  window.location.hash = formatPlace({ screen: "risks", ids: { assessment: core.assessment, item: "R-01" } });
  show(<RisksScreen assessment={core.assessment} />);
  const sentence = await screen.findByTestId("risk-sentence");
  const band = matrix.bands[matrix.cells[3][3]];
  expect(risks[0]?.inherent.title).toBe(band?.title);
  expect(sentence.textContent).toContain(band?.title);
});
