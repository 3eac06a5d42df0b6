/** Dates, numbers and sizes as the platform writes them. */
import { language, locale } from "./language";

const dayWords = new Intl.DateTimeFormat(locale, {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** "2026-11-23", or a moment, as "23 Nov 2026"; anything else as it stands. A day has no time zone. */
export function day(iso: string | null): string {
  if (iso === null || iso === "") return "";
  const read = new Date(iso.slice(0, 10));
  return Number.isNaN(read.getTime()) ? iso : dayWords.format(read);
}

const bytesIn = new Intl.NumberFormat(locale, { style: "unit", unit: "byte", unitDisplay: "long" });
const sizes = (["kilobyte", "megabyte", "gigabyte"] as const).map((unit) => {
  const style = { style: "unit", unit, unitDisplay: "short" } as const;
  return {
    small: new Intl.NumberFormat(locale, { ...style, minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    large: new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: 0 }),
  };
});

/** A number of bytes: "919 bytes", "1.2 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return bytesIn.format(bytes);
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.5 && unit < sizes.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const format = sizes[unit];
  return (size < 10 ? format?.small : format?.large)?.format(size) ?? String(bytes);
}

const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });

/** A number with at most two decimals. */
export const decimal = (value: number): string => decimals.format(value);

/** The name in the token of a file that was chosen, or in what the core tells of one. */
export function fileName(file: string): string {
  return file.slice(file.indexOf("/") + 1);
}

/** The day it is here now, as 2026-03-05: on this machine's clock and in its zone. */
export function today(now: Date = new Date()): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

const conjunction = new Intl.ListFormat(locale, { type: "conjunction" });

/** Things that belong together: “an owner, a day and a treatment”. */
export const together = (things: readonly string[]): string => conjunction.format(things);

const names = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });

/** The order of names as people count: “Vendor 13” before “Vendor 103”. */
export const byName = (one: string, other: string): number => names.compare(one, other);

/** How far the clock of a moment is from UTC: “UTC”, “UTC+1”, “UTC+5:30”. Empty when it does not say. */
export function zoneOf(at: string): string {
  const found = /(Z|[+-]\d{2}:\d{2})$/.exec(at)?.[1];
  if (found === undefined) return "";
  const [, sign = "", hours = "", minutes = ""] = /^([+-])(\d{2}):(\d{2})$/.exec(found) ?? [];
  if (Number(hours) === 0 && Number(minutes) === 0) return "UTC";
  return `UTC${sign === "-" ? "−" : "+"}${Number(hours)}${minutes === "00" ? "" : `:${minutes}`}`;
}

/** A title as it is written within a sentence: “Show open questions”. */
export const within = (title: string): string =>
  language.lowersTitles ? title.toLocaleLowerCase(locale) : title;
