/** Makes the identity that will sign: a key that never leaves the vault, and its certificate. */
import { useState } from "react";
import { ApiError } from "../../api";
import { Button, TextField } from "../../components";
import { change } from "../../state/query";
import { FormError } from "../shown";

export function NewIdentityForm() {
  const [name, setName] = useState("");
  const [organisation, setOrganisation] = useState("");
  const [email, setEmail] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  // The certificate names both; the core refuses one without.
  const isReady = name.trim() !== "" && organisation.trim() !== "" && !busy;
  const create = async () => {
    if (!isReady) return;
    setBusy(true);
    setError(undefined);
    try {
      await change("create_identity", {
        name: name.trim(),
        organisation: organisation.trim(),
        email: email.trim(),
      });
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
    }
    setBusy(false);
  };
  return (
    <div className="issue-part">
      <p className="soft small">
        Nobody can sign in this vault yet. An identity is a key, which never leaves the vault, and a
        certificate to give to those who will verify your reports.
      </p>
      <TextField
        label="Name"
        help="As it will stand beside the signature."
        isRequired
        value={name}
        onChange={setName}
        onEnter={() => void create()}
        testId="new-identity-name"
      />
      <TextField
        label="Organisation"
        isRequired
        value={organisation}
        onChange={setOrganisation}
        onEnter={() => void create()}
        testId="new-identity-organisation"
      />
      <TextField
        label="Mail address"
        help="It may be left empty."
        value={email}
        onChange={setEmail}
        onEnter={() => void create()}
      />
      <FormError error={error} />
      <div className="acts">
        <Button
          icon="key"
          onPress={() => void create()}
          isDisabled={!isReady}
          data-testid="new-identity-create"
        >
          {busy ? "Creating…" : "Create identity"}
        </Button>
      </div>
    </div>
  );
}
