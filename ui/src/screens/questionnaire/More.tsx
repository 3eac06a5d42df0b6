/** What stands around the two voices of a question: last year's answer, what is owed, how far evidence carries, the second look. */
import { useState } from "react";
import { Button, Claim, Conclusion, DateField, Icon, Tag, TextField } from "../../components";
import { attempt } from "../../frame";
import type { Deferred } from "../../ipc/Deferred";
import type { QuestionView } from "../../ipc/QuestionView";
import type { ResponseChange } from "../../ipc/ResponseChange";
import type { Suggestion } from "../../ipc/Suggestion";
import { change } from "../../state/query";
import { count, day } from "../../words";

type Save = (part: ResponseChange) => Promise<void>;

/** What was said and concluded in the assessment before. */
export function LastTime({ view: { previous } }: { view: QuestionView }) {
  if (previous === null) return null;
  return (
    <section className="q-last" aria-label="Last time" data-testid="last-time">
      <p className="q-last-head">
        <span className="soft">Last time</span>
        <Claim value={previous.claim} />
        {previous.conclusion !== null && <Conclusion value={previous.conclusion} />}
        <span className="soft">
          level {previous.assurance},{" "}
          {previous.evidence.length === 0
            ? "no evidence"
            : count(previous.evidence.length, "piece of evidence", "pieces of evidence")}
        </span>
      </p>
      {previous.comment !== "" && <p>“{previous.comment}”</p>}
      {previous.rationale !== "" && <p className="soft">{previous.rationale}</p>}
    </section>
  );
}

/** Evidence the vendor promised: what, and by when. */
export function OwedPart({ deferred, save }: { deferred: Deferred | null; save: Save }) {
  const [draft, setDraft] = useState<{ what: string; until: string }>();
  if (draft !== undefined) {
    const keep = async () => {
      if (draft.what.trim() === "") return;
      await save({ deferred: { what: draft.what.trim(), until: draft.until === "" ? null : draft.until } });
      setDraft(undefined);
    };
    return (
      <fieldset className="q-owed-form" aria-label="What the vendor still owes">
        <TextField
          label="What the vendor will send"
          value={draft.what}
          onChange={(what) => setDraft({ ...draft, what })}
          onEnter={() => void keep()}
          isRequired
          autoFocus
          testId="owed-what"
        />
        <DateField
          label="By when"
          value={draft.until}
          onChange={(until) => setDraft({ ...draft, until })}
          testId="owed-until"
        />
        <div className="q-owed-acts">
          <Button
            kind="primary"
            onPress={() => void keep()}
            isDisabled={draft.what.trim() === ""}
            data-testid="owed-save"
          >
            Put off
          </Button>
          <Button kind="quiet" onPress={() => setDraft(undefined)}>
            Leave it
          </Button>
        </div>
      </fieldset>
    );
  }
  if (deferred === null) {
    return (
      <Button
        kind="quiet"
        icon="clock"
        onPress={() => setDraft({ what: "", until: "" })}
        data-testid="put-off"
      >
        The vendor will send it later…
      </Button>
    );
  }
  return (
    <p className="q-owed" data-testid="owed">
      <Icon name="clock" size="0.9375rem" />
      <span>
        Still owed: {deferred.what}
        {deferred.until === null ? ", no day agreed" : `, by ${day(deferred.until)}`}
      </span>
      <Button
        kind="quiet"
        onPress={() => setDraft({ what: deferred.what, until: deferred.until ?? "" })}
        data-testid="owed-change"
      >
        Change
      </Button>
      <Button kind="quiet" onPress={() => void save({ clear_deferred: true })} data-testid="owed-clear">
        Received
      </Button>
    </p>
  );
}

/** The level the tier asks for, and how far the evidence there is carries. */
export function Cap({ view }: { view: QuestionView }) {
  const { cap, required, response } = view;
  if (response.conclusion === null || response.conclusion === "not-applicable") return null;
  const isShort = response.assurance < required;
  return (
    <p className="q-cap" data-testid="cap" data-short={isShort || undefined}>
      {isShort && <Icon name="warning" size="0.9375rem" />}
      <span>
        This tier asks for level {required}
        {isShort ? ", which is not reached." : "."} {cap.because !== "" && cap.because}
      </span>
    </p>
  );
}

/** A second person's look: the name, and whether anything changed since. */
export function SecondLook({ view, save }: { view: QuestionView; save: Save }) {
  const { reviewed } = view.response;
  const [name, setName] = useState<string>();
  const look = async (by: string) => {
    if (by.trim() === "") return;
    await save({ reviewed_by: by.trim() });
    setName(undefined);
  };
  if (name !== undefined) {
    return (
      <div className="q-look">
        <TextField
          label="Who looked at it, other than the assessor"
          value={name}
          onChange={setName}
          onEnter={() => void look(name)}
          autoFocus
          testId="reviewed-by"
        />
        <Button onPress={() => void look(name)} isDisabled={name.trim() === ""} data-testid="reviewed-save">
          Record the look
        </Button>
        <Button kind="quiet" onPress={() => setName(undefined)}>
          Leave it
        </Button>
      </div>
    );
  }
  if (reviewed === null) {
    return (
      <Button kind="quiet" icon="person" onPress={() => setName("")} data-testid="review">
        A second person looked at it…
      </Button>
    );
  }
  return (
    <p className="q-look" data-testid="reviewed">
      <Icon name={view.row.reviewed ? "check" : "warning"} size="0.9375rem" />
      <span>
        {view.row.reviewed ? "Looked at" : "Changed since it was looked at"} by {reviewed.by} on{" "}
        {day(reviewed.at)}
      </span>
      {!view.row.reviewed && (
        <Button kind="quiet" onPress={() => void look(reviewed.by)} data-testid="review-again">
          {reviewed.by} looked again
        </Button>
      )}
      <Button kind="quiet" onPress={() => void save({ reviewed_by: "" })} data-testid="review-back">
        Take the look back
      </Button>
    </p>
  );
}

/** Requirements of other frameworks this answer comes near to. They count only when accepted. */
export function Near({
  assessment,
  suggestions,
}: {
  assessment: string;
  suggestions: readonly Suggestion[];
}) {
  return (
    <ul className="b-near">
      {suggestions.map((suggestion) => (
        <NearOne key={suggestion.requirement} assessment={assessment} suggestion={suggestion} />
      ))}
    </ul>
  );
}

export function decideSuggestion(assessment: string, suggestion: Suggestion, accepted: boolean | null) {
  const { question, requirement } = suggestion;
  return attempt(change("decide_suggestion", { assessment, question, requirement, accepted, reason: "" }));
}

function NearOne({ assessment, suggestion }: { assessment: string; suggestion: Suggestion }) {
  const { requirement, title, why, adoption } = suggestion;
  const decide = (accepted: boolean | null) => void decideSuggestion(assessment, suggestion, accepted);
  return (
    <li data-testid={`near-${requirement}`}>
      <p>
        <Tag>{requirement.replace(":", " ")}</Tag> {title}
      </p>
      <p className="soft small">{why}</p>
      {adoption === null ? (
        <div className="b-acts">
          <Button onPress={() => decide(true)} data-testid={`accept-${requirement}`}>
            Count it
          </Button>
          <Button kind="quiet" onPress={() => decide(false)} data-testid={`refuse-${requirement}`}>
            Do not
          </Button>
        </div>
      ) : (
        <p className="small">
          <Icon name={adoption.accepted ? "check" : "close"} size="0.9375rem" />{" "}
          {adoption.accepted ? "Counts for it" : "Does not count"}, {adoption.by}, {day(adoption.at)}
          {adoption.reason !== "" && `: ${adoption.reason}`}{" "}
          <Button kind="quiet" onPress={() => decide(null)} data-testid={`reopen-${requirement}`}>
            Reopen
          </Button>
        </p>
      )}
    </li>
  );
}
