/**
 * The language of the window: one catalogue of all its words, chosen once, when the program starts.
 *
 * A further language is a folder beside `en`, of the same shape, with a table of what the core tells (`CoreWords`) and one
 * line in `languages`.
 */
import type { Template } from "../ipc/Template";
import type { en } from "./en";
import { languages, made } from "./languages";

/** A text with places for parameters, "{name} is late", or one for each plural form that the language has. */
export type Message = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string });

type English = typeof en;

/** Every message of the window in one language. */
export type Words = { readonly [N in keyof English]: { readonly [K in keyof English[N]]: Message } };

/** What the core tells, in one language: by its English, with the same places. */
export type CoreWords = Readonly<Record<Template, string>>;

export interface Language {
  /** The language with its usual region, as in BCP 47: "en-GB". */
  tag: string;
  direction: "ltr" | "rtl";
  /** Whether a title begins with a small letter where it stands within a sentence: “Show open questions”. */
  lowersTitles: boolean;
  words: Words;
  /** What the core tells: a text for each of its messages, or made of the English. */
  core: CoreWords | ((english: string) => string);
}

/**
 * The language to speak: the first of those that the platform prefers, else English.
 *
 * @param asked the tag of a language, in place of what the platform prefers
 */
export function languageFor(preferred: readonly string[], asked: string | null = null): Language {
  const named = [...languages, ...made].find(({ tag }) => tag === asked);
  if (named !== undefined) return named;
  const spoken = (tag: string) => tag.split("-")[0];
  for (const wanted of preferred) {
    const found = languages.find(({ tag }) => spoken(tag) === spoken(wanted));
    if (found !== undefined) return found;
  }
  return languages[0];
}

/** The region whose dates and numbers the platform writes; nothing when it does not say. */
function regionOf(tag: string | undefined): string | undefined {
  try {
    return tag === undefined ? undefined : new Intl.Locale(tag).region;
  } catch {
    return undefined;
  }
}

/** The language of the words with the region of the platform: English words in Germany write 1.234,5. */
export function localeFor(language: Language, platform: string | undefined): string {
  const region = regionOf(platform);
  if (region === undefined) return language.tag;
  return new Intl.Locale(language.tag, { region }).toString();
}

/** For looking at the window in another language while it is made: `?language=en-XA`. Nothing in the finished program. */
const asked =
  import.meta.env.DEV || import.meta.env.MODE === "made"
    ? new URLSearchParams(window.location.search).get("language")
    : null;

export const language: Language = languageFor(navigator.languages, asked);

/** The locale of dates, numbers and the order of names. */
export const locale: string = localeFor(language, navigator.language);

/** Tells the page itself which language it is in and which way that runs. */
export function speak() {
  document.documentElement.lang = locale;
  document.documentElement.dir = language.direction;
}
