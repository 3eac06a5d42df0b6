/**
 * What was typed and is not saved: the one store of it, on the page and in the vault.
 *
 * A draft stands under an address that names the thing it is about. It is put here with the key that made it and kept in
 * the vault at once, one write at a time, the newest state of each. It goes when it is saved, submitted or discarded.
 *
 * Another window may have a draft of the same. Each state has a number in the vault, and one is kept in the place of the
 * state it was made of and no other, so that neither window writes over the other's. Who opens the vault next has both: one
 * in its field, the other beside it, which follows when the first is saved or given up.
 */
import { ApiError, call } from "../api";
import { tell, tellError } from "../frame/notices";
import { say } from "../words";
import { createVaultStore, forgetWithVault, type Store } from "./store";

/**
 * `edit` is a value of the vault that was changed and is saved by itself, `form` is to be submitted, `working` is kept for
 * the person and never goes anywhere.
 */
export type DraftKind = "edit" | "form" | "working";

export interface Draft {
  readonly address: string;
  readonly kind: DraftKind;
  readonly value: unknown;
  /** What the value was made of. */
  readonly base: unknown;
  /** What a person calls it: "Rationale of ACC-01". */
  readonly what: string;
  /** The address of the page where it was typed. */
  readonly place: string;
  /** Why it is not saved. */
  readonly why?: string;
  /** It waits for more to be filled in; nothing went wrong. */
  readonly isIncomplete?: boolean;
  /** It was typed before what shows it now was opened. */
  readonly isLeft?: boolean;
  /** Another draft of the same: the address that it takes when the one there is saved or given up. */
  readonly beside?: string;
}

export const drafts: Store<ReadonlyMap<string, Draft>> = createVaultStore<ReadonlyMap<string, Draft>>(
  new Map(),
);

export const draftAt = (address: string): Draft | undefined => drafts.get().get(address);

/** The part of a value that the vault keeps: what only this run of the program knows is left out. */
const kept = new Map<string, (value: unknown) => unknown>();
/** Addresses whose draft in the vault is not the one here. */
const stale = new Set<string>();
/** The numbers of the states that the vault holds, by address. */
const numbers = new Map<string, number>();
/** How many drafts were put beside others. */
let besides = 0;
let writing: Promise<void> | undefined;
/** Another vault: what was on its way for the one before no longer counts. */
let turn = 0;

forgetWithVault(() => {
  turn += 1;
  stale.clear();
  kept.clear();
  numbers.clear();
  writing = undefined;
});

function bodyOf({ address, kind, value, base, why, isIncomplete }: Draft) {
  const part = kept.get(address) ?? ((whole: unknown) => whole);
  return { kind, value: part(value), base: part(base), why, isIncomplete };
}

async function write(): Promise<void> {
  const mine = turn;
  while (stale.size > 0 && mine === turn) {
    const [address = ""] = stale;
    stale.delete(address);
    const draft = draftAt(address);
    const before = numbers.get(address);
    try {
      if (draft === undefined) {
        if (before !== undefined) await call("drop_draft", { number: before });
        if (mine === turn) numbers.delete(address);
      } else {
        const { what, place, beside = address } = draft;
        // The whole is told apart from what is shared with the page before it goes.
        const body = JSON.parse(JSON.stringify(bodyOf(draft)));
        const state = before === undefined ? {} : { before };
        const { number } = await call("keep_draft", { address: beside, ...state, body, what, place });
        if (mine === turn) numbers.set(address, number);
      }
    } catch (thrown) {
      // What is on the screen stays there; that it is nowhere else is said.
      if (mine === turn) tellError(ApiError.from(thrown));
    }
  }
  if (mine === turn) writing = undefined;
}

function keep(address: string) {
  stale.add(address);
  writing ??= write();
}

/** Resolves when the vault holds every draft as it is here. */
export async function draftsKept(): Promise<void> {
  while (writing !== undefined) await writing;
}

/** Puts a draft in the place of the one of its address. */
export function putDraft(draft: Draft, part?: (value: never) => unknown) {
  if (part !== undefined) kept.set(draft.address, part as (value: unknown) => unknown);
  drafts.set((all) => new Map(all).set(draft.address, draft));
  keep(draft.address);
}

/** Takes a draft out: it is saved, submitted or given up. One beside it takes its place. */
export function dropDraft(address: string) {
  if (!drafts.get().has(address)) return;
  const next = new Map(drafts.get());
  next.delete(address);
  const waiting = [...next.values()].findLast(({ beside }) => beside === address);
  if (waiting !== undefined) {
    const { beside: _, ...draft } = waiting;
    next.delete(waiting.address);
    next.set(address, { ...draft, address, isLeft: true });
  }
  drafts.set(next);
  keep(address);
  if (waiting !== undefined) keep(waiting.address);
}

/** An address of its own for a draft beside another of the same. */
function addressBeside(address: string): string {
  besides += 1;
  return `${address} beside ${besides}`;
}

/** What shows the draft is gone; who opens it again is told that it is from before. */
export function leaveDraft(address: string) {
  const draft = draftAt(address);
  if (draft === undefined || draft.isLeft) return;
  // Nothing changed that the vault would have to know.
  drafts.set((all) => new Map(all).set(address, { ...draft, isLeft: true }));
}

/** Gives a draft up, and offers it back. */
export function discardDraft(address: string) {
  const draft = draftAt(address);
  if (draft === undefined) return;
  dropDraft(address);
  tell(say("state.whatWasTypedWasDiscarded", { what: draft.what }), {
    label: say("common.undo"),
    run: () => {
      // What is there by now stands, and this beside it.
      const isFree = draftAt(address) === undefined;
      const back = { ...draft, isLeft: true };
      putDraft(isFree ? back : { ...back, address: addressBeside(address), beside: draft.beside ?? address });
    },
  });
}

const isKind = (kind: unknown): kind is DraftKind => kind === "edit" || kind === "form" || kind === "working";

/** Takes over what the vault kept when it was closed last. Call when a vault is open. */
export async function readDrafts(): Promise<void> {
  const mine = turn;
  let found: Awaited<ReturnType<typeof call<"drafts">>>;
  try {
    found = await call("drafts", {});
  } catch (thrown) {
    if (mine === turn) tellError(ApiError.from(thrown));
    return;
  }
  if (mine !== turn) return;
  drafts.set((all) => {
    const next = new Map(all);
    const known = new Set(numbers.values());
    // Of several of the same the newest is shown, and the others beside it.
    for (const { number, address: of, body, what, place } of found.toReversed()) {
      if (known.has(number)) continue;
      const isBeside = next.has(of) || stale.has(of);
      const address = isBeside ? addressBeside(of) : of;
      numbers.set(address, number);
      const { kind, value, base, why, isIncomplete } = (body ?? {}) as Partial<Draft>;
      // Of a form that nobody knows any more: it is shown in the list, as what it is.
      const read = isKind(kind) ? { kind, value, base } : { kind: "form" as const, value: body, base: null };
      next.set(address, {
        address,
        ...(isBeside ? { beside: of } : {}),
        ...read,
        what,
        place,
        isLeft: true,
        ...(typeof why === "string" ? { why } : {}),
        ...(isIncomplete === true ? { isIncomplete } : {}),
      });
    }
    return next;
  });
}

/** What a person is told of: refused, waiting for more, or begun and left. What is under way is not. */
export interface Unsaved {
  /** Changes that were refused, or typed before and not sent yet. */
  refused: readonly Draft[];
  /** What waits for more, and forms begun and left. */
  begun: readonly Draft[];
}

export function unsavedOf(all: ReadonlyMap<string, Draft>): Unsaved {
  const listed = [...all.values()];
  return {
    refused: listed.filter(
      ({ kind, why, isIncomplete, isLeft }) =>
        kind === "edit" && !isIncomplete && (why !== undefined || isLeft === true),
    ),
    begun: listed.filter(
      ({ kind, isIncomplete, isLeft }) =>
        (kind === "edit" && isIncomplete === true) || (kind === "form" && isLeft === true),
    ),
  };
}
