/** What the frame keeps: text in dialogs, the focus, notices above a dialog, and itself when a screen fails. */
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { App } from "../App";
import { Button, Dialog, Kept, Select, TextField } from "../components";
import { go } from "../place";
import { drafts } from "../state/drafts";
import { useDraft } from "../state/edit";
import { realCore } from "../testing/core";
import { Frame, tell, useCommands } from ".";

function NameDialog({ onClose }: { onClose(): void }) {
  const draft = useDraft("a name", "", { what: "A name" });
  return (
    <Dialog title="Name it" isOpen onClose={onClose}>
      <Kept draft={draft} />
      <TextField label="Name" value={draft.value} onChange={draft.set} testId="name" />
    </Dialog>
  );
}

function Opener() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <h1>Screen</h1>
      <Button onPress={() => setOpen(true)}>Open</Button>
      {isOpen && <NameDialog onClose={() => setOpen(false)} />}
    </>
  );
}

const pressBeside = () => {
  const veil = document.querySelector(".veil");
  if (veil === null) throw new Error("No dialog is open.");
  fireEvent.pointerDown(veil, { button: 0 });
  fireEvent.pointerUp(veil, { button: 0 });
  fireEvent.mouseDown(veil, { button: 0 });
  fireEvent.mouseUp(veil, { button: 0 });
  fireEvent.click(veil, { button: 0 });
};

describe("a dialog with something to type in", () => {
  it("stays when somebody presses beside it, and has its text again after Escape", async () => {
    await realCore("empty");
    const user = userEvent.setup();
    render(
      <Frame screen="test">
        <Opener />
      </Frame>,
    );
    await user.click(screen.getByRole("button", { name: "Open" }));
    await user.type(screen.getByTestId("name"), "Helios");
    pressBeside();
    expect(screen.getByTestId("name")).toBeTruthy();
    expect(screen.queryByTestId("kept")).toBeNull();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("name")).toBeNull());

    await user.click(screen.getByRole("button", { name: "Open" }));
    expect((screen.getByTestId("name") as HTMLInputElement).value).toBe("Helios");
    expect(screen.getByTestId("kept").textContent).toContain("Kept from before.");
    await user.click(screen.getByTestId("kept-discard"));
    expect((screen.getByTestId("name") as HTMLInputElement).value).toBe("");
    expect(drafts.get().size).toBe(0);
    // The notice that offers it back lies above the dialog and can be pressed.
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect((screen.getByTestId("name") as HTMLInputElement).value).toBe("Helios");
    expect(screen.getByTestId("kept")).toBeTruthy();
  });

  it("closes by a press beside it where there is nothing to type", async () => {
    const close = vi.fn();
    render(
      <Frame screen="test">
        <Dialog title="Look" isOpen onClose={close}>
          <p>Nothing to fill in.</p>
        </Dialog>
      </Frame>,
    );
    await screen.findByText("Nothing to fill in.");
    pressBeside();
    expect(close).toHaveBeenCalled();
  });
});

describe("notices while a dialog is open", () => {
  it("are there for everybody, and are reached with F6", async () => {
    const user = userEvent.setup();
    render(
      <Frame screen="test">
        <Opener />
      </Frame>,
    );
    await user.click(screen.getByRole("button", { name: "Open" }));
    act(() => void tell("Something was done.", { label: "Show it", run: () => {} }));
    const region = screen.getByRole("region", { name: "Notices" });
    expect(within(region).getByText("Something was done.")).toBeTruthy();
    act(() => screen.getByTestId("name").focus());
    await user.keyboard("{F6}");
    expect(region.contains(document.activeElement)).toBe(true);
  });
});

function Vanishing() {
  const [isThere, setThere] = useState(true);
  return (
    <>
      <h1>Screen</h1>
      <section tabIndex={-1} aria-label="Part">
        {isThere && <Button onPress={() => setThere(false)}>Take away</Button>}
      </section>
      {isThere && <Button onPress={() => setThere(false)}>Take both away</Button>}
    </>
  );
}

describe("the focus", () => {
  it("goes to what held a button that goes, and to the content when nothing else does", async () => {
    const user = userEvent.setup();
    const { unmount } = render(
      <Frame screen="test">
        <Vanishing />
      </Frame>,
    );
    await user.click(screen.getByRole("button", { name: "Take away" }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("region", { name: "Part" })));
    unmount();
    render(
      <Frame screen="test">
        <Vanishing />
      </Frame>,
    );
    await user.click(screen.getByRole("button", { name: "Take both away" }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("main")));
  });

  it("is not lost with the button that adds the first vendor", async () => {
    await realCore("empty");
    const user = userEvent.setup();
    render(<App />);
    const add = await screen.findByTestId("add-vendor");
    await user.click(add);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("add-vendor")));
  });
});

describe("a screen that fails", () => {
  it("leaves the frame, says what it was, and leads home", async () => {
    const user = userEvent.setup();
    const core = await realCore();
    const { assessment } = core;
    const mend = core.spoil("journal", { not: "a list" });
    vi.spyOn(console, "error").mockImplementation(() => {});
    go("journal", { assessment }, { replace: true });
    render(<App />);
    const told = await screen.findByTestId("boundary");
    expect(told.textContent).toContain("Journal could not be shown");
    expect(screen.getByRole("navigation", { name: "Assessment" })).toBeTruthy();
    await user.click(screen.getByTestId("boundary-leave"));
    expect(await screen.findByRole("heading", { level: 1, name: "Assessments" })).toBeTruthy();
    act(() => go("journal", { assessment }));
    await screen.findByTestId("boundary");
    // What made it fail is gone: it reads anew and shows.
    mend();
    await user.click(screen.getByTestId("boundary-again"));
    await waitFor(() => expect(screen.queryByTestId("boundary")).toBeNull());
    expect(await screen.findByRole("heading", { level: 1, name: "Journal" })).toBeTruthy();
  });
});

function Many() {
  useCommands(
    Array.from({ length: 600 }, (_, at) => ({
      id: `many.${at}`,
      title: `Open assessment ${at}`,
      group: "Assessments",
      run: () => {},
    })),
  );
  return <h1>Many</h1>;
}

describe("long lists", () => {
  it("of commands show some, and the rest when more is typed", async () => {
    const user = userEvent.setup();
    render(
      <Frame screen="test">
        <Many />
      </Frame>,
    );
    await user.keyboard("{Control>}k{/Control}");
    expect(screen.getAllByRole("option")).toHaveLength(60);
    expect(screen.getByTestId("palette-more").textContent).toMatch(/^\d+ more/);
    await user.keyboard("assessment 599");
    expect(screen.getAllByRole("option")[0]?.textContent).toContain("Open assessment 599");
  });

  it("of choices can be searched", async () => {
    const user = userEvent.setup();
    const chosen = vi.fn();
    const options = Array.from({ length: 300 }, (_, at) => ({ id: `v${at}`, label: `Vendor ${at}` }));
    render(<Select label="Vendor" options={options} value={null} onChange={chosen} testId="vendor" />);
    await user.click(screen.getByTestId("vendor"));
    await user.type(await screen.findByTestId("select-find"), "vendor 299");
    await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(1));
    await user.click(screen.getByRole("option", { name: "Vendor 299" }));
    expect(chosen).toHaveBeenCalledWith("v299");
  });
});
