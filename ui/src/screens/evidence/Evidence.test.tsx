import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Frame } from "../../frame";
import { notices } from "../../frame/notices";
import { forgetAll } from "../../state/query";
import { fileSize } from "../../words";
import { type FakeCore, fakeCore } from "../fakeCore";
import { EvidenceScreen } from ".";

let core: FakeCore;

beforeEach(async () => {
  core = fakeCore();
  notices.set([]);
  window.location.hash = "#/evidence?assessment=asm-1";
  await forgetAll();
});
afterEach(() => core.leave());

async function open() {
  render(
    <Frame vault="work" screen="evidence" states={{}}>
      <EvidenceScreen assessment="asm-1" />
    </Frame>,
  );
  await screen.findByRole("heading", { level: 1, name: "Evidence" });
}

describe("evidence", () => {
  it("says first what it is for", async () => {
    await open();
    expect(await screen.findByText("No evidence yet")).toBeTruthy();
  });

  it("records a thing seen, and shows that nothing was kept and nothing rests on it", async () => {
    const user = userEvent.setup();
    await open();
    await user.click(screen.getByTestId("evidence-seen"));
    const record = await screen.findByTestId("record-seen");
    await user.type(screen.getByTestId("seen-title"), "Cloud console");
    expect((record as HTMLButtonElement).disabled).toBe(true);
    await user.type(screen.getByTestId("seen-note"), "On J. Lindqvist’s screen.");
    await user.click(record);
    const row = await screen.findByRole("row", { name: /Cloud console/ });
    expect(row.textContent).toContain("Seen, not retained");
    expect(row.textContent).toContain("no question");
  });

  it("names what has expired, in a word, and takes it away with a way back", async () => {
    const user = userEvent.setup();
    core.evidence.push({
      id: "ev-9",
      assessment: "asm-1",
      title: "Certificate 2024",
      kind: "record",
      issuer: "Body",
      issued: "2024-01-02",
      valid_until: "2025-12-31",
      received: "2026-11-16T09:00:00+00:00",
      pages: "",
      reliability: "",
      note: "",
      file: { name: "c.pdf", size: 1_240_000, sha256: "ab12".padEnd(64, "0") },
    });
    await open();
    const row = await screen.findByRole("row", { name: /Certificate 2024/ });
    expect(row.textContent).toContain("Expired 31 Dec 2025");
    expect(row.textContent).toContain("1.2 MB");
    expect(row.textContent).toContain("ab1200000000…");
    await user.click(within(row).getByText("Certificate 2024"));
    expect((await screen.findByRole("dialog")).textContent).toContain("ab12".padEnd(64, "0"));
    await user.click(screen.getByTestId("evidence-remove"));
    expect(
      await screen.findByText("“Certificate 2024” was removed. For Undo, its file stays in the vault."),
    ).toBeTruthy();
    await waitFor(() => expect(core.evidence).toEqual([]));
    expect(screen.getByRole("button", { name: "Undo" })).toBeTruthy();
  });
});

it("names what is too old for the question that relies on it, and why", async () => {
  const user = userEvent.setup();
  const piece = {
    id: "ev-3",
    assessment: "asm-1",
    title: "Old scan",
    kind: "test-result" as const,
    issuer: "Holm & Sedge",
    issued: "2019-03-01",
    valid_until: null,
    received: "2026-11-16T09:00:00+00:00",
    pages: "",
    reliability: "",
    note: "",
    file: null,
  };
  core.evidence.push(piece, { ...piece, id: "ev-4", title: "New scan", issued: "2026-11-15" });
  const why = "“Old scan” is of 2019-03-01; VUL-03 asks for at most 14 days.";
  core.outOfDate.set("ev-3", [why]);
  await open();
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
