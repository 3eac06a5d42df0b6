/** The model as lists: elements, flows and boundaries, each row opened to be edited. */

import { type ReactNode, useMemo } from "react";
import { Button, type Column, EmptyState, Glyph, IconButton, Menu, Table, Tag } from "../../components";
import { attempt } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Boundary } from "../../ipc/Boundary";
import type { Element } from "../../ipc/Element";
import type { ElementFact } from "../../ipc/ElementFact";
import type { FlowView } from "../../ipc/FlowView";
import type { Known } from "../../ipc/Known";
import type { ThreatModel } from "../../ipc/ThreatModel";
import type { Choices } from "../../state/choices";
import { change } from "../../state/query";
import { byName, say } from "../../words";
import { titleOf } from "../shown";
import { offerTakeBack } from "../takeBack";
import { known, type PartKind, parts } from "./meanings";

/** What is being edited; without an id a new one. */
export interface PartOpen {
  kind: "element" | "flow" | "boundary";
  id: string | null;
}

interface ModelProps {
  assessment: AssessmentId;
  model: ThreatModel;
  choices: Choices | undefined;
  onPart(part: PartOpen): void;
  onSilent(on: string, name: string): void;
  onImport(): void;
}

type Facts = { [key in ElementFact]?: Known };

/** How many facts are known, in words and shape. */
function FactsCell({ facts, asked }: { facts: Facts; asked: number }) {
  const all = Object.values(facts);
  const yes = all.filter((value) => value === "yes").length;
  const no = all.filter((value) => value === "no").length;
  return (
    <span className="threats-facts-cell">
      <span>
        <Glyph meaning={known.yes} size="0.875rem" /> {yes}
      </span>
      <span>
        <Glyph meaning={known.no} size="0.875rem" /> {no}
      </span>
      {asked > 0 && (
        <span className="threats-asked">
          <Glyph meaning={known.unknown} size="0.875rem" /> {say("threats.askedFor", { asked })}
        </span>
      )}
    </span>
  );
}

export function Model({ assessment, model, choices, onPart, onSilent, onImport }: ModelProps) {
  const { elements, flows, boundaries, threats } = model;

  /** Per element or flow: its threats, and the facts that rules ask for and nobody knows. */
  const about = useMemo(() => {
    const map = new Map<string, { threats: number; unknown: Set<ElementFact> }>();
    for (const { threat } of threats) {
      const entry = map.get(threat.target.id) ?? { threats: 0, unknown: new Set() };
      entry.threats += 1;
      for (const fact of threat.unknown) entry.unknown.add(fact);
      map.set(threat.target.id, entry);
    }
    return map;
  }, [threats]);

  const remove = async (id: string, name: string, kind: PartKind) => {
    const done = await attempt(change("remove_part", { assessment, id }));
    if (done !== undefined) await offerTakeBack(assessment, parts[kind].removed(name));
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the acts are new on every render, the rows are not
  const columns = useMemo(() => {
    const boundaryName = (id: string | null) => boundaries.find((b) => b.id === id)?.name ?? "";
    const threatsOf = (id: string) => about.get(id)?.threats ?? 0;
    const asked = (id: string) => about.get(id)?.unknown.size ?? 0;
    const acts = (kind: PartOpen["kind"], id: string, name: string) => (
      <Menu
        label={say("threats.actsOn", { name })}
        button={<IconButton icon="more" label={say("threats.actsOn", { name })} />}
        entries={[
          {
            id: "edit",
            label: parts[kind].edit,
            icon: "edit",
            onAction: () => onPart({ kind, id }),
          },
          ...(kind === "boundary"
            ? []
            : [
                {
                  id: "silent",
                  label: say("threats.showSilentRules"),
                  icon: "question" as const,
                  onAction: () => onSilent(id, name),
                },
              ]),
          "line",
          {
            id: "remove",
            label: parts[kind].remove,
            icon: "trash",
            isDangerous: true,
            onAction: () => void remove(id, name, kind),
          },
        ]}
      />
    );
    const name = (text: string, outOfScope: string | null): ReactNode => (
      <span className="threats-name">
        {text}
        {outOfScope !== null && <Tag>{say("threats.outOfScope")}</Tag>}
      </span>
    );
    const element: Column<Element>[] = [
      {
        id: "name",
        title: say("threats.element"),
        isRowHeader: true,
        compare: (a, b) => byName(a.name, b.name),
        cell: (e) => name(e.name, e.out_of_scope),
      },
      { id: "kind", title: say("common.kind"), cell: (e) => titleOf(choices?.element_kinds, e.kind) },
      { id: "boundary", title: say("threats.within"), cell: (e) => boundaryName(e.boundary) },
      { id: "role", title: say("threats.partInAi"), cell: (e) => titleOf(choices?.ai_roles, e.role) },
      {
        id: "facts",
        title: say("threats.facts"),
        cell: (e) => <FactsCell facts={e.facts} asked={asked(e.id)} />,
      },
      {
        id: "threats",
        title: say("common.threats"),
        align: "end",
        compare: (a, b) => threatsOf(a.id) - threatsOf(b.id),
        cell: (e) => threatsOf(e.id),
      },
      { id: "acts", title: "", align: "end", width: "3rem", cell: (e) => acts("element", e.id, e.name) },
    ];
    const flow: Column<FlowView>[] = [
      {
        id: "name",
        title: say("threats.flow"),
        isRowHeader: true,
        cell: ({ flow: f }) => name(f.name, f.out_of_scope),
      },
      {
        id: "ends",
        title: say("threats.fromAndTo"),
        cell: (f) => `${f.source_name} → ${f.target_name}`,
      },
      { id: "protocol", title: say("threats.protocol"), cell: ({ flow: f }) => f.protocol },
      {
        id: "crosses",
        title: say("threats.crosses"),
        cell: (f) =>
          f.crossed.length === 0 ? (
            <span className="soft">{say("threats.noBoundary")}</span>
          ) : (
            f.crossed.join(", ")
          ),
      },
      {
        id: "facts",
        title: say("threats.facts"),
        cell: ({ flow: f }) => <FactsCell facts={f.facts} asked={asked(f.id)} />,
      },
      {
        id: "threats",
        title: say("common.threats"),
        align: "end",
        compare: (a, b) => threatsOf(a.flow.id) - threatsOf(b.flow.id),
        cell: ({ flow: f }) => threatsOf(f.id),
      },
      {
        id: "acts",
        title: "",
        align: "end",
        width: "3rem",
        cell: ({ flow: f }) => acts("flow", f.id, f.name),
      },
    ];
    const boundary: Column<Boundary>[] = [
      { id: "name", title: say("threats.boundary"), isRowHeader: true, cell: (b) => b.name },
      { id: "parent", title: say("threats.within"), cell: (b) => boundaryName(b.parent) },
      {
        id: "holds",
        title: say("threats.holds"),
        cell: (b) => say("threats.nElements", { n: elements.filter((e) => e.boundary === b.id).length }),
      },
      { id: "acts", title: "", align: "end", width: "3rem", cell: (b) => acts("boundary", b.id, b.name) },
    ];
    return { element, flow, boundary };
  }, [about, boundaries, elements, choices]);

  if (elements.length === 0 && flows.length === 0 && boundaries.length === 0)
    return (
      <EmptyState
        icon="flow"
        title={say("threats.noModelYet")}
        action={
          <div className="acts">
            <Button kind="primary" keys="Shift+E" onPress={() => onPart({ kind: "element", id: null })}>
              {say("threats.addAnElement")}
            </Button>
            <Button onPress={onImport}>{say("threats.importAModel")}</Button>
          </div>
        }
      >
        {say("threats.elementsAreThePeopleProgramsAnd")}
      </EmptyState>
    );

  return (
    <div className="threats-model">
      <Part
        title={say("threats.elements")}
        about={say("threats.whoAndWhatTakesPartOpen")}
        add={{
          label: say("threats.addElement"),
          keys: "Shift+E",
          run: () => onPart({ kind: "element", id: null }),
        }}
        testId="add-element"
      >
        <Table
          label={say("threats.elements")}
          items={elements}
          idOf={(e) => e.id}
          columns={columns.element}
          onOpen={(id) => onPart({ kind: "element", id })}
          empty={say("threats.noElementsYet")}
        />
      </Part>
      <Part
        title={say("threats.flows")}
        about={say("threats.dataGoingFromOneElementTo")}
        add={{
          label: say("threats.addFlow"),
          keys: "Shift+F",
          isDisabled: elements.length === 0,
          run: () => onPart({ kind: "flow", id: null }),
        }}
        testId="add-flow"
      >
        <Table
          label={say("threats.flows")}
          items={flows}
          idOf={(f) => f.flow.id}
          columns={columns.flow}
          onOpen={(id) => onPart({ kind: "flow", id })}
          empty={say("threats.noFlowsYetRulesAboutData")}
        />
      </Part>
      <Part
        title={say("threats.boundaries")}
        about={say("threats.whereTrustChangesANetworkAn")}
        add={{
          label: say("threats.addBoundary"),
          keys: "Shift+B",
          run: () => onPart({ kind: "boundary", id: null }),
        }}
        testId="add-boundary"
      >
        <Table
          label={say("threats.boundaries")}
          items={boundaries}
          idOf={(b) => b.id}
          columns={columns.boundary}
          onOpen={(id) => onPart({ kind: "boundary", id })}
          empty={say("threats.noBoundariesYetManyRulesFire")}
        />
      </Part>
    </div>
  );
}

interface PartProps {
  title: string;
  about: string;
  add: { label: string; keys: string; isDisabled?: boolean; run(): void };
  testId: string;
  children: ReactNode;
}

function Part({ title, about, add, testId, children }: PartProps) {
  return (
    <section aria-label={title}>
      <div className="screen-head">
        <div>
          <h2>{title}</h2>
          <p className="small">{about}</p>
        </div>
        <Button
          icon="plus"
          keys={add.keys}
          isDisabled={add.isDisabled}
          onPress={add.run}
          data-testid={testId}
        >
          {add.label}
        </Button>
      </div>
      <div className="threats-table">{children}</div>
    </section>
  );
}
