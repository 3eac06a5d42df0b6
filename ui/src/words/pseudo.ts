/**
 * Two languages that nobody speaks, made of the catalogue: what stays plain English on a screen does not come from it.
 *
 * One is longer and accented, between brackets that show when an end is cut off. The other runs from right to left.
 */
import type { Message, Words } from "./language";

/** The places of parameters and the tags, which stay as they are. */
const places = /(\{\w+\}|<\/?\w+>)/;

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

/** The catalogue longer by a third, every letter with an accent, each message between brackets. */
export function accented(words: Words): Words {
  const accents = lettersOf(marked);
  return translated(words, (text) => {
    const letters = text.replace(/\{\w+\}|<\/?\w+>/g, "").length;
    return `⟦${each(text, accents)}${" ~".repeat(Math.ceil((letters * 0.35) / 2))}⟧`;
  });
}

/** The catalogue in Hebrew letters, which run from right to left without any mark of direction. */
export function mirrored(words: Words): Words {
  const right = lettersOf(hebrew);
  return translated(words, (text) => each(text, right));
}
