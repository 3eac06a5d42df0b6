import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { choices, inputsOf, refuse, show, withCore } from "../testDoor";
import { ComponentsScreen } from ".";

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

it("teaches what a component is while there is none", async () => {
  await withCore({ components: { components: [], boms: [] }, choices });
  show(<ComponentsScreen assessment="a1" />);
  expect(await screen.findByText(/data sources, models, interfaces/)).toBeTruthy();
  expect(screen.getByTestId("read-bom")).toBeTruthy();
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
    }),
  );
});

it("reads a bill of materials, or says why not and keeps the path", async () => {
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
  await user.type(screen.getByTestId("bom-path"), "/sbom.json");
  await user.click(screen.getByTestId("bom-read"));
  expect(await screen.findByText(/It is XML/)).toBeTruthy();
  expect((screen.getByTestId("bom-path") as HTMLInputElement).value).toBe("/sbom.json");
  answer = { bom, added: 2, known: 1 };
  await user.click(screen.getByTestId("bom-read"));
  const said = (await screen.findByTestId("bom-result")).textContent;
  expect(said).toContain("2 library");
  expect(said).toContain("2 components were added, 1 were here already");
  expect(said).toContain("It is odd.");
});

it("counts what a bill of materials holds and finds its entries", async () => {
  await withCore({ components: { components: [row], boms: [bom] }, choices });
  const user = userEvent.setup();
  show(<ComponentsScreen assessment="a1" />);
  const shown = await screen.findByTestId("bom-BOM-01");
  expect(shown.textContent).toContain("2: 2 library");
  expect(shown.textContent).toContain("licence 1, version 1, hash 2");
  await user.click(screen.getByTestId("bom-parts-BOM-01"));
  await user.type(screen.getByLabelText("Find an entry"), "left");
  expect(screen.queryByText("torch")).toBeNull();
  expect(screen.getByText("left")).toBeTruthy();
});
