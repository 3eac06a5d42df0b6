/** A reason that is typed, and what is done with it: not twice at once, and what went wrong is said at the reason. */
import { useState } from "react";
import { ApiError } from "../../api";

interface Typed {
  value: string;
  set(reason: string): void;
}

/** `work` takes the reason without blanks around it; the draft is cleared and the dialog closed by it. */
export function useReason({ value, set }: Typed, work: (reason: string) => Promise<void>, mayWork = true) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const isReady = mayWork && value.trim() !== "" && !busy;
  const submit = async () => {
    if (!isReady) return;
    setBusy(true);
    try {
      await work(value.trim());
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
      setBusy(false);
    }
  };
  const onChange = (next: string) => {
    set(next);
    setError(undefined);
  };
  return { isReady, submit, field: { value, onChange, error } };
}
