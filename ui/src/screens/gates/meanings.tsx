/** How a step, a gate, an item and a measure stand, each with a glyph of its own shape. */
import { conclusions, type Meaning, outcomes, stageMeaning, unanswered } from "../../components";
import type { GateResult } from "../../ipc/GateResult";
import type { GateState } from "../../ipc/GateState";
import type { MeasureState } from "../../ipc/MeasureState";
import type { MethodStep } from "../../ipc/MethodStep";

const applies: Meaning = conclusions["not-applicable"];

/** An item of a gate, or a thing to do. */
export const states: Record<GateState, Meaning> = {
  met: { word: "Met", colour: "effective", glyph: conclusions.effective.glyph },
  open: { word: "Open", colour: "neutral", glyph: unanswered.glyph },
  "not-applicable": applies,
};

/** A thing not to do. What nobody showed yet is not kept, and not known to be broken either. */
export const keeping: Record<GateState, Meaning> = {
  met: { word: "Kept", colour: "effective", glyph: conclusions.effective.glyph },
  open: {
    word: "Broken, or not shown to be kept",
    colour: "high",
    glyph: <path d="M10 3.2 17.4 16.2H2.6zM10 8v3.6M10 13.7v.1" />,
  },
  "not-applicable": applies,
};

export const measures: Record<MeasureState, Meaning> = {
  "in-place": { word: "In place", colour: "effective", glyph: conclusions.effective.glyph },
  "in-part": { word: "In part", colour: "partially", glyph: conclusions.partially.glyph },
  lacking: { word: "Lacking", colour: "ineffective", glyph: conclusions.ineffective.glyph },
  "not-assessed": { word: "Not assessed", colour: "neutral", glyph: conclusions["not-assessed"].glyph },
  "not-asked": { word: "Not asked here", colour: "neutral", glyph: applies.glyph },
  "not-applicable": { word: "Not applicable here", colour: "neutral", glyph: applies.glyph },
};

/** Something that happened. */
export const openEvent: Meaning = { word: "Open", colour: "neutral", glyph: unanswered.glyph };
export const closedEvent: Meaning = {
  word: "Closed",
  colour: "effective",
  glyph: outcomes["approve-with-conditions"].glyph,
};

export function gateMeaning({ passed, met, of }: GateResult): Meaning {
  if (passed) return stageMeaning({ kind: "done", words: "Passed" });
  return stageMeaning({ kind: "in-progress", done: met, total: of, words: "Not passed yet" });
}

export function stepMeaning({ applies: isDue, done, of, missing }: MethodStep): Meaning {
  if (!isDue) return { word: "Not applicable", colour: "neutral", glyph: applies.glyph };
  if (missing.length === 0) return stageMeaning({ kind: "done", words: "Complete" });
  if (done === 0) return stageMeaning({ kind: "not-started", words: "Nothing yet" });
  return stageMeaning({ kind: "in-progress", done, total: of, words: "Under way" });
}
