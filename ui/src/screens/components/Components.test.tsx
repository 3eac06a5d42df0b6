import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Component } from "../../ipc/Component";
import { type Core, realCore, titleIn } from "../../testing/core";
import { describe, draw, lastEntry } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { told } from "../../words";
import { ComponentsScreen } from ".";

const componentsOf = (core: Core) => core.call("components", { assessment: core.assessment });

/** A vendor with AI and its classifier, of which nothing is described yet. */
async function withClassifier() {
  const core = await realCore();
  await describe(core, { facts: ["personal-data", "ai", "ai-provider"] });
  const classifier = await draw(core, { name: "Classifier", role: "inference-api" });
  return { core, classifier };
}

/** The particulars of a component, as far as a test gives them. */
const particulars = (part: Partial<Component>): Component => ({
  stages: [],
  owner: "",
  data: [],
  product: "",
  version: "",
  providers: [],
  licence: "",
  bom: null,
  ...part,
});

interface Entry {
  name: string;
  version?: string;
  licence?: string;
  type?: string;
}

/** A bill of materials in CycloneDX. */
const bill = (entries: readonly Entry[], made = "2026-10-30T08:00:00Z") =>
  JSON.stringify({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { timestamp: made, component: { type: "application", name: "Triage", version: "4.2" } },
    components: entries.map(({ name, version, licence, type = "library" }) => ({
      type,
      name,
      ...(version === undefined ? {} : { version }),
      ...(licence === undefined ? {} : { licenses: [{ license: { id: licence } }] }),
    })),
  });

async function importBill(core: Core, content: string) {
  const path = await core.offer(await core.file("sbom.json", content));
  return core.call("import_bom", { assessment: core.assessment, path });
}

it("teaches what a component is while there is none, and three ways to get some", async () => {
  const core = await realCore();
  const user = userEvent.setup();
  show(<ComponentsScreen assessment={core.assessment} />);
  expect(await screen.findByText(/data sources, models, interfaces/)).toBeTruthy();
  expect(screen.getByTestId("add-component")).toBeTruthy();
  expect(screen.getByTestId("read-bom")).toBeTruthy();
  await user.click(screen.getByTestId("import-model"));
  expect(await screen.findByTestId("import-choose")).toBeTruthy();
});

it("says of each component on the list how it stands, in words", async () => {
  const { core, classifier } = await withClassifier();
  const store = await draw(core, { name: "Store", kind: "store", role: "data-source" });
  await core.call("save_component", {
    assessment: core.assessment,
    element: store.id,
    role: "data-source",
    component: particulars({
      owner: "Ada",
      product: "pgvector",
      version: "0.8",
      stages: ["operation"],
      data: ["Letters"],
      providers: ["Helios"],
      licence: "PostgreSQL",
    }),
  });
  const portal = await draw(core, { name: "Portal" });
  const { components } = await componentsOf(core);
  const row = (id: string) => components.find(({ element }) => element.id === id);
  const titles = (await core.call("choices", {})).ai_roles;
  show(<ComponentsScreen assessment={core.assessment} />);
  const bare = await screen.findByTestId(`component-${classifier.id}`);
  const interfaceTitle = titleIn(titles, "inference-api");
  await waitFor(() => expect(bare.textContent).toContain(interfaceTitle));
  const { gaps, threats, threats_open } = row(classifier.id) ?? {};
  expect(gaps).not.toBeNull();
  for (const words of [
    "To describe",
    gaps ? told(gaps) : "-",
    `${threats} threats, ${threats_open} open`,
    "no test",
  ])
    expect(bare.textContent).toContain(words);
  for (const words of ["Described", "pgvector 0.8", "Owner: Ada", "Operation"])
    expect(screen.getByTestId(`component-${store.id}`).textContent).toContain(words);
  expect(screen.getByTestId(`component-${portal.id}`).textContent).toContain("No part in the AI system");
});

it("leads to the threat to decide first, and to each test", async () => {
  const { core, classifier } = await withClassifier();
  const { threats } = await core.call("threat_model", { assessment: core.assessment });
  const [decided, open] = threats.map(({ threat }) => threat.id);
  await core.call("decide_threats", {
    assessment: core.assessment,
    threats: { [decided ?? ""]: { decision: "mitigated" as const, reason: "" } },
  });
  const planned = await core.call("save_test", {
    assessment: core.assessment,
    test: null,
    kind: "adversarial",
  });
  const [test] = planned.tests;
  if (test === undefined) throw new Error("No test was planned.");
  await core.call("save_test", {
    assessment: core.assessment,
    test: { ...test, elements: [classifier.id] },
    kind: null,
    base: test,
  });
  const user = userEvent.setup();
  show(<ComponentsScreen assessment={core.assessment} />);
  const link = await screen.findByTestId("component-threats");
  await waitFor(async () => {
    await user.click(link);
    expect(new URLSearchParams(window.location.hash.split("?")[1]).get("item")).toBe(open);
  });
  await user.click(screen.getByTestId(`component-test-${test.id}`));
  expect(window.location.hash).toBe(`#/tests?assessment=${core.assessment}&item=${test.id}`);
});

it("adds a component with the form of the threat model, and shows it", async () => {
  const { core } = await withClassifier();
  const user = userEvent.setup();
  show(<ComponentsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("add-component"));
  await write(user, await screen.findByTestId("element-name"), "Store");
  await user.click(screen.getByTestId("save-element"));
  await waitFor(() => expect(screen.getByTestId("component-form").getAttribute("aria-label")).toBe("Store"));
  const { components } = await componentsOf(core);
  expect(components.map(({ element }) => element.name).sort()).toEqual(["Classifier", "Store"]);
});

it("says what is missing and saves what is typed, with the rest of the component as it was", async () => {
  const { core, classifier } = await withClassifier();
  const [row] = (await componentsOf(core)).components;
  const user = userEvent.setup();
  show(<ComponentsScreen assessment={core.assessment} />);
  expect((await screen.findByTestId("component-gaps")).textContent).toContain(row?.gaps && told(row.gaps));
  // Somebody else meanwhile, in another field.
  await core.call("save_component", {
    assessment: core.assessment,
    element: classifier.id,
    role: "inference-api",
    component: particulars({ product: "Triage classifier" }),
    base: classifier,
  });
  await write(user, screen.getByTestId("component-owner"), "Ada");
  await user.tab();
  await waitFor(async () =>
    expect((await componentsOf(core)).components[0]?.element).toEqual({
      ...classifier,
      component: particulars({ owner: "Ada", product: "Triage classifier" }),
    }),
  );
});

it("reads a bill of materials, or says why not and asks again", async () => {
  const { core } = await withClassifier();
  const entry = await lastEntry(core);
  const user = userEvent.setup();
  show(<ComponentsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("read-bom"));
  core.choose(
    await core.file("sbom.xml", '<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>'),
    await core.file(
      "sbom.json",
      bill([
        { name: "torch", version: "2.8" },
        { name: "left", version: "1" },
        { name: "triage-model", version: "4", type: "machine-learning-model" },
      ]),
    ),
  );
  await user.click(screen.getByTestId("bom-choose"));
  expect(await screen.findByText(/The file is XML/)).toBeTruthy();
  expect(await lastEntry(core)).toBe(entry);
  await user.click(screen.getByTestId("bom-choose"));
  const said = (await screen.findByTestId("bom-result")).textContent;
  expect(screen.queryByText(/The file is XML/)).toBeNull();
  expect(said).toContain("2 libraries");
  expect(said).toContain("1 component was added");
  const { components, boms } = await componentsOf(core);
  expect(components.map(({ element }) => element.name)).toContain("triage-model");
  expect(boms[0]?.counts).toEqual({ library: 2, "machine-learning-model": 1 });
});

it("counts what a bill of materials holds and finds its entries", async () => {
  const { core } = await withClassifier();
  await importBill(core, bill([{ name: "torch", version: "2.8", licence: "MIT" }, { name: "left" }]));
  const user = userEvent.setup();
  show(<ComponentsScreen assessment={core.assessment} />);
  const shown = await screen.findByTestId("bom-BOM-01");
  expect(shown.textContent).toContain("CycloneDX 1.6, made 30 Oct 2026, 2 entries");
  expect(shown.textContent).toContain("2 libraries");
  expect(shown.textContent).toContain("version in 1, licence in 1, hash in 2");
  expect(shown.textContent).toContain("says nothing about there being none");
  await user.click(screen.getByTestId("bom-parts-BOM-01"));
  await write(user, screen.getByLabelText("Find an entry"), "left");
  expect(screen.queryByText("torch")).toBeNull();
  expect(screen.getByText("left")).toBeTruthy();
});

it("names the commonest licences first, folds the rest away, and draws a long list bit by bit", async () => {
  const { core } = await withClassifier();
  // Licence L9 ten times, L8 nine times … L0 once, and more entries than the vault keeps one by one.
  const named = Array.from({ length: 10 }, (_, at) => Array.from({ length: at + 1 }, () => `L${at}`)).flat();
  const entries = Array.from({ length: 5200 }, (_, at) => ({
    name: `part-${at}`,
    version: "1",
    ...(named[at] === undefined ? {} : { licence: named[at] }),
  }));
  await importBill(core, bill(entries));
  const user = userEvent.setup();
  show(<ComponentsScreen assessment={core.assessment} />);
  const shown = await screen.findByTestId("bom-BOM-01");
  expect(shown.textContent).toContain("10 L9, 9 L8");
  expect(within(shown).getByText("2 more").closest("details")?.textContent).toContain("2 L1, 1 L0");
  expect(shown.textContent).toContain("The first 5000 of 5200 entries are listed");
  await user.click(screen.getByTestId("bom-parts-BOM-01"));
  expect(shown.textContent).toContain("5,000 of 5,000. The file has 5,200; only the first are kept here.");
  expect(shown.querySelectorAll("tbody tr")).toHaveLength(200);
  expect(screen.getByTestId("bom-more-BOM-01").textContent).toBe("Show 200 more");
  await user.click(screen.getByTestId("bom-more-BOM-01"));
  expect(shown.querySelectorAll("tbody tr")).toHaveLength(400);
});

it("removes a bill of materials and gives it back", async () => {
  const { core } = await withClassifier();
  const { bom } = await importBill(core, bill([{ name: "torch", version: "2.8" }]));
  const user = userEvent.setup();
  show(<ComponentsScreen assessment={core.assessment} />);
  await user.click(await screen.findByTestId("remove-BOM-01"));
  await waitFor(() => expect(screen.queryByTestId("bom-BOM-01")).toBeNull());
  expect((await componentsOf(core)).boms).toEqual([]);
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByTestId("bom-BOM-01")).toBeTruthy();
  expect((await componentsOf(core)).boms).toEqual([bom]);
});

it("says which bill of materials a component came from, and goes to it", async () => {
  const { core } = await withClassifier();
  await importBill(core, bill([{ name: "triage-model", version: "4", type: "machine-learning-model" }]));
  const { components } = await componentsOf(core);
  const from = components.find(({ element }) => element.component.bom === "BOM-01");
  window.location.hash = `#/components?assessment=${core.assessment}&item=${from?.element.id}`;
  const user = userEvent.setup();
  show(<ComponentsScreen assessment={core.assessment} />);
  expect((await screen.findByTestId("component-bom")).textContent).toContain("Triage 4.2");
  await user.click(screen.getByTestId("component-go-bom"));
  expect(document.activeElement).toBe(screen.getByTestId("bom-BOM-01"));
});
