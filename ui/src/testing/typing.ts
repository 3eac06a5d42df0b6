/**
 * A machine that types. It goes to a screen, opens what is to be opened there, types into a field and then does what people
 * and machines do to one another: it leaves, the power fails, somebody else saves. Afterwards it says where the text is.
 */
import { cleanup, fireEvent, render, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createElement } from "react";
import { App } from "../App";
import { ApiError, type Input, type UseCase } from "../api";
import { commands } from "../frame/commands";
import { go } from "../place";
import { conflicts } from "../state/conflict";
import { draftsKept } from "../state/drafts";
import { flushAll } from "../state/edit";
import { forgetAll } from "../state/query";
import { type Core, PASSPHRASE, type Written } from "./core";
import { begin } from "./seeds";
import type { Seed } from "./templates";

/**
 * How one gets to text fields: the screen, what is looked at there, and the buttons pressed, by the start of their test
 * name, or by its start and end: "alternative-…-reasons".
 */
export interface Way {
  /** What the vault holds; the sample unless said. */
  vault?: Seed;
  /** An assessment of its own, with this of its own. */
  begun?: Parameters<typeof begin>[1];
  screen: string;
  item?: string;
  tab?: string;
  open?: readonly string[];
}

export const acts = [
  "leave",
  "Escape",
  "press beside",
  "close the window",
  "kill the program",
  "close the vault",
  "the core refuses",
  "the core is slow",
  "another saves the same",
  "another types the same",
] as const;
export type Act = (typeof acts)[number];

export interface Run {
  way: Way;
  act: Act;
  /** What was typed in. */
  field: string;
  /** Under which address it was kept, if it was. */
  address: string | undefined;
  /** Characters typed of which the core had said that it holds them, or that stood on the screen afterwards. */
  typed: number;
  /** Characters on their way when the program was killed: no promise is made of them. */
  onTheirWay: number;
  lost: number;
  found: string;
}

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzäßé0123456789";

/** Fields that hold what a person types for the vault: not those that search, and not a passphrase. */
const SHORT = 5;
const FIELDS = "textarea, input:not([type]), input[type=text]";
export const fieldsOnScreen = () =>
  [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(FIELDS)].filter(
    (field) =>
      !field.disabled &&
      !field.readOnly &&
      // A figure of some places takes no more than these, and says so by standing still.
      (field.maxLength < 0 || field.maxLength > SHORT) &&
      field.closest("[hidden], [inert], [aria-hidden=true]") === null,
  );

const valuesOnScreen = () =>
  fieldsOnScreen()
    .map(({ value }) => value)
    .join("\n");

const nameOf = (field: HTMLElement) =>
  field.dataset.testid ??
  field.getAttribute("aria-label") ??
  (field as HTMLInputElement).labels?.[0]?.textContent ??
  "?";

const isDate = (field: HTMLElement) =>
  field.dataset.code !== undefined && field.getAttribute("inputmode") === "numeric";

/** A day that nothing else in the vault names. */
const dayOf = (roll: (sides: number) => number) => `2${100 + roll(800)}-0${1 + roll(9)}-${10 + roll(19)}`;

/** Opens a way, and answers the fields there. Fails when something on it is not there. */
async function take(core: Core, { screen: name, item, tab, open = [] }: Way) {
  go(
    name,
    name === "home"
      ? {}
      : {
          assessment: core.assessment,
          ...(item === undefined ? {} : { item }),
          ...(tab === undefined ? {} : { tab }),
        },
    { replace: true },
  );
  render(createElement(App));
  const shows = (what: string, isThere: () => boolean) =>
    waitFor(() => {
      if (!isThere()) throw new Error(`${what} does not show on ${[name, ...open].join(" ")}`);
    });
  await shows(
    "its title",
    () => document.querySelector("main h1") !== null && document.querySelector(".shown-wait") === null,
  );
  const isQuiet = () => core.isQuiet() && document.querySelector(".shown-wait") === null;
  for (const start of open) {
    const [from = "", to = ""] = start.split("…");
    const named = `[data-testid^="${from}"]${to === "" ? "" : `[data-testid$="${to}"]`}`;
    const find = () => document.querySelector<HTMLElement>(named);
    await shows(start, () => find() !== null);
    await userEvent.setup({ delay: null, pointerEventsCheck: 0 }).click(find() as HTMLElement);
    // Nobody types before what they asked for is there.
    await shows(`what ${start} opens`, isQuiet);
  }
  let fields: ReturnType<typeof fieldsOnScreen> = [];
  await shows("a field", () => {
    // Who is asked whose stands is asked before anything else.
    if (conflicts.get().length === 0) fields = fieldsOnScreen();
    return fields.length > 0;
  });
  return fields;
}

/** What each screen shows of the records, the likeliest place of a text typed there first. */
const reads: readonly { on: string; name: UseCase }[] = [
  { on: "scope", name: "overview" },
  { on: "questionnaire", name: "questionnaire" },
  { on: "findings", name: "findings" },
  { on: "threats", name: "threat_model" },
  { on: "components", name: "components" },
  { on: "tests", name: "tests" },
  { on: "risks", name: "risks" },
  { on: "decision", name: "decision" },
  { on: "decision", name: "specifications" },
  { on: "evidence", name: "evidence" },
  { on: "reviews", name: "reviews" },
  { on: "gates", name: "onboarding" },
  { on: "inherent", name: "inherent_risk" },
  { on: "suggestions", name: "suggestions" },
  { on: "owed", name: "owed" },
];

/** How much of a text is in a record, from its beginning. */
async function inRecords(core: Core, { screen: on, item }: Way, text: string): Promise<number> {
  const { assessment } = core;
  let most = 0;
  const look = async <K extends UseCase>(name: K, input: Written<Input<K>>) => {
    most = Math.max(most, longest(text, JSON.stringify(await core.call(name, input).catch(() => null))));
    return most === text.length;
  };
  if (item !== undefined && (await look("question", { assessment, question: item }))) return most;
  const near = reads.toSorted((one, other) => Number(other.on === on) - Number(one.on === on));
  for (const { name } of near) if (await look(name, { assessment } as Written<Input<UseCase>>)) return most;
  await look("session", {});
  return most;
}

const longest = (token: string, text: string) => {
  let length = token.length;
  while (length > 0 && !text.includes(token.slice(0, length))) length -= 1;
  return length;
};

/** Types at random into one field of a way, does the act, and looks for the text. */
export async function run(
  core: Core,
  colleague: () => Promise<Core["call"]>,
  roll: (sides: number) => number,
  way: Way,
  wanted: Act,
): Promise<Run> {
  const standing = core.assessment;
  if (way.begun !== undefined) await begin(core, way.begun);
  // Whoever is asked whose stands decides later.
  const deciding = setInterval(() => conflicts.get()[0]?.decide(undefined), 20);
  const fields = await take(core, way);
  // A dialog lies over the rest: what is beneath is not typed in.
  const above = fields.filter((field) => field.closest("[role=dialog], [role=alertdialog]") !== null);
  const field = (above.length > 0 ? above : fields)[
    roll((above.length > 0 ? above : fields).length)
  ] as HTMLInputElement;
  const named = nameOf(field);
  const token = isDate(field)
    ? dayOf(roll)
    : Array.from({ length: 6 + roll(10) }, () => LETTERS[roll(LETTERS.length)]).join("");
  const theirs = isDate(field) ? dayOf(roll) : [...token].reverse().join("");
  let address: string | undefined;
  let acknowledged = 0;
  let isRefused = false;
  /** Who saves the same with the save of the page, and who keeps a draft of the same with its draft. */
  let rival: Core["call"] | undefined;
  let typist: Core["call"] | undefined;
  let isForm = false;
  let hasRivalSaved = false;
  let hasRivalTyped = false;
  const held: (() => void)[] = [];
  let isSlow = false;
  const act = wanted;
  const bears = (input: unknown) => longest(token, JSON.stringify(input)) >= 3;
  const stop = core.between(async (name, input, pass) => {
    if (!bears(input)) return pass();
    const isDraft = name === "keep_draft";
    if (isDraft) {
      const { address: at, body } = input as { address: string; body: { kind: string } };
      address = at;
      isForm = body.kind !== "edit";
      if (typist !== undefined && longest(token, JSON.stringify(body)) === token.length) {
        const other = typist;
        typist = undefined;
        hasRivalTyped = true;
        const { before: _, ...draft } = input as { before?: number };
        await other("keep_draft", JSON.parse(JSON.stringify(draft).replace(token, theirs)));
      }
    } else {
      if (isRefused) throw new ApiError("It is not to be.", "refused");
      if (rival !== undefined && longest(token, JSON.stringify(input)) === token.length) {
        const other = rival;
        rival = undefined;
        // Where the core refuses this of us, it refuses it of them, and says so to them.
        hasRivalSaved = await other(
          name as UseCase,
          JSON.parse(JSON.stringify(input).replace(token, theirs)),
        ).then(
          () => true,
          () => false,
        );
      }
    }
    if (isSlow) await new Promise<void>((goOn) => void held.push(goOn));
    const answer = await pass();
    acknowledged = Math.max(acknowledged, longest(token, JSON.stringify(input)));
    return answer;
  });
  if (act === "another saves the same") rival = await colleague();
  if (act === "another types the same") typist = await colleague();
  isRefused = act === "the core refuses";
  isSlow = act === "the core is slow";

  const user = userEvent.setup({ delay: null, pointerEventsCheck: 0 });
  if (isDate(field)) await user.clear(field);
  await user.click(field);
  field.setSelectionRange?.(field.value.length, field.value.length);
  await user.keyboard(token);
  let typed = token.length;
  const elsewhere = () => go("journal", { assessment: core.assessment });

  switch (act) {
    case "leave":
      elsewhere();
      break;
    case "Escape":
      await user.keyboard("{Escape}");
      break;
    case "press beside": {
      const beside = document.querySelector(".veil") ?? document.querySelector("main") ?? document.body;
      for (const kind of ["pointerDown", "mouseDown", "pointerUp", "mouseUp", "click"] as const)
        fireEvent[kind](beside, { button: 0 });
      break;
    }
    case "close the window":
      await core.close();
      break;
    case "kill the program":
      break;
    case "close the vault": {
      commands
        .get()
        .find(({ id }) => id === "vault.close")
        ?.run();
      await waitFor(async () => {
        const isOpen = await core.call("session", {}).then(
          () => true,
          () => false,
        );
        if (isOpen) throw new Error("The vault is open.");
      });
      break;
    }
    case "the core refuses":
    case "another saves the same":
    case "another types the same":
      elsewhere();
      break;
    case "the core is slow":
      elsewhere();
      await waitFor(() => {
        if (document.querySelector("main h1")?.textContent !== "Journal")
          throw new Error("The journal does not show.");
      });
      isSlow = false;
      for (const goOn of held) goOn();
      break;
  }

  let onTheirWay = 0;
  if (act === "kill the program") {
    const promised = 1 + roll(token.length);
    // Where nothing is sent there is nothing to wait for; then everything on the screen is on its way.
    await waitFor(
      () => {
        if (acknowledged < promised) throw new Error("It is not acknowledged.");
      },
      { timeout: 2000 },
    ).catch(() => {});
    await core.die();
    onTheirWay = token.length - acknowledged;
    typed = acknowledged;
  } else if (act === "close the vault") {
    const path = await core.offer(await core.file("work.assay"));
    await core.call("open_vault", { path, passphrase: PASSPHRASE });
  } else if (act === "another saves the same") {
    // The save is on its way, or asks whose stands; it is decided later.
    const sent = flushAll();
    await waitFor(() => {
      if (!isForm && rival !== undefined) throw new Error("nothing was sent");
    }).catch(() => {});
    await sent;
  } else if (act !== "close the window") {
    await flushAll();
    await draftsKept();
  }
  const shown = act === "Escape" || act === "press beside" ? valuesOnScreen() : "";
  if (act === "kill the program" || act === "close the window" || act === "close the vault") {
    // The page goes with its program.
    await forgetAll();
    cleanup();
    if (act !== "close the vault") {
      if (act === "close the window") await core.die();
      await core.comeBack();
    }
  }
  const want = token.slice(0, typed);
  let [length, where] = [longest(want, JSON.stringify(await core.call("drafts", {}))), "drafts"];
  const better = (found: number, place: string) => {
    if (found > length) [length, where] = [found, place];
  };
  if (length < typed) better(await inRecords(core, way, want), "record");
  if (length < typed) better(longest(want, shown), "screen");
  if (length < typed) {
    cleanup();
    await take(core, way);
    better(longest(want, valuesOnScreen()), "field");
  }
  if (hasRivalSaved && (await inRecords(core, way, theirs)) < theirs.length)
    [length, where] = [0, "theirs is gone"];
  if (hasRivalTyped && !JSON.stringify(await core.call("drafts", {})).includes(theirs))
    [length, where] = [0, "their draft is gone"];
  stop();
  cleanup();
  await flushAll();
  await forgetAll();
  clearInterval(deciding);
  core.assessment = standing;
  return { way, act, field: named, address, typed, onTheirWay, lost: typed - length, found: where };
}
