import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Objection } from "../../ipc/Objection";
import { type Core, realCore } from "../../testing/core";
import { describe } from "../../testing/seeds";
import { show } from "../../testing/show";
import { told } from "../../words";
import { VerifyScreen } from ".";
import { VerdictView } from "./VerdictView";

const because = (objections: readonly Objection[]) =>
  objections.map(({ rule }) => ({ rule, reason: `Agreed: ${rule}` }));

/** A report issued by Ada Moore, though it names another, and countersigned; both files are closed again. */
async function signed(core: Core): Promise<{ report: string; certificate: string }> {
  const { assessment } = core;
  const person = (name: string) => ({ name, role: "", organisation: "" });
  await describe(core, { reviewer: person("Tomasz Brennan"), accountable: person("Bea Lee") });
  const identify = (name: string) =>
    core.call("create_identity", { name, organisation: "Fenwick", email: "" });
  const ada = await identify("Ada Moore");
  const tomasz = await identify("Tomasz Brennan");
  const [issued, report, certificate] = [
    await core.file("r.pdf"),
    await core.file("signed.pdf"),
    await core.file("ada.pem"),
  ];
  const { objections } = await core.call("issuing_objections", { assessment, identity: ada.id });
  await core.call("issue_report", {
    assessment,
    identity: ada.id,
    path: await core.offer(issued),
    location: "",
    set_aside: because(objections),
  });
  const input = { path: await core.offer(issued), place: "reviewer" as const, identity: tomasz.id };
  await core.call("countersign", {
    ...input,
    out: await core.offer(report),
    location: "",
    set_aside: because(await core.call("countersigning_objections", input)),
  });
  await core.call("export_certificate", { identity: ada.id, path: await core.offer(certificate) });
  await core.call("close_vault", {});
  return { report, certificate };
}

it("works without a vault, and answers each question on its own", async () => {
  const core = await realCore();
  const { report, certificate } = await signed(core);
  const user = userEvent.setup();
  show(<VerifyScreen />);
  core.choose(report, certificate);
  await user.click(screen.getByTestId("verify-choose"));
  const path = await core.offer(report);
  const verdict = await core.call("verify_pdf", { path, trusted: [], trust_vault: false });
  const word = await screen.findByTestId("verdict-word");
  expect(word.textContent).toBe("Valid, signer not known here");
  expect(screen.getByText(told(verdict.sentence))).toBeTruthy();
  const part = screen.getByTestId("signature-Assessor").textContent ?? "";
  expect(part).toContain("Ada Moore");
  expect(part).toContain("by the signer’s own clock");
  expect(part).toMatch(/Revision \d of \d/);
  const [assessor] = verdict.signatures;
  expect(assessor?.changed_since.length).toBeGreaterThan(0);
  for (const later of assessor?.changed_since ?? []) expect(part).toContain(told(later));
  expect(part).toContain("Set aside with the reason: Agreed: open-points");
  expect(part).toContain("Set aside with the reason: Agreed: other-name");
  expect(screen.getByText(/1 place for a signature is empty: Executive \(Bea Lee\)/)).toBeTruthy();
  expect(screen.getByText(`SHA-256 ${verdict.attachments[0]?.sha256}`)).toBeTruthy();
  expect(screen.queryByTestId("trust-vault")).toBeNull();
  expect(part).toContain("Not known here");

  await user.click(screen.getByTestId("verify-certificate"));
  await waitFor(() =>
    expect(screen.getByTestId("signature-Assessor").textContent).toContain(
      "this certificate is one of those held to be genuine",
    ),
  );
});

/** An authority that OpenSSL plays, a minute after the report was signed: answers the request in a folder. */
function answered(folder: string, request: string): string {
  const openssl = (command: string) =>
    execFileSync("faketime", ["2026-11-20 09:01:00", "openssl", ...command.split(" ")], {
      cwd: folder,
      env: { ...process.env, TZ: "UTC" },
      stdio: "pipe",
    });
  const uses = "keyUsage=critical,digitalSignature -addext extendedKeyUsage=critical,timeStamping";
  openssl(
    `req -x509 -newkey rsa:2048 -nodes -subj /CN=Example-Clock -keyout clock.key -out clock.pem -days 30 -addext ${uses}`,
  );
  writeFileSync(join(folder, "serial"), "01\n");
  const lines = ["[ts]", "serial = serial", "signer_cert = clock.pem", "signer_key = clock.key"];
  lines.push(
    "signer_digest = sha256",
    "default_policy = 1.2.3.4.1",
    "digests = sha256",
    "ess_cert_id_alg = sha256",
  );
  writeFileSync(join(folder, "ts.cnf"), lines.join("\n"));
  openssl(`ts -reply -queryfile ${request} -config ts.cnf -section ts -out answer.tsr`);
  return join(folder, "answer.tsr");
}

it("has the newest signature stamped by files, and looks at the stamped copy", async () => {
  const core = await realCore();
  const { report } = await signed(core);
  const user = userEvent.setup();
  show(<VerifyScreen />);
  core.choose(report);
  await user.click(screen.getByTestId("verify-choose"));
  const folder = dirname(report);
  const request = join(folder, "signed.tsq");
  core.choose(request);
  await user.click(await screen.findByTestId("stamp-request"));
  await waitFor(() => expect(existsSync(request)).toBe(true));
  expect(core.suggested()).toBe("signed.tsq");

  core.choose(answered(folder, request), join(folder, "stamped.pdf"));
  await user.click(screen.getByTestId("stamp-answer"));
  expect(await screen.findByText("stamped.pdf")).toBeTruthy();
  expect(screen.getByTestId("signature-Reviewer").textContent).toContain("Example-Clock");
  expect(screen.getByTestId("verdict-word").textContent).toBe("Valid, signer not known here");
  expect(screen.queryByTestId("stamp-request")).toBeNull();
});

it("writes out what was signed, without what was added since", async () => {
  const core = await realCore();
  const { report } = await signed(core);
  const added = await core.file("added.pdf", new Uint8Array([...(await readFile(report)), 13, 10]));
  const user = userEvent.setup();
  show(<VerifyScreen />);
  core.choose(added);
  await user.click(screen.getByTestId("verify-choose"));
  await screen.findByTestId("verdict-word");
  const again = join(dirname(report), "again.pdf");
  core.choose(again);
  await user.click(screen.getByTestId("write-signed"));
  expect(await screen.findByText("again.pdf")).toBeTruthy();
  expect(await readFile(again)).toEqual(await readFile(report));
});

it("says of a file that is no report what it is, and of a changed one that it is not valid", async () => {
  const core = await realCore("closed");
  const user = userEvent.setup();
  show(<VerifyScreen />);
  core.choose(await core.file("letter.pdf", "Dear all,"));
  await user.click(screen.getByTestId("verify-choose"));
  expect((await screen.findByTestId("verdict-word")).textContent).toBe("Not a PDF");
});

it("names what in a file acts by itself, and what stands against a signature", () => {
  // No report of this program has either; the strict verifier's own tests make such files.
  const objection = {
    rule: "other-name" as const,
    sentence: { say: "The report names Ada Moore." },
    can_be_set_aside: true,
  };
  render(
    <VerdictView
      verdict={{
        word: "against-rules",
        sentence: { say: "" },
        signatures: [
          {
            field: "Assessor",
            intact: "yes",
            covers: { kind: "whole-file" },
            changed_since: [],
            signer: null,
            trust: "unknown-self-signed",
            claimed_time: null,
            clock: "signer",
            time_stamp: null,
            reason: null,
            location: null,
            certifying: true,
            drawn_as_signed: true,
          },
        ],
        places: [
          {
            field: "Assessor",
            signed: true,
            expected: "Ada Moore",
            signer: "Isolde Hartwig",
            objections: [objection],
            exceptions: [],
          },
        ],
        active: [{ say: "It runs a script when it is opened." }],
        problems: [],
        remarks: [],
        attachments: [],
      }}
    />,
  );
  expect(screen.getByText("It runs a script when it is opened.")).toBeTruthy();
  expect(screen.getByTestId("against-Assessor").textContent).toContain("The report names Ada Moore.");
});

it("calls what cannot be checked neither sound nor wrong", () => {
  render(
    <VerdictView
      verdict={{
        word: "not-judged",
        sentence: { say: "" },
        signatures: [
          {
            field: "Reviewer",
            intact: "not-judged",
            covers: { kind: "unclear" },
            changed_since: [],
            signer: null,
            trust: "not-established",
            claimed_time: null,
            clock: "signer",
            time_stamp: null,
            reason: null,
            location: null,
            certifying: false,
            drawn_as_signed: false,
          },
        ],
        places: [],
        active: [],
        problems: [
          { code: "unsupported-algorithm", sentence: { say: "It uses a key that is not known here." } },
        ],
        remarks: [{ say: "2 bytes of a line end follow the last signature." }],
        attachments: [],
      }}
    />,
  );
  expect(screen.getByTestId("verdict-word").textContent).toBe("Not judged");
  expect(screen.getByRole("region", { name: "Problems" }).textContent).toContain("What cannot be checked");
  expect(screen.getByTestId("signature-Reviewer").textContent).toContain("Not judged: it is of a kind");
  expect(screen.getByRole("region", { name: "Remarks" }).textContent).toContain("a line end follow");
});
