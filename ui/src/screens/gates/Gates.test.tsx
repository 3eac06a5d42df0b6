import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { EventInput } from "../../ipc/EventInput";
import type { GatePlace } from "../../ipc/GatePlace";
import type { PackChange } from "../../ipc/PackChange";
import { type Core, realCore, titleIn } from "../../testing/core";
import { count } from "../../testing/count";
import { idOf } from "../../testing/ids";
import { answer } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { day, told } from "../../words";
import { GatesScreen } from ".";
import { Monitoring } from "./Monitoring";
import { goTo, titleOfPlace } from "./places";
import { Way } from "./Way";

const onboardingOf = (core: Core) => core.call("onboarding", { assessment: core.assessment });
const eventsOf = async (core: Core) => (await onboardingOf(core)).events;

async function open(core: Core, tab?: string, rest = "") {
  window.location.hash = `#/gates?assessment=${core.assessment}${tab === undefined ? "" : `&tab=${tab}`}${rest}`;
  show(<GatesScreen assessment={core.assessment} />);
  await screen.findByTestId("gates-sum");
  return userEvent.setup();
}

/** An open event: prompts leaked. */
async function withEvent(part: Partial<EventInput> = {}): Promise<Core> {
  const core = await realCore();
  await core.call("save_event", {
    assessment: core.assessment,
    id: null,
    trigger: "incident",
    date: "2026-10-01",
    what: "Prompts leaked.",
    closed: null,
    outcome: "",
    ...part,
  });
  return core;
}

it("shows how far each step is, in words, and leads to it", async () => {
  const core = await realCore("sample");
  const { steps } = await onboardingOf(core);
  const user = await open(core);
  for (const { id, done, of, missing } of steps) {
    const step = screen.getByTestId(`method-${id}`);
    expect(step.textContent).toContain(of === 0 ? "Nothing to count yet" : `${done} of ${of} done`);
    expect(step.textContent).toContain(missing[0] === undefined ? "Complete" : told(missing[0]));
    if (missing.length > 2) expect(within(step).getByText(`${missing.length - 2} more`)).toBeTruthy();
  }
  await user.click(screen.getByTestId("method-go-scores"));
  expect(window.location.hash).toBe(`#/risks?assessment=${core.assessment}`);
});

it("says where there is nothing to count yet, and that without AI the method does not apply", async () => {
  const core = await realCore();
  await open(core);
  const { steps } = await onboardingOf(core);
  expect(steps.filter(({ applies, of }) => applies && of === 0).length).toBeGreaterThan(0);
  for (const { id, applies, done, of } of steps) {
    const counted = of === 0 ? "Nothing to count yet" : `${done} of ${of} done`;
    expect(screen.getByTestId(`method-${id}`).textContent).toContain(
      applies ? counted : "There is no AI in scope",
    );
  }
});

it("says of each gate how it stands and why, and leads to where an item is settled", async () => {
  const core = await realCore("sample");
  const { gates } = await onboardingOf(core);
  const { parties } = await core.call("choices", {});
  const user = await open(core, "way");
  const passed = gates.filter((gate) => gate.passed).length;
  expect(screen.getByTestId("gates-sum").textContent).toContain(`${passed} of ${gates.length} gates passed`);
  for (const { id, passed, met, of } of gates)
    expect(screen.getByTestId(`gate-${id}`).textContent).toContain(
      `${passed ? "Passed" : "Not passed yet"}${met} of ${of}`,
    );
  const items = gates.flatMap((gate) => gate.items);
  for (const { id, state, because } of items) {
    const item = screen.getByTestId(`gate-item-${id}`);
    const word = { met: "Met", open: "Open", "not-applicable": "Not applicable" }[state];
    expect(item.textContent).toContain(word);
    expect(item.textContent).toContain(told(because));
  }
  const asked = items.find(({ place, state }) => place.at === "question" && state === "open");
  const question = asked?.place.at === "question" ? asked.place.id : "";
  const row = screen.getByTestId(`gate-item-${asked?.id}`);
  const who = titleIn(parties, asked?.who ?? "-");
  await waitFor(() => expect(row.textContent).toContain(who));
  await user.click(within(row).getByRole("button", { name: `Go there: Question ${question}` }));
  expect(window.location.hash).toBe(`#/questionnaire?assessment=${core.assessment}&item=${question}`);
});

it("filters by what is open and by who must act, and keeps both in the address", async () => {
  const core = await realCore("sample");
  const { gates } = await onboardingOf(core);
  const items = gates.flatMap((gate) => gate.items);
  const own = items.filter(({ who, state }) => who === "buyer" && state === "open");
  expect(own.length).toBeGreaterThan(0);
  const { parties } = await core.call("choices", {});
  const buyer = titleIn(parties, "buyer");
  const user = await open(core, "way");
  const shown = () =>
    screen.getAllByTestId(/^gate-item-/).map(({ dataset }) => dataset.testid?.replace("gate-item-", ""));
  await user.click(screen.getByTestId("gates-show-open"));
  expect(shown()).toEqual(items.filter(({ state }) => state === "open").map(({ id }) => id));
  const settled = gates.find((gate) => gate.passed)?.id;
  if (settled !== undefined)
    expect(screen.getByTestId(`gate-${settled}`).textContent).toContain("Nothing here is open.");
  await user.click(screen.getByTestId("gates-who"));
  await user.click(await screen.findByText(buyer, { selector: "[role=option] *" }));
  expect(shown()).toEqual(own.map(({ id }) => id));
  expect(window.location.hash).toBe(`#/gates?assessment=${core.assessment}&tab=way&show=open&who=buyer`);
});

it("gives the focus back to the item one comes back to, and goes through open items by key", async () => {
  const core = await realCore("sample");
  const { gates } = await onboardingOf(core);
  const items = gates.flatMap((gate) => gate.items);
  const [first, second] = items.filter(({ state }) => state === "open");
  const back = items.find(({ state }) => state === "met")?.id;
  const user = await open(core, "way", `&item=${back}`);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(`go-there-${back}`)));
  await user.keyboard("j");
  expect(document.activeElement).toBe(screen.getByTestId(`go-there-${first?.id}`));
  await user.keyboard("j");
  expect(document.activeElement).toBe(screen.getByTestId(`go-there-${second?.id}`));
  await user.keyboard("2");
  expect(await screen.findByTestId("gates-donts")).toBeTruthy();
  expect(window.location.hash).toContain("tab=rules");
});

it("says of a don't whether it is kept", async () => {
  const core = await realCore("sample");
  const { dos, donts } = await onboardingOf(core);
  await open(core, "rules");
  for (const { id, state } of [...dos, ...donts]) {
    const [kept, broken] = dos.some((one) => one.id === id)
      ? ["Met", "Open"]
      : ["Kept", "Broken, or not shown to be kept"];
    const word = { met: kept, open: broken, "not-applicable": "Not applicable" }[state];
    expect(screen.getByTestId(`gate-item-${id}`).textContent).toContain(word);
  }
});

it("teaches where an assessment has no gates, and leads to the packs", async () => {
  // Packs of a program before there were gates: this one makes none.
  const core = await realCore();
  const data = { ...(await onboardingOf(core)), gates: [] };
  const user = userEvent.setup();
  show(<Way assessment={core.assessment} data={data} />);
  expect(screen.getByText("No gates in this assessment")).toBeTruthy();
  await user.click(screen.getByTestId("gates-to-packs"));
  expect(window.location.hash).toBe(`#/gates?assessment=${core.assessment}&tab=monitoring`);
});

it("shows a category with its coverage, its measures in words, and ways to what stands behind it", async () => {
  const core = await realCore("sample");
  const { categories } = await onboardingOf(core);
  const category = categories.find(
    ({ worst, tests, weak }) => worst !== null && tests.length * weak.length > 0,
  );
  if (category === undefined) throw new Error("No category of the sample has a risk, a test and a weakness.");
  const user = await open(core, "categories");
  const part = screen.getByTestId(`category-${category.id}`);
  const { concluded, applicable, score } = category.figure;
  expect(within(part).getByRole("meter").getAttribute("aria-valuetext")).toContain(
    `${Math.round(score ?? 0)} %, ${concluded} of ${applicable} concluded`,
  );
  expect(part.textContent).toContain(
    `${count(category.threats, "threat")}, ${category.threats_open === 0 ? "none" : category.threats_open} open`,
  );
  expect(part.textContent).toContain(`Worst after treatment: ${category.worst}`);
  const inPlace = category.measures.filter(({ state }) => state === "in-place").length;
  expect(part.textContent).toContain(`${inPlace} of ${count(category.measures.length, "measure")} in place`);
  expect(within(part).getByTestId(`weak-${category.weak[0]}`)).toBeTruthy();
  const test = category.tests[0] ?? "";
  await user.click(within(part).getByTestId(`test-${test}`));
  expect(window.location.hash).toBe(`#/tests?assessment=${core.assessment}&item=${test}`);
});

it("records what happened, and keeps what was begun while something else is looked at", async () => {
  const core = await realCore();
  const user = await open(core, "monitoring");
  const { next } = await onboardingOf(core);
  expect(screen.getByTestId("next-assessment").textContent).toContain(day(next.day ?? ""));
  await user.click(screen.getByTestId("record-event"));
  await user.click(screen.getByTestId("save-event"));
  expect(screen.getByTestId("event-refusal").textContent).toContain("The kind and the day");
  const trigger = titleIn((await core.call("choices", {})).triggers, "new-model");
  await user.click(screen.getByTestId("event-trigger"));
  await user.click(await screen.findByText(trigger, { selector: "[role=option] *" }));
  await write(user, screen.getByTestId("event-date"), "2026-11-02");
  await write(user, screen.getByTestId("event-what"), "The base model was exchanged.");
  await user.click(screen.getByText("Way", { selector: "[role=tab]" }));
  await user.keyboard("n");
  const what = await screen.findByTestId("event-what");
  expect((what as HTMLInputElement).value).toBe("The base model was exchanged.");
  await user.click(screen.getByTestId("save-event"));
  await screen.findByTestId("event-form-EVT-01");
  expect(await eventsOf(core)).toEqual([
    {
      id: "EVT-01",
      assessment: core.assessment,
      trigger: "new-model",
      date: "2026-11-02",
      what: "The base model was exchanged.",
      closed: null,
      outcome: "",
    },
  ]);
  expect(screen.getByTestId("open-events").textContent).toContain("recorded as EVT-01");
});

it("closes an event with what came of it, keeps what was typed when refused, and opens it again", async () => {
  const core = await withEvent();
  const user = await open(core, "monitoring");
  await write(user, screen.getByTestId("event-what"), " Twice.");
  await user.click(screen.getByTestId("close-event"));
  await write(user, screen.getByTestId("closing-date"), "2026-11-20");
  await user.click(screen.getByTestId("closing-done"));
  expect((await screen.findByTestId("event-refusal")).textContent).toContain("What came of it is missing.");
  expect((screen.getByTestId("closing-date") as HTMLInputElement).value).toBe("2026-11-20");
  await write(user, screen.getByTestId("closing-outcome"), "Tested again.");
  await user.click(screen.getByTestId("closing-done"));
  await screen.findByTestId("reopen-event");
  expect(await eventsOf(core)).toMatchObject([
    { what: "Prompts leaked. Twice.", closed: "2026-11-20", outcome: "Tested again." },
  ]);
  expect(screen.getByTestId("open-events").textContent).toContain("Nothing that happened");

  await user.click(screen.getByTestId("reopen-event"));
  await waitFor(async () =>
    expect(await eventsOf(core)).toMatchObject([{ closed: null, outcome: "Tested again." }]),
  );
});

it("keeps a day that is cleared, and saves another", async () => {
  const core = await withEvent();
  const user = await open(core, "monitoring");
  await user.clear(screen.getByTestId("event-date"));
  await user.tab();
  expect(await screen.findByText(/It needs a day. 1 Oct 2026 stays/)).toBeTruthy();
  expect(await eventsOf(core)).toMatchObject([{ date: "2026-10-01" }]);
  await write(user, screen.getByTestId("event-date"), "2026-10-05");
  await user.tab();
  await waitFor(async () => expect(await eventsOf(core)).toMatchObject([{ date: "2026-10-05" }]));
});

it("gives a removed event back", async () => {
  const core = await withEvent();
  const before = await eventsOf(core);
  const user = await open(core, "monitoring");
  await user.click(screen.getByTestId("remove-event"));
  expect(await screen.findByText("Nothing recorded yet")).toBeTruthy();
  expect(await eventsOf(core)).toEqual([]);
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByTestId("event-form-EVT-01")).toBeTruthy();
  expect(await eventsOf(core)).toEqual(before);
});

it("says what stopped counting, with a day and what to ask for instead", async () => {
  const core = await realCore();
  await answer(core, "CRY-02", { claim: "yes", comment: "By a module validated to FIPS 140-2." });
  const user = await open(core, "monitoring");
  const [use] = (await onboardingOf(core)).lapsed;
  const lapsed = screen.getByTestId("lapsed-CRY-02");
  expect(lapsed.textContent).toContain(day("2026-09-22"));
  expect(lapsed.textContent).toContain(use?.instead);
  await user.click(within(lapsed).getByRole("button", { name: "Open the question" }));
  expect(window.location.hash).toBe(`#/questionnaire?assessment=${core.assessment}&item=CRY-02`);
});

it("says that the evidence ran out, without anybody having recorded it", async () => {
  const core = await realCore();
  const seen = { title: "ISO 42001", kind: "certificate" as const, valid_until: "2026-10-02" };
  await core.call("record_seen", {
    assessment: core.assessment,
    note: "Read on site.",
    issuer: "Body",
    issued: null,
    pages: "",
    questions: ["ACC-01"],
    ...seen,
  });
  const { open: all } = await onboardingOf(core);
  expect(all).toMatchObject([{ id: null }]);
  await open(core, "monitoring");
  const part = screen.getByTestId("open-events");
  expect(part.textContent).toContain("read from the evidence");
  expect(part.textContent).toContain(all[0] && told(all[0].what));
});

function pack(name: string, before: string | null, after: string, changed: string): PackChange {
  const version = (version: string) => ({ name, version, sha256: "0".repeat(64) });
  // biome-ignore lint/suspicious/noThenProperty: the core's name for it; nothing awaits a pack
  return { then: before === null ? null : version(before), now: version(after), changes: [{ say: changed }] };
}

it("says what other packs would change", async () => {
  // An assessment of this program has the packs of this program: what differs comes with the next one.
  const core = await realCore();
  const data = await onboardingOf(core);
  expect(data.packs).toEqual([]);
  const packs = [
    pack("assay-base", "1.2", "1.3", "2 questions added: A, B."),
    pack("gates", null, "1.0", "New in this program."),
  ];
  show(<Monitoring assessment={core.assessment} data={{ ...data, packs }} />);
  expect(screen.getByTestId("packs").textContent).toContain("This assessment stays as it was");
  expect(screen.getByTestId("pack-assay-base").textContent).toContain("2 questions added");
  expect(screen.getByTestId("pack-gates").textContent).toContain("Not in this assessment");
});

it("knows the way to every place an item can name", () => {
  const at = (place: GatePlace) => {
    goTo(idOf("a1"), place);
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
