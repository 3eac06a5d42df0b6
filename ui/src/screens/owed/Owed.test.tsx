import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { Answer } from "../../ipc/Answer";
import type { Owed } from "../../ipc/Owed";
import { inputsOf, show, withCore } from "../testCore";
import { OwedScreen } from ".";

const piece = (question: string, until: string | null, overdue = false): Owed => ({
  question,
  text: `What does ${question} ask?`,
  deferred: { what: `The list of ${question}`, until },
  asked_for: ["A list"],
  overdue,
});

let all: Owed[];
beforeEach(() => {
  all = [piece("SUP-04", "2026-11-13", true), piece("SUP-06", "2026-12-11"), piece("BCP-08", null)];
});

async function core() {
  const before = all;
  const asked = await withCore({
    overview: { assessment: { title: "Insight 2026" } },
    owed: () => all,
    status: { saved_at: "", entry: 7, undo: null, redo: null },
    answer: ({ question, change }: Answer) => {
      all = all.flatMap((one) => {
        if (one.question !== question) return [one];
        return change.clear_deferred ? [] : [{ ...one, deferred: change.deferred ?? one.deferred }];
      });
      return {};
    },
    undo: () => {
      all = before;
      return {};
    },
  });
  show(<OwedScreen assessment="a1" />);
  await screen.findByTestId("owed-SUP-04");
  return asked;
}

it("says in words what is overdue, and takes a received piece off and back", async () => {
  const asked = await core();
  const user = userEvent.setup();
  expect(screen.getByTestId("owed-SUP-04").textContent).toContain("Overdue");
  expect(screen.getByTestId("owed-SUP-06").textContent).not.toContain("Overdue");
  await user.click(screen.getByTestId("owed-received-SUP-04"));
  await waitFor(() => expect(screen.queryByTestId("owed-SUP-04")).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("owed-open-SUP-06")));
  const undo = (await screen.findAllByRole("button", { name: "Undo" })).at(-1);
  if (undo !== undefined) await user.click(undo);
  expect(await screen.findByTestId("owed-SUP-04")).toBeTruthy();
  expect(inputsOf(asked, "undo")).toEqual([{ assessment: "a1", entry: 7 }]);
});

it("copies the list as text for an e-mail", async () => {
  await core();
  const written = vi.fn(async (_: string) => {});
  vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: written } });
  fireEvent.keyDown(document.body, { key: "c" });
  await screen.findByText("Copied as text: 3 pieces of evidence.");
  const text = written.mock.calls[0]?.[0] ?? "";
  expect(text).toContain("Insight 2026: what we are still waiting for");
  expect(text).toContain("1. The list of SUP-04\n   was due on 13 Nov 2026");
  expect(text).toContain("no day agreed yet\n   for BCP-08");
  vi.unstubAllGlobals();
});

it("keeps what is typed as it is typed, and leads to the question", async () => {
  const asked = await core();
  const user = userEvent.setup();
  await user.click(screen.getByTestId("owed-change-BCP-08"));
  await user.type(screen.getByTestId("owed-what"), ", signed");
  fireEvent.blur(screen.getByTestId("owed-what"));
  await waitFor(() =>
    expect(inputsOf(asked, "answer").at(-1)).toEqual({
      assessment: "a1",
      question: "BCP-08",
      change: { deferred: { what: "The list of BCP-08, signed", until: null } },
    }),
  );
  await user.click(screen.getByTestId("owed-open-BCP-08"));
  expect(window.location.hash).toContain("item=BCP-08");
});
