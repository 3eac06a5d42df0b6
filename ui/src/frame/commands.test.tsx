import { fireEvent, render } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { preferences } from "../state/preferences";
import { type Command, commands, grouped, useCommands, useShortcuts } from "./commands";
import { isSingle, matches, spellKeys } from "./keys";

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe("shortcuts", () => {
  it("match their modifiers exactly", () => {
    expect(matches("Mod+K", press("k", { ctrlKey: true }), false)).toBe(true);
    expect(matches("Mod+K", press("k"), false)).toBe(false);
    expect(matches("Mod+K", press("k", { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(matches("Mod+K", press("k", { metaKey: true }), true)).toBe(true);
    expect(matches("Mod+K", press("k", { metaKey: true }), false)).toBe(false);
    expect(matches("Y", press("y"), false)).toBe(true);
    expect(matches("Y", press("Y", { shiftKey: true }), false)).toBe(false);
  });

  it("take a sign however the keyboard reaches it", () => {
    expect(matches("?", press("?", { shiftKey: true }), false)).toBe(true);
    expect(matches("?", press("?"), false)).toBe(true);
  });

  it("take a digit by its place when Alt changes it", () => {
    expect(matches("Alt+2", press("²", { altKey: true, code: "Digit2" }), false)).toBe(true);
  });

  it("know which are a single key", () => {
    expect(["J", "?", "Mod+K", "Alt+1", "F6"].map(isSingle)).toEqual([true, true, false, false, false]);
  });

  it("are spelled as key caps", () => {
    expect(spellKeys("Mod+Shift+Z")).toEqual(["Ctrl", "Shift", "Z"]);
  });
});

function Screen({ offered, beneath }: { offered: Command[]; beneath?: boolean }) {
  useCommands(offered, { beneath });
  return <input aria-label="text" />;
}

function Host({ frame, screen }: { frame: Command[]; screen: Command[] }) {
  useShortcuts();
  useCommands(frame, { beneath: true });
  return <Screen offered={screen} />;
}

const command = (id: string, keys: string, run: () => void, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: id.split(".")[0] ?? "",
  keys,
  run,
  ...more,
});

describe("keys on other keyboards", () => {
  const alt = (key: string, code: string) => ({ ...press(key, { altKey: true }), code });

  it("are found by their place where the layout has other letters, or makes signs of them", () => {
    expect(matches("Alt+J", alt("∆", "KeyJ"), true)).toBe(true);
    expect(matches("Alt+E", alt("Dead", "KeyE"), true)).toBe(true);
    expect(matches("Y", { ...press("н"), code: "KeyY" }, false)).toBe(true);
    expect(matches("Mod+K", { ...press("л", { ctrlKey: true }), code: "KeyK" }, false)).toBe(true);
  });

  it("are the letters where the layout has them elsewhere", () => {
    expect(matches("K", { ...press("t"), code: "KeyK" }, false)).toBe(false);
    expect(matches("K", { ...press("k"), code: "KeyV" }, false)).toBe(true);
  });
});

describe("commands", () => {
  it("are offered while the screen is there", () => {
    const { unmount } = render(<Screen offered={[command("s.next", "J", () => {})]} />);
    expect(commands.get().map(({ id }) => id)).toEqual(["s.next"]);
    unmount();
    expect(commands.get()).toEqual([]);
  });

  it("run their latest act and win over the frame's", () => {
    const frame = vi.fn();
    const early = vi.fn();
    const late = vi.fn();
    const mine = (run: () => void) => [command("s.next", "J", run)];
    const theirs = [command("frame.j", "J", frame)];
    const { rerender } = render(<Host frame={theirs} screen={mine(early)} />);
    rerender(<Host frame={theirs} screen={mine(late)} />);
    fireEvent.keyDown(document.body, { key: "j" });
    expect([frame, early, late].map((run) => run.mock.calls.length)).toEqual([0, 0, 1]);
    expect(grouped(commands.get()).map(([group]) => group)).toEqual(["s", "frame"]);
  });

  it("leave single keys to the text field", () => {
    const single = vi.fn();
    const palette = vi.fn();
    const undo = vi.fn();
    const { getByLabelText } = render(
      <Host
        frame={[
          command("frame.palette", "Mod+K", palette),
          command("frame.undo", "Mod+Z", undo, { notWhileTyping: true }),
        ]}
        screen={[command("s.yes", "Y", single)]}
      />,
    );
    const field = getByLabelText("text");
    fireEvent.keyDown(field, { key: "y" });
    fireEvent.keyDown(field, { key: "z", ctrlKey: true });
    fireEvent.keyDown(field, { key: "k", ctrlKey: true });
    expect([single, undo, palette].map((run) => run.mock.calls.length)).toEqual([0, 0, 1]);
    fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
    expect(undo).toHaveBeenCalledOnce();
  });

  it("can do without single keys", () => {
    const single = vi.fn();
    render(<Host frame={[]} screen={[command("s.yes", "Y", single)]} />);
    preferences.set((now) => ({ ...now, singleKeys: false }));
    fireEvent.keyDown(document.body, { key: "y" });
    expect(single).not.toHaveBeenCalled();
    preferences.set((now) => ({ ...now, singleKeys: true }));
    fireEvent.keyDown(document.body, { key: "y" });
    expect(single).toHaveBeenCalledOnce();
  });

  it("do nothing while disabled", () => {
    const run = vi.fn();
    render(<Host frame={[]} screen={[command("s.yes", "Y", run, { isDisabled: true })]} />);
    fireEvent.keyDown(document.body, { key: "y" });
    expect(run).not.toHaveBeenCalled();
  });

  it("work at once when a dialog is on its way out, although it has the focus still", () => {
    const search = vi.fn();
    render(<Host frame={[]} screen={[command("s.search", "/", search)]} />);
    const leaving = document.createElement("div");
    leaving.innerHTML = '<div data-exiting><div role="dialog"><input /></div></div>';
    document.body.append(leaving);
    const field = leaving.querySelector("input") as HTMLInputElement;
    field.focus();
    fireEvent.keyDown(field, { key: "/" });
    expect(search).toHaveBeenCalledOnce();
    leaving.remove();
  });
});
