/**
 * A test as it is edited. Text is saved as it is typed. The result and its day go to the core apart: it may refuse
 * them until everything they need is there, and must not hold up what is typed, an undo or the report meanwhile.
 */
import { useEffect, useRef } from "react";
import { ApiError, call } from "../../api";
import type { SecurityTest } from "../../ipc/SecurityTest";
import { type Autosave, useAutosave } from "../../state/autosave";
import { change, invalidate } from "../../state/query";
import { saving } from "../../state/saved";
import { createStore, useStore } from "../../state/store";

export type Result = Pick<SecurityTest, "outcome" | "done">;

/** A result chosen and not taken yet, with the core's reason. */
interface Held {
  part: Partial<Result>;
  refusal: string | undefined;
}

/** What is held of each test. It outlives the form, so that looking something up loses nothing. */
const held = createStore<ReadonlyMap<string, Held>>(new Map());

function hold(key: string, entry: Held | undefined) {
  held.set((all) => {
    const next = new Map(all);
    if (entry === undefined) next.delete(key);
    else next.set(key, entry);
    return next;
  });
}

export interface EditedTest {
  saver: Autosave<SecurityTest>;
  /** What the form shows: what is stored, what was typed, and the result chosen. */
  value: SecurityTest;
  put(part: Partial<Omit<SecurityTest, keyof Result>>): void;
  record(part: Partial<Result>): void;
  /** Why the result is not recorded yet. */
  refusal: string | undefined;
}

export function useTest(assessment: string, test: SecurityTest): EditedTest {
  const key = `${assessment} ${test.id}`;
  const mine = useStore(held).get(key);
  const stored = useRef(test);
  useEffect(() => {
    stored.current = test;
  }, [test]);

  /** The text with the result that is stored, whatever the result was when the text was typed. */
  const withResult = (text: SecurityTest): SecurityTest => {
    const { outcome, done } = stored.current;
    return { ...text, outcome, done };
  };
  /** Offers what is held together with `text`. Answers whether the core took both. */
  const offer = async (text: SecurityTest, base: SecurityTest): Promise<boolean> => {
    const entry = held.get().get(key);
    if (entry === undefined) return false;
    try {
      const next = { ...withResult(text), ...entry.part };
      const { tests } = await call("save_test", {
        assessment,
        test: next,
        kind: null,
        base: withResult(base),
      });
      stored.current = tests.find(({ id }) => id === test.id) ?? next;
      saving().saved();
    } catch (thrown) {
      hold(key, { part: entry.part, refusal: ApiError.from(thrown).message });
      return false;
    }
    // Something else may have been chosen meanwhile.
    if (held.get().get(key)?.part === entry.part) hold(key, undefined);
    await invalidate();
    return true;
  };
  const saver = useAutosave<SecurityTest>(
    test,
    async (text, base) => {
      if (await offer(text, base)) return;
      await change("save_test", {
        assessment,
        test: withResult(text),
        kind: null,
        base: withResult(base),
      });
    },
    { thing: `test ${key}` },
  );
  const record = async (part: Partial<Result>) => {
    const all = { ...held.get().get(key)?.part, ...part };
    hold(key, { part: all, refusal: undefined });
    // What is typed goes first, and takes along what is held.
    const text = saver.value;
    if (saver.status !== "clean") await saver.flush();
    if (held.get().get(key)?.part === all) await offer(text, text);
  };
  return {
    saver,
    value: { ...withResult(saver.value), ...mine?.part },
    put: (part) => saver.set({ ...saver.value, ...part }),
    record: (part) => void record(part),
    refusal: mine?.refusal,
  };
}
