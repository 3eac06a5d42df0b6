import { screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { CategoryResult } from "../../ipc/CategoryResult";
import type { EventInput } from "../../ipc/EventInput";
import type { GatePlace } from "../../ipc/GatePlace";
import type { ItemResult } from "../../ipc/ItemResult";
import type { Onboarding } from "../../ipc/Onboarding";
import type { PackChange } from "../../ipc/PackChange";
import { type Answers, choices as base, inputsOf, show, withCore } from "../testCore";
import { GatesScreen } from ".";
import { goTo, titleOfPlace } from "./places";

const choices = {
  ...base,
  parties: [
    { id: "vendor", title: "Vendor", meaning: "" },
    { id: "accountable", title: "Accountable executive", meaning: "" },
  ],
  triggers: [
    { id: "new-model", title: "New or changed model", meaning: "Another base model under it." },
    { id: "incident", title: "Incident", meaning: "" },
  ],
};
const item = (id: string, part: Partial<ItemResult> = {}): ItemResult => ({
  id,
  text: `Text of ${id}.`,
  who: "vendor",
  state: "met",
  because: `Because of ${id}.`,
  place: { at: "components" },
  ...part,
});
const category: CategoryResult = {
  id: "model-poisoning",
  title: "Model poisoning",
  meaning: "Somebody bends the model.",
  figure: { score: 62, concluded: 5, applicable: 8, inputs: [] },
  weak: ["AIM-03"],
  threats: 7,
  threats_open: 2,
  findings: ["F-01"],
  risks: ["R-02"],
  worst: "High",
  tests: ["TST-01"],
  measures: [
    { text: "Training data is signed.", state: "in-place", questions: ["AIM-01"] },
    { text: "Models are pinned.", state: "not-asked", questions: [] },
  ],
};
const full: Onboarding = {
  steps: [
    {
      id: "components",
      title: "Identify components",
      meaning: "Whose they are.",
      applies: true,
      done: 2,
      of: 4,
      missing: ["A lacks an owner.", "B lacks a version.", "C lacks a stage."],
    },
    {
      id: "scores",
      title: "Score risks",
      meaning: "On the matrix.",
      applies: true,
      done: 0,
      of: 0,
      missing: ["No risk."],
    },
    { id: "mitigation", title: "Mitigate", meaning: "Controls.", applies: true, done: 3, of: 3, missing: [] },
  ],
  gates: [
    {
      id: "intake",
      title: "Intake",
      meaning: "It may be assessed.",
      passed: true,
      met: 1,
      of: 1,
      items: [item("known"), item("beside", { state: "not-applicable", because: "No agent in scope." })],
    },
    {
      id: "use",
      title: "Use",
      meaning: "It may be used.",
      passed: false,
      met: 0,
      of: 2,
      items: [
        item("asked", { state: "open", place: { at: "question", id: "AIM-03" } }),
        item("signed", { state: "open", who: "accountable", place: { at: "monitoring" } }),
      ],
    },
  ],
  dos: [item("log")],
  donts: [item("train", { state: "open" }), item("share")],
  categories: [category],
  next: { day: "2027-03-01", because: "Tier 2 is looked at every 12 months." },
  events: [],
  open: [],
  lapsed: [],
  packs: [],
};
const empty = { ...full, gates: [], dos: [], donts: [], steps: [] };

/** A core that keeps what happened, and refuses to close without an outcome as the real one does. */
function keeping(first: Onboarding = full): Answers {
  let now = first;
  let before = now;
  let entry = 1;
  const become = (events: Onboarding["events"]) => {
    before = now;
    entry += 1;
    const open = events.filter(({ closed }) => closed === null);
    now = { ...now, events, open: open.map(({ id, trigger, date, what }) => ({ id, trigger, date, what })) };
    return now;
  };
  return {
    choices,
    onboarding: () => now,
    risks: { matrix: { bands: [{ id: "high", title: "High", action: "", colour: "high" }] }, risks: [] },
    status: () => ({ entry: String(entry) }),
    undo: () => {
      become(before.events);
      return {};
    },
    save_event: (input: EventInput) => {
      if (input.closed !== null && input.outcome.trim() === "")
        throw { sentence: "What came of it is missing.", code: "required" };
      const id = input.id ?? `EVT-0${now.events.length + 1}`;
      const others = now.events.filter((event) => event.id !== id);
      return become([...others, { ...input, id }]);
    },
    remove_event: ({ event }: { event: string }) => become(now.events.filter(({ id }) => id !== event)),
  };
}

async function open(tab: string | undefined, answers: Answers = keeping(), rest = "") {
  const asked = await withCore(answers);
  window.location.hash = `#/gates?assessment=a1${tab === undefined ? "" : `&tab=${tab}`}${rest}`;
  show(<GatesScreen assessment="a1" />);
  await screen.findByTestId("gates-sum");
  return { asked, user: userEvent.setup() };
}

/** At the end of what stands in the field, at one go. */
async function write(user: UserEvent, field: string, text: string) {
  await user.click(screen.getByTestId(field));
  await user.paste(text);
}

it("shows how far each step is, in words, and leads to it", async () => {
  const { user } = await open(undefined);
  const step = screen.getByTestId("method-components");
  expect(step.textContent).toContain("2 of 4 done");
  expect(step.textContent).toContain("A lacks an owner.");
  expect(within(step).getByText("1 more")).toBeTruthy();
  expect(screen.getByTestId("method-scores").textContent).toContain("Nothing to count yet");
  expect(screen.getByTestId("method-mitigation").textContent).toContain("Complete");
  await user.click(screen.getByTestId("method-go-scores"));
  expect(window.location.hash).toBe("#/risks?assessment=a1");
});

it("says of each gate how it stands and why, and leads to where an item is settled", async () => {
  const { user } = await open("way");
  expect(screen.getByTestId("gates-sum").textContent).toContain("1 of 2 gates passed");
  expect(screen.getByTestId("gate-intake").textContent).toContain("Passed1 of 1");
  expect(screen.getByTestId("gate-use").textContent).toContain("Not passed yet0 of 2");
  expect(screen.getByTestId("gate-item-beside").textContent).toContain("Not applicable");
  const asked = screen.getByTestId("gate-item-asked");
  expect(asked.textContent).toContain("Because of asked.");
  await waitFor(() => expect(asked.textContent).toContain("Vendor"));
  await user.click(within(asked).getByRole("button", { name: "Go there: Question AIM-03" }));
  expect(window.location.hash).toBe("#/questionnaire?assessment=a1&item=AIM-03");
});

it("filters by what is open and by who must act, and keeps both in the address", async () => {
  const { user } = await open("way");
  await user.click(screen.getByTestId("gates-show-open"));
  expect(screen.queryByTestId("gate-item-known")).toBeNull();
  expect(screen.getByTestId("gate-intake").textContent).toContain("Nothing here is open.");
  await user.click(screen.getByTestId("gates-who"));
  await user.click(await screen.findByText("Accountable executive", { selector: "[role=option] *" }));
  expect(screen.queryByTestId("gate-item-asked")).toBeNull();
  expect(screen.getByTestId("gate-item-signed")).toBeTruthy();
  expect(window.location.hash).toBe("#/gates?assessment=a1&tab=way&show=open&who=accountable");
  await user.click(screen.getByTestId("go-there-signed"));
  expect(await screen.findByTestId("next-assessment")).toBeTruthy();
});

it("gives the focus back to the item one comes back to, and goes through open items by key", async () => {
  const { user } = await open("way", keeping(), "&item=known");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("go-there-known")));
  await user.keyboard("j");
  expect(document.activeElement).toBe(screen.getByTestId("go-there-asked"));
  await user.keyboard("jj");
  expect(document.activeElement).toBe(screen.getByTestId("go-there-signed"));
  await user.keyboard("2");
  expect(await screen.findByTestId("gates-donts")).toBeTruthy();
  expect(window.location.hash).toBe("#/gates?assessment=a1&tab=rules");
});

it("says of a don't whether it is kept", async () => {
  await open("rules");
  expect(screen.getByTestId("gate-item-log").textContent).toContain("Met");
  expect(screen.getByTestId("gate-item-train").textContent).toContain("Broken, or not shown to be kept");
  expect(screen.getByTestId("gate-item-share").textContent).toContain("Kept");
});

it("teaches where an assessment has no gates, and leads to the packs", async () => {
  const { user } = await open(undefined, keeping(empty));
  expect(screen.getByText("No gates in this assessment")).toBeTruthy();
  await user.click(screen.getByTestId("gates-to-packs"));
  expect((await screen.findByTestId("packs")).textContent).toContain("the same packs");
});

it("shows a category with its coverage, its measures in words, and ways to what stands behind it", async () => {
  const { user } = await open("categories");
  const part = screen.getByTestId("category-model-poisoning");
  const meter = within(part).getByRole("meter");
  expect(meter.getAttribute("aria-valuetext")).toBe("62 %, 5 of 8 concluded (63 %)");
  expect(part.textContent).toContain("7 threats, 2 open");
  expect(part.textContent).toContain("Worst after treatment: High");
  expect(part.textContent).toContain("1 of 2 measures in place");
  expect(part.textContent).toContain("Not asked here");
  expect(within(part).getByTestId("weak-AIM-03")).toBeTruthy();
  expect(within(part).getByTestId("measure-AIM-01")).toBeTruthy();
  await user.click(within(part).getByTestId("test-TST-01"));
  expect(window.location.hash).toBe("#/tests?assessment=a1&item=TST-01");
});

it("records what happened, and keeps what was begun while something else is looked at", async () => {
  const { asked, user } = await open("monitoring");
  expect(screen.getByTestId("next-assessment").textContent).toContain("1 Mar 2027");
  await user.click(screen.getByTestId("record-event"));
  await user.click(screen.getByTestId("save-event"));
  expect(screen.getByTestId("event-refusal").textContent).toContain("The kind and the day");
  await user.click(screen.getByTestId("event-trigger"));
  await user.click(await screen.findByText("New or changed model", { selector: "[role=option] *" }));
  await write(user, "event-date", "2026-11-02");
  await write(user, "event-what", "The base model was exchanged.");
  await user.click(screen.getByText("Way", { selector: "[role=tab]" }));
  await user.keyboard("n");
  const what = await screen.findByTestId("event-what");
  expect((what as HTMLInputElement).value).toBe("The base model was exchanged.");
  await user.click(screen.getByTestId("save-event"));
  await screen.findByTestId("event-form-EVT-01");
  expect(inputsOf(asked, "save_event")).toEqual([
    {
      assessment: "a1",
      id: null,
      trigger: "new-model",
      date: "2026-11-02",
      what: "The base model was exchanged.",
      closed: null,
      outcome: "",
    },
  ]);
  expect(screen.getByTestId("open-events").textContent).toContain("recorded as EVT-01");
});

const event = {
  id: "EVT-01",
  assessment: "a1",
  trigger: "incident" as const,
  date: "2026-10-01",
  what: "Prompts leaked.",
  closed: null,
  outcome: "",
};

it("closes an event with what came of it, keeps what was typed when refused, and opens it again", async () => {
  const { asked, user } = await open("monitoring", keeping({ ...full, events: [event] }));
  await write(user, "event-what", " Twice.");
  await user.click(screen.getByTestId("close-event"));
  await write(user, "closing-date", "2026-11-20");
  await user.click(screen.getByTestId("closing-done"));
  expect((await screen.findByTestId("event-refusal")).textContent).toContain("What came of it is missing.");
  expect((screen.getByTestId("closing-date") as HTMLInputElement).value).toBe("2026-11-20");
  await write(user, "closing-outcome", "Tested again.");
  await user.click(screen.getByTestId("closing-done"));
  await screen.findByTestId("reopen-event");
  expect(inputsOf(asked, "save_event").at(-1)).toMatchObject({
    id: "EVT-01",
    what: "Prompts leaked. Twice.",
    closed: "2026-11-20",
    outcome: "Tested again.",
  });
  expect(screen.getByTestId("open-events").textContent).toContain("Nothing that happened");

  await user.click(screen.getByTestId("reopen-event"));
  await waitFor(() =>
    expect(inputsOf(asked, "save_event").at(-1)).toMatchObject({ closed: null, outcome: "Tested again." }),
  );
});

it("keeps a day that is cleared, and saves another", async () => {
  const { asked, user } = await open("monitoring", keeping({ ...full, events: [event] }));
  const date = screen.getByTestId("event-date");
  await user.clear(date);
  await user.tab();
  expect(await screen.findByText(/It needs a day. 1 Oct 2026 stays/)).toBeTruthy();
  expect(inputsOf(asked, "save_event")).toHaveLength(0);
  await write(user, "event-date", "2026-10-05");
  await user.tab();
  await waitFor(() => expect(inputsOf(asked, "save_event")).toMatchObject([{ date: "2026-10-05" }]));
});

it("gives a removed event back", async () => {
  const { user } = await open("monitoring", keeping({ ...full, events: [event] }));
  await user.click(screen.getByTestId("remove-event"));
  expect(await screen.findByText("Nothing recorded yet")).toBeTruthy();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByTestId("event-form-EVT-01")).toBeTruthy();
});

function pack(name: string, before: string | null, after: string, changed: string): PackChange {
  const version = (version: string) => ({ name, version, sha256: "0".repeat(64) });
  // biome-ignore lint/suspicious/noThenProperty: the core's name for it; nothing awaits a pack
  return { then: before === null ? null : version(before), now: version(after), changes: [changed] };
}

it("says what stopped counting and what other packs would change", async () => {
  const { user } = await open(
    "monitoring",
    keeping({
      ...full,
      open: [{ id: null, trigger: "incident", date: "2026-10-02", what: "“ISO 42001” counts no longer." }],
      lapsed: [
        {
          on: "PRV-04",
          question: "PRV-04",
          evidence: null,
          from: "2020-07-16",
          meaning: "Privacy Shield is invalid.",
          instead: "Standard contractual clauses.",
        },
      ],
      packs: [
        pack("assay-base", "1.2", "1.3", "2 questions added: A, B."),
        pack("gates", null, "1.0", "New in this program."),
      ],
    }),
  );
  expect(screen.getByTestId("open-events").textContent).toContain("read from the evidence");
  const lapsed = screen.getByTestId("lapsed-PRV-04");
  expect(lapsed.textContent).toContain("16 Jul 2020");
  expect(lapsed.textContent).toContain("Standard contractual clauses.");
  expect(screen.getByTestId("packs").textContent).toContain("This assessment stays as it was");
  expect(screen.getByTestId("pack-assay-base").textContent).toContain("2 questions added");
  expect(screen.getByTestId("pack-gates").textContent).toContain("Not in this assessment");
  await user.click(within(lapsed).getByRole("button", { name: "Open the question" }));
  expect(window.location.hash).toBe("#/questionnaire?assessment=a1&item=PRV-04");
});

it("knows the way to every place an item can name", () => {
  const at = (place: GatePlace) => {
    goTo("a1", place);
    return [titleOfPlace(place), window.location.hash.slice(2).split("?")[0]];
  };
  expect(at({ at: "inherent-risk" })).toEqual(["Inherent risk", "inherent"]);
  expect(at({ at: "scope" })).toEqual(["Vendor & scope", "scope"]);
  expect(at({ at: "components" })).toEqual(["Components", "components"]);
  expect(at({ at: "tests" })).toEqual(["Tests", "tests"]);
  expect(at({ at: "decision" })).toEqual(["Decision", "decision"]);
  expect(at({ at: "report" })).toEqual(["Report", "report"]);
  expect(at({ at: "evidence" })).toEqual(["Evidence", "evidence"]);
  expect(at({ at: "monitoring" })).toEqual(["Monitoring", "gates"]);
  expect(window.location.hash).toContain("tab=monitoring");
});
