import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Difference } from "../../ipc/Difference";
import { inputsOf, show, withCore } from "../testCore";
import { ComparisonScreen } from ".";

const said = (claim: "yes" | "no", comment = "") => ({
  claim,
  comment,
  conclusion: null,
  rationale: "",
  evidence: [],
});
const difference = (question: string, part: Partial<Difference>): Difference => ({
  question,
  text: `About ${question}?`,
  shift: "same",
  claim_turned: false,
  without_new_evidence: false,
  same_words: false,
  // biome-ignore lint/suspicious/noThenProperty: the core's word for last time; it holds no function
  then: said("yes"),
  now: said("yes"),
  ...part,
});
const figure = (score: number, applicable: number) => ({ score, concluded: 2, applicable, inputs: [] });
const answers = {
  since_last_time: {
    previous: "old",
    previous_title: "Triage 2025",
    differences: [
      difference("ACC-01", {
        shift: "worse",
        claim_turned: true,
        without_new_evidence: true,
        // biome-ignore lint/suspicious/noThenProperty: the core's word for last time; it holds no function
        then: said("yes", "Everybody has one."),
        now: said("no", "Not in the console."),
      }),
      difference("ACC-02", { shift: "better", without_new_evidence: true }),
      difference("ACC-03", {}),
      difference("ACC-04", { shift: "pending", now: null }),
    ],
    dropped: ["PRV-12"],
  },
  questionnaire: ({ assessment }: { assessment: string }) => ({
    topics: [{ id: "p", title: "P", questions: [{ id: "PRV-12", text: "Are people told?" }] }],
    off: [{ id: "PRV-12", text: "", reason: "Asked when the scope has “Vendor is a controller”." }],
    tally:
      assessment === "old"
        ? { concluded: figure(60, 4), claimed: figure(90, 4) }
        : { concluded: figure(70, 5), claimed: figure(80, 5) },
  }),
};

it("lists what changed, counts each way of looking, and leads to the question", async () => {
  await withCore(answers);
  const user = userEvent.setup();
  window.location.hash = "#/comparison?assessment=new";
  show(<ComparisonScreen assessment="new" />);
  await screen.findByTestId("change-ACC-01");
  expect(screen.queryByTestId("change-ACC-03")).toBeNull();
  const counted = (id: string) => screen.getByTestId(`comparison-show-${id}`).textContent;
  expect(counted("moved")).toBe("All that changed2");
  expect(counted("turned")).toBe("Good turned to bad1");
  expect(counted("no-evidence")).toBe("Changed without new evidence2");
  expect(counted("dropped")).toBe("No longer asked1");
  const scores = await screen.findByTestId("comparison-scores");
  expect(scores.textContent).toContain("60 %");
  expect(scores.textContent).toContain("4 applied then, 5 now");

  await user.click(screen.getByTestId("comparison-show-turned"));
  await waitFor(() => expect(screen.queryByTestId("change-ACC-02")).toBeNull());
  expect(screen.getByText("“Everybody has one.”")).toBeTruthy();
  expect(screen.getByText("“Not in the console.”")).toBeTruthy();

  await user.click(screen.getByTestId("comparison-show-dropped"));
  expect((await screen.findByTestId("change-PRV-12")).textContent).toContain("Are people told?");
  expect(screen.getByText(/Vendor is a controller/)).toBeTruthy();

  await user.click(screen.getByTestId("comparison-show-pending"));
  await user.click(await screen.findByTestId("change-ACC-04"));
  expect(window.location.hash).toBe("#/questionnaire?assessment=new&item=ACC-04");
});

it("teaches what it is for when there is nothing before, and offers an earlier assessment of the vendor", async () => {
  const card = (id: string, started: string) => ({
    assessment: { id, title: `Look ${id}`, vendor: "v1", started },
    concluded: 3,
    applicable: 4,
    issued: 0,
  });
  const asked = await withCore({
    since_last_time: () => {
      throw { sentence: "This assessment follows none.", code: "no-previous" };
    },
    session: { vendors: [{ vendor: { id: "v1" }, assessments: [card("new", "2026"), card("old", "2025")] }] },
    overview: { assessment: { id: "new", vendor: "v1", started: "2026" } },
    follow_assessment: {},
    status: { saved_at: "", entry: 2, undo: null, redo: null },
  });
  const user = userEvent.setup();
  show(<ComparisonScreen assessment="new" />);
  await screen.findByText("This assessment follows no other");
  await user.click(await screen.findByTestId("comparison-follow"));
  await user.click(await screen.findByRole("option", { name: /Look old/ }));
  await waitFor(() =>
    expect(inputsOf(asked, "follow_assessment")).toEqual([{ assessment: "new", previous: "old" }]),
  );
});
