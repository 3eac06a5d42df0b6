/** The identity that will sign: whom it names, and how it is made. */
import { useState } from "react";
import { ApiError } from "../api";
import { TextField } from "../components";
import { change } from "../state/query";
import { FormError } from "./shown";

/** What is typed of an identity, and the making of it. `onMade` is called once it is in the vault. */
export function useNewIdentity(onMade: () => void = () => {}) {
  const [typed, setTyped] = useState({ name: "", organisation: "", email: "" });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const name = typed.name.trim();
  const organisation = typed.organisation.trim();
  // The certificate names both; the core refuses one without.
  const isReady = name !== "" && organisation !== "" && !busy;
  const create = async () => {
    if (!isReady) return;
    setBusy(true);
    setError(undefined);
    try {
      await change("create_identity", { name, organisation, email: typed.email.trim() });
      onMade();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
    }
    setBusy(false);
  };
  return {
    typed,
    put: (part: Partial<typeof typed>) => setTyped({ ...typed, ...part }),
    isReady,
    busy,
    error,
    create,
  };
}

interface IdentityFieldsProps {
  form: ReturnType<typeof useNewIdentity>;
  autoFocus?: boolean;
  /** Begins the names of the fields for tests. */
  testId: string;
}

export function IdentityFields({ form, autoFocus = false, testId }: IdentityFieldsProps) {
  const { typed, put, create, error } = form;
  const onEnter = () => void create();
  return (
    <>
      <TextField
        label="Name"
        help="As it will stand beside the signature."
        isRequired
        autoFocus={autoFocus}
        value={typed.name}
        onChange={(name) => put({ name })}
        onEnter={onEnter}
        testId={`${testId}-name`}
      />
      <TextField
        label="Organisation"
        isRequired
        value={typed.organisation}
        onChange={(organisation) => put({ organisation })}
        onEnter={onEnter}
        testId={`${testId}-organisation`}
      />
      <TextField
        label="Mail address"
        help="Optional; it becomes part of the certificate."
        value={typed.email}
        onChange={(email) => put({ email })}
        onEnter={onEnter}
      />
      <FormError error={error} />
    </>
  );
}
