/** A value and what changed of it → the value now. What did not change is the same object as before. */
import type { Change } from "../ipc/Change";
import type { Piece } from "../ipc/Piece";

type Fields = Readonly<Record<string, unknown>>;

/** Throws when the change is not one of this value. */
export function patched(was: unknown, change: Change): unknown {
  if ("to" in change) return change.to;
  if ("list" in change) {
    if (!Array.isArray(was)) throw new TypeError();
    return change.list.flatMap((piece) => itemsOf(was, piece));
  }
  if (typeof was !== "object" || was === null) throw new TypeError();
  const now: Record<string, unknown> = { ...was };
  for (const name of change.in.gone) delete now[name];
  for (const [name, one] of Object.entries(change.in.fields))
    if (one !== undefined) now[name] = patched((was as Fields)[name], one);
  return now;
}

function itemsOf(was: readonly unknown[], piece: Piece): readonly unknown[] {
  if ("new" in piece) return [piece.new];
  if ("change" in piece) {
    const [at, change] = piece.change;
    return [patched(was[at], change)];
  }
  const [first, many] = piece.keep;
  return was.slice(first, first + many);
}
