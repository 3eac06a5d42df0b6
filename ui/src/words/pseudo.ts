/**
 * Two languages that nobody speaks, made of the catalogue: what stays plain English on a screen does not come from it.
 *
 * One is longer and accented, between brackets that show when an end is cut off. The other runs from right to left.
 */
import type { Message, Words } from "./language";

/** The places of parameters and the tags, which stay as they are. */
const places = /(\{\w+\}|<\/?\w+>)/g;

function changed(message: Message, change: (text: string) => string): Message {
  if (typeof message === "string") return change(message);
  const forms = Object.entries(message).map(([form, text]) => [form, change(text)]);
  return Object.fromEntries(forms) as Message;
}

function translated(words: Words, change: (text: string) => string): Words {
  const spaces = Object.entries(words).map(([space, messages]) => [
    space,
    Object.fromEntries(
      Object.entries(messages).map(([key, message]) => [key, changed(message as Message, change)]),
    ),
  ]);
  return Object.fromEntries(spaces) as Words;
}

const each = (text: string, letters: Readonly<Record<string, string>>) =>
  text
    .split(places)
    .map((part, index) => (index % 2 === 1 ? part : Array.from(part, (one) => letters[one] ?? one).join("")))
    .join("");

const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const marked = "àƀçđéƒĝĥîĵķļɱñôþǫŕšţûṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÔÞǪŔŠŢÛṼŴẊÝŽ";
const hebrew = "אבגדהוזחטיכלמנסעפצקרשתםןךףאבגדהוזחטיכלמנסעפצקרשתםןךף";
const lettersOf = (others: string) =>
  Object.fromEntries(Array.from(plain, (one, index) => [one, Array.from(others)[index] ?? one]));

// Said to be pure, so that the finished program, which speaks neither, does not hold their letters.
const accents = /* @__PURE__ */ lettersOf(marked);
const right = /* @__PURE__ */ lettersOf(hebrew);

/** A text longer by a third, every letter with an accent, between brackets. */
export function accentedText(text: string): string {
  const letters = text.replace(places, "").length;
  return `⟦${each(text, accents)}${" ~".repeat(Math.ceil((letters * 0.35) / 2))}⟧`;
}

/** A text in Hebrew letters, which run from right to left without any mark of direction. */
export const mirroredText = (text: string): string => each(text, right);

export const accented = (words: Words): Words => translated(words, accentedText);
export const mirrored = (words: Words): Words => translated(words, mirroredText);
