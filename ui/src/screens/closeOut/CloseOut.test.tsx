import { fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { type Core, realCore } from "../../testing/core";
import { count } from "../../testing/count";
import { answer, begin } from "../../testing/seeds";
import { show } from "../../testing/show";
import { CloseOutScreen } from ".";

const pointsOf = async (core: Core) =>
  (await core.call("decision", { assessment: core.assessment })).open_points;

describe("the close-out checks", () => {
  it.each(["started", "sample"] as const)(
    "say of every point of the core where it stands, and whether it weighs on the decision: %s",
    async (seed) => {
      const core = await realCore(seed);
      const points = await pointsOf(core);
      const kinds = new Set(points.map(({ kind }) => kind));
      show(<CloseOutScreen assessment={core.assessment} />);
      const sum = await screen.findByTestId("close-out-sum");
      const checks = screen.getAllByTestId(/^check-/);
      const grave = points.filter((point) => point.grave).length;
      expect(sum.textContent).toBe(
        `${checks.length - kinds.size} of ${checks.length} checks settled. ${count(points.length, "point")} open, ${grave} of them weighing on the decision.`,
      );
      for (const kind of kinds) {
        const own = points.filter((point) => point.kind === kind);
        const weighs = own.some((point) => point.grave) ? ", weighing on the decision" : "";
        expect(screen.getByTestId(`check-${kind}`).textContent).toContain(
          `${count(own.length, "open point")}${weighs}`,
        );
      }
    },
  );

  it("lead to the place to mend a point", async () => {
    const core = await realCore();
    await answer(core, "ACC-01", { conclusion: "ineffective" });
    show(<CloseOutScreen assessment={core.assessment} />);
    const check = await screen.findByTestId("check-not-concluded");
    fireEvent.click(within(check).getByText("Open ACC-02"));
    expect(window.location.hash).toContain("questionnaire");
    expect(window.location.hash).toContain("item=ACC-02");
    expect(screen.getByTestId("check-evidence-owed").textContent).toContain("settled");
  });

  it("are calm when nothing is open", async () => {
    const core = await realCore();
    await begin(core, { tier: 4, facts: [] });
    const { assessment } = core;
    const { pack } = await core.call("inherent_risk", { assessment });
    const answers = Object.fromEntries(pack.question.map(({ id, options }) => [id, options[0]?.id ?? ""]));
    await core.call("save_inherent_risk", { assessment, answers, tier_override: null });
    const { topics } = await core.call("questionnaire", { assessment });
    const questions = topics.flatMap((topic) => topic.questions.map(({ id }) => id));
    for (const question of questions)
      await answer(core, question, { conclusion: "not-applicable", reason: "Nothing of ours is there." });
    for (const { id, by_note } of (await core.call("decision", { assessment })).knock_outs)
      if (by_note)
        await core.call("note_knock_out", {
          note: { assessment, knock_out: id, struck: false, note: "Looked at on site." },
        });
    await core.call("save_decision", {
      decision: {
        assessment,
        outcome: "reject",
        rationale: "Nothing to assess.",
        conditions: [],
        decided_by: "Ines Hartwig",
        decided_on: null,
        overrides: [],
      },
      confirm: true,
    });
    expect(await pointsOf(core)).toEqual([]);
    show(<CloseOutScreen assessment={assessment} />);
    expect((await screen.findByTestId("close-out-sum")).textContent).toContain("Nothing stands open.");
    expect(screen.queryByText(/to settle/)).toBeNull();
  });
});
