/**
 * A core for tests of the screens: a vault in memory with one vendor, one assessment and four questions. It answers
 * as the real one does, keeps what it is told, and can be made to fail.
 */
import { type Api, setApi } from "../api";
import type { Assessment } from "../ipc/Assessment";
import type { Choices } from "../ipc/Choices";
import type { EarnedLevel } from "../ipc/EarnedLevel";
import type { Evidence } from "../ipc/Evidence";
import type { Overview } from "../ipc/Overview";
import type { Question } from "../ipc/Question";
import type { QuestionRow } from "../ipc/QuestionRow";
import type { QuestionView } from "../ipc/QuestionView";
import type { Response } from "../ipc/Response";
import type { ScoreFigure } from "../ipc/ScoreFigure";
import type { Standing } from "../ipc/Standing";
import type { Suggestion } from "../ipc/Suggestion";
import type { UseCases } from "../ipc/useCases";
import type { Vendor } from "../ipc/Vendor";
import { fileName } from "../words";

const nobody = { name: "", role: "", organisation: "" };

const vendor: Vendor = {
  id: "ven-1",
  name: "Helios",
  legal_name: "Helios GmbH",
  country: "Austria",
  website: "",
  contact_name: "",
  contact_email: "",
  services: ["Insight"],
  notes: "",
};

const assessment: Assessment = {
  id: "asm-1",
  vendor: "ven-1",
  title: "Insight 2026",
  service: "Insight",
  purpose: "",
  tier: 2,
  tier_reason: "",
  inherent: {},
  tier_override: null,
  purposes: [],
  previous: null,
  critical: false,
  facts: ["personal-data"],
  derived_facts: [],
  frameworks: ["soc2"],
  scope_in: ["API", "Console"],
  scope_out: [],
  locations: [],
  data_classes: [],
  period_from: null,
  period_to: null,
  assessor: { name: "Isolde Hartwig", role: "Lead", organisation: "Fenwick Lane" },
  reviewer: nobody,
  accountable: nobody,
  interviews: [{ name: "Jonas Lindqvist", role: "Platform lead", date: "2026-11-17", topics: "Keys" }],
  distribution: [],
  classification: "Confidential",
  summary: "",
  limitations: [],
  started: "2026-11-16T09:00:00+00:00",
  packs: [],
};

function question(
  id: string,
  topic: string,
  text: string,
  who: string[],
  part: Partial<Question> = {},
): Question {
  return {
    id,
    topic,
    text,
    near: [],
    why: "It matters.",
    respondent: "vendor",
    who,
    minutes: 5,
    evidence: [{ ask: "The policy in force", kind: "policy", fresh_days: 90 }],
    good: "It is enforced.",
    red_flags: ["Nobody knows"],
    verify: { examine: "Read it.", interview: "Ask.", test: "", sample: "" },
    good_answer: "yes",
    weight: 2,
    weight_reason: "Because.",
    requirements: ["soc2:CC6.1"],
    risk_categories: [],
    stages: [],
    stride: [],
    tier: 4,
    applies_when: [],
    knock_out: null,
    finding: {
      title: "No second factor",
      condition: "None.",
      criterion: "One.",
      effect: "Theft.",
      recommendation: "Enforce it.",
      severity: "high",
    },
    ...part,
  };
}

const questions = [
  question("ACC-01", "access", "Is a second factor asked of everybody?", ["IT operations manager"], {
    knock_out: { id: "KO-07", at: "ineffective" },
    weight: 3,
  }),
  question("ACC-02", "access", "Are leavers removed on the day?", ["Head of people"]),
  question("CRY-01", "crypto", "Is data encrypted at rest?", ["IT operations manager"]),
  question("CRY-02", "crypto", "Are keys rotated?", ["Platform engineer"]),
];

const choices = {
  claims: [],
  conclusions: [
    { id: "effective", title: "Effective", meaning: "It works." },
    { id: "largely", title: "Largely effective", meaning: "Small gaps." },
    { id: "partially", title: "Partially effective", meaning: "Part is missing." },
    { id: "ineffective", title: "Ineffective", meaning: "It is absent." },
    { id: "not-assessed", title: "Not assessed", meaning: "No judgement." },
    { id: "not-applicable", title: "Not applicable", meaning: "It does not exist." },
  ],
  assurance: ["Asserted", "Document seen", "Document reviewed", "Independently examined", "Verified"].map(
    (title, level) => ({ level, title, meaning: `${title}.` }),
  ),
  methods: ["Examine", "Interview", "Test"].map((title) => ({ id: title.toLowerCase(), title, meaning: "" })),
  scope_facts: [
    { id: "personal-data", title: "Personal data", meaning: "" },
    { id: "controller", title: "Vendor is a controller", meaning: "" },
  ],
  frameworks: [{ id: "soc2", title: "SOC 2", edition: "2017", note: "", assessable: 61, points: 0 }],
  evidence_kinds: [
    { id: "policy", title: "Policy", meaning: "" },
    { id: "record", title: "Record", meaning: "" },
  ],
} as unknown as Choices;

const blank = (id: string): Response => ({
  assessment: "asm-1",
  question: id,
  claim: null,
  comment: "",
  reason: "",
  offered: "",
  evidence: [],
  conclusion: null,
  assurance: 0,
  methods: [],
  rationale: "",
  spoken_to: [],
  notes: "",
  flagged: false,
  deferred: null,
  reviewed: null,
  claim_changed: null,
});

const figure = (rows: QuestionRow[], done: (row: QuestionRow) => boolean): ScoreFigure => ({
  score: rows.some(done) ? 60 : null,
  concluded: rows.filter(done).length,
  applicable: rows.length,
  inputs: rows.filter(done).map(({ id, weight }) => ({ question: id, weight, said: "Said", value: 0.6 })),
});

export interface FakeCore {
  /** What was called, in order: name and input. */
  calls: [name: string, input: unknown][];
  /** What the platform's next file dialogs answer: tokens. */
  dialogs: string[];
  responses: Map<string, Response>;
  evidence: Evidence[];
  /** What the evidence of questions allows, where it is not the highest level. */
  earned: Map<string, EarnedLevel>;
  /** Why pieces are not in date for what relies on them, by their id. */
  outOfDate: Map<string, string[]>;
  suggestions: Suggestion[];
  assessment: Assessment;
  isOpen: boolean;
  /** Another program changes a response in the vault. */
  elsewhere(question: string, change: Partial<Response>): void;
  /** Refuses a use case with this sentence until it is taken off. */
  fail: Map<string, { sentence: string; code: string }>;
  /** Answers a use case only when this is over. */
  wait: Map<string, Promise<void>>;
  /** What the vault keeps of drafts, by address. */
  drafts: Map<string, unknown>;
  inputsOf<K extends keyof UseCases>(name: K): UseCases[K]["in"][];
  /** What is in place, for a core that answers more. */
  api: Api;
  /** Puts the earlier api back. */
  leave(): void;
}

/** Where a question stands, as the core says it: a claim is never a conclusion. */
function standingOf({ claim, conclusion, rationale }: Response): Standing {
  if (conclusion === null) return claim === null ? { is: "unanswered" } : { is: "claimed", claim };
  if (conclusion === "not-assessed") return { is: "not-assessed" };
  if (conclusion === "not-applicable") {
    return rationale === "" ? { is: "without-reason" } : { is: "not-applicable", reason: rationale };
  }
  const earned = { level: 4, because: "", out_of_date: [] };
  return { is: "concluded", conclusion, level: 0, recorded: 0, earned };
}

/** Puts a core of this kind in place. */
export function fakeCore(): FakeCore {
  const core: FakeCore = {
    calls: [],
    dialogs: [],
    responses: new Map(questions.map(({ id }) => [id, blank(id)])),
    evidence: [],
    earned: new Map(),
    outOfDate: new Map(),
    suggestions: [],
    assessment: structuredClone(assessment),
    isOpen: true,
    elsewhere: (id, change) => {
      core.responses.set(id, { ...response(id), ...change });
      entry += 1;
      elsewhere += 1;
    },
    fail: new Map(),
    wait: new Map(),
    drafts: new Map(),
    inputsOf: (name) => core.calls.filter(([called]) => called === name).map(([, input]) => input) as never,
    api: { call: async () => undefined, cancel: async () => undefined, on: () => () => {} },
    leave: () => {},
  };
  let entry = 1;
  let elsewhere = 1;
  let raised: string | undefined;

  const response = (id: string) => core.responses.get(id) ?? blank(id);
  const row = (q: Question): QuestionRow => {
    const r = response(q.id);
    const standing = standingOf(r);
    const isBare = standing.is === "claimed" && r.claim === "not-applicable" && r.reason.trim() === "";
    return {
      id: q.id,
      text: q.text,
      topic: q.topic,
      weight: q.weight,
      minutes: q.minutes,
      who: q.who,
      knock_out: q.knock_out?.id ?? null,
      claim: r.claim,
      good_news: r.claim === null ? null : r.claim === "yes",
      conclusion: r.conclusion,
      standing,
      claim_changed: r.claim_changed !== null,
      claim_reason: r.claim === "not-applicable" ? r.reason : "",
      assurance: r.assurance,
      evidence: r.evidence.length,
      flagged: r.flagged,
      reason_missing: standing.is === "without-reason" || isBare,
      has_finding: raised === q.id,
      owed: r.deferred !== null,
      reviewed: r.reviewed?.conclusion === r.conclusion && r.reviewed.assurance === r.assurance,
    };
  };
  const status = () => ({ saved_at: "", entry, undo: entry > 1 ? "answer ACC-01" : null, redo: null });
  const overview = (): Overview => ({
    vendor,
    assessment: core.assessment,
    steps: [
      { id: "scope", title: "Vendor & scope", state: "done", detail: "Complete" },
      { id: "questionnaire", title: "Questionnaire", state: "in-progress", detail: "" },
      { id: "findings", title: "Findings", state: "not-started", detail: "None" },
      { id: "components", title: "Components", state: "not-started", detail: "None yet" },
      { id: "threats", title: "Threats", state: "not-started", detail: "No model yet" },
      { id: "tests", title: "Tests", state: "not-started", detail: "0 of 3 kinds done" },
      { id: "risks", title: "Risks", state: "not-started", detail: "0 in the register" },
      { id: "decision", title: "Decision", state: "not-started", detail: "None" },
      { id: "report", title: "Report", state: "not-started", detail: "None issued" },
      { id: "gates", title: "Gates", state: "in-progress", detail: "1 of 4 passed" },
    ],
    total: figure(questions.map(row), ({ conclusion }) => conclusion !== null),
    status: status(),
  });
  const session = () => ({
    path: "work.assay",
    name: "work",
    vendors: [
      {
        vendor,
        assessments: [{ assessment: core.assessment, concluded: 0, applicable: questions.length, issued: 0 }],
      },
    ],
    identities: [],
  });
  const view = (id: string): QuestionView => {
    const q = questions.find((one) => one.id === id) ?? questions[0];
    if (q === undefined) throw { sentence: "There is no such question.", code: "unknown" };
    const r = response(id);
    return {
      question: q,
      who: q.who,
      response: r,
      evidence: core.evidence.filter((piece) => r.evidence.includes(piece.id)),
      requirements: [{ id: "soc2:CC6.1", framework: "SOC 2", title: "Logical access" }],
      finding: null,
      knock_out:
        q.knock_out === null
          ? null
          : {
              id: "KO-07",
              title: "No second factor",
              condition: "…",
              cap: "conditions",
              while_open: "conditions",
              by_note: false,
              note: null,
              state: r.conclusion === "ineffective" ? "struck" : "not-assessed",
              because: [`${id} is ${r.conclusion ?? "not concluded"}.`],
              remedy: "Enforce it.",
            },
      threats: ["Somebody poses as a member of staff"],
      row: row(q),
      earned: core.earned.get(q.id) ?? { level: 4, because: "", out_of_date: [] },
      required: 2,
      suggestions: core.suggestions.filter(({ question: of }) => of === q.id),
      previous: null,
    };
  };
  const tally = () => {
    const rows = questions.map(row);
    return {
      asked: rows.length,
      answered: rows.filter(({ claim }) => claim !== null).length,
      concluded: figure(
        rows.filter(({ standing }) => standing.is !== "not-applicable"),
        ({ standing }) => standing.is === "concluded",
      ),
      claimed: figure(rows, ({ claim }) => claim !== null),
    };
  };
  const piece = (part: Partial<Evidence>): Evidence => ({
    id: `ev-${core.evidence.length + 1}`,
    assessment: "asm-1",
    title: "",
    kind: "record",
    issuer: "",
    issued: null,
    valid_until: null,
    received: "2026-11-16T09:00:00+00:00",
    pages: "",
    reliability: "",
    note: "",
    file: null,
    ...part,
  });
  const keep = (evidence: Evidence, on: readonly string[]) => {
    core.evidence.push(evidence);
    for (const id of on) {
      core.responses.set(id, { ...response(id), evidence: [...response(id).evidence, evidence.id] });
    }
    entry += 1;
    return evidence;
  };

  const does: { [K in keyof UseCases]?: (input: UseCases[K]["in"]) => unknown } = {
    welcome: () => ({
      version: "0.1.0",
      theme: "",
      recent: [{ file: "0/work.assay", folder: "i", opened: "2026-11-16T09:00:00+00:00", is_present: true }],
      suggested: { file: "1/assessments.assay", folder: "i" },
      suggested_sample: { file: "2/sample.assay", folder: "i" },
    }),
    session,
    open_vault: () => {
      core.isOpen = true;
      return session();
    },
    create_vault: () => {
      core.isOpen = true;
      return session();
    },
    close_vault: () => {
      core.isOpen = false;
      return {};
    },
    choices: () => choices,
    overview,
    status,
    newest: () => ({ entry, elsewhere }),
    save_assessment: (input) => {
      core.assessment = input.assessment;
      entry += 1;
      return overview();
    },
    questionnaire: () => ({
      topics: [
        { id: "access", title: "Access control", questions: questions.slice(0, 2).map(row) },
        { id: "crypto", title: "Cryptography", questions: questions.slice(2).map(row) },
      ],
      off: [
        {
          id: "PRV-12",
          text: "Are people told?",
          reason: "Asked when the scope has “Vendor is a controller”.",
        },
      ],
      tally: tally(),
    }),
    question: (input) => view(input.question),
    answer: ({
      question: id,
      change: { clear_claim, clear_conclusion, clear_deferred, change_seen, reviewed_by, ...part },
    }) => {
      const next = { ...response(id), ...part } as Response;
      if (clear_claim) next.claim = null;
      if (clear_conclusion) next.conclusion = null;
      if (clear_deferred) next.deferred = null;
      if (change_seen) next.claim_changed = null;
      if (reviewed_by !== undefined) {
        const { conclusion, assurance } = next;
        const at = "2026-11-16T09:00:00+00:00";
        next.reviewed = reviewed_by === "" ? null : { by: reviewed_by, at, conclusion, assurance };
      }
      core.responses.set(id, next);
      entry += 1;
      return { response: next, tally: tally(), status: status() };
    },
    topic_not_applicable: ({ topic, reason }) => {
      for (const { id, topic: of } of questions) {
        const r = response(id);
        if (of !== topic || r.claim !== null || r.conclusion !== null) continue;
        core.responses.set(id, { ...r, conclusion: "not-applicable", rationale: reason });
      }
      entry += 1;
      return {};
    },
    decide_suggestion: ({ question: id, requirement, accepted, reason, assessment: of }) => {
      const at = "2026-11-16T09:00:00+00:00";
      for (const one of core.suggestions) {
        if (one.question !== id || one.requirement !== requirement) continue;
        one.adoption =
          accepted === null
            ? null
            : { assessment: of, question: id, requirement, accepted, reason, by: "Isolde Hartwig", at };
      }
      entry += 1;
      return core.suggestions;
    },
    conclude_not_applicable: ({ questions: of, reason }) => {
      for (const id of of) {
        core.responses.set(id, { ...response(id), conclusion: "not-applicable", rationale: reason });
      }
      entry += 1;
      return {};
    },
    evidence: () =>
      core.evidence.map((evidence) => ({
        evidence,
        used_by: questions
          .filter(({ id }) => response(id).evidence.includes(evidence.id))
          .map(({ id }) => id),
        expired: evidence.valid_until !== null && evidence.valid_until < "2026-11-16",
        out_of_date: core.outOfDate.get(evidence.id) ?? [],
      })),
    attach_evidence: ({ questions: on, path, title, ...rest }) =>
      keep(
        piece({
          ...rest,
          title: title || fileName(path),
          file: { name: fileName(path), size: 919, sha256: "4d15fd453a63".padEnd(64, "0") },
        }),
        on,
      ),
    record_seen: ({ questions: on, ...rest }) => keep(piece(rest), on),
    remove_evidence: (input) => {
      core.evidence = core.evidence.filter(({ id }) => id !== input.evidence);
      entry += 1;
      return [];
    },
    raise_finding: (input) => {
      raised = input.question;
      return {};
    },
    search: ({ text }) =>
      questions
        .filter((q) => q.text.toLowerCase().includes(text.toLowerCase()))
        .map(({ id, text: snippet }) => ({ kind: "question", id, snippet })),
  };

  const api: Api = {
    async call(name, input) {
      // Drafts are kept beside all else.
      const { address = "" } = (input ?? {}) as { address?: string };
      if (name === "drafts") return core.isOpen ? [...core.drafts.values()] : [];
      if (name === "keep_draft") return void core.drafts.set(address, structuredClone(input));
      if (name === "drop_draft") return void core.drafts.delete(address);
      core.calls.push([name, structuredClone(input)]);
      await core.wait.get(name);
      const refusal = core.fail.get(name);
      if (refusal !== undefined) throw refusal;
      if (!core.isOpen && !["welcome", "open_vault", "create_vault", "choices"].includes(name)) {
        throw { sentence: "No vault is open. Create one or open one first.", code: "no-vault" };
      }
      const act = does[name as keyof UseCases] as ((input: unknown) => unknown) | undefined;
      if (act === undefined) throw { sentence: `There is no use case “${name}”.`, code: "api" };
      return structuredClone(act(input));
    },
    cancel: async () => undefined,
    on: () => () => {},
    ask: async () => core.dialogs.shift() ?? null,
  };
  core.api = api;
  core.leave = setApi(api);
  return core;
}
