/** What happened before a test begins, by the use cases that a person has; and what the core holds afterwards. */
import type { Input } from "../api";
import type { Assessment } from "../ipc/Assessment";
import type { Element } from "../ipc/Element";
import type { ElementInput } from "../ipc/ElementInput";
import type { NewAssessment } from "../ipc/NewAssessment";
import type { Response } from "../ipc/Response";
import type { ResponseChange } from "../ipc/ResponseChange";
import type { Core, Written } from "./core";

/** Begins another assessment of the same vendor, which is the one looked at from now on. */
export async function begin(core: Core, part: Partial<Written<NewAssessment>> = {}): Promise<Assessment> {
  const made = await core.call("create_assessment", {
    vendor: core.vendor,
    title: "Insight, autumn",
    service: "Insight",
    tier: 2,
    facts: ["personal-data"],
    frameworks: ["soc2"],
    previous: null,
    assessor: { name: "Isolde Hartwig", role: "Lead", organisation: "Fenwick Lane" },
    ...part,
  });
  core.assessment = made.id;
  return made;
}

/** The assessment as the core holds it. */
export const assessmentOf = async (core: Core): Promise<Assessment> =>
  (await core.call("overview", { assessment: core.assessment })).assessment;

/** Changes some of what is written about the assessment. */
export async function describe(core: Core, part: Partial<Assessment>): Promise<void> {
  const base = await assessmentOf(core);
  await core.call("save_assessment", { assessment: { ...base, ...part }, base });
}

/** Answers a question. */
export const answer = (core: Core, question: string, change: ResponseChange) =>
  core.call("answer", { assessment: core.assessment, question, change });

/** The response as the core holds it. */
export const responseTo = async (core: Core, question: string): Promise<Response> =>
  (await core.call("question", { assessment: core.assessment, question })).response;

/** The number of the last entry in the journal: while it stays, nothing was changed. */
export const lastEntry = async (core: Core): Promise<number> =>
  (await core.call("status", { assessment: core.assessment })).entry;

type Seen = Input<"record_seen">;

/** Records a thing seen and not retained. */
export const see = (core: Core, part: Partial<Written<Seen>>) =>
  core.call("record_seen", {
    assessment: core.assessment,
    title: "Cloud console",
    kind: "configuration",
    note: "Seen on J. Lindqvist’s screen.",
    issuer: "",
    issued: null,
    valid_until: null,
    pages: "",
    questions: [],
    ...part,
  });

/** Draws an element into the threat model; the element. */
export async function draw(core: Core, part: Partial<ElementInput> & { name: string }): Promise<Element> {
  const { elements } = await core.call("save_element", {
    assessment: core.assessment,
    id: null,
    kind: "process",
    boundary: null,
    role: null,
    description: "",
    facts: {},
    out_of_scope: null,
    ...part,
  });
  const made = elements.find(({ name }) => name === part.name);
  if (made === undefined) throw new Error(`${part.name} is not in the model.`);
  return made;
}
