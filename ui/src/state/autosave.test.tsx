import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { abandonAll, flushAll, type Save, unsaved, useAutosave } from "./autosave";
import { saved, savedText } from "./saved";

beforeEach(() => {
  vi.useFakeTimers();
  saved.set({ pending: 0, at: undefined, failed: undefined });
});
afterEach(() => {
  abandonAll();
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
    expect(save.mock.calls.map(([value]) => value)).toEqual(["ab"]);
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
    expect(save).toHaveBeenLastCalledWith("answer", "");
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
    expect(first.mock.calls.map(([value]) => value)).toEqual(["for the first"]);
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

  interface Page {
    title: string;
    other: string;
  }
  const page = (title: string, other = "theirs 1"): Page => ({ title, other });
  function setUpPage(save: Save<Page>, stored: Page, thing?: string) {
    return renderHook(({ stored }) => useAutosave(stored, save, thing === undefined ? {} : { thing }), {
      initialProps: { stored },
    });
  }

  it("says what a value was made of, however often it was typed on, and whatever else is saved meanwhile", async () => {
    const save = vi.fn(async (_: Page, __: Page) => {});
    const { result, rerender } = setUpPage(save, page("a"));
    act(() => result.current.set(page("ab")));
    // Somebody else saves another field, and the screen shows it before this is sent.
    rerender({ stored: page("a", "theirs 2") });
    act(() => result.current.set(page("abc")));
    await pass(300);
    expect(save.mock.calls).toEqual([[page("abc"), page("a")]]);
  });

  it("puts what was typed during a save on top of what the vault made of it", async () => {
    const answers: (() => void)[] = [];
    const save = vi.fn((_: Page, __: Page) => new Promise<void>((done) => answers.push(done)));
    const { result, rerender } = setUpPage(save, page("a"));
    act(() => result.current.set(page("ab ")));
    await pass(300);
    act(() => result.current.set(page("ab c")));
    answers[0]?.();
    await pass(0);
    // The core took the blank off and put in what somebody else had saved.
    rerender({ stored: page("ab", "theirs 2") });
    expect(result.current.value).toEqual(page("ab c", "theirs 2"));
    await pass(300);
    expect(save.mock.calls[1]).toEqual([page("ab c", "theirs 2"), page("ab", "theirs 2")]);
  });

  it("brings back what was refused when somebody comes back to where it was typed", async () => {
    const save = vi.fn(async (_: Page, __: Page) => {});
    save.mockRejectedValue({ sentence: "The period ends before it begins.", code: "period" });
    const first = setUpPage(save, page("a"), "assessment asm-1");
    act(() => first.result.current.set(page("ab")));
    first.unmount();
    await pass(0);
    expect(unsaved()?.error.message).toBe("The period ends before it begins.");
    expect(await flushAll()).toBe(false);

    const again = setUpPage(save, page("a"), "assessment asm-1");
    expect(again.result.current.value).toEqual(page("ab"));
    expect(again.result.current.status).toBe("failed");
    expect(again.result.current.error?.message).toBe("The period ends before it begins.");
    const other = setUpPage(save, page("x"), "assessment asm-2");
    expect(other.result.current.value).toEqual(page("x"));

    save.mockResolvedValue(undefined);
    act(() => again.result.current.set(page("abc")));
    await pass(300);
    expect(save).toHaveBeenLastCalledWith(page("abc"), page("a"));
    expect(await flushAll()).toBe(true);
    expect(unsaved()).toBeUndefined();
  });
});
