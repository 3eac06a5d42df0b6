import { act, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, setApi } from "../api";
import type { LookedAt } from "../ipc/useCases";
import { plain } from "../testing/plain";
import { change, forgetAll, skip, useQuery } from "./query";
import { saved } from "./saved";

// The names are those of no real use case: this is about the hook.
const name = (text: string) => text as LookedAt;
const input = (value: unknown) => value as never;

let answer: (name: string, input: unknown) => unknown;
const call = vi.fn(async (name: string, input: unknown) => answer(name, input));
let putBack: () => void;

beforeEach(async () => {
  call.mockClear();
  putBack = setApi(plain({ call, cancel: async () => {}, on: () => () => {} }));
  await forgetAll();
});
afterEach(() => putBack());

describe("a query", () => {
  it("reads once for all that ask the same", async () => {
    answer = () => "figures";
    const { result } = renderHook(() => [
      useQuery(name("once"), input({ id: 1 })),
      useQuery(name("once"), input({ id: 1 })),
    ]);
    expect(result.current[0]).toMatchObject({ data: undefined, loading: true });
    await waitFor(() => expect(result.current[1]?.data).toBe("figures"));
    expect(call).toHaveBeenCalledOnce();
  });

  it("asks nothing when told to skip", () => {
    renderHook(() => useQuery(name("skipped"), skip));
    expect(call).not.toHaveBeenCalled();
  });

  it("gives the error of the core, and the last figures with it", async () => {
    answer = () => 1;
    const { result } = renderHook(() => useQuery(name("breaks"), input({})));
    await waitFor(() => expect(result.current.data).toBe(1));
    answer = () => Promise.reject({ sentence: "The vault is locked.", code: "locked" });
    await act(() => forgetAll());
    expect(result.current.error).toBeInstanceOf(ApiError);
    expect(result.current.error).toMatchObject({ message: "The vault is locked.", code: "locked" });
  });

  it("drops the answer to an earlier read that comes late", async () => {
    const answers: ((value: unknown) => void)[] = [];
    answer = () => new Promise((done) => answers.push(done));
    const { result } = renderHook(() => useQuery(name("late"), input({})));
    const again = act(() => {
      const all = forgetAll();
      answers[1]?.("new");
      answers[0]?.("old");
      return all;
    });
    await again;
    expect(result.current.data).toBe("new");
  });
});

describe("a change", () => {
  it("resolves when the screen has the new figures", async () => {
    let stored = "before";
    answer = (asked, given) => {
      if (asked === "write") stored = String(given);
      return stored;
    };
    const { result } = renderHook(() => useQuery(name("read"), input({})));
    await waitFor(() => expect(result.current.data).toBe("before"));
    await act(() => change(name("write"), input("after")));
    expect(result.current.data).toBe("after");
    expect(saved.get()).toMatchObject({ pending: 0, failed: undefined });
    expect(saved.get().at).toBeInstanceOf(Date);
  });

  it("reads again only what it touches when told so", async () => {
    answer = () => 1;
    const { result } = renderHook(() => [
      useQuery(name("near"), input({})),
      useQuery(name("far"), input({})),
    ]);
    await waitFor(() => expect(result.current[1]?.data).toBe(1));
    call.mockClear();
    await act(() => change(name("write"), input({}), [name("near")]));
    expect(call.mock.calls.map(([asked]) => asked)).toEqual(["write", "near"]);
  });

  it("throws the sentence of the core and says it was not saved", async () => {
    answer = () => Promise.reject({ sentence: "The disk is full.", code: "disk-full" });
    await expect(change(name("write"), input({}))).rejects.toMatchObject({
      message: "The disk is full.",
      code: "disk-full",
    });
    expect(saved.get().failed).toBe("The disk is full.");
  });

  it("that nobody watches is read anew when it is watched again, whatever was named", async () => {
    let figure = 1;
    answer = () => figure;
    const first = renderHook(() => useQuery(name("left"), input({})));
    await waitFor(() => expect(first.result.current.data).toBe(1));
    first.unmount();
    figure = 2;
    await act(() => change(name("write"), input({}), [name("another")]).then(() => {}));
    const again = renderHook(() => useQuery(name("left"), input({})));
    await waitFor(() => expect(again.result.current.data).toBe(2));
  });
});
