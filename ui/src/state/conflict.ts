/**
 * Two people changed the same field to different values: asks which is to stand, and says what to send then.
 *
 * What was typed is lost in no case. Whoever thinks better of deciding keeps it where it was typed, unsaved.
 */
import type { FieldClash } from "../ipc/FieldClash";
import { createVaultStore } from "./store";

/** Which value is to stand: the one just typed, or the one that somebody else saved meanwhile. */
export type Side = "mine" | "theirs";

export interface Conflict {
  clashes: readonly FieldClash[];
  /** With a side for each clash, or without when nothing is decided. */
  decide(sides: readonly Side[] | undefined): void;
}

/** Those waiting for a decision, the oldest first. One is shown at a time. */
export const conflicts = createVaultStore<readonly Conflict[]>([]);

/** How often somebody took what another had saved instead of what they typed. */
let yielded = 0;
export const timesYielded = () => yielded;

/** Asks the person. Answers a side for each clash, or nothing when they think better of it. */
export function askWhoseStands(clashes: readonly FieldClash[]): Promise<readonly Side[] | undefined> {
  return new Promise((resolve) => {
    const conflict: Conflict = {
      clashes,
      decide(sides) {
        conflicts.set((all) => all.filter((one) => one !== conflict));
        if (sides?.includes("theirs")) yielded += 1;
        resolve(sides);
      },
    };
    conflicts.set((all) => [...all, conflict]);
  });
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The name of the field of `fields` that a place such as `categories.security` is in, if one is. A name may hold dots. */
const nameIn = (fields: Fields, place: string) =>
  Object.keys(fields).find((name) => place === name || place.startsWith(`${name}.`));

/** `fields` with `value` at a place such as `categories.security`. */
function withField(fields: Fields, place: string, value: unknown): Fields {
  const [first = ""] = place.split(".");
  const name = nameIn(fields, place) ?? first;
  if (name === place) return { ...fields, [name]: value };
  const inner = fields[name];
  return { ...fields, [name]: withField(isFields(inner) ? inner : {}, place.slice(name.length + 1), value) };
}

/** What to send instead of `input`, which was refused: on top of what stands now, with the sides decided. */
export function decided<T>(input: T, clashes: readonly FieldClash[], sides: readonly Side[]): T {
  const given = input as Fields;
  const isWithin = ({ field }: Pick<FieldClash, "field">, part: Fields) => nameIn(part, field) !== undefined;
  // Some inputs hold the record beside what it was made of, some are the record.
  const within = Object.entries(given).find(
    (entry): entry is [string, Fields] =>
      entry[0] !== "base" &&
      isFields(entry[1]) &&
      clashes.some((clash) => isWithin(clash, entry[1] as Fields)),
  );
  // A record may have a field of the name under which the input holds it, as a note its note.
  const isFlat = within === undefined && clashes.every((clash) => isWithin(clash, given));
  const name = isFlat ? undefined : (within?.[0] ?? ("change" in given ? "change" : undefined));
  let record = name === undefined ? given : { ...(given[name] as Fields) };
  // Where nothing was there when the person began, what does not clash is as it is in the vault.
  let now: Fields = isFields(given.base) ? given.base : record;
  clashes.forEach(({ field, stands }, at) => {
    now = withField(now, field, stands);
    if (sides[at] === "mine") return;
    if (name === "change") {
      // Only what changes is named there: what is not to change is left out.
      const { [field]: _, [`clear_${field}`]: __, [`${field}_by`]: ___, ...rest } = record;
      record = rest;
    } else if (name === undefined && !isWithin({ field }, given) && isFields(stands)) {
      // A part of the record that the input holds spread out, such as the ratings of a risk.
      record = { ...record, ...stands };
    } else record = withField(record, field, stands);
  });
  return (name === undefined ? { ...record, base: now } : { ...given, [name]: record, base: now }) as T;
}
