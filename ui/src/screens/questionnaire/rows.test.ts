import { describe, expect, it } from "vitest";
import type { QuestionRow } from "../../ipc/QuestionRow";
import { idOf } from "../../testing/ids";
import { ANYONE, counts, isShown, neighbour, nextUnanswered, rolesOf } from "./rows";

const row = (id: string, part: Partial<QuestionRow> = {}): QuestionRow => ({
  id: idOf(id),
  text: id,
  topic: "t",
  weight: 1,
  minutes: 5,
  who: ["Engineer"],
  knock_out: null,
  claim: null,
  good_news: null,
  conclusion: null,
  assurance: 0,
  evidence: 0,
  flagged: false,
  reason_missing: false,
  has_finding: false,
  owed: false,
  reviewed: false,
  standing: { is: "unanswered" },
  claim_changed: false,
  claim_reason: "",
  ...part,
});

const rows = [
  row("A", { claim: "yes", conclusion: "effective" }),
  row("B", { who: ["Lawyer"], flagged: true }),
  row("C", { claim: "not-applicable", knock_out: idOf("KO-01") }),
  row("D", { who: ["Engineer", "Lawyer"], minutes: 8 }),
];
const shown = (show: Parameters<typeof isShown>[1]["show"], role = ANYONE, current?: string) =>
  rows.filter((one) => isShown(one, { show, role }, current)).map(({ id }) => id);

describe("what the list shows", () => {
  it("is chosen by state and by who is in the room", () => {
    expect(shown("all")).toEqual(["A", "B", "C", "D"]);
    expect(shown("unanswered")).toEqual(["B", "D"]);
    expect(shown("not-concluded")).toEqual(["B", "C", "D"]);
    expect(shown("flagged")).toEqual(["B"]);
    expect(shown("knock-outs")).toEqual(["C"]);
    expect(shown("unanswered", "Engineer")).toEqual(["D"]);
  });

  it("is what a returned file changed, what is owed, or what the vendor says does not apply", () => {
    const marked = [
      row("E", { claim: "no", claim_changed: true }),
      row("F", { owed: true }),
      row("G", { claim: "not-applicable", standing: { is: "claimed", claim: "not-applicable" } }),
      row("H", { claim: "not-applicable", standing: { is: "not-applicable", reason: "Seen: none" } }),
    ];
    const only = (show: Parameters<typeof isShown>[1]["show"]) =>
      marked.filter((one) => isShown(one, { show, role: ANYONE }, undefined)).map(({ id }) => id);
    expect([only("changed"), only("owed"), only("claimed-off")]).toEqual([["E"], ["F"], ["G"]]);
    expect(counts(marked, ANYONE)).toMatchObject({ changed: 1, owed: 1, "claimed-off": 1 });
  });

  it("keeps the question being looked at, whatever was just answered", () => {
    expect(shown("unanswered", ANYONE, "A")).toEqual(["A", "B", "D"]);
    expect(shown("all", "Lawyer", "C")).toEqual(["B", "C", "D"]);
  });

  it("is counted for those in the room", () => {
    expect(counts(rows, "Lawyer")).toEqual({
      all: 2,
      unanswered: 2,
      "not-concluded": 2,
      flagged: 1,
      owed: 0,
      "knock-outs": 0,
      "claimed-off": 0,
      changed: 0,
    });
  });
});

describe("who can answer", () => {
  it("is listed with what is open and how long it takes", () => {
    expect(rolesOf(rows)).toEqual([
      { title: "Engineer", questions: 3, open: 1, minutes: 8 },
      { title: "Lawyer", questions: 2, open: 2, minutes: 13 },
    ]);
  });
});

describe("going on", () => {
  it("stops at the ends", () => {
    expect(neighbour(rows, "A", 1)).toBe("B");
    expect(neighbour(rows, "A", -1)).toBe("A");
    expect(neighbour(rows, "D", 1)).toBe("D");
    expect(neighbour(rows, undefined, 1)).toBe("A");
  });

  it("finds the next unanswered, going round, and never the one at hand", () => {
    expect(nextUnanswered(rows, "B")).toBe("D");
    expect(nextUnanswered(rows, "D")).toBe("B");
    expect(nextUnanswered([row("X")], "X")).toBeUndefined();
  });
});
