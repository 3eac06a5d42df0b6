/** Who sits in the room, in each conversation, and for how long. */
import { useEffect, useRef } from "react";
import { Button, Checkbox, IconButton, TextField } from "../../components";
import type { Role } from "../../ipc/Role";
import type { SittingPlan } from "../../ipc/SittingPlan";
import { say } from "../../words";
import type { Room } from "./Interview";
import { duration, readTime } from "./plan";

interface SittingsProps {
  rooms: readonly Room[];
  /** What the core planned for each. */
  plans: readonly SittingPlan[];
  roles: readonly Role[];
  /** How many open questions a role can answer, by its title. */
  open: ReadonlyMap<string, number>;
  /** The one whose roles are shown to tick. */
  shown: number;
  onShow(index: number): void;
  onChange(index: number, part: Partial<Room>): void;
  onRemove(index: number): void;
  onAdd(): void;
}

/** A working day. */
const MOST = 480;

export function Sittings(props: SittingsProps) {
  const { rooms, plans, roles, open, shown, onShow, onChange, onRemove, onAdd } = props;
  const list = useRef<HTMLOListElement>(null);
  const before = useRef(rooms.length);
  useEffect(() => {
    // A conversation was added or taken away: go on in the one shown.
    if (before.current !== rooms.length)
      list.current?.children[shown]?.querySelector<HTMLElement>("button, input")?.focus();
    before.current = rooms.length;
  }, [rooms.length, shown]);
  return (
    <section className="interview-rooms" aria-label={say("interview.whoIsInTheRoom")}>
      <ol role="list" ref={list}>
        {rooms.map((room, index) => {
          const plan = plans[index];
          const titles = roles.filter(({ id }) => room.roles.includes(id)).map(({ title }) => title);
          const isShown = index === shown;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a conversation has no name but its place
            <li key={index} data-testid={`sitting-${index}`}>
              <div className="interview-room-head">
                <button
                  type="button"
                  className="interview-room-name"
                  aria-expanded={isShown}
                  onClick={() => onShow(isShown ? -1 : index)}
                  data-testid={`sitting-${index}-show`}
                >
                  <strong>{say("interview.conversation", { index: index + 1 })}</strong>
                  <span className="soft small">
                    {titles.length === 0 ? say("interview.nobodyInTheRoomYet") : titles.join(", ")}
                  </span>
                  {plan !== undefined && titles.length > 0 && (
                    <span className="soft small">
                      {say("interview.nQuestionsOf", {
                        n: plan.questions.length,
                        planned: duration(plan.planned),
                        minutes: duration(plan.minutes),
                      })}
                    </span>
                  )}
                </button>
                {rooms.length > 1 && (
                  <IconButton
                    icon="trash"
                    label={say("interview.removeConversation", { index: index + 1 })}
                    onPress={() => onRemove(index)}
                    data-testid={`sitting-${index}-remove`}
                  />
                )}
              </div>
              {isShown && (
                <div className="fields">
                  <div className="interview-times">
                    <TextField
                      label={say("interview.minutes")}
                      maxLength={3}
                      value={room.minutes === 0 ? "" : String(room.minutes)}
                      onChange={(typed) =>
                        onChange(index, { minutes: Math.min(MOST, Number(typed.replace(/\D/g, ""))) })
                      }
                      testId={`sitting-${index}-minutes`}
                    />
                    <div className="acts">
                      <IconButton
                        icon="minus"
                        label={say("interview.n15MinutesLess")}
                        onPress={() => onChange(index, { minutes: Math.max(0, room.minutes - 15) })}
                      />
                      <IconButton
                        icon="plus"
                        label={say("interview.n15MinutesMore")}
                        onPress={() => onChange(index, { minutes: Math.min(MOST, room.minutes + 15) })}
                      />
                    </div>
                    <TextField
                      label={say("interview.startsAt")}
                      placeholder="14:00"
                      maxLength={5}
                      value={room.start}
                      onChange={(start) => onChange(index, { start })}
                      error={
                        room.start.length >= 5 && readTime(room.start) === undefined
                          ? say("interview.writeItAs1400")
                          : undefined
                      }
                      testId={`sitting-${index}-start`}
                    />
                  </div>
                  <fieldset>
                    <legend className="field-label">{say("interview.inTheRoom")}</legend>
                    <div className="interview-roles">
                      {roles.map(({ id, title }) => (
                        <Checkbox
                          key={id}
                          value={room.roles.includes(id)}
                          onChange={(on) =>
                            onChange(index, {
                              roles: on ? [...room.roles, id] : room.roles.filter((other) => other !== id),
                            })
                          }
                          testId={`sitting-${index}-role-${id}`}
                        >
                          <span className="interview-role">
                            <span>{title}</span>
                            <span className="soft small">
                              {open.get(title) ?? 0}
                              <span className="sr-only"> {say("interview.openQuestions")}</span>
                            </span>
                          </span>
                        </Checkbox>
                      ))}
                    </div>
                  </fieldset>
                </div>
              )}
            </li>
          );
        })}
      </ol>
      <Button icon="plus" keys="N" onPress={onAdd} data-testid="add-sitting">
        {say("interview.addAConversation")}
      </Button>
    </section>
  );
}
