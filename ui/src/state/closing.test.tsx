import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { Frame } from "../frame";
import { notices } from "../frame/notices";
import { ScopeScreen } from "../screens/scope";
import { type Core, realCore } from "../testing/core";
import { assessmentOf } from "../testing/seeds";
import { write } from "../testing/show";
import { say } from "../words";
import { followClosing } from "./closing";
import { drafts } from "./drafts";

let core: Core;
let stop = () => {};

async function open() {
  core = await realCore();
  stop = followClosing();
  render(
    <Frame vault="work" screen="scope" states={{}}>
      <ScopeScreen assessment={core.assessment} />
    </Frame>,
  );
  await screen.findByTestId("fact-controller");
}
afterEach(() => stop());

const told = () => notices.get().map(({ sentence }) => sentence);
const typed = () => write(userEvent.setup(), screen.getByTestId("scope-purpose"), "Reads claims letters.");

it("waits for a save however long it takes, says so to the window and to the person, and does not begin anew", async () => {
  await open();
  const goOn = core.hold("save_assessment");
  await typed();
  let ends = 0;
  const count = () => {
    ends += 1;
  };
  void core.close().then(count);
  const left = core.close().then(count);
  await waitFor(() => expect(told()).toContain(say("state.closesOnceSaved")));
  const before = core.signs();
  await waitFor(() => expect(core.signs()).toBeGreaterThan(before + 1));
  expect(ends).toBe(0);
  goOn();
  await act(() => left);
  expect(ends).toBe(1);
  expect(await assessmentOf(core)).toMatchObject({ purpose: "Reads claims letters." });
  expect(core.count("save_assessment")).toBe(1);
  expect(told()).toEqual([]);
});

it("sends what is typed while the window closes", async () => {
  await open();
  const goOn = core.hold("save_assessment");
  await typed();
  const left = core.close();
  await waitFor(() => expect(core.count("save_assessment")).toBe(1));
  await write(userEvent.setup(), screen.getByTestId("scope-purpose"), "And answers them.");
  goOn();
  await act(() => left);
  expect((await assessmentOf(core)).purpose).toContain("And answers them.");
  expect(drafts.get().size).toBe(0);
});

it("closes with what is refused kept as a draft", async () => {
  await open();
  core.refuse("save_assessment", "The disk is full.");
  await typed();
  await act(() => core.close());
  const kept = await core.call("drafts", {});
  expect(kept.map(({ body }) => body)).toMatchObject([
    { value: { purpose: "Reads claims letters." }, why: "The disk is full." },
  ]);
});

it("closes at once when nothing is typed, and again when it is asked again", async () => {
  await open();
  await act(() => core.close());
  await act(() => core.close());
  expect(told()).toEqual([]);
});
