import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Block } from "../../ipc/Block";
import { chooseNext, inputsOf, refuse, show, withCore } from "../testDoor";
import { ReportScreen } from ".";
import { sheetsOf } from "./Paper";

const plain = (text: string, link: string | null = null) => ({ text, style: "plain" as const, link });
const blocks: Block[] = [
  { type: "cover", lines: [{ label: "Vendor", value: [plain("Ardent")] }] },
  { type: "heading", level: "one", number: "1", text: "Summary", id: "summary" },
  {
    type: "paragraph",
    lead: false,
    spans: [plain("<b>Bold</b> in an answer is text; see "), plain("F-01", "f-01")],
  },
  { type: "page-break" },
  { type: "heading", level: "one", number: "2", text: "Findings", id: "findings" },
  {
    type: "card",
    id: "f-01",
    number: "F-01",
    title: "Shared accounts",
    badge: "High",
    tone: "high",
    facts: [],
    parts: [{ label: "Condition", spans: [plain("Two share one.")] }],
  },
  { type: "signature", signer: "assessor", label: "Assessor", who: "Isolde Hartwig" },
];
const document_ = {
  title: "Ardent 2026",
  subtitle: "",
  language: "en-GB",
  author: "",
  organisation: "Fenwick",
  classification: "Confidential",
  reference: "r1",
  issued: "",
  footer: "",
  blocks,
};
const identity = {
  id: "i1",
  name: "Isolde",
  organisation: "",
  fingerprint: "AA:BB",
  valid_until: "2031-01-01",
};
const core = {
  report_preview: document_,
  issues: [],
  session: { path: "", name: "v", vendors: [], identities: [identity] },
  decision: {
    open_points: [
      {
        kind: "risk-without-owner",
        title: "Risk without owner",
        grave: true,
        text: "Risk R-02 has no owner.",
        place: { at: "risk", id: "R-02" },
      },
    ],
  },
  overview: { assessment: { title: "Ardent 2026" } },
};

it("begins a sheet at each chapter and page break", () => {
  expect(sheetsOf(blocks).map(({ blocks: on }) => on.map(({ type }) => type))).toEqual([
    ["cover"],
    ["heading", "paragraph"],
    ["heading", "card", "signature"],
  ]);
});

it("shows answers as text, follows links, and says what stands open before signing", async () => {
  await withCore(core);
  const user = userEvent.setup();
  show(<ReportScreen assessment="a1" />);
  expect(await screen.findByText(/<b>Bold<\/b> in an answer is text/)).toBeTruthy();
  expect((await screen.findByTestId("open-points")).textContent).toContain("Risk R-02 has no owner.");
  await user.click(screen.getByRole("button", { name: "F-01" }));
  expect(document.activeElement?.id).toBe("paper-f-01");
});

it("issues under the identity chosen and shows why when it could not", async () => {
  const asked = await withCore({
    ...core,
    issuing_objections: [],
    issue_report: refuse("The file is there already. Nothing was issued."),
  });
  const user = userEvent.setup();
  show(<ReportScreen assessment="a1" />);
  chooseNext("0/r.pdf");
  await user.click(await screen.findByTestId("issue-path"));
  await waitFor(() => expect(screen.getByTestId("issue-report")).toHaveProperty("disabled", false));
  await user.click(screen.getByTestId("issue-report"));
  expect((await screen.findByTestId("issue-failed")).textContent).toContain("The file is there already.");
  expect(inputsOf(asked, "issue_report")).toEqual([
    { assessment: "a1", identity: "i1", path: "0/r.pdf", location: "", set_aside: [] },
  ]);
});
