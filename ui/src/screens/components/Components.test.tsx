import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { choices as base, chooseNext, inputsOf, refuse, show, withCore } from "../testCore";
import { ComponentsScreen } from ".";

const choices = {
  ...base,
  ai_roles: [
    { id: "inference-api", title: "Inference interface", meaning: "" },
    { id: "data-source", title: "Data source", meaning: "" },
  ],
  life_stages: [
    { id: "design", title: "Design", meaning: "" },
    { id: "operation", title: "Operation", meaning: "" },
  ],
};
const component = {
  stages: [],
  owner: "",
  data: [],
  product: "",
  version: "",
  providers: [],
  licence: "",
  bom: null,
};
const row = {
  element: {
    id: "el-1",
    assessment: "a1",
    name: "Classifier",
    kind: "process",
    boundary: null,
    role: "inference-api",
    description: "",
    facts: {},
    out_of_scope: null,
    component,
  },
  gaps: "Classifier lacks an owner and its version.",
  threats: 3,
  threats_open: 2,
  tests: [],
};
const bom = {
  id: "BOM-01",
  assessment: "a1",
  evidence: "ev-1",
  about: "Triage 4.2",
  format: "CycloneDX 1.6",
  serial: "",
  made: "",
  counts: { library: 2 },
  licences: { MIT: 1 },
  without_version: 1,
  without_licence: 1,
  without_hash: 2,
  vulnerabilities: {},
  parts: [
    { name: "torch", version: "2.8", kind: "library", licence: "MIT", purl: "" },
    { name: "left", version: "", kind: "library", licence: "", purl: "" },
  ],
  notes: ["It is odd."],
};

it("teaches what a component is while there is none, and three ways to get some", async () => {
  await withCore({ components: { components: [], boms: [] }, choices });
  const user = userEvent.setup();
  show(<ComponentsScreen assessment="a1" />);
  expect(await screen.findByText(/data sources, models, interfaces/)).toBeTruthy();
  expect(screen.getByTestId("add-component")).toBeTruthy();
  expect(screen.getByTestId("read-bom")).toBeTruthy();
  await user.click(screen.getByTestId("import-model"));
  expect(await screen.findByTestId("import-choose")).toBeTruthy();
});

it("says of each component on the list how it stands, in words", async () => {
  const whole = {
    ...row,
    element: {
      ...row.element,
      id: "el-2",
      name: "Store",
      role: "data-source",
      component: { ...component, owner: "Ada", product: "pgvector", version: "0.8", stages: ["operation"] },
    },
    gaps: null,
    threats: 0,
    threats_open: 0,
    tests: ["TST-01"],
  };
  const beside = { ...row, element: { ...row.element, id: "el-3", name: "Portal", role: null }, gaps: null };
  await withCore({ components: { components: [row, whole, beside], boms: [] }, choices });
  show(<ComponentsScreen assessment="a1" />);
  const bare = await screen.findByTestId("component-el-1");
  await waitFor(() => expect(bare.textContent).toContain("Inference interface"));
  for (const words of [
    "To describe",
    "Classifier lacks an owner and its version.",
    "3 threats, 2 open",
    "no test",
  ])
    expect(bare.textContent).toContain(words);
  for (const words of ["Described", "pgvector 0.8", "Owner: Ada", "Operation", "no threat", "1 test"])
    expect(screen.getByTestId("component-el-2").textContent).toContain(words);
  expect(screen.getByTestId("component-el-3").textContent).toContain("No part in the AI system");
});

it("leads to the threat to decide first, and to each test", async () => {
  const threat = (id: string, on: string, decision: string) => ({
    threat: { id, target: { kind: "element", id: on } },
    decision,
  });
  await withCore({
    components: { components: [{ ...row, tests: ["TST-02"] }], boms: [] },
    choices,
    threat_model: {
      elements: [],
      threats: [
        threat("A@el-9", "el-9", "open"),
        threat("B@el-1", "el-1", "accepted"),
        threat("C@el-1", "el-1", "open"),
      ],
    },
  });
  const user = userEvent.setup();
  show(<ComponentsScreen assessment="a1" />);
  const link = await screen.findByTestId("component-threats");
  await waitFor(async () => {
    await user.click(link);
    expect(window.location.hash).toBe("#/threats?assessment=a1&tab=threats&item=C%40el-1");
  });
  await user.click(screen.getByTestId("component-test-TST-02"));
  expect(window.location.hash).toBe("#/tests?assessment=a1&item=TST-02");
});

it("adds a component with the form of the threat model, and shows it", async () => {
  const added = { ...row, element: { ...row.element, id: "el-2", name: "Store", role: null }, gaps: null };
  let rows: unknown[] = [row];
  const model = { boundaries: [], elements: [], flows: [], threats: [], recorded: [], stale: [], decided: 0 };
  const asked = await withCore({
    components: () => ({ components: rows, boms: [] }),
    choices,
    threat_model: model,
    save_element: () => {
      rows = [row, added];
      return model;
    },
  });
  const user = userEvent.setup();
  show(<ComponentsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("add-component"));
  await user.type(await screen.findByTestId("element-name"), "Store");
  await user.click(screen.getByTestId("save-element"));
  await waitFor(() => expect(screen.getByTestId("component-form").getAttribute("aria-label")).toBe("Store"));
  expect(inputsOf(asked, "save_element")).toMatchObject([{ id: null, name: "Store" }]);
});

it("says what is missing and saves what is typed, with the rest of the component as it was", async () => {
  const asked = await withCore({
    components: { components: [row], boms: [] },
    choices,
    save_component: { components: [row], boms: [] },
  });
  const user = userEvent.setup();
  show(<ComponentsScreen assessment="a1" />);
  expect((await screen.findByTestId("component-gaps")).textContent).toContain("lacks an owner");
  await user.type(screen.getByTestId("component-owner"), "Ada");
  await user.tab();
  await waitFor(() =>
    expect(inputsOf(asked, "save_component").at(-1)).toEqual({
      assessment: "a1",
      element: "el-1",
      role: "inference-api",
      component: { ...component, owner: "Ada" },
      // What it was made of, so that what somebody else changed meanwhile is kept or asked about.
      base: row.element,
    }),
  );
});

it("reads a bill of materials, or says why not and asks again", async () => {
  let answer: unknown = refuse("It is XML. Nothing was changed.");
  await withCore({
    components: { components: [row], boms: [] },
    choices,
    status: { entry: "1" },
    import_bom: (input: unknown) => (typeof answer === "function" ? answer(input) : answer),
  });
  const user = userEvent.setup();
  show(<ComponentsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("read-bom"));
  chooseNext("0/sbom.xml", "1/sbom.json");
  await user.click(screen.getByTestId("bom-choose"));
  expect(await screen.findByText(/It is XML/)).toBeTruthy();
  answer = { bom, added: 2, known: 1 };
  await user.click(screen.getByTestId("bom-choose"));
  expect(screen.queryByText(/It is XML/)).toBeNull();
  const said = (await screen.findByTestId("bom-result")).textContent;
  expect(said).toContain("2 libraries");
  expect(said).toContain("2 components were added, 1 was here already");
  expect(said).toContain("It is odd.");
});

it("counts what a bill of materials holds and finds its entries", async () => {
  await withCore({ components: { components: [row], boms: [bom] }, choices });
  const user = userEvent.setup();
  show(<ComponentsScreen assessment="a1" />);
  const shown = await screen.findByTestId("bom-BOM-01");
  expect(shown.textContent).toContain("CycloneDX 1.6, 2 entries");
  expect(shown.textContent).toContain("2 libraries");
  expect(shown.textContent).toContain("version in 1, licence in 1, hash in 2");
  expect(shown.textContent).toContain("says nothing about there being none");
  await user.click(screen.getByTestId("bom-parts-BOM-01"));
  await user.type(screen.getByLabelText("Find an entry"), "left");
  expect(screen.queryByText("torch")).toBeNull();
  expect(screen.getByText("left")).toBeTruthy();
});

it("names the commonest licences first, folds the rest away, and draws a long list bit by bit", async () => {
  const parts = Array.from({ length: 210 }, (_, at) => ({
    name: `part-${at}`,
    version: "1",
    kind: "library",
    licence: "MIT",
    purl: "",
  }));
  const licences = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`L${at}`, at + 1]));
  const long = { ...bom, parts, licences, counts: { library: 7000 }, made: "2026-10-30T08:00:00Z" };
  await withCore({ components: { components: [row], boms: [long] }, choices });
  const user = userEvent.setup();
  show(<ComponentsScreen assessment="a1" />);
  const shown = await screen.findByTestId("bom-BOM-01");
  expect(shown.textContent).toContain("made 30 Oct 2026");
  expect(shown.textContent).toContain("10 L9, 9 L8");
  expect(within(shown).getByText("2 more").closest("details")?.textContent).toContain("2 L1, 1 L0");
  await user.click(screen.getByTestId("bom-parts-BOM-01"));
  expect(shown.textContent).toContain("210 of 210. The file has 7000; only the first are kept here.");
  expect(shown.querySelectorAll("tbody tr")).toHaveLength(200);
  expect(screen.getByTestId("bom-more-BOM-01").textContent).toBe("Show 10 more");
  await user.click(screen.getByTestId("bom-more-BOM-01"));
  expect(shown.querySelectorAll("tbody tr")).toHaveLength(210);
}, 30_000);

it("removes a bill of materials and gives it back", async () => {
  let boms = [bom];
  const asked = await withCore({
    components: () => ({ components: [row], boms }),
    choices,
    status: { entry: "1" },
    undo: () => {
      boms = [bom];
      return {};
    },
    remove_bom: () => {
      boms = [];
      return { components: [row], boms };
    },
  });
  const user = userEvent.setup();
  show(<ComponentsScreen assessment="a1" />);
  await user.click(await screen.findByTestId("remove-BOM-01"));
  await waitFor(() => expect(screen.queryByTestId("bom-BOM-01")).toBeNull());
  expect(inputsOf(asked, "remove_bom")).toEqual([{ assessment: "a1", bom: "BOM-01" }]);
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByTestId("bom-BOM-01")).toBeTruthy();
});

it("says which bill of materials a component came from, and goes to it", async () => {
  const from = { ...row, element: { ...row.element, component: { ...component, bom: "BOM-01" } } };
  await withCore({ components: { components: [from], boms: [bom] }, choices });
  const user = userEvent.setup();
  show(<ComponentsScreen assessment="a1" />);
  expect((await screen.findByTestId("component-bom")).textContent).toContain("Triage 4.2");
  await user.click(screen.getByTestId("component-go-bom"));
  expect(document.activeElement).toBe(screen.getByTestId("bom-BOM-01"));
});
