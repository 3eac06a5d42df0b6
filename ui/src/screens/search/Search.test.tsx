import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { type Core, realCore } from "../../testing/core";
import { answer, draw, see } from "../../testing/seeds";
import { write } from "../../testing/show";
import { SearchOverlay } from ".";

/** One word, written into one thing of each kind. */
const WORD = "Gansevoort";

async function withWord(): Promise<Core> {
  const core = await realCore();
  const { assessment } = core;
  await answer(core, "ACC-01", { comment: `${WORD} says so.` });
  await see(core, { title: `Plan of ${WORD}` });
  await draw(core, { name: `${WORD} gateway` });
  const planned = (await core.call("save_test", { assessment, test: null, kind: "adversarial" })).tests[0];
  if (planned === undefined) throw new Error("No test was planned.");
  const test = { ...planned, title: `Posing as ${WORD}` };
  await core.call("save_test", { assessment, test, kind: null, base: planned });
  await core.call("save_event", {
    assessment,
    id: null,
    trigger: "incident",
    date: "2026-11-02",
    what: `${WORD} left.`,
    closed: null,
    outcome: "",
  });
  const [review] = (await core.call("save_soc_review", { assessment, review: null })).soc;
  if (review === undefined) throw new Error("No review was begun.");
  await core.call("save_soc_review", { assessment, review: { ...review, auditor: WORD }, base: review });
  return core;
}

it.each([
  ["response-ACC-01", "questionnaire", "ACC-01", null],
  [/^hit-evidence-/, "evidence", /./, null],
  [/^hit-element-/, "threats", null, "model"],
  [/^hit-security-test-/, "tests", "TST-01", null],
  [/^hit-event-/, "gates", "EVT-01", "monitoring"],
  [/^hit-soc-review-/, "reviews", "SOC-01", null],
] as const)("leads to what was found: %s is on the screen %s", async (hit, at, item, tab) => {
  const core = await withWord();
  const user = userEvent.setup();
  render(<SearchOverlay assessment={core.assessment} onClose={() => {}} />);
  await write(user, await screen.findByTestId("search-text"), WORD);
  await user.click(await screen.findByTestId(typeof hit === "string" ? `hit-${hit}` : hit));
  await waitFor(() => expect(window.location.hash).toContain(`#/${at}?`));
  const address = new URLSearchParams(window.location.hash.split("?")[1]);
  if (item instanceof RegExp) expect(address.get("item")).toMatch(item);
  else expect(address.get("item")).toBe(item);
  expect(address.get("tab")).toBe(tab);
});

it("says that nothing was found", async () => {
  const core = await realCore();
  const user = userEvent.setup();
  render(<SearchOverlay assessment={core.assessment} onClose={() => {}} />);
  await write(user, await screen.findByTestId("search-text"), WORD);
  expect(await screen.findByText(`Nothing in this assessment holds “${WORD}”.`)).toBeTruthy();
});
