/** Since last time: what changed since the assessment this one follows, and what nobody looked at again. */

import { useRef } from "react";
import { Radio, RadioGroup } from "react-aria-components";
import { Icon } from "../../components";
import { stepping, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Comparison as ComparisonView } from "../../ipc/Comparison";
import type { QuestionId } from "../../ipc/QuestionId";
import { go, usePlace } from "../../place";
import { useQuery } from "../../state/query";
import { rich, say, within } from "../../words";
import { Shown } from "../shown";
import { Change } from "./Change";
import { Figures } from "./Figures";
import { FollowNone } from "./FollowNone";
import { counts, dropped, groups, type View, views } from "./shifts";
import "./comparison.css";

export function Comparison({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("since_last_time", { assessment });
  const followsNone = query.error?.code === "no-previous";
  return (
    <div className="screen comparison">
      <header className="comparison-head">
        <h1>{say("comparison.sinceLastTime")}</h1>
        {!followsNone && query.data !== undefined && (
          <p className="soft">
            {rich("comparison.comparedWith", {
              button: (
                <button
                  type="button"
                  className="linky"
                  onClick={() => go("questionnaire", { assessment: query.data?.previous })}
                  data-testid="comparison-previous"
                >
                  {query.data.previous_title}
                </button>
              ),
            })}
          </p>
        )}
      </header>
      {query.data?.changed_after && (
        <p className="comparison-changed" data-testid="comparison-changed-after">
          <Icon name="warning" size="0.875rem" />{" "}
          {rich("comparison.changedAfterItsReport", {
            number: query.data.changed_after.issue,
            n: query.data.changed_after.changes,
            button: (
              <button
                type="button"
                className="linky"
                onClick={() => go("report", { assessment: query.data?.previous })}
              >
                {say("comparison.seeWhatChanged")}
              </button>
            ),
          })}
        </p>
      )}
      {followsNone ? (
        <FollowNone assessment={assessment} />
      ) : (
        <Shown query={query}>{(view) => <Loaded assessment={assessment} view={view} />}</Shown>
      )}
    </div>
  );
}

function Loaded({ assessment, view }: { assessment: AssessmentId; view: ComparisonView }) {
  const { ids } = usePlace();
  const list = useRef<HTMLDivElement>(null);
  const totals = counts(view);
  const all: readonly Omit<View, "fits">[] = [...views, dropped];
  // What is chosen stays in the address, so that coming back from a question finds the same list.
  const shown =
    all.find(({ id }) => id === ids.show) ??
    all.find(({ id }) => (totals[id] ?? 0) > 0 && id !== "same") ??
    dropped;
  const show = (id: string) => go("comparison", { assessment, show: id }, { replace: true });
  const open = (question: QuestionId, of = assessment) => {
    go("comparison", { assessment, show: shown.id, item: question }, { replace: true });
    go("questionnaire", { assessment: of, item: question });
  };
  const step = (by: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>("[data-question]") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const next = links[at < 0 ? (by === 1 ? 0 : links.length - 1) : at + by];
    next?.focus();
    next?.scrollIntoView?.({ block: "nearest" });
  };
  const group = say("comparison.sinceLastTime");
  useCommands([
    ...stepping("comparison", group, say("comparison.change"), step, { arrows: true }),
    ...all.map(({ id, title }) => ({
      id: `comparison.show.${id}`,
      title: say("comparison.show", { title: within(title) }),
      group,
      words: say("comparison.filterComparison"),
      run: () => show(id),
    })),
  ]);

  const fits = views.find(({ id }) => id === shown.id)?.fits;
  const rows = fits === undefined ? [] : view.differences.filter(fits);
  return (
    <>
      <Figures assessment={assessment} view={view} />
      <div className="comparison-halves">
        <RadioGroup
          aria-label={say("common.show")}
          className="comparison-views"
          value={shown.id}
          onChange={show}
        >
          {groups.map(({ title, views: members }, at) => (
            <div key={title} className="comparison-views-group">
              <p className="comparison-views-title" aria-hidden="true">
                {title}
              </p>
              {[...members, ...(at === groups.length - 1 ? [dropped] : [])].map((member) => (
                <Radio
                  key={member.id}
                  value={member.id}
                  className="comparison-show"
                  data-none={totals[member.id] === 0 || undefined}
                  data-testid={`comparison-show-${member.id}`}
                >
                  <span>{member.title}</span>
                  <span className="comparison-count">{totals[member.id]}</span>
                </Radio>
              ))}
            </div>
          ))}
        </RadioGroup>
        <section className="comparison-list" aria-labelledby="comparison-shown" ref={list}>
          <h2 id="comparison-shown">
            {shown.title}{" "}
            <span className="soft">{say("common.nQuestions", { n: totals[shown.id] ?? 0 })}</span>
          </h2>
          <p className="soft">{shown.meaning}</p>
          {(totals[shown.id] ?? 0) === 0 && (
            <p className="comparison-none" data-testid="comparison-none">
              {say("comparison.none")}
            </p>
          )}
          {shown.id === dropped.id ? (
            <Dropped assessment={assessment} view={view} onOpen={open} />
          ) : (
            <ul role="list" className="comparison-rows">
              {rows.map((difference) => (
                <Change
                  key={difference.question}
                  difference={difference}
                  isReturnedTo={ids.item === difference.question}
                  onOpen={() => open(difference.question)}
                />
              ))}
            </ul>
          )}
        </section>
      </div>
    </>
  );
}

interface DroppedProps {
  assessment: AssessmentId;
  view: ComparisonView;
  onOpen(question: QuestionId, of: AssessmentId): void;
}

function Dropped({ assessment, view, onOpen }: DroppedProps) {
  const then = useQuery("questionnaire", { assessment: view.previous }).data;
  const now = useQuery("questionnaire", { assessment }).data;
  const before = then?.topics.flatMap(({ questions }) => questions) ?? [];
  return (
    <ul role="list" className="comparison-rows">
      {view.dropped.map((question) => (
        <li key={question} className="comparison-row">
          <button
            type="button"
            className="comparison-open"
            data-question={question}
            data-testid={`change-${question}`}
            onClick={() => onOpen(question, view.previous)}
          >
            <span className="code comparison-id">{question}</span>
            <span className="comparison-text">
              {before.find(({ id }) => id === question)?.text ?? say("comparison.thisQuestionIsInNoList")}
            </span>
          </button>
          <p className="soft comparison-why">{now?.off.find(({ id }) => id === question)?.reason}</p>
        </li>
      ))}
    </ul>
  );
}
