/**
 * The one way from the window to the core: a use case by name, its input, its answer.
 *
 * Everything goes through the Tauri command `call`. A failure arrives as `{ sentence, code }` and is thrown
 * as a `DoorError`. Tests and the gallery put a door of their own in place with `setDoor`.
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
export class DoorError extends Error {
  readonly code: string;

  constructor(sentence: string, code: string) {
    super(sentence);
    this.name = "DoorError";
    this.code = code;
  }

  /** Whatever was thrown, as a `DoorError`. */
  static from(thrown: unknown): DoorError {
    if (thrown instanceof DoorError) return thrown;
    if (typeof thrown === "object" && thrown !== null && "sentence" in thrown) {
      const { sentence, code } = thrown as { sentence: unknown; code?: unknown };
      return new DoorError(String(sentence), typeof code === "string" ? code : "unknown");
    }
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    return new DoorError(`The window could not reach the core: ${text}`, "window");
  }
}

type Stop = () => void;

/** What a door must be able to do. The names and shapes are checked by `call`, not here. */
export interface Door {
  call(name: string, input: unknown, job?: string): Promise<unknown>;
  cancel(job: string): Promise<unknown>;
  on(event: string, handler: (payload: unknown) => void): Stop;
  /** The platform's file dialogs and what the program was opened with. A door without them chooses nothing. */
  ask?(command: string, input: Record<string, unknown>): Promise<unknown>;
}

/** The door of the real window. */
export const tauriDoor: Door = {
  call: (name, input, job) => invoke("call", { name, input, job: job ?? null }),
  cancel: (job) => invoke("cancel", { job }),
  on(event, handler) {
    const unlisten = listen(event, (message) => handler(message.payload));
    return () => void unlisten.then((stop) => stop()).catch(() => {});
  },
  ask: (command, input) => invoke(command, input),
};

let door: Door = tauriDoor;

/** Put another door in place, for tests and the gallery. Answers what puts the earlier one back. */
export function setDoor(other: Door): Stop {
  const earlier = door;
  door = other;
  return () => {
    door = earlier;
  };
}

export interface CallOptions {
  /** A name of the caller's choosing under which progress is told and `cancel` stops the work. */
  job?: string | undefined;
}

/** Ask the core for a use case. Throws a `DoorError`. */
export async function call<K extends UseCase>(
  name: K,
  input: Input<K>,
  { job }: CallOptions = {},
): Promise<Output<K>> {
  try {
    const answer = job === undefined ? door.call(name, input) : door.call(name, input, job);
    return (await answer) as Output<K>;
  } catch (thrown) {
    throw DoorError.from(thrown);
  }
}

/** Hear of every job's progress. Answers what stops listening. */
export function onProgress(handler: (progress: Progress) => void): Stop {
  return door.on("progress", (payload) => handler(payload as Progress));
}

/** Ask a job to stop. It ends with a `DoorError` whose code is `cancelled`. */
export async function cancel(job: string): Promise<void> {
  try {
    await door.cancel(job);
  } catch (thrown) {
    throw DoorError.from(thrown);
  }
}

/** Hear of files dropped on the window: their paths on this machine. */
export function onFilesDropped(handler: (paths: string[]) => void): Stop {
  return door.on("tauri://drag-drop", (payload) => {
    const { paths } = payload as { paths?: string[] };
    if (paths !== undefined && paths.length > 0) handler(paths);
  });
}

/** Hear whether files are being dragged over the window. */
export function onFilesOver(handler: (over: boolean) => void): Stop {
  const stops = [
    door.on("tauri://drag-enter", () => handler(true)),
    door.on("tauri://drag-leave", () => handler(false)),
    door.on("tauri://drag-drop", () => handler(false)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

async function ask(command: string, input: Record<string, unknown> = {}): Promise<string | null> {
  try {
    const answer = await door.ask?.(command, input);
    return typeof answer === "string" ? answer : null;
  } catch (thrown) {
    throw DoorError.from(thrown);
  }
}

/** Let the user choose an existing file. Answers its path, or nothing when they thought better of it. */
export const chooseFile = (title: string, endings: readonly string[] = []) =>
  ask("choose_file", { title, endings: [...endings] });

/** Let the user choose where a new file goes. */
export const chooseNewFile = (title: string, name: string) => ask("choose_new_file", { title, name });

/** The vault the program was opened with, such as by a double click. */
export const openedWith = () => ask("opened_with");
