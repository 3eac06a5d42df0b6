/** How well a component of the AI system is described. */
import { conclusions, type Meaning, unanswered } from "../../components";
import type { ComponentRow } from "../../ipc/ComponentRow";
import { count } from "../../words";

const described: Meaning = {
  word: "Described",
  colour: "effective",
  glyph: conclusions.effective.glyph,
};
const lacking: Meaning = { word: "To describe", colour: "neutral", glyph: unanswered.glyph };
/** A component beside the AI system. */
const recorded: Meaning = {
  word: "Recorded",
  colour: "neutral",
  glyph: <circle cx="10" cy="10" r="2.5" fill="currentColor" />,
};

export function standing({ element, gaps }: ComponentRow): Meaning {
  if (element.role === null) return recorded;
  return gaps === null ? described : lacking;
}

/** Entries of a kind as a bill of materials names it: "2 libraries", "1 machine learning model". */
export function entries(n: number, kind: string): string {
  const word = kind.replaceAll("-", " ");
  if (/data$|firmware$/.test(word)) return `${n} ${word}`;
  return count(n, word, word.endsWith("y") ? `${word.slice(0, -1)}ies` : undefined);
}
