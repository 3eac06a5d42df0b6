/** What is known of one component. Saved as it is typed. */

import { Button, Checkbox, Glyph, ListField, SaveTrouble, Select, TextField } from "../../components";
import type { AiRole } from "../../ipc/AiRole";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Bom } from "../../ipc/Bom";
import type { Component } from "../../ipc/Component";
import type { ComponentRow } from "../../ipc/ComponentRow";
import type { Stage } from "../../ipc/Stage";
import { useChoices } from "../../state/choices";
import { useEdit } from "../../state/edit";
import { change } from "../../state/query";
import { say, told } from "../../words";
import { focusPart } from "../openPoints";
import { optionsOf } from "../shown";
import { bomAnchor } from "./Boms";
import { Hanging } from "./Hanging";
import { standing } from "./meanings";

const NONE = "none";

interface Draft {
  role: AiRole | null;
  component: Component;
}

/** One object for each state of the element: what an edit compares with. */
const stored = new WeakMap<Component, Draft>();

function storedOf({ element: { role, component } }: ComponentRow): Draft {
  const known = stored.get(component);
  if (known !== undefined && known.role === role) return known;
  const next = { role, component };
  stored.set(component, next);
  return next;
}

interface ComponentFormProps {
  assessment: AssessmentId;
  row: ComponentRow;
  boms: readonly Bom[];
}

export function ComponentForm({ assessment, row, boms }: ComponentFormProps) {
  const choices = useChoices();
  const { element, gaps } = row;
  const saver = useEdit<Draft>(`component ${assessment} ${element.id}`, {
    stored: storedOf(row),
    save: ({ role, component }, seen) =>
      change("save_component", {
        assessment,
        element: element.id,
        role,
        component,
        base: { ...element, ...seen },
      }),
    what: say("components.component", { name: element.name }),
  });
  const { role, component } = saver.value;
  const put = (part: Partial<Component>) => saver.set({ role, component: { ...component, ...part } });
  const leave = () => void saver.flush();
  const bom = boms.find(({ id }) => id === component.bom);
  return (
    <section className="fields component-form" aria-label={element.name} data-testid="component-form">
      <SaveTrouble edit={saver} />
      <div>
        <h2>{element.name}</h2>
        {element.description !== "" && <p className="soft component-said">{element.description}</p>}
        {gaps !== null && (
          <p className="component-gaps" data-testid="component-gaps">
            <Glyph meaning={standing(row)} size="1rem" /> {told(gaps)}
          </p>
        )}
      </div>
      <Hanging assessment={assessment} row={row} />
      <div className="fields-pair">
        <Select
          label={say("components.partInTheAiSystem")}
          options={[{ id: NONE, label: say("common.none2") }, ...optionsOf<string>(choices?.ai_roles)]}
          value={(role ?? NONE) as string}
          onChange={(id) => {
            saver.set({ role: id === NONE ? null : (id as AiRole), component });
            leave();
          }}
          testId="component-role"
        />
        <TextField
          label={say("common.owner")}
          help={say("components.whoAnswersForIt")}
          value={component.owner}
          onChange={(owner) => put({ owner })}
          onBlur={leave}
          testId="component-owner"
        />
      </div>
      <div className="fields-pair">
        <TextField
          label={say("components.productOrModel")}
          value={component.product}
          onChange={(product) => put({ product })}
          onBlur={leave}
          testId="component-product"
        />
        <TextField
          label={say("components.version")}
          value={component.version}
          onChange={(version) => put({ version })}
          onBlur={leave}
          testId="component-version"
        />
      </div>
      <fieldset className="component-stages">
        <legend className="field-label">{say("components.stagesOfLifeItTakesPart")}</legend>
        <div className="component-ticks">
          {optionsOf<Stage>(choices?.life_stages).map(({ id, label }) => (
            <Checkbox
              key={id}
              value={component.stages.includes(id)}
              onChange={(on) => {
                put({
                  stages: on ? [...component.stages, id] : component.stages.filter((stage) => stage !== id),
                });
                leave();
              }}
              testId={`component-stage-${id}`}
            >
              {label}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <ListField
        label={say("components.providers")}
        help={say("components.nearestFirstWhoProvidesItWho")}
        placeholder={say("components.addAProvider")}
        value={component.providers}
        onChange={(providers) => put({ providers })}
        onBlur={leave}
        testId="component-providers"
      />
      <ListField
        label={say("components.dataInItOrPassingThrough")}
        placeholder={say("components.addAKindOfData")}
        value={component.data}
        onChange={(data) => put({ data })}
        onBlur={leave}
        testId="component-data"
      />
      <TextField
        label={say("components.licence")}
        value={component.licence}
        onChange={(licence) => put({ licence })}
        onBlur={leave}
        testId="component-licence"
      />
      {boms.length > 0 && (
        <div className="component-from">
          <Select
            label={say("components.billOfMaterialsItCameFrom")}
            options={[
              { id: NONE, label: say("common.none2") },
              ...boms.map(({ id, about, format }) => ({ id, label: about, detail: `${id} · ${format}` })),
            ]}
            value={component.bom ?? NONE}
            onChange={(id) => {
              put({ bom: id === NONE ? null : id });
              leave();
            }}
            testId="component-bom"
          />
          {bom !== undefined && (
            <Button kind="quiet" onPress={() => focusPart(bomAnchor(bom))} data-testid="component-go-bom">
              {say("components.goToIt")}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
