import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../api";
import { BasedOn, Frame, type FrameProps, useCommands } from ".";
import { attempt, dismiss, notices, offerUndo, STAY_MS } from "./notices";

beforeEach(() => notices.set([]));

const usual: FrameProps = {
  vault: "Nordwind",
  assessment: "Helios 2026",
  screen: "questionnaire",
  states: { scope: { kind: "done" }, questionnaire: { kind: "in-progress", done: 3, total: 9 } },
  children: <h1>Question</h1>,
};

describe("the frame", () => {
  it("has its landmarks and a way past them", () => {
    render(<Frame {...usual} />);
    expect(screen.getByRole("banner")).toBeTruthy();
    expect(screen.getByRole("navigation", { name: "Assessment" })).toBeTruthy();
    expect(screen.getByRole("main")).toBeTruthy();
    fireEvent.click(screen.getByRole("link", { name: "Skip to content" }));
    expect(document.activeElement).toBe(screen.getByRole("main"));
    expect(document.title).toBe("Helios 2026 – Nordwind – Assay");
  });

  it("shows each stage with its state in words, and marks where one is", () => {
    render(<Frame {...usual} />);
    const rail = screen.getByRole("navigation", { name: "Assessment" });
    expect(
      within(rail)
        .getAllByRole("button")
        .map((button) => button.textContent),
    ).toEqual([
      "Vendor & scopeDone",
      "Questionnaire3 of 9",
      "FindingsNot started",
      "ComponentsNot started",
      "ThreatsNot started",
      "TestsNot started",
      "RisksNot started",
      "DecisionNot started",
      "ReportNot started",
      "GatesNot started",
    ]);
    const current = within(rail).getByRole("button", { current: "step" });
    expect(current.textContent).toContain("Questionnaire");
  });

  it("is one stop for Tab in the rail, and the arrows move inside", async () => {
    const user = userEvent.setup();
    const go = vi.fn();
    render(<Frame {...usual} onGo={go} />);
    const stages = within(screen.getByRole("navigation", { name: "Assessment" })).getAllByRole("button");
    expect(stages.filter((stage) => stage.tabIndex === 0)).toHaveLength(1);
    act(() => stages[1]?.focus());
    await user.keyboard("{ArrowDown}{Enter}");
    expect(go).toHaveBeenCalledWith("findings");
    await user.keyboard("{End}{ArrowDown}");
    expect(document.activeElement).toBe(stages[0]);
  });

  it("goes to a stage by Alt and its number, to the tenth by 0", () => {
    const go = vi.fn();
    render(<Frame {...usual} onGo={go} />);
    for (const key of ["1", "4", "5", "6", "9", "0"]) fireEvent.keyDown(document.body, { key, altKey: true });
    expect(go.mock.calls.flat()).toEqual(["scope", "components", "threats", "tests", "report", "gates"]);
    const keys = within(screen.getByRole("navigation", { name: "Assessment" }))
      .getAllByRole("button")
      .map((stage) => stage.getAttribute("aria-keyshortcuts"));
    expect(keys.slice(-2)).toEqual(["Alt+9", "Alt+0"]);
    expect(new Set(keys).size).toBe(10);
  });

  it("marks the stages of the method as belonging together", () => {
    render(<Frame {...usual} />);
    const marked = document.querySelectorAll(".rail [data-method] .stage-title");
    expect([...marked].map((title) => title.textContent)).toEqual([
      "Components",
      "Threats",
      "Tests",
      "Risks",
    ]);
  });

  it("keeps the stage one is at in sight", () => {
    const seen: string[] = [];
    Element.prototype.scrollIntoView = function (this: Element) {
      seen.push(this.getAttribute("data-stage") ?? "");
    };
    const { rerender } = render(<Frame {...usual} />);
    rerender(<Frame {...usual} screen="gates" />);
    Reflect.deleteProperty(Element.prototype, "scrollIntoView");
    expect(seen).toEqual(["questionnaire", "gates"]);
  });

  it("moves the focus to the content when the screen changes", () => {
    const { rerender } = render(<Frame {...usual} />);
    expect(document.activeElement).toBe(document.body);
    rerender(<Frame {...usual} screen="findings" />);
    expect(document.activeElement).toBe(screen.getByRole("main"));
  });

  it("names what undo takes back", () => {
    render(<Frame {...usual} undo="answer to Q-012" />);
    expect(screen.getByRole("button", { name: "Undo answer to Q-012" })).toBeTruthy();
    expect((screen.getByRole("button", { name: "Nothing to redo" }) as HTMLButtonElement).disabled).toBe(
      true,
    );
  });

  it("undoes with the keyboard", async () => {
    const undo = vi.fn();
    render(<Frame {...usual} undo="answer to Q-012" onUndo={undo} />);
    fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
    await vi.waitFor(() => expect(undo).toHaveBeenCalledOnce());
  });

  it("shows what a screen is based on, and offers no empty panel", () => {
    const { rerender } = render(<Frame {...usual} />);
    expect(screen.queryByRole("complementary", { name: "Based on" })).toBeNull();
    rerender(
      <Frame {...usual}>
        <BasedOn>Restore protocol</BasedOn>
      </Frame>,
    );
    expect(screen.getByRole("complementary", { name: "Based on" }).textContent).toContain("Restore protocol");
    fireEvent.keyDown(document.body, { key: "b", ctrlKey: true });
    expect(screen.queryByRole("complementary", { name: "Based on" })).toBeNull();
  });
});

describe("the panel in a small window", () => {
  it("is a drawer that takes the focus, closes with Escape and gives the focus back", async () => {
    const user = userEvent.setup();
    const narrow = { matches: false, addEventListener() {}, removeEventListener() {} };
    vi.stubGlobal("matchMedia", () => narrow);
    render(
      <Frame {...usual}>
        <BasedOn>Restore protocol</BasedOn>
      </Frame>,
    );
    expect(screen.queryByRole("complementary", { name: "Based on" })).toBeNull();
    const toggle = screen.getByRole("button", { name: "Show what this is based on" });
    act(() => toggle.focus());
    await user.keyboard("{Enter}");
    expect(document.activeElement).toBe(screen.getByRole("complementary", { name: "Based on" }));
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("complementary", { name: "Based on" })).toBeNull();
    expect(document.activeElement).toBe(toggle);
    vi.unstubAllGlobals();
  });
});

function Screen({ run }: { run(): void }) {
  useCommands([{ id: "q.attach", title: "Attach evidence", group: "Questionnaire", keys: "E", run }]);
  return <h1>Question</h1>;
}

describe("the palette", () => {
  it("finds a screen's command and runs it with Enter", async () => {
    const user = userEvent.setup();
    const run = vi.fn();
    render(
      <Frame {...usual}>
        <Screen run={run} />
      </Frame>,
    );
    await user.keyboard("{Control>}k{/Control}");
    const field = screen.getByRole("combobox", { name: "Find a command" });
    expect(document.activeElement).toBe(field);
    expect(screen.getAllByRole("option")[0]?.textContent).toContain("Attach evidence");
    await user.keyboard("atev");
    const [best] = screen.getAllByRole("option");
    expect(best?.textContent).toContain("Attach evidence");
    expect(field.getAttribute("aria-activedescendant")).toBe(best?.id);
    await user.keyboard("{Enter}");
    await vi.waitFor(() => expect(run).toHaveBeenCalledOnce());
    expect(screen.queryByRole("combobox")).toBeNull();
  });

  it("says when nothing matches", async () => {
    const user = userEvent.setup();
    render(<Frame {...usual} />);
    await user.keyboard("{Control>}k{/Control}zzzz");
    expect(screen.getByText("No command matches “zzzz”.")).toBeTruthy();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("combobox")).toBeNull();
  });
});

describe("the shortcuts", () => {
  it("are shown with ?", async () => {
    const user = userEvent.setup();
    render(
      <Frame {...usual} onGo={() => {}}>
        <Screen run={() => {}} />
      </Frame>,
    );
    await user.keyboard("?");
    const dialog = screen.getByRole("dialog", { name: "Keyboard shortcuts" });
    expect(within(dialog).getByText("Attach evidence")).toBeTruthy();
    expect(within(dialog).getByText("Go to Risks")).toBeTruthy();
    await user.keyboard("{Escape}");
  });
});

describe("notices", () => {
  it("turn a failure into its sentence and keep it", async () => {
    vi.useFakeTimers();
    render(<Frame {...usual} />);
    await act(() => attempt(Promise.reject(new ApiError("The file could not be read.", "io"))));
    act(() => vi.advanceTimersByTime(STAY_MS * 2));
    expect(screen.getByRole("alert").textContent).toContain("The file could not be read.");
    vi.useRealTimers();
  });

  it("say nothing of a job the user cancelled", async () => {
    await attempt(Promise.reject(new ApiError("The import was cancelled.", "cancelled")));
    expect(notices.get()).toEqual([]);
  });

  it("offer undo for a while, and as long as the pointer is there", () => {
    vi.useFakeTimers();
    const undo = vi.fn();
    render(<Frame {...usual} />);
    act(() => {
      offerUndo("Finding F-004 was deleted.", undo);
    });
    const region = screen.getByRole("region", { name: "Notices" });
    const notice = within(region).getByText("Finding F-004 was deleted.").parentElement as HTMLElement;
    fireEvent.pointerEnter(notice);
    act(() => vi.advanceTimersByTime(STAY_MS * 2));
    fireEvent.click(within(region).getByRole("button", { name: "Undo" }));
    expect(undo).toHaveBeenCalledOnce();
    expect(notices.get()).toEqual([]);
    vi.useRealTimers();
  });

  it("leave by themselves when nobody looks", () => {
    vi.useFakeTimers();
    render(<Frame {...usual} />);
    act(() => {
      offerUndo("Finding F-005 was deleted.", () => {});
    });
    act(() => vi.advanceTimersByTime(STAY_MS));
    expect(notices.get()).toEqual([]);
    vi.useRealTimers();
  });

  it("can be closed", () => {
    const id = offerUndo("Gone.", () => {});
    dismiss(id);
    expect(notices.get()).toEqual([]);
  });
});
