/**
 * Finds what was meant from a few letters. All letters of the query must occur in order; letters that begin a
 * word and letters in a row count more, and earlier is better than later.
 */

export interface Match {
  score: number;
  /** The places of the matched letters in the text. */
  at: number[];
}

const startsWord = (text: string, index: number) =>
  index === 0 || (/[\s\-–_/.,:(&]/.test(text[index - 1] ?? "") && !/\s/.test(text[index] ?? ""));

/** Lower case and without accents, one unit for each of the original. */
function plain(text: string): string {
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text[index] ?? "";
    return (unit.normalize("NFD")[0] ?? unit).toLowerCase()[0] ?? unit;
  }).join("");
}

/** The best match of the query in the text, or nothing. An empty query matches everything with 0. */
export function fuzzy(query: string, text: string): Match | undefined {
  const wanted = plain(query.replace(/\s+/g, ""));
  const within = plain(text);
  if (wanted === "") return { score: 0, at: [] };
  if (wanted.length > within.length) return undefined;

  // best[j]: the best match of the letters so far whose last letter stands at j.
  let best: (Match | undefined)[] = [];
  for (let i = 0; i < wanted.length; i += 1) {
    const next: (Match | undefined)[] = [];
    let before: Match | undefined;
    for (let j = 0; j < within.length; j += 1) {
      const adjacent = j > 0 ? best[j - 1] : undefined;
      if (i > 0 && j > 1) {
        const gap = best[j - 2];
        if (gap !== undefined && (before === undefined || gap.score > before.score)) before = gap;
      }
      if (within[j] !== wanted[i]) continue;
      const own = startsWord(text, j) ? 8 : 1;
      if (i === 0) {
        next[j] = { score: own - j * 0.05, at: [j] };
        continue;
      }
      const inRow = adjacent === undefined ? undefined : adjacent.score + own + 8;
      const apart = before === undefined ? undefined : before.score + own - 0.5;
      if (inRow !== undefined && (apart === undefined || inRow >= apart)) {
        next[j] = { score: inRow, at: [...(adjacent?.at ?? []), j] };
      } else if (apart !== undefined) {
        next[j] = { score: apart, at: [...(before?.at ?? []), j] };
      }
    }
    best = next;
  }

  let top: Match | undefined;
  for (const match of best) {
    if (match !== undefined && (top === undefined || match.score > top.score)) top = match;
  }
  return top === undefined ? undefined : { score: top.score - within.length * 0.01, at: top.at };
}

export interface Ranked<T> {
  item: T;
  at: number[];
}

/** What matches, best first; equals keep their order. Other words count less than the title, and are not marked. */
export function rank<T extends { title: string; words?: string }>(
  query: string,
  items: readonly T[],
): Ranked<T>[] {
  return items
    .flatMap((item) => {
      const title = fuzzy(query, item.title);
      const words = item.words === undefined ? undefined : fuzzy(query, item.words);
      if (title === undefined && words === undefined) return [];
      const wordsScore = words === undefined ? Number.NEGATIVE_INFINITY : words.score * 0.6;
      const score = Math.max(title?.score ?? Number.NEGATIVE_INFINITY, wordsScore);
      return [{ item, at: title?.at ?? [], score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ item, at }) => ({ item, at }));
}
