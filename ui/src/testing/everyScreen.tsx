/**
 * Every screen of the window in a language that nobody speaks: what is plain English there is neither of the catalogue
 * nor of the core. The language is asked for in the address, before anything of the page is read.
 */
import { render, screen, waitFor } from "@testing-library/react";
import { act } from "react";
import { expect, it } from "vitest";

/** Attributes that are shown or read out. */
const spoken = ["aria-label", "aria-description", "aria-valuetext", "alt", "placeholder", "title"];

/** Read out by the components' own words, which they have in each language of the platform. */
const ofComponents = new Set(["Dismiss", "sortable column"]);

/** Written by the platform in the locale of the window, and marks of formats and units. */
const platform = /^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|UTC|kB|MB|GB|byte|bytes|dd|mm|yyyy)$/;

/** What the page shows or has read out, each with its place in the page. */
function textsOf(root: HTMLElement): { text: string; at: string }[] {
  const found: { text: string; at: string }[] = [];
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
    if (node instanceof Element) {
      for (const name of spoken) {
        const text = node.getAttribute(name);
        if (text !== null) found.push({ text, at: `${node.tagName.toLowerCase()}[${name}]` });
      }
    } else if (node.parentElement?.closest("kbd, style, script, title") === null) {
      found.push({ text: node.textContent ?? "", at: node.parentElement?.className ?? "" });
    }
  }
  return found;
}

/** The plain English in a text: its runs of unmarked letters. */
const plainIn = (text: string) =>
  (text.match(/[A-Za-z][A-Za-z’'-]*(?:[ ,.:;()/]+[A-Za-z][A-Za-z’'-]*)*/g) ?? []).filter((run) =>
    /[A-Za-z]{2}/.test(run),
  );

/** What on the page is plain English and was never told by the core. */
function leftOver(root: HTMLElement, told: ReadonlySet<string>): string[] {
  const all = [...told].join("\n").toLowerCase();
  const byLength = [...told]
    .filter((text) => text.length > 3)
    .sort((one, other) => other.length - one.length);
  const isKnown = (run: string) =>
    ofComponents.has(run) ||
    all.includes(run.toLowerCase()) ||
    run.split(/[^A-Za-z’'-]+/).every((word) => word.length < 2 || platform.test(word));
  const isPlain = (text: string) => !plainIn(text).every(isKnown);
  const left = textsOf(root).filter(({ text }) => {
    if (!isPlain(text)) return false;
    // Several things that the core told, side by side.
    let rest = text;
    for (const one of byLength) rest = rest.replaceAll(one, "|");
    return isPlain(rest);
  });
  return [...new Set(left.map(({ text, at }) => `${text} at ${at}`))];
}

/** Declares the tests for one language. */
export async function everyScreenIn(tag: string, direction: "ltr" | "rtl") {
  window.history.replaceState(null, "", `?language=${tag}`);
  const { realCore, textsIn } = await import("./core");
  const { App } = await import("../App");
  const { openPalette, openShortcuts } = await import("../frame");
  const { go } = await import("../place");
  const { screens } = await import("../screens/all");
  const { say, speak } = await import("../words");
  speak();

  type Core = Awaited<ReturnType<typeof realCore>>;
  /** The closed lists are read once and never again, whichever test that is in. */
  const toldBy = async (core: Core) => {
    const told = new Set(core.told());
    textsIn(await core.call("choices", {}), told);
    return told;
  };
  const settled = (core: Core) =>
    waitFor(
      () => {
        expect(core.isQuiet()).toBe(true);
        expect(document.querySelector(".shown-wait")).toBeNull();
        expect(document.querySelector("main h1, main h2")).not.toBeNull();
      },
      { timeout: 40_000 },
    );

  it("is the language of the page", () => {
    expect(document.documentElement.dir).toBe(direction);
    expect(say("common.cancel")).not.toMatch(/[A-Za-z]/);
  });

  it.each(Object.keys(screens))("is all that %s shows beside what the core tells", async (name) => {
    const core = await realCore("sample");
    go(name, { assessment: core.assessment }, { replace: true });
    render(<App />);
    await settled(core);
    expect(leftOver(document.body, await toldBy(core))).toEqual([]);
  });

  it("is all that the list of assessments, the palette and the list of keys show", async () => {
    const core = await realCore("sample");
    render(<App />);
    await settled(core);
    act(() => openPalette());
    await screen.findByRole("dialog");
    expect(leftOver(document.body, await toldBy(core))).toEqual([]);
    act(() => openShortcuts());
    await waitFor(() => expect(screen.getAllByRole("dialog").length).toBeGreaterThan(0));
    expect(leftOver(document.body, await toldBy(core))).toEqual([]);
  });

  it("is all that the window shows while no vault is open", async () => {
    const core = await realCore("closed");
    render(<App />);
    await settled(core);
    expect(leftOver(document.body, await toldBy(core))).toEqual([]);
  });
}
