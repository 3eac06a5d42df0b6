import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { chooseNext, inputsOf, refuse, show, withCore } from "../testCore";
import { VerifyScreen } from ".";

const signature = {
  field: "Assessor",
  intact: true,
  covers: { kind: "revision", number: 2, of: 3 },
  changed_since: ["a further signature: Reviewer"],
  signer: {
    name: "Isolde Hartwig",
    organisation: "Fenwick",
    email: null,
    not_before: "2026-01-01T00:00:00Z",
    not_after: "2031-01-01T00:00:00Z",
    fingerprint: "AA:BB",
    self_signed: true,
  },
  trust: "unknown-self-signed",
  claimed_time: "2026-11-23T07:34:14Z",
  clock: "signer",
  reason: null,
  location: null,
  certifying: true,
};
const verdict = {
  word: "unknown-signer",
  sentence: "Unchanged since it was signed, by somebody not known here.",
  signatures: [signature],
  places: [
    {
      field: "Assessor",
      signed: true,
      expected: "Ada Moore",
      signer: "Isolde Hartwig",
      objections: [{ rule: "other-name", sentence: "The report names Ada Moore.", can_be_set_aside: true }],
      exceptions: [{ rule: "open-points", sentence: "2 points are open.", reason: "Agreed with the board" }],
    },
    { field: "Executive", signed: false, expected: "B. Lee", signer: null, objections: [], exceptions: [] },
  ],
  active: ["It runs a script when it is opened."],
  problems: [],
  attachments: [{ name: "assessment.json", sha256: "ab".repeat(32), size: 1200 }],
};

it("works without a vault, and answers each question on its own", async () => {
  const asked = await withCore({ session: refuse("No vault is open."), verify_pdf: verdict });
  const user = userEvent.setup();
  show(<VerifyScreen />);
  chooseNext("0/r.pdf", "1/isolde.pem");
  await user.click(screen.getByTestId("verify-choose"));
  expect((await screen.findByTestId("verdict-word")).textContent).toBe("Valid, signer not known here");
  expect(screen.getByText("It runs a script when it is opened.")).toBeTruthy();
  expect(screen.getByTestId("against-Assessor").textContent).toContain("The report names Ada Moore.");
  const part = screen.getByTestId("signature-Assessor").textContent ?? "";
  expect(part).toContain("by the signer’s own clock");
  expect(part).toContain("Revision 2 of 3");
  expect(part).toContain("a further signature: Reviewer");
  expect(part).toContain("Set aside with the reason: Agreed with the board");
  expect(screen.getByText(/1 place for a signature is empty: Executive \(B. Lee\)/)).toBeTruthy();
  expect(screen.getByText(`SHA-256 ${"ab".repeat(32)}`)).toBeTruthy();
  expect(screen.queryByTestId("trust-vault")).toBeNull();

  await user.click(screen.getByTestId("verify-certificate"));
  await waitFor(() =>
    expect(inputsOf(asked, "verify_pdf").at(-1)).toEqual({
      path: "0/r.pdf",
      trusted: ["1/isolde.pem"],
      trust_vault: false,
    }),
  );
});
