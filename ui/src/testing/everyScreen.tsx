/**
 * Every screen of the window in a language that nobody speaks: what is plain English there is neither of the catalogue
 * nor of the core. The language is asked for in the address, before anything of the page is read.
 */
import { render, screen, waitFor } from "@testing-library/react";
import { act } from "react";
import { expect, it } from "vitest";
import type { AssessmentId } from "../ipc/AssessmentId";

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
  const { PASSPHRASE, realCore, textsIn } = await import("./core");
  const { call } = await import("../api");
  const { App } = await import("../App");
  const { attempt, openPalette, openShortcuts } = await import("../frame");
  const { notices } = await import("../frame/notices");
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

  it("is all that a refusal shows beside what stands in its places", async () => {
    const core = await realCore("sample");
    render(<App />);
    await settled(core);
    const { assessment } = core;
    const nobody = { id: null, legal_name: "", country: "", website: "", services: [], notes: "" };
    const nowhere = await core.offer(await core.file("nowhere.assay"));
    const text = await core.offer(await core.file("notes.txt", "Some notes."));
    const vault = await core.offer(await core.file("short.assay", "Not a vault."));
    const model = await core.offer(await core.file("model.json", '{"detail":{"diagrams":7}}'));
    const rating = { likelihood: 3, impact: 3 };
    const risk = { title: "One", scenario: "", threats: [], findings: [], categories: [], controls: [] };
    const treated = { rationale: "", treatment: "mitigate", combining: "", owner: "", due: null } as const;
    const refused: (() => Promise<unknown>)[] = [
      () => call("save_vendor", { ...nobody, name: " ", contact_name: "", contact_email: "" }),
      () => call("create_identity", { name: "Ada", organisation: "Moore", email: "nobody" }),
      () => call("create_identity", { name: "Ada".repeat(30), organisation: "Moore", email: "" }),
      () => call("open_vault", { path: nowhere, passphrase: PASSPHRASE }),
      () => call("open_vault", { path: vault, passphrase: PASSPHRASE }),
      () => call("create_vault", { path: nowhere, passphrase: "short" }),
      () => call("create_vault", { path: nowhere, passphrase: "aaaaaaaaaaaaaaaa" }),
      () => call("verify_pdf", { path: nowhere, trusted: [], trust_vault: false }),
      () => call("verify_pdf", { path: "7/none.pdf", trusted: [], trust_vault: false }),
      () => call("verify_pdf", { path: text, trusted: [text], trust_vault: false }),
      () => call("import_threat_dragon", { assessment, path: text }),
      () => call("import_threat_dragon", { assessment, path: model }),
      () => call("import_bom", { assessment, path: text }),
      () => call("export_questionnaire", { assessment, path: text, due: null }),
      () => call("questionnaire", { assessment: "asm-none" as AssessmentId }),
      () =>
        call("save_risk", {
          ...{ assessment, id: null, ...risk, ...treated, status: "open" },
          ...{ inherent: rating, residual: { likelihood: 4, impact: 4 } },
        }),
    ];
    for (const ask of refused) {
      notices.set([]);
      await attempt(ask);
      await waitFor(() => expect(document.querySelectorAll(".notice p"), String(ask)).toHaveLength(1));
      expect(leftOver(document.body, await toldBy(core)), String(ask)).toEqual([]);
    }
  });

  it("is all that the window shows while no vault is open", async () => {
    const core = await realCore("closed");
    render(<App />);
    await settled(core);
    expect(leftOver(document.body, await toldBy(core))).toEqual([]);
  });
}
