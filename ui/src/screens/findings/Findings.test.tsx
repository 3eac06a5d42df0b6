import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { inputsOf, show, withCore } from "../testCore";
import { FindingsScreen } from ".";

const finding = {
  id: "F-01",
  assessment: "a1",
  question: "ACC-01",
  title: "Shared accounts",
  condition: "Two administrators share one account.",
  criterion: "",
  cause: "",
  effect: "",
  recommendation: "",
  severity: "high",
  owner: "",
  due: null,
  vendor_response: "",
};
const failing = {
  question: "LOG-02",
  text: "Are logs kept apart?",
  conclusion: "ineffective",
  title: "Logs can be altered",
  severity: "medium",
};
const all = {
  findings: [{ finding, pattern: null, to_write: [], requirements: ["soc2:CC6.1"], risks: [] }],
  failing: [failing],
};

it("saves what is typed into a finding, whole, and never sends an empty title", async () => {
  const asked = await withCore({ findings: all, save_finding: finding });
  const user = userEvent.setup();
  show(<FindingsScreen assessment="a1" />);
  await user.type(await screen.findByTestId("finding-owner"), "M. Okafor");
  fireEvent.blur(screen.getByTestId("finding-owner"));
  await waitFor(() => expect(inputsOf(asked, "save_finding")).toHaveLength(1));
  expect(inputsOf(asked, "save_finding")[0]).toEqual({
    finding: { ...finding, owner: "M. Okafor" },
    base: finding,
  });

  const title = screen.getByTestId("finding-title");
  await user.clear(title);
  expect(screen.getByText(/It cannot be empty/)).toBeTruthy();
  fireEvent.blur(title);
  expect((title as HTMLInputElement).value).toBe("Shared accounts");
  expect(inputsOf(asked, "save_finding")).toHaveLength(1);
});

it("writes the finding of a failed question with one key", async () => {
  const asked = await withCore({ findings: all, raise_finding: { ...finding, id: "F-02" } });
  show(<FindingsScreen assessment="a1" />);
  await screen.findByTestId("failing-LOG-02");
  fireEvent.keyDown(document.body, { key: "w" });
  await waitFor(() =>
    expect(inputsOf(asked, "raise_finding")).toEqual([{ assessment: "a1", question: "LOG-02" }]),
  );
});

it("offers a removed finding back", async () => {
  const asked = await withCore({
    findings: all,
    remove_finding: all,
    status: { entry: 7 },
    undo: {},
  });
  const user = userEvent.setup();
  show(<FindingsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("remove-finding"));
  expect(await screen.findByText("Finding F-01 “Shared accounts” was removed.")).toBeTruthy();
  const undo = screen.getAllByRole("button", { name: "Undo" }).at(-1);
  if (undo !== undefined) await user.click(undo);
  await waitFor(() => expect(inputsOf(asked, "undo")).toEqual([{ assessment: "a1", entry: 7 }]));
});
