/** Two people at one vault: what the page sends after it was decided whose value stands, for every use case that asks. */

import { waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { Decision } from "../ipc/Decision";
import type { QuestionId } from "../ipc/QuestionId";
import type { Risk } from "../ipc/Risk";
import { type Core, realCore } from "../testing/core";
import { idOf } from "../testing/ids";
import {
  answer,
  assessmentOf,
  describe as describeAssessment,
  draw,
  responseTo,
  see,
} from "../testing/seeds";
import { conflicts, type Side } from "./conflict";
import { change } from "./query";

/** What both change and what only one does: as it is read back. */
type Read = { both: unknown; mine: unknown };

interface Story {
  theirs: unknown;
  mine: unknown;
  /** Changes the one thing to `theirs`. */
  other(): Promise<unknown>;
  /** Changes it to `mine`, and another thing to "Kept". */
  own(): Promise<unknown>;
  read(): Promise<Read>;
}

let core: Core;
beforeEach(async () => {
  core = await realCore();
  conflicts.set([]);
});

const words = { theirs: "Theirs", mine: "Mine" };

const stories: Record<string, () => Promise<Story>> = {
  async answer() {
    const base = await responseTo(core, "ACC-01");
    const input = { assessment: core.assessment, question: idOf<QuestionId>("ACC-01") };
    return {
      ...words,
      other: () => answer(core, "ACC-01", { comment: "Theirs" }),
      own: () => change("answer", { ...input, change: { comment: "Mine", rationale: "Kept" }, base }),
      read: async () => {
        const { comment, rationale } = await responseTo(core, "ACC-01");
        return { both: comment, mine: rationale };
      },
    };
  },
  async save_assessment() {
    const base = await assessmentOf(core);
    return {
      ...words,
      other: () => describeAssessment(core, { summary: "Theirs" }),
      own: () =>
        change("save_assessment", { assessment: { ...base, summary: "Mine", purpose: "Kept" }, base }),
      read: async () => {
        const { summary, purpose } = await assessmentOf(core);
        return { both: summary, mine: purpose };
      },
    };
  },
  async save_finding() {
    await answer(core, "ACC-01", { conclusion: "ineffective" });
    const base = await core.call("raise_finding", { assessment: core.assessment, question: "ACC-01" });
    return {
      ...words,
      other: () => core.call("save_finding", { finding: { ...base, owner: "Theirs" }, base }),
      own: () => change("save_finding", { finding: { ...base, owner: "Mine", cause: "Kept" }, base }),
      read: async () => {
        const [view] = (await core.call("findings", { assessment: core.assessment })).findings;
        return { both: view?.finding.owner, mine: view?.finding.cause };
      },
    };
  },
  async save_risk() {
    const input = ({ ratings, ...risk }: Risk) => ({ ...risk, ...ratings });
    const blank = {
      assessment: core.assessment,
      title: "Leak",
      scenario: "Somebody reads it.",
      threats: [],
      findings: [],
      categories: [],
      inherent: { likelihood: 4, impact: 4 },
      residual: { likelihood: 3, impact: 4 },
      rationale: "",
      treatment: "mitigate" as const,
      controls: [],
      combining: "",
      owner: "",
      due: null,
      status: "open" as const,
    };
    const base = (await core.call("save_risk", { ...blank, id: null })).risks[0]?.risk;
    if (base === undefined) throw new Error("No risk was recorded.");
    const [theirs, mine] = [
      { likelihood: 2, impact: 4 },
      { likelihood: 1, impact: 3 },
    ];
    return {
      theirs,
      mine,
      other: () => core.call("save_risk", { ...input(base), residual: theirs, base }),
      own: () => change("save_risk", { ...input(base), residual: mine, rationale: "Kept", base }),
      read: async () => {
        const [view] = (await core.call("risks", { assessment: core.assessment })).risks;
        return { both: view?.risk.ratings.residual, mine: view?.risk.rationale };
      },
    };
  },
  async save_event() {
    const blank = {
      assessment: core.assessment,
      trigger: "incident" as const,
      date: "2026-11-02",
      what: "It leaked.",
      closed: null,
      outcome: "",
    };
    const eventOf = async () => (await core.call("onboarding", { assessment: core.assessment })).events[0];
    await core.call("save_event", { ...blank, id: null });
    const base = await eventOf();
    if (base === undefined) throw new Error("No event was recorded.");
    return {
      ...words,
      other: () => core.call("save_event", { ...base, what: "Theirs", base }),
      own: () => change("save_event", { ...base, what: "Mine", outcome: "Kept", base }),
      read: async () => {
        const event = await eventOf();
        return { both: event?.what, mine: event?.outcome };
      },
    };
  },
  async save_element() {
    const base = await draw(core, { name: "Gateway" });
    const { component: _, ...input } = base;
    return {
      ...words,
      other: () => core.call("save_element", { ...input, description: "Theirs", base }),
      own: () => change("save_element", { ...input, description: "Mine", name: "Kept", base }),
      read: async () => {
        const [element] = (await core.call("threat_model", { assessment: core.assessment })).elements;
        return { both: element?.description, mine: element?.name };
      },
    };
  },
  async save_component() {
    const base = await draw(core, { name: "Gateway" });
    const save = { assessment: core.assessment, element: base.id, role: base.role };
    const own = { ...base.component, owner: "Mine", product: "Kept" };
    return {
      ...words,
      other: () =>
        core.call("save_component", { ...save, component: { ...base.component, owner: "Theirs" }, base }),
      own: () => change("save_component", { ...save, component: own, base }),
      read: async () => {
        const [row] = (await core.call("components", { assessment: core.assessment })).components;
        return { both: row?.element.component.owner, mine: row?.element.component.product };
      },
    };
  },
  async save_test() {
    const { assessment } = core;
    const save = { assessment, kind: null };
    const [base] = (await core.call("save_test", { assessment, test: null, kind: "adversarial" })).tests;
    if (base === undefined) throw new Error("No test was planned.");
    return {
      ...words,
      other: () => core.call("save_test", { ...save, test: { ...base, by: "Theirs" }, base }),
      own: () => change("save_test", { ...save, test: { ...base, by: "Mine", method: "Kept" }, base }),
      read: async () => {
        const [test] = (await core.call("tests", { assessment })).tests;
        return { both: test?.by, mine: test?.method };
      },
    };
  },
  async save_soc_review() {
    const { assessment } = core;
    const [base] = (await core.call("save_soc_review", { assessment, review: null })).soc;
    if (base === undefined) throw new Error("No review was begun.");
    return {
      ...words,
      other: () => core.call("save_soc_review", { assessment, review: { ...base, auditor: "Theirs" }, base }),
      own: () =>
        change("save_soc_review", {
          assessment,
          review: { ...base, auditor: "Mine", boundary: "Kept" },
          base,
        }),
      read: async () => {
        const [review] = (await core.call("reviews", { assessment })).soc;
        return { both: review?.auditor, mine: review?.boundary };
      },
    };
  },
  async save_evidence() {
    const base = await see(core, {});
    return {
      ...words,
      other: () => core.call("save_evidence", { evidence: { ...base, issuer: "Theirs" }, base }),
      own: () => change("save_evidence", { evidence: { ...base, issuer: "Mine", pages: "Kept" }, base }),
      read: async () => {
        const [row] = await core.call("evidence", { assessment: core.assessment });
        return { both: row?.evidence.issuer, mine: row?.evidence.pages };
      },
    };
  },
  async save_decision() {
    const first: Decision = {
      assessment: core.assessment,
      outcome: "defer",
      rationale: "",
      conditions: [],
      decided_by: "Ines Hartwig",
      decided_on: null,
      overrides: [],
    };
    const decisionOf = async () => (await core.call("decision", { assessment: core.assessment })).decision;
    await core.call("save_decision", { decision: first, confirm: true });
    const base = await decisionOf();
    if (base === null) throw new Error("Nothing was decided.");
    const save = (part: Partial<Decision>) => ({ decision: { ...base, ...part }, confirm: false, base });
    return {
      ...words,
      other: () => core.call("save_decision", save({ rationale: "Theirs" })),
      own: () => change("save_decision", save({ rationale: "Mine", decided_by: "Kept" })),
      read: async () => {
        const decision = await decisionOf();
        return { both: decision?.rationale, mine: decision?.decided_by };
      },
    };
  },
  async note_knock_out() {
    const { assessment } = core;
    const all = async () => (await core.call("decision", { assessment })).knock_outs;
    const id = (await all()).find(({ by_note }) => by_note)?.id ?? idOf("");
    const base = { struck: false, note: "Seen." };
    const noted = { assessment, knock_out: id, ...base };
    await core.call("note_knock_out", { note: noted });
    return {
      ...words,
      other: () => core.call("note_knock_out", { note: { ...noted, note: "Theirs" }, base }),
      own: () => change("note_knock_out", { note: { ...noted, note: "Mine", struck: true }, base }),
      read: async () => {
        const knockOut = (await all()).find((one) => one.id === id);
        return { both: knockOut?.note, mine: knockOut?.state === "struck" ? "Kept" : "lost" };
      },
    };
  },
  /** Of a decision that neither saw when they began. */
  async "save_decision, the first"() {
    const first: Decision = {
      assessment: core.assessment,
      outcome: "defer",
      rationale: "Theirs",
      conditions: [],
      decided_by: "Ines Hartwig",
      decided_on: null,
      overrides: [],
    };
    const decisionOf = async () => (await core.call("decision", { assessment: core.assessment })).decision;
    return {
      ...words,
      other: () => core.call("save_decision", { decision: first, confirm: false }),
      own: async () => {
        const { decided_on = null } = (await decisionOf()) ?? {};
        return change("save_decision", {
          decision: { ...first, decided_on, rationale: "Mine" },
          confirm: false,
        });
      },
      read: async () => ({ both: (await decisionOf())?.rationale, mine: "Kept" }),
    };
  },
  async decide_threats() {
    const { assessment } = core;
    await draw(core, { name: "Gateway" });
    const threatsOf = async () => (await core.call("threat_model", { assessment })).threats;
    const [first, second] = (await threatsOf()).map(({ threat }) => threat.id);
    if (first === undefined || second === undefined) throw new Error("There are no two threats.");
    const base = { decision: "open" as const, reason: "" };
    const decided = (reason: string) => ({ decision: "accepted" as const, reason });
    return {
      ...words,
      other: () =>
        core.call("decide_threats", {
          assessment,
          threats: { [first]: decided("Theirs") },
          base: { [first]: base },
        }),
      own: () =>
        change("decide_threats", {
          assessment,
          threats: { [first]: decided("Mine"), [second]: decided("Kept") },
          base: { [first]: base, [second]: base },
        }),
      read: async () => {
        const [one, other] = await threatsOf();
        return { both: one?.reason, mine: other?.reason };
      },
    };
  },
  async choose_specification() {
    const { assessment } = core;
    const overview = await core.call("overview", { assessment });
    const hipaa = { ...overview.assessment, frameworks: ["hipaa"], facts: ["ephi"] };
    await core.call("save_assessment", { assessment: hipaa, base: overview.assessment } as never);
    const specificationsOf = async () => core.call("specifications", { assessment });
    const requirement = (await specificationsOf())[0]?.requirement ?? idOf("");
    const input = { assessment, requirement, base: { alternative: null, reason: "" } };
    return {
      ...words,
      other: () => core.call("choose_specification", { ...input, alternative: "equal", reason: "Theirs" }),
      own: () => change("choose_specification", { ...input, alternative: "equal", reason: "Mine" }),
      read: async () => ({ both: (await specificationsOf())[0]?.choice?.reason, mine: "Kept" }),
    };
  },
  async save_inherent_risk() {
    const { assessment } = core;
    const base = { answers: { "IR-01": "none" }, tier_override: null };
    const save = (answers: Record<string, string>) => ({ assessment, answers, tier_override: null, base });
    await core.call("save_inherent_risk", { assessment, ...base });
    return {
      theirs: "internal",
      mine: "personal",
      other: () => core.call("save_inherent_risk", save({ "IR-01": "internal" })),
      own: () => change("save_inherent_risk", save({ "IR-01": "personal", "IR-02": "none" })),
      read: async () => {
        const { answers } = await core.call("inherent_risk", { assessment });
        return { both: answers["IR-01"], mine: answers["IR-02"] === "none" ? "Kept" : "lost" };
      },
    };
  },
};

describe.each(Object.keys(stories))("two people at once: %s", (name) => {
  it.each<Side>(["mine", "theirs"])(
    "is asked about, and %s stands; what only one changed is kept",
    async (side) => {
      const story = await stories[name]?.();
      if (story === undefined) throw new Error(name);
      await story.other();
      const saved = story.own();
      await waitFor(() => expect(conflicts.get()).toHaveLength(1));
      expect(await story.read()).toMatchObject({ both: story.theirs });
      const [conflict] = conflicts.get();
      conflict?.decide(conflict.clashes.map(() => side));
      await saved;
      expect(conflicts.get()).toEqual([]);
      expect(await story.read()).toEqual({ both: story[side], mine: "Kept" });
    },
  );
});
