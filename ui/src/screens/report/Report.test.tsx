import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Block } from "../../ipc/Block";
import { putDraft } from "../../state/drafts";
import { chooseNext, inputsOf, refuse, show, withCore } from "../testCore";
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
  issue_changes: { since: null },
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

const openPoints = {
  rule: "open-points",
  sentence: "1 point stands open before signing.",
  can_be_set_aside: true,
};
const otherName = { rule: "other-name", sentence: "The report names Ada Moore.", can_be_set_aside: true };
const verdict = {
  word: "valid",
  sentence: "Whole, and signed by somebody trusted.",
  signatures: [],
  places: [],
  problems: [],
  active: [],
  attachments: [],
};

it("signs nothing before what stands against it was seen and answered for", async () => {
  const asked = await withCore({
    ...core,
    issuing_objections: [openPoints, otherName],
    issue_report: { issue: { number: 1 }, path: "r.pdf", pages: 12, warnings: [], verdict },
  });
  const user = userEvent.setup();
  show(<ReportScreen assessment="a1" />);
  await user.click(await screen.findByTestId("issue-check"));
  const first = await screen.findByTestId("objection-open-points");
  expect(first.textContent).toContain("Risk R-02 has no owner.");
  const sign = screen.getByTestId("issue-report");
  chooseNext("0/r.pdf");
  await user.click(screen.getByTestId("issue-path"));
  expect(screen.getByText("2 objections are neither settled nor answered for.")).toBeTruthy();
  await user.type(screen.getByTestId("reason-open-points"), "Agreed with the board");
  expect(sign).toHaveProperty("disabled", true);
  await user.type(screen.getByTestId("reason-other-name"), "Ada left; I took over");
  await user.click(sign);
  // What came of it is where the eyes and the focus are.
  const close = await screen.findByTestId("issued-close");
  await waitFor(() => expect(document.activeElement).toBe(close));
  expect(screen.getByTestId("issued").textContent).toContain("Whole, and signed by somebody trusted.");
  expect(inputsOf(asked, "issue_report")).toEqual([
    {
      assessment: "a1",
      identity: "i1",
      path: "0/r.pdf",
      location: "",
      set_aside: [
        { rule: "open-points", reason: "Agreed with the board" },
        { rule: "other-name", reason: "Ada left; I took over" },
      ],
    },
  ]);
});

it("countersigns only when each rule that stands against it has a reason, each under its own words", async () => {
  const rules: [rule: string, title: string, sentence: string][] = [
    ["same-person", "The same person in two places", "Isolde has signed in the place Assessor already."],
    ["other-name", "The report names somebody else", "The report names Ben Ash for the place Reviewer."],
    ["order", "Out of the order that the report states", "Ben Ash signs first, in the place Reviewer."],
    ["earlier-time", "Dated before a signature it covers", "It is dated before that of Ada Moore."],
  ];
  const asked = await withCore({
    ...core,
    countersigning_objections: rules.map(([rule, , sentence]) => ({
      rule,
      sentence,
      can_be_set_aside: true,
    })),
    countersign: verdict,
  });
  const user = userEvent.setup();
  show(<ReportScreen assessment="a1" />);
  await user.click(await screen.findByRole("tab", { name: /Issued/ }));
  await user.click(await screen.findByTestId("countersign"));
  chooseNext("0/one.pdf");
  await user.click(await screen.findByTestId("countersign-path"));
  for (const [rule, title, sentence] of rules) {
    const stands = await screen.findByTestId(`objection-${rule}`);
    expect(stands.textContent).toContain(title);
    expect(stands.textContent).toContain(sentence);
  }
  expect(screen.getByText(/printed with the signature for everybody who reads it/)).toBeTruthy();
  chooseNext("1/two.pdf");
  await user.click(screen.getByTestId("countersign-out"));
  const sign = screen.getByTestId("countersign-sign");
  for (const [rule] of rules) {
    expect(sign).toHaveProperty("disabled", true);
    await user.type(screen.getByTestId(`reason-${rule}`), `Because ${rule}`);
  }
  await user.click(sign);
  expect(await screen.findByText("Whole, and signed by somebody trusted.")).toBeTruthy();
  expect(inputsOf(asked, "countersign")).toEqual([
    {
      path: "0/one.pdf",
      out: "1/two.pdf",
      place: "reviewer",
      identity: "i1",
      location: "",
      set_aside: rules.map(([rule]) => ({ rule, reason: `Because ${rule}` })),
    },
  ]);
});

it("does not sign against what no reason sets aside", async () => {
  const taken = { rule: "place-taken", sentence: "The place is signed already.", can_be_set_aside: false };
  await withCore({ ...core, issuing_objections: [taken] });
  const user = userEvent.setup();
  show(<ReportScreen assessment="a1" />);
  await user.click(await screen.findByTestId("issue-check"));
  chooseNext("0/r.pdf");
  await user.click(await screen.findByTestId("issue-path"));
  expect(screen.getByText("No reason sets this aside.")).toBeTruthy();
  expect(screen.queryByTestId("reason-place-taken")).toBeNull();
  expect(screen.getByTestId("issue-report")).toHaveProperty("disabled", true);
});

it("says why it could not issue, where the eyes are", async () => {
  const asked = await withCore({
    ...core,
    issuing_objections: [],
    issue_report: refuse("The file is there already. Nothing was issued."),
  });
  const user = userEvent.setup();
  show(<ReportScreen assessment="a1" />);
  await user.click(await screen.findByTestId("issue-check"));
  expect(await screen.findByTestId("no-objections")).toBeTruthy();
  chooseNext("0/r.pdf");
  await user.click(screen.getByTestId("issue-path"));
  await user.click(screen.getByTestId("issue-report"));
  const failed = await screen.findByTestId("issue-failed");
  expect(failed.textContent).toContain("The file is there already.");
  await waitFor(() => expect(document.activeElement).toBe(failed));
  expect(inputsOf(asked, "issue_report")).toHaveLength(1);
});

it("says what changed since the last issue: from what to what, by whom, from which file", async () => {
  const change = {
    what: "Answer",
    id: "ACC-01",
    title: "",
    became: "changed",
    fields: [{ field: "Claim", was: "Yes", is: "No" }],
  };
  const since = {
    number: 1,
    issued: "2026-11-18T09:00:00+00:00",
    changes: [{ change, at: "2026-11-20T09:00:00+00:00", by: "Ada Moore", doing: "read late.csv" }],
  };
  await withCore({ ...core, issue_changes: { since } });
  const user = userEvent.setup();
  show(<ReportScreen assessment="a1" />);
  const part = await screen.findByTestId("changed-since");
  expect(part.textContent).toContain("Changed since issue 1");
  expect(part.textContent).toContain("Answer ACC-01");
  expect(part.querySelector("del")?.textContent).toBe("Yes");
  expect(part.querySelector("ins")?.textContent).toBe("No");
  expect(part.textContent).toContain("Ada Moore");
  expect(part.textContent).toContain("read late.csv");
  await user.click(screen.getByRole("button", { name: "Show it" }));
  expect(window.location.hash).toBe("#/questionnaire?assessment=a1&item=ACC-01");
});

it("says before signing what is typed and not in the report, and signs without it when told so", async () => {
  const user = userEvent.setup();
  const asked = await withCore({
    ...core,
    decision: { open_points: [] },
    issuing_objections: [],
    issue_report: refuse("No such folder."),
  });
  putDraft({
    address: "finding r1 F-01",
    kind: "edit",
    value: {},
    base: {},
    what: "Finding F-01",
    place: "#/findings?assessment=r1&item=F-01",
    why: "The title is missing.",
  });
  show(<ReportScreen assessment="r1" />);
  await user.click(await screen.findByTestId("issue-check"));
  chooseNext("9/out.pdf");
  await user.click(await screen.findByTestId("issue-path"));
  await user.click(await screen.findByTestId("issue-report"));
  expect((await screen.findByTestId("issue-without")).textContent).toContain("Finding F-01");
  expect(inputsOf(asked, "issue_report")).toHaveLength(0);
  await user.click(screen.getByText("Sign and issue without it"));
  await waitFor(() => expect(inputsOf(asked, "issue_report")).toHaveLength(1));
});

it("asks for name and organisation of the first identity before the core has to", async () => {
  const user = userEvent.setup();
  const asked = await withCore({
    ...core,
    session: { ...core.session, identities: [] },
    create_identity: refuse("The organisation is too long."),
  });
  show(<ReportScreen assessment="r1" />);
  await user.type(await screen.findByTestId("new-identity-name"), "Isolde");
  expect(screen.getByTestId("new-identity-create").hasAttribute("disabled")).toBe(true);
  await user.type(screen.getByTestId("new-identity-organisation"), "Fenwick");
  await user.click(screen.getByTestId("new-identity-create"));
  const told = await screen.findByText("The organisation is too long.");
  // Beneath the form, and not under a field that is not to blame.
  expect(told.closest(".field")).toBeNull();
  expect(inputsOf(asked, "create_identity")[0]).toMatchObject({ name: "Isolde", organisation: "Fenwick" });
});
