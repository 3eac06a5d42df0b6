/**
 * The one way from the window to the core: a use case by name, its input, its answer.
 *
 * Everything goes through the Tauri command `call`. A failure arrives as `{ sentence, code }` and is thrown
 * as a `ApiError`. Tests and the gallery put a api of their own in place with `setApi`.
 */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { UseCases } from "./ipc/useCases";

export type UseCase = keyof UseCases;
export type Input<K extends UseCase> = UseCases[K]["in"];
export type Output<K extends UseCase> = UseCases[K]["out"];

/** A job that takes a while, told as it goes. `total` is 0 while the amount is not known. */
export interface Progress {
  job: string;
  label: string;
  done: number;
  total: number;
}

/** A refusal or failure of the core: one sentence for a person, one code for the program. */
export class ApiError extends Error {
  readonly code: string;

  constructor(sentence: string, code: string) {
    super(sentence);
    this.name = "ApiError";
    this.code = code;
  }

  /** Whatever was thrown, as a `ApiError`. */
  static from(thrown: unknown): ApiError {
    if (thrown instanceof ApiError) return thrown;
    if (typeof thrown === "object" && thrown !== null && "sentence" in thrown) {
      const { sentence, code } = thrown as { sentence: unknown; code?: unknown };
      return new ApiError(String(sentence), typeof code === "string" ? code : "unknown");
    }
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    return new ApiError(`The window could not reach the core: ${text}`, "window");
  }
}

type Stop = () => void;

/** What a api must be able to do. The names and shapes are checked by `call`, not here. */
export interface Api {
  call(name: string, input: unknown, job?: string): Promise<unknown>;
  cancel(job: string): Promise<unknown>;
  on(event: string, handler: (payload: unknown) => void): Stop;
  /** The platform's file dialogs and what the program was opened with. A api without them chooses nothing. */
  ask?(command: string, input: Record<string, unknown>): Promise<unknown>;
}

/** The api of the real window. */
export const tauriApi: Api = {
  call: (name, input, job) => invoke("call", { name, input, job: job ?? null }),
  cancel: (job) => invoke("cancel", { job }),
  on(event, handler) {
    const unlisten = listen(event, (message) => handler(message.payload));
    return () => void unlisten.then((stop) => stop()).catch(() => {});
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

/** Hear of every job's progress. Answers what stops listening. */
export function onProgress(handler: (progress: Progress) => void): Stop {
  return api.on("progress", (payload) => handler(payload as Progress));
}

/** Ask a job to stop. It ends with a `ApiError` whose code is `cancelled`. */
export async function cancel(job: string): Promise<void> {
  try {
    await api.cancel(job);
  } catch (thrown) {
    throw ApiError.from(thrown);
  }
}

/** Hear of files dropped on the window: their paths on this machine. */
export function onFilesDropped(handler: (paths: string[]) => void): Stop {
  return api.on("tauri://drag-drop", (payload) => {
    const { paths } = payload as { paths?: string[] };
    if (paths !== undefined && paths.length > 0) handler(paths);
  });
}

/** Hear whether files are being dragged over the window. */
export function onFilesOver(handler: (over: boolean) => void): Stop {
  const stops = [
    api.on("tauri://drag-enter", () => handler(true)),
    api.on("tauri://drag-leave", () => handler(false)),
    api.on("tauri://drag-drop", () => handler(false)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

async function ask(command: string, input: Record<string, unknown> = {}): Promise<string | null> {
  try {
    const answer = await api.ask?.(command, input);
    return typeof answer === "string" ? answer : null;
  } catch (thrown) {
    throw ApiError.from(thrown);
  }
}

/** Let the user choose an existing file. Answers its path, or nothing when they thought better of it. */
export const chooseFile = (title: string, endings: readonly string[] = []) =>
  ask("choose_file", { title, endings: [...endings] });

/** Let the user choose where a new file goes. */
export const chooseNewFile = (title: string, name: string) => ask("choose_new_file", { title, name });

/** The vault the program was opened with, such as by a double click. */
export const openedWith = () => ask("opened_with");
