import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { parsePlace } from "../../place";
import { type Core, realCore, titleIn } from "../../testing/core";
import { answer, draw } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { told } from "../../words";
import { ThreatsScreen } from ".";

const modelOf = (core: Core) => core.call("threat_model", { assessment: core.assessment });
const decisionsOf = async (core: Core) =>
  Object.fromEntries((await modelOf(core)).threats.map(({ threat, decision }) => [threat.id, decision]));
const factTitle = async (core: Core, id: string) =>
  titleIn((await core.call("choices", {})).element_facts, id);

/** A gateway about which one fact is known, and what the rules make of it. */
async function withGateway() {
  const core = await realCore();
  await answer(core, "CRY-01", { conclusion: "effective" });
  const gateway = await draw(core, { name: "Gateway", facts: { logged: "no" } });
  const { threats } = await modelOf(core);
  const [first, second, third] = threats.map(({ threat }) => threat);
  if (first === undefined || second === undefined || third === undefined)
    throw new Error("The rules make too few threats of a gateway.");
  return { core, gateway, threats: threats.map(({ threat }) => threat), first, second };
}

it("decides by key, and asks why before a threat is accepted", async () => {
  const { core, first, second } = await withGateway();
  const user = userEvent.setup();
  show(<ThreatsScreen assessment={core.assessment} />);
  expect((await screen.findByTestId("suggestion")).textContent).toContain(told(first.suggestion));

  fireEvent.keyDown(document.body, { key: "m" });
  await waitFor(async () => expect((await decisionsOf(core))[first.id]).toBe("mitigated"));
  await waitFor(() => expect(parsePlace(window.location.hash).ids.item).toBe(second.id));

  fireEvent.keyDown(document.body, { key: "a" });
  const accept = await screen.findByTestId("decide-threats");
  expect(accept).toHaveProperty("disabled", true);
  await write(user, screen.getByTestId("decide-reason"), "Known and small.");
  await user.click(accept);
  await waitFor(async () =>
    expect((await modelOf(core)).threats.find(({ threat }) => threat.id === second.id)).toMatchObject({
      decision: "accepted",
      reason: "Known and small.",
    }),
  );
});

it("says what lowers the likelihood, and which answer does", async () => {
  const { core, threats } = await withGateway();
  const borne = threats.find(({ bearing }) => bearing.some(({ question }) => question === "CRY-01"));
  window.location.hash = `#/threats?assessment=${core.assessment}&tab=threats&item=${borne?.id}`;
  show(<ThreatsScreen assessment={core.assessment} />);
  const suggestion = await screen.findByTestId("suggestion");
  expect(suggestion.textContent).toContain(borne && told(borne.suggestion));
  expect(suggestion.textContent).toContain("CRY-01");
});

it("keeps a decision on a threat that the model no longer has, and says so", async () => {
  const { core, gateway, threats } = await withGateway();
  const ids = threats.map(({ id }) => id);
  await core.call("decide_threats", {
    assessment: core.assessment,
    threats: Object.fromEntries(ids.map((id) => [id, { decision: "mitigated" as const, reason: "" }])),
  });
  const facts = { logged: "yes", authenticated: "yes", authorised: "yes" } as const;
  const { component: _, ...base } = gateway;
  await core.call("save_element", { ...base, facts, base: gateway });
  const { stale } = await modelOf(core);
  expect(stale.length).toBeGreaterThan(0);
  show(<ThreatsScreen assessment={core.assessment} />);
  expect(await screen.findByText("Decided, but no longer in the model")).toBeTruthy();
  expect(screen.getAllByText(new RegExp(stale[0]?.title ?? "-")).length).toBeGreaterThan(0);
});

it("takes the keys of a quick hand each for the next threat", async () => {
  const { core, first, second } = await withGateway();
  show(<ThreatsScreen assessment={core.assessment} />);
  await screen.findByTestId("suggestion");
  const goOn = core.hold("decide_threats");
  fireEvent.keyDown(document.body, { key: "m" });
  await waitFor(() => expect(parsePlace(window.location.hash).ids.item).toBe(second.id));
  fireEvent.keyDown(document.body, { key: "m" });
  goOn();
  await waitFor(async () =>
    expect(await decisionsOf(core)).toMatchObject({ [first.id]: "mitigated", [second.id]: "mitigated" }),
  );
  expect(Object.values(await decisionsOf(core)).filter((one) => one !== "open")).toHaveLength(2);
});

it("decides several at once with one reason", async () => {
  const { core, threats } = await withGateway();
  const user = userEvent.setup();
  show(<ThreatsScreen assessment={core.assessment} />);
  await user.click(await screen.findByLabelText("Select all of Gateway"));
  await user.click(screen.getByTestId("bulk-not-applicable"));
  await write(user, screen.getByTestId("decide-reason"), "Not offered to us.");
  await user.click(screen.getByTestId("decide-threats"));
  await waitFor(async () => expect((await modelOf(core)).decided).toBe(threats.length));
  for (const { decision, reason } of (await modelOf(core)).threats)
    expect([decision, reason]).toEqual(["not-applicable", "Not offered to us."]);
});

it("goes to the risks with the threat to make one of", async () => {
  const { core, first } = await withGateway();
  show(<ThreatsScreen assessment={core.assessment} />);
  await screen.findByTestId("make-risk");
  fireEvent.keyDown(document.body, { key: "r" });
  expect(parsePlace(window.location.hash)).toEqual({
    screen: "risks",
    ids: { assessment: core.assessment, threat: first.id },
  });
  const drafted = await core.call("risk_from_threat", { assessment: core.assessment, threat: first.id });
  expect(drafted.threats).toEqual([first.id]);
});

it("shows an unknown fact as unknown, not as no, and keeps the rest of the element", async () => {
  const { core, gateway } = await withGateway();
  const component = { ...gateway.component, owner: "Ada" };
  await core.call("save_component", {
    assessment: core.assessment,
    element: gateway.id,
    role: null,
    component,
  });
  const [encrypted, logged] = [await factTitle(core, "encrypted"), await factTitle(core, "logged")];
  const user = userEvent.setup();
  show(<ThreatsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("edit-target"));
  const dialog = await screen.findByRole("dialog");
  const group = (fact: string) => within(dialog).getByRole("radiogroup", { name: fact });
  const chosen = (fact: string) =>
    within(group(fact))
      .getAllByRole("radio")
      .find((radio) => (radio as HTMLInputElement).checked)
      ?.getAttribute("value");
  expect(chosen(encrypted)).toBe("unknown");
  expect(chosen(logged)).toBe("no");
  await user.click(within(group(encrypted)).getByRole("radio", { name: /Yes/ }));
  await user.click(within(dialog).getByTestId("save-element"));
  await waitFor(async () =>
    expect((await modelOf(core)).elements).toEqual([
      { ...gateway, facts: { logged: "no", encrypted: "yes" }, component },
    ]),
  );
});

it("draws a boundary, a second element in it and a flow between the two", async () => {
  const { core, gateway } = await withGateway();
  const user = userEvent.setup();
  window.location.hash = `#/threats?assessment=${core.assessment}&tab=model`;
  show(<ThreatsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("add-boundary"));
  await write(user, await screen.findByTestId("boundary-name"), "Cloud account");
  await user.click(screen.getByTestId("save-boundary"));
  await waitFor(async () =>
    expect((await modelOf(core)).boundaries).toMatchObject([{ name: "Cloud account" }]),
  );
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(screen.getByTestId("add-element"));
  await write(user, await screen.findByTestId("element-name"), "Store");
  await user.click(screen.getByTestId("save-element"));
  await waitFor(async () => expect((await modelOf(core)).elements).toHaveLength(2));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(screen.getByTestId("add-flow"));
  await write(user, await screen.findByTestId("flow-name"), "Letters");
  for (const [end, name] of [
    ["flow-source", "Gateway"],
    ["flow-target", "Store"],
  ] as const) {
    await user.click(screen.getByTestId(end));
    await user.click(await screen.findByRole("option", { name }));
  }
  await user.click(screen.getByTestId("save-flow"));
  await waitFor(async () => expect((await modelOf(core)).flows).toHaveLength(1));
  const { flows, elements } = await modelOf(core);
  const store = elements.find(({ name }) => name === "Store");
  expect(flows[0]).toMatchObject({ flow: { name: "Letters", source: gateway.id, target: store?.id } });
});
