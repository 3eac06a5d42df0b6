/** Knock-outs set aside by an executive: by name, with a reason, something in the control's place, and an end. */

import { useEffect, useRef } from "react";
import { Button, DateField, Kept, TextArea, TextField } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { KnockOutId } from "../../ipc/KnockOutId";
import type { KnockOutResult } from "../../ipc/KnockOutResult";
import type { Override } from "../../ipc/Override";
import { useDraft } from "../../state/edit";
import { day, rich, say } from "../../words";
import { Said } from "../shown";

interface OverridesProps {
  assessment: AssessmentId;
  knockOuts: readonly KnockOutResult[];
  overrides: readonly Override[];
  /** The one being written. */
  aside: KnockOutId | undefined;
  onAside(knockOut: KnockOutId | undefined): void;
  /** Answers whether the core took them. */
  onSave(overrides: Override[]): Promise<boolean>;
  onRemoved(sentence: string): void;
}

export function Overrides(props: OverridesProps) {
  const { assessment, knockOuts, overrides, aside, onAside, onSave, onRemoved } = props;
  const box = useRef<HTMLDivElement>(null);
  const without = knockOuts.filter(
    ({ id, state }) => state === "struck" && !overrides.some(({ knock_out }) => knock_out === id),
  );
  const titleOf = (id: KnockOutId) => knockOuts.find((one) => one.id === id)?.title ?? "";
  const close = () => {
    onAside(undefined);
    requestAnimationFrame(() => box.current?.focus());
  };
  const form = (id: KnockOutId) => (
    <Form
      key={id}
      assessment={assessment}
      knockOut={id}
      title={titleOf(id)}
      stored={overrides.find(({ knock_out }) => knock_out === id)}
      onClose={close}
      onSave={(next) => onSave([...overrides.filter(({ knock_out }) => knock_out !== id), next])}
    />
  );
  const remove = async (id: KnockOutId) => {
    const done = await onSave(overrides.filter(({ knock_out }) => knock_out !== id));
    if (!done) return;
    close();
    onRemoved(say("decision.isNoLongerSetAside", { id }));
  };
  if (overrides.length === 0 && without.length === 0) return null;
  const isNew = aside !== undefined && !overrides.some(({ knock_out }) => knock_out === aside);
  return (
    <div ref={box} className="overrides" tabIndex={-1} data-testid="overrides">
      <div>
        <h3>{say("decision.knockOutsSetAside")}</h3>
        <p className="soft">{say("decision.anExecutiveMaySetAStruck")}</p>
      </div>
      {(overrides.length > 0 || isNew) && (
        <ul role="list">
          {overrides.map((override) => (
            <li key={override.knock_out} data-testid={`override-${override.knock_out}`}>
              {override.knock_out === aside ? (
                form(override.knock_out)
              ) : (
                <>
                  <h4>
                    <span className="code">{override.knock_out}</span> {titleOf(override.knock_out)}
                  </h4>
                  <p>{say("decision.setAsideByUntil", { by: override.by, until: day(override.until) })}</p>
                  <Said label={say("common.why")}>{override.reason}</Said>
                  <Said label={say("decision.whatStandsInMeanwhile")}>{override.compensating_control}</Said>
                  <div className="acts">
                    <Button
                      onPress={() => onAside(override.knock_out)}
                      data-testid={`override-change-${override.knock_out}`}
                    >
                      {rich("decision.changeHowIsSetAside", {
                        span: <span className="sr-only" />,
                        knock_out: override.knock_out,
                      })}
                    </Button>
                    <Button
                      kind="quiet"
                      icon="trash"
                      onPress={() => void remove(override.knock_out)}
                      data-testid={`override-remove-${override.knock_out}`}
                    >
                      {say("decision.noLongerSetAside")}
                    </Button>
                  </div>
                </>
              )}
            </li>
          ))}
          {isNew && <li data-testid={`override-${aside}`}>{form(aside)}</li>}
        </ul>
      )}
      {without.some(({ id }) => id !== aside) && (
        <div className="acts">
          {without
            .filter(({ id }) => id !== aside)
            .map(({ id }) => (
              <Button key={id} icon="plus" onPress={() => onAside(id)} data-testid={`override-add-${id}`}>
                {say("decision.setAside", { id })}
              </Button>
            ))}
        </div>
      )}
    </div>
  );
}

type Draft = Omit<Override, "knock_out">;
const BLANK: Draft = { by: "", reason: "", compensating_control: "", until: "" };

interface FormProps {
  assessment: AssessmentId;
  knockOut: KnockOutId;
  title: string;
  stored: Override | undefined;
  onSave(override: Override): Promise<boolean>;
  onClose(): void;
}

function Form({ assessment, knockOut, title, stored, onSave, onClose }: FormProps) {
  const form = useDraft<Draft>(`aside ${assessment} ${knockOut}`, stored ?? BLANK, {
    what: say("decision.setAside2", { knockOut }),
  });
  const draft = form.value;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // It may have been asked for from the list of knock-outs, further up.
    box.current?.scrollIntoView?.({ block: "center" });
    box.current?.querySelector("input")?.focus({ preventScroll: true });
  }, []);
  const put = (part: Partial<Draft>) => form.set((now) => ({ ...now, ...part }));
  const isWhole = Object.values({ ...BLANK, ...draft }).every((text) => text.trim() !== "");
  const save = async () => {
    const { by, reason, compensating_control, until } = draft;
    const done = await onSave({
      knock_out: knockOut,
      by: by.trim(),
      reason: reason.trim(),
      compensating_control: compensating_control.trim(),
      until,
    });
    if (!done) return;
    form.clear();
    onClose();
  };
  return (
    <div ref={box} className="fields">
      <h4>{rich("decision.setAside3", { span: <span className="code">{knockOut}</span>, title })}</h4>
      <Kept draft={form} />
      <div className="fields-pair">
        <TextField
          label={say("decision.setAsideBy")}
          help={say("decision.nameAndRoleOfTheExecutive")}
          isRequired
          value={draft.by}
          onChange={(by) => put({ by })}
          testId="override-by"
        />
        <DateField
          label={say("decision.lastDayItHolds")}
          isRequired
          value={draft.until}
          onChange={(until) => put({ until })}
          testId="override-until"
        />
      </div>
      <TextArea
        label={say("common.why")}
        isRequired
        value={draft.reason}
        onChange={(reason) => put({ reason })}
        testId="override-reason"
      />
      <TextArea
        label={say("decision.whatStandsInForTheMissing")}
        isRequired
        value={draft.compensating_control}
        onChange={(compensating_control) => put({ compensating_control })}
        testId="override-control"
      />
      <div className="acts">
        <Button kind="primary" isDisabled={!isWhole} onPress={() => void save()} data-testid="override-save">
          {say("decision.setAside4", { knockOut })}
        </Button>
        <Button
          onPress={() => {
            form.discard();
            onClose();
          }}
        >
          {say("common.cancel")}
        </Button>
        {!isWhole && <span className="soft small">{say("decision.itCountsOnceAllFourAre")}</span>}
      </div>
    </div>
  );
}
