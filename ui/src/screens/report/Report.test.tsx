import { access } from "node:fs/promises";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Block } from "../../ipc/Block";
import type { SetAside } from "../../ipc/SetAside";
import type { SigningRule } from "../../ipc/SigningRule";
import { putDraft } from "../../state/drafts";
import { card, PIN } from "../../testing/card";
import { type Core, realCore } from "../../testing/core";
import { answer, begin, describe, responseTo } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { told } from "../../words";
import { ReportScreen } from ".";
import { sheetsOf } from "./Paper";

/** Few questions, so that the report is short. */
async function small(): Promise<Core> {
  const core = await realCore();
  await begin(core, { tier: 4, facts: [] });
  return core;
}

const identify = (core: Core, name: string) =>
  core.call("create_identity", { name, organisation: "Fenwick Lane", email: "" });

const issuesOf = (core: Core) => core.call("issues", { assessment: core.assessment });

/** Issues the report as the assessment's own assessor, whatever stands open; the file's path. */
async function issue(core: Core): Promise<string> {
  const { id } = await identify(core, "Isolde Hartwig");
  await core.at("2026-11-20T12:00:00+00:00");
  const { objections } = await core.call("issuing_objections", { assessment: core.assessment, identity: id });
  const set_aside: SetAside[] = objections.map(({ rule }) => ({ rule, reason: "For this test" }));
  const path = await core.file("r.pdf");
  await core.call("issue_report", {
    assessment: core.assessment,
    identity: id,
    path: await core.offer(path),
    location: "",
    set_aside,
  });
  return path;
}

it("begins a sheet at each chapter and page break", () => {
  const blocks: Block[] = [
    { type: "cover", lines: [] },
    { type: "heading", level: "one", number: "1", text: "Summary", id: "summary" },
    { type: "paragraph", lead: false, spans: [] },
    { type: "page-break" },
    { type: "heading", level: "one", number: "2", text: "Findings", id: "findings" },
    { type: "card", id: "f-01", number: "F-01", title: "", badge: "", tone: "high", facts: [], parts: [] },
    { type: "signature", signer: "assessor", label: "Assessor", who: "Isolde Hartwig" },
  ];
  expect(sheetsOf(blocks).map(({ blocks: on }) => on.map(({ type }) => type))).toEqual([
    ["cover"],
    ["heading", "paragraph"],
    ["heading", "card", "signature"],
  ]);
});

it("shows the kind of report that is chosen, and writes that kind", async () => {
  const core = await small();
  await describe(core, { summary: "The archive can be used." });
  const user = userEvent.setup();
  show(<ReportScreen assessment={core.assessment} />);
  await waitFor(() => expect(screen.getByTestId("report-preview").textContent).toContain("Document control"));
  await user.click(screen.getByTestId("report-kind"));
  await user.click(await screen.findByRole("option", { name: /Board paper/ }));
  await waitFor(() =>
    expect(screen.getByTestId("report-preview").textContent).not.toContain("Document control"),
  );
  await waitFor(() =>
    expect(screen.getByTestId("report-preview").textContent).toContain("The archive can be used."),
  );
  const path = await core.file("board.pdf");
  core.choose(path);
  await user.click(screen.getByTestId("write-draft"));
  await waitFor(() =>
    expect(screen.getByTestId("drafted").textContent).toContain("Board paper: written to board.pdf"),
  );
  await access(path);
});

it("writes what other tools read, each to a file of its own", async () => {
  const core = await small();
  await answer(core, "ACC-01", { conclusion: "ineffective", rationale: "Nobody asks for one." });
  await core.call("raise_finding", { assessment: core.assessment, question: "ACC-01" });
  const user = userEvent.setup();
  show(<ReportScreen assessment={core.assessment} />);
  for (const [entry, name] of [
    [/Registers as a workbook/, "registers.xlsx"],
    [/Full report with annexes to be edited/, "complete.docx"],
    [/Assessment results in OSCAL/, "results.json"],
    [/Plan of action and milestones in OSCAL/, "plan.json"],
  ] as const) {
    const path = await core.file(name);
    core.choose(path);
    await waitFor(() => expect(screen.getByTestId("export").hasAttribute("disabled")).toBe(false));
    await user.click(screen.getByTestId("export"));
    await user.click(await screen.findByRole("menuitem", { name: entry }));
    await waitFor(() => expect(screen.getByTestId("exported").textContent).toContain(`Written to ${name}.`));
    await access(path);
  }
  // A file that is there is never written over.
  core.choose(await core.file("plan.json"));
  await user.click(screen.getByTestId("export"));
  await user.click(await screen.findByRole("menuitem", { name: /Plan of action and milestones in OSCAL/ }));
  await waitFor(() => expect(screen.getByTestId("export-failed").textContent).toContain("exists already"));
});

it("shows answers as text, follows links, and says what stands open before signing", async () => {
  const core = await small();
  await describe(core, { summary: "<b>Bold</b> in a summary is text." });
  await answer(core, "ACC-01", { conclusion: "ineffective", rationale: "Nobody asks for one." });
  await core.call("raise_finding", { assessment: core.assessment, question: "ACC-01" });
  const user = userEvent.setup();
  show(<ReportScreen assessment={core.assessment} />);
  expect((await screen.findAllByText(/<b>Bold<\/b> in a summary is text/)).length).toBeGreaterThan(0);
  const { open_points } = await core.call("decision", { assessment: core.assessment });
  const [grave] = open_points.filter((point) => point.grave);
  expect((await screen.findByTestId("open-points")).textContent).toContain(grave && told(grave.text));
  // By its words alone: roles of everything on a whole report take long to work out.
  const buttons = [...screen.getByTestId("report-preview").querySelectorAll("button")];
  const link = buttons.find(({ textContent }) => textContent === "F-01");
  if (link === undefined) throw new Error("Nothing in the report leads to the finding.");
  await user.click(link);
  expect(document.activeElement?.id).toMatch(/^paper-/);
  expect(document.activeElement?.textContent).toContain("F-01");
});

it("signs nothing before what stands against it was seen and answered for", async () => {
  const core = await small();
  await identify(core, "Ada Moore");
  const user = userEvent.setup();
  show(<ReportScreen assessment={core.assessment} />);
  // Who signs is known once the vault has said so.
  const check = await screen.findByTestId("issue-check");
  await waitFor(() => expect(check).toHaveProperty("disabled", false));
  await user.click(check);
  const first = await screen.findByTestId("objection-open-points");
  const { open_points } = await core.call("decision", { assessment: core.assessment });
  expect(first.textContent).toContain(open_points[0] && told(open_points[0].text));
  expect(screen.getByTestId("objection-other-name").textContent).toContain("Isolde Hartwig");
  const sign = screen.getByTestId("issue-report");
  const path = await core.file("r.pdf");
  core.choose(path);
  await user.click(screen.getByTestId("issue-path"));
  const objections = screen.getAllByTestId(/^objection-/).length;
  expect(screen.getByText(`${objections} objections are neither settled nor answered for.`)).toBeTruthy();
  for (const reason of screen.getAllByTestId(/^reason-/)) {
    expect(sign).toHaveProperty("disabled", true);
    await write(user, reason, `Agreed: ${reason.dataset.testid?.replace("reason-", "")}`);
  }
  await user.click(sign);
  // What came of it is where the eyes and the focus are.
  const close = await screen.findByTestId("issued-close");
  await waitFor(() => expect(document.activeElement).toBe(close));
  const verdict = await core.call("verify_pdf", {
    path: await core.offer(path),
    trusted: [],
    trust_vault: true,
  });
  expect(screen.getByTestId("issued").textContent).toContain(told(verdict.sentence));
  expect(verdict.places.flatMap(({ exceptions }) => exceptions)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ rule: "open-points", reason: "Agreed: open-points" }),
      expect.objectContaining({ rule: "other-name", reason: "Agreed: other-name" }),
    ]),
  );
  expect(await issuesOf(core)).toMatchObject([{ number: 1, signer: "Ada Moore" }]);
});

it("asks for the PIN of a token each time it signs, and tells a wrong one at its field", async () => {
  const core = await small();
  await core.at(new Date().toISOString());
  const module = await core.offer(card());
  const [token] = await core.call("look_at_token", { path: module });
  const [certificate] = token?.certificates ?? [];
  if (token === undefined || certificate === undefined) throw new Error("a token was set up");
  const { serial } = token;
  const { fingerprint } = certificate;
  await core.call("take_identity_from_token", { path: module, serial, fingerprint });
  const user = userEvent.setup();
  show(<ReportScreen assessment={core.assessment} />);
  const check = await screen.findByTestId("issue-check");
  await waitFor(() => expect(check).toHaveProperty("disabled", false));
  await user.click(check);
  await screen.findByTestId("objection-open-points");
  for (const reason of screen.getAllByTestId(/^reason-/)) await write(user, reason, "For this test");
  const path = await core.file("r.pdf");
  core.choose(path);
  await user.click(screen.getByTestId("issue-path"));
  const pin = screen.getByTestId("token-pin");
  expect(pin).toHaveProperty("type", "password");

  await write(user, pin, "0000 wrong");
  await user.click(screen.getByTestId("issue-report"));
  await screen.findByText(/The PIN is not that of the token/, { selector: ".field-error *" });
  expect(await issuesOf(core)).toEqual([]);
  const again = screen.getByTestId("token-pin");
  expect(again).toHaveProperty("value", "");
  await waitFor(() => expect(document.activeElement).toBe(again));

  await write(user, screen.getByTestId("token-pin"), PIN);
  await user.click(screen.getByTestId("issue-report"));
  await screen.findByTestId("issued-close");
  expect(await issuesOf(core)).toMatchObject([{ number: 1, signer: "Ada Moore" }]);
  expect([...core.told()].filter((text) => text.includes(PIN))).toEqual([]);
});

it("countersigns only when each rule that stands against it has a reason, each under its own words", async () => {
  const core = await small();
  await describe(core, { reviewer: { name: "Ben Ash", role: "", organisation: "" } });
  await describe(core, { accountable: { name: "Ada Moore", role: "", organisation: "" } });
  const report = await issue(core);
  // The assessor, earlier that day, in the place of the third, with the second still to come.
  await core.at("2026-11-20T10:00:00+00:00");
  const user = userEvent.setup();
  show(<ReportScreen assessment={core.assessment} />);
  await user.click(await screen.findByText("Issued", { selector: "[role=tab]" }));
  await user.click(await screen.findByTestId("countersign"));
  const signed = await core.file("signed.pdf");
  core.choose(report, signed);
  await user.click(await screen.findByTestId("countersign-path"));
  await user.click(screen.getByTestId("countersign-place-executive"));
  const titles: Partial<Record<SigningRule, string>> = {
    "same-person": "The same person in two places",
    "other-name": "The report names somebody else",
    order: "Out of the order that the report states",
    "earlier-time": "Dated before a signature it covers",
  };
  const { identities } = await core.call("session", {});
  const objections = await core.call("countersigning_objections", {
    path: await core.offer(report),
    place: "executive",
    identity: identities[0]?.id ?? "",
  });
  const rules = objections.map(({ rule }) => rule);
  // The clock went on between the two who asked.
  const timeless = (text: string) => text.replaceAll(/:\d\d /g, " ");
  expect(rules).toEqual(expect.arrayContaining(Object.keys(titles)));
  for (const { rule, sentence } of objections) {
    const stands = await screen.findByTestId(`objection-${rule}`);
    expect(stands.textContent).toContain(titles[rule] ?? "");
    expect(timeless(stands.textContent ?? "")).toContain(timeless(told(sentence)));
  }
  expect(screen.getByText(/printed with the signature for everybody who reads it/)).toBeTruthy();
  await user.click(screen.getByTestId("countersign-out"));
  const sign = screen.getByTestId("countersign-sign");
  for (const rule of rules) {
    expect(sign).toHaveProperty("disabled", true);
    await write(user, screen.getByTestId(`reason-${rule}`), `Because ${rule}`);
  }
  await user.click(sign);
  expect(await screen.findByText("The report was countersigned")).toBeTruthy();
  const verdict = await core.call("verify_pdf", {
    path: await core.offer(signed),
    trusted: [],
    trust_vault: true,
  });
  expect(verdict.places.flatMap(({ exceptions }) => exceptions)).toEqual(
    expect.arrayContaining(rules.map((rule) => expect.objectContaining({ rule, reason: `Because ${rule}` }))),
  );
});

it("does not sign against what no reason sets aside: a place that is signed already", async () => {
  const core = await small();
  const report = await issue(core);
  const reviewer = await identify(core, "Tomasz Brennan");
  const input = { path: await core.offer(report), place: "reviewer" as const, identity: reviewer.id };
  const objections = await core.call("countersigning_objections", input);
  const signed = await core.file("signed.pdf");
  await core.call("countersign", {
    ...input,
    out: await core.offer(signed),
    location: "",
    set_aside: objections.map(({ rule }) => ({ rule, reason: "For this test" })),
  });
  const user = userEvent.setup();
  show(<ReportScreen assessment={core.assessment} />);
  await user.click(await screen.findByText("Issued", { selector: "[role=tab]" }));
  const open = await screen.findByTestId("countersign");
  await waitFor(() => expect(open).toHaveProperty("disabled", false));
  await user.click(open);
  core.choose(signed, await core.file("again.pdf"));
  await user.click(await screen.findByTestId("countersign-path"));
  await user.click(screen.getByTestId("countersign-out"));
  expect(await screen.findByText("No reason sets this aside.")).toBeTruthy();
  expect(screen.getByTestId("objection-place-taken").textContent).toContain("is signed already");
  expect(screen.queryByTestId("reason-place-taken")).toBeNull();
  for (const reason of screen.queryAllByTestId(/^reason-/)) await write(user, reason, "All the same");
  expect(screen.getByTestId("countersign-sign")).toHaveProperty("disabled", true);
});

it("says why it could not issue, where the eyes are, and nothing is issued", async () => {
  const core = await small();
  await identify(core, "Isolde Hartwig");
  const user = userEvent.setup();
  show(<ReportScreen assessment={core.assessment} />);
  // Who signs is known once the vault has said so.
  const check = await screen.findByTestId("issue-check");
  await waitFor(() => expect(check).toHaveProperty("disabled", false));
  await user.click(check);
  core.choose(await core.file("r.pdf", "Something else, which is kept."));
  await user.click(await screen.findByTestId("issue-path"));
  await screen.findByTestId("objection-open-points");
  for (const reason of screen.getAllByTestId(/^reason-/)) await write(user, reason, "Agreed with the board");
  await user.click(screen.getByTestId("issue-report"));
  const failed = await screen.findByTestId("issue-failed");
  expect(failed.textContent).toContain("r.pdf exists already and stays as it is.");
  await waitFor(() => expect(document.activeElement).toBe(failed));
  expect(await issuesOf(core)).toEqual([]);
});

it("says what changed since the last issue: from what to what, by whom, from which file", async () => {
  const core = await small();
  await answer(core, "ACC-01", { claim: "yes" });
  await access(await issue(core));
  const late = await core.file("late.csv", "No.,Answer,Explanation\r\nACC-01,No,\r\n");
  const paths = [await core.offer(late)];
  await core.call("read_returns", { paths, assessment: core.assessment, after_issue: true });
  expect((await responseTo(core, "ACC-01")).claim).toBe("no");
  const user = userEvent.setup();
  show(<ReportScreen assessment={core.assessment} />);
  const part = await screen.findByTestId("changed-since");
  expect(part.textContent).toContain("Changed since issue 1");
  await waitFor(() => expect(part.textContent).toContain("Answer ACC-01"));
  expect([...part.querySelectorAll("del")].map(({ textContent }) => textContent)).toContain("yes");
  expect([...part.querySelectorAll("ins")].map(({ textContent }) => textContent)).toContain("no");
  expect(part.textContent).toContain("Isolde Hartwig");
  expect(part.textContent).toContain("read late.csv");
  await user.click(screen.getByRole("button", { name: "Show it" }));
  expect(window.location.hash).toBe(`#/questionnaire?assessment=${core.assessment}&item=ACC-01`);
});

it("says before signing what is typed and not in the report, and signs without it when told so", async () => {
  const core = await realCore();
  await identify(core, "Isolde Hartwig");
  putDraft({
    address: `finding ${core.assessment} F-01`,
    kind: "edit",
    value: {},
    base: {},
    what: "Finding F-01",
    place: `#/findings?assessment=${core.assessment}&item=F-01`,
    why: "The title is missing.",
  });
  const user = userEvent.setup();
  show(<ReportScreen assessment={core.assessment} />);
  // Who signs is known once the vault has said so.
  const check = await screen.findByTestId("issue-check");
  await waitFor(() => expect(check).toHaveProperty("disabled", false));
  await user.click(check);
  await screen.findByTestId("objection-open-points");
  core.choose(await core.file("r.pdf"));
  await user.click(await screen.findByTestId("issue-path"));
  for (const reason of screen.getAllByTestId(/^reason-/)) await write(user, reason, "Agreed with the board");
  await user.click(await screen.findByTestId("issue-report"));
  expect((await screen.findByTestId("issue-without")).textContent).toContain("Finding F-01");
  expect(await issuesOf(core)).toEqual([]);
  await user.click(screen.getByText("Sign and issue without it"));
  await waitFor(async () => expect(await issuesOf(core)).toHaveLength(1));
});

it("asks for name and organisation of the first identity before the core has to", async () => {
  const core = await realCore();
  const goOn = core.refuse("create_identity", "The organisation is too long.");
  const user = userEvent.setup();
  show(<ReportScreen assessment={core.assessment} />);
  await write(user, await screen.findByTestId("new-identity-name"), "Isolde");
  expect(screen.getByTestId("new-identity-create").hasAttribute("disabled")).toBe(true);
  await write(user, screen.getByTestId("new-identity-organisation"), "Fenwick");
  await user.click(screen.getByTestId("new-identity-create"));
  const told = await screen.findByText("The organisation is too long.");
  // Beneath the form, and not under a field that is not to blame.
  expect(told.closest(".field")).toBeNull();
  goOn();
  await user.click(screen.getByTestId("new-identity-create"));
  await waitFor(async () =>
    expect((await core.call("session", {})).identities).toMatchObject([
      { name: "Isolde", organisation: "Fenwick" },
    ]),
  );
});

it("lays a wide table on a wide sheet, with what leads to it", () => {
  const table = (wide: boolean): Block => ({
    type: "table",
    caption: "",
    columns: [],
    row_headers: true,
    rows: [],
    empty: "",
    wide,
  });
  const blocks: Block[] = [
    { type: "heading", level: "one", number: "1", text: "Risks", id: "risks" },
    { type: "card", id: "f-01", number: "F-01", title: "", badge: "", tone: "high", facts: [], parts: [] },
    table(true),
    table(false),
    { type: "heading", level: "one", number: "2", text: "Register", id: "register" },
    { type: "paragraph", lead: false, spans: [] },
    table(true),
  ];
  expect(sheetsOf(blocks).map(({ blocks: on, isWide }) => [on.length, isWide])).toEqual([
    [2, false],
    [1, true],
    [1, false],
    [3, true],
  ]);
});

it("has reports look as the house does, and shows it on the cover", async () => {
  const core = await small();
  const user = userEvent.setup();
  show(<ReportScreen assessment={core.assessment} />);
  await user.click(await screen.findByRole("tab", { name: /Look/ }));
  await write(user, await screen.findByTestId("look-accent"), "#0B5");
  await write(user, screen.getByTestId("look-organisation"), "Fenwick & Daughters");
  await user.click(screen.getByTestId("look-keep"));
  await waitFor(() =>
    expect(screen.getByTestId("report-preview").textContent).toContain("Fenwick & Daughters"),
  );
  const kept = await core.call("look", {});
  expect([kept.accent, kept.drawn]).toEqual(["#00BB55", "#007D39"]);
  const paper = screen.getByTestId("report-preview").querySelector<HTMLElement>(".paper");
  expect(paper?.style.getPropertyValue("--accent")).toBe("#007D39");
  // What is no colour changes nothing, says so, and stays as it was typed.
  await user.clear(screen.getByTestId("look-accent"));
  await write(user, screen.getByTestId("look-accent"), "green");
  await user.click(screen.getByTestId("look-keep"));
  await waitFor(() => expect(screen.getByTestId("look-failed").textContent).toContain("is no colour"));
  expect((screen.getByTestId("look-accent") as HTMLInputElement).value).toBe("green");
  await user.click(screen.getByTestId("look-reset"));
  await waitFor(() =>
    expect(screen.getByTestId("report-preview").textContent).not.toContain("Fenwick & Daughters"),
  );
});
