import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Session } from "../../ipc/Session";
import type { Vendor } from "../../ipc/Vendor";
import { type Core, realCore } from "../../testing/core";
import { show } from "../../testing/show";
import { Home } from "./Home";

const unread = (kind: string, id: string) => ({ key: { kind, id }, detail: `unknown word in ${id}` });
const sessionOf = (core: Core) => core.call("session", {});
const vendorsOf = async (core: Core) => (await sessionOf(core)).vendors.map(({ vendor }) => vendor);

/** The session, with records of a later program in the vault and in its first assessment. */
async function withUnreadable(core: Core): Promise<Session> {
  const session = await sessionOf(core);
  const vendors = session.vendors.map((card) => ({
    ...card,
    assessments: card.assessments.map((row) => ({
      ...row,
      unreadable: [unread("response", `${core.assessment}/ACC-02`)],
    })),
  }));
  return { ...session, vendors, unreadable: [unread("vendor", "v9")] };
}

it("tells what cannot be read: how much, which, where and why", async () => {
  const core = await realCore();
  show(<Home session={await withUnreadable(core)} />);
  const notice = screen.getByTestId("unreadable");
  expect(notice.textContent).toContain("2 records cannot be read by this version of Assay");
  const rows = within(notice)
    .getAllByRole("listitem", { hidden: true })
    .map((row) => row.textContent);
  const response = `${core.assessment}/ACC-02`;
  expect(rows).toEqual([
    "vendor v9unknown word in v9",
    `response ${response}, in “Insight 2026”unknown word in ${response}`,
  ]);
});

it("tells nothing of that where everything can be read", async () => {
  const core = await realCore();
  show(<Home session={await sessionOf(core)} />);
  expect(screen.queryByTestId("unreadable")).toBeNull();
});

it("says that a removal can be undone and what that keeps, and undoes just that", async () => {
  const core = await realCore();
  const before = await sessionOf(core);
  const user = userEvent.setup();
  show(<Home session={before} />);
  await user.click(screen.getByRole("button", { name: "Remove Insight 2026" }));
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog.textContent).toContain("can be undone");
  expect(dialog.textContent).toContain("stays in the vault’s journal");
  await user.click(within(dialog).getByRole("button", { name: "Remove assessment" }));
  await waitFor(async () => expect((await sessionOf(core)).vendors[0]?.assessments).toEqual([]));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(async () => expect((await sessionOf(core)).vendors).toEqual(before.vendors));
});

it("brings a removed vendor back as it was", async () => {
  const core = await realCore();
  const [helios] = await vendorsOf(core);
  const boreas: Vendor = await core.call("save_vendor", {
    id: null,
    name: "Boreas",
    legal_name: "Boreas SA",
    country: "Portugal",
    website: "",
    contact_name: "Rui",
    contact_email: "",
    services: ["Wind"],
    notes: "Asked in May.",
  });
  const user = userEvent.setup();
  show(<Home session={await sessionOf(core)} />);
  await user.click(screen.getByRole("button", { name: "Acts on Boreas" }));
  await user.click(await screen.findByRole("menuitem", { name: "Remove vendor" }));
  await waitFor(async () => expect(await vendorsOf(core)).toEqual([helios]));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(async () => expect(await vendorsOf(core)).toContainEqual(boreas));
});
