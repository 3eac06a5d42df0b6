import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { SocReview } from "../../ipc/SocReview";
import { drafts, unsavedOf } from "../../state/drafts";
import { type Core, realCore } from "../../testing/core";
import { lastEntry } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { ReviewsScreen } from ".";

const reviewsOf = (core: Core) => core.call("reviews", { assessment: core.assessment });
const socOf = async (core: Core) => (await reviewsOf(core)).soc;

/** A review begun, with what was filled in. */
async function withReview(part: Partial<SocReview> = {}): Promise<Core> {
  const core = await realCore();
  const save = (review: SocReview | null, base?: SocReview) =>
    core.call("save_soc_review", { assessment: core.assessment, review, base });
  const [blank] = (await save(null)).soc;
  if (blank === undefined) throw new Error("No review was begun.");
  await save({ ...blank, ...part }, blank);
  return core;
}

it("begins with an empty place, raises a flag as the form is filled in, and writes its finding", async () => {
  const core = await realCore();
  const user = userEvent.setup();
  show(<ReviewsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("add-soc-review"));
  const [{ id } = { id: "" }] = await socOf(core);
  const form = await screen.findByTestId(`review-form-${id}`);
  await waitFor(() => expect(document.activeElement).toBe(form));
  expect(screen.getByTestId("review-flags").textContent).toContain("What is not known raises nothing");

  await write(user, screen.getByTestId("review-auditor"), "Oakes");
  await user.click(screen.getByTestId("review-licensed-no"));
  const raised = await screen.findByTestId(`flag-${id}-soc-auditor`);
  const { flags } = await reviewsOf(core);
  expect(flags).toMatchObject([{ flag: "soc-auditor", review: id, finding: null }]);
  expect(raised.textContent).toContain(flags[0]?.condition);
  expect(await socOf(core)).toMatchObject([{ auditor: "Oakes", auditor_licensed: false, kind: null }]);

  await user.click(within(raised).getByTestId("write-finding-soc-auditor"));
  const link = await screen.findByTestId("open-finding-soc-auditor");
  await waitFor(() => expect(document.activeElement).toBe(link));
  const { findings } = await core.call("findings", { assessment: core.assessment });
  expect(findings.map(({ finding }) => finding.id)).toEqual(["F-01"]);
  await user.click(link);
  expect(window.location.hash).toBe(`#/findings?assessment=${core.assessment}&item=F-01`);
});

it("saves a row once something is typed, and offers a removed one back", async () => {
  const core = await withReview();
  const entry = await lastEntry(core);
  const user = userEvent.setup();
  show(<ReviewsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("exception-add"));
  const criterion = screen.getByTestId("exception-0-criterion");
  expect(document.activeElement).toBe(criterion);
  expect(await lastEntry(core)).toBe(entry);
  await write(user, criterion, "CC6.2");
  await user.tab();
  await waitFor(async () =>
    expect(await socOf(core)).toMatchObject([{ exceptions: [{ criterion: "CC6.2" }] }]),
  );

  await user.click(screen.getByTestId("exception-0-remove"));
  expect(await screen.findByText("“CC6.2” was removed.")).toBeTruthy();
  expect(screen.queryByTestId("exception-0")).toBeNull();
  expect(await socOf(core)).toMatchObject([{ exceptions: [] }]);
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(((await screen.findByTestId("exception-0-criterion")) as HTMLInputElement).value).toBe("CC6.2");
});

it("gives a removed review back", async () => {
  const core = await withReview({ auditor: "Oakes" });
  const before = await socOf(core);
  const user = userEvent.setup();
  show(<ReviewsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("remove-review"));
  expect(await screen.findByText("No report or certificate reviewed yet")).toBeTruthy();
  expect(await socOf(core)).toEqual([]);
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(((await screen.findByTestId("review-auditor")) as HTMLInputElement).value).toBe("Oakes");
  expect(await socOf(core)).toEqual(before);
});

it("holds days that are not in order until they are", async () => {
  const core = await withReview({ kind: "type-2", period_from: "2026-01-01" });
  const user = userEvent.setup();
  show(<ReviewsScreen assessment={core.assessment} />);
  await write(user, await screen.findByTestId("review-to"), "2025-12-31");
  await user.tab();
  expect(await screen.findByText(/It ends before it begins/)).toBeTruthy();
  expect(await socOf(core)).toMatchObject([{ period_from: "2026-01-01", period_to: null }]);
  const from = screen.getByTestId("review-from");
  await user.clear(from);
  await write(user, from, "2025-01-01");
  await user.tab();
  await waitFor(async () =>
    expect(await socOf(core)).toMatchObject([{ period_from: "2025-01-01", period_to: "2025-12-31" }]),
  );
  expect(screen.queryByText(/It ends before it begins/)).toBeNull();
});

it("keeps what was typed when it could not be saved, which holds nothing else up", async () => {
  const core = await withReview();
  core.refuse("save_soc_review", "The disk is full.");
  const user = userEvent.setup();
  show(<ReviewsScreen assessment={core.assessment} />);
  await write(user, await screen.findByTestId("review-auditor"), "Oakes");
  await user.tab();
  expect((await screen.findByTestId("save-trouble")).textContent).toContain("The disk is full.");
  await user.click(screen.getByTestId("remove-review"));
  await waitFor(async () => expect(await socOf(core)).toEqual([]));
  expect(unsavedOf(drafts.get()).refused).toMatchObject([{ value: { auditor: "Oakes" } }]);
});
