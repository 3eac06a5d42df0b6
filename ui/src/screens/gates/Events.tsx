/** What happened to the service: a list, and one of it to write down, change, close or remove. */

import { type ReactNode, useState } from "react";
import { ApiError } from "../../api";
import {
  Button,
  DateField,
  EmptyState,
  Glyph,
  Icon,
  Kept,
  SaveTrouble,
  Select,
  TextArea,
} from "../../components";
import { attempt, stepping, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { EventInput } from "../../ipc/EventInput";
import type { ServiceEvent } from "../../ipc/ServiceEvent";
import type { Trigger } from "../../ipc/Trigger";
import { go, usePlace } from "../../place";
import { useChoices } from "../../state/choices";
import { type Drafting, flushAll, useDraft, useEdit } from "../../state/edit";
import { change } from "../../state/query";
import { day, rich, say } from "../../words";
import { dateProps } from "../reviews/parts";
import { NeededText, neighbour, optionsOf, titleOf } from "../shown";
import { offerTakeBack } from "../takeBack";
import { closedEvent, openEvent } from "./meanings";

const NEW = "new";

/** The event chosen on this tab, kept in the address. */
export function useEventChoice(): [item: string | undefined, choose: (item: string | undefined) => void] {
  const { ids } = usePlace();
  const choose = (item: string | undefined) => {
    const { item: _, ...rest } = ids;
    const kept = { ...rest, tab: "monitoring" };
    go("gates", item === undefined ? kept : { ...kept, item }, { replace: true });
  };
  return [ids.item, choose];
}

/** Brings the form into sight, with the focus on it. */
export function focusEvent() {
  requestAnimationFrame(() => {
    const form = document.getElementById("event-form") ?? document.getElementById("main");
    form?.focus({ preventScroll: true });
    form?.scrollIntoView?.({ block: "nearest" });
  });
}

export function Events({
  assessment,
  events,
}: {
  assessment: AssessmentId;
  events: readonly ServiceEvent[];
}) {
  const [item, choose] = useEventChoice();
  const ids = events.map(({ id }) => id);
  const isNew = item === NEW;
  const current = isNew ? undefined : (events.find(({ id }) => id === item) ?? events[0]);

  const remove = async ({ id }: ServiceEvent) => {
    await flushAll();
    const at = ids.indexOf(id);
    if ((await attempt(change("remove_event", { assessment, event: id }))) === undefined) return;
    choose(ids[at + 1] ?? ids[at - 1]);
    focusEvent();
    await offerTakeBack(assessment, say("gates.eventWasRemoved", { id }));
  };
  useCommands([
    ...stepping(
      "gates.event",
      say("gates.gates"),
      say("gates.event"),
      (by) => choose(neighbour(ids, current?.id, by)),
      {
        isDisabled: ids.length < 2,
      },
    ),
    {
      id: "gates.event.remove",
      title: say("gates.removeThisEvent"),
      group: say("gates.gates"),
      keys: "Shift+Delete",
      notWhileTyping: true,
      isDisabled: current === undefined,
      run: () => current !== undefined && void remove(current),
    },
  ]);

  const add = (
    <Button
      kind={events.length === 0 ? "primary" : "plain"}
      icon="plus"
      keys="N"
      onPress={() => choose(NEW)}
      data-testid="record-event"
    >
      {say("gates.recordWhatHappened")}
    </Button>
  );
  if (events.length === 0 && !isNew)
    return (
      <EmptyState icon="clock" title={say("gates.nothingRecordedYet")} action={add}>
        {say("gates.betweenTwoAssessmentsThingsHappenThat")}
      </EmptyState>
    );
  return (
    <div className="gates-events">
      {!isNew && <div className="acts">{add}</div>}
      <div className={events.length > 0 ? "beside" : undefined}>
        {events.length > 0 && (
          <nav className="beside-list" aria-label={say("gates.whatHappened")}>
            <ul role="list">
              {events.map((event) => (
                <li key={event.id}>
                  <EventPick event={event} isCurrent={event === current} onChoose={() => choose(event.id)} />
                </li>
              ))}
            </ul>
          </nav>
        )}
        <div id="event-form" tabIndex={-1} className="gates-event">
          {isNew ? (
            <NewEvent assessment={assessment} known={ids} onDone={choose} />
          ) : (
            current !== undefined && (
              <EventForm key={current.id} event={current} onRemove={() => void remove(current)} />
            )
          )}
        </div>
      </div>
    </div>
  );
}

interface EventPickProps {
  event: ServiceEvent;
  isCurrent: boolean;
  onChoose(): void;
}

function EventPick({ event, isCurrent, onChoose }: EventPickProps) {
  const choices = useChoices();
  const { id, trigger, date, what, closed } = event;
  return (
    <button
      type="button"
      className="pick"
      aria-current={isCurrent}
      onClick={onChoose}
      data-testid={`event-${id}`}
    >
      <Glyph meaning={closed === null ? openEvent : closedEvent} />
      <span className="pick-title">{what}</span>
      <span className="pick-about">
        <span>{closed === null ? say("common.open") : say("gates.closed", { closed: day(closed) })}</span>
        <span className="code">{id}</span>
        <span>{titleOf(choices?.triggers, trigger)}</span>
        <time dateTime={date}>{day(date)}</time>
      </span>
    </button>
  );
}

type Draft = Pick<EventInput, "date" | "what"> & { trigger: Trigger | null };
const BLANK: Draft = { trigger: null, date: "", what: "" };

interface NewEventProps {
  assessment: AssessmentId;
  known: readonly string[];
  /** With the id of what was recorded, or nothing when it was discarded. */
  onDone(id: string | undefined): void;
}

function NewEvent({ assessment, known, onDone }: NewEventProps) {
  const draft = useDraft<Draft>(`new event ${assessment}`, BLANK, { what: say("gates.newEvent") });
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const put = (part: Partial<Draft>) => draft.set((now) => ({ ...now, ...part }));
  const { trigger, date, what } = draft.value;
  const record = async () => {
    if (busy) return;
    if (trigger === null || date === "") {
      setError(say("gates.theKindAndTheDayIt"));
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      const { events } = await change("save_event", {
        assessment,
        id: null,
        trigger,
        date,
        what,
        closed: null,
        outcome: "",
      });
      draft.clear();
      onDone(events.find(({ id }) => !known.includes(id))?.id);
      focusEvent();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
      setBusy(false);
    }
  };
  return (
    <div className="fields" data-testid="new-event">
      <div>
        <h3>{say("gates.newEvent")}</h3>
        <p className="soft">{say("gates.itCountsOnceItIsRecorded")}</p>
      </div>
      <Kept draft={draft} />
      <KindAndDay trigger={trigger} onTrigger={(next) => put({ trigger: next })} autoFocus>
        <DateField
          label={say("gates.whenItHappened")}
          isRequired
          value={date}
          onChange={(next) => put({ date: next })}
          testId="event-date"
        />
      </KindAndDay>
      <TextArea
        label={say("gates.whatHappened")}
        isRequired
        value={what}
        onChange={(next) => put({ what: next })}
        testId="event-what"
      />
      <Refusal error={error} />
      <div className="acts">
        <Button kind="primary" isDisabled={busy} onPress={() => void record()} data-testid="save-event">
          {say("gates.recordEvent")}
        </Button>
        <Button
          kind="quiet"
          onPress={() => {
            draft.discard();
            onDone(undefined);
            focusEvent();
          }}
        >
          {say("common.discard")}
        </Button>
      </div>
    </div>
  );
}

interface KindAndDayProps {
  trigger: Trigger | null;
  onTrigger(trigger: Trigger): void;
  autoFocus?: boolean;
  /** The field for the day. */
  children: ReactNode;
}

function KindAndDay({ trigger, onTrigger, autoFocus = false, children }: KindAndDayProps) {
  const choices = useChoices();
  const meaning = choices?.triggers.find(({ id }) => id === trigger)?.meaning ?? "";
  return (
    <div className="fields-pair">
      <Select
        label={say("common.kind")}
        isRequired
        options={optionsOf<Trigger>(choices?.triggers)}
        value={trigger}
        onChange={onTrigger}
        autoFocus={autoFocus}
        {...(meaning === "" ? {} : { help: meaning })}
        testId="event-trigger"
      />
      {children}
    </div>
  );
}

function Refusal({ error }: { error: string | undefined }) {
  if (error === undefined) return null;
  return (
    <p className="gates-refusal" role="alert" data-testid="event-refusal">
      <Icon name="warning" size="1rem" /> {say("gates.whatYouTypedIsKeptHere", { error })}
    </p>
  );
}

function EventForm({ event, onRemove }: { event: ServiceEvent; onRemove(): void }) {
  const closing = useDraft<Closing>(
    `closing ${event.assessment} ${event.id}`,
    { on: "", outcome: event.outcome },
    { what: say("gates.closingOfEvent", { id: event.id }) },
  );
  const [isClosing, setClosing] = useState(closing.isBegun);
  const saver = useEdit(`event ${event.assessment} ${event.id}`, {
    stored: event,
    save: (next: ServiceEvent, base) => change("save_event", { ...next, base }),
    what: say("gates.event2", { id: event.id }),
  });
  const { value } = saver;
  const put = (part: Partial<ServiceEvent>) => saver.set({ ...value, ...part });
  const leave = () => void saver.flush();
  const { id } = event;
  return (
    <section className="fields" aria-label={say("gates.event2", { id })} data-testid={`event-form-${id}`}>
      <SaveTrouble edit={saver} />
      <h3>{rich("gates.event3", { span: <span className="code">{id}</span> })}</h3>
      <KindAndDay
        trigger={value.trigger}
        onTrigger={(trigger) => {
          put({ trigger });
          leave();
        }}
      >
        <NeededDay
          label={say("gates.whenItHappened")}
          value={value.date}
          onChange={(date) => put({ date })}
          testId="event-date"
        />
      </KindAndDay>
      <NeededText
        label={say("gates.whatHappened")}
        isLong
        value={value.what}
        onChange={(what) => put({ what })}
        onBlur={leave}
        testId="event-what"
      />
      {value.closed === null ? (
        isClosing ? (
          <CloseForm
            draft={closing}
            onClose={async (closed, outcome) => {
              // What was typed before is safe first; it would come after this, and open the event again.
              if (!(await saver.flush()))
                throw new ApiError(say("gates.whatWasTypedAboveCouldNot"), "unsaved");
              await change("save_event", { ...value, closed, outcome, base: event });
              closing.clear();
              setClosing(false);
              focusEvent();
            }}
            onLeave={() => {
              setClosing(false);
              focusEvent();
            }}
          />
        ) : null
      ) : (
        <>
          <NeededDay
            label={say("gates.closedOn")}
            value={value.closed}
            onChange={(closed) => put({ closed })}
            testId="event-closed"
          />
          <NeededText
            label={say("gates.whatCameOfIt")}
            isLong
            value={value.outcome}
            onChange={(outcome) => put({ outcome })}
            onBlur={leave}
            testId="event-outcome"
          />
        </>
      )}
      <div className="acts">
        {value.closed === null && !isClosing && (
          <Button icon="check" onPress={() => setClosing(true)} data-testid="close-event">
            {say("gates.closeThisEvent")}
          </Button>
        )}
        {value.closed !== null && (
          <Button
            onPress={() => {
              put({ closed: null });
              leave();
            }}
            data-testid="reopen-event"
          >
            {say("common.openItAgain")}
          </Button>
        )}
        <Button kind="quiet" icon="trash" onPress={onRemove} data-testid="remove-event">
          {say("gates.removeEvent", { id })}
        </Button>
      </div>
    </section>
  );
}

interface NeededDayProps {
  label: string;
  value: string;
  onChange(value: string): void;
  testId: string;
}

/** A day that cannot be empty: while it is, nothing is sent and the day there was stays. */
function NeededDay({ label, value, onChange, testId }: NeededDayProps) {
  const [isEmpty, setEmpty] = useState(false);
  return (
    <DateField
      label={label}
      isRequired
      {...dateProps(value, (next) => {
        setEmpty(next === null);
        if (next !== null) onChange(next);
      })}
      error={isEmpty ? say("gates.itNeedsADayStaysUntil", { value: day(value) }) : undefined}
      testId={testId}
    />
  );
}

interface Closing {
  on: string;
  outcome: string;
}

interface CloseFormProps {
  draft: Drafting<Closing>;
  /** Fails with the core's reason. */
  onClose(closed: string, outcome: string): Promise<void>;
  onLeave(): void;
}

function CloseForm({ draft, onClose, onLeave }: CloseFormProps) {
  const { on, outcome: what } = draft.value;
  const setOn = (next: string) => draft.set((now) => ({ ...now, on: next }));
  const setWhat = (next: string) => draft.set((now) => ({ ...now, outcome: next }));
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const close = async () => {
    if (busy) return;
    if (on === "") {
      setError(say("gates.theDayOnWhichItWas"));
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      await onClose(on, what);
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
      setBusy(false);
    }
  };
  return (
    <section className="fields gates-closing" aria-label={say("gates.closeThisEvent2")} data-testid="closing">
      <Kept draft={draft} />
      <DateField
        label={say("gates.closedOn")}
        isRequired
        autoFocus
        value={on}
        onChange={setOn}
        testId="closing-date"
      />
      <TextArea
        label={say("gates.whatCameOfIt")}
        isRequired
        value={what}
        onChange={setWhat}
        help={say("gates.whatWasLookedAtAgainAnd")}
        testId="closing-outcome"
      />
      <Refusal error={error} />
      <div className="acts">
        <Button kind="primary" isDisabled={busy} onPress={() => void close()} data-testid="closing-done">
          {say("gates.closeEvent")}
        </Button>
        <Button kind="quiet" onPress={onLeave}>
          {say("gates.leaveItOpen")}
        </Button>
      </div>
    </section>
  );
}
