/** Who signs: the signing identities of the vault, made here and never leaving it but as certificates. */
import { useState } from "react";
import { ApiError, call } from "../../api";
import { Button, Dialog, EmptyState, FileField, Icon, Menu } from "../../components";
import { attempt, tell, useCommands } from "../../frame";
import type { IdentityView } from "../../ipc/IdentityView";
import { day, fileName } from "../../words";
import { CreateIdentity, IdentityFields, useIdentityForm } from "../IdentityForm";

export function Identities({ identities }: { identities: readonly IdentityView[] }) {
  const [open, setOpen] = useState<"new" | IdentityView>();
  const close = () => setOpen(undefined);
  useCommands([
    {
      id: "home.identity",
      title: "Create a signing identity",
      group: "Assessments",
      words: "key certificate signature",
      run: () => setOpen("new"),
    },
  ]);
  return (
    <section className="home-identities">
      <div className="home-vendor-head">
        <div>
          <h2>Signing identities</h2>
          <p className="soft small">
            A report is signed in a person’s name, with a key that stays in this vault.
          </p>
        </div>
        {identities.length > 0 && (
          <Button icon="key" onPress={() => setOpen("new")} data-testid="new-identity">
            Create an identity
          </Button>
        )}
      </div>
      {identities.length === 0 ? (
        <EmptyState
          icon="key"
          title="Nobody can sign yet"
          action={
            <Button icon="key" onPress={() => setOpen("new")} data-testid="new-identity">
              Create an identity
            </Button>
          }
        >
          Create one for yourself before the first report is issued. Give its certificate to those who receive
          your reports: with it they can tell your signature from any other.
        </EmptyState>
      ) : (
        <ul>
          {identities.map((identity) => (
            <li key={identity.id} className="home-identity">
              <Icon name="key" />
              <span>
                <strong>{identity.name}</strong>
                {identity.organisation !== "" && <span className="soft"> · {identity.organisation}</span>}
                <span className="soft small home-fingerprint">
                  valid until {day(identity.valid_until)} · SHA-256{" "}
                  <span className="code">{identity.fingerprint}</span>
                </span>
              </span>
              <Menu
                label={`Acts on the identity of ${identity.name}`}
                button={<Button kind="quiet">Certificate…</Button>}
                entries={[
                  {
                    id: "export",
                    label: "Export the certificate",
                    icon: "export",
                    onAction: () => setOpen(identity),
                  },
                  {
                    id: "copy",
                    label: "Copy the fingerprint",
                    icon: "copy",
                    onAction: () => {
                      void attempt(navigator.clipboard.writeText(identity.fingerprint)).then(() =>
                        tell("The fingerprint was copied."),
                      );
                    },
                  },
                ]}
              />
            </li>
          ))}
        </ul>
      )}
      {open === "new" && <NewIdentityDialog onClose={close} />}
      {open !== undefined && open !== "new" && <ExportDialog identity={open} onClose={close} />}
    </section>
  );
}

function NewIdentityDialog({ onClose }: { onClose(): void }) {
  const form = useIdentityForm(onClose);
  return (
    <Dialog
      title="Create a signing identity"
      isOpen
      onClose={onClose}
      actions={
        <>
          {form.missing !== undefined && form.draft.isBegun && (
            <span className="form-missing" role="status">
              {form.missing}
            </span>
          )}
          <Button onPress={onClose}>Cancel</Button>
          <CreateIdentity form={form} kind="primary" testId="create-identity" />
        </>
      }
    >
      <div className="form">
        <IdentityFields form={form} testId="identity" autoFocus />
      </div>
    </Dialog>
  );
}

function ExportDialog({ identity, onClose }: { identity: IdentityView; onClose(): void }) {
  const [path, setPath] = useState("");
  const [error, setError] = useState<string>();
  const write = async () => {
    try {
      await call("export_certificate", { identity: identity.id, path: path });
      tell(`The certificate was written to ${fileName(path)}.`);
      onClose();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
    }
  };
  return (
    <Dialog
      title={`Export the certificate of ${identity.name}`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" onPress={() => void write()} isDisabled={path === ""}>
            Export certificate
          </Button>
        </>
      }
    >
      <div className="form">
        <p className="soft">
          The certificate holds the name and the public half of the key. It can be given to anybody, best by
          another way than the reports themselves.
        </p>
        <FileField
          label="Where to"
          value={path}
          onChange={(next) => {
            setPath(next);
            setError(undefined);
          }}
          dialogTitle="Choose where the certificate goes"
          newFile={`${identity.name.replace(/[^\p{L}\p{N}]+/gu, "-")}.pem`}
          error={error}
          autoFocus
          testId="certificate-path"
        />
      </div>
    </Dialog>
  );
}
