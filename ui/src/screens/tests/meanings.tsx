/** How a test came out, and how far a kind of test is, each with a glyph of its own shape. */
import { conclusions, type Meaning, stageMeaning, unanswered } from "../../components";
import type { KindNeeded } from "../../ipc/KindNeeded";
import type { TestOutcome } from "../../ipc/TestOutcome";
import { known } from "../threats/meanings";

const outcomes: Record<TestOutcome, Meaning> = {
  withstood: { word: "Withstood", colour: "effective", glyph: conclusions.effective.glyph },
  partly: { word: "Partly withstood", colour: "partially", glyph: conclusions.partially.glyph },
  failed: { word: "Failed", colour: "ineffective", glyph: conclusions.ineffective.glyph },
  inconclusive: { word: "Inconclusive", colour: "neutral", glyph: known.unknown.glyph },
};

export function outcomeMeaning(outcome: TestOutcome | null): Meaning {
  return outcome === null
    ? { word: "Not done", colour: "neutral", glyph: unanswered.glyph }
    : outcomes[outcome];
}

export function kindMeaning({ done, tests }: KindNeeded): Meaning {
  if (done) return stageMeaning({ kind: "done", words: "Done" });
  if (tests.length > 0) return stageMeaning({ kind: "in-progress", done: 0, total: 1, words: "Planned" });
  return stageMeaning({ kind: "not-started", words: "None planned" });
}
