import { beforeEach, describe, expect, it } from "vitest";
import { announcement, QUIET_MS, type SavedState, saved, savedText, saving } from "./saved";

const at = new Date(2026, 2, 5, 14, 2, 11);
const nothing: SavedState = { pending: 0, at: undefined, failed: undefined };

beforeEach(() => saved.set(nothing));

describe("the saved state in words", () => {
  it("says when the last change was safe", () => {
    expect(savedText({ ...nothing, at })).toBe("Saved 14:02:11");
    expect(savedText({ ...nothing, at: new Date(2026, 0, 1, 9, 5, 3) })).toBe("Saved 09:05:03");
  });

  it("says that nothing was changed, or that a change is under way", () => {
    expect(savedText(nothing)).toBe("No changes yet");
    expect(savedText({ ...nothing, at, pending: 1 })).toBe("Saving…");
  });

  it("lets nothing hide a failure", () => {
    expect(savedText({ pending: 2, at, failed: "The disk is full." })).toBe("Not saved");
  });
});

describe("changes under way", () => {
  it("are saved when the last one is", () => {
    const one = saving(() => at);
    const two = saving(() => at);
    one.saved();
    expect(savedText(saved.get())).toBe("Saving…");
    two.saved();
    expect(savedText(saved.get())).toBe("Saved 14:02:11");
  });

  it("settle once", () => {
    const one = saving(() => at);
    one.failed("The disk is full.");
    one.saved();
    expect(saved.get()).toEqual({ pending: 0, at: undefined, failed: "The disk is full." });
  });

  it("clear a failure when a later one is saved", () => {
    saving(() => at).failed("The disk is full.");
    saving(() => at).saved();
    expect(savedText(saved.get())).toBe("Saved 14:02:11");
  });
});

describe("what is spoken", () => {
  const busy: SavedState = { ...nothing, pending: 1 };
  const done: SavedState = { ...nothing, at };
  const failed: SavedState = { ...nothing, failed: "The disk is full." };

  it("is never that saving is under way", () => {
    expect(announcement(done, { ...done, pending: 1 }, undefined)).toBeUndefined();
  });

  it("is the first saving, and then at most one a minute", () => {
    expect(announcement(busy, done, undefined)).toBe("Saved 14:02:11");
    expect(announcement(busy, done, at.getTime() - 1000)).toBeUndefined();
    expect(announcement(busy, done, at.getTime() - QUIET_MS)).toBe("Saved 14:02:11");
  });

  it("is every failure once, and its end at once", () => {
    expect(announcement(busy, failed, at.getTime())).toBe("Not saved. The disk is full.");
    expect(announcement(failed, { ...failed, pending: 1 }, at.getTime())).toBeUndefined();
    expect(announcement(failed, done, at.getTime() - 1000)).toBe("Saved 14:02:11");
  });
});
