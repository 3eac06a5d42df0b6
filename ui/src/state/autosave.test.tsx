import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { flushAll, useAutosave } from "./autosave";
import { saved, savedText } from "./saved";

beforeEach(() => {
  vi.useFakeTimers();
  saved.set({ pending: 0, at: undefined, failed: undefined });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

function setUp(save: (value: string) => Promise<unknown>, stored = "") {
  return renderHook(({ stored, save }) => useAutosave(stored, save), { initialProps: { stored, save } });
}

/** A save that is answered by hand. */
function byHand() {
  const answers: { value: string; done(): void; fail(error: Error): void }[] = [];
  const save = vi.fn(
    (value: string) =>
      new Promise<void>((done, fail) => {
        answers.push({ value, done, fail });
      }),
  );
  return { answers, save };
}

describe("autosave", () => {
  it("shows what is typed at once and saves after a pause, once", async () => {
    const save = vi.fn(async (_: string) => {});
    const { result } = setUp(save);
    act(() => result.current.set("a"));
    await pass(200);
    act(() => result.current.set("ab"));
    await pass(299);
    expect(result.current.value).toBe("ab");
    expect(save).not.toHaveBeenCalled();
    expect(savedText(saved.get())).toBe("Saving…");
    await pass(1);
    expect(save.mock.calls).toEqual([["ab"]]);
    expect(result.current.status).toBe("clean");
    expect(savedText(saved.get())).toMatch(/^Saved \d\d:\d\d:\d\d$/);
  });

  it("saves in the middle of steady typing", async () => {
    const save = vi.fn(async (_: string) => {});
    const { result } = setUp(save);
    for (let i = 0; i < 11; i += 1) {
      act(() => result.current.set("x".repeat(i + 1)));
      await pass(200);
    }
    expect(save).toHaveBeenCalledOnce();
  });

  it("sends one save at a time, in order, and the newest last", async () => {
    const { answers, save } = byHand();
    const { result } = setUp(save);
    act(() => result.current.set("one"));
    await pass(300);
    act(() => result.current.set("two"));
    await pass(300);
    act(() => result.current.set("three"));
    await pass(300);
    expect(answers.map(({ value }) => value)).toEqual(["one"]);
    answers[0]?.done();
    await pass(0);
    expect(answers.map(({ value }) => value)).toEqual(["one", "three"]);
    answers[1]?.done();
    await pass(0);
    expect(result.current.status).toBe("clean");
    expect(saved.get().pending).toBe(0);
  });

  it("keeps what was typed when saving fails, and saves it with the next try", async () => {
    const save = vi.fn(async (_: string) => {});
    save.mockRejectedValueOnce({ sentence: "The disk is full.", code: "disk-full" });
    const { result } = setUp(save);
    act(() => result.current.set("answer"));
    await pass(300);
    expect(result.current.status).toBe("failed");
    expect(result.current.error?.message).toBe("The disk is full.");
    expect(result.current.value).toBe("answer");
    expect(savedText(saved.get())).toBe("Not saved");
    await act(async () => expect(await flushAll()).toBe(true));
    expect(save).toHaveBeenLastCalledWith("answer");
    expect(result.current.status).toBe("clean");
    expect(saved.get().failed).toBeUndefined();
  });

  it("says when something could not be saved", async () => {
    const { result, unmount } = setUp(async () => Promise.reject(new Error("gone")));
    act(() => result.current.set("answer"));
    let done: boolean | undefined;
    await act(async () => {
      done = await flushAll();
    });
    expect(done).toBe(false);
    unmount();
  });

  it("sends what is left when the field goes away, to where it was typed", async () => {
    const first = vi.fn(async (_: string) => {});
    const second = vi.fn(async (_: string) => {});
    const { result, rerender, unmount } = setUp(first);
    act(() => result.current.set("for the first"));
    rerender({ stored: "", save: second });
    unmount();
    await pass(0);
    expect(first.mock.calls).toEqual([["for the first"]]);
    expect(second).not.toHaveBeenCalled();
  });

  it("shows what an undo brought back, but never over something unsaved", async () => {
    const save = vi.fn(async (_: string) => {});
    const { result, rerender } = setUp(save, "before");
    act(() => result.current.set("after"));
    rerender({ stored: "from elsewhere", save });
    expect(result.current.value).toBe("after");
    await pass(300);
    rerender({ stored: "after", save });
    rerender({ stored: "before", save });
    expect(result.current.value).toBe("before");
  });
});
