import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { realCore } from "../../testing/core";
import { answer, begin } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { JournalScreen } from ".";

it("lists what was done to this assessment and to no other, and finds words in it", async () => {
  const core = await realCore();
  await answer(core, "ACC-01", { claim: "yes" });
  await begin(core);
  await answer(core, "CRY-01", { claim: "no" });
  await answer(core, "CRY-02", { claim: "yes" });
  const entries = await core.call("journal", { assessment: core.assessment });
  expect(entries.length).toBeGreaterThanOrEqual(2);
  expect(entries.map(({ label }) => label).join()).not.toContain("ACC-01");
  const user = userEvent.setup();
  show(<JournalScreen assessment={core.assessment} />);
  expect(await screen.findByText(new RegExp(`^${entries.length} entr`))).toBeTruthy();
  await write(user, screen.getByTestId("journal-find"), "nothing like that");
  expect(await screen.findByText("Nothing matches.")).toBeTruthy();
});

it("says what will be here when nothing was done yet", async () => {
  const core = await realCore();
  show(<JournalScreen assessment={core.assessment} />);
  expect(await screen.findByText("Nothing was done yet")).toBeTruthy();
});
