/** One element, flow or boundary to fill in. Facts have three answers: yes, no and unknown. */

import { type ReactNode, useMemo, useState } from "react";
import { ApiError } from "../../api";
import {
  Button,
  Checkbox,
  Dialog,
  Kept,
  onModEnter,
  Segmented,
  Select,
  TextArea,
  TextField,
} from "../../components";
import type { AiRole } from "../../ipc/AiRole";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { BoundaryInput } from "../../ipc/BoundaryInput";
import type { Element } from "../../ipc/Element";
import type { ElementFact } from "../../ipc/ElementFact";
import type { ElementId } from "../../ipc/ElementId";
import type { ElementInput } from "../../ipc/ElementInput";
import type { ElementKind } from "../../ipc/ElementKind";
import type { Flow } from "../../ipc/Flow";
import type { FlowInput } from "../../ipc/FlowInput";
import type { Known } from "../../ipc/Known";
import type { ThreatModel } from "../../ipc/ThreatModel";
import type { Choices } from "../../state/choices";
import { type Drafting, useDraft } from "../../state/edit";
import { change } from "../../state/query";
import { say } from "../../words";
import { optionsOf } from "../shown";
import type { PartOpen } from "./Model";
import { known, parts } from "./meanings";

interface PartDialogProps {
  assessment: AssessmentId;
  open: PartOpen;
  model: ThreatModel;
  choices: Choices | undefined;
  onClose(): void;
}

const NONE = "-";

export function PartDialog(props: PartDialogProps) {
  if (props.open.kind === "element") return <ElementDialog {...props} />;
  if (props.open.kind === "flow") return <FlowDialog {...props} />;
  return <BoundaryDialog {...props} />;
}

interface FormProps {
  kind: PartOpen["kind"];
  isNew: boolean;
  name: string;
  isWide?: boolean;
  draft: Pick<Drafting<unknown>, "address" | "isLeft" | "discard" | "clear">;
  /** Why it cannot be saved yet, when it cannot. */
  missing: string | undefined;
  save(): Promise<unknown>;
  onClose(): void;
  children: ReactNode;
}

/** The dialog around a part: saves with Mod+Enter, and stays with its text when saving fails. */
function Form({ kind, isNew, name, isWide, draft, missing, save, onClose, children }: FormProps) {
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    if (missing !== undefined || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await save();
      draft.clear();
      onClose();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={isNew ? parts[kind].begin : name}
      isOpen
      onClose={onClose}
      width={isWide ? "wide" : "usual"}
      actions={
        <>
          {(error ?? missing) !== undefined && (
            <p className={error === undefined ? "soft small threats-missing" : "threats-error"} role="status">
              {error ?? missing}
            </p>
          )}
          <Button onPress={onClose}>{say("common.cancel")}</Button>
          <Button
            kind="primary"
            keys="Mod+Enter"
            onPress={() => void submit()}
            isDisabled={busy || missing !== undefined}
            data-testid={`save-${kind}`}
          >
            {isNew ? parts[kind].add : parts[kind].save}
          </Button>
        </>
      }
    >
      <div className="fields" onKeyDownCapture={onModEnter(submit)}>
        <Kept draft={draft} />
        {children}
      </div>
    </Dialog>
  );
}

/** What this form changes of an element. What it is as a component has a screen of its own. */
function inputOf(element: Element): ElementInput {
  const { component: _, ...input } = element;
  return { ...input, base: element };
}

function ElementDialog({ assessment, open, model, choices, onClose }: PartDialogProps) {
  const old = model.elements.find(({ id }) => id === open.id);
  const draft = useDraft<ElementInput>(
    `element ${assessment} ${open.id ?? ""}`,
    old === undefined
      ? {
          assessment,
          id: null,
          name: "",
          kind: "process",
          boundary: null,
          role: null,
          description: "",
          facts: {},
          out_of_scope: null,
        }
      : inputOf(old),
    { what: old === undefined ? say("threats.newElement") : say("threats.element2", { name: old.name }) },
  );
  const input = draft.value;
  const put = (part: Partial<ElementInput>) => draft.set((now) => ({ ...now, ...part }));
  return (
    <Form
      kind="element"
      isNew={old === undefined}
      name={old?.name ?? ""}
      isWide
      draft={draft}
      missing={
        input.name.trim() === "" ? say("threats.giveTheElementAName") : scopeMissing(input.out_of_scope)
      }
      save={() => change("save_element", input)}
      onClose={onClose}
    >
      <div className="fields-pair">
        <TextField
          label={say("common.name")}
          isRequired
          autoFocus
          value={input.name}
          onChange={(name) => put({ name })}
          testId="element-name"
        />
        <Segmented
          label={say("common.kind")}
          segments={optionsOf<ElementKind>(choices?.element_kinds)}
          value={input.kind}
          onChange={(kind) => put({ kind })}
          testId="element-kind"
        />
      </div>
      <div className="fields-pair">
        <Select
          label={say("threats.withinTheBoundary")}
          options={[
            { id: NONE, label: say("common.none2") },
            ...model.boundaries.map(({ id, name }) => ({ id, label: name })),
          ]}
          value={input.boundary ?? NONE}
          onChange={(id) => put({ boundary: id === NONE ? null : id })}
        />
        <Select
          label={say("threats.partInAnAiSystem")}
          options={[{ id: NONE, label: say("common.none2") }, ...optionsOf<string>(choices?.ai_roles)]}
          value={(input.role ?? NONE) as string}
          onChange={(id) => put({ role: id === NONE ? null : (id as AiRole) })}
        />
      </div>
      <TextArea
        label={say("threats.whatItDoes")}
        value={input.description}
        onChange={(description) => put({ description })}
      />
      <Facts
        target={open.id}
        model={model}
        choices={choices}
        facts={input.facts}
        onChange={(facts) => put({ facts })}
      />
      <OutOfScope value={input.out_of_scope} onChange={(out_of_scope) => put({ out_of_scope })} />
    </Form>
  );
}

/** No element yet. */
const unchosen = "" as ElementId;

/** Boundaries drawn as lines stay with the flow; they are not edited here. */
function flowInputOf(flow: Flow): FlowInput {
  const { crosses: _, ...input } = flow;
  return { ...input, base: flow };
}

function FlowDialog({ assessment, open, model, choices, onClose }: PartDialogProps) {
  const old = model.flows.find(({ flow }) => flow.id === open.id)?.flow;
  const draft = useDraft<FlowInput>(
    `flow ${assessment} ${open.id ?? ""}`,
    old === undefined
      ? {
          assessment,
          id: null,
          name: "",
          source: unchosen,
          target: unchosen,
          protocol: "",
          description: "",
          facts: {},
          out_of_scope: null,
        }
      : flowInputOf(old),
    { what: old === undefined ? say("threats.newFlow") : say("threats.flow2", { name: old.name }) },
  );
  const input = draft.value;
  const put = (part: Partial<FlowInput>) => draft.set((now) => ({ ...now, ...part }));
  const ends = model.elements.map(({ id, name }) => ({ id, label: name }));
  let missing: string | undefined;
  if (input.name.trim() === "") missing = say("threats.sayWhatFlows");
  else if (input.source === "" || input.target === "") missing = say("threats.chooseBothEnds");
  else missing = scopeMissing(input.out_of_scope);
  return (
    <Form
      kind="flow"
      isNew={old === undefined}
      name={old?.name ?? ""}
      isWide
      draft={draft}
      missing={missing}
      save={() => change("save_flow", input)}
      onClose={onClose}
    >
      <div className="fields-pair">
        <TextField
          label={say("threats.whatFlows")}
          isRequired
          autoFocus
          value={input.name}
          onChange={(name) => put({ name })}
          testId="flow-name"
        />
        <TextField
          label={say("threats.protocol")}
          value={input.protocol}
          onChange={(protocol) => put({ protocol })}
        />
      </div>
      <div className="fields-pair">
        <Select
          label={say("threats.from")}
          isRequired
          options={ends}
          value={input.source === "" ? null : input.source}
          onChange={(source) => put({ source })}
          testId="flow-source"
        />
        <Select
          label={say("threats.to")}
          isRequired
          options={ends}
          value={input.target === "" ? null : input.target}
          onChange={(target) => put({ target })}
          testId="flow-target"
        />
      </div>
      <TextArea
        label={say("threats.whatGoesOverIt")}
        value={input.description}
        onChange={(description) => put({ description })}
      />
      <Facts
        target={open.id}
        model={model}
        choices={choices}
        facts={input.facts}
        onChange={(facts) => put({ facts })}
      />
      <OutOfScope value={input.out_of_scope} onChange={(out_of_scope) => put({ out_of_scope })} />
    </Form>
  );
}

function BoundaryDialog({ assessment, open, model, onClose }: PartDialogProps) {
  const old = model.boundaries.find(({ id }) => id === open.id);
  const draft = useDraft<BoundaryInput>(
    `boundary ${assessment} ${open.id ?? ""}`,
    old === undefined ? { assessment, id: null, name: "", parent: null } : { ...old, base: old },
    { what: old === undefined ? say("threats.newBoundary") : say("threats.boundary2", { name: old.name }) },
  );
  const { name, parent } = draft.value;
  const put = (part: Partial<BoundaryInput>) => draft.set((now) => ({ ...now, ...part }));
  return (
    <Form
      kind="boundary"
      isNew={old === undefined}
      name={old?.name ?? ""}
      draft={draft}
      missing={name.trim() === "" ? say("threats.giveTheBoundaryAName") : undefined}
      save={() => change("save_boundary", draft.value)}
      onClose={onClose}
    >
      <TextField
        label={say("common.name")}
        help={say("threats.aNetworkAnAccountACompany")}
        isRequired
        autoFocus
        value={name}
        onChange={(next) => put({ name: next })}
        testId="boundary-name"
      />
      <Select
        label={say("threats.within")}
        options={[
          { id: NONE, label: say("common.none2") },
          ...model.boundaries.filter(({ id }) => id !== open.id).map((b) => ({ id: b.id, label: b.name })),
        ]}
        value={parent ?? NONE}
        onChange={(id) => put({ parent: id === NONE ? null : id })}
      />
    </Form>
  );
}

interface FactsProps {
  target: string | null;
  model: ThreatModel;
  choices: Choices | undefined;
  facts: { [key in ElementFact]?: Known };
  onChange(facts: { [key in ElementFact]?: Known }): void;
}

/** The facts, those that rules ask for first. A missing fact is unknown. */
function Facts({ target, model, choices, facts, onChange }: FactsProps) {
  const asked = useMemo(() => {
    const counts = new Map<string, number>();
    for (const { threat } of model.threats)
      if (threat.target.id === target)
        for (const fact of threat.unknown) counts.set(fact, (counts.get(fact) ?? 0) + 1);
    return counts;
  }, [model.threats, target]);
  const [order] = useState(() => {
    const rank = (id: string) => (asked.has(id) ? 0 : id in facts ? 1 : 2);
    return (choices?.element_facts ?? []).toSorted((a, b) => rank(a.id) - rank(b.id));
  });
  return (
    <fieldset className="threats-facts">
      <legend>{say("threats.whatIsKnown")}</legend>
      <p className="soft small">{say("threats.yesAndNoChangeWhichThreats")}</p>
      <div className="threats-facts-grid">
        {order.map(({ id, title }) => {
          const fact = id as ElementFact;
          const count_ = asked.get(id);
          return (
            <div key={id} className="threats-fact" data-asked={count_ !== undefined || undefined}>
              <Segmented
                label={title}
                segments={(["yes", "no", "unknown"] as const).map((value) => ({
                  id: value,
                  label: known[value].word,
                  meaning: known[value],
                }))}
                value={facts[fact] ?? "unknown"}
                onChange={(value) => onChange({ ...facts, [fact]: value })}
                help={count_ === undefined ? undefined : say("threats.askedForByThreats", { n: count_ })}
                testId={`fact-${id}`}
              />
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

const scopeMissing = (reason: string | null) =>
  reason?.trim() === "" ? say("threats.sayWhyItIsOutOf") : undefined;

function OutOfScope({ value, onChange }: { value: string | null; onChange(value: string | null): void }) {
  return (
    <div className="fields">
      <Checkbox value={value !== null} onChange={(on) => onChange(on ? "" : null)}>
        {say("threats.outOfScopeNoRuleLooks")}
      </Checkbox>
      {value !== null && (
        <TextField
          label={say("threats.whyItIsOutOfScope")}
          isRequired
          value={value}
          onChange={onChange}
          autoFocus
        />
      )}
    </div>
  );
}
