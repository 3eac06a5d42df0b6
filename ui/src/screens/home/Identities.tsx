/** Who signs: the signing identities of the vault, made here, read from a file or on a token; no key ever leaves. */
import { useState } from "react";
import { ApiError, call } from "../../api";
import { Button, Dialog, EmptyState, FileField, Icon, Menu, TextField } from "../../components";
import { attempt, tell, useCommands } from "../../frame";
import type { IdentityView } from "../../ipc/IdentityView";
import { change } from "../../state/query";
import { day, fileName, rich, say, told } from "../../words";
import { CreateIdentity, IdentityFields, useIdentityForm } from "../IdentityForm";
import { FormError } from "../shown";
import { TokenDialog } from "./TokenDialog";

export function Identities({ identities }: { identities: readonly IdentityView[] }) {
  const [open, setOpen] = useState<"new" | "import" | "token" | IdentityView>();
  const close = () => setOpen(undefined);
  useCommands([
    {
      id: "home.identity",
      title: say("home.createASigningIdentity"),
      group: say("home.assessments"),
      words: say("home.keyCertificateSignature"),
      run: () => setOpen("new"),
    },
    {
      id: "home.import-identity",
      title: say("home.importASigningIdentity"),
      group: say("home.assessments"),
      words: say("home.keyCertificateSignature"),
      run: () => setOpen("import"),
    },
    {
      id: "home.token-identity",
      title: say("home.anIdentityOnAToken"),
      group: say("home.assessments"),
      words: say("home.keyCertificateSmartCard"),
      run: () => setOpen("token"),
    },
  ]);
  const acts = (
    <div className="acts">
      <Button icon="import" onPress={() => setOpen("import")} data-testid="open-import-identity">
        {say("home.importFromAFile")}
      </Button>
      <Button icon="key" onPress={() => setOpen("token")} data-testid="open-token-identity">
        {say("home.onATokenOrSmartCard")}
      </Button>
      <Button icon="key" onPress={() => setOpen("new")} data-testid="new-identity">
        {say("home.createAnIdentity")}
      </Button>
    </div>
  );
  return (
    <section className="home-identities">
      <div className="home-vendor-head">
        <div>
          <h2>{say("home.signingIdentities")}</h2>
          <p className="soft small">{say("home.aReportIsSignedInA")}</p>
        </div>
        {identities.length > 0 && acts}
      </div>
      {identities.length === 0 ? (
        <EmptyState icon="key" title={say("home.nobodyCanSignYet")} action={acts}>
          {say("home.createOneForYourselfBeforeThe")}
        </EmptyState>
      ) : (
        <ul role="list">
          {identities.map((identity) => (
            <li key={identity.id} className="home-identity">
              <Icon name="key" />
              <span>
                <strong>{identity.name}</strong>
                {identity.organisation !== "" && <span className="soft"> · {identity.organisation}</span>}
                <span className="soft small home-fingerprint">
                  {rich("home.validUntilSha256", {
                    valid_until: day(identity.valid_until),
                    span: <span className="code">{identity.fingerprint}</span>,
                  })}
                </span>
                <span className="soft small home-fingerprint">
                  {identity.issuer === null
                    ? say("home.keyVouchesForItself", { key: identity.key })
                    : say("home.keyIssuedBy", { key: identity.key, issuer: identity.issuer })}
                </span>
                {identity.token !== null && (
                  <span className="soft small home-fingerprint">
                    {say("home.itsKeyIsOnTheToken", {
                      label: identity.token.label,
                      serial: identity.token.serial,
                    })}
                  </span>
                )}
                {identity.notice !== null && (
                  <span className="small home-fingerprint" data-testid={`notice-${identity.standing}`}>
                    <Icon name="warning" size="0.9375rem" /> {told(identity.notice)}
                  </span>
                )}
              </span>
              <Menu
                label={say("home.actsOnTheIdentityOf", { name: identity.name })}
                button={<Button kind="quiet">{say("home.certificate")}</Button>}
                entries={[
                  {
                    id: "export",
                    label: say("home.exportTheCertificate"),
                    icon: "export",
                    onAction: () => setOpen(identity),
                  },
                  {
                    id: "copy",
                    label: say("home.copyTheFingerprint"),
                    icon: "copy",
                    onAction: () => {
                      void attempt(navigator.clipboard.writeText(identity.fingerprint)).then(() =>
                        tell(say("home.theFingerprintWasCopied")),
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
      {open === "import" && <ImportIdentityDialog onClose={close} />}
      {open === "token" && <TokenDialog onClose={close} />}
      {typeof open === "object" && <ExportDialog identity={open} onClose={close} />}
    </section>
  );
}

function NewIdentityDialog({ onClose }: { onClose(): void }) {
  const form = useIdentityForm(onClose);
  return (
    <Dialog
      title={say("home.createASigningIdentity")}
      isOpen
      onClose={onClose}
      actions={
        <>
          {form.missing !== undefined && form.draft.isBegun && (
            <span className="form-missing" role="status">
              {form.missing}
            </span>
          )}
          <Button onPress={onClose}>{say("common.cancel")}</Button>
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

function ImportIdentityDialog({ onClose }: { onClose(): void }) {
  const [path, setPath] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const read = async () => {
    if (path === "" || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      const { name } = await change("import_identity", { path, passphrase });
      tell(say("home.theIdentityOfIsInThe", { name }));
      onClose();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
    }
    setBusy(false);
  };
  return (
    <Dialog
      title={say("home.importASigningIdentity")}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{say("common.cancel")}</Button>
          <Button
            kind="primary"
            icon="import"
            onPress={() => void read()}
            isDisabled={path === "" || busy}
            data-testid="import-identity"
          >
            {busy ? say("home.importing") : say("home.import")}
          </Button>
        </>
      }
    >
      <div className="form">
        <p className="soft">{say("home.aPkcs12FileHoldsAKey")}</p>
        <FileField
          label={say("home.pkcs12File")}
          value={path}
          onChange={(next) => {
            setPath(next);
            setError(undefined);
          }}
          dialogTitle={say("home.chooseThePkcs12File")}
          endings={["p12", "pfx"]}
          autoFocus
          testId="import-identity-file"
        />
        <TextField
          label={say("home.passphraseOfTheFile")}
          help={say("home.itIsUsedOnceAndKept")}
          type="password"
          value={passphrase}
          onChange={setPassphrase}
          onEnter={() => void read()}
          testId="import-identity-passphrase"
        />
        <FormError error={error} />
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
      tell(say("home.theCertificateWasWrittenTo", { path: fileName(path) }));
      onClose();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
    }
  };
  return (
    <Dialog
      title={say("home.exportTheCertificateOf", { name: identity.name })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{say("common.cancel")}</Button>
          <Button kind="primary" onPress={() => void write()} isDisabled={path === ""}>
            {say("home.exportCertificate")}
          </Button>
        </>
      }
    >
      <div className="form">
        <p className="soft">{say("home.theCertificateHoldsTheNameAnd")}</p>
        <FileField
          label={say("common.whereTo")}
          value={path}
          onChange={(next) => {
            setPath(next);
            setError(undefined);
          }}
          dialogTitle={say("home.chooseWhereTheCertificateGoes")}
          newFile={`${identity.name.replace(/[^\p{L}\p{N}]+/gu, "-")}.pem`}
          error={error}
          autoFocus
          testId="certificate-path"
        />
      </div>
    </Dialog>
  );
}
