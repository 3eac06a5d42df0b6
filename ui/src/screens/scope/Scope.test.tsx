import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Frame } from "../../frame";
import { forgetAll } from "../../state/query";
import { type FakeCore, fakeCore } from "../fakeCore";
import { ScopeScreen } from ".";

let core: FakeCore;

beforeEach(async () => {
  core = fakeCore();
  await forgetAll();
});
afterEach(() => core.leave());

async function open() {
  const shown = render(
    <Frame vault="work" screen="scope" states={{}}>
      <ScopeScreen assessment="asm-1" />
    </Frame>,
  );
  await screen.findByTestId("fact-controller");
  return shown;
}

describe("vendor and scope", () => {
  it("is saved as it is typed", async () => {
    const user = userEvent.setup();
    await open();
    await user.type(screen.getByTestId("scope-purpose"), "Reads claims letters.");
    await user.click(screen.getByTestId("tier-1"));
    await waitFor(() => expect(core.assessment.tier).toBe(1));
    expect(core.assessment.purpose).toBe("Reads claims letters.");
    expect(core.assessment.title).toBe("Insight 2026");
  });

  it("says what a fact would add, by the core's own reasons", async () => {
    await open();
    await waitFor(() => expect(screen.getByText("adds 1 question")).toBeTruthy());
    expect(screen.getByTestId("scope-asked").textContent).toBe("4 questions");
  });

  it("edits a list by keyboard alone", async () => {
    const user = userEvent.setup();
    await open();
    await user.click(screen.getByTestId("scope-in-new"));
    await user.keyboard("Support from Leeds{Enter}Backups{Enter}");
    await waitFor(() =>
      expect(core.assessment.scope_in).toEqual(["API", "Console", "Support from Leeds", "Backups"]),
    );
    // In the free line: take it away, and the letters of the one before.
    await user.keyboard(
      "{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}",
    );
    await waitFor(() => expect(core.assessment.scope_in).toEqual(["API", "Console", "Support from Leeds"]));
    await user.click(screen.getByRole("button", { name: "Remove “API”" }));
    await waitFor(() => expect(core.assessment.scope_in).toEqual(["Console", "Support from Leeds"]));
  });

  it("keeps what could not be saved, says why, and tries again", async () => {
    const user = userEvent.setup();
    await open();
    core.fail.set("save_assessment", { sentence: "The title is missing.", code: "missing" });
    await user.clear(screen.getByTestId("scope-title"));
    await user.tab();
    const trouble = await screen.findByTestId("save-trouble");
    expect(trouble.textContent).toContain("The title is missing.");
    await user.type(screen.getByTestId("scope-title"), "Insight, autumn");
    core.fail.clear();
    await user.tab();
    await waitFor(() => expect(core.assessment.title).toBe("Insight, autumn"));
    expect(screen.queryByTestId("save-trouble")).toBeNull();
  });

  it("keeps the purposes, from which the vendor's roles follow", async () => {
    const user = userEvent.setup();
    await open();
    const controller = () => screen.getByTestId("fact-controller").querySelector("input");
    expect(controller()?.disabled).toBe(false);
    await user.click(screen.getByTestId("add-purpose"));
    // A line without words is no purpose yet.
    expect(core.inputsOf("save_assessment")).toHaveLength(0);
    await user.type(screen.getByTestId("purpose-0-name"), "Answer support requests");
    await user.click(screen.getByTestId("purpose-0-role"));
    await user.click(await screen.findByRole("option", { name: "Controller" }));
    await user.type(screen.getByTestId("purpose-0-data"), "Callers: names");
    await waitFor(() =>
      expect(core.assessment.purposes).toEqual([
        { name: "Answer support requests", role: "controller", data: "Callers: names" },
      ]),
    );
    expect(controller()?.disabled).toBe(true);
    expect(controller()?.checked).toBe(true);
    await user.click(screen.getByTestId("purpose-0-remove"));
    await waitFor(() => expect(core.assessment.purposes).toEqual([]));
    expect(await screen.findByText("“Answer support requests” was removed.")).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("add-purpose")));
  });

  it("leaves the tier to the inherent-risk page once that has answers", async () => {
    core.assessment.inherent = { "IR-01": "special" };
    core.assessment.tier_reason = "30 of 93 points make tier 2.";
    await open();
    expect(screen.queryByTestId("tier-1")).toBeNull();
    expect(screen.getByTestId("scope-tier").textContent).toContain("30 of 93 points");
  });

  it("has what was refused again after a look elsewhere, and sends nothing else behind it", async () => {
    const user = userEvent.setup();
    const { unmount } = await open();
    core.fail.set("save_assessment", { sentence: "The title is missing.", code: "missing" });
    await user.clear(screen.getByTestId("scope-title"));
    await user.tab();
    await screen.findByTestId("save-trouble");
    unmount();
    core.fail.clear();
    // Somebody else writes the summary meanwhile; the window is left and comes back.
    core.assessment.summary = "Important summary";
    window.dispatchEvent(new Event("blur"));
    await open();
    const before = core.inputsOf("save_assessment").length;
    expect((screen.getByTestId("scope-title") as HTMLInputElement).value).toBe("");
    expect(screen.getByTestId("save-trouble").textContent).toContain("The title is missing.");
    await user.type(screen.getByTestId("scope-title"), "Autumn");
    await user.tab();
    await waitFor(() => expect(core.inputsOf("save_assessment")).toHaveLength(before + 1));
    const sent = core.inputsOf("save_assessment").at(-1);
    // The base is what was there when the typing began, so the core leaves the summary as it is.
    expect(sent?.base?.summary).toBe(sent?.assessment.summary);
    expect(sent?.base?.title).not.toBe("");
  });
});
