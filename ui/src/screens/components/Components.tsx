/** What the system is made of: each component with its particulars, and the bills of materials it came with. */

import { useEffect, useRef, useState } from "react";
import { Button, EmptyState, Glyph } from "../../components";
import { stepping, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { ComponentRow } from "../../ipc/ComponentRow";
import type { Components } from "../../ipc/Components";
import { useChoices } from "../../state/choices";
import { useQuery } from "../../state/query";
import { say, told } from "../../words";
import { neighbour, Shown, titleOf, useInSight, useItem } from "../shown";
import { ImportDialog } from "../threats/ImportDialog";
import { PartDialog } from "../threats/PartDialog";
import { BomDialog } from "./BomDialog";
import { Boms } from "./Boms";
import { ComponentForm } from "./ComponentForm";
import { standing } from "./meanings";
import "./components.css";

export function ComponentsScreen({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("components", { assessment });
  return (
    <div className="screen components">
      <Shown query={query}>{(data) => <All assessment={assessment} data={data} />}</Shown>
    </div>
  );
}

function All({ assessment, data }: { assessment: AssessmentId; data: Components }) {
  const [item, choose] = useItem();
  const [dialog, setDialog] = useState<"add" | "bom" | "model">();
  const { components, boms } = data;
  const ids = components.map(({ element }) => element.id);
  const current = components.find(({ element }) => element.id === item) ?? components[0];
  const ofAi = components.filter(({ element }) => element.role !== null);
  const bare = ofAi.filter(({ gaps }) => gaps !== null);
  // What comes in while a dialog is open is shown when it closes.
  const latest = useRef(ids);
  const before = useRef(ids);
  useEffect(() => {
    latest.current = ids;
  });
  const open = (next: typeof dialog) => {
    before.current = ids;
    setDialog(next);
  };
  const close = () => {
    setDialog(undefined);
    const added = latest.current.find((id) => !before.current.includes(id));
    if (added !== undefined) choose(added);
  };
  useCommands([
    {
      id: "components.add",
      title: say("components.addAComponent"),
      group: say("common.components"),
      keys: "N",
      run: () => open("add"),
    },
    {
      id: "components.bom",
      title: say("components.readABillOfMaterials"),
      group: say("common.components"),
      words: say("components.cyclonedxSbomMlBomImport"),
      keys: "B",
      run: () => open("bom"),
    },
    {
      id: "components.model",
      title: say("components.importAThreatDragonModel"),
      group: say("common.components"),
      words: say("components.jsonOwaspReadIn"),
      run: () => open("model"),
    },
    ...stepping(
      "components",
      say("common.components"),
      say("components.componentWithin"),
      (by) => choose(neighbour(ids, current?.element.id, by)),
      { isDisabled: ids.length < 2 },
    ),
  ]);
  const acts = (
    <div className="acts">
      <Button
        kind={components.length === 0 ? "primary" : "plain"}
        icon="plus"
        keys="N"
        onPress={() => open("add")}
        data-testid="add-component"
      >
        {say("components.addAComponent")}
      </Button>
      <Button icon="import" keys="B" onPress={() => open("bom")} data-testid="read-bom">
        {say("components.readABillOfMaterials2")}
      </Button>
      {components.length === 0 && (
        <Button icon="import" onPress={() => open("model")} data-testid="import-model">
          {say("components.importFromThreatDragon")}
        </Button>
      )}
    </div>
  );
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>{say("common.components")}</h1>
          <p className="soft">
            {components.length === 0
              ? say("components.whatTheSystemIsMadeOf")
              : bare.length === 0
                ? say("components.nComponentsOfTheAiSystem", { n: components.length, ofAi: ofAi.length })
                : say("components.nComponentsOfTheAiSystemOf", {
                    n: components.length,
                    ofAi: ofAi.length,
                    bare: bare.length,
                  })}
          </p>
        </div>
        {components.length > 0 && acts}
      </header>
      {components.length === 0 ? (
        <EmptyState icon="component" title={say("components.noComponentYet")} action={acts}>
          {say("components.componentsAreWhatTheSystemIs")}
        </EmptyState>
      ) : (
        <div className="beside">
          <nav className="beside-list" aria-label={say("common.components")}>
            <ul role="list">
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
      {dialog === "bom" && <BomDialog assessment={assessment} onClose={close} />}
      {dialog === "add" && <AddDialog assessment={assessment} onClose={close} />}
      {dialog === "model" && <ImportDialog assessment={assessment} onClose={close} onModel={() => {}} />}
    </>
  );
}

function Pick({ row, isCurrent, onChoose }: { row: ComponentRow; isCurrent: boolean; onChoose(): void }) {
  const choices = useChoices();
  const pick = useInSight<HTMLButtonElement>(isCurrent);
  const { element, gaps, threats, threats_open, tests } = row;
  const { product, version, owner, stages } = element.component;
  const meaning = standing(row);
  const made = [product, version].filter((word) => word.trim() !== "").join(" ");
  return (
    <button
      ref={pick}
      type="button"
      className="pick"
      aria-current={isCurrent}
      onClick={onChoose}
      data-testid={`component-${element.id}`}
    >
      <Glyph meaning={meaning} />
      <span className="pick-title">{element.name}</span>
      <span className="pick-about">
        <span className="component-standing">{meaning.word}</span>
        <span>
          {element.role === null
            ? say("components.noPartInTheAiSystem")
            : titleOf(choices?.ai_roles, element.role)}
        </span>
        {made !== "" && <span>{made}</span>}
        {owner.trim() !== "" && <span>{say("components.owner", { owner })}</span>}
        {stages.length > 0 && (
          <span>{stages.map((stage) => titleOf(choices?.life_stages, stage)).join(", ")}</span>
        )}
        <span>
          {threats === 0
            ? say("components.noThreat")
            : say("components.nThreatsOpen", { n: threats, threats_open })}
        </span>
        <span>
          {tests.length === 0 ? say("components.noTest") : say("components.nTests", { n: tests.length })}
        </span>
      </span>
      {gaps !== null && <span className="component-lacks">{told(gaps)}</span>}
    </button>
  );
}

/** A component is an element of the threat model; the form is the one of the model. */
function AddDialog({ assessment, onClose }: { assessment: AssessmentId; onClose(): void }) {
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
