import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { realCore } from "../testing/core";
import { flushAll, useEdit } from "./edit";

it("what is refused while it is left twice over is sent once, and once more when it is tried again", async () => {
  await realCore("empty");
  const save = vi.fn(() =>
    Promise.reject({ sentence: "Somebody changed it meanwhile.", code: "changed-since" }),
  );
  const { result } = renderHook(() => useEdit("a note", { stored: "", save, what: "A note" }));
  act(() => result.current.set("Typed"));
  await act(async () => {
    const [left, closed] = [result.current.flush(), flushAll()];
    expect(await left).toBe(false);
    expect(await closed).toHaveLength(1);
  });
  expect(save).toHaveBeenCalledTimes(1);
  expect(result.current).toMatchObject({ status: "failed", value: "Typed" });
  await act(async () => void (await flushAll(true)));
  expect(save).toHaveBeenCalledTimes(2);
});
