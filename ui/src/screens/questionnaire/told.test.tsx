/** What assistive technology is told of the questionnaire: roles, names and states. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { realCore } from "../../testing/core";
import { answer, responseTo } from "../../testing/seeds";
import { show } from "../../testing/show";
import { QuestionnaireScreen } from ".";

it("a row of the list is told part by part, and each thing once", async () => {
  const core = await realCore("started");
  await answer(core, "ACC-01", { claim: "yes" });
  show(<QuestionnaireScreen assessment={core.assessment} />);
  const { question } = await core.call("question", { assessment: core.assessment, question: "ACC-01" });
  const row = await screen.findByTestId("question-ACC-01");
  const told = row.cloneNode(true) as HTMLElement;
  for (const silent of told.querySelectorAll("[aria-hidden=true], svg")) silent.remove();
  expect(told.textContent).toMatch(/^ACC-01(, [^,]+)*, Claim: Yes, Conclusion: [^,:]+: /);
  expect(told.textContent?.endsWith(question.text)).toBe(true);
});

it("claim and conclusion are choices with a name and a state, and each text has a name of its own", async () => {
  const core = await realCore("started");
  const user = userEvent.setup();
  show(<QuestionnaireScreen assessment={core.assessment} />);
  const pane = await screen.findByTestId("question-pane");
  const groups = within(pane).getAllByRole("radiogroup");
  const names = groups.map(
    (group) => group.getAttribute("aria-label") ?? group.getAttribute("aria-labelledby"),
  );
  expect(names.every((name) => name !== null && name !== "")).toBe(true);
  const [claim] = groups;
  const first = within(claim as HTMLElement).getAllByRole("radio")[0] as HTMLInputElement;
  const isChosen = () =>
    first.tagName === "INPUT" ? first.checked : first.getAttribute("aria-checked") === "true";
  expect(isChosen()).toBe(false);
  await user.click(first);
  await waitFor(() => expect(isChosen()).toBe(true));
  await waitFor(async () => expect((await responseTo(core, "ACC-01")).claim).toBe("yes"));
  const fields = within(pane).getAllByRole("textbox");
  const labels = fields.map(
    (field) => field.getAttribute("aria-label") ?? (field as HTMLInputElement).labels?.[0]?.textContent ?? "",
  );
  expect(labels.every((label) => label !== "")).toBe(true);
  expect(new Set(labels).size).toBe(labels.length);
});
