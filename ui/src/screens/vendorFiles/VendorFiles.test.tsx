import { readFile } from "node:fs/promises";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { type Core, realCore } from "../../testing/core";
import { answer, begin, lastEntry, responseTo } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { VendorFilesScreen } from ".";

/** What is waiting is kept by assessment while the program runs, so each test has one of its own. */
async function open(): Promise<Core> {
  const core = await realCore();
  await begin(core);
  await answer(core, "ACC-01", { claim: "yes", conclusion: "effective" });
  show(<VendorFilesScreen assessment={core.assessment} />);
  await screen.findByTestId("send-path");
  return core;
}
const returned = (core: Core, name: string, ...rows: string[]) =>
  core.file(name, ["No.,Answer,Explanation", ...rows, ""].join("\r\n"));

it("writes the kind of file its ending says, and says where", async () => {
  const core = await open();
  const user = userEvent.setup();
  core.choose(await core.file("helios.csv"), await core.file("helios.xlsx"));
  await user.click(screen.getByTestId("send-path"));
  await waitFor(() => expect(screen.getByTestId("send-path-name").textContent).toBe("helios.csv"));
  expect(screen.getByTestId("send-kind-csv").hasAttribute("data-selected")).toBe(true);
  // Another kind is another file: it is chosen again.
  await user.click(screen.getByTestId("send-kind-xlsx"));
  expect(screen.getByTestId("send-path-name").textContent).toBe("No place chosen yet");
  await user.click(screen.getByTestId("send-path"));
  await waitFor(() => expect(screen.getByTestId("send-path-name").textContent).toBe("helios.xlsx"));
  await write(user, screen.getByTestId("send-due"), "2026-12-14");
  await user.tab();
  await user.click(screen.getByTestId("send-write"));
  expect((await screen.findByTestId("send-written")).textContent).toContain("wanted back by 14 Dec 2026");
  // A workbook is a ZIP file; and the other one was never written.
  expect((await readFile(await core.file("helios.xlsx"))).subarray(0, 2).toString()).toBe("PK");
  await expect(readFile(await core.file("helios.csv"))).rejects.toThrow();
});

it("shows row by row what became of the files, and takes the reading back", async () => {
  const core = await open();
  const before = await lastEntry(core);
  const user = userEvent.setup();
  core.choose(
    await returned(core, "a.csv", "ACC-01,No,Not at night", "CRY-01,maybe,"),
    await core.file("b.csv", "Name,Colour\r\nHelios,yellow\r\n"),
  );
  await user.click(screen.getByTestId("return-choose"));
  await waitFor(() => expect(screen.getAllByTestId("return-waiting")).toHaveLength(1));
  await user.click(screen.getByTestId("return-choose"));
  await waitFor(() => expect(screen.getAllByTestId("return-waiting")).toHaveLength(2));
  await user.keyboard("{Control>}{Enter}{/Control}");
  // What was refused is shown first.
  const rows = await screen.findByTestId("return-rows");
  expect(rows.textContent).toContain("CRY-01");
  expect(rows.textContent).toContain("“maybe” is none of Yes, Partial, No and Not applicable.");
  expect(screen.getByText(/Conclusions are as they were/)).toBeTruthy();
  await user.click(screen.getByTestId("rows-show-changed"));
  expect(screen.getByTestId("return-rows").textContent).toContain("The vendor says: No");
  expect(await responseTo(core, "ACC-01")).toMatchObject({
    claim: "no",
    comment: "Not at night",
    conclusion: "effective",
  });
  await user.click(screen.getByTestId("return-file-1"));
  expect(screen.getByRole("alert").textContent).toContain("b.csv");
  expect(screen.getByRole("alert").textContent).toContain("Nothing was changed.");

  await user.click(screen.getByTestId("return-back"));
  await screen.findByText("Read, and taken back");
  expect(await responseTo(core, "ACC-01")).toMatchObject({ claim: "yes", comment: "" });
  expect(await lastEntry(core)).toBeGreaterThan(before);
});

it("takes a reading back only while nothing came after it", async () => {
  const core = await open();
  const user = userEvent.setup();
  core.choose(await returned(core, "a.csv", "ACC-01,No,"));
  await user.click(screen.getByTestId("return-choose"));
  await user.click(await screen.findByTestId("return-read"));
  await screen.findByTestId("return-back");
  await answer(core, "ACC-02", { claim: "yes" });
  await user.click(screen.getByTestId("return-back"));
  expect(await screen.findByText(/Something else was changed since. Nothing was taken back/)).toBeTruthy();
  expect((await responseTo(core, "ACC-01")).claim).toBe("no");
});

it("says what was read before it was stopped", async () => {
  const core = await open();
  const user = userEvent.setup();
  core.choose(await returned(core, "a.csv", "ACC-01,No,"));
  await user.click(screen.getByTestId("return-choose"));
  await screen.findByTestId("return-waiting");
  // Somebody stops it when the file has been read and the answer is on its way.
  const path = await core.offer(await core.file("a.csv"));
  const goOn = core.hold("read_returns");
  await user.click(screen.getByTestId("return-read"));
  await core.call("read_returns", { paths: [path], assessment: core.assessment, after_issue: false });
  core.refuse("read_returns", "Stopped as asked.", "cancelled");
  goOn();
  await waitFor(() => expect(screen.getByText(/Stopped. 1 file was read into this assessment/)).toBeTruthy());
});

it("asks before it reads into an assessment whose report is issued", async () => {
  const core = await open();
  const identity = await core.call("create_identity", {
    name: "Isolde Hartwig",
    organisation: "Fenwick Lane",
    email: "",
  });
  const input = { assessment: core.assessment, identity: identity.id };
  const { objections } = await core.call("issuing_objections", input);
  await core.call("issue_report", {
    ...input,
    path: await core.offer(await core.file("r.pdf")),
    location: "",
    set_aside: objections.map(({ rule }) => ({ rule, reason: "For this test" })),
  });
  const user = userEvent.setup();
  core.choose(await returned(core, "late.csv", "ACC-01,No,"));
  await user.click(screen.getByTestId("return-choose"));
  await screen.findByTestId("return-waiting");
  await user.click(screen.getByTestId("return-read"));
  const all = await screen.findByRole("button", { name: "Read it all the same" });
  expect((await responseTo(core, "ACC-01")).claim).toBe("yes");
  await user.click(all);
  await waitFor(async () => expect((await responseTo(core, "ACC-01")).claim).toBe("no"));
});
