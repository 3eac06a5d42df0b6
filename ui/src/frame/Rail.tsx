/** The way through an assessment, with the state of each stage in a glyph and words. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { Icon, type IconName } from "../components/icons";
import { Glyph, type StageState, stageMeaning } from "../components/meaning";
import { say } from "../words";

export interface Stage {
  id: StageId;
  state: StageState;
}

/**
 * The ten stages, in the order of the way. Their ids are the names of their screens. Those of the `method` belong
 * together: identify components, evaluate threats, test, score and mitigate risks.
 */
export const stages = [
  { id: "scope", title: say("common.vendorScope"), icon: "vendor" },
  { id: "questionnaire", title: say("frame.questionnaire"), icon: "questionnaire" },
  { id: "findings", title: say("common.findings"), icon: "finding" },
  {
    id: "components",
    title: say("common.components"),
    icon: "component",
    words: say("frame.modelProviderOwnerSbomCyclonedxBill"),
    method: true,
  },
  { id: "threats", title: say("common.threats"), icon: "threat", method: true },
  {
    id: "tests",
    title: say("common.tests"),
    icon: "test",
    words: say("frame.adversarialRobustnessPenetrationRed"),
    method: true,
  },
  { id: "risks", title: say("common.risks"), icon: "risk", method: true },
  { id: "decision", title: say("common.decision"), icon: "decision" },
  { id: "report", title: say("common.report"), icon: "report" },
  {
    id: "gates",
    title: say("frame.gates"),
    icon: "gate",
    words: say("frame.onboardingGoLiveMonitoringCategoriesDo"),
  },
] as const satisfies readonly {
  id: string;
  title: string;
  icon: IconName;
  /** Further words the palette finds it by. */
  words?: string;
  method?: true;
}[];
export type StageId = (typeof stages)[number]["id"];

/** The shortcut of a stage: Alt and its number, 0 for the tenth. */
export const stageKeys = (index: number) => say("frame.alt", { index: (index + 1) % 10 });

export type StageStates = Partial<Record<StageId, StageState>>;

interface RailProps {
  states: StageStates;
  current: string;
  onGo(stage: StageId): void;
  top?: ReactNode;
  foot?: ReactNode;
}

const steps: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => (at === last ? 0 : at + 1),
  ArrowUp: (at, last) => (at === 0 ? last : at - 1),
  Home: () => 0,
  End: (_, last) => last,
};

export function Rail({ states, current, onGo, top, foot }: RailProps) {
  const list = useRef<HTMLOListElement>(null);
  // One stop for Tab; the arrows move inside.
  const stop = stages.some(({ id }) => id === current) ? current : stages[0].id;
  // Where the rail is longer than the window, the stage one is at stays in sight.
  useEffect(() => {
    const stage = list.current?.querySelector(`[data-stage="${current}"]`);
    stage?.scrollIntoView?.({ block: "nearest" });
  }, [current]);
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const step = steps[event.key];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    buttons[step(at, buttons.length - 1)]?.focus();
  };
  return (
    <nav className="rail" aria-label={say("common.assessment")}>
      {top !== undefined && <div className="rail-top">{top}</div>}
      <ol role="list" ref={list} onKeyDown={onKeyDown}>
        {stages.map((stage, index) => {
          const meaning = stageMeaning(states[stage.id] ?? { kind: "not-started" });
          return (
            <li key={stage.id} data-method={"method" in stage || undefined}>
              <button
                type="button"
                className="stage"
                data-stage={stage.id}
                aria-current={stage.id === current ? "step" : undefined}
                aria-keyshortcuts={stageKeys(index)}
                tabIndex={stage.id === stop ? 0 : -1}
                onClick={() => onGo(stage.id)}
                data-testid={`stage-${stage.id}`}
              >
                <Icon name={stage.icon} />
                <span className="stage-title">{stage.title}</span>
                <span className="stage-state">
                  <Glyph meaning={meaning} size="0.875rem" />
                  <span>{meaning.word}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      {foot !== undefined && <div className="rail-foot">{foot}</div>}
    </nav>
  );
}
