import { describe, expect, it } from "vitest";
import { fuzzy, rank } from "./fuzzy";

const titles = (query: string, ...all: string[]) =>
  rank(
    query,
    all.map((title) => ({ title })),
  ).map(({ item }) => item.title);

describe("the palette's filter", () => {
  it("wants all letters in order", () => {
    expect(fuzzy("gq", "Go to Questionnaire")).toBeDefined();
    expect(fuzzy("qg", "Go to Questionnaire")).toBeUndefined();
    expect(fuzzy("goo", "Go")).toBeUndefined();
  });

  it("says where the letters are", () => {
    expect(fuzzy("gtq", "Go to Questionnaire")?.at).toEqual([0, 3, 6]);
    expect(fuzzy("ques", "Go to Questionnaire")?.at).toEqual([6, 7, 8, 9]);
  });

  it("prefers the beginnings of words to the middle of one", () => {
    expect(titles("rf", "Surf the report", "Raise a finding")[0]).toBe("Raise a finding");
  });

  it("prefers letters in a row", () => {
    expect(titles("risk", "Rail in sky", "Go to Risks")[0]).toBe("Go to Risks");
  });

  it("finds a better place later in the text", () => {
    expect(fuzzy("re", "Go there: report")?.at).toEqual([10, 11]);
  });

  it("does not mind case, spaces or accents", () => {
    expect(titles("OSTER", "Open Östergård")).toEqual(["Open Östergård"]);
    expect(titles("go  find", "Go to Findings")).toEqual(["Go to Findings"]);
  });

  it("keeps the order for an empty query", () => {
    expect(titles("", "B", "A")).toEqual(["B", "A"]);
  });

  it("finds a command by its other words, after titles", () => {
    const found = rank("colours", [
      { title: "Use the dark theme", words: "colours appearance" },
      { title: "Show colours" },
    ]);
    expect(found.map(({ item }) => item.title)).toEqual(["Show colours", "Use the dark theme"]);
    expect(found[1]?.at).toEqual([]);
  });
});
