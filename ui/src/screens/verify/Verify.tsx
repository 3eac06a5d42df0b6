/** Verifies any PDF: who signed it, when, and whether anything was changed since. Needs no vault. */
import { useRef, useState } from "react";
import { ApiError, call, chooseFile } from "../../api";
import { Button, Checkbox, DropZone, Icon, IconButton } from "../../components";
import { attempt, useCommands } from "../../frame";
import type { Verdict } from "../../ipc/Verdict";
import { useQuery } from "../../state/query";
import { fileName } from "../../words";
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
    const chosen = await attempt(chooseFile("Choose a PDF to verify", ["pdf"]));
    if (typeof chosen === "string") take([chosen]);
  };
  const chooseCertificate = async () => {
    const title = "Choose a certificate held to be genuine";
    const chosen = await attempt(chooseFile(title, certificateEndings));
    if (typeof chosen === "string") trust([chosen]);
  };

  useCommands([
    {
      id: "verify.choose",
      title: "Choose a PDF to verify",
      group: "Verify",
      keys: "Mod+O",
      run: () => void choose(),
    },
  ]);

  return (
    <div className="screen">
      <header className="screen-head">
        <div>
          <h1>Verify a report</h1>
          <p>Any signed PDF, checked strictly and without a network. The file is only read.</p>
        </div>
      </header>
      <div className="verify">
        <div className="fields">
          <DropZone
            label="Drop a PDF here"
            help="Certificates held to be genuine can be dropped with it."
            onFiles={take}
            onChoose={() => void choose()}
            chooseLabel={busy ? "Verifying…" : "Choose a PDF…"}
            testId="verify-choose"
          />
          {error !== undefined && (
            <p className="field-error" role="alert" data-testid="verify-refused">
              <Icon name="warning" size="1rem" /> <span>{error}</span>
            </p>
          )}
          <section className="fields" aria-label="Who is trusted">
            <div>
              <h2 className="verify-trust">Who is trusted</h2>
              <p className="soft small">
                A signature shows which certificate made it. That the certificate belongs to the person is
                known only if you were given it by another way.
              </p>
            </div>
            {session.data !== undefined && (
              <Checkbox value={trustVault} onChange={(on) => again(trusted, on)} testId="trust-vault">
                The identities of this vault
                {identities.length > 0
                  ? ` (${identities.map(({ name }) => name).join(", ")})`
                  : " (none yet)"}
              </Checkbox>
            )}
            {trusted.length > 0 && (
              <ul aria-label="Trusted certificates">
                {trusted.map((one) => (
                  <li key={one} className="verify-certificate">
                    <span className="code">{fileName(one)}</span>
                    <IconButton
                      icon="close"
                      label={`No longer trust ${fileName(one)}`}
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
                Add a certificate…
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
            </>
          )}
        </div>
      </div>
    </div>
  );
}
