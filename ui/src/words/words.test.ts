import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { literalsIn } from "../testing/literals";
import { en } from "./en";
import { type CoreWords, languageFor, localeFor, type Message } from "./language";
import { languages, made } from "./languages";
import { say } from "./say";
import { told } from "./told";

const sources = join(import.meta.dirname, "..");
/** What a person never sees, and the catalogue itself. */
const apart = ["ipc", "testing", "words", "testSetup.ts"];

/** The sources of the page, without its tests. */
const files = readdirSync(sources, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .filter((file) => !apart.some((name) => file === name || file.startsWith(`${name}/`)))
  .map((file) => ({ file, text: readFileSync(join(sources, file), "utf8") }));

const messages = Object.entries(en).flatMap(([space, all]) =>
  Object.entries(all).map(([name, message]) => ({ key: `${space}.${name}`, message: message as Message })),
);
const formsOf = (message: Message) => (typeof message === "string" ? [message] : Object.values(message));
const placesOf = (message: Message) =>
  new Set(formsOf(message).flatMap((text) => text.match(/\{\w+\}|<\w+>/g) ?? []));

describe("the sources", () => {
  it("hold no text for people outside the catalogue", () => {
    const found = files.flatMap(({ file, text }) =>
      literalsIn(file, text).map(({ line, text: words }) => `${relative(".", file)}:${line}: ${words}`),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });

  // The engine tells assistive technology of no list that has no marks, unless it says that it is one.
  it("say of every list that it is one", () => {
    const bare = files
      .filter(({ text }) => /<[uo]l(?=[\s>])(?![^>]*\brole=)/.test(text))
      .map(({ file }) => file);
    expect(bare).toEqual([]);
  });

  it("use every message of the catalogue", () => {
    const all = files.map(({ text }) => text).join("\n");
    const unused = messages.map(({ key }) => key).filter((key) => !all.includes(`"${key}"`));
    expect(unused).toEqual([]);
  });
});

describe("the rule against texts outside the catalogue", () => {
  const textsIn = (source: string) => literalsIn("some.tsx", source).map(({ text }) => text);

  it("finds what is written between tags, in shown properties, in notices and in tables of words", () => {
    expect(textsIn("const a = <p>Save it</p>;")).toEqual(["Save it"]);
    expect(textsIn("const a = <p>{n} open</p>;")).toEqual(["open"]);
    expect(textsIn("const a = <p>{on ? `closed` : say('x.y')}</p>;")).toEqual(["closed"]);
    expect(textsIn('const a = <Button aria-label="close" />;')).toEqual(["close"]);
    expect(textsIn('const a = <Field placeholder="Name" help={`At most $' + "{n} words`} />;")).toEqual([
      "Name",
      "At most",
      "words",
    ]);
    expect(textsIn('tell("It was saved.");')).toEqual(["It was saved."]);
    expect(textsIn('setError(done ? undefined : "The day is needed.");')).toEqual(["The day is needed."]);
    expect(textsIn('const words = { open: "Still open", title: "late" };')).toEqual(["Still open", "late"]);
  });

  it("leaves alone what is a name of the program", () => {
    const names = `
      import { a } from "Some place";
      type Kind = "Big one" | "Small one";
      const b = <p className="big one" data-testid="Some Thing" id="x">{say("home.addVendor")}</p>;
      const c = useEdit(\`finding \${id}\`, {});
      go("questionnaire");
      const d = kind === "Big one" ? say("a.b") : say("a.c");
    `;
    expect(textsIn(names)).toEqual([]);
  });
});

describe("a message", () => {
  it("has its parameters put in, and the form of its number", () => {
    expect(say("common.nQuestions", { n: 1 })).toBe("1 question");
    expect(say("common.nQuestions", { n: 1200 })).toBe("1,200 questions");
    expect(say("common.goTo", { title: "Risks" })).toBe("Go to Risks");
  });

  it("needs a parameter for each of its places", () => {
    // @ts-expect-error without its title
    say("common.goTo");
    // @ts-expect-error with what it has no place for
    say("common.goTo", { title: "Risks", n: 1 });
    // @ts-expect-error there is none of this name
    expect(say("common.noSuchThing")).toBe("common.noSuchThing");
  });
});

describe("what the core tells", () => {
  it("has its parts put in, days and numbers as the platform writes them", () => {
    expect(told({ say: "No vault is open. Create one or open one first." })).toBe(
      "No vault is open. Create one or open one first.",
    );
    const day = { day: "2026-11-28" };
    const inner = { say: "it ended on {day}", with: { day } };
    expect(told({ say: "{n} of {name}: {why}.", with: { n: 1200, name: "Ada", why: inner } })).toBe(
      "1,200 of Ada: it ended on 28 Nov 2026.",
    );
    const both = [{ say: "One." }, { say: "Two." }];
    expect(told({ say: "{all}", with: { all: { sentences: both } } })).toBe("One. Two.");
    expect(told({ say: "{all}", with: { all: { list: ["a", 2] } } })).toBe("a, 2");
  });

  it("puts nothing into what was put in", () => {
    expect(told({ say: "{a} and {b}", with: { a: "{b}", b: "$&" } })).toBe("{b} and $&");
  });

  it("is asked of a language in full", () => {
    // @ts-expect-error a table without a text for each
    const lacking: CoreWords = { "The file is empty.": "…" };
    expect(Object.keys(lacking)).toHaveLength(1);
  });
});

describe("every language", () => {
  it.each([...languages, ...made])(
    "$tag has all messages, each with the places it has in English",
    ({ words }) => {
      for (const { key, message } of messages) {
        const [space = "", name = ""] = key.split(".");
        const own = (words as Record<string, Record<string, Message>>)[space]?.[name];
        expect(own, key).toBeDefined();
        if (own !== undefined) expect(placesOf(own), key).toEqual(placesOf(message));
      }
    },
  );

  it.each([...languages, ...made])("$tag has the places of what the core tells", ({ core }) => {
    const english =
      "“{title}” was not saved: the {kind} {id} would become another record. Nothing was changed.";
    const all = typeof core === "function" ? { [english]: core(english) } : core;
    for (const [of, own] of Object.entries(all)) expect(placesOf(own), of).toEqual(placesOf(of));
  });

  it("is the first that the platform prefers and the window speaks, or the one asked for", () => {
    expect(languageFor(["xx-YY", "en-AU"]).tag).toBe("en-GB");
    expect(languageFor(["he-IL"]).tag).toBe("en-GB");
    expect(languageFor(["en-GB"], "he-XB").direction).toBe("rtl");
  });

  it("writes dates and numbers as the region of the platform does", () => {
    const english = languageFor(["en-GB"]);
    const write = (platform: string | undefined) =>
      new Intl.NumberFormat(localeFor(english, platform)).format(1234.5);
    expect(write("de-DE")).toBe("1.234,5");
    expect(write("en-US")).toBe("1,234.5");
    expect(write(undefined)).toBe("1,234.5");
    expect(localeFor(english, "not a locale")).toBe("en-GB");
  });
});
