/** An identity whose key is on a token: the module, on purpose, then the certificates it finds, then the one to sign with. */
import { useState } from "react";
import { ApiError, call } from "../../api";
import { Button, Dialog, FileField, Icon, Select } from "../../components";
import { tell } from "../../frame";
import type { TokenSeen } from "../../ipc/TokenSeen";
import { change } from "../../state/query";
import { day, say, told } from "../../words";
import { FormError } from "../shown";

type Failure = { at: "module" | "form"; sentence: string };

export function TokenDialog({ onClose }: { onClose(): void }) {
  const [path, setPath] = useState("");
  const [seen, setSeen] = useState<readonly TokenSeen[]>();
  const [chosen, setChosen] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const there = (seen ?? []).flatMap((token) => token.certificates.map((one) => ({ token, one })));
  const fit = there.filter(({ one }) => one.unfit === null);
  const meant = fit.find(({ one }) => one.fingerprint === chosen) ?? (fit.length === 1 ? fit[0] : undefined);

  const attempt = async (at: Failure["at"], work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
    } catch (thrown) {
      setFailure({ at, sentence: ApiError.from(thrown).message });
    }
    setBusy(false);
  };
  const look = () =>
    attempt("module", async () => {
      setSeen(undefined);
      setSeen(await call("look_at_token", { path }));
    });
  const take = () =>
    attempt("form", async () => {
      if (meant === undefined) return;
      const { token, one } = meant;
      const input = { path, serial: token.serial, fingerprint: one.fingerprint };
      const { name } = await change("take_identity_from_token", input);
      tell(say("home.theIdentityOfSignsWithItsToken", { name }));
      onClose();
    });

  return (
    <Dialog
      title={say("home.anIdentityOnAToken")}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{say("common.cancel")}</Button>
          {seen === undefined ? (
            <Button
              kind="primary"
              onPress={() => void look()}
              isDisabled={path === "" || busy}
              data-testid="look-at-token"
            >
              {busy ? say("home.looking") : say("home.lookAtTheToken")}
            </Button>
          ) : (
            <Button
              kind="primary"
              icon="key"
              onPress={() => void take()}
              isDisabled={meant === undefined || busy}
              data-testid="take-identity"
            >
              {say("home.takeTheIdentity")}
            </Button>
          )}
        </>
      }
    >
      <div className="form">
        <p className="soft">{say("home.aTokenKeepsItsKey")}</p>
        <FileField
          label={say("home.pkcs11Module")}
          help={say("home.aModuleIsCode")}
          value={path}
          onChange={(next) => {
            setPath(next);
            setSeen(undefined);
            setFailure(undefined);
          }}
          dialogTitle={say("home.chooseThePkcs11Module")}
          error={failure?.at === "module" ? failure.sentence : undefined}
          isDisabled={busy}
          autoFocus
          testId="token-module-file"
        />
        {seen?.map((token) => (
          <div key={token.serial} data-testid="token-seen">
            <p>
              <strong>{token.label}</strong>
              <span className="soft"> · {say("home.serialNumber", { serial: token.serial })}</span>
            </p>
            {token.notice !== null && (
              <p className="small">
                <Icon name="warning" size="0.9375rem" /> {told(token.notice)}
              </p>
            )}
            {token.certificates.length === 0 && <p className="soft">{say("home.noCertificateOnTheToken")}</p>}
            {token.certificates.map(
              (one) =>
                one.unfit !== null && (
                  <p key={one.fingerprint} className="soft small">
                    {say("home.cannotSign", { name: one.name, why: told(one.unfit) })}
                  </p>
                ),
            )}
          </div>
        ))}
        {fit.length > 0 && (
          <Select
            label={say("home.certificateToSignWith")}
            options={fit.map(({ token, one }) => ({
              id: one.fingerprint,
              label: one.organisation === "" ? one.name : `${one.name}, ${one.organisation}`,
              detail: say("home.onTokenKeyValidUntil", {
                token: token.label,
                key: one.key,
                day: day(one.valid_until),
              }),
            }))}
            value={meant?.one.fingerprint ?? null}
            onChange={setChosen}
            autoFocus
            testId="token-certificate"
          />
        )}
        <FormError error={failure?.at === "form" ? failure.sentence : undefined} />
      </div>
    </Dialog>
  );
}
