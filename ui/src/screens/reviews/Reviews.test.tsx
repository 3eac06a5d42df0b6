import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { RaisedFlag } from "../../ipc/RaisedFlag";
import type { Reviews } from "../../ipc/Reviews";
import type { SocReview } from "../../ipc/SocReview";
import { drafts, unsavedOf } from "../../state/drafts";
import { type Answers, inputsOf, refuse, show, withCore } from "../testCore";
import { ReviewsScreen } from ".";

const blank: SocReview = {
  id: "SOC-01",
  assessment: "a1",
  evidence: null,
  auditor: "",
  auditor_licensed: null,
  kind: null,
  period_from: null,
  period_to: null,
  categories: [],
  result: null,
  reservations: "",
  boundary: "",
  covers_our_service: null,
  subservices: [],
  customer_controls: [],
  exceptions: [],
  subsequent_events: "",
  bridge_until: null,
  notes: "",
};
const flag: RaisedFlag = {
  flag: "soc-auditor",
  review: "SOC-01",
  title: "Auditor not found licensed",
  severity: "high",
  condition: "No licence was found (Oakes).",
  why: "The rules give it its worth.",
  finding: null,
};

/** A core that keeps the reviews, and raises one flag as the real one does. */
function keeping(first: SocReview[]): Answers {
  let reviews: Reviews = { soc: first, certificates: [], flags: [] };
  let before = reviews;
  let entry = 1;
  const raise = (soc: SocReview[]) =>
    soc
      .filter(({ auditor_licensed }) => auditor_licensed === false)
      .map(({ id }) => ({ ...flag, review: id }));
  const become = (next: Reviews) => {
    before = reviews;
    entry += 1;
    reviews = next;
    return reviews;
  };
  return {
    reviews: () => reviews,
    evidence: [],
    status: () => ({ entry: String(entry) }),
    undo: () => {
      become(before);
      return {};
    },
    save_soc_review: ({ review }: { review: SocReview | null }) => {
      const soc =
        review === null
          ? [...reviews.soc, blank]
          : reviews.soc.map((old) => (old.id === review.id ? review : old));
      return become({ ...reviews, soc, flags: raise(soc) });
    },
    remove_review: ({ review }: { review: string }) =>
      become({ ...reviews, soc: reviews.soc.filter(({ id }) => id !== review), flags: [] }),
    raise_flags: () =>
      become({ ...reviews, flags: reviews.flags.map((one) => ({ ...one, finding: "F-01" })) }),
  };
}

it("begins with an empty place, raises a flag as the form is filled in, and writes its finding", async () => {
  const asked = await withCore(keeping([]));
  const user = userEvent.setup();
  show(<ReviewsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("add-soc-review"));
  const form = await screen.findByTestId("review-form-SOC-01");
  await waitFor(() => expect(document.activeElement).toBe(form));
  expect(screen.getByTestId("review-flags").textContent).toContain("What is not known raises nothing");

  await user.type(screen.getByTestId("review-auditor"), "Oakes");
  await user.click(screen.getByTestId("review-licensed-no"));
  const raised = await screen.findByTestId("flag-SOC-01-soc-auditor");
  expect(raised.textContent).toContain("No licence was found");
  expect(inputsOf(asked, "save_soc_review").at(-1)).toMatchObject({
    assessment: "a1",
    review: { id: "SOC-01", auditor: "Oakes", auditor_licensed: false, kind: null },
  });

  await user.click(within(raised).getByTestId("write-finding-soc-auditor"));
  expect(inputsOf(asked, "raise_flags")).toEqual([
    { assessment: "a1", only: { review: "SOC-01", flag: "soc-auditor" } },
  ]);
  const link = await screen.findByTestId("open-finding-soc-auditor");
  await waitFor(() => expect(document.activeElement).toBe(link));
  await user.click(link);
  expect(window.location.hash).toBe("#/findings?assessment=a1&item=F-01");
});

it("saves a row once something is typed, and offers a removed one back", async () => {
  const asked = await withCore(keeping([blank]));
  const user = userEvent.setup();
  show(<ReviewsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("exception-add"));
  const criterion = screen.getByTestId("exception-0-criterion");
  expect(document.activeElement).toBe(criterion);
  expect(inputsOf(asked, "save_soc_review")).toHaveLength(0);
  await user.type(criterion, "CC6.2");
  await user.tab();
  await waitFor(() =>
    expect(inputsOf(asked, "save_soc_review").at(-1)).toMatchObject({
      review: { exceptions: [{ criterion: "CC6.2" }] },
    }),
  );

  await user.click(screen.getByTestId("exception-0-remove"));
  expect(await screen.findByText("“CC6.2” was removed.")).toBeTruthy();
  expect(screen.queryByTestId("exception-0")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(((await screen.findByTestId("exception-0-criterion")) as HTMLInputElement).value).toBe("CC6.2");
});

it("gives a removed review back", async () => {
  await withCore(keeping([{ ...blank, auditor: "Oakes" }]));
  const user = userEvent.setup();
  show(<ReviewsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("remove-review"));
  expect(await screen.findByText("No report or certificate reviewed yet")).toBeTruthy();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(((await screen.findByTestId("review-auditor")) as HTMLInputElement).value).toBe("Oakes");
});

it("holds days that are not in order until they are", async () => {
  const asked = await withCore(keeping([{ ...blank, kind: "type-2", period_from: "2026-01-01" }]));
  const user = userEvent.setup();
  show(<ReviewsScreen assessment="a1" />);
  await user.type(await screen.findByTestId("review-to"), "2025-12-31");
  await user.tab();
  expect(await screen.findByText(/It ends before it begins/)).toBeTruthy();
  const from = screen.getByTestId("review-from");
  await user.clear(from);
  expect(inputsOf(asked, "save_soc_review")).toHaveLength(0);
  await user.type(from, "2025-01-01");
  await user.tab();
  await waitFor(() =>
    expect(inputsOf(asked, "save_soc_review")).toMatchObject([
      { review: { period_from: "2025-01-01", period_to: "2025-12-31" } },
    ]),
  );
  expect(screen.queryByText(/It ends before it begins/)).toBeNull();
});

it("keeps what was typed when it could not be saved, which holds nothing else up", async () => {
  const core = keeping([blank]);
  const asked = await withCore({ ...core, save_soc_review: refuse("The disk is full.") });
  const user = userEvent.setup();
  show(<ReviewsScreen assessment="a1" />);
  await user.type(await screen.findByTestId("review-auditor"), "Oakes");
  await user.tab();
  expect((await screen.findByTestId("save-trouble")).textContent).toContain("The disk is full.");
  await user.click(screen.getByTestId("remove-review"));
  await waitFor(() => expect(inputsOf(asked, "remove_review")).toHaveLength(1));
  expect(unsavedOf(drafts.get()).refused).toMatchObject([{ value: { auditor: "Oakes" } }]);
});
