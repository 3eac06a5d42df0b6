import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { type Core, realCore } from "../../testing/core";
import { answer, lastEntry } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { FindingsScreen } from ".";

const findingsOf = async (core: Core) =>
  (await core.call("findings", { assessment: core.assessment })).findings.map(({ finding }) => finding);

/** One finding written, and one failed question without one. */
async function withFinding() {
  const core = await realCore();
  await answer(core, "ACC-01", { conclusion: "ineffective" });
  await answer(core, "LOG-02", { conclusion: "partially" });
  const finding = await core.call("raise_finding", { assessment: core.assessment, question: "ACC-01" });
  return { core, finding };
}

it("saves what is typed into a finding, and keeps a title that is emptied", async () => {
  const { core, finding } = await withFinding();
  const user = userEvent.setup();
  show(<FindingsScreen assessment={core.assessment} />);
  await write(user, await screen.findByTestId("finding-owner"), "M. Okafor");
  fireEvent.blur(screen.getByTestId("finding-owner"));
  await waitFor(async () => expect(await findingsOf(core)).toEqual([{ ...finding, owner: "M. Okafor" }]));

  const entry = await lastEntry(core);
  const title = screen.getByTestId("finding-title");
  await user.clear(title);
  expect(screen.getByText(/It cannot be empty/)).toBeTruthy();
  fireEvent.blur(title);
  expect((title as HTMLInputElement).value).toBe(finding.title);
  expect(await lastEntry(core)).toBe(entry);
});

it("writes the finding of a failed question with one key", async () => {
  const { core } = await withFinding();
  show(<FindingsScreen assessment={core.assessment} />);
  await screen.findByTestId("failing-LOG-02");
  fireEvent.keyDown(document.body, { key: "w" });
  await waitFor(async () =>
    expect((await findingsOf(core)).map(({ question }) => question).sort()).toEqual(["ACC-01", "LOG-02"]),
  );
  await waitFor(() => expect(screen.queryByTestId("failing-LOG-02")).toBeNull());
});

it("offers a removed finding back, as it was", async () => {
  const { core, finding } = await withFinding();
  const user = userEvent.setup();
  show(<FindingsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("remove-finding"));
  expect(await screen.findByText(`Finding F-01 “${finding.title}” was removed.`)).toBeTruthy();
  expect(await findingsOf(core)).toEqual([]);
  const undo = screen.getAllByRole("button", { name: "Undo" }).at(-1);
  if (undo !== undefined) await user.click(undo);
  await waitFor(async () => expect(await findingsOf(core)).toEqual([finding]));
  expect(await screen.findByTestId("finding-F-01")).toBeTruthy();
});

it("takes a removal back only while nothing came after it", async () => {
  const { core } = await withFinding();
  const kept = await core.call("raise_finding", { assessment: core.assessment, question: "LOG-02" });
  const user = userEvent.setup();
  show(<FindingsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("finding-F-01"));
  await user.click(await screen.findByTestId("remove-finding"));
  const notice = await screen.findByText(/^Finding F-01 .* was removed\.$/);
  await user.click(await screen.findByTestId("finding-F-02"));
  await write(user, await screen.findByTestId("finding-owner"), "M. Okafor");
  fireEvent.blur(screen.getByTestId("finding-owner"));
  const owned = [{ ...kept, owner: "M. Okafor" }];
  await waitFor(async () => expect(await findingsOf(core)).toEqual(owned));

  const told = notice.closest<HTMLElement>(".notice");
  if (told === null) throw new Error("The removal is not told in a notice.");
  await user.click(within(told).getByRole("button", { name: "Undo" }));
  await screen.findByText(/was saved since\. Nothing was taken back/);
  expect(await findingsOf(core)).toEqual(owned);
});
