import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setApi } from "../api";
import type { LookedAt } from "../ipc/useCases";
import { plain } from "../testing/plain";
import { LOOK_MS, useOthers } from "./others";
import { forgetAll, useQuery } from "./query";

let newest: { entry: number; elsewhere: number } | undefined;
let called: string[];
let putBack: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  newest = { entry: 1, elsewhere: 1 };
  called = [];
  putBack = setApi(
    plain({
      async call(name) {
        called.push(name);
        if (name !== "newest") return "figures";
        if (newest === undefined) throw { sentence: "The vault is in use.", code: "in-use" };
        return { ...newest };
      },
      cancel: async () => {},
      on: () => () => {},
    }),
  );
  await forgetAll();
});
afterEach(() => {
  putBack();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const times = (name: string) => called.filter((one) => one === name).length;
const turns = (count: number) => act(() => vi.advanceTimersByTimeAsync(count * LOOK_MS));

/** A screen with one query that follows what others save. */
const follow = (vault?: string) =>
  renderHook(
    ({ vault }) => {
      useOthers(vault);
      // The name is that of no real use case: this is about the hook.
      useQuery("figures" as LookedAt, {} as never);
    },
    { initialProps: { vault } },
  );

describe("what others save", () => {
  it("is read again when both numbers moved, and only then", async () => {
    follow("work");
    await turns(1);
    expect(times("figures")).toBe(1);
    for (const [entry, elsewhere, reads, why] of [
      [1, 1, 1, "nothing moved"],
      [2, 1, 1, "what this window saved, it has read itself"],
      [2, 2, 1, "bytes come in, and no change yet"],
      [3, 3, 2, "somebody else saved"],
      [3, 3, 2, "once"],
    ] as const) {
      newest = { entry, elsewhere };
      await turns(1);
      expect(times("figures"), why).toBe(reads);
    }
  });

  it("is not looked for without a vault, or while nobody looks at the window", async () => {
    const seen = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    const { rerender, unmount } = follow();
    await turns(3);
    rerender({ vault: "work" });
    await turns(3);
    expect(times("newest")).toBe(0);
    seen.mockReturnValue("visible");
    await turns(1);
    expect(times("newest")).toBe(1);
    rerender({ vault: undefined });
    const until = times("newest");
    await turns(3);
    unmount();
    expect(times("newest")).toBe(until);
  });

  it("is found after a look that failed", async () => {
    follow("work");
    await turns(1);
    newest = undefined;
    await turns(2);
    newest = { entry: 2, elsewhere: 2 };
    await turns(1);
    expect(times("figures")).toBe(2);
  });

  it("is asked for one look at a time", async () => {
    let answer: (value: unknown) => void = () => {};
    putBack();
    putBack = setApi(
      plain({
        call: async (name) => {
          called.push(name);
          return new Promise((done) => {
            answer = done;
          });
        },
        cancel: async () => {},
        on: () => () => {},
      }),
    );
    renderHook(() => useOthers("work"));
    await turns(5);
    expect(times("newest")).toBe(1);
    answer({ entry: 1, elsewhere: 1 });
    await turns(1);
    expect(times("newest")).toBe(2);
  });
});
