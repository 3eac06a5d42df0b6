/** When the product is looked at again, what happened since, what stopped counting, and what other packs would change. */

import { Button, Glyph, Icon, Tag } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { LapsedUse } from "../../ipc/LapsedUse";
import type { Onboarding } from "../../ipc/Onboarding";
import type { OpenEvent } from "../../ipc/OpenEvent";
import type { PackChange } from "../../ipc/PackChange";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { day, rich, say, told } from "../../words";
import { Said, titleOf } from "../shown";
import { Events, focusEvent, useEventChoice } from "./Events";
import { openEvent } from "./meanings";

export function Monitoring({ assessment, data }: { assessment: AssessmentId; data: Onboarding }) {
  const { next, open, events, lapsed, packs } = data;
  return (
    <div className="gates-parts">
      <section aria-labelledby="gates-next" data-testid="next-assessment">
        <h2 id="gates-next">{say("gates.nextAssessment")}</h2>
        <p className="gates-next">
          <Icon name="calendar" />{" "}
          {next.day === null ? say("gates.noneIsDue") : <time dateTime={next.day}>{day(next.day)}</time>}
        </p>
        <p className="soft">
          {say("gates.soonerWhenSomethingHappensThatAsks", { because: told(next.because) })}
        </p>
      </section>
      <section aria-labelledby="gates-open" data-testid="open-events">
        <h2 id="gates-open">
          {say("gates.whatIsOpen")} <HowMany of={open} />
        </h2>
        {open.length === 0 ? (
          <p className="soft">{say("gates.nothingThatHappenedAsksForAnother")}</p>
        ) : (
          <ul role="list" className="gates-items">
            {open.map((event) => (
              <Open
                key={event.id ?? `${event.trigger} ${event.date} ${told(event.what)}`}
                assessment={assessment}
                event={event}
              />
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="gates-events">
        <h2 id="gates-events">
          {say("gates.whatHappened")} <HowMany of={events} />
        </h2>
        <Events assessment={assessment} events={events} />
      </section>
      <section aria-labelledby="gates-lapsed" data-testid="lapsed">
        <h2 id="gates-lapsed">
          {say("gates.reliedOnAndCountsNoLonger")} <HowMany of={lapsed} />
        </h2>
        {lapsed.length === 0 ? (
          <p className="soft">{say("gates.nothingNamedInTheAnswersAnd")}</p>
        ) : (
          <ul role="list" className="gates-items">
            {lapsed.map((use) => (
              <Lapsed
                key={`${use.question ?? use.evidence} ${use.from} ${use.meaning}`}
                assessment={assessment}
                use={use}
              />
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="gates-packs" data-testid="packs">
        <h2 id="gates-packs">
          {say("gates.packsInAnotherVersion")} <HowMany of={packs} />
        </h2>
        <p className="soft">
          {packs.length === 0
            ? say("gates.thisProgramHasTheSamePacks")
            : say("gates.thisAssessmentStaysAsItWas")}
        </p>
        {packs.length > 0 && (
          <ul role="list" className="gates-items">
            {packs.map((pack) => (
              <Pack key={pack.then?.name ?? pack.now?.name} pack={pack} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function HowMany({ of }: { of: readonly unknown[] }) {
  return of.length === 0 ? null : <span className="soft gates-count">{of.length}</span>;
}

function Open({ assessment, event }: { assessment: AssessmentId; event: OpenEvent }) {
  const choices = useChoices();
  const [, choose] = useEventChoice();
  const { id, trigger, date, what } = event;
  return (
    <li className="gates-item" data-open>
      <div className="gates-item-words">
        <p className="gates-item-text">{told(what)}</p>
        <p className="gates-item-about">
          <Glyph meaning={openEvent} size="1rem" />
          <span>{titleOf(choices?.triggers, trigger)}</span>
          <time dateTime={date}>{day(date)}</time>
          <span className="soft">
            {id === null ? say("gates.readFromTheEvidence") : say("gates.recordedAs", { id })}
          </span>
        </p>
      </div>
      {id === null ? (
        <Button onPress={() => go("evidence", { assessment })} data-testid="open-event-evidence">
          {say("gates.goToTheEvidence")}
        </Button>
      ) : (
        <Button
          onPress={() => {
            choose(id);
            focusEvent();
          }}
          data-testid={`open-event-${id}`}
        >
          {say("gates.open", { id })}
        </Button>
      )}
    </li>
  );
}

function Lapsed({ assessment, use }: { assessment: AssessmentId; use: LapsedUse }) {
  const { on, question, evidence, from, meaning, instead } = use;
  return (
    <li className="gates-item" data-testid={`lapsed-${question ?? evidence}`}>
      <div className="gates-item-words">
        <p className="gates-item-text">{on}</p>
        <p>{rich("gates.since", { time: <time dateTime={from}>{day(from)}</time>, meaning })}</p>
        <Said label={say("gates.askForInstead")}>{instead}</Said>
      </div>
      {question !== null ? (
        <Button onPress={() => go("questionnaire", { assessment, item: question })}>
          {say("gates.openTheQuestion")}
        </Button>
      ) : (
        evidence !== null && (
          <Button onPress={() => go("evidence", { assessment, item: evidence })}>
            {say("common.openTheEvidence")}
          </Button>
        )
      )}
    </li>
  );
}

function Pack({ pack: { then, now, changes } }: { pack: PackChange }) {
  return (
    <li className="gates-pack" data-testid={`pack-${then?.name ?? now?.name}`}>
      <p className="gates-item-about">
        <strong className="code">{then?.name ?? now?.name}</strong>
        <Tag>
          {then === null ? say("gates.notInThisAssessment") : say("gates.here", { version: then.version })}
        </Tag>
        <span role="img" aria-label={say("gates.thenIs")}>
          →
        </span>
        <Tag>
          {now === null ? say("gates.notInThisProgram") : say("gates.thisProgram", { version: now.version })}
        </Tag>
      </p>
      <ul role="list">
        {changes.map(told).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </li>
  );
}
