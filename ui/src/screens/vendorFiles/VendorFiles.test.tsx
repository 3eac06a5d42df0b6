import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { ApiError } from "../../api";
import type { FileReturn } from "../../ipc/FileReturn";
import type { ReadReturns } from "../../ipc/ReadReturns";
import { type Answers, chooseNext, inputsOf, show, withCore } from "../testCore";
import { VendorFilesScreen } from ".";

const overview = { vendor: { name: "Helios GmbH" }, assessment: { title: "Insight 2026" } };

const file = (path: string, part: Partial<FileReturn> = {}): FileReturn => ({
  path,
  assessment: "Insight 2026",
  changed: 1,
  unchanged: 3,
  blank: 2,
  refused: 1,
  rows: [
    {
      sheet: "Questions",
      row: 6,
      question: "ACC-01",
      state: "changed",
      says: "No",
      notes: [],
      replaces: false,
    },
    {
      sheet: "Questions",
      row: 9,
      question: "CRY-03",
      state: "refused",
      says: "Column F “Answer”: “maybe” is none of Yes, Partial, No and Not applicable.",
      notes: [],
      replaces: false,
    },
  ],
  remarks: [],
  problem: null,
  issued: null,
  ...part,
});

async function open(assessment: string, more: Answers = {}) {
  const asked = await withCore({ overview, ...more });
  show(<VendorFilesScreen assessment={assessment} />);
  await screen.findByTestId("send-path");
  return asked;
}

it("writes the kind of file its ending says, and says where", async () => {
  const asked = await open("send", { export_questionnaire: {} });
  const user = userEvent.setup();
  chooseNext("1/helios.csv", "2/helios.xlsx");
  await user.click(screen.getByTestId("send-path"));
  expect(screen.getByTestId("send-path-name").textContent).toBe("helios.csv");
  expect(screen.getByTestId("send-kind-csv").hasAttribute("data-selected")).toBe(true);
  // Another kind is another file: it is chosen again.
  await user.click(screen.getByTestId("send-kind-xlsx"));
  expect(screen.getByTestId("send-path-name").textContent).toBe("No place chosen yet");
  await user.click(screen.getByTestId("send-path"));
  await user.type(screen.getByTestId("send-due"), "2026-12-14");
  await user.tab();
  await user.click(screen.getByTestId("send-write"));
  expect((await screen.findByTestId("send-written")).textContent).toContain("wanted back by 14 Dec 2026");
  expect(inputsOf(asked, "export_questionnaire")).toEqual([
    { assessment: "send", path: "2/helios.xlsx", due: "2026-12-14" },
  ]);
});

it("shows row by row what became of the files, and takes the reading back", async () => {
  let entry = 4;
  const journal = [{ entry: 4, at: "", actor: "", label: "earlier", hash: "" }];
  const asked = await open("read", {
    status: () => ({ saved_at: "", entry, undo: null, redo: null }),
    journal: () => [...journal].reverse(),
    read_returns: ({ paths }: ReadReturns) => {
      entry += 1;
      journal.push({ entry, at: "", actor: "", label: "read a.xlsx", hash: "" });
      return [
        file(paths[0] ?? ""),
        file(paths[1] ?? "", { problem: "b.csv is not a questionnaire. Nothing was changed.", rows: [] }),
      ];
    },
    undo: {},
  });
  const user = userEvent.setup();
  chooseNext("3/a.xlsx", "4/b.csv");
  await user.click(screen.getByTestId("return-choose"));
  await user.click(screen.getByTestId("return-choose"));
  await user.keyboard("{Control>}{Enter}{/Control}");
  // What was refused is shown first.
  expect((await screen.findByTestId("return-rows")).textContent).toContain("Column F “Answer”: “maybe”");
  expect(inputsOf(asked, "read_returns")).toEqual([
    { paths: ["3/a.xlsx", "4/b.csv"], assessment: "read", after_issue: false },
  ]);
  expect(screen.getByText(/Conclusions are as they were/)).toBeTruthy();
  await user.click(screen.getByTestId("rows-show-changed"));
  expect(screen.getByTestId("return-rows").textContent).toContain("The vendor says: No");
  await user.click(screen.getByTestId("return-file-1"));
  expect(screen.getByRole("alert").textContent).toContain("b.csv is not a questionnaire");

  await user.click(screen.getByTestId("return-back"));
  await screen.findByText("Read, and taken back");
  expect(inputsOf(asked, "undo")).toEqual([{ assessment: "read" }]);
});

it("says what was read before it was stopped", async () => {
  let entry = 4;
  await open("stop", {
    status: () => ({ saved_at: "", entry: 4, undo: null, redo: null }),
    journal: () => [{ entry, at: "", actor: "", label: "read a.xlsx", hash: "" }],
    read_returns: () => {
      entry = 5;
      throw new ApiError("Stopped.", "cancelled");
    },
  });
  const user = userEvent.setup();
  chooseNext("3/a.xlsx");
  await user.click(screen.getByTestId("return-choose"));
  await user.click(screen.getByTestId("return-read"));
  await waitFor(() => expect(screen.getByText(/Stopped. 1 file was read into this assessment/)).toBeTruthy());
});

it("asks before it reads into an assessment whose report is issued", async () => {
  const asked = await open("late", {
    status: () => ({ saved_at: "", entry: 4, undo: null, redo: null }),
    journal: [],
    read_returns: ({ paths, after_issue }: ReadReturns) => [
      file(paths[0] ?? "", after_issue ? {} : { issued: 1, rows: [], problem: "Report 1 is issued." }),
    ],
  });
  const user = userEvent.setup();
  chooseNext("3/late.csv");
  await user.click(screen.getByTestId("return-choose"));
  await user.click(screen.getByTestId("return-read"));
  await user.click(await screen.findByRole("button", { name: "Read it all the same" }));
  await waitFor(() =>
    expect(inputsOf(asked, "read_returns")).toEqual([
      { paths: ["3/late.csv"], assessment: "late", after_issue: false },
      { paths: ["3/late.csv"], assessment: "late", after_issue: true },
    ]),
  );
});
