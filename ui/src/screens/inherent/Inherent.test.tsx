import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { TierOverride } from "../../ipc/TierOverride";
import { type Core, realCore } from "../../testing/core";
import { count } from "../../testing/count";
import { show, write } from "../../testing/show";
import { told } from "../../words";
import { InherentScreen } from ".";

const viewOf = (core: Core) => core.call("inherent_risk", { assessment: core.assessment });

/** Answers all questions but the last few with their mildest option; the ones left. */
async function answerAllBut(core: Core, left: number, tier_override: TierOverride | null = null) {
  const questions = (await viewOf(core)).pack.question;
  const answered = questions.slice(0, questions.length - left);
  const answers = Object.fromEntries(answered.map(({ id, options }) => [id, options[0]?.id ?? ""]));
  await core.call("save_inherent_risk", { assessment: core.assessment, answers, tier_override });
  return questions.slice(-left);
}

it("goes through the questions digit by digit, and says what tier follows and why", async () => {
  const core = await realCore();
  const [first, second, third] = await answerAllBut(core, 3);
  const all = (await viewOf(core)).proposal.asked;
  const user = userEvent.setup();
  show(<InherentScreen assessment={core.assessment} />);
  expect((await screen.findByTestId("inherent-answered")).textContent).toBe(`${all - 3} of ${all} answered`);
  expect(screen.getByTestId("inherent-reason").textContent).toContain("The tier stays as it was");
  const focused = () => document.activeElement?.getAttribute("data-question");
  await user.keyboard("u");
  await waitFor(() => expect(focused()).toBe(first?.id));
  for (const [digit, next] of [
    ["2", second],
    ["2", third],
  ] as const) {
    await user.keyboard(digit);
    await waitFor(() => expect(focused()).toBe(next?.id));
  }
  await user.keyboard("1");
  await waitFor(async () =>
    expect((await viewOf(core)).answers).toMatchObject({
      [first?.id ?? ""]: first?.options[1]?.id,
      [second?.id ?? ""]: second?.options[1]?.id,
      [third?.id ?? ""]: third?.options[0]?.id,
    }),
  );
  const view = await viewOf(core);
  expect(view.tier).toBe(view.proposal.tier);
  await waitFor(() => expect(screen.getByTestId("inherent-tier").textContent).toContain(`Tier ${view.tier}`));
  await waitFor(() =>
    expect(screen.getByTestId("inherent-reason").textContent).toBe(told(view.proposal.explanation)),
  );
  expect(screen.getByTestId("inherent-answered").textContent).toBe(`${all} of ${all} answered`);
  const { topics, off, tally } = await core.call("questionnaire", { assessment: core.assessment });
  const byTier = off.filter(({ reason }) => reason.startsWith("Asked down to tier")).length;
  const decides = screen.getByTestId("inherent-decides");
  await waitFor(() =>
    expect(decides.textContent).toContain(
      `${count(tally.asked, "question")} asked. ${byTier} more are left out because of the tier`,
    ),
  );
  const heavy = topics.flatMap(({ questions }) => questions).find(({ weight }) => weight === 3);
  const { required } = await core.call("question", {
    assessment: core.assessment,
    question: heavy?.id ?? "",
  });
  const levels = (await core.call("choices", {})).assurance;
  const level = levels.find((one) => one.level === required);
  await waitFor(() =>
    expect(within(decides).getByTestId("inherent-required-3").textContent).toContain(
      `${required} ${level?.title}`,
    ),
  );
  expect(screen.getByTestId("inherent-next").textContent).toContain(count(view.next_in_months, "month"));
});

it("sets a lower tier only with a second person, and keeps what was written when refused", async () => {
  const core = await realCore();
  const user = userEvent.setup();
  show(<InherentScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("override-open"));
  await user.click(screen.getByTestId("override-tier-4"));
  await write(user, screen.getByTestId("override-reason"), "Invented letters only.");
  await user.click(screen.getByTestId("override-save"));
  const refused = await screen.findByTestId("override-refused");
  expect(refused.textContent).toContain("second");
  expect((await viewOf(core)).tier_override).toBeNull();
  expect((screen.getByTestId("override-reason") as HTMLTextAreaElement).value).toBe("Invented letters only.");
  await write(user, screen.getByTestId("override-second"), "Tomasz Brennan");
  await user.click(screen.getByTestId("override-save"));
  await waitFor(() => expect(screen.getByTestId("inherent-tier").textContent).toContain("Tier 4"));
  expect((await viewOf(core)).tier_override).toMatchObject({
    tier: 4,
    reason: "Invented letters only.",
    by: "Isolde Hartwig",
    second: "Tomasz Brennan",
  });
  await user.click(screen.getByTestId("override-remove"));
  await waitFor(async () => expect((await viewOf(core)).tier_override).toBeNull());
  const { tier } = await viewOf(core);
  await waitFor(() => expect(screen.getByTestId("inherent-tier").textContent).toContain(`Tier ${tier}`));
});
