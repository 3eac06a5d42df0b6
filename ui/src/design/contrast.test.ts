/** Every colour of tokens.css against what it stands on, in both themes, by the formula of WCAG 2.2. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/design/tokens.css", "utf8");

type Theme = "light" | "dark";

/** The colours that a part of the style sheet sets, over those there are. */
function coloursOf(part: string, beneath?: Map<string, Record<Theme, string>>) {
  const found = new Map(beneath);
  for (const [, name = "", light = "", dark = ""] of part.matchAll(
    /--([\w-]+):\s*light-dark\(\s*(#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\s*\)/g,
  )) {
    found.set(name, { light, dark });
  }
  return found;
}

const [plain = "", more = ""] = css.split("@media (prefers-contrast: more)");
const colours = coloursOf(plain);
const clearer = coloursOf(more, colours);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function colour(name: string, theme: Theme, of = colours): string {
  const found = of.get(name)?.[theme];
  if (found === undefined) throw new Error(`tokens.css has no colour --${name}`);
  return found;
}

const surfaces = ["paper", "raised", "rail", "sunken"];
const meanings = [
  "effective",
  "largely",
  "partially",
  "ineffective",
  "neutral",
  "low",
  "medium",
  "high",
  "critical",
];

/** Text and what it stands on. */
const text: [ink: string, ground: string][] = [
  ...["ink", "ink-soft", "ink-faint", "accent", "accent-strong"].flatMap((ink) =>
    surfaces.map((ground): [string, string] => [ink, ground]),
  ),
  ...["ink", "ink-soft", "accent", "neutral"].map((ink): [string, string] => [ink, "accent-wash"]),
  ["ink", "neutral-wash"],
  ["ink", "mark"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["danger", "paper"],
  ["danger", "raised"],
  ["danger", "rail"],
  ["on-danger", "danger"],
  ["on-critical", "critical-wash"],
  ...meanings.flatMap((name): [string, string][] => surfaces.map((ground) => [name, ground])),
  ...meanings.filter((name) => name !== "critical").map((name): [string, string] => [name, `${name}-wash`]),
];

/** Boundaries of controls, the focus ring, and marks that carry meaning. */
const marks: [mark: string, ground: string][] = [
  ...["edge", "focus", "accent"].flatMap((mark) =>
    surfaces.map((ground): [string, string] => [mark, ground]),
  ),
  ["accent", "line"],
  ["neutral", "line"],
  ["focus", "accent-wash"],
];

describe.each([
  ["light", "usual", colours],
  ["dark", "usual", colours],
  ["light", "more", clearer],
  ["dark", "more", clearer],
] as const)("in the %s theme with the %s contrast", (theme, _, of) => {
  it.each(text)("%s on %s reads at 4.5 to 1 or better", (ink, ground) => {
    expect(contrast(colour(ink, theme, of), colour(ground, theme, of))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(marks)("%s on %s stands out at 3 to 1 or better", (mark, ground) => {
    expect(contrast(colour(mark, theme, of), colour(ground, theme, of))).toBeGreaterThanOrEqual(3);
  });
});

it.each(["light", "dark"] as const)("words read at 7 to 1 with more contrast in the %s theme", (theme) => {
  for (const ink of ["ink", "ink-soft", "ink-faint"])
    for (const ground of surfaces)
      expect(contrast(colour(ink, theme, clearer), colour(ground, theme, clearer))).toBeGreaterThanOrEqual(7);
});

describe("the list of pairs", () => {
  it("leaves no colour out", () => {
    const paired = new Set([...text, ...marks].flat());
    expect([...colours.keys()].filter((name) => !paired.has(name))).toEqual([]);
  });

  it("computes the ratio of black on white as 21", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  });
});
