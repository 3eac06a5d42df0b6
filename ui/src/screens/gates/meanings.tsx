/** How a step, a gate, an item and a measure stand, each with a glyph of its own shape. */
import { conclusions, type Meaning, outcomes, stageMeaning, unanswered } from "../../components";
import type { GateResult } from "../../ipc/GateResult";
import type { GateState } from "../../ipc/GateState";
import type { MeasureState } from "../../ipc/MeasureState";
import type { MethodStep } from "../../ipc/MethodStep";
import { say } from "../../words";

const applies: Meaning = conclusions["not-applicable"];

/** An item of a gate, or a thing to do. */
export const states: Record<GateState, Meaning> = {
  met: { word: say("gates.met"), colour: "effective", glyph: conclusions.effective.glyph },
  open: { word: say("common.open"), colour: "neutral", glyph: unanswered.glyph },
  "not-applicable": applies,
};

/** A thing not to do. What nobody showed yet is not kept, and not known to be broken either. */
export const keeping: Record<GateState, Meaning> = {
  met: { word: say("gates.kept"), colour: "effective", glyph: conclusions.effective.glyph },
  open: {
    word: say("gates.brokenOrNotShownToBe"),
    colour: "high",
    glyph: <path d="M10 3.2 17.4 16.2H2.6zM10 8v3.6M10 13.7v.1" />,
  },
  "not-applicable": applies,
};

export const measures: Record<MeasureState, Meaning> = {
  "in-place": { word: say("gates.inPlace"), colour: "effective", glyph: conclusions.effective.glyph },
  "in-part": { word: say("gates.inPart"), colour: "partially", glyph: conclusions.partially.glyph },
  lacking: { word: say("gates.lacking"), colour: "ineffective", glyph: conclusions.ineffective.glyph },
  "not-assessed": {
    word: say("common.notAssessed"),
    colour: "neutral",
    glyph: conclusions["not-assessed"].glyph,
  },
  "not-asked": { word: say("gates.notAskedHere"), colour: "neutral", glyph: applies.glyph },
  "not-applicable": { word: say("gates.notApplicableHere"), colour: "neutral", glyph: applies.glyph },
};

/** Something that happened. */
export const openEvent: Meaning = { word: say("common.open"), colour: "neutral", glyph: unanswered.glyph };
export const closedEvent: Meaning = {
  word: say("gates.closed2"),
  colour: "effective",
  glyph: outcomes["approve-with-conditions"].glyph,
};

export function gateMeaning({ passed, met, of }: GateResult): Meaning {
  if (passed) return stageMeaning({ kind: "done", words: say("gates.passed") });
  return stageMeaning({ kind: "in-progress", done: met, total: of, words: say("gates.notPassedYet") });
}

export function stepMeaning({ applies: isDue, done, of, missing }: MethodStep): Meaning {
  if (!isDue) return { word: say("common.notApplicable"), colour: "neutral", glyph: applies.glyph };
  if (missing.length === 0) return stageMeaning({ kind: "done", words: say("gates.complete") });
  if (done === 0) return stageMeaning({ kind: "not-started", words: say("gates.nothingYet") });
  return stageMeaning({ kind: "in-progress", done, total: of, words: say("gates.underWay") });
}
