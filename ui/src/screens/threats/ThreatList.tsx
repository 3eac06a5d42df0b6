/** The threats: filtered, grouped, decided one by one or several at once. */

import { useMemo, useState } from "react";
import { Button, Checkbox, EmptyState, Glyph, IconButton, Segmented, Select, Tag } from "../../components";
import { attempt, stepping, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Decided } from "../../ipc/Decided";
import type { RecordedView } from "../../ipc/RecordedView";
import type { ThreatDecision } from "../../ipc/ThreatDecision";
import type { ThreatId } from "../../ipc/ThreatId";
import type { ThreatModel } from "../../ipc/ThreatModel";
import type { ThreatView } from "../../ipc/ThreatView";
import { go } from "../../place";
import type { Choices } from "../../state/choices";
import type { Save } from "../../state/edit";
import { change } from "../../state/query";
import { say, within } from "../../words";
import { neighbour, titleOf, useInSight, useItem } from "../shown";
import type { PartOpen } from "./Model";
import { decisionKeys, decisions, letterOrder, needsReason } from "./meanings";
import { ReasonDialog } from "./ReasonDialog";
import { RecordedDetail, ThreatDetail } from "./ThreatDetail";

interface ThreatListProps {
  assessment: AssessmentId;
  model: ThreatModel;
  choices: Choices | undefined;
  onPart(part: PartOpen): void;
  onSilent(on: string, name: string): void;
  onModel(): void;
}

/** A threat on the list, whether a rule made it or a person recorded it. */
interface Row {
  id: ThreatId;
  title: string;
  letter: string | null;
  on: string;
  onName: string;
  decision: ThreatDecision;
  risks: number;
  isRecorded: boolean;
}

type Grouping = "element" | "letter";
type Show = "open" | "decided" | "all";
const ALL = "-";

export function ThreatList(props: ThreatListProps) {
  const { assessment, model, choices, onPart, onSilent } = props;
  const [item, choose] = useItem<ThreatId>();
  const [grouping, setGrouping] = useState<Grouping>("element");
  const [show, setShow] = useState<Show>("open");
  const [letter, setLetter] = useState(ALL);
  const [on, setOn] = useState(ALL);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<{ decision: ThreatDecision; threats: ThreatId[] }>();

  const all = useMemo<Row[]>(
    () => [
      ...model.threats.map(({ threat, decision, risks }) => ({
        id: threat.id,
        title: threat.title,
        letter: threat.letter,
        on: threat.target.id,
        onName: threat.target_name,
        decision,
        risks: risks.length,
        isRecorded: false,
      })),
      ...model.recorded.map(({ threat, on_name, decision }) => ({
        id: threat.id,
        title: threat.title,
        letter: threat.letter,
        on: threat.on,
        onName: on_name,
        decision,
        risks: 0,
        isRecorded: true,
      })),
    ],
    [model],
  );
  const rows = all.filter(
    (row) =>
      // What is open beside the list stays on it after it was decided, so that it does not slip away unseen.
      (show === "all" || (row.decision === "open") === (show === "open") || row.id === item) &&
      (letter === ALL || row.letter === letter) &&
      (on === ALL || row.on === on),
  );
  const groups = useMemo(() => {
    const map = new Map<string, { id: string; title: string; rows: Row[] }>();
    for (const row of rows) {
      const id = grouping === "element" ? row.on : (row.letter ?? "");
      const title =
        grouping === "element"
          ? row.onName
          : titleOf(choices?.letters, row.letter) || say("threats.otherMethods");
      const group = map.get(id) ?? { id, title, rows: [] };
      group.rows.push(row);
      map.set(id, group);
    }
    const order = (id: string) => {
      const at = letterOrder.indexOf(id);
      return at < 0 ? letterOrder.length : at;
    };
    return grouping === "element"
      ? [...map.values()]
      : [...map.values()].sort((a, b) => order(a.id) - order(b.id));
  }, [rows, grouping, choices]);

  const ids = groups.flatMap((group) => group.rows.map(({ id }) => id));
  const current = item !== undefined && ids.includes(item) ? item : ids[0];
  const picked = ids.filter((id) => ticked.has(id));
  const chosen = picked.length > 0 ? picked : current === undefined ? [] : [current];
  const detail = model.threats.find(({ threat }) => threat.id === current);
  const recorded = model.recorded.find(({ threat }) => threat.id === current);

  /** What is decided on threats so far, as it is shown. */
  const seen = (threats: readonly ThreatId[]): Record<ThreatId, Decided> =>
    Object.fromEntries(
      [...model.threats, ...model.recorded]
        .filter(({ threat }) => threats.includes(threat.id))
        .map(({ threat, decision, reason }) => [threat.id, { decision, reason }]),
    );
  const decide = async (
    decision: ThreatDecision,
    threats: ThreatId[],
    reason: string,
    base = seen(threats),
  ) => {
    // After one decision the next open one comes up at once, so that the next key is for it.
    const next = threats.length === 1 && show === "open" ? neighbour(ids, threats[0], 1) : undefined;
    if (next !== undefined) choose(next);
    const made = Object.fromEntries(threats.map((threat) => [threat, { decision, reason }]));
    const done = await attempt(change("decide_threats", { assessment, threats: made, base }));
    if (done === undefined) {
      if (next !== undefined) choose(threats[0]);
      return false;
    }
    setTicked(new Set());
    return true;
  };
  const start = (decision: ThreatDecision, threats = chosen) => {
    const [one] = threats;
    if (one === undefined) return;
    if (needsReason(decision) || threats.length > 1) setAsking({ decision, threats });
    else void decide(decision, threats, seen(threats)[one]?.reason ?? "");
  };
  const saveReason =
    ({ threat: { id }, decision }: ThreatView | RecordedView): Save<string> =>
    (reason, was) =>
      change("decide_threats", {
        assessment,
        threats: { [id]: { decision, reason } },
        base: { [id]: { decision, reason: was } },
      });
  const makeRisk = (threat: ThreatId) => go("risks", { assessment, threat });
  const tick = (id: string, isOn: boolean) =>
    setTicked((now) => {
      const next = new Set(now);
      if (isOn) next.add(id);
      else next.delete(id);
      return next;
    });

  const nothing = chosen.length === 0;
  useCommands([
    ...stepping(
      "threats",
      say("common.threats"),
      say("threats.threat"),
      (by) => choose(neighbour(ids, current, by)),
      {
        isDisabled: ids.length === 0,
      },
    ),
    {
      id: "threats.tick",
      title: say("threats.selectThisThreatToDecideSeveral"),
      group: say("common.threats"),
      keys: "T",
      isDisabled: current === undefined,
      run: () => current !== undefined && tick(current, !ticked.has(current)),
    },
    ...(Object.keys(decisions) as ThreatDecision[]).map((decision) => ({
      id: `threats.decide.${decision}`,
      title: say("threats.decide", { word: within(decisions[decision].word) }),
      group: say("common.threats"),
      ...(decisionKeys[decision] === undefined ? {} : { keys: decisionKeys[decision] }),
      isDisabled: nothing,
      run: () => start(decision),
    })),
    {
      id: "threats.risk",
      title: say("threats.makeARiskOfThisThreat"),
      group: say("common.threats"),
      keys: "R",
      isDisabled: detail === undefined,
      run: () => detail !== undefined && makeRisk(detail.threat.id),
    },
  ]);

  if (all.length === 0 && model.stale.length === 0)
    return (
      <EmptyState
        icon="threat"
        title={say("threats.noThreatsYet")}
        action={
          <Button kind="primary" keys="V" onPress={props.onModel}>
            {say("threats.goToTheModel")}
          </Button>
        }
      >
        {say("threats.threatsComeFromTheModelA")}
      </EmptyState>
    );

  const targets = [...new Map(all.map((row) => [row.on, row.onName]))];
  return (
    <div className="threats">
      <div className="threats-filters">
        <Segmented
          label={say("common.show")}
          hideLabel
          segments={[
            {
              id: "open",
              label: say("threats.open", { many: all.filter((r) => r.decision === "open").length }),
            },
            { id: "decided", label: say("threats.decided", { decided: model.decided }) },
            { id: "all", label: say("threats.all") },
          ]}
          value={show}
          onChange={setShow}
          testId="threats-show"
        />
        <Segmented
          label={say("threats.groupBy")}
          hideLabel
          segments={[
            { id: "element", label: say("threats.byElement") },
            { id: "letter", label: say("threats.byLetter") },
          ]}
          value={grouping}
          onChange={setGrouping}
        />
        <Select
          label={say("threats.letter")}
          hideLabel
          options={[
            { id: ALL, label: say("threats.allLetters") },
            ...(choices?.letters ?? []).map(({ id, title }) => ({ id, label: `${id}: ${title}` })),
          ]}
          value={letter}
          onChange={setLetter}
        />
        <Select
          label={say("threats.elementOrFlow")}
          hideLabel
          options={[
            { id: ALL, label: say("threats.allElements") },
            ...targets.map(([id, label]) => ({ id, label })),
          ]}
          value={on}
          onChange={setOn}
        />
      </div>
      {picked.length > 0 && (
        <div className="threats-bulk" role="toolbar" aria-label={say("threats.decideTheSelectedThreats")}>
          <strong>{say("threats.nThreatsSelected", { n: picked.length })}</strong>
          {(Object.keys(decisions) as ThreatDecision[]).map((decision) => (
            <Button
              key={decision}
              keys={decisionKeys[decision]}
              onPress={() => start(decision, picked)}
              data-testid={`bulk-${decision}`}
            >
              {decisions[decision].word}
            </Button>
          ))}
          <IconButton
            icon="close"
            label={say("threats.clearTheSelection")}
            onPress={() => setTicked(new Set())}
          />
        </div>
      )}
      <div className="beside">
        <nav className="beside-list" aria-label={say("common.threats")}>
          {groups.length === 0 && <p className="soft threats-none">{say("threats.noThreatsMatch")}</p>}
          {groups.map((group) => {
            const inGroup = group.rows.filter(({ id }) => ticked.has(id)).length;
            return (
              <section key={group.id} aria-label={group.title}>
                <div className="threats-group">
                  <Checkbox
                    label={say("threats.selectAllOf", { title: group.title })}
                    value={inGroup === group.rows.length}
                    isMixed={inGroup > 0 && inGroup < group.rows.length}
                    onChange={(isOn) => {
                      for (const { id } of group.rows) tick(id, isOn);
                    }}
                  >
                    <h2>{group.title}</h2>
                  </Checkbox>
                  <span className="soft small">{group.rows.length}</span>
                  {grouping === "element" && (
                    <Button kind="quiet" onPress={() => onSilent(group.id, group.title)}>
                      {say("threats.whyNot")}
                    </Button>
                  )}
                </div>
                <ul role="list">
                  {group.rows.map((row) => (
                    <ThreatRow
                      key={row.id}
                      row={row}
                      grouping={grouping}
                      current={row.id === current}
                      isTicked={ticked.has(row.id)}
                      onTick={(isOn) => tick(row.id, isOn)}
                      onChoose={() => choose(row.id)}
                    />
                  ))}
                </ul>
              </section>
            );
          })}
        </nav>
        {detail !== undefined && (
          <ThreatDetail
            key={detail.threat.id}
            assessment={assessment}
            view={detail}
            choices={choices}
            onDecide={(decision) => start(decision, [detail.threat.id])}
            onReason={saveReason(detail)}
            onRisk={() => makeRisk(detail.threat.id)}
            onPart={() => onPart({ kind: detail.threat.target.kind, id: detail.threat.target.id })}
          />
        )}
        {recorded !== undefined && (
          <RecordedDetail
            key={recorded.threat.id}
            assessment={assessment}
            view={recorded}
            choices={choices}
            onDecide={(decision) => start(decision, [recorded.threat.id])}
            onReason={saveReason(recorded)}
          />
        )}
      </div>
      {model.stale.length > 0 && (
        <section aria-label={say("threats.decisionsWithoutAThreat")}>
          <h2>{say("threats.decidedButNoLongerInThe")}</h2>
          <p className="soft">{say("threats.theModelChangedAndNoLonger")}</p>
          <ul role="list" className="threats-stale">
            {model.stale.map((note) => (
              <li key={note.threat}>
                <Glyph meaning={decisions[note.decision]} />
                <span>
                  {note.title} <Tag>{decisions[note.decision].word}</Tag>
                  {note.reason !== "" && <span className="soft small"> {note.reason}</span>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {asking !== undefined && (
        <ReasonDialog
          assessment={assessment}
          {...asking}
          seen={seen(asking.threats)}
          onDecide={(reason, base) => decide(asking.decision, asking.threats, reason, base)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </div>
  );
}

interface ThreatRowProps {
  row: Row;
  grouping: Grouping;
  current: boolean;
  isTicked: boolean;
  onTick(isOn: boolean): void;
  onChoose(): void;
}

function ThreatRow({ row, grouping, current, isTicked, onTick, onChoose }: ThreatRowProps) {
  const button = useInSight<HTMLButtonElement>(current);
  return (
    <li className="threats-row" data-current={current || undefined}>
      <Checkbox label={say("threats.select", { title: row.title })} value={isTicked} onChange={onTick}>
        {null}
      </Checkbox>
      <button
        ref={button}
        type="button"
        className="pick"
        aria-current={current}
        data-testid={`threat-${row.id}`}
        onClick={onChoose}
      >
        <Glyph meaning={decisions[row.decision]} />
        <span className="pick-title">{row.title}</span>
        <span className="pick-about">
          <span>{decisions[row.decision].word}</span>
          <span>{grouping === "element" ? (row.letter ?? say("threats.other")) : row.onName}</span>
          {row.isRecorded && <span>{say("threats.recorded")}</span>}
          {row.risks > 0 && <span>{say("threats.nRisks", { n: row.risks })}</span>}
        </span>
      </button>
    </li>
  );
}
