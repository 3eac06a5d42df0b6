/** Verifies any PDF: who signed it, when, and whether anything was changed since. Needs no vault. */
import { useRef, useState } from "react";
import { ApiError, call, chooseFile } from "../../api";
import { Button, Checkbox, DropZone, Icon, IconButton } from "../../components";
import { attempt, useCommands } from "../../frame";
import type { Verdict } from "../../ipc/Verdict";
import { useQuery } from "../../state/query";
import { fileName, say } from "../../words";
import { Further } from "./Further";
import { VerdictView } from "./VerdictView";
import "./verify.css";

const certificateEndings = ["pem", "cer", "crt", "der"];
const isCertificate = (file: string) => /\.(pem|cer|crt|der)$/i.test(file);

export function VerifyScreen() {
  const session = useQuery("session", {});
  const identities = session.data?.identities ?? [];
  const [trusted, setTrusted] = useState<string[]>([]);
  const [trustVault, setTrustVault] = useState(true);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [result, setResult] = useState<{ file: string; verdict: Verdict }>();
  const turn = useRef(0);

  /** Verifies with what is trusted now; a later start makes an earlier answer void. */
  const verify = async (file: string, certificates = trusted, withVault = trustVault) => {
    turn.current += 1;
    const mine = turn.current;
    setBusy(true);
    setError(undefined);
    try {
      const verdict = await call("verify_pdf", {
        path: file,
        trusted: certificates,
        trust_vault: withVault && session.data !== undefined,
      });
      if (mine === turn.current) setResult({ file, verdict });
    } catch (thrown) {
      if (mine !== turn.current) return;
      setResult(undefined);
      setError(ApiError.from(thrown).message);
    }
    if (mine === turn.current) setBusy(false);
  };
  const again = (certificates: string[], withVault: boolean) => {
    setTrusted(certificates);
    setTrustVault(withVault);
    if (result !== undefined) void verify(result.file, certificates, withVault);
  };
  const trust = (files: readonly string[]) => {
    const more = files.filter((one) => !trusted.includes(one));
    if (more.length > 0) again([...trusted, ...more], trustVault);
  };
  const take = (files: string[]) => {
    trust(files.filter(isCertificate));
    const pdf = files.find((one) => !isCertificate(one));
    if (pdf !== undefined) void verify(pdf, [...trusted, ...files.filter(isCertificate)]);
  };
  const choose = async () => {
    const chosen = await attempt(chooseFile(say("verify.chooseAPdfToVerify"), ["pdf"]));
    if (typeof chosen === "string") take([chosen]);
  };
  const chooseCertificate = async () => {
    const title = say("verify.chooseACertificateHeldToBe");
    const chosen = await attempt(chooseFile(title, certificateEndings));
    if (typeof chosen === "string") trust([chosen]);
  };

  useCommands([
    {
      id: "verify.choose",
      title: say("verify.chooseAPdfToVerify"),
      group: say("verify.verify"),
      keys: "Mod+O",
      run: () => void choose(),
    },
  ]);

  return (
    <div className="screen">
      <header className="screen-head">
        <div>
          <h1>{say("common.verifyAReport")}</h1>
          <p>{say("verify.anySignedPdfCheckedStrictlyAnd")}</p>
        </div>
      </header>
      <div className="verify">
        <div className="fields">
          <DropZone
            label={say("verify.dropAPdfHere")}
            help={say("verify.certificatesHeldToBeGenuineCan")}
            onFiles={take}
            onChoose={() => void choose()}
            chooseLabel={busy ? say("verify.verifying") : say("verify.chooseAPdf")}
            testId="verify-choose"
          />
          {error !== undefined && (
            <p className="field-error" role="alert" data-testid="verify-refused">
              <Icon name="warning" size="1rem" /> <span>{error}</span>
            </p>
          )}
          <section className="fields" aria-label={say("verify.whoIsTrusted")}>
            <div>
              <h2 className="verify-trust">{say("verify.whoIsTrusted")}</h2>
              <p className="soft small">{say("verify.aSignatureShowsWhichCertificateMade")}</p>
            </div>
            {session.data !== undefined && (
              <Checkbox value={trustVault} onChange={(on) => again(trusted, on)} testId="trust-vault">
                {identities.length > 0
                  ? say("verify.theIdentitiesOfThisVault", {
                      list: identities.map(({ name }) => name).join(", "),
                    })
                  : say("verify.theIdentitiesOfThisVaultNone")}
              </Checkbox>
            )}
            {trusted.length > 0 && (
              <ul role="list" aria-label={say("verify.trustedCertificates")}>
                {trusted.map((one) => (
                  <li key={one} className="verify-certificate">
                    <span className="code">{fileName(one)}</span>
                    <IconButton
                      icon="close"
                      label={say("verify.noLongerTrust", { one: fileName(one) })}
                      onPress={() =>
                        again(
                          trusted.filter((other) => other !== one),
                          trustVault,
                        )
                      }
                    />
                  </li>
                ))}
              </ul>
            )}
            <div className="acts">
              <Button icon="plus" onPress={() => void chooseCertificate()} data-testid="verify-certificate">
                {say("verify.addACertificate")}
              </Button>
            </div>
          </section>
        </div>
        <div aria-live="polite" className="verify-result">
          {result !== undefined && (
            <>
              <p className="soft verify-file">
                <strong>{fileName(result.file)}</strong>
              </p>
              <VerdictView verdict={result.verdict} />
              <Further file={result.file} verdict={result.verdict} onMade={(made) => void verify(made)} />
            </>
          )}
        </div>
      </div>
    </div>
  );
}
