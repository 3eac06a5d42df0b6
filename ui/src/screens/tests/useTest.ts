/**
 * A test as it is edited. Text is saved as it is typed. The result and its day go to the core apart: it may refuse
 * them until everything they need is there, and must not hold up what is typed, an undo or the report meanwhile.
 */

import { useEffect, useRef } from "react";
import { ApiError, call } from "../../api";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { SecurityTest } from "../../ipc/SecurityTest";
import { draftAt, drafts, dropDraft, putDraft } from "../../state/drafts";
import { type Editing, useEdit } from "../../state/edit";
import { change, invalidate } from "../../state/query";
import { saving } from "../../state/saved";
import { useStore } from "../../state/store";
import { say } from "../../words";

export type Result = Pick<SecurityTest, "outcome" | "done">;

export interface EditedTest {
  saver: Editing<SecurityTest>;
  /** What the form shows: what is stored, what was typed, and the result chosen. */
  value: SecurityTest;
  put(part: Partial<Omit<SecurityTest, keyof Result>>): void;
  record(part: Partial<Result>): void;
  /** Why the result is not recorded yet. */
  refusal: string | undefined;
}

export function useTest(assessment: AssessmentId, test: SecurityTest): EditedTest {
  const address = `test ${assessment} ${test.id}`;
  /** A result chosen and not taken yet, with the core's reason: a draft of its own. */
  const result = `${address} result`;
  const mine = useStore(drafts).get(result);
  const stored = useRef(test);
  useEffect(() => {
    stored.current = test;
  }, [test]);
  const held = () => draftAt(result)?.value as Partial<Result> | undefined;
  const hold = (value: Partial<Result>, refusal?: string) =>
    putDraft({
      address: result,
      kind: "edit",
      value,
      base: null,
      what: say("tests.resultOfTest", { id: test.id }),
      place: window.location.hash,
      isIncomplete: true,
      ...(refusal === undefined ? {} : { why: refusal }),
    });

  /** The text with the result that is stored, whatever the result was when the text was typed. */
  const withResult = (text: SecurityTest): SecurityTest => {
    const { outcome, done } = stored.current;
    return { ...text, outcome, done };
  };
  /** Offers what is held together with `text`. Answers whether the core took both. */
  const offer = async (text: SecurityTest, base: SecurityTest): Promise<boolean> => {
    const part = held();
    if (part === undefined) return false;
    try {
      const next = { ...withResult(text), ...part };
      const { tests } = await call("save_test", {
        assessment,
        test: next,
        kind: null,
        base: withResult(base),
      });
      stored.current = tests.find(({ id }) => id === test.id) ?? next;
      saving().saved();
    } catch (thrown) {
      hold(part, ApiError.from(thrown).message);
      return false;
    }
    // Something else may have been chosen meanwhile.
    if (held() === part) dropDraft(result);
    await invalidate();
    return true;
  };
  const saver = useEdit<SecurityTest>(address, {
    stored: test,
    save: async (text, base) => {
      if (await offer(text, base)) return;
      await change("save_test", {
        assessment,
        test: withResult(text),
        kind: null,
        base: withResult(base),
      });
    },
    what: say("tests.test", { id: test.id }),
  });
  const record = async (part: Partial<Result>) => {
    const all = { ...held(), ...part };
    hold(all);
    // What is typed goes first, and takes along what is held.
    const text = saver.value;
    if (saver.status !== "clean") await saver.flush();
    if (held() === all) await offer(text, text);
  };
  return {
    saver,
    value: { ...withResult(saver.value), ...(mine?.value as Partial<Result> | undefined) },
    put: (part) => saver.set({ ...saver.value, ...part }),
    record: (part) => void record(part),
    refusal: mine?.why,
  };
}
