/** The words of the threat model as they are shown, each with a glyph of its own shape. */
import type { Meaning } from "../../components";
import { claims, conclusions, outcomes, unanswered } from "../../components";
import type { Known } from "../../ipc/Known";
import type { Letter } from "../../ipc/Letter";
import type { ThreatDecision } from "../../ipc/ThreatDecision";
import { say } from "../../words";

export const decisions: Record<ThreatDecision, Meaning> = {
  open: { word: say("common.open"), colour: "neutral", glyph: unanswered.glyph },
  mitigated: { word: say("threats.mitigated"), colour: "effective", glyph: conclusions.effective.glyph },
  accepted: {
    word: say("threats.accepted"),
    colour: "partially",
    glyph: outcomes["approve-with-conditions"].glyph,
  },
  transferred: {
    word: say("threats.transferred"),
    colour: "neutral",
    glyph: <path d="M3.5 10h12M11 5.5 15.5 10 11 14.5" />,
  },
  avoided: {
    word: say("threats.avoided"),
    colour: "neutral",
    glyph: <path d="M4 16V9a4 4 0 0 1 4-4h8M12.5 1.5 16 5l-3.5 3.5" />,
  },
  "not-applicable": {
    word: say("common.notApplicable"),
    colour: "neutral",
    glyph: conclusions["not-applicable"].glyph,
  },
};

/** A key for a decision; the others are chosen by the arrow keys. */
export const decisionKeys: Partial<Record<ThreatDecision, string>> = {
  open: "O",
  mitigated: "M",
  accepted: "A",
  "not-applicable": "X",
};

/** These say that nothing will be done, so the core asks why. */
export const needsReason = (decision: ThreatDecision) =>
  decision === "accepted" || decision === "not-applicable";

export const known: Record<Known, Meaning> = {
  yes: { ...claims.yes, word: say("common.yes") },
  no: { ...claims.no, word: say("common.no") },
  unknown: {
    word: say("threats.unknown"),
    colour: "neutral",
    glyph: <path d="M7 7.2a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2.100M10 15v.1" />,
  },
};

const letters: Letter[] = ["S", "T", "R", "I", "D", "E", "H"];
/** The order of the letters; other methods come after. */
export const letterOrder: readonly string[] = letters;

/** The parts of a model, with what can be done to them. */
export const parts = {
  element: {
    begin: say("threats.addAnElement"),
    add: say("threats.addElement"),
    edit: say("threats.editElement"),
    save: say("threats.saveElement"),
    remove: say("threats.removeElement"),
    removed: (name: string) => say("threats.elementRemoved", { name }),
  },
  flow: {
    begin: say("threats.addAFlow"),
    add: say("threats.addFlow"),
    edit: say("threats.editFlow"),
    save: say("threats.saveFlow"),
    remove: say("threats.removeFlow"),
    removed: (name: string) => say("threats.flowRemoved", { name }),
  },
  boundary: {
    begin: say("threats.addABoundary"),
    add: say("threats.addBoundary"),
    edit: say("threats.editBoundary"),
    save: say("threats.saveBoundary"),
    remove: say("threats.removeBoundary"),
    removed: (name: string) => say("threats.boundaryRemoved", { name }),
  },
} as const;
export type PartKind = keyof typeof parts;
