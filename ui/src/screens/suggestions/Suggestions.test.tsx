import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Suggestion } from "../../ipc/Suggestion";
import { type Core, realCore } from "../../testing/core";
import { answer, begin } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { SuggestionsScreen } from ".";

const all = (core: Core) => core.call("suggestions", { assessment: core.assessment });
const shortOf = ({ requirement }: Suggestion) => requirement.split(":")[1] ?? "";
const rowOf = ({ question, requirement }: Suggestion) => `suggestion-${question}-${requirement}`;
const adoptions = async (core: Core) =>
  (await all(core)).flatMap(({ adoption }) => (adoption === null ? [] : [adoption]));

/** Three suggestions, in the order of the core. */
async function suggested(): Promise<{
  core: Core;
  first: Suggestion;
  second: Suggestion;
  third: Suggestion;
}> {
  const core = await realCore();
  await begin(core, { tier: 1, frameworks: ["soc2", "iso27001"] });
  for (const question of ["ACC-09", "ACC-11", "ACC-14"])
    await answer(core, question, { conclusion: "effective" });
  const [first, second, third, more] = await all(core);
  if (first === undefined || second === undefined || third === undefined || more !== undefined)
    throw new Error("The answers of this test make three suggestions.");
  show(<SuggestionsScreen assessment={core.assessment} />);
  await screen.findByTestId("suggestion-detail");
  return { core, first, second, third };
}
const shown = (of: Suggestion) =>
  screen.findByRole("heading", { name: new RegExp(shortOf(of).replaceAll(".", "\\.")) });

it("goes from one suggestion to the next by A and R, with the reason typed for each", async () => {
  const { core, first, second, third } = await suggested();
  expect(screen.getByText("counts for it only when you accept it")).toBeTruthy();
  const user = userEvent.setup();
  await write(user, screen.getByTestId("suggestion-reason"), "Seen on site.");
  // While one types, A is a letter.
  await write(user, screen.getByTestId("suggestion-reason"), "a");
  expect(await adoptions(core)).toEqual([]);
  await user.keyboard("{Escape}");
  await user.keyboard("a");
  await shown(second);
  expect(await adoptions(core)).toMatchObject([
    {
      question: first.question,
      requirement: first.requirement,
      accepted: true,
      reason: "Seen on site.a",
      by: "Isolde Hartwig",
    },
  ]);
  await waitFor(() => expect(screen.queryByTestId(rowOf(first))).toBeNull());

  fireEvent.keyDown(document.body, { key: "r" });
  await shown(third);
  const refused = (await adoptions(core)).find(({ question }) => question === second.question);
  expect(refused).toMatchObject({ requirement: second.requirement, accepted: false, reason: "" });
  fireEvent.keyDown(document.body, { key: "a" });
  expect(await screen.findByText("Nothing is open")).toBeTruthy();
  await waitFor(async () => expect(await adoptions(core)).toHaveLength(3));
  const decided = Object.fromEntries((await adoptions(core)).map((one) => [one.question, one.accepted]));
  expect(decided).toEqual({ [first.question]: true, [second.question]: false, [third.question]: true });
});

it("takes the keys of a quick hand each for the next suggestion", async () => {
  const { core, first, second } = await suggested();
  const goOn = core.hold("suggestions");
  fireEvent.keyDown(document.body, { key: "a" });
  await shown(second);
  fireEvent.keyDown(document.body, { key: "r" });
  await waitFor(async () => expect(await adoptions(core)).toHaveLength(2));
  goOn();
  const decided = Object.fromEntries((await adoptions(core)).map((one) => [one.question, one.accepted]));
  expect(decided).toEqual({ [first.question]: true, [second.question]: false });
});

it("opens a decided one again and keeps its reason when the decision is turned", async () => {
  const { core, first, second } = await suggested();
  const user = userEvent.setup();
  await write(user, screen.getByTestId("suggestion-reason"), "Not the same.");
  await user.click(screen.getByTestId("suggestion-refuse"));
  await shown(second);
  await user.click(screen.getByTestId("suggestions-show-refused"));
  expect((await screen.findByTestId("suggestion-decided")).textContent).toContain("does not count");
  await user.click(screen.getByTestId("suggestion-accept"));
  await waitFor(async () =>
    expect(await adoptions(core)).toMatchObject([{ accepted: true, reason: "Not the same." }]),
  );
  await user.click(screen.getByTestId("suggestions-show-accepted"));
  await user.click(await screen.findByTestId("suggestion-reopen"));
  await waitFor(async () => expect(await adoptions(core)).toEqual([]));
  await user.click(screen.getByTestId("suggestions-show-open"));
  expect(await screen.findByTestId(rowOf(first))).toBeTruthy();
});
