import { describe, expect, it, vi } from "vitest";
import { ApiError, call, onFilesDropped, onProgress, setApi, type UseCase } from "./api";
import { formatPlace, parsePlace } from "./place";
import { parsePreferences, usual } from "./state/preferences";

describe("the api", () => {
  it("hands over name and input and turns a refusal into an ApiError", async () => {
    const asked = vi.fn(async () => Promise.reject({ sentence: "No vault is open.", code: "no-vault" }));
    const putBack = setApi({ call: asked, cancel: async () => {}, on: () => () => {} });
    const failed = await call("x" as UseCase, { a: 1 } as never).catch((error: unknown) => error);
    expect(asked).toHaveBeenCalledWith("x", { a: 1 });
    expect(failed).toBeInstanceOf(ApiError);
    expect(failed).toMatchObject({ message: "No vault is open.", code: "no-vault" });
    putBack();
  });

  it("makes a sentence of anything thrown", () => {
    expect(ApiError.from(new Error("broken pipe"))).toMatchObject({
      message: "The window could not reach the core: broken pipe",
      code: "window",
    });
  });

  it("passes on progress and dropped files until told to stop", () => {
    const handlers = new Map<string, (payload: unknown) => void>();
    const putBack = setApi({
      call: async () => undefined,
      cancel: async () => undefined,
      on: (event, handler) => {
        handlers.set(event, handler);
        return () => handlers.delete(event);
      },
    });
    const progress = vi.fn();
    const dropped = vi.fn();
    const stop = onProgress(progress);
    onFilesDropped(dropped);
    const told = { job: "j1", label: "Reading", done: 1, total: 2 };
    handlers.get("progress")?.(told);
    handlers.get("files-dropped")?.(["0/a.xlsx"]);
    expect(progress).toHaveBeenCalledWith(told);
    expect(dropped.mock.calls).toEqual([[["0/a.xlsx"]]]);
    stop();
    expect(handlers.has("progress")).toBe(false);
    putBack();
  });
});

describe("a place", () => {
  it("survives the address", () => {
    const place = { screen: "questionnaire", ids: { assessment: "a&1", item: "q 7" } };
    expect(parsePlace(formatPlace(place))).toEqual(place);
    expect(formatPlace({ screen: "start", ids: {} })).toBe("#/start");
    expect(parsePlace("")).toEqual({ screen: "", ids: {} });
  });
});

describe("preferences", () => {
  it("fall back one by one to the usual", () => {
    expect(parsePreferences(null)).toEqual(usual);
    expect(parsePreferences("{broken")).toEqual(usual);
    expect(parsePreferences("[1]")).toEqual(usual);
    expect(parsePreferences('{"theme":"dark","density":"tiny","singleKeys":false}')).toEqual({
      ...usual,
      theme: "dark",
      singleKeys: false,
    });
  });
});
