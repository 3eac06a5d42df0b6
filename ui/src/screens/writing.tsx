/** Work that writes a file or the vault: how far it is, the way to stop it, and why it could not be done. */
import { useState } from "react";
import { ApiError, cancel } from "../api";
import { attempt } from "../frame";

let jobs = 0;

export interface Writing {
  /** Why it could not be done; nothing when it was stopped. */
  error: string | undefined;
  /** The job's name while it runs. */
  job: string | undefined;
  run(): void;
  /** Forget the error: something was changed since. */
  forgive(): void;
}

/** A form that writes one file. `write` is given the name of the job under which progress is told, `done` its answer. */
export function useWriting<T>(write: (job: string) => Promise<T>, done: (written: T) => void): Writing {
  const [error, setError] = useState<string>();
  const [job, setJob] = useState<string>();
  const run = async () => {
    if (job !== undefined) return;
    jobs += 1;
    const mine = `write-${jobs}`;
    setJob(mine);
    setError(undefined);
    try {
      done(await write(mine));
    } catch (thrown) {
      const failed = ApiError.from(thrown);
      setError(failed.code === "cancelled" ? undefined : failed.message);
    }
    setJob(undefined);
  };
  return { error, job, run: () => void run(), forgive: () => setError(undefined) };
}

/** What closing a dialog means: while it writes, stop that and stay. */
export function leaving({ job }: Writing, onClose: () => void): () => void {
  return job === undefined ? onClose : () => void attempt(cancel(job));
}
