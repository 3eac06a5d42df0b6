import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Session } from "../../ipc/Session";
import { inputsOf, show, withCore } from "../testCore";
import { Home } from "./Home";

const assessment = {
  id: "asm-1",
  title: "Triage 2026",
  service: "Triage",
  tier: 1,
  started: "2026-01-05T09:00:00Z",
};
const unread = (kind: string, id: string) => ({ key: { kind, id }, detail: `unknown word in ${id}` });
const session = {
  path: "work.assay",
  name: "work",
  vendors: [
    {
      vendor: { id: "v1", name: "Helios", country: "", services: [], legal_name: "" },
      assessments: [
        {
          assessment,
          concluded: 3,
          applicable: 4,
          issued: 0,
          unreadable: [unread("response", "asm-1/ACC-02")],
        },
      ],
    },
    { vendor: { id: "v2", name: "Boreas", country: "", services: [], legal_name: "" }, assessments: [] },
  ],
  identities: [],
  unreadable: [unread("vendor", "v9")],
} as unknown as Session;

const status = { saved_at: "2026-01-05T09:00:00Z", entry: 7, undo: "remove", redo: null };

it("tells what cannot be read: how much, which, where and why", async () => {
  await withCore({});
  show(<Home session={session} />);
  const notice = screen.getByTestId("unreadable");
  expect(notice.textContent).toContain("2 records cannot be read by this version of Assay");
  const rows = within(notice)
    .getAllByRole("listitem", { hidden: true })
    .map((row) => row.textContent);
  expect(rows).toEqual([
    "vendor v9unknown word in v9",
    "response asm-1/ACC-02, in “Triage 2026”unknown word in asm-1/ACC-02",
  ]);
});

it("tells nothing of that where everything can be read", async () => {
  await withCore({});
  const sound = { ...session, unreadable: [], vendors: session.vendors.slice(1) };
  show(<Home session={sound} />);
  expect(screen.queryByTestId("unreadable")).toBeNull();
});

it("says that a removal can be undone and what that keeps, and undoes just that", async () => {
  const asked = await withCore({ remove_assessment: session, status, undo: status });
  const user = userEvent.setup();
  show(<Home session={session} />);
  await user.click(screen.getByRole("button", { name: "Remove Triage 2026" }));
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog.textContent).toContain("can be undone");
  expect(dialog.textContent).toContain("stays in the vault’s journal");
  await user.click(within(dialog).getByRole("button", { name: "Remove assessment" }));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(inputsOf(asked, "undo")).toEqual([{ assessment: null, entry: 7 }]);
});

it("brings a removed vendor back as it was", async () => {
  const asked = await withCore({ remove_vendor: session, status, undo: status });
  const user = userEvent.setup();
  show(<Home session={session} />);
  await user.click(screen.getByRole("button", { name: "Acts on Boreas" }));
  await user.click(await screen.findByRole("menuitem", { name: "Remove vendor" }));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(inputsOf(asked, "undo")).toEqual([{ assessment: null, entry: 7 }]);
  expect(inputsOf(asked, "save_vendor")).toEqual([]);
});
