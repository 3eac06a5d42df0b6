/**
 * The real core under a test of the page: the program `bridge` with a vault of its own for each test.
 *
 * What a screen asks goes to the core and what it shows comes from there. What a test wants to know it asks the core as
 * well (`core.call`). Only faults are played: a use case that is refused, one that takes its time, a program that ended.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanup } from "@testing-library/react";
import { afterAll, afterEach, beforeEach, inject, type RunnerTestCase } from "vitest";
import {
  type Api,
  ApiError,
  type Input,
  type Outcome,
  type Output,
  type Shown,
  setApi,
  type UseCase,
} from "../api";
import { notices } from "../frame/notices";
import type { Acted } from "../ipc/Acted";
import type { AssessmentId } from "../ipc/AssessmentId";
import type { Choice } from "../ipc/Choice";
import type { Message } from "../ipc/Message";
import type { VendorId } from "../ipc/VendorId";
import { flushAll } from "../state/edit";
import { forgetAll } from "../state/query";
import { told as wordsOf } from "../words/told";
import { type Bridge, startBridge } from "./bridge";
import { NOW, PASSPHRASE, type Seed } from "./templates";

export { PASSPHRASE };

/** An input as a test writes it, with ids as texts. */
export type Written<T> = T extends string & { readonly is: string }
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : { [P in keyof T]: Written<T[P]> };

export interface Core {
  /** The assessment begun last. */
  assessment: AssessmentId;
  /** Its vendor. */
  vendor: VendorId;
  /** Asks the core for a use case, past the faults that are played. Throws an `ApiError`. */
  call<K extends UseCase>(name: K, input: Written<Input<K>>): Promise<Output<K>>;
  /** How often the page asked for a use case. */
  count(name: UseCase): number;
  /** Every text that the page was given so far. */
  told(): ReadonlySet<string>;
  /** Whether all that the page asked is answered. */
  isQuiet(): boolean;
  /** A file beside the vault, written with this content when there is some; its path. */
  file(name: string, content?: string | Uint8Array): Promise<string>;
  /** A token for a file, as a dialog gives it. */
  offer(path: string): Promise<string>;
  /** What the next file dialogs answer, in this order; after the last the person thinks better of it. */
  choose(...paths: string[]): void;
  /** The name that the file dialog asked for last suggested for a new file. */
  suggested(): string | undefined;
  /** Drops files on the window. */
  drop(...paths: string[]): Promise<void>;
  /** The window is to close. Resolves once the page says that it may. */
  close(): Promise<void>;
  /** How often the page said that it is saving what is typed, so that the window waits. */
  signs(): number;
  /** Another program that has the same vault open, as a colleague's; asks it for a use case. */
  another(): Promise<Core["call"]>;
  /** Sets the core's clock. */
  at(now: string): Promise<void>;
  /** A fault: the use case is refused, until what this answers is called. Nothing reaches the core. */
  refuse(name: UseCase, sentence: string, code?: string): () => void;
  /** A fault: the use case answers this, which it never would, until what this answers is called. */
  spoil(name: UseCase, answer: unknown): () => void;
  /** A fault: the use case reaches the core only when what this answers is called. */
  hold(name: UseCase): () => void;
  /** Stands between the page and the core until what this answers is called: `pass` is what happens without it. */
  between(what: Between): () => void;
  /** A fault: the program ends as in a crash. */
  die(): Promise<void>;
  /** The program runs again, with the vault open as it was left on the disk. */
  comeBack(): Promise<void>;
}

/** What is done with a call of the page; what it answers is what the page hears. */
export type Between = (name: string, input: unknown, pass: () => Promise<unknown>) => Promise<unknown>;

interface Played {
  seed: Seed | "closed";
  faults: string[];
}

declare module "vitest" {
  interface TaskMeta {
    /** The real core that a test ran against, and the faults played on top of it. */
    core?: Played;
  }
}

/** Of this file of tests: one program, in a folder of its own. */
let bridge: Bridge | undefined;
let isDead = false;
let folder: string | undefined;
let current: RunnerTestCase | undefined;
/** Of the test under way. */
let underWay = new Set<Promise<unknown>>();
let others = new Set<Bridge>();
const nothing = () => {};
let release = nothing;
let leave = nothing;

type Heard = Parameters<Api["on"]>[1];
const handlers = new Map<string, Set<Heard>>();
const hear = (event: string, payload: unknown) => {
  for (const handler of handlers.get(event) ?? []) handler(payload);
};

async function started(): Promise<Bridge> {
  if (bridge !== undefined) return bridge;
  folder ??= await mkdtemp(join(tmpdir(), "assay-page-"));
  const own = await mkdtemp(join(folder, "run-"));
  bridge = startBridge(inject("core").program, own, hear);
  return bridge;
}

/**
 * Puts the real core in place until the test ends.
 *
 * @param seed what the vault holds: nothing, a vendor with an assessment just started, or the sample; `closed`: no
 *   vault is open
 */
export async function realCore(seed: Seed | "closed" = "started"): Promise<Core> {
  const played: Played = { seed, faults: [] };
  if (current !== undefined) current.meta.core = played;
  const template = { vault: join(inject("core").templates, `${seed}.assay`), passphrase: PASSPHRASE };
  await (await started()).ask({ now: NOW });
  const room = await (await started()).ask({ reset: seed === "closed" ? null : template });
  const { folder: own } = room as { folder: string };

  const asked: string[] = [];
  const told = new Set<string>();
  const refusals = new Map<string, ApiError>();
  const held = new Map<string, Promise<void>>();
  const releases = new Set<() => void>();
  const spoilt = new Map<string, unknown>();
  let between: Between | undefined;
  let dialogs: string[] = [];
  let suggested: string | undefined;
  let left = nothing;
  let signs = 0;
  const past = async (name: string, input: unknown, job?: string) =>
    (await started()).ask({ call: job === undefined ? { name, input } : { name, input, job } });
  const offer = async (path: string) => (await (await started()).ask({ choose: path })) as string;

  /** Something the page asks under the name of a use case, with the faults that are played on it. */
  function ask<T>(
    name: string,
    input: unknown,
    pass: () => Promise<T>,
    as: (given: unknown) => T,
  ): Promise<T> {
    asked.push(name);
    const answer = (async () => {
      await held.get(name);
      const refusal = refusals.get(name);
      if (refusal !== undefined) throw refusal;
      if (spoilt.has(name)) return as(spoilt.get(name));
      return between === undefined ? pass() : (between(name, input, pass) as Promise<T>);
    })();
    underWay.add(answer);
    const settled = () => underWay.delete(answer);
    answer.then(settled, settled);
    answer.then(
      (given) => textsIn(given, told),
      (thrown) => (thrown instanceof ApiError ? told.add(thrown.message) : textsIn(thrown, told)),
    );
    return answer;
  }
  const isPlayed = (name: string) => held.has(name) || refusals.has(name) || spoilt.has(name);

  const api: Api = {
    call: (name, input, job) =>
      ask(
        name,
        input,
        () => past(name, input, job),
        (given) => given,
      ),
    act: (name, input, watching, job) =>
      ask<Outcome>(
        name,
        input,
        async () => {
          const played = { name, input, watching: watching.filter((one) => !isPlayed(one.name)) };
          const { out, shown } = (await (
            await started()
          ).ask({
            act: job === undefined ? played : { ...played, job },
          })) as Acted;
          // What a fault is played on is looked at apart.
          return { out, shown: watching.map((one) => shown[played.watching.indexOf(one)]) };
        },
        (out) => ({ out, shown: [] }),
      ),
    look: (watched) =>
      ask(
        watched.name,
        watched.input,
        async () => (await (await started()).ask({ look: watched })) as Shown,
        (value) => ({ whole: { version: 0, value } }),
      ),
    cancel: async (job) => (await started()).ask({ cancel: job }),
    on(event, handler) {
      handlers.set(event, (handlers.get(event) ?? new Set()).add(handler));
      return () => void handlers.get(event)?.delete(handler);
    },
    async ask(command, { name }) {
      if (typeof name === "string") suggested = name;
      if (command === "leave") left();
      if (command === "saving") signs += 1;
      if (command === "leave" || command === "saving") return null;
      const path = command === "opened_with" ? undefined : dialogs.shift();
      return path === undefined ? null : offer(path);
    },
  };

  notices.set([]);
  window.location.hash = "";
  Element.prototype.scrollIntoView ??= () => {};
  leave = setApi(api);
  release = () => {
    for (const one of releases) one();
  };
  // What is kept in the page's memory belonged to the test before.
  await forgetAll();

  const core: Core = {
    assessment: "" as AssessmentId,
    vendor: "" as VendorId,
    async call(name, input) {
      try {
        return (await past(name, input)) as Output<typeof name>;
      } catch (thrown) {
        throw ApiError.from(thrown);
      }
    },
    count: (name) => asked.filter((one) => one === name).length,
    told: () => told,
    isQuiet: () => underWay.size === 0,
    async file(name, content) {
      const path = join(own, name);
      if (content !== undefined) await writeFile(path, content);
      return path;
    },
    offer,
    choose(...paths) {
      dialogs = paths;
    },
    suggested: () => suggested,
    async drop(...paths) {
      hear("files-dropped", await Promise.all(paths.map(offer)));
    },
    close() {
      const { promise, resolve } = withResolvers();
      left = resolve;
      hear("closing", null);
      return promise;
    },
    signs: () => signs,
    async another() {
      const other = startBridge(inject("core").program, await mkdtemp(join(folder ?? tmpdir(), "other-")));
      others.add(other);
      await other.ask({ now: NOW });
      await other.ask({ reset: null });
      const path = (await other.ask({ choose: join(own, "work.assay") })) as string;
      await other.ask({ call: { name: "open_vault", input: { path, passphrase: PASSPHRASE } } });
      return async (name, input) => (await other.ask({ call: { name, input } })) as Output<typeof name>;
    },
    at: async (now) => void (await (await started()).ask({ now })),
    refuse(name, sentence, code = "refused") {
      played.faults.push(`${name} refused`);
      refusals.set(name, new ApiError(sentence, code));
      return () => void refusals.delete(name);
    },
    spoil(name, answer) {
      played.faults.push(`${name} spoilt`);
      spoilt.set(name, answer);
      return () => void spoilt.delete(name);
    },
    hold(name) {
      played.faults.push(`${name} held`);
      const { promise, resolve } = withResolvers();
      held.set(name, promise);
      const goOn = () => {
        if (held.get(name) === promise) held.delete(name);
        resolve();
      };
      releases.add(goOn);
      return goOn;
    },
    between(what) {
      between = what;
      return () => {
        if (between === what) between = undefined;
      };
    },
    async die() {
      played.faults.push("program ended");
      isDead = true;
      await bridge?.kill();
    },
    async comeBack() {
      isDead = false;
      bridge = undefined;
      await (await started()).ask({ now: NOW });
      await (await started()).ask({ reset: null });
      await past("open_vault", { path: await offer(join(own, "work.assay")), passphrase: PASSPHRASE });
    },
  };
  if (seed === "started" || seed === "sample") {
    const { vendors } = await core.call("session", {});
    const newest = vendors.flatMap(({ assessments }) => assessments)[0]?.assessment;
    if (newest !== undefined) {
      core.assessment = newest.id;
      core.vendor = newest.vendor;
    }
  }
  return core;
}

/**
 * Puts the texts of an answer into a set: its values, and the names in it that are not those of fields. Of a message only
 * what stands in its places: the words are the page's to translate.
 */
export function textsIn(answer: unknown, into: Set<string>) {
  if (typeof answer === "string") into.add(answer);
  else if (isMessage(answer)) textsIn(Object.values(answer.with ?? {}), into);
  else if (typeof answer === "object" && answer !== null)
    for (const [name, part] of Object.entries(answer)) {
      if (!/^[a-z_0-9]+$/.test(name)) into.add(name);
      textsIn(part, into);
    }
}

/** The title of a word in a closed list, as the window shows it. */
export function titleIn(list: readonly Choice[], id: string): string {
  const word = list.find((word) => word.id === id);
  if (word === undefined) throw new Error(`The list has no ${id}.`);
  return wordsOf(word.title);
}

const isMessage = (answer: unknown): answer is Message =>
  typeof answer === "object" && answer !== null && "say" in answer;

function withResolvers() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

beforeEach(({ task }) => {
  current = task;
});

afterEach(async () => {
  // The screens go first, and what they send on leaving has to come before the next vault.
  cleanup();
  release();
  await flushAll();
  await Promise.allSettled(underWay);
  underWay = new Set();
  for (const other of others) await other.end();
  others = new Set();
  handlers.clear();
  leave();
  if (isDead) bridge = undefined;
  isDead = false;
  [release, leave] = [nothing, nothing];
});

afterAll(async () => {
  await bridge?.end();
  bridge = undefined;
  if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});
