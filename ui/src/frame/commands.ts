/**
 * What the user can do, as commands. A command is in the palette; with `keys` it has a shortcut, and the
 * overlay of shortcuts lists it. Screens add theirs with `useCommands` while they are on screen.
 */
import { useEffect, useRef } from "react";
import { preferences } from "../state/preferences";
import { createStore, type Store } from "../state/store";
import { say } from "../words";
import { isCaptured, isSingle, isTyping, matches } from "./keys";

export interface Command {
  /** Unique: "questionnaire.next". */
  id: string;
  /** An act, beginning with a verb: "Go to next question". */
  title: string;
  /** The heading it stands under among the shortcuts: the name of the screen. */
  group: string;
  /** One shortcut or several; the first is shown. */
  keys?: string | readonly string[];
  /** Other words somebody may look for. */
  words?: string;
  isDisabled?: boolean;
  /** Leave the shortcut to the text field while somebody types, although it has Mod or Alt. */
  notWhileTyping?: boolean;
  run(): void;
}

/**
 * Forward and back through what a screen lists: J and K, with `arrows` the arrow keys too.
 *
 * @param of the first part of their ids: "findings"
 * @param what one of the list: "finding"
 */
export const stepping = (
  of: string,
  group: string,
  what: string,
  move: (by: 1 | -1) => void,
  { isDisabled = false, arrows = false } = {},
): readonly Command[] => [
  {
    id: `${of}.next`,
    title: say("frame.goToNext", { what }),
    group,
    keys: arrows ? ["J", "ArrowDown"] : "J",
    notWhileTyping: arrows,
    isDisabled,
    run: () => move(1),
  },
  {
    id: `${of}.previous`,
    title: say("frame.goToPrevious", { what }),
    group,
    keys: arrows ? ["K", "ArrowUp"] : "K",
    notWhileTyping: arrows,
    isDisabled,
    run: () => move(-1),
  },
];

/** Every command on offer, oldest first. */
export const commands: Store<readonly Command[]> = createStore<readonly Command[]>([]);

export function keysOf(command: Pick<Command, "keys">): readonly string[] {
  if (command.keys === undefined) return [];
  return typeof command.keys === "string" ? [command.keys] : command.keys;
}

/**
 * Offer commands while the component is on screen. The list may be new on every render.
 *
 * @param beneath any other command with the same keys goes before these: the frame's own
 */
export function useCommands(offered: readonly Command[], { beneath = false } = {}) {
  const latest = useRef(offered);
  useEffect(() => {
    latest.current = offered;
  });
  const face = JSON.stringify(offered.map(({ run: _, ...rest }) => rest));
  useEffect(() => {
    const faces = JSON.parse(face) as Omit<Command, "run">[];
    const mine = faces.map(
      (command): Command => ({
        ...command,
        run: () => latest.current.find(({ id }) => id === command.id)?.run(),
      }),
    );
    commands.set((all) => (beneath ? [...mine, ...all] : [...all, ...mine]));
    return () => commands.set((all) => all.filter((command) => !mine.includes(command)));
  }, [face, beneath]);
}

/** The commands under their headings, what was offered last first: the screen's, then the frame's. */
export function grouped(all: readonly Command[]): [group: string, members: Command[]][] {
  const groups = new Map<string, Command[]>();
  for (const command of all.toReversed()) {
    groups.set(command.group, [command, ...(groups.get(command.group) ?? [])]);
  }
  return [...groups];
}

/** What works although a dialog or a list has the focus: the palette, and the notices above it. */
const reachesOver: readonly string[] = [say("frame.modK"), "F6"];

/** The command a key press stands for. Of two with the same keys the newer wins: the screen's over the frame's. */
export function commandFor(
  all: readonly Command[],
  event: KeyboardEvent,
  singleKeys: boolean,
): Command | undefined {
  const typing = isTyping(event.target);
  const captured = isCaptured(event.target);
  return all.findLast(
    (command) =>
      !command.isDisabled &&
      !(typing && command.notWhileTyping) &&
      keysOf(command).some((keys) => {
        const single = isSingle(keys);
        if (single && (typing || captured || (!singleKeys && keys !== "?"))) return false;
        if (captured && !reachesOver.includes(keys)) return false;
        return matches(keys, event);
      }),
  );
}

/** Listen for the shortcuts of all commands. The frame does this once. */
export function useShortcuts() {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const command = commandFor(commands.get(), event, preferences.get().singleKeys);
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
