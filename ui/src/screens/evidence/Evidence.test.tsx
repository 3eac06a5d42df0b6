import { readFile } from "node:fs/promises";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { Frame } from "../../frame";
import { type Core, realCore } from "../../testing/core";
import { answer, see } from "../../testing/seeds";
import { write } from "../../testing/show";
import { day, fileSize, told } from "../../words";
import { EvidenceScreen } from ".";

async function open(core: Core) {
  window.location.hash = `#/evidence?assessment=${core.assessment}`;
  render(
    <Frame vault="work" screen="evidence" states={{}}>
      <EvidenceScreen assessment={core.assessment} />
    </Frame>,
  );
  await screen.findByRole("heading", { level: 1, name: "Evidence" });
}
const evidenceOf = (core: Core) => core.call("evidence", { assessment: core.assessment });

/** A certificate that ran out last year, with its file. */
async function attachExpired(core: Core) {
  const path = await core.offer(await core.file("certificate.pdf", `%PDF-1.7 ${"x".repeat(1231)}`));
  return core.call("attach_evidence", {
    assessment: core.assessment,
    path,
    title: "Certificate 2024",
    kind: "certificate",
    issuer: "Body",
    issued: "2024-01-02",
    valid_until: "2025-12-31",
    pages: "",
    questions: [],
  });
}

describe("evidence", () => {
  it("says first what it is for", async () => {
    await open(await realCore());
    expect(await screen.findByText("No evidence yet")).toBeTruthy();
  });

  it("records a thing seen, and shows that nothing was kept and nothing rests on it", async () => {
    const core = await realCore();
    const user = userEvent.setup();
    await open(core);
    await user.click(screen.getByTestId("evidence-seen"));
    const record = await screen.findByTestId("record-seen");
    await write(user, screen.getByTestId("seen-title"), "Cloud console");
    expect((record as HTMLButtonElement).disabled).toBe(true);
    await write(user, screen.getByTestId("seen-note"), "On J. Lindqvist’s screen.");
    await user.click(record);
    const row = await screen.findByRole("row", { name: /Cloud console/ });
    expect(row.textContent).toContain("Seen, not retained");
    expect(row.textContent).toContain("no question");
    expect(await evidenceOf(core)).toMatchObject([
      { evidence: { title: "Cloud console", note: "On J. Lindqvist’s screen.", file: null }, used_by: [] },
    ]);
  });

  it("keeps a file that is dropped on the window, whole", async () => {
    const core = await realCore();
    const user = userEvent.setup();
    await open(core);
    await core.drop(await core.file("policy.txt", "Nobody signs in alone."));
    await user.click(await screen.findByTestId("attach-file"));
    await waitFor(async () => expect(await evidenceOf(core)).toHaveLength(1));
    const [{ evidence } = { evidence: undefined }] = await evidenceOf(core);
    expect(evidence?.file).toMatchObject({ name: "policy.txt", size: 22 });
    const copy = await core.file("copy.txt");
    const input = { assessment: core.assessment, evidence: evidence?.id ?? "", path: await core.offer(copy) };
    await core.call("export_evidence", input);
    expect(await readFile(copy, "utf8")).toBe("Nobody signs in alone.");
  });

  it("names what has expired, in a word, and takes it away with a way back", async () => {
    const core = await realCore();
    const made = await attachExpired(core);
    const sha256 = made.file?.sha256 ?? "";
    const user = userEvent.setup();
    await open(core);
    const row = await screen.findByRole("row", { name: /Certificate 2024/ });
    expect(row.textContent).toContain("Expired 31 Dec 2025");
    expect(row.textContent).toContain("1.2 kB");
    expect(row.textContent).toContain(`${sha256.slice(0, 12)}…`);
    await user.click(within(row).getByText("Certificate 2024"));
    expect((await screen.findByRole("dialog")).textContent).toContain(sha256);
    await user.click(screen.getByTestId("evidence-remove"));
    expect(
      await screen.findByText("“Certificate 2024” was removed. For Undo, its file stays in the vault."),
    ).toBeTruthy();
    expect(await evidenceOf(core)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(async () => expect(await evidenceOf(core)).toMatchObject([{ evidence: made }]));
  });
});

it("names what is too old for the question that relies on it, and why", async () => {
  const core = await realCore();
  const { question } = await core.call("question", { assessment: core.assessment, question: "ACC-01" });
  const kind = question.evidence[0]?.kind ?? "other";
  await see(core, { title: "Old scan", kind, issued: "2019-03-01", questions: ["ACC-01"] });
  await see(core, { title: "New scan", kind, issued: "2026-11-15", questions: ["ACC-01"] });
  await answer(core, "ACC-01", { conclusion: "effective" });
  const [why] = (await evidenceOf(core)).flatMap(({ out_of_date }) => out_of_date.map(told));
  expect(why).toContain(`“Old scan” is of ${day("2019-03-01")}; ACC-01 asks for at most`);
  const user = userEvent.setup();
  await open(core);
  expect((await screen.findByRole("row", { name: /Old scan/ })).textContent).toContain("Not in date");
  expect(screen.getByRole("row", { name: /New scan/ }).textContent).not.toContain("Not in date");
  await user.click(screen.getByText("Old scan"));
  expect((await screen.findByRole("dialog")).textContent).toContain(why);
});

describe("a size in words", () => {
  it("has two figures at most before the unit grows", () => {
    expect([919, 1240, 999_499, 999_500, 52_000_000, 3_000_000_000].map(fileSize)).toEqual([
      "919 bytes",
      "1.2 kB",
      "999 kB",
      "1.0 MB",
      "52 MB",
      "3.0 GB",
    ]);
  });
});
