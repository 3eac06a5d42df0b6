/** A token of SoftHSM with a key and a certificate of Ada Moore, and a PKCS#11 module that leads to it, for tests of the page. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The PIN of the token. */
export const PIN = "4711 and more";

/** What the token is called. */
export const LABEL = "Ada's card";

/** Sets the token up; gives the path of the module. */
export function card(): string {
  const folder = mkdtempSync(join(tmpdir(), "card-"));
  const conf = join(folder, "softhsm2.conf");
  mkdirSync(join(folder, "tokens"));
  writeFileSync(conf, `directories.tokendir = ${join(folder, "tokens")}\nlog.level = ERROR\n`);
  const run = (tool: string, ...given: string[]) =>
    execFileSync(tool, given, {
      cwd: folder,
      env: { ...process.env, SOFTHSM2_CONF: conf },
      stdio: ["ignore", "ignore", "pipe"],
    });
  const manners = join(process.cwd(), "../tests/data/manners.c");
  run("cc", "-shared", "-fPIC", "-o", "plain.so", manners, "-ldl");
  run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "key.p8");
  const says = ["-addext", "keyUsage=critical,digitalSignature", "-days", "900"];
  run(
    "openssl",
    "req",
    "-x509",
    "-key",
    "key.p8",
    "-subj",
    "/O=Moore/CN=Ada Moore",
    ...says,
    "-out",
    "a.pem",
  );
  run("openssl", "x509", "-in", "a.pem", "-outform", "DER", "-out", "a.der");
  run("softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "12345678");
  const key = ["--label", "signs", "--id", "a1"];
  run("softhsm2-util", "--import", "key.p8", "--token", LABEL, "--pin", PIN, ...key);
  const put = ["--write-object", "a.der", "--type", "cert", "--token-label", LABEL];
  run("pkcs11-tool", "--module", join(folder, "plain.so"), ...put, ...key);
  return join(folder, "plain.so");
}
