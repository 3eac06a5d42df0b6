import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import {
  Assurance,
  type AssuranceLevel,
  assurance,
  Claim,
  type ClaimId,
  Conclusion,
  type ConclusionId,
  claims,
  conclusions,
  DateField,
  ListField,
  type Meaning,
  Outcome,
  type OutcomeId,
  outcomes,
  percent,
  readDate,
  Score,
  Segmented,
  Severity,
  type SeverityId,
  segmentsOf,
  severities,
  sortItems,
  stageMeaning,
  TextField,
  unanswered,
} from ".";

/** The drawing alone, without its colour. */
function shape(element: React.ReactElement): string {
  const { container, unmount } = render(element);
  const drawing = container.querySelector("svg")?.innerHTML ?? "";
  unmount();
  return drawing;
}

const lists: [string, React.ReactElement[], Meaning[]][] = [
  [
    "severity",
    (Object.keys(severities) as SeverityId[]).map((level) => <Severity key={level} level={level} />),
    Object.values(severities),
  ],
  [
    "conclusion",
    (Object.keys(conclusions) as ConclusionId[]).map((value) => <Conclusion key={value} value={value} />),
    Object.values(conclusions),
  ],
  [
    "claim",
    [
      ...(Object.keys(claims) as ClaimId[]).map((value) => <Claim key={value} value={value} />),
      <Claim key="none" value={null} />,
    ],
    [...Object.values(claims), unanswered],
  ],
  [
    "assurance level",
    ([0, 1, 2, 3, 4] as AssuranceLevel[]).map((level) => <Assurance key={level} level={level} />),
    [...assurance],
  ],
  [
    "outcome",
    (Object.keys(outcomes) as OutcomeId[]).map((value) => <Outcome key={value} value={value} />),
    Object.values(outcomes),
  ],
];

describe.each(lists)("each %s", (_, tags, meanings) => {
  it("is told by its word", () => {
    tags.forEach((tag, index) => {
      const { container, unmount } = render(tag);
      expect(container.textContent).toContain(meanings[index]?.word);
      unmount();
    });
    expect(new Set(meanings.map(({ word }) => word)).size).toBe(tags.length);
  });

  it("is told by a shape no other has", () => {
    const shapes = tags.map(shape);
    expect(shapes.every((drawing) => drawing !== "")).toBe(true);
    expect(new Set(shapes).size).toBe(tags.length);
  });
});

describe("a stage", () => {
  it("says how far it is", () => {
    expect(stageMeaning({ kind: "in-progress", done: 112, total: 184 }).word).toBe("112 of 184");
    expect(stageMeaning({ kind: "attention", what: "4 to review" }).word).toBe("4 to review");
    expect(stageMeaning({ kind: "not-started" }).word).toBe("Not started");
    expect(stageMeaning({ kind: "done" }).word).toBe("Done");
  });
});

describe("a score", () => {
  it("never comes without its coverage", () => {
    render(<Score label="GDPR" score={0.74} concluded={31} applicable={44} />);
    const meter = screen.getByRole("meter", { name: "GDPR" });
    expect(meter.getAttribute("aria-valuetext")).toBe("74 %, 31 of 44 concluded (70 %)");
    expect(meter.textContent).toContain("74 %");
    expect(meter.textContent).toContain("31 of 44 concluded (70 %)");
  });

  it("is not nought when nothing is concluded", () => {
    render(<Score label="GDPR" score={null} concluded={0} applicable={44} />);
    expect(screen.getByRole("meter").textContent).toContain("No score yet");
  });

  it("is only 100 when all of it is, and only 0 when none is", () => {
    expect([0, 0.001, 0.745, 0.999, 1].map(percent)).toEqual([0, 1, 75, 99, 100]);
  });
});

describe("a segmented control", () => {
  it("chooses with the arrow keys and starts with nothing chosen", async () => {
    const user = userEvent.setup();
    const chosen = vi.fn();
    render(<Segmented label="Claim" segments={segmentsOf(claims)} value={null} onChange={chosen} />);
    expect(screen.getAllByRole("radio").every((radio) => !(radio as HTMLInputElement).checked)).toBe(true);
    await user.tab();
    await user.keyboard("{ArrowRight}");
    expect(chosen).toHaveBeenCalledWith("partial");
  });
});

function HeldDate({ told }: { told(date: string): void }) {
  const [value, setValue] = useState("");
  return (
    <DateField
      label="Due"
      value={value}
      onChange={(date) => {
        told(date);
        setValue(date);
      }}
    />
  );
}

describe("a date", () => {
  it("is read leniently and kept strictly", () => {
    expect(readDate("2026-03-05")).toBe("2026-03-05");
    expect(readDate(" 2026-3-5 ")).toBe("2026-03-05");
    expect(readDate("20260305")).toBe("2026-03-05");
    for (const wrong of ["", "5.3.2026", "2026-02-30", "2026-13-01", "2026-3", "tomorrow"]) {
      expect(readDate(wrong)).toBeUndefined();
    }
  });

  it("is handed over when the field is left, and half a date never", () => {
    const told = vi.fn();
    render(<HeldDate told={told} />);
    const field = screen.getByRole("textbox", { name: "Due" }) as HTMLInputElement;
    fireEvent.focus(field);
    fireEvent.change(field, { target: { value: "2026-3" } });
    fireEvent.blur(field);
    expect(told).not.toHaveBeenCalled();
    expect(screen.getByText(/is not a date/)).toBeTruthy();
    fireEvent.focus(field);
    fireEvent.change(field, { target: { value: "2026-3-5" } });
    fireEvent.blur(field);
    expect(told).toHaveBeenCalledWith("2026-03-05");
    expect(field.value).toBe("2026-03-05");
  });

  it("is kept when it is whole, and when its screen goes without it being left", () => {
    const told = vi.fn();
    const { unmount } = render(<HeldDate told={told} />);
    const field = screen.getByRole("textbox", { name: "Due" });
    fireEvent.change(field, { target: { value: "2026-03-05" } });
    expect(told.mock.calls).toEqual([["2026-03-05"]]);
    fireEvent.change(field, { target: { value: "2026-4-1" } });
    expect(told).toHaveBeenCalledTimes(1);
    unmount();
    expect(told.mock.calls).toEqual([["2026-03-05"], ["2026-04-01"]]);
  });
});

describe("a sorted table", () => {
  const columns = [
    {
      id: "n",
      title: "N",
      cell: (item: { n: number; name: string }) => item.n,
      compare: (a: { n: number; name: string }, b: { n: number; name: string }) => a.n - b.n,
    },
  ];
  const items = [
    { n: 2, name: "a" },
    { n: 1, name: "b" },
    { n: 2, name: "c" },
  ];
  it("keeps equals in their order, both ways", () => {
    const names = (direction: "ascending" | "descending") =>
      sortItems(items, columns, { column: "n", direction })
        .map(({ name }) => name)
        .join("");
    expect(names("ascending")).toBe("bac");
    expect(names("descending")).toBe("acb");
  });
});

describe("a list of texts", () => {
  it("shows items with blanks around them, and empty ones, without an end", () => {
    for (const value of [["API "], [""], [" ", "Login"]]) {
      const { unmount } = render(<ListField label="In scope" value={value} onChange={() => {}} />);
      expect(screen.getByText("In scope")).toBeTruthy();
      unmount();
    }
  });
});

describe("Enter in a field", () => {
  it("submits, but not while it ends what an input method composes", () => {
    const submit = vi.fn();
    render(<TextField label="Name" value="名" onChange={() => {}} onEnter={submit} testId="name" />);
    const field = screen.getByTestId("name");
    fireEvent.keyDown(field, { key: "Enter", isComposing: true });
    expect(submit).not.toHaveBeenCalled();
    fireEvent.keyDown(field, { key: "Enter" });
    expect(submit).toHaveBeenCalledOnce();
  });
});
