/** The languages there are. The first stands in where no other is preferred. */
import { en } from "./en";
import type { Language } from "./language";
import { accented, accentedText, mirrored, mirroredText } from "./pseudo";

const english: Language = {
  tag: "en-GB",
  direction: "ltr",
  lowersTitles: true,
  words: en,
  core: (text) => text,
};

export const languages: readonly [Language, ...Language[]] = [english];

/**
 * While the window is made, and in a page built for its tests (`vite build --mode made`): languages that no screen may fail
 * to bear. None of it is in the finished program.
 */
export const made: readonly Language[] =
  import.meta.env.DEV || import.meta.env.MODE === "made"
    ? [
        { ...english, tag: "en-XA", words: accented(en), core: accentedText },
        { tag: "he-XB", direction: "rtl", lowersTitles: false, words: mirrored(en), core: mirroredText },
      ]
    : [];
