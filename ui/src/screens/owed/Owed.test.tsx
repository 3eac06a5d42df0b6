import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { type Core, realCore } from "../../testing/core";
import { answer, responseTo } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { OwedScreen } from ".";

const owedOf = async (core: Core) =>
  (await core.call("owed", { assessment: core.assessment })).map(({ question }) => question).sort();

async function owing(): Promise<Core> {
  const core = await realCore();
  const owe = (question: string, until: string | null) =>
    answer(core, question, { deferred: { what: `The list of ${question}`, until } });
  await owe("ACC-01", "2026-11-13");
  await owe("ACC-02", "2026-12-11");
  await owe("ACC-03", null);
  show(<OwedScreen assessment={core.assessment} />);
  await screen.findByTestId("owed-ACC-01");
  return core;
}

it("says in words what is overdue, and takes a received piece off and back", async () => {
  const core = await owing();
  const user = userEvent.setup();
  expect(screen.getByTestId("owed-ACC-01").textContent).toContain("Overdue");
  expect(screen.getByTestId("owed-ACC-02").textContent).not.toContain("Overdue");
  await user.click(screen.getByTestId("owed-received-ACC-01"));
  await waitFor(() => expect(screen.queryByTestId("owed-ACC-01")).toBeNull());
  expect(await owedOf(core)).toEqual(["ACC-02", "ACC-03"]);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("owed-open-ACC-02")));
  const undo = (await screen.findAllByRole("button", { name: "Undo" })).at(-1);
  if (undo !== undefined) await user.click(undo);
  expect(await screen.findByTestId("owed-ACC-01")).toBeTruthy();
  expect(await owedOf(core)).toEqual(["ACC-01", "ACC-02", "ACC-03"]);
});

it("copies the list as text for an e-mail", async () => {
  await owing();
  const written = vi.fn(async (_: string) => {});
  vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: written } });
  fireEvent.keyDown(document.body, { key: "c" });
  await screen.findByText("Copied as text: 3 pieces of evidence.");
  const text = written.mock.calls[0]?.[0] ?? "";
  expect(text).toContain("Insight 2026: what we are still waiting for");
  expect(text).toContain("1. The list of ACC-01\n   was due on 13 Nov 2026");
  expect(text).toContain("no day agreed yet\n   for ACC-03");
  vi.unstubAllGlobals();
});

it("keeps what is typed as it is typed, and leads to the question", async () => {
  const core = await owing();
  const user = userEvent.setup();
  await user.click(screen.getByTestId("owed-change-ACC-03"));
  await write(user, screen.getByTestId("owed-what"), ", signed");
  fireEvent.blur(screen.getByTestId("owed-what"));
  await waitFor(async () =>
    expect((await responseTo(core, "ACC-03")).deferred).toEqual({
      what: "The list of ACC-03, signed",
      until: null,
    }),
  );
  await user.click(screen.getByTestId("owed-open-ACC-03"));
  expect(window.location.hash).toContain("item=ACC-03");
});
