/** The bridge program: the desk of the window, reached over lines of JSON (`desk/examples/bridge.rs`). */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Watched } from "../api";

/** A vault to start from. */
export interface Template {
  vault: string;
  passphrase: string;
}

export type Request =
  | { call: { name: string; input: unknown; job?: string } }
  | { act: { name: string; input: unknown; watching: readonly Watched[]; job?: string } }
  | { look: Watched }
  | { cancel: string }
  | { choose: string }
  | { reset: Template | null }
  | { now: string };

export interface Bridge {
  /** Asks for one thing; rejects with what the core refused it with, or with an `Error` when the program is gone. */
  ask(request: Request): Promise<unknown>;
  /** Ends the program as a crash does, and resolves once it is gone. */
  kill(): Promise<void>;
  /** Lets the program end by itself. */
  end(): Promise<void>;
}

/** The environment variable that names the program. */
const VARIABLE = "ASSAY_BRIDGE";

/** Where the program is, or the sentence that says what to run first. */
export function bridgeProgram(): { path: string } | { missing: string } {
  const path = process.env[VARIABLE] ?? resolve(join("..", "target", "debug", "examples", "bridge"));
  return existsSync(path)
    ? { path }
    : {
        missing: `The tests of the page run against the core, and ${path} is missing: run \`cargo build --workspace --features assay-desk/ts,assay-desktop/window-tests --example bridge\` first, or \`./dev test\`, which builds it (${VARIABLE} names another place).`,
      };
}

/**
 * Starts the program.
 *
 * @param folder where it makes a folder for each vault
 * @param hear is told what comes without being asked
 */
export function startBridge(
  path: string,
  folder: string,
  hear: (event: string, payload: unknown) => void = () => {},
): Bridge {
  // Nothing of the person who runs the tests is read or written.
  const program: ChildProcessWithoutNullStreams = spawn(path, [folder], {
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, ASSAY_CONFIG_DIR: folder },
  });
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(reason: unknown): void }>();
  let last = 0;
  let said = "";
  let isGone = false;
  let isKilled = false;
  const gone = () => new Error(`the core ended${said === "" ? "" : `: ${said}`}`);
  const ended = new Promise<void>((done) => {
    program.once("close", () => {
      isGone = true;
      for (const { reject } of waiting.values()) reject(gone());
      waiting.clear();
      done();
    });
  });
  // Without a listener the first write to a program that is gone would end the test run.
  program.stdin.on("error", () => {});
  program.on("error", (error) => {
    said = error.message;
  });
  program.stderr.on("data", (bytes: Buffer) => {
    said += bytes.toString();
  });
  createInterface({ input: program.stdout }).on("line", (line) => {
    // It may be half a line.
    if (isKilled) return;
    const { id, ok, error, event, payload } = JSON.parse(line);
    if (event !== undefined) hear(event, payload);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(ok);
    else asked?.reject(error);
  });
  return {
    ask(request) {
      if (isGone) return Promise.reject(gone());
      last += 1;
      const id = last;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        program.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
      });
    },
    async kill() {
      isKilled = true;
      program.kill("SIGKILL");
      await ended;
    },
    async end() {
      program.stdin.end();
      await ended;
    },
  };
}
