/** What the vendor still owes, the earliest first: each piece leads to its question, and the list goes into an e-mail. */

import { useRef, useState } from "react";
import { Button, EmptyState, Icon } from "../../components";
import { attempt, stepping, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Owed } from "../../ipc/Owed";
import type { QuestionId } from "../../ipc/QuestionId";
import { go } from "../../place";
import { change, useQuery } from "../../state/query";
import { day, say } from "../../words";
import { useCopyText } from "../copyText";
import { neighbour, Shown, useItem } from "../shown";
import { offerTakeBack } from "../takeBack";
import { OwedFields } from "./OwedFields";
import { textOf } from "./text";
import "./owed.css";

export function OwedScreen({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("owed", { assessment });
  const overview = useQuery("overview", { assessment });
  return (
    <div className="screen owed">
      {/* The list that goes into an e-mail begins with the title: without it there is none to copy. */}
      <Shown query={overview}>
        {({ assessment: { title } }) => (
          <Shown query={query}>{(all) => <All assessment={assessment} title={title} all={all} />}</Shown>
        )}
      </Shown>
    </div>
  );
}

const parts = [
  { id: "overdue", title: say("owed.overdue"), fits: ({ overdue }: Owed) => overdue },
  {
    id: "due",
    title: say("owed.toCome"),
    fits: ({ overdue, deferred }: Owed) => !overdue && deferred.until !== null,
  },
  { id: "no-day", title: say("owed.noDayAgreed"), fits: ({ deferred }: Owed) => deferred.until === null },
];

function All({ assessment, title, all }: { assessment: AssessmentId; title: string; all: Owed[] }) {
  const [item, choose] = useItem<QuestionId>();
  const [editing, setEditing] = useState<string>();
  const [copyText, byHand] = useCopyText(say("owed.copyTheList"));
  const list = useRef<HTMLDivElement>(null);
  const ids = all.map(({ question }) => question);
  const current = item !== undefined && ids.includes(item) ? item : ids[0];
  const text = textOf(title, all);

  const focusOn = (id: string | undefined) =>
    requestAnimationFrame(() => {
      const row = id === undefined ? null : list.current?.querySelector<HTMLElement>(`[data-owed="${id}"]`);
      const target = row?.querySelector<HTMLElement>(".linky") ?? document.getElementById("main");
      target?.focus();
      row?.scrollIntoView?.({ block: "nearest" });
    });
  const move = (step: 1 | -1) => {
    const next = neighbour(ids, current, step);
    choose(next);
    focusOn(next);
  };
  const open = (question: QuestionId) => go("questionnaire", { assessment, item: question });
  const receive = async ({ question, response: base }: Owed) => {
    const next = neighbour(ids, question, 1);
    const before = neighbour(ids, question, -1);
    const cleared = { assessment, question, change: { clear_deferred: true }, base };
    const done = await attempt(change("answer", cleared));
    if (done === undefined) return;
    setEditing(undefined);
    const on = next !== question ? next : before !== question ? before : undefined;
    choose(on);
    focusOn(on);
    await offerTakeBack(assessment, say("owed.nothingIsOwedOnAnyMore", { question }));
  };
  const edit = (question: QuestionId | undefined) => {
    setEditing(question);
    if (question === undefined) focusOn(current);
    else choose(question);
  };
  const copy = () => copyText(text, say("owed.copiedAsTextPiecesOfEvidence", { n: all.length }));

  const group = say("common.stillOwed");
  const hasOne = current !== undefined;
  useCommands([
    ...stepping("owed", group, say("owed.pieceOwed"), move, { isDisabled: !hasOne }),
    {
      id: "owed.open",
      title: say("owed.openItsQuestion"),
      group,
      keys: "O",
      isDisabled: !hasOne,
      run: () => current !== undefined && open(current),
    },
    {
      id: "owed.change",
      title: say("owed.changeWhatIsOwedOrBy"),
      group,
      keys: "E",
      isDisabled: !hasOne,
      run: () => edit(current),
    },
    {
      id: "owed.received",
      title: say("owed.sayThatItIsNoLonger"),
      words: say("owed.receivedArrived"),
      group,
      keys: "X",
      isDisabled: !hasOne,
      run: () => void all.filter(({ question }) => question === current).map(receive),
    },
    {
      id: "owed.copy",
      title: say("owed.copyTheListAsText"),
      words: say("owed.clipboardEMailMail"),
      group,
      keys: "C",
      isDisabled: !hasOne,
      run: copy,
    },
  ]);

  if (all.length === 0)
    return (
      <>
        <h1>{say("common.stillOwed")}</h1>
        <EmptyState
          icon="clock"
          title={say("owed.nothingIsOwed")}
          action={
            <Button kind="primary" onPress={() => go("questionnaire", { assessment })}>
              {say("common.goToTheQuestions")}
            </Button>
          }
        >
          {say("owed.whenTheVendorPromisesEvidenceFor")}
        </EmptyState>
      </>
    );

  const overdue = all.filter((one) => one.overdue).length;
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>{say("common.stillOwed")}</h1>
          <p>
            {overdue === 0
              ? say("owed.theVendorOwesPiecesOfEvidence", { n: all.length })
              : say("owed.nPiecesOwedSomeOverdue", {
                  n: all.length,
                  overdue: say("owed.nOfThemOverdue", { n: overdue }),
                })}
          </p>
        </div>
        <Button kind="primary" icon="copy" keys="C" onPress={copy} data-testid="owed-copy">
          {say("owed.copyAsText")}
        </Button>
      </header>
      <div ref={list} className="owed-parts">
        {parts.map((part) => {
          const rows = all.filter(part.fits);
          if (rows.length === 0) return null;
          return (
            <section key={part.id} aria-label={part.title}>
              <h2>
                {part.title} <span className="soft">{rows.length}</span>
              </h2>
              <ul role="list">
                {rows.map((one) => (
                  <Row
                    key={one.question}
                    one={one}
                    isCurrent={one.question === current}
                    isEditing={one.question === editing}
                    assessment={assessment}
                    onChoose={() => choose(one.question)}
                    onOpen={() => open(one.question)}
                    onEdit={(on) => edit(on ? one.question : undefined)}
                    onReceived={() => void receive(one)}
                  />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
      {byHand}
    </>
  );
}

interface RowProps {
  one: Owed;
  isCurrent: boolean;
  isEditing: boolean;
  assessment: AssessmentId;
  onChoose(): void;
  onOpen(): void;
  onEdit(on: boolean): void;
  onReceived(): void;
}

function Row({ one, isCurrent, isEditing, assessment, onChoose, onOpen, onEdit, onReceived }: RowProps) {
  const { question, text, deferred, response, asked_for, overdue } = one;
  return (
    <li
      className="owed-row"
      data-owed={question}
      data-current={isCurrent || undefined}
      data-testid={`owed-${question}`}
      onFocus={() => !isCurrent && onChoose()}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isEditing || event.defaultPrevented) return;
        event.preventDefault();
        onEdit(false);
      }}
    >
      <p className="owed-day">
        {deferred.until !== null && <time dateTime={deferred.until}>{day(deferred.until)}</time>}
        {overdue && (
          <strong className="owed-late">
            <Icon name="warning" size="1rem" /> {say("owed.overdue")}
          </strong>
        )}
      </p>
      <div className="owed-what">
        {isEditing ? (
          <OwedFields
            assessment={assessment}
            question={question}
            deferred={deferred}
            save={(next, was) =>
              change("answer", {
                assessment,
                question,
                change: { deferred: next },
                base: { ...response, deferred: was },
              })
            }
          />
        ) : (
          <p>
            <strong>{deferred.what}</strong>
          </p>
        )}
        <p>
          <button type="button" className="linky" onClick={onOpen} data-testid={`owed-open-${question}`}>
            <span className="code">{question}</span> {text}
          </button>
        </p>
        {asked_for.length > 0 && (
          <p className="soft small">{say("owed.itAsksFor", { list: asked_for.join("; ") })}</p>
        )}
      </div>
      <div className="acts">
        <Button kind="quiet" onPress={() => onEdit(!isEditing)} data-testid={`owed-change-${question}`}>
          {isEditing ? say("common.done") : say("owed.change")}
        </Button>
        <Button icon="check" onPress={onReceived} data-testid={`owed-received-${question}`}>
          {say("owed.received")}
        </Button>
      </div>
    </li>
  );
}
