/** The words of the window, by their key in the catalogue. */
import { cloneElement, createElement, Fragment, type ReactElement, type ReactNode } from "react";
import type { en } from "./en";
import { language, locale, type Message } from "./language";

type English = typeof en;
type In<N extends keyof English> = `${N}.${keyof English[N] & string}`;

/** The name of a message: "home.addVendor". */
export type Key = { [N in keyof English]: In<N> }[keyof English];

type At<K extends Key> = K extends `${infer N extends keyof English}.${infer M}`
  ? M extends keyof English[N]
    ? English[N][M]
    : never
  : never;
type Text<M> = M extends string ? M : M[keyof M];
type Named<T> = T extends `${string}{${infer P}}${infer Rest}` ? P | Named<Rest> : never;
type Tagged<T> = T extends `${string}</${infer P}>${infer Rest}` ? P | Tagged<Rest> : never;
type Counted<M> = M extends string ? never : "n";

type Plain = string | number;
/** What a message needs: its parameters, `n` where it has plural forms, an element for each of its tags. */
type Params<K extends Key, Value> = {
  [P in Exclude<Named<Text<At<K>>>, "n" | Tagged<Text<At<K>>>>]: Value;
} & {
  [P in Extract<Named<Text<At<K>>>, "n"> | Counted<At<K>>]: [Counted<At<K>>] extends [never] ? Value : number;
} & { [P in Tagged<Text<At<K>>>]: ReactElement };
type Given<K extends Key, Value> = keyof Params<K, Value> extends never ? [] : [params: Params<K, Value>];

const plural = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

const hasRightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** What is put in keeps its own direction, and the words around it keep theirs. */
const inserted = (text: string) =>
  language.direction === "rtl" || hasRightToLeft.test(text) ? `\u2068${text}\u2069` : text;
/** A parameter as it is put in. */
export const written = (value: unknown) =>
  inserted(typeof value === "number" ? numbers.format(value) : String(value));

function messageOf(key: Key, params: Readonly<Record<string, unknown>>): string {
  const [space = "", name = ""] = key.split(".", 2);
  const messages: Readonly<Record<string, Readonly<Record<string, Message>>>> = language.words;
  const message = messages[space]?.[name] ?? key;
  if (typeof message === "string") return message;
  return message[plural.select(Number(params.n))] ?? message.other;
}

/** The message with its parameters put in. Numbers are written as the platform writes them. */
export function say<K extends Key>(key: K, ...[given]: Given<K, Plain>): string {
  const params: Readonly<Record<string, unknown>> = given ?? {};
  return messageOf(key, params).replace(/\{(\w+)\}/g, (_, name: string) => written(params[name]));
}

/** The message with elements among its words: a parameter in its place, a tag around the text it encloses. */
export function rich<K extends Key>(key: K, ...[given]: Given<K, ReactNode>): ReactNode {
  const params = (given ?? {}) as Readonly<Record<string, ReactNode>>;
  return pieces(messageOf(key, params), params);
}

function pieces(text: string, params: Readonly<Record<string, ReactNode>>): ReactNode {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const found of text.matchAll(/\{(\w+)\}|<(\w+)>(.*?)<\/\2>/g)) {
    parts.push(text.slice(at, found.index));
    const [whole, name, tag, inner] = found;
    if (name !== undefined) {
      const value = params[name];
      parts.push(typeof value === "string" || typeof value === "number" ? written(value) : value);
    } else if (tag !== undefined) {
      const element = params[tag] as ReactElement;
      parts.push(cloneElement(element, {}, pieces(inner ?? "", params)));
    }
    at = found.index + whole.length;
  }
  parts.push(text.slice(at));
  return createElement(Fragment, null, ...parts.filter((part) => part !== ""));
}
