import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { Frame } from "../../frame";
import { type Core, realCore } from "../../testing/core";
import { assessmentOf, describe as describeAssessment } from "../../testing/seeds";
import { write } from "../../testing/show";
import { ScopeScreen } from ".";

let core: Core;

beforeEach(async () => {
  core = await realCore();
});

async function open() {
  const shown = render(
    <Frame vault="work" screen="scope" states={{}}>
      <ScopeScreen assessment={core.assessment} />
    </Frame>,
  );
  await screen.findByTestId("fact-controller");
  return shown;
}
const asked = async () => {
  const { topics } = await core.call("questionnaire", { assessment: core.assessment });
  return topics.flatMap(({ questions }) => questions).length;
};

describe("vendor and scope", () => {
  it("is saved as it is typed", async () => {
    const user = userEvent.setup();
    await open();
    await write(user, screen.getByTestId("scope-purpose"), "Reads claims letters.");
    await user.click(screen.getByTestId("tier-1"));
    await waitFor(async () => expect((await assessmentOf(core)).tier).toBe(1));
    expect(await assessmentOf(core)).toMatchObject({
      purpose: "Reads claims letters.",
      title: "Insight 2026",
    });
  });

  it("says what a fact would add, and that is what it adds", async () => {
    const user = userEvent.setup();
    await open();
    const before = await asked();
    await waitFor(() => expect(screen.getByTestId("scope-asked").textContent).toBe(`${before} questions`));
    const fact = screen.getByTestId("fact-develops-software");
    const adds = Number(/adds (\d+) question/.exec(fact.textContent ?? "")?.[1]);
    await user.click(fact);
    await waitFor(async () => expect(await asked()).toBe(before + adds));
    await waitFor(() =>
      expect(screen.getByTestId("scope-asked").textContent).toBe(`${before + adds} questions`),
    );
  });

  it("edits a list by keyboard alone", async () => {
    await describeAssessment(core, { scope_in: ["API", "Console"] });
    const user = userEvent.setup();
    await open();
    const holds = (lines: string[]) =>
      waitFor(async () => expect((await assessmentOf(core)).scope_in).toEqual(lines));
    await user.click(screen.getByTestId("scope-in-new"));
    await user.keyboard("Leeds{Enter}Ulm{Enter}");
    await holds(["API", "Console", "Leeds", "Ulm"]);
    // In the free line: take it away, and the letters of the one before.
    await user.keyboard("{Backspace}{Backspace}{Backspace}{Backspace}");
    await holds(["API", "Console", "Leeds"]);
    await user.click(screen.getByRole("button", { name: "Remove “API”" }));
    await holds(["Console", "Leeds"]);
  });

  it("keeps what could not be saved, says why, and tries again", async () => {
    const user = userEvent.setup();
    await open();
    await user.clear(screen.getByTestId("scope-title"));
    await user.tab();
    const trouble = await screen.findByTestId("save-trouble");
    expect(trouble.textContent).toContain("The title is missing.");
    expect((await assessmentOf(core)).title).toBe("Insight 2026");
    await write(user, screen.getByTestId("scope-title"), "Insight, autumn");
    await user.tab();
    await waitFor(async () => expect((await assessmentOf(core)).title).toBe("Insight, autumn"));
    await waitFor(() => expect(screen.queryByTestId("save-trouble")).toBeNull());
  });

  it("keeps what two people write into different fields, shows it, and builds on it", async () => {
    const user = userEvent.setup();
    await open();
    await describeAssessment(core, { summary: "Theirs." });
    await write(user, screen.getByTestId("scope-purpose"), "Ours.");
    await user.tab();
    const summary = screen.getByTestId("scope-summary") as HTMLTextAreaElement;
    await waitFor(() => expect(summary.value).toBe("Theirs."));
    expect(await assessmentOf(core)).toMatchObject({ purpose: "Ours.", summary: "Theirs." });
    await write(user, summary, " And ours.");
    await user.tab();
    await waitFor(async () => expect((await assessmentOf(core)).summary).toBe("Theirs. And ours."));
    expect((await assessmentOf(core)).purpose).toBe("Ours.");
  });

  it("keeps the purposes, from which the vendor's roles follow", async () => {
    const user = userEvent.setup();
    await open();
    const controller = () => screen.getByTestId("fact-controller").querySelector("input");
    expect(controller()?.disabled).toBe(false);
    await user.click(screen.getByTestId("add-purpose"));
    // A line without words is no purpose yet.
    expect((await assessmentOf(core)).purposes).toEqual([]);
    await write(user, screen.getByTestId("purpose-0-name"), "Answer support requests");
    await user.click(screen.getByTestId("purpose-0-role"));
    await user.click(await screen.findByRole("option", { name: "Controller" }));
    await write(user, screen.getByTestId("purpose-0-data"), "Callers: names");
    await user.tab();
    await waitFor(async () =>
      expect((await assessmentOf(core)).purposes).toEqual([
        { name: "Answer support requests", role: "controller", data: "Callers: names" },
      ]),
    );
    expect(controller()?.disabled).toBe(true);
    expect(controller()?.checked).toBe(true);
    const { off } = await core.call("questionnaire", { assessment: core.assessment });
    expect(off.filter(({ reason }) => reason.includes("controller"))).toEqual([]);
    await user.click(screen.getByTestId("purpose-0-remove"));
    await waitFor(async () => expect((await assessmentOf(core)).purposes).toEqual([]));
    expect(await screen.findByText("“Answer support requests” was removed.")).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("add-purpose")));
  });

  it("leaves the tier to the inherent-risk page once that has answers", async () => {
    await core.call("save_inherent_risk", {
      assessment: core.assessment,
      answers: { "IR-01": "special" },
      tier_override: null,
    });
    await open();
    expect(screen.queryByTestId("tier-1")).toBeNull();
    expect(screen.getByTestId("scope-tier").textContent).toContain((await assessmentOf(core)).tier_reason);
  });

  it("has what was refused again after a look elsewhere, and sends nothing else behind it", async () => {
    const user = userEvent.setup();
    const { unmount } = await open();
    await user.clear(screen.getByTestId("scope-title"));
    await user.tab();
    await screen.findByTestId("save-trouble");
    unmount();
    // Somebody else writes the summary meanwhile; the window is left and comes back.
    await describeAssessment(core, { summary: "Important summary" });
    const before = core.count("save_assessment");
    window.dispatchEvent(new Event("blur"));
    await open();
    expect((screen.getByTestId("scope-title") as HTMLInputElement).value).toBe("");
    expect(screen.getByTestId("save-trouble").textContent).toContain("The title is missing.");
    expect(core.count("save_assessment")).toBe(before);
    await write(user, screen.getByTestId("scope-title"), "Autumn");
    await user.tab();
    await waitFor(async () => expect((await assessmentOf(core)).title).toBe("Autumn"));
    // It is made of what was there when the typing began, so the core leaves the summary as it is.
    expect((await assessmentOf(core)).summary).toBe("Important summary");
  });
});
