/** Makes an identity that signs: a key that never leaves the vault, and its certificate. The one form of it. */
import { type ReactNode, useState } from "react";
import { ApiError } from "../api";
import { Button, Kept, Select, TextField } from "../components";
import type { KeyAlgorithm } from "../ipc/KeyAlgorithm";
import { type Drafting, useDraft } from "../state/edit";
import { change } from "../state/query";
import { say } from "../words";
import { FormError } from "./shown";

interface Person {
  name: string;
  organisation: string;
  email: string;
  algorithm: KeyAlgorithm;
}
const NOBODY: Person = { name: "", organisation: "", email: "", algorithm: "p256" };

const algorithms: readonly { id: KeyAlgorithm; label: string; detail: string }[] = [
  { id: "p256", label: say("screens.ecdsaP256"), detail: say("screens.forNearlyEveryReader") },
  { id: "p384", label: say("screens.ecdsaP384"), detail: say("screens.whereAPolicyAsksForIt") },
  { id: "rsa3072", label: say("screens.rsa3072"), detail: say("screens.forProgramsWithoutEllipticCurves") },
  { id: "rsa4096", label: say("screens.rsa4096"), detail: say("screens.whereAPolicyAsksForIt") },
];

export interface IdentityFormState {
  draft: Drafting<Person>;
  /** What is still missing, in words. */
  missing: string | undefined;
  error: string | undefined;
  busy: boolean;
  create(): void;
}

/** The form's state, for who puts its button elsewhere. `onDone` is called once the identity is made. */
export function useIdentityForm(onDone: () => void): IdentityFormState {
  const draft = useDraft("new identity", NOBODY, { what: say("screens.newSigningIdentity") });
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { name, organisation, email, algorithm } = draft.value;
  // The certificate names both; the core refuses one without.
  const missing =
    name.trim() === ""
      ? say("screens.theNameIsNeeded")
      : organisation.trim() === ""
        ? say("screens.theOrganisationIsNeeded")
        : undefined;
  const create = async () => {
    if (missing !== undefined || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await change("create_identity", {
        name: name.trim(),
        organisation: organisation.trim(),
        email: email.trim(),
        algorithm,
      });
      draft.clear();
      onDone();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
    }
    setBusy(false);
  };
  return { draft, missing, error, busy, create: () => void create() };
}

interface CreateProps {
  form: IdentityFormState;
  testId: string;
  kind?: "primary" | "plain";
}

export function CreateIdentity({ form, testId, kind = "plain" }: CreateProps) {
  return (
    <Button
      kind={kind}
      icon="key"
      onPress={form.create}
      isDisabled={form.missing !== undefined || form.busy}
      data-testid={testId}
    >
      {form.busy ? say("screens.creating") : say("screens.createIdentity")}
    </Button>
  );
}

interface FieldsProps {
  form: IdentityFormState;
  /** Begins the test ids of the fields. */
  testId: string;
  autoFocus?: boolean;
  children?: ReactNode;
}

export function IdentityFields({ form, testId, autoFocus = false, children }: FieldsProps) {
  const { draft, create, error } = form;
  const { name, organisation, email, algorithm } = draft.value;
  const put = (part: Partial<Person>) => draft.set((now) => ({ ...now, ...part }));
  return (
    <>
      {children}
      <Kept draft={draft} />
      <TextField
        label={say("common.name")}
        help={say("screens.asItWillStandBesideThe")}
        isRequired
        autoFocus={autoFocus}
        value={name}
        onChange={(next) => put({ name: next })}
        onEnter={create}
        testId={`${testId}-name`}
      />
      <TextField
        label={say("screens.organisation")}
        isRequired
        value={organisation}
        onChange={(next) => put({ organisation: next })}
        onEnter={create}
        testId={`${testId}-organisation`}
      />
      <TextField
        label={say("screens.mailAddress")}
        help={say("screens.optionalItBecomesPartOfThe")}
        value={email}
        onChange={(next) => put({ email: next })}
        onEnter={create}
        testId={`${testId}-email`}
      />
      <Select
        label={say("screens.kindOfKey")}
        options={algorithms}
        value={algorithm}
        onChange={(next) => put({ algorithm: next })}
        testId={`${testId}-algorithm`}
      />
      <FormError error={error} />
    </>
  );
}
