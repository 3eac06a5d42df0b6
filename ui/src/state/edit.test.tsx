import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setApi } from "../api";
import { notices } from "../frame/notices";
import { plain } from "../testing/plain";
import { askWhoseStands, conflicts } from "./conflict";
import { drafts, draftsKept, readDrafts, unsavedOf } from "./drafts";
import { discard, flushAll, type Save, tryAgain, useDraft, useEdit } from "./edit";
import { saved, savedText } from "./saved";
import { forgetVault } from "./store";

/** What the vault keeps, and what it was asked, in order. */
let kept = new Map<string, { number: number; body: { value: unknown; base: unknown; why?: string } }>();
let last = 0;
let asked: string[] = [];
/** Holds up what the vault keeps. */
let slow: Promise<void> | undefined;
let putBack = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  forgetVault();
  kept = new Map();
  asked = [];
  slow = undefined;
  putBack = setApi(
    plain({
      async call(name, input) {
        const { address, number } = input as { address: string; number: number };
        asked.push(name);
        await slow;
        if (name === "keep_draft") {
          last += 1;
          kept.set(address, { ...(structuredClone(input) as never as { body: never }), number: last });
          return { number: last };
        }
        if (name === "drop_draft") for (const [at, one] of kept) one.number === number && kept.delete(at);
        else if (name === "drafts") return structuredClone([...kept.values()]);
        return {};
      },
      cancel: async () => undefined,
      on: () => () => {},
    }),
  );
});
afterEach(() => {
  putBack();
  vi.useRealTimers();
});

const place = "a place";

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

function setUp(save: Save<string>, stored = "") {
  return renderHook(({ stored, save }) => useEdit(place, { stored, save, what: "Comment" }), {
    initialProps: { stored, save },
  });
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

describe("an edit", () => {
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
    expect(result.current.error).toBe("The disk is full.");
    expect(result.current.value).toBe("answer");
    expect(savedText(saved.get())).toBe("Not saved");
    // Leaving the window sends nothing again that was refused; who is told and tries again does.
    await act(async () => expect(await flushAll()).toMatchObject([{ what: "Comment", value: "answer" }]));
    expect(save).toHaveBeenCalledOnce();
    await act(async () => expect(await flushAll(true)).toEqual([]));
    expect(save).toHaveBeenLastCalledWith("answer", "");
    expect(result.current.status).toBe("clean");
    expect(saved.get().failed).toBeUndefined();
  });

  it("says when something could not be saved", async () => {
    const { result, unmount } = setUp(async () => Promise.reject(new Error("gone")));
    act(() => result.current.set("answer"));
    await act(async () => expect(await flushAll()).toHaveLength(1));
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
  function setUpPage(save: Save<Page>, stored: Page, address = "a page") {
    return renderHook(({ stored }) => useEdit(address, { stored, save, what: "Page" }), {
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
    expect(unsavedOf(drafts.get()).refused).toMatchObject([
      { what: "Page", why: "The period ends before it begins." },
    ]);
    expect(await flushAll()).toHaveLength(1);

    const again = setUpPage(save, page("a"), "assessment asm-1");
    expect(again.result.current.value).toEqual(page("ab"));
    expect(again.result.current.status).toBe("failed");
    expect(again.result.current.error).toBe("The period ends before it begins.");
    const other = setUpPage(save, page("x"), "assessment asm-2");
    expect(other.result.current.value).toEqual(page("x"));

    save.mockResolvedValue(undefined);
    act(() => again.result.current.set(page("abc")));
    await pass(300);
    expect(save).toHaveBeenLastCalledWith(page("abc"), page("a"));
    expect(await flushAll()).toEqual([]);
    expect(drafts.get().size).toBe(0);
  });

  it("is never sent again over something newer without what it was made of", async () => {
    const save = vi.fn(async (_: Page, __: Page) => {});
    save.mockRejectedValueOnce({ sentence: "The period ends before it begins.", code: "period" });
    const first = setUpPage(save, page("a"), "assessment asm-1");
    act(() => first.result.current.set(page("ab")));
    first.unmount();
    await pass(0);
    // Somebody saves another field; the screen is opened again and the window is left.
    const again = setUpPage(save, page("a", "theirs 2"), "assessment asm-1");
    window.dispatchEvent(new Event("blur"));
    await pass(3000);
    expect(save).toHaveBeenCalledOnce();
    await act(() => tryAgain("assessment asm-1"));
    expect(save).toHaveBeenLastCalledWith(page("ab"), page("a"));
    again.unmount();
  });

  it("waits for what is missing without an error, and goes when it is there", async () => {
    const save = vi.fn(async (_: string) => {});
    const isReady = (value: string) => (value.length < 3 ? "Three letters at least." : undefined);
    const { result } = renderHook(() => useEdit(place, { stored: "", save, what: "Comment", isReady }));
    act(() => result.current.set("ab"));
    await pass(3000);
    expect(save).not.toHaveBeenCalled();
    expect(result.current.status).toBe("incomplete");
    expect(await flushAll()).toEqual([]);
    expect(savedText(saved.get())).toBe("No changes yet");
    expect(unsavedOf(drafts.get()).begun).toMatchObject([{ why: "Three letters at least." }]);
    act(() => result.current.set("abc"));
    await pass(300);
    expect(save).toHaveBeenCalledWith("abc", "");
    expect(drafts.get().size).toBe(0);
  });

  it("shows what stands when the person takes what another saved", async () => {
    const save = vi.fn((wanted: string, was: string) =>
      was === "theirs" ? Promise.resolve() : askWhoseStands([{ field: "reason", stands: "theirs", wanted }]),
    );
    const { result, rerender } = renderHook(
      ({ stored }) => useEdit(place, { stored, save, what: "Reason" }),
      {
        initialProps: { stored: "before" },
      },
    );
    act(() => result.current.set("mine"));
    rerender({ stored: "theirs" });
    await pass(300);
    expect(save.mock.calls).toEqual([["mine", "before"]]);
    await act(async () => conflicts.get()[0]?.decide(["theirs"]));
    expect(result.current.value).toBe("theirs");
    expect(drafts.get().size).toBe(0);
  });
});

describe("what is kept of it", () => {
  it("is in the vault with the first key, one write at a time and the newest last", async () => {
    let go = () => {};
    slow = new Promise((done) => {
      go = done;
    });
    const { result } = setUp(async () => {});
    act(() => result.current.set("a"));
    expect(asked).toEqual(["keep_draft"]);
    for (const text of ["ab", "abc", "abcd"]) act(() => result.current.set(text));
    expect(asked).toEqual(["keep_draft"]);
    await act(async () => go());
    expect(asked).toEqual(["keep_draft", "keep_draft"]);
    expect(kept.get(place)?.body).toMatchObject({ kind: "edit", value: "abcd", base: "" });
    await pass(300);
    expect(kept.size).toBe(0);
  });

  it("comes back after a crash, and is saved against what it was made of", async () => {
    const refused = setUp(async () => Promise.reject(new Error("gone")), "was");
    act(() => refused.result.current.set("typed"));
    await act(() => draftsKept());
    refused.unmount();
    // The program ends here: nothing of the page is left, and what was typed was not sent.
    const left = structuredClone(kept.get(place));
    forgetVault();
    kept.clear();
    if (left !== undefined) {
      delete left.body.why;
      kept.set(place, left);
    }
    expect(drafts.get().size).toBe(0);

    const save = vi.fn(async (_: string, __: string) => {});
    const { result } = setUp(save, "was");
    await act(() => readDrafts());
    expect(result.current.value).toBe("typed");
    await pass(0);
    expect(save.mock.calls).toEqual([["typed", "was"]]);
    expect(kept.size).toBe(0);
  });

  it("is beside what another window typed there, and each is saved in its turn", async () => {
    const of = (number: number, value: string) => {
      const body = { kind: "edit", value, base: "was", why: "Refused." };
      return { number, address: place, body, what: "Comment", place: "#/" };
    };
    kept.set("another window's", of(1, "theirs"));
    kept.set(place, of(2, "mine"));
    last = 2;
    const save = vi.fn(async (_: string, __: string) => {});
    const { result } = setUp(save, "was");
    await act(() => readDrafts());
    expect(result.current.value).toBe("mine");
    expect(unsavedOf(drafts.get()).refused.map(({ value }) => value)).toEqual(["mine", "theirs"]);
    // One that is discarded comes back beside what took its place.
    await act(async () => discard(place));
    expect(result.current.value).toBe("theirs");
    await act(async () => notices.get().at(-1)?.action?.run());
    expect(unsavedOf(drafts.get()).refused.map(({ value }) => value)).toEqual(["theirs", "mine"]);
    await act(() => tryAgain(place));
    expect(result.current.value).toBe("mine");
    await act(() => tryAgain(place));
    expect(save.mock.calls).toEqual([
      ["theirs", "was"],
      ["mine", "was"],
    ]);
    await act(() => draftsKept());
    expect([drafts.get().size, kept.size]).toEqual([0, 0]);
  });

  it("is not sent by itself after a crash when it had been refused", async () => {
    const save = vi.fn(async () => Promise.reject({ sentence: "Too early.", code: "period" }));
    const first = setUp(save);
    act(() => first.result.current.set("typed"));
    await pass(300);
    first.unmount();
    await act(() => draftsKept());
    forgetVault();
    const { result } = setUp(save);
    await act(() => readDrafts());
    await pass(3000);
    expect(save).toHaveBeenCalledOnce();
    expect(result.current).toMatchObject({ value: "typed", status: "failed", error: "Too early." });
  });

  it("is given up at a word, and taken back at another", async () => {
    const save = vi.fn(async () => Promise.reject({ sentence: "Too early.", code: "period" }));
    const { result } = setUp(save, "stored");
    act(() => result.current.set("typed"));
    await pass(300);
    act(() => discard(place));
    expect(result.current).toMatchObject({ value: "stored", status: "clean", error: undefined });
    await pass(0);
    expect(kept.size).toBe(0);
    const notice = notices.get().at(-1);
    expect(notice?.sentence).toContain("Comment");
    act(() => notice?.action?.run());
    await pass(0);
    expect(result.current).toMatchObject({ value: "typed", status: "failed", error: "Too early." });
    expect(kept.get(place)?.body).toMatchObject({ value: "typed", base: "stored" });
  });

  it("leaves nothing on the page when the vault is closed, and all of it in the vault", async () => {
    const save = vi.fn(async () => Promise.reject({ sentence: "Too early.", code: "period" }));
    const edit = setUp(save, "stored");
    act(() => edit.result.current.set("confidential"));
    await pass(300);
    await act(() => draftsKept());
    act(() => forgetVault());
    expect(edit.result.current.value).toBe("stored");
    expect(drafts.get().size + notices.get().length).toBe(0);
    expect(asked).not.toContain("drop_draft");
    expect(kept.get(place)?.body.value).toBe("confidential");
  });

  it("says once that it could not be kept", async () => {
    putBack();
    putBack = setApi(
      plain({
        call: async () => Promise.reject({ sentence: "The vault cannot be written to.", code: "read-only" }),
        cancel: async () => undefined,
        on: () => () => {},
      }),
    );
    const { result } = setUp(async () => Promise.reject({ sentence: "Read only.", code: "read-only" }));
    act(() => result.current.set("a"));
    act(() => result.current.set("ab"));
    await pass(300);
    expect(notices.get().map(({ sentence }) => sentence)).toEqual(["The vault cannot be written to."]);
    expect(result.current.value).toBe("ab");
  });
});

describe("a form that is submitted", () => {
  const form = () => renderHook(() => useDraft("a form", { name: "", note: "" }, { what: "New vendor" }));

  it("has again what was filled in when it is opened again, says so, and begins anew when it is done", async () => {
    const first = form();
    act(() => first.result.current.set((now) => ({ ...now, name: "Helios" })));
    act(() => first.result.current.set((now) => ({ ...now, note: "Hosted" })));
    expect(first.result.current.isLeft).toBe(false);
    expect(unsavedOf(drafts.get()).begun).toEqual([]);
    first.unmount();
    expect(unsavedOf(drafts.get()).begun).toMatchObject([{ what: "New vendor" }]);

    const again = form();
    expect(again.result.current).toMatchObject({ value: { name: "Helios", note: "Hosted" }, isLeft: true });
    act(() => again.result.current.clear());
    expect(again.result.current).toMatchObject({ value: { name: "", note: "" }, isLeft: false });
    await pass(0);
    expect(kept.size).toBe(0);
  });

  it("remembers what it was made of, however long it lies", () => {
    const { result, rerender } = renderHook(
      ({ stored }) => useDraft("vendor form", stored, { what: "Vendor" }),
      { initialProps: { stored: { name: "Helios", country: "DE" } } },
    );
    act(() => result.current.set((now) => ({ ...now, name: "Helios AI" })));
    rerender({ stored: { name: "Helios", country: "AT" } });
    expect(result.current.value).toEqual({ name: "Helios AI", country: "DE" });
    expect(result.current.base).toEqual({ name: "Helios", country: "DE" });
  });

  it("keeps in the vault only what another run of the program understands", async () => {
    const part = (form: { path: string; due: string }) => ({ ...form, path: "" });
    const { result } = renderHook(() =>
      useDraft("send", { path: "", due: "" }, { what: "To send", kind: "working", kept: part }),
    );
    act(() => result.current.set({ path: "3/out.xlsx", due: "2026-12-01" }));
    expect(result.current.value.path).toBe("3/out.xlsx");
    await pass(0);
    expect(kept.get("send")?.body.value).toEqual({ path: "", due: "2026-12-01" });
    expect(unsavedOf(drafts.get())).toEqual({ refused: [], begun: [] });
  });
});
