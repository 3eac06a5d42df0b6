/** A core for the tests of screens: answers from a table, and remembers what was asked of it. */
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { ApiError, setApi, type UseCase } from "../api";
import { Frame } from "../frame";
import { notices } from "../frame/notices";
import { forgetAll } from "../state/query";

export type Answers = { [K in UseCase]?: unknown };

export interface Asked {
  name: string;
  input: Record<string, unknown>;
}

/** What the platform's next file dialogs answer: tokens, in this order; after the last the person thinks better of it. */
let answersOfDialogs: string[] = [];
export const chooseNext = (...files: string[]) => {
  answersOfDialogs = files;
};

/** What the vault keeps of drafts, by address. */
export const keptDrafts = new Map<string, unknown>();

/** Answers a list of what was asked to change something, as it grows. A function in the table may refuse. */
export async function withCore(answers: Answers): Promise<Asked[]> {
  const asked: Asked[] = [];
  notices.set([]);
  answersOfDialogs = [];
  keptDrafts.clear();
  setApi({
    async call(name, input) {
      // Drafts are kept beside all else.
      const { address = "" } = (input ?? {}) as { address?: string };
      if (name === "drafts") return [...keptDrafts.values()];
      if (name === "keep_draft") return void keptDrafts.set(address, structuredClone(input));
      if (name === "drop_draft") return void keptDrafts.delete(address);
      asked.push({ name, input: input as Record<string, unknown> });
      const answer = answers[name as UseCase];
      if (answer === undefined) throw { sentence: `The test has no answer for ${name}.`, code: "test" };
      return typeof answer === "function" ? answer(input) : answer;
    },
    cancel: async () => undefined,
    on: () => () => {},
    ask: async () => answersOfDialogs.shift() ?? null,
  });
  window.location.hash = "";
  await forgetAll();
  return asked;
}

export const refuse = (sentence: string) => () => {
  throw new ApiError(sentence, "refused");
};

/** A screen in its frame, so that shortcuts and notices work. */
export const show = (screen: ReactNode) => render(<Frame screen="test">{screen}</Frame>);

export const inputsOf = (asked: readonly Asked[], name: UseCase) =>
  asked.filter((one) => one.name === name).map(({ input }) => input);

export const choices = {
  element_kinds: [{ id: "process", title: "Process", meaning: "" }],
  element_facts: [
    { id: "encrypted", title: "encrypted", meaning: "" },
    { id: "logged", title: "actions logged", meaning: "" },
  ],
  ai_roles: [],
  letters: [{ id: "S", title: "Spoofing", meaning: "" }],
  treatments: [{ id: "mitigate", title: "Mitigate", meaning: "" }],
  risk_statuses: [{ id: "open", title: "Open", meaning: "" }],
  risk_categories: [],
  test_outcomes: [{ id: "failed", title: "Failed", meaning: "" }],
  condition_stages: [{ id: "pre-contract", title: "Before contract", meaning: "" }],
};
