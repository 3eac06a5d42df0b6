/**
 * The one way from the window to the core: a use case by name, its input, its answer.
 *
 * Everything goes through the Tauri commands `call`, `act` (a use case, and what it changes of what is on screen) and
 * `look` (what became of something on screen). A failure arrives as a `Problem` and is thrown as an `ApiError`, in the words of the language. Tests and the gallery put an api of their own in place with `setApi`.
 *
 * The page knows no path. A file that a person chose, dropped or had open before is a token here, "3/report.pdf": a
 * number that only the core can turn back, and the name to show.
 */
import { Channel, invoke } from "@tauri-apps/api/core";
import type { Acted } from "./ipc/Acted";
import type { FieldClash } from "./ipc/FieldClash";
import type { Problem } from "./ipc/Problem";
import type { Progress } from "./ipc/Progress";
import type { Shown } from "./ipc/Shown";
import type { UseCases } from "./ipc/useCases";
import type { Watched } from "./ipc/Watched";
import { say, told } from "./words";

export type { Shown, Watched };
export type UseCase = keyof UseCases;
export type Input<K extends UseCase> = UseCases[K]["in"];
export type Output<K extends UseCase> = UseCases[K]["out"];

/** How far a job is that takes a while. */
export interface RunningJob extends Progress {
  job: string;
}

/** A refusal or failure of the core: one sentence for a person, one code for the program. */
export class ApiError extends Error {
  readonly code: string;
  /** With `changed-since`: the fields that somebody else changed to something else meanwhile. */
  readonly clashes: readonly FieldClash[];

  constructor(sentence: string, code: string, clashes: readonly FieldClash[] = []) {
    super(sentence);
    this.name = say("app.apierror");
    this.code = code;
    this.clashes = clashes;
  }

  /** Whatever was thrown, as an `ApiError`. */
  static from(thrown: unknown): ApiError {
    if (thrown instanceof ApiError) return thrown;
    if (typeof thrown === "object" && thrown !== null && "sentence" in thrown) {
      const { sentence, code, clashes } = thrown as Partial<Problem>;
      return new ApiError(
        // A failure is never lost in telling it: what is no message is shown as it is.
        typeof sentence === "object" ? told(sentence) : String(sentence),
        typeof code === "string" ? code : "unknown",
        Array.isArray(clashes) ? clashes : [],
      );
    }
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    return new ApiError(say("app.theWindowCouldNotReachThe", { text }), "window");
  }
}

type Stop = () => void;
type Event = "progress" | "files-over" | "files-dropped" | "closing";

/** What came of an act. Nothing in a place means that it is to be looked at. */
export type Outcome = Omit<Acted, "shown"> & { shown: readonly (Shown | undefined)[] };

/** What an api must be able to do. The names and shapes are checked by `call`, not here. */
export interface Api {
  call(name: string, input: unknown, job?: string): Promise<unknown>;
  /** Does a use case, and tells what became of what is `watching`, in the same order. */
  act(name: string, input: unknown, watching: readonly Watched[], job?: string): Promise<Outcome>;
  /** What became of something that is shown. */
  look(watched: Watched): Promise<Shown>;
  cancel(job: string): Promise<unknown>;
  on(event: Event, handler: (payload: unknown) => void): Stop;
  /** The platform's file dialogs and what the program was opened with. A api without them chooses nothing. */
  ask?(command: string, input: Record<string, unknown>): Promise<unknown>;
}

const listeners = new Map<Event, Set<(payload: unknown) => void>>();
let isHearing = false;

/** Opens the one channel on which the window tells what was not asked for. */
function hear() {
  if (isHearing) return;
  isHearing = true;
  const page = new Channel<{ event: Event; payload: unknown }>();
  page.onmessage = ({ event, payload }) => {
    for (const handler of listeners.get(event) ?? []) handler(payload);
  };
  void invoke("hear", { page }).catch(() => {});
}

/** The api of the real window. */
export const tauriApi: Api = {
  call: (name, input, job) => invoke("call", { name, input, job: job ?? null }),
  act: (name, input, watching, job) => invoke("act", { name, input, watching, job: job ?? null }),
  look: (watched) => invoke("look", { watched }),
  cancel: (job) => invoke("cancel", { job }),
  on(event, handler) {
    hear();
    const handlers = listeners.get(event) ?? new Set();
    listeners.set(event, handlers.add(handler));
    return () => void handlers.delete(handler);
  },
  ask: (command, input) => invoke(command, input),
};

let api: Api = tauriApi;

/** Put another api in place, for tests and the gallery. Answers what puts the earlier one back. */
export function setApi(other: Api): Stop {
  const earlier = api;
  api = other;
  return () => {
    api = earlier;
  };
}

export interface CallOptions {
  /** A name of the caller's choosing under which progress is told and `cancel` stops the work. */
  job?: string | undefined;
}

/** Ask the core for a use case. Throws a `ApiError`. */
export async function call<K extends UseCase>(
  name: K,
  input: Input<K>,
  { job }: CallOptions = {},
): Promise<Output<K>> {
  try {
    const answer = job === undefined ? api.call(name, input) : api.call(name, input, job);
    return (await answer) as Output<K>;
  } catch (thrown) {
    throw ApiError.from(thrown);
  }
}

/** The same, with what it changes of what is on screen. Throws an `ApiError`. */
export async function act<K extends UseCase>(
  name: K,
  input: Input<K>,
  watching: readonly Watched[],
  { job }: CallOptions = {},
): Promise<{ output: Output<K>; shown: Outcome["shown"] }> {
  try {
    const done = job === undefined ? api.act(name, input, watching) : api.act(name, input, watching, job);
    const { out, shown } = await done;
    return { output: out as Output<K>, shown };
  } catch (thrown) {
    throw ApiError.from(thrown);
  }
}

/** What became of something that is shown. Throws an `ApiError` when nothing can be asked. */
export async function look(watched: Watched): Promise<Shown> {
  try {
    return await api.look(watched);
  } catch (thrown) {
    throw ApiError.from(thrown);
  }
}

/** Hear of every job's progress. Answers what stops listening. */
export function onProgress(handler: (progress: RunningJob) => void): Stop {
  return api.on("progress", (payload) => handler(payload as RunningJob));
}

/** Ask a job to stop. It ends with a `ApiError` whose code is `cancelled`. */
export async function cancel(job: string): Promise<void> {
  try {
    await api.cancel(job);
  } catch (thrown) {
    throw ApiError.from(thrown);
  }
}

/** Hear of files dropped on the window: their tokens. */
export function onFilesDropped(handler: (files: string[]) => void): Stop {
  return api.on("files-dropped", (files) => handler(files as string[]));
}

/** Hear whether files are being dragged over the window. */
export function onFilesOver(handler: (over: boolean) => void): Stop {
  return api.on("files-over", (over) => handler(over === true));
}

/** Hear that the window is to close. It waits for `leave`, and wants to hear `stillSaving` meanwhile. */
export function onClosing(handler: () => void): Stop {
  return api.on("closing", handler);
}

/** What is typed is being saved: the window is to wait for it. */
export async function stillSaving(): Promise<void> {
  await ask("saving");
}

/** Everything typed is saved or kept: the window may close. */
export async function leave(): Promise<void> {
  await ask("leave");
}

async function ask(command: string, input: Record<string, unknown> = {}): Promise<string | null> {
  try {
    const answer = await api.ask?.(command, input);
    return typeof answer === "string" ? answer : null;
  } catch (thrown) {
    throw ApiError.from(thrown);
  }
}

/** Let the user choose an existing file. Answers its token, or nothing when they thought better of it. */
export const chooseFile = (title: string, endings: readonly string[] = []) =>
  ask("choose_file", { title, endings: [...endings] });

/** Let the user choose where a new file goes. Answers its token. */
export const chooseNewFile = (title: string, name: string) => ask("choose_new_file", { title, name });

/** The vault the program was opened with, such as by a double click: its token. */
export const openedWith = () => ask("opened_with");
