/** Verifies any PDF: who signed it, when, and whether anything was changed since. Needs no vault. */
import { useRef, useState } from "react";
import { ApiError, call, chooseFile } from "../../api";
import { Button, Checkbox, DropZone, IconButton, PathField } from "../../components";
import { attempt, useCommands } from "../../frame";
import type { Verdict } from "../../ipc/Verdict";
import { useQuery } from "../../state/query";
import { fileName } from "../../words";
import { VerdictView } from "./VerdictView";
import "./verify.css";

const isCertificate = (path: string) => /\.(pem|cer|crt|der)$/i.test(path);

export function VerifyScreen() {
  const session = useQuery("session", {});
  const identities = session.data?.identities ?? [];
  const [path, setPath] = useState("");
  const [trusted, setTrusted] = useState<string[]>([]);
  const [trustVault, setTrustVault] = useState(true);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [result, setResult] = useState<{ path: string; verdict: Verdict }>();
  const [certificate, setCertificate] = useState("");
  const turn = useRef(0);

  /** Verifies with what is trusted now; a later start makes an earlier answer void. */
  const verify = async (file: string, certificates = trusted, withVault = trustVault) => {
    if (file.trim() === "") return;
    turn.current += 1;
    const mine = turn.current;
    setBusy(true);
    setError(undefined);
    try {
      const verdict = await call("verify_pdf", {
        path: file.trim(),
        trusted: certificates,
        trust_vault: withVault && session.data !== undefined,
      });
      if (mine === turn.current) setResult({ path: file.trim(), verdict });
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
    if (result !== undefined) void verify(result.path, certificates, withVault);
  };
  const trust = (paths: readonly string[]) => {
    const more = paths.map((one) => one.trim()).filter((one) => one !== "" && !trusted.includes(one));
    if (more.length > 0) again([...trusted, ...more], trustVault);
    setCertificate("");
  };
  const take = (paths: string[]) => {
    trust(paths.filter(isCertificate));
    const pdf = paths.find((one) => !isCertificate(one));
    if (pdf === undefined) return;
    setPath(pdf);
    void verify(pdf, [...trusted, ...paths.filter(isCertificate)]);
  };
  const choose = async () => {
    const chosen = await attempt(chooseFile("Choose a PDF to verify", ["pdf"]));
    if (typeof chosen === "string") take([chosen]);
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
            onPaths={take}
            onChoose={() => void choose()}
            chooseLabel="Choose a PDF…"
          />
          <div className="verify-path">
            <PathField
              label="Or its path"
              value={path}
              onChange={(next) => {
                setPath(next);
                setError(undefined);
              }}
              onEnter={() => void verify(path)}
              dialogTitle="Choose a PDF to verify"
              endings={["pdf"]}
              error={error}
              testId="verify-path"
            />
          </div>
          <div className="acts">
            <Button
              kind="primary"
              onPress={() => void verify(path)}
              isDisabled={busy || path.trim() === ""}
              data-testid="verify-pdf"
            >
              {busy ? "Verifying…" : "Verify"}
            </Button>
          </div>
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
            <PathField
              label="Another certificate"
              help="PEM or DER. Enter adds it."
              value={certificate}
              onChange={(next) =>
                isCertificate(next) && !certificate ? trust([next]) : setCertificate(next)
              }
              onEnter={() => trust([certificate])}
              onBlur={() => trust([certificate])}
              dialogTitle="Choose a certificate held to be genuine"
              endings={["pem", "cer", "crt", "der"]}
              testId="verify-certificate"
            />
          </section>
        </div>
        <div aria-live="polite" className="verify-result">
          {result !== undefined && (
            <>
              <p className="soft verify-file">
                <span className="code">{result.path}</span>
              </p>
              <VerdictView verdict={result.verdict} />
            </>
          )}
        </div>
      </div>
    </div>
  );
}
