/** Makes the identity that will sign: a key that never leaves the vault, and its certificate. */
import { Button } from "../../components";
import { IdentityFields, useNewIdentity } from "../newIdentity";

export function NewIdentityForm() {
  const form = useNewIdentity();
  return (
    <div className="issue-part">
      <p className="soft small">
        Nobody can sign in this vault yet. An identity is a key, which never leaves the vault, and a
        certificate to give to those who will verify your reports.
      </p>
      <IdentityFields form={form} testId="new-identity" />
      <div className="acts">
        <Button
          icon="key"
          onPress={() => void form.create()}
          isDisabled={!form.isReady}
          data-testid="new-identity-create"
        >
          {form.busy ? "Creating…" : "Create identity"}
        </Button>
      </div>
    </div>
  );
}
