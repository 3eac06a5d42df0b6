import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { ApiError, call, onFilesDropped, onProgress, setApi, type UseCase } from "./api";
import type { AssessmentId } from "./ipc/AssessmentId";
import { formatPlace, parsePlace } from "./place";
import { moment } from "./screens/journal/Journal";
import { parsePreferences, usual } from "./state/preferences";
import { idOf } from "./testing/ids";
import { plain } from "./testing/plain";
import { byName, today, zoneOf } from "./words";

describe("the api", () => {
  it("hands over name and input and turns a refusal into an ApiError", async () => {
    const asked = vi.fn(async () =>
      Promise.reject({ sentence: { say: "No vault is open." }, code: "no-vault" }),
    );
    const putBack = setApi(plain({ call: asked, cancel: async () => {}, on: () => () => {} }));
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
    const putBack = setApi(
      plain({
        call: async () => undefined,
        cancel: async () => undefined,
        on: (event, handler) => {
          handlers.set(event, handler);
          return () => handlers.delete(event);
        },
      }),
    );
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
    const place = { screen: "questionnaire", ids: { assessment: idOf<AssessmentId>("a&1"), item: "q 7" } };
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

describe("names, days and zones", () => {
  it("are in the order in which people count", () => {
    expect(["Vendor 103", "vendor 13", "Vendor 2"].sort(byName)).toEqual([
      "Vendor 2",
      "vendor 13",
      "Vendor 103",
    ]);
  });

  it("are those of the clock here", () => {
    expect(today(new Date(2026, 0, 1, 0, 30))).toBe("2026-01-01");
    expect(today(new Date(2026, 10, 30, 23, 30))).toBe("2026-11-30");
  });

  it("say how far a recorded time is from UTC", () => {
    const all = ["2026-01-01T10:00:00Z", "2026-01-01T10:00:00+00:00", "2026-01-01T10:00:00+01:00"];
    expect(all.map(zoneOf)).toEqual(["UTC", "UTC", "UTC+1"]);
    expect(zoneOf("2026-01-01T10:00:00-03:30")).toBe("UTC−3:30");
    expect(moment("2026-01-01T10:00:00+01:00")).toBe("1 Jan 2026, 10:00:00 UTC+1");
  });
});

describe("the packages", () => {
  it("are pinned for every platform, not only for the one the lock was made on", () => {
    const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const optional = Object.values(lock.packages).flatMap((one) =>
      Object.keys(one.optionalDependencies ?? {}),
    );
    expect(optional.length).toBeGreaterThan(20);
    const names = Object.keys(lock.packages);
    expect(optional.filter((name) => !names.some((path) => path.endsWith(`node_modules/${name}`)))).toEqual(
      [],
    );
  });
});
