import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Adoption } from "../../ipc/Adoption";
import type { DecideSuggestion } from "../../ipc/DecideSuggestion";
import type { Suggestion } from "../../ipc/Suggestion";
import { inputsOf, show, withCore } from "../testCore";
import { SuggestionsScreen } from ".";

const offer = (question: string, requirement: string, adoption: Adoption | null = null): Suggestion => ({
  question,
  text: `What does ${question} ask?`,
  conclusion: "effective",
  requirement,
  title: `Title of ${requirement}`,
  why: `How ${question} overlaps.`,
  adoption,
});

/** A core that keeps what is decided. */
async function core() {
  let all = [
    offer("ACC-01", "iso27001:A.5.29"),
    offer("LOG-01", "soc2:CC7.2"),
    offer("CRY-01", "gdpr:Art.29"),
  ];
  const asked = await withCore({
    choices: { frameworks: [{ id: "iso27001", title: "ISO/IEC 27001" }] },
    suggestions: () => all,
    status: { saved_at: "", entry: 1, undo: null, redo: null },
    decide_suggestion: ({ question, requirement, accepted, reason }: DecideSuggestion) => {
      const adoption = (): Adoption => ({
        assessment: "a1",
        question,
        requirement,
        accepted: accepted === true,
        reason,
        by: "I. Hartwig",
        at: "2026-11-23T10:00:00Z",
      });
      all = all.map((one) =>
        one.question === question ? { ...one, adoption: accepted === null ? null : adoption() } : one,
      );
      return all;
    },
  });
  show(<SuggestionsScreen assessment="a1" />);
  await screen.findByTestId("suggestion-detail");
  return asked;
}

const decided = (asked: Awaited<ReturnType<typeof core>>) => inputsOf(asked, "decide_suggestion");

it("goes from one suggestion to the next by A and R, with the reason typed for each", async () => {
  const asked = await core();
  expect(screen.getByText("counts for it only when you accept it")).toBeTruthy();
  const user = userEvent.setup();
  await user.type(screen.getByTestId("suggestion-reason"), "Seen on site.");
  // While one types, A is a letter.
  await user.type(screen.getByTestId("suggestion-reason"), "a");
  expect(decided(asked)).toHaveLength(0);
  await user.keyboard("{Escape}");
  await user.keyboard("a");
  await waitFor(() =>
    expect(decided(asked)).toEqual([
      {
        assessment: "a1",
        question: "ACC-01",
        requirement: "iso27001:A.5.29",
        accepted: true,
        reason: "Seen on site.a",
      },
    ]),
  );
  await screen.findByRole("heading", { name: /CC7.2/ });
  expect(screen.queryByTestId("suggestion-ACC-01-iso27001:A.5.29")).toBeNull();

  fireEvent.keyDown(document.body, { key: "r" });
  await waitFor(() =>
    expect(decided(asked)[1]).toMatchObject({ question: "LOG-01", accepted: false, reason: "" }),
  );
  await screen.findByRole("heading", { name: /Art.29/ });
  fireEvent.keyDown(document.body, { key: "a" });
  expect(await screen.findByText("Nothing is open")).toBeTruthy();
});

it("opens a decided one again and keeps its reason when the decision is turned", async () => {
  const asked = await core();
  const user = userEvent.setup();
  await user.type(screen.getByTestId("suggestion-reason"), "Not the same.");
  await user.click(screen.getByTestId("suggestion-refuse"));
  await screen.findByRole("heading", { name: /CC7.2/ });
  await user.click(screen.getByTestId("suggestions-show-refused"));
  expect((await screen.findByTestId("suggestion-decided")).textContent).toContain("does not count");
  await user.click(screen.getByTestId("suggestion-accept"));
  await waitFor(() => expect(decided(asked)[1]).toMatchObject({ accepted: true, reason: "Not the same." }));
  await user.click(screen.getByTestId("suggestions-show-accepted"));
  await user.click(await screen.findByTestId("suggestion-reopen"));
  await waitFor(() => expect(decided(asked)[2]).toMatchObject({ question: "ACC-01", accepted: null }));
  await user.click(screen.getByTestId("suggestions-show-open"));
  expect(await screen.findByTestId("suggestion-ACC-01-iso27001:A.5.29")).toBeTruthy();
});
