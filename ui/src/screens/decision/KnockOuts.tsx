/** Where each knock-out stands. What no question feeds is noted here, from what was seen. */

import { useState } from "react";
import { ApiError } from "../../api";
import {
  Button,
  conclusions,
  Kept,
  type Meaning,
  MeaningTag,
  Segmented,
  severities,
  Tag,
  TextArea,
} from "../../components";
import { attempt } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Cap } from "../../ipc/Cap";
import type { KnockOutId } from "../../ipc/KnockOutId";
import type { KnockOutResult } from "../../ipc/KnockOutResult";
import type { KnockOutSeen } from "../../ipc/KnockOutSeen";
import type { KnockOutState } from "../../ipc/KnockOutState";
import type { Override } from "../../ipc/Override";
import { useDraft } from "../../state/edit";
import { change } from "../../state/query";
import { day, say, told } from "../../words";

const states: Record<KnockOutState, Meaning> = {
  struck: { word: say("decision.struck"), colour: "ineffective", glyph: severities.critical.glyph },
  suspected: { word: say("decision.suspected"), colour: "partially", glyph: severities.high.glyph },
  "not-assessed": {
    word: say("common.notAssessed"),
    colour: "neutral",
    glyph: conclusions["not-assessed"].glyph,
  },
  clear: { word: say("decision.clear"), colour: "effective", glyph: conclusions.effective.glyph },
  "not-applicable": {
    word: say("common.notApplicable"),
    colour: "neutral",
    glyph: conclusions["not-applicable"].glyph,
  },
};

const caps: Record<Cap, string> = {
  reject: say("decision.capsAtReject"),
  defer: say("decision.capsAtDefer"),
  conditions: say("decision.capsAtConditions"),
};

/** What a knock-out caps the decision at as it stands. */
const capOf = ({ state, cap, while_open }: KnockOutResult) =>
  state === "suspected" || state === "not-assessed" ? while_open : cap;

export interface KnockOutsProps {
  assessment: AssessmentId;
  knockOuts: KnockOutResult[];
  overrides: readonly Override[];
  /** An executive wants to set a struck one aside. */
  onSetAside(knockOut: KnockOutId): void;
}

export function KnockOuts({ assessment, knockOuts, overrides, onSetAside }: KnockOutsProps) {
  const [all, setAll] = useState(false);
  const live = knockOuts.filter(({ state }) => state !== "clear" && state !== "not-applicable");
  const shown = all ? knockOuts : live;
  return (
    <section aria-label={say("decision.knockOuts")}>
      <div className="screen-head">
        <div>
          <h2>{say("decision.knockOuts")}</h2>
          <p>{say("decision.conditionsThatCapTheDecisionNo")}</p>
        </div>
        {live.length < knockOuts.length && (
          <Button kind="quiet" onPress={() => setAll(!all)}>
            {all
              ? say("decision.showOnlyWhatStandsAgainstIt")
              : say("decision.showAll", { knockOuts: knockOuts.length })}
          </Button>
        )}
      </div>
      {shown.length === 0 && (
        <p className="soft">{say("decision.nKnockOutsNoneOfWhichStands", { n: knockOuts.length })}</p>
      )}
      <ul role="list" className="knock-outs">
        {shown.map((knockOut) => (
          <KnockOut
            key={knockOut.id}
            assessment={assessment}
            knockOut={knockOut}
            override={overrides.find((one) => one.knock_out === knockOut.id)}
            onSetAside={() => onSetAside(knockOut.id)}
          />
        ))}
      </ul>
    </section>
  );
}

function KnockOut(props: {
  assessment: AssessmentId;
  knockOut: KnockOutResult;
  override: Override | undefined;
  onSetAside(): void;
}) {
  const { assessment, knockOut, override, onSetAside } = props;
  const { id, title, condition, state, because, remedy } = knockOut;
  const [isNoting, setNoting] = useState(false);
  return (
    <li id={`knock-out-${id}`} tabIndex={-1} data-testid={`knock-out-${id}`} data-state={state}>
      <div className="knock-out-state">
        <MeaningTag meaning={states[state]} />
      </div>
      <div className="knock-out-words">
        <h3>
          <span className="code">{id}</span> {title}
        </h3>
        <p className="soft">
          {condition}. <Tag>{caps[capOf(knockOut)]}</Tag>
        </p>
        {because.map(told).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {(state === "struck" || state === "suspected") && (
          <p>
            <strong>{say("decision.whatLiftsIt")}</strong> {remedy}
          </p>
        )}
        {override !== undefined && (
          <p>{say("decision.setAsideByUntil", { by: override.by, until: day(override.until) })}</p>
        )}
        <div className="acts">
          {knockOut.by_note && !isNoting && (
            <Button icon="note" onPress={() => setNoting(true)} data-testid={`note-${id}`}>
              {say("decision.noteWhatWasSeen")}
            </Button>
          )}
          {knockOut.note !== null && (
            <Button
              kind="quiet"
              onPress={() => void attempt(change("remove_knock_out_note", { assessment, knock_out: id }))}
              data-testid={`note-remove-${id}`}
            >
              {say("decision.takeTheNoteBack")}
            </Button>
          )}
          {state === "struck" && (
            <Button kind="quiet" onPress={onSetAside} data-testid={`set-aside-${id}`}>
              {override === undefined ? say("decision.setItAside") : say("decision.changeHowItIsSetAside")}
            </Button>
          )}
        </div>
        {isNoting && <Note assessment={assessment} knockOut={knockOut} onClose={() => setNoting(false)} />}
      </div>
    </li>
  );
}

interface Noting {
  note: string;
  struck: boolean | null;
}

function Note(props: { assessment: AssessmentId; knockOut: KnockOutResult; onClose(): void }) {
  const { assessment, knockOut, onClose } = props;
  const form = useDraft<Noting, KnockOutSeen>(
    `note ${assessment} ${knockOut.id}`,
    { note: knockOut.note ?? "", struck: null },
    {
      what: say("decision.noteOn", { id: knockOut.id }),
      base: { struck: knockOut.struck, note: knockOut.note ?? "" },
    },
  );
  const draft = form.value;
  const [error, setError] = useState<string>();
  const put = (part: Partial<Noting>) => form.set((now) => ({ ...now, ...part }));
  const save = async () => {
    if (draft.struck === null) return;
    try {
      const note = { assessment, knock_out: knockOut.id, struck: draft.struck, note: draft.note.trim() };
      await change("note_knock_out", { note, base: form.base });
      form.clear();
      onClose();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
    }
  };
  return (
    <div className="fields">
      <Kept draft={form} />
      <TextArea
        label={say("decision.whatWasSeen")}
        help={say("decision.whereByWhomInWhatDocument")}
        isRequired
        autoFocus
        value={draft.note}
        onChange={(note) => put({ note })}
        error={error}
        testId="knock-out-note"
      />
      <Segmented
        label={say("decision.doesItStrike")}
        segments={[
          { id: "yes", label: say("decision.yesItStrikes"), meaning: states.struck },
          { id: "no", label: say("decision.noItIsClear"), meaning: states.clear },
        ]}
        value={draft.struck === null ? null : draft.struck ? "yes" : "no"}
        onChange={(id) => put({ struck: id === "yes" })}
        testId="knock-out-struck"
      />
      <div className="acts">
        <Button
          kind="primary"
          onPress={() => void save()}
          isDisabled={draft.note.trim() === "" || draft.struck === null}
          data-testid="save-note"
        >
          {say("decision.saveNote")}
        </Button>
        <Button onPress={onClose}>{say("common.cancel")}</Button>
      </div>
    </div>
  );
}
