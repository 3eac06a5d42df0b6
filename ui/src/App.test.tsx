import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { App } from "./App";
import { notices } from "./frame/notices";
import { go } from "./place";
import { type FakeCore, fakeCore } from "./screens/fakeCore";
import { drafts } from "./state/drafts";
import { forgetAll } from "./state/query";

let core: FakeCore;

beforeEach(async () => {
  core = fakeCore();
  notices.set([]);
  window.location.hash = "";
  Element.prototype.scrollIntoView = () => {};
  await forgetAll();
});
afterEach(() => core.leave());

const place = () => window.location.hash;

describe("without a vault", () => {
  it("opens the one opened last with its passphrase alone", async () => {
    const user = userEvent.setup();
    core.isOpen = false;
    render(<App />);
    const passphrase = await screen.findByTestId("open-passphrase");
    expect(screen.getByTestId("open-path-name").textContent).toBe("work.assay in i");
    expect(document.activeElement).toBe(passphrase);
    await user.keyboard("four quiet words{Enter}");
    await screen.findByRole("heading", { name: "Assessments" });
    expect(core.inputsOf("open_vault")).toEqual([{ path: "0/work.assay", passphrase: "four quiet words" }]);
  });

  it("says beside the field that a passphrase is wrong, and keeps what was typed", async () => {
    const user = userEvent.setup();
    core.isOpen = false;
    core.fail.set("open_vault", {
      sentence: "The passphrase does not open the vault.",
      code: "wrong-passphrase",
    });
    render(<App />);
    await user.type(await screen.findByTestId("open-passphrase"), "mistaken words{Enter}");
    const field = screen.getByTestId("open-passphrase") as HTMLInputElement;
    await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
    expect(screen.getByText("The passphrase does not open the vault.")).toBeTruthy();
    expect(field.value).toBe("mistaken words");
  });

  it("creates a vault only under a passphrase typed twice, and warns that it cannot be recovered", async () => {
    const user = userEvent.setup();
    core.isOpen = false;
    render(<App />);
    await user.click(await screen.findByTestId("welcome-create"));
    expect(screen.getByText("A lost passphrase cannot be recovered.")).toBeTruthy();
    expect(screen.getByTestId("create-path-name").textContent).toBe("assessments.assay in i");
    const create = screen.getByTestId("create-vault") as HTMLButtonElement;
    await user.type(screen.getByTestId("create-passphrase"), "short");
    await user.type(screen.getByTestId("create-again"), "short");
    expect(create.disabled).toBe(true);
    expect(screen.getByText("5 of at least 8 characters.")).toBeTruthy();
    await user.type(screen.getByTestId("create-passphrase"), " but longer");
    expect(create.disabled).toBe(true);
    await user.type(screen.getByTestId("create-again"), " but longer");
    await user.click(create);
    await waitFor(() =>
      expect(core.inputsOf("create_vault")).toEqual([
        { path: "1/assessments.assay", passphrase: "short but longer" },
      ]),
    );
  });

  it("verifies a report", async () => {
    const user = userEvent.setup();
    core.isOpen = false;
    render(<App />);
    await user.click(await screen.findByTestId("welcome-verify"));
    expect(place()).toBe("#/verify");
    expect(await screen.findByRole("heading", { level: 1, name: /verify/i })).toBeTruthy();
    await user.click(screen.getByTestId("standing-back"));
    expect(await screen.findByRole("heading", { level: 1, name: "Assay" })).toBeTruthy();
  });
});

describe("with a vault", () => {
  it("goes from the list into an assessment, and by the rail through it", async () => {
    const user = userEvent.setup();
    render(<App />);
    await user.click(await screen.findByTestId("assessment-asm-1"));
    await screen.findByText("It matters.");
    const rail = screen.getByRole("navigation", { name: "Assessment" });
    expect(within(rail).getByRole("button", { name: /Questionnaire/ }).textContent).toContain(
      "0 of 4 concluded",
    );
    await user.click(within(rail).getByRole("button", { name: /Vendor & scope/ }));
    expect(await screen.findByRole("heading", { level: 1, name: "Vendor & scope" })).toBeTruthy();
    expect(place()).toBe("#/scope?assessment=asm-1");
    await user.click(screen.getByTestId("all-assessments"));
    expect(await screen.findByRole("heading", { level: 1, name: "Assessments" })).toBeTruthy();
  });

  it("says of each stage what the core says, and goes by key to the tenth and back to all assessments", async () => {
    go("questionnaire", { assessment: "asm-1", item: "ACC-01" }, { replace: true });
    render(<App />);
    await screen.findByText("It matters.");
    expect(screen.getByTestId("stage-tests").textContent).toBe("Tests0 of 3 kinds done");
    expect(screen.getByTestId("stage-gates").textContent).toBe("Gates1 of 4 passed");
    fireEvent.keyDown(document.body, { key: "0", altKey: true });
    await waitFor(() => expect(place()).toBe("#/gates?assessment=asm-1"));
    expect(screen.getByTestId("stage-gates").getAttribute("aria-current")).toBe("step");
    fireEvent.keyDown(document.body, { key: "e", altKey: true });
    await waitFor(() => expect(place()).toBe("#/evidence?assessment=asm-1"));
    fireEvent.keyDown(document.body, { key: "Home", altKey: true });
    expect(await screen.findByRole("heading", { level: 1, name: "Assessments" })).toBeTruthy();
  });

  it("asks for all assessments only where they are listed", async () => {
    go("questionnaire", { assessment: "asm-1", item: "ACC-01" }, { replace: true });
    render(<App />);
    await screen.findByText("It matters.");
    await screen.findByText("work");
    const before = core.inputsOf("session").length;
    act(() => screen.getByTestId("question-ACC-01").focus());
    await act(async () => {
      fireEvent.keyDown(document.activeElement ?? document.body, { key: "y" });
    });
    await waitFor(() => expect(screen.getByTestId("progress").textContent).toBe("1 of 4 answered"));
    expect(core.inputsOf("session")).toHaveLength(before);
  });

  it("shows within a second what another program saved, and asks nothing again when nobody did", async () => {
    go("questionnaire", { assessment: "asm-1", item: "ACC-01" }, { replace: true });
    render(<App />);
    await screen.findByText("It matters.");
    await waitFor(() => expect(core.inputsOf("newest").length).toBeGreaterThan(1), { interval: 20 });
    // Its own answer is read once, where it is made, and not again at the next look.
    act(() => screen.getByTestId("question-ACC-01").focus());
    await act(async () => {
      fireEvent.keyDown(document.activeElement ?? document.body, { key: "y" });
    });
    await waitFor(() => expect(screen.getByTestId("progress").textContent).toBe("1 of 4 answered"));
    const own = core.inputsOf("overview").length;
    const looks = core.inputsOf("newest").length;
    await waitFor(() => expect(core.inputsOf("newest").length).toBeGreaterThan(looks + 1), { interval: 20 });
    expect(core.inputsOf("overview")).toHaveLength(own);

    core.elsewhere("ACC-02", { claim: "no", conclusion: "partially" });
    await waitFor(() => expect(screen.getByTestId("progress").textContent).toBe("2 of 4 answered"));
    expect(screen.getByTestId("stage-questionnaire").textContent).toContain("1 of 4 concluded");
  });

  it("keeps what is being typed when another program saves", async () => {
    const user = userEvent.setup();
    go("questionnaire", { assessment: "asm-1", item: "ACC-01" }, { replace: true });
    render(<App />);
    await screen.findByText("It matters.");
    await waitFor(() => expect(core.inputsOf("newest").length).toBeGreaterThan(0));
    core.wait.set("answer", new Promise(() => {}));
    await user.type(screen.getByTestId("comment"), "They say so");
    core.elsewhere("ACC-01", { claim: "no" });
    await waitFor(() => expect(screen.getByTestId("progress").textContent).toBe("1 of 4 answered"));
    expect((screen.getByTestId("comment") as HTMLTextAreaElement).value).toBe("They say so");
  });

  it("finds words and goes to where they are", async () => {
    const user = userEvent.setup();
    go("questionnaire", { assessment: "asm-1", item: "ACC-01" }, { replace: true });
    render(<App />);
    await screen.findByText("It matters.");
    await user.keyboard("/");
    await user.type(await screen.findByTestId("search-text"), "encrypted");
    const hit = await screen.findByTestId("hit-question-CRY-01");
    expect(within(hit).getByText("encrypted").tagName).toBe("MARK");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(place()).toBe("#/questionnaire?assessment=asm-1&item=CRY-01"));
    await screen.findByRole("heading", { level: 2, name: "Is data encrypted at rest?" });
  });

  it("closes the vault from the palette", async () => {
    const user = userEvent.setup();
    render(<App />);
    await screen.findByRole("heading", { name: "Assessments" });
    await user.keyboard("{Control>}k{/Control}close the vault{Enter}");
    expect(await screen.findByRole("heading", { level: 1, name: "Assay" })).toBeTruthy();
    expect(core.isOpen).toBe(false);
  });

  it("closes although something typed was refused, and has it again when it is opened", async () => {
    const user = userEvent.setup();
    go("questionnaire", { assessment: "asm-1", item: "ACC-01" }, { replace: true });
    render(<App />);
    await screen.findByText("It matters.");
    core.fail.set("answer", { sentence: "The disk is full.", code: "io" });
    await user.type(screen.getByTestId("comment"), "They say so");
    await user.keyboard("{Escape}{Control>}k{/Control}close the vault{Enter}");
    expect(await screen.findByText(/1 change was not saved/)).toBeTruthy();
    expect(core.isOpen).toBe(false);
    // Nothing of the vault is left on the page.
    expect(document.body.textContent).not.toContain("They say so");
    expect(drafts.get().size).toBe(0);

    core.fail.clear();
    core.isOpen = true;
    await act(() => forgetAll());
    act(() => go("questionnaire", { assessment: "asm-1", item: "ACC-01" }));
    await waitFor(() =>
      expect((screen.getByTestId("comment") as HTMLTextAreaElement).value).toBe("They say so"),
    );
    expect(screen.getByText(/Not saved: The disk is full./)).toBeTruthy();
    act(() => go("journal", { assessment: "asm-1" }));
    await user.click(await screen.findByTestId("unsaved"));
    const item = await screen.findByTestId("unsaved-item");
    expect(item.textContent).toContain("Comment on ACC-01");
    expect(item.textContent).toContain("The disk is full.");
    await user.click(within(item).getByTestId("unsaved-show"));
    const field = await screen.findByTestId("comment");
    await waitFor(() => expect(document.activeElement).toBe(field));
    await user.click(screen.getByRole("button", { name: /Try again/ }));
    await waitFor(() => expect(core.responses.get("ACC-01")?.comment).toBe("They say so"));
    await waitFor(() => expect(core.drafts.size).toBe(0));
  });

  it("takes back although something else typed was refused, and says what is unsaved", async () => {
    const user = userEvent.setup();
    go("questionnaire", { assessment: "asm-1", item: "ACC-01" }, { replace: true });
    render(<App />);
    await screen.findByText("It matters.");
    await user.click(screen.getByTestId("claim-yes"));
    await waitFor(() => expect(core.responses.get("ACC-01")?.claim).toBe("yes"));
    core.fail.set("answer", { sentence: "The disk is full.", code: "io" });
    await user.type(screen.getByTestId("comment"), "They say so");
    await user.keyboard("{Escape}");
    fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
    await waitFor(() => expect(core.inputsOf("undo")).toHaveLength(1));
    expect(await screen.findByText(/Not saved, and kept where you typed it: Comment on ACC-01/)).toBeTruthy();
    expect((screen.getByTestId("comment") as HTMLTextAreaElement).value).toBe("They say so");
  });

  it("sends what is typed before the window closes, and only then lets it", async () => {
    let close = () => {};
    const left: string[] = [];
    const ask = core.api.ask;
    core.api.on = (event, handler) => {
      if (event === "closing") close = () => handler(null);
      return () => {};
    };
    core.api.ask = async (command, input) => {
      if (command !== "leave") return ask?.(command, input);
      left.push(core.responses.get("ACC-01")?.comment ?? "");
      return null;
    };
    const user = userEvent.setup();
    go("questionnaire", { assessment: "asm-1", item: "ACC-01" }, { replace: true });
    render(<App />);
    await screen.findByText("It matters.");
    await user.type(screen.getByTestId("comment"), "The last words");
    act(() => close());
    await waitFor(() => expect(left).toEqual(["The last words"]));
  });
});
