/** What the core tells, in the words of the language: the English words are the key. */
import type { Message } from "../ipc/Message";
import type { MessagePart } from "../ipc/MessagePart";
import type { Template } from "../ipc/Template";
import { day, together } from "./formats";
import { language } from "./language";
import { written } from "./say";

/** The message with its parts put in. Days and numbers are written as the platform writes them. */
export function told({ say, with: parts = {} }: Message): string {
  return wordsFor(say).replace(/\{(\w+)\}/g, (_, name: string) => partOf(parts[name] ?? ""));
}

function wordsFor(english: string): string {
  const { core } = language;
  return typeof core === "function" ? core(english) : (core[english as Template] ?? english);
}

function partOf(part: MessagePart): string {
  if (typeof part === "string" || typeof part === "number") return written(part);
  if ("day" in part) return written(day(part.day));
  if ("sentences" in part) return part.sentences.map(partOf).join(" ");
  if ("list" in part) return part.list.map(partOf).join(", ");
  if ("all" in part) return together(part.all.map(partOf));
  return told(part);
}
