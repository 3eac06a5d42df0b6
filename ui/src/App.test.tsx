import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { App } from "./App";
import { go } from "./place";
import { drafts } from "./state/drafts";
import { type Core, PASSPHRASE, realCore } from "./testing/core";
import { responseTo } from "./testing/seeds";
import { write } from "./testing/show";
import { told } from "./words";

const place = () => window.location.hash;

/** The vault of this test, closed again: it is the one opened last. */
async function closed(): Promise<Core> {
  const core = await realCore();
  await core.call("close_vault", {});
  return core;
}
const isOpen = (core: Core) =>
  core.call("session", {}).then(
    () => true,
    () => false,
  );

describe("without a vault", () => {
  it("opens the one opened last with its passphrase alone", async () => {
    const core = await closed();
    const user = userEvent.setup();
    render(<App />);
    const passphrase = await screen.findByTestId("open-passphrase");
    expect(screen.getByTestId("open-path-name").textContent).toMatch(/^work\.assay in \d+$/);
    expect(document.activeElement).toBe(passphrase);
    await user.paste(PASSPHRASE);
    await user.keyboard("{Enter}");
    await screen.findByRole("heading", { name: "Assessments" });
    expect((await core.call("session", {})).name).toBe("work");
  });

  it("says beside the field that a passphrase is wrong, and keeps what was typed", async () => {
    const core = await closed();
    const user = userEvent.setup();
    render(<App />);
    await write(user, await screen.findByTestId("open-passphrase"), "mistaken words");
    await user.keyboard("{Enter}");
    const field = screen.getByTestId("open-passphrase") as HTMLInputElement;
    await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
    expect(screen.getByText(/passphrase/i, { selector: "[role=alert] *, .field-error *" })).toBeTruthy();
    expect(field.value).toBe("mistaken words");
    expect(await isOpen(core)).toBe(false);
  });

  it("creates a vault only under a passphrase typed twice, and warns that it cannot be recovered", async () => {
    const core = await closed();
    const user = userEvent.setup();
    render(<App />);
    await user.click(await screen.findByTestId("welcome-create"));
    expect(screen.getByText("A lost passphrase cannot be recovered.")).toBeTruthy();
    expect(screen.getByTestId("create-path-name").textContent).toContain("assessments.assay");
    const create = screen.getByTestId("create-vault") as HTMLButtonElement;
    await write(user, screen.getByTestId("create-passphrase"), "short");
    await write(user, screen.getByTestId("create-again"), "short");
    expect(create.disabled).toBe(true);
    expect(screen.getByText("5 of at least 8 characters.")).toBeTruthy();
    await write(user, screen.getByTestId("create-passphrase"), " but longer");
    expect(create.disabled).toBe(true);
    await write(user, screen.getByTestId("create-again"), " but longer");
    await user.click(create);
    await screen.findByRole("heading", { name: "Assessments" });
    expect(await core.call("session", {})).toMatchObject({ name: "assessments", vendors: [] });
  });

  it("verifies a report", async () => {
    await closed();
    const user = userEvent.setup();
    render(<App />);
    await user.click(await screen.findByTestId("welcome-verify"));
    expect(place()).toBe("#/verify");
    expect(await screen.findByRole("heading", { level: 1, name: /verify/i })).toBeTruthy();
    await user.click(screen.getByTestId("standing-back"));
    expect(await screen.findByRole("heading", { level: 1, name: "Assay" })).toBeTruthy();
  });
});

describe("with a vault", () => {
  /** The questionnaire, at its first access question. */
  async function atQuestion() {
    const core = await realCore();
    go("questionnaire", { assessment: core.assessment, item: "ACC-01" }, { replace: true });
    const { question } = await core.call("question", { assessment: core.assessment, question: "ACC-01" });
    render(<App />);
    await screen.findByText(question.why);
    return core;
  }
  const asked = async (core: Core) =>
    (await core.call("questionnaire", { assessment: core.assessment })).tally.asked;

  it("goes from the list into an assessment, and by the rail through it", async () => {
    const core = await realCore();
    const user = userEvent.setup();
    render(<App />);
    await user.click(await screen.findByTestId(`assessment-${core.assessment}`));
    const rail = await screen.findByRole("navigation", { name: "Assessment" });
    const all = await asked(core);
    await waitFor(() =>
      expect(within(rail).getByRole("button", { name: /Questionnaire/ }).textContent).toContain(
        `0 of ${all} concluded`,
      ),
    );
    await user.click(within(rail).getByRole("button", { name: /Vendor & scope/ }));
    expect(await screen.findByRole("heading", { level: 1, name: "Vendor & scope" })).toBeTruthy();
    expect(place()).toBe(`#/scope?assessment=${core.assessment}`);
    await user.click(screen.getByTestId("all-assessments"));
    expect(await screen.findByRole("heading", { level: 1, name: "Assessments" })).toBeTruthy();
  });

  it("says of each stage what the core says, and goes by key to the tenth and back to all assessments", async () => {
    const core = await atQuestion();
    const { steps } = await core.call("overview", { assessment: core.assessment });
    for (const { id, title, detail } of steps)
      if (id !== "questionnaire")
        expect(screen.getByTestId(`stage-${id}`).textContent).toBe(`${told(title)}${told(detail)}`);
    fireEvent.keyDown(document.body, { key: "0", altKey: true });
    await waitFor(() => expect(place()).toBe(`#/gates?assessment=${core.assessment}`));
    expect(screen.getByTestId("stage-gates").getAttribute("aria-current")).toBe("step");
    fireEvent.keyDown(document.body, { key: "e", altKey: true });
    await waitFor(() => expect(place()).toBe(`#/evidence?assessment=${core.assessment}`));
    fireEvent.keyDown(document.body, { key: "Home", altKey: true });
    expect(await screen.findByRole("heading", { level: 1, name: "Assessments" })).toBeTruthy();
  });

  it("asks for all assessments only where they are listed", async () => {
    const core = await atQuestion();
    await screen.findByText("work");
    const before = core.count("session");
    act(() => screen.getByTestId("question-ACC-01").focus());
    await act(async () => {
      fireEvent.keyDown(document.activeElement ?? document.body, { key: "y" });
    });
    const all = await asked(core);
    await waitFor(() => expect(screen.getByTestId("progress").textContent).toBe(`1 of ${all} answered`));
    expect(core.count("session")).toBe(before);
  });

  it("finds words and goes to where they are", async () => {
    const core = await atQuestion();
    const { question } = await core.call("question", { assessment: core.assessment, question: "CRY-02" });
    const user = userEvent.setup();
    await user.keyboard("/");
    await write(user, await screen.findByTestId("search-text"), "laptops backups");
    const hit = await screen.findByTestId("hit-question-CRY-02");
    expect(within(hit).getByText("laptops").tagName).toBe("MARK");
    while (hit.getAttribute("aria-selected") !== "true") await user.keyboard("{ArrowDown}");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(place()).toBe(`#/questionnaire?assessment=${core.assessment}&item=CRY-02`));
    await screen.findByRole("heading", { level: 2, name: question.text });
  });

  it("closes the vault from the palette", async () => {
    const core = await realCore();
    const user = userEvent.setup();
    render(<App />);
    await screen.findByRole("heading", { name: "Assessments" });
    await user.keyboard("{Control>}k{/Control}close the vault{Enter}");
    expect(await screen.findByRole("heading", { level: 1, name: "Assay" })).toBeTruthy();
    expect(await isOpen(core)).toBe(false);
  });

  it("names a backup by the day it is here", async () => {
    const zone = process.env.TZ;
    process.env.TZ = "Pacific/Auckland";
    // In Auckland it is the next day already.
    vi.useFakeTimers({ now: new Date("2026-11-19T20:00:00Z"), toFake: ["Date"] });
    try {
      expect(new Date().getTimezoneOffset()).toBe(-13 * 60);
      const core = await realCore();
      const user = userEvent.setup();
      render(<App />);
      await screen.findByRole("heading", { name: "Assessments" });
      await user.keyboard("{Control>}k{/Control}back up the vault{Enter}");
      await user.click(await screen.findByTestId("back-up-path"));
      await waitFor(() => expect(core.suggested()).toBe("work-backup-2026-11-20.assay"));
    } finally {
      vi.useRealTimers();
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it("closes although something typed was refused, and has it again when it is opened", async () => {
    const core = await atQuestion();
    const { assessment } = core;
    const user = userEvent.setup();
    const goOn = core.refuse("answer", "The disk is full.", "io");
    await write(user, screen.getByTestId("comment"), "They say so");
    await user.keyboard("{Escape}{Control>}k{/Control}close the vault{Enter}");
    expect(await screen.findByText(/1 change was not saved/)).toBeTruthy();
    expect(await isOpen(core)).toBe(false);
    // Nothing of the vault is left on the page.
    expect(document.body.textContent).not.toContain("They say so");
    expect(drafts.get().size).toBe(0);

    goOn();
    await write(user, await screen.findByTestId("open-passphrase"), PASSPHRASE);
    await user.keyboard("{Enter}");
    await screen.findByRole("heading", { name: "Assessments" });
    act(() => go("questionnaire", { assessment, item: "ACC-01" }));
    await waitFor(() =>
      expect((screen.getByTestId("comment") as HTMLTextAreaElement).value).toBe("They say so"),
    );
    expect(screen.getByText(/Not saved: The disk is full./)).toBeTruthy();
    act(() => go("journal", { assessment }));
    await user.click(await screen.findByTestId("unsaved"));
    const item = await screen.findByTestId("unsaved-item");
    expect(item.textContent).toContain("Comment on ACC-01");
    expect(item.textContent).toContain("The disk is full.");
    await user.click(within(item).getByTestId("unsaved-show"));
    const field = await screen.findByTestId("comment");
    await waitFor(() => expect(document.activeElement).toBe(field));
    await user.click(screen.getByRole("button", { name: /Try again/ }));
    await waitFor(async () => expect((await responseTo(core, "ACC-01")).comment).toBe("They say so"));
    await waitFor(async () => expect(await core.call("drafts", {})).toEqual([]));
  });

  it("takes back although something else typed was refused, and says what is unsaved", async () => {
    const core = await atQuestion();
    const user = userEvent.setup();
    await user.click(screen.getByTestId("claim-yes"));
    await waitFor(async () => expect((await responseTo(core, "ACC-01")).claim).toBe("yes"));
    core.refuse("answer", "The disk is full.", "io");
    await write(user, screen.getByTestId("comment"), "They say so");
    await user.keyboard("{Escape}");
    fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
    await waitFor(async () => expect((await responseTo(core, "ACC-01")).claim).toBeNull());
    expect(await screen.findByText(/Not saved, and kept where you typed it: Comment on ACC-01/)).toBeTruthy();
    expect((screen.getByTestId("comment") as HTMLTextAreaElement).value).toBe("They say so");
  });

  it("sends what is typed before the window closes, and only then lets it", async () => {
    const core = await atQuestion();
    const user = userEvent.setup();
    await write(user, screen.getByTestId("comment"), "The last words");
    await act(() => core.close());
    expect((await responseTo(core, "ACC-01")).comment).toBe("The last words");
  });

  it("shows within a second what another program saved, and asks nothing again when nobody did", async () => {
    const core = await atQuestion();
    const elsewhere = await core.another();
    const all = await asked(core);
    const progress = () => screen.getByTestId("progress").textContent;
    await waitFor(() => expect(core.count("newest")).toBeGreaterThan(1));
    // Its own answer is read once, where it is made, and not again at the next look.
    act(() => screen.getByTestId("question-ACC-01").focus());
    await act(async () => {
      fireEvent.keyDown(document.activeElement ?? document.body, { key: "y" });
    });
    await waitFor(() => expect(progress()).toBe(`1 of ${all} answered`));
    const own = core.count("overview");
    const looks = core.count("newest");
    await waitFor(() => expect(core.count("newest")).toBeGreaterThan(looks + 1));
    expect(core.count("overview")).toBe(own);

    const theirs = { claim: "no", conclusion: "partially" } as const;
    await elsewhere("answer", { assessment: core.assessment, question: "ACC-02", change: theirs });
    await waitFor(() => expect(progress()).toBe(`2 of ${all} answered`));
    // The rail reads the overview, which comes with an answer of its own.
    const rail = () => screen.getByTestId("stage-questionnaire").textContent;
    await waitFor(() => expect(rail()).toContain(`1 of ${all} concluded`));
  });

  it("keeps what is being typed when another program saves", async () => {
    const core = await atQuestion();
    const elsewhere = await core.another();
    const all = await asked(core);
    const user = userEvent.setup();
    await waitFor(() => expect(core.count("newest")).toBeGreaterThan(0));
    core.hold("answer");
    await write(user, screen.getByTestId("comment"), "They say so");
    await elsewhere("answer", { assessment: core.assessment, question: "ACC-01", change: { claim: "no" } });
    await waitFor(() => expect(screen.getByTestId("progress").textContent).toBe(`1 of ${all} answered`));
    expect((screen.getByTestId("comment") as HTMLTextAreaElement).value).toBe("They say so");
  });
});
