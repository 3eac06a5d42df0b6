/** How a test came out, and how far a kind of test is, each with a glyph of its own shape. */
import { conclusions, type Meaning, stageMeaning, unanswered } from "../../components";
import type { KindNeeded } from "../../ipc/KindNeeded";
import type { TestOutcome } from "../../ipc/TestOutcome";
import { say } from "../../words";
import { known } from "../threats/meanings";

const outcomes: Record<TestOutcome, Meaning> = {
  withstood: { word: say("tests.withstood"), colour: "effective", glyph: conclusions.effective.glyph },
  partly: { word: say("tests.partlyWithstood"), colour: "partially", glyph: conclusions.partially.glyph },
  failed: { word: say("tests.failed"), colour: "ineffective", glyph: conclusions.ineffective.glyph },
  inconclusive: { word: say("tests.inconclusive"), colour: "neutral", glyph: known.unknown.glyph },
};

export function outcomeMeaning(outcome: TestOutcome | null): Meaning {
  return outcome === null
    ? { word: say("tests.notDone"), colour: "neutral", glyph: unanswered.glyph }
    : outcomes[outcome];
}

export function kindMeaning({ done, tests }: KindNeeded): Meaning {
  if (done) return stageMeaning({ kind: "done", words: say("common.done") });
  if (tests.length > 0)
    return stageMeaning({ kind: "in-progress", done: 0, total: 1, words: say("tests.planned") });
  return stageMeaning({ kind: "not-started", words: say("tests.nonePlanned") });
}
