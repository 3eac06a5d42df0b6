/** What the system is made of: each component with its particulars, and the bills of materials it came with. */
import { useState } from "react";
import { Button, EmptyState, Glyph, Tag } from "../../components";
import { useCommands } from "../../frame";
import type { ComponentRow } from "../../ipc/ComponentRow";
import type { Components } from "../../ipc/Components";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { useQuery } from "../../state/query";
import { count } from "../../words";
import { neighbour, Shown, titleOf, useInSight, useItem } from "../shown";
import { PartDialog } from "../threats/PartDialog";
import { BomDialog } from "./BomDialog";
import { Boms } from "./Boms";
import { ComponentForm } from "./ComponentForm";
import { described, lacking, recorded } from "./meanings";
import "./components.css";

export function ComponentsScreen({ assessment }: { assessment: string }) {
  const query = useQuery("components", { assessment });
  return (
    <div className="screen components">
      <Shown query={query}>{(data) => <All assessment={assessment} data={data} />}</Shown>
    </div>
  );
}

function All({ assessment, data }: { assessment: string; data: Components }) {
  const [item, choose] = useItem();
  const [dialog, setDialog] = useState<"add" | "bom">();
  const { components, boms } = data;
  const ids = components.map(({ element }) => element.id);
  const current = components.find(({ element }) => element.id === item) ?? components[0];
  const ofAi = components.filter(({ element }) => element.role !== null);
  const bare = ofAi.filter(({ gaps }) => gaps !== null);
  useCommands([
    {
      id: "components.add",
      title: "Add a component",
      group: "Components",
      keys: "N",
      run: () => setDialog("add"),
    },
    {
      id: "components.bom",
      title: "Read a bill of materials",
      group: "Components",
      words: "cyclonedx sbom ml-bom import",
      run: () => setDialog("bom"),
    },
    {
      id: "components.next",
      title: "Go to next component",
      group: "Components",
      keys: "J",
      isDisabled: ids.length < 2,
      run: () => choose(neighbour(ids, current?.element.id, 1)),
    },
    {
      id: "components.previous",
      title: "Go to previous component",
      group: "Components",
      keys: "K",
      isDisabled: ids.length < 2,
      run: () => choose(neighbour(ids, current?.element.id, -1)),
    },
  ]);
  const acts = (
    <div className="acts">
      <Button
        kind={components.length === 0 ? "primary" : "plain"}
        icon="plus"
        keys="N"
        onPress={() => setDialog("add")}
        data-testid="add-component"
      >
        Add a component
      </Button>
      <Button onPress={() => setDialog("bom")} data-testid="read-bom">
        Read a bill of materials
      </Button>
    </div>
  );
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>Components</h1>
          <p className="soft">
            {components.length === 0
              ? "What the system is made of."
              : `${count(components.length, "component")}, ${ofAi.length} of the AI system${
                  bare.length === 0 ? "" : `, ${bare.length} of them to describe`
                }.`}
          </p>
        </div>
        {components.length > 0 && acts}
      </header>
      {components.length === 0 ? (
        <EmptyState icon="threat" title="No component yet" action={acts}>
          Components are what the system is made of: data sources, models, interfaces, cloud services, agents
          and tools. Each is an element of the threat model as well. Add them one by one, read a bill of
          materials, or import a model of Threat Dragon with the threats.
        </EmptyState>
      ) : (
        <div className="beside">
          <nav className="beside-list" aria-label="Components">
            <ul>
              {components.map((row) => (
                <li key={row.element.id}>
                  <Pick row={row} isCurrent={row === current} onChoose={() => choose(row.element.id)} />
                </li>
              ))}
            </ul>
          </nav>
          {current !== undefined && (
            <ComponentForm key={current.element.id} assessment={assessment} row={current} boms={boms} />
          )}
        </div>
      )}
      {boms.length > 0 && <Boms assessment={assessment} boms={boms} />}
      {dialog === "bom" && <BomDialog assessment={assessment} onClose={() => setDialog(undefined)} />}
      {dialog === "add" && <AddDialog assessment={assessment} onClose={() => setDialog(undefined)} />}
    </>
  );
}

function Pick({ row, isCurrent, onChoose }: { row: ComponentRow; isCurrent: boolean; onChoose(): void }) {
  const choices = useChoices();
  const pick = useInSight<HTMLButtonElement>(isCurrent);
  const { element, gaps, threats_open, tests } = row;
  const { product, version } = element.component;
  return (
    <button
      ref={pick}
      type="button"
      className="pick"
      aria-current={isCurrent}
      onClick={onChoose}
      data-testid={`component-${element.id}`}
    >
      <Glyph meaning={element.role === null ? recorded : gaps === null ? described : lacking} />
      <span className="pick-title">{element.name}</span>
      <span className="pick-about">
        {element.role !== null && <Tag>{titleOf(choices?.ai_roles, element.role)}</Tag>}
        {product !== "" && <span>{[product, version].filter((word) => word !== "").join(" ")}</span>}
        {threats_open > 0 && <span>{count(threats_open, "open threat")}</span>}
        {tests.length > 0 && <span>{count(tests.length, "test")}</span>}
      </span>
    </button>
  );
}

/** A component is an element of the threat model; the form is the one of the model. */
function AddDialog({ assessment, onClose }: { assessment: string; onClose(): void }) {
  const choices = useChoices();
  const model = useQuery("threat_model", { assessment }).data;
  if (model === undefined) return null;
  return (
    <PartDialog
      assessment={assessment}
      open={{ kind: "element", id: null }}
      model={model}
      choices={choices}
      onClose={onClose}
    />
  );
}

/** Leads to what hangs on a component. */
export function Hanging({ assessment, row }: { assessment: string; row: ComponentRow }) {
  const { threats, threats_open, tests } = row;
  return (
    <div className="acts">
      <Button onPress={() => go("threats", { assessment })}>
        {threats === 0 ? "No threat on it" : `${count(threats, "threat")}, ${threats_open} open`}
      </Button>
      <Button
        onPress={() => go("tests", tests[0] === undefined ? { assessment } : { assessment, item: tests[0] })}
      >
        {tests.length === 0 ? "No test of it" : `Tests: ${tests.join(", ")}`}
      </Button>
    </div>
  );
}
