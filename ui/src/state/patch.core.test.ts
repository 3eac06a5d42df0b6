/** What a page makes of the changes it is told of is what it would be told if it asked anew, whatever was done. */
import { act, renderHook, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Input, UseCase } from "../api";
import type { LookedAt } from "../ipc/useCases";
import { type Core, realCore, type Written } from "../testing/core";
import { responseTo } from "../testing/seeds";
import { dice } from "../testing/typing";
import { change, useQuery } from "./query";

type Asked = { [K in LookedAt]: readonly [K, Written<Input<K>>] }[LookedAt];

/** What the screens look at, all of it at once. */
const views = ({ assessment }: Core): readonly Asked[] => [
  ["session", {}],
  ["overview", { assessment }],
  ["inherent_risk", { assessment }],
  ["owed", { assessment }],
  ["suggestions", { assessment }],
  ["since_last_time", { assessment }],
  ["specifications", { assessment }],
  ["reviews", { assessment }],
  ["journal", { assessment }],
  ["questionnaire", { assessment }],
  ["question", { assessment, question: "ACC-01" }],
  ["question", { assessment, question: "LOG-01" }],
  ["evidence", { assessment }],
  ["findings", { assessment }],
  ["threat_model", { assessment }],
  ["components", { assessment }],
  ["tests", { assessment }],
  ["onboarding", { assessment }],
  ["risks", { assessment }],
  ["decision", { assessment }],
  ["issue_changes", { assessment }],
];

type Roll = (sides: number) => number;
type Act = (core: Core, roll: Roll) => Promise<unknown>;

const questions = ["ACC-01", "ACC-02", "LOG-01", "CHG-01", "VUL-01"];
const one = <T>(roll: Roll, of: readonly T[]): T => of[roll(of.length)] as T;
/** As a page writes it; ids are texts in a test. */
const does = <K extends UseCase>(name: K, input: Written<Input<K>>) => change(name, input as Input<K>);

const seen = (assessment: string, roll: Roll) => ({
  assessment,
  title: `Screen ${roll(1000)}`,
  kind: "record" as const,
  note: "On site",
  issuer: "",
  issued: null,
  valid_until: null,
  pages: "",
  questions: [one(roll, questions)],
});

const acts: Readonly<Record<string, Act>> = {
  claim: ({ assessment }, roll) =>
    does("answer", {
      assessment,
      question: one(roll, questions),
      change: {
        claim: one(roll, ["yes", "partial", "no", "not-applicable"] as const),
        reason: "None there.",
      },
    }),
  conclude: ({ assessment }, roll) =>
    does("answer", {
      assessment,
      question: one(roll, questions),
      change: {
        conclusion: one(roll, ["effective", "partially", "ineffective", "not-assessed"] as const),
        rationale: `Seen ${roll(1000)} times.`,
      },
    }),
  clear: ({ assessment }, roll) =>
    does("answer", {
      assessment,
      question: one(roll, questions),
      change: { clear_claim: true, clear_conclusion: true },
    }),
  "put off": ({ assessment }, roll) =>
    does("answer", {
      assessment,
      question: one(roll, questions),
      change: { flagged: roll(2) === 0, deferred: { what: "The log", until: "2026-12-01" } },
    }),
  "topic off": async (core, roll) => {
    const { assessment } = core;
    const { topics } = await core.call("questionnaire", { assessment });
    const open = topics.filter(({ questions: all }) =>
      all.some(({ claim, conclusion }) => claim === null && conclusion === null),
    );
    const [topic] = open.length > 0 ? open : topics;
    const reason = `None ${roll(100)}`;
    return does("topic_not_applicable", { assessment, topic: topic?.id ?? "", reason });
  },
  finding: async ({ assessment }, roll) =>
    does("raise_finding", { assessment, question: one(roll, questions) }),
  "finding's text": async (core, roll) => {
    const { findings } = await core.call("findings", { assessment: core.assessment });
    const { finding: base } = one(roll, findings);
    return does("save_finding", { finding: { ...base, cause: `Cause ${roll(1000)}` }, base });
  },
  "finding gone": async (core, roll) => {
    const { findings } = await core.call("findings", { assessment: core.assessment });
    return does("remove_finding", { assessment: core.assessment, finding: one(roll, findings).finding.id });
  },
  threat: async (core, roll) => {
    const { threats } = await core.call("threat_model", { assessment: core.assessment });
    const { threat, decision, reason } = one(roll, threats);
    const decided = { decision: "accepted" as const, reason: `Borne ${roll(1000)}` };
    return does("decide_threats", {
      assessment: core.assessment,
      threats: { [threat.id]: decided },
      base: { [threat.id]: { decision, reason } },
    });
  },
  element: ({ assessment }, roll) =>
    does("save_element", {
      assessment,
      id: null,
      name: `Store ${roll(1000)}`,
      kind: "store",
      boundary: null,
      role: null,
      description: "",
      facts: {},
      out_of_scope: null,
    }),
  "evidence seen": ({ assessment }, roll) => does("record_seen", seen(assessment, roll)),
  "evidence gone": async (core, roll) => {
    const { assessment } = core;
    // Seen by another program, so that the page hears of both at once; what a bill of materials needs cannot go.
    const { id } = await core.call("record_seen", seen(assessment, roll));
    return does("remove_evidence", { assessment, evidence: id });
  },
  scope: async (core, roll) => {
    const { assessment: base } = await core.call("overview", { assessment: core.assessment });
    const assessment = { ...base, purpose: `For ${roll(1000)}`, frameworks: base.frameworks.toReversed() };
    return does("save_assessment", { assessment, base });
  },
  suggestion: async (core, roll) => {
    const { question, requirement, adoption } = one(
      roll,
      await core.call("suggestions", { assessment: core.assessment }),
    );
    return does("decide_suggestion", {
      assessment: core.assessment,
      question,
      requirement,
      accepted: roll(2) === 0,
      reason: `Near ${roll(1000)}`,
      base: { accepted: adoption?.accepted ?? null, reason: adoption?.reason ?? "" },
    });
  },
  "risk gone": async (core, roll) => {
    const { risks } = await core.call("risks", { assessment: core.assessment });
    return does("remove_risk", { assessment: core.assessment, risk: one(roll, risks).risk.id });
  },
  test: ({ assessment }) => does("save_test", { assessment, test: null, kind: "robustness" }),
  event: ({ assessment }, roll) =>
    does("save_event", {
      assessment,
      id: null,
      trigger: "incident",
      date: "2026-10-02",
      what: `Outage ${roll(1000)}`,
      closed: null,
      outcome: "",
    }),
  undo: ({ assessment }) => does("undo", { assessment }),
  redo: ({ assessment }) => does("redo", { assessment }),
};

it.each([3, 11])(
  "after acts of every kind in any order (seed %i) the page has what a fresh look gives",
  async (seed) => {
    const core = await realCore("sample");
    const roll = dice(seed);
    const all = views(core);
    const { result } = renderHook(() => all.map(([name, input]) => useQuery(name, input as never)));
    await waitFor(() => expect(result.current.every(({ data }) => data !== undefined)).toBe(true), {
      timeout: 20_000,
    });
    const left = Object.keys(acts);
    const done = new Set<string>();
    for (let times = 0; left.length > 0 || times < 24; times += 1) {
      const name =
        left.length > 0 ? (left.splice(roll(left.length), 1)[0] as string) : one(roll, Object.keys(acts));
      // What the core refuses changes nothing either.
      const isDone = await act(() =>
        (acts[name] as Act)(core, roll).then(
          () => true,
          () => false,
        ),
      );
      if (isDone) done.add(name);
      for (const [at, [use, input]] of all.entries())
        expect(result.current[at]?.data, `${use} after ${name}`).toEqual(
          await core.call(use, input as never),
        );
    }
    // Some may be refused by then, such as to redo what nobody took back.
    expect(done.size).toBeGreaterThan(Object.keys(acts).length - 5);
  },
  300_000,
);

it("what another program saves is there after a look, and an act on top of it is not mixed with it", async () => {
  const core = await realCore("sample");
  const { assessment } = core;
  const other = await core.another();
  const { result } = renderHook(() => useQuery("questionnaire", { assessment }));
  await waitFor(() => expect(result.current.data).toBeDefined());
  await other("answer", { assessment, question: "ACC-02", change: { claim: "no" } } as never);
  await act(() => does("answer", { assessment, question: "ACC-01", change: { claim: "no" } }));
  expect(result.current.data).toEqual(await core.call("questionnaire", { assessment }));
  expect((await responseTo(core, "ACC-02")).claim).toBe("no");
});
