/** The five steps of the method in a row, and the gates below them. */

import { Button, EmptyState, MeaningTag } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { GateResult } from "../../ipc/GateResult";
import type { MethodStep } from "../../ipc/MethodStep";
import type { Onboarding } from "../../ipc/Onboarding";
import { go } from "../../place";
import { say, told, within } from "../../words";
import { type Filter, FilterBar, ItemList, notByHand, useFilter } from "./Items";
import { gateMeaning, stepMeaning } from "./meanings";
import { stepScreens } from "./places";

export function Way({ assessment, data }: { assessment: AssessmentId; data: Onboarding }) {
  const filter = useFilter();
  const { steps, gates } = data;
  return (
    <div className="gates-parts">
      <section aria-labelledby="gates-steps">
        <h2 id="gates-steps">{say("gates.theFiveSteps")}</h2>
        <ol role="list" className="gates-steps">
          {steps.map((step, index) => (
            <Step key={step.id} assessment={assessment} step={step} number={index + 1} />
          ))}
        </ol>
      </section>
      {gates.length === 0 ? (
        <EmptyState
          icon="seal"
          title={say("gates.noGatesInThisAssessment")}
          action={
            <Button
              onPress={() => go("gates", { assessment, tab: "monitoring" })}
              data-testid="gates-to-packs"
            >
              {say("gates.seeWhatChangedInThePacks")}
            </Button>
          }
        >
          {say("gates.aGateSaysWhatMustHold")}
        </EmptyState>
      ) : (
        <>
          {notByHand}
          <FilterBar filter={filter} items={gates.flatMap(({ items }) => items)} />
          {gates.map((gate, index) => (
            <Gate key={gate.id} assessment={assessment} gate={gate} number={index + 1} filter={filter} />
          ))}
        </>
      )}
    </div>
  );
}

/** More sentences than this are folded away. */
const FEW = 2;

function Step({ assessment, step, number }: { assessment: AssessmentId; step: MethodStep; number: number }) {
  const { id, title, meaning, applies, done, of, missing } = step;
  const { screen, title: place } = stepScreens[id];
  const rest = missing.slice(FEW);
  return (
    <li data-testid={`method-${id}`}>
      <h3>
        <span className="gates-number">{number}</span> {told(title)}
      </h3>
      <p className="soft small">{told(meaning)}</p>
      <div className="gates-done">
        <MeaningTag meaning={stepMeaning(step)} quiet />
        <span className="track" aria-hidden="true">
          <span className="track-fill" style={{ width: `${of === 0 ? 0 : (done / of) * 100}%` }} />
        </span>
        <span className="small">
          {!applies
            ? say("gates.thereIsNoAiInScope")
            : of === 0
              ? say("gates.nothingToCountYet")
              : say("gates.ofDone", { done, of })}
        </span>
      </div>
      {missing.length > 0 && (
        <div className="gates-missing small">
          <h4>{say("gates.missing")}</h4>
          <Sentences sentences={missing.slice(0, FEW).map(told)} />
          {rest.length > 0 && (
            <details>
              <summary>{say("gates.nMore", { n: rest.length })}</summary>
              <Sentences sentences={rest.map(told)} />
            </details>
          )}
        </div>
      )}
      <button
        type="button"
        className="linky"
        onClick={() => go(screen, { assessment })}
        data-testid={`method-go-${id}`}
      >
        {say("gates.goTo", { place: within(place) })}
      </button>
    </li>
  );
}

function Sentences({ sentences }: { sentences: readonly string[] }) {
  return (
    <ul role="list">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

interface GateProps {
  assessment: AssessmentId;
  gate: GateResult;
  number: number;
  filter: Filter;
}

function Gate({ assessment, gate, number, filter }: GateProps) {
  const { id, title, meaning, met, of, items } = gate;
  return (
    <section className="gates-gate" aria-labelledby={`gate-${id}`} data-testid={`gate-${id}`}>
      <header>
        <h2 id={`gate-${id}`}>
          <span className="gates-number">{number}</span> {title}
        </h2>
        <p className="gates-stand">
          <MeaningTag meaning={gateMeaning(gate)} />
          <span>{of === 0 ? say("gates.nothingAppliesYet") : say("gates.of", { met, of })}</span>
        </p>
        <p className="soft">{meaning}</p>
      </header>
      <ItemList assessment={assessment} items={items} filter={filter} />
    </section>
  );
}
