/** The risk register: the matrix with every risk in it beside the list, and one risk to edit. */

import { useMemo, useState } from "react";
import { Button, type Column, EmptyState, MeaningTag, Segmented, Table } from "../../components";
import { attempt, stepping, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Rating } from "../../ipc/Rating";
import type { RiskInput } from "../../ipc/RiskInput";
import type { RiskRegister } from "../../ipc/RiskRegister";
import type { RiskView } from "../../ipc/RiskView";
import { go, usePlace } from "../../place";
import { useChoices } from "../../state/choices";
import { change, skip, useQuery } from "../../state/query";
import { byName, day, rich, say, within } from "../../words";
import { neighbour, Shown, titleOf } from "../shown";
import { offerTakeBack } from "../takeBack";
import { bandAt, bandMeaning, isSameRating, MatrixGrid } from "./MatrixGrid";
import { NewRisk, RiskEditor } from "./RiskEditor";
import "./risks.css";

export function RisksScreen({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("risks", { assessment });
  return (
    <div className="screen">
      <Shown query={query}>{(register) => <Register assessment={assessment} register={register} />}</Shown>
    </div>
  );
}

const NEW = "new";

function Register({ assessment, register }: { assessment: AssessmentId; register: RiskRegister }) {
  const { ids } = usePlace();
  const { matrix, risks } = register;
  const [cell, setCell] = useState<Rating | null>(null);
  const [which, setWhich] = useState<"residual" | "inherent">("residual");
  const suggestion = useQuery(
    "risk_from_threat",
    ids.threat === undefined ? skip : { assessment, threat: ids.threat },
  );
  const order = risks.map(({ risk }) => risk.id);
  const shown = risks.find(({ risk }) => risk.id === ids.item);
  const open = (item: string | undefined) =>
    go("risks", item === undefined ? { assessment } : { assessment, item }, { replace: true });
  const isEditing = shown !== undefined || ids.item === NEW || ids.threat !== undefined;

  const remove = async ({ risk }: RiskView) => {
    const done = await attempt(change("remove_risk", { assessment, risk: risk.id }));
    if (done === undefined) return;
    open(undefined);
    await offerTakeBack(assessment, say("risks.riskWasRemoved", { id: risk.id, title: risk.title }));
  };

  useCommands([
    {
      id: "risks.add",
      title: say("risks.addARisk"),
      group: say("common.risks"),
      keys: "N",
      run: () => open(NEW),
    },
    ...stepping(
      "risks",
      say("common.risks"),
      say("risks.riskWithin"),
      (by) => open(neighbour(order, ids.item, by)),
      {
        isDisabled: order.length === 0,
      },
    ),
    {
      id: "risks.all",
      title: say("risks.goBackToAllRisks"),
      group: say("common.risks"),
      keys: "Escape",
      isDisabled: !isEditing,
      run: () => open(undefined),
    },
    {
      id: "risks.remove",
      title: say("risks.removeThisRisk"),
      group: say("common.risks"),
      keys: "Shift+Delete",
      notWhileTyping: true,
      isDisabled: shown === undefined,
      run: () => shown !== undefined && void remove(shown),
    },
  ]);

  if (shown !== undefined)
    return (
      <RiskEditor
        key={shown.risk.id}
        view={shown}
        matrix={matrix}
        onClose={() => open(undefined)}
        onRemove={() => void remove(shown)}
      />
    );
  if (ids.threat !== undefined)
    return (
      <Shown query={suggestion}>
        {(input) => (
          <NewRisk
            key={ids.threat}
            first={input}
            matrix={matrix}
            onClose={() => open(undefined)}
            onAdded={open}
            known={order}
          />
        )}
      </Shown>
    );
  if (ids.item === NEW)
    return (
      <NewRisk
        first={blank(assessment)}
        matrix={matrix}
        onClose={() => open(undefined)}
        onAdded={open}
        known={order}
      />
    );

  const inCell = (rating: Rating) => risks.filter(({ risk }) => isSameRating(risk.ratings[which], rating));
  const listed = cell === null ? risks : inCell(cell);
  const band = cell === null ? undefined : bandAt(matrix, cell);
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>{say("common.risks")}</h1>
          <p>{say("risks.nRisksTheWorstThatRemainsFirst", { n: risks.length })}</p>
        </div>
        <Button kind="primary" icon="plus" keys="N" onPress={() => open(NEW)} data-testid="add-risk">
          {say("risks.addARisk")}
        </Button>
      </header>
      {risks.length === 0 ? (
        <EmptyState
          icon="risk"
          title={say("risks.noRisksYet")}
          action={
            <Button onPress={() => go("threats", { assessment })}>{say("risks.goToTheThreats")}</Button>
          }
        >
          {say("risks.aRiskSaysWhatCouldHappen")}
        </EmptyState>
      ) : (
        <div className="risks">
          <section className="risks-matrix" aria-label={say("risks.matrix")}>
            <Segmented
              label={say("risks.placedBy")}
              hideLabel
              segments={[
                { id: "residual", label: say("risks.afterTreatment") },
                { id: "inherent", label: say("risks.beforeTreatment") },
              ]}
              value={which}
              onChange={(next) => {
                setWhich(next);
                setCell(null);
              }}
            />
            <MatrixGrid
              label={
                which === "residual" ? say("risks.risksAfterTreatment") : say("risks.risksBeforeTreatment")
              }
              testId="risk-matrix"
              matrix={matrix}
              value={cell}
              onChoose={(rating) => setCell((now) => (isSameRating(now, rating) ? null : rating))}
              inCell={(rating) => {
                const here = inCell(rating).map(({ risk }) => risk.id);
                return {
                  show: here.join(" "),
                  spoken:
                    here.length === 0
                      ? say("risks.noRisks")
                      : `${say("risks.nRisks", { n: here.length })}: ${here.join(", ")}.`,
                };
              }}
            />
            <div className="risks-cell" aria-live="polite">
              {cell === null ? (
                <p className="soft small">{say("risks.chooseACellToSeeOnly")}</p>
              ) : (
                <>
                  <p className="small">
                    <strong>
                      {rich("risks.likelihoodImpact4", {
                        likelihood: cell.likelihood,
                        impact: cell.impact,
                        title: band?.title,
                      })}
                    </strong>{" "}
                    {band?.action}
                  </p>
                  <Button kind="quiet" onPress={() => setCell(null)}>
                    {say("risks.showAllRisks")}
                  </Button>
                </>
              )}
            </div>
          </section>
          <Listed assessment={assessment} risks={listed} onOpen={open} />
        </div>
      )}
    </>
  );
}

function Listed(props: { assessment: AssessmentId; risks: RiskView[]; onOpen(id: string): void }) {
  const choices = useChoices();
  const columns = useMemo<Column<RiskView>[]>(
    () => [
      {
        id: "id",
        title: say("risks.risk2"),
        width: "4rem",
        compare: (a, b) => byName(a.risk.id, b.risk.id),
        cell: ({ risk }) => (
          <span className="code" data-testid={`risk-${risk.id}`}>
            {risk.id}
          </span>
        ),
      },
      {
        id: "title",
        title: say("risks.whatCouldHappen"),
        isRowHeader: true,
        cell: (view) => (
          <span className="risks-title">
            {view.risk.title}
            <span className="soft small">
              {[
                titleOf(choices?.treatments, view.risk.treatment),
                within(titleOf(choices?.risk_statuses, view.risk.status)),
                ...(view.risk.due === null ? [] : [say("risks.due", { due: day(view.risk.due) })]),
                view.risk.owner === "" ? say("risks.noOwner") : view.risk.owner,
              ].join(", ")}
            </span>
          </span>
        ),
      },
      {
        id: "bands",
        title: say("risks.beforeAfter"),
        cell: (view) => <BeforeAfter view={view} />,
      },
    ],
    [choices],
  );
  return (
    <section className="risks-list" aria-label={say("risks.register")}>
      <Table
        label={say("common.risks")}
        items={props.risks}
        idOf={({ risk }) => risk.id}
        columns={columns}
        onOpen={props.onOpen}
        empty={say("risks.noRiskStandsInThisCell")}
      />
    </section>
  );
}

/** From what to what, in words and shapes. */
export function BeforeAfter({ view }: { view: RiskView }) {
  const { inherent, residual } = view.risk.ratings;
  return (
    <span className="risks-arrow">
      <MeaningTag meaning={bandMeaning(view.inherent)} quiet />
      <span className="code">
        {inherent.likelihood}×{inherent.impact}
      </span>
      <span role="img" aria-label={say("risks.thenIs")}>
        →
      </span>
      <MeaningTag meaning={bandMeaning(view.residual)} />
      <span className="code">
        {residual.likelihood}×{residual.impact}
      </span>
    </span>
  );
}

/** A risk with nothing said yet, in the middle of the matrix. */
function blank(assessment: AssessmentId): RiskInput {
  return {
    assessment,
    id: null,
    title: "",
    scenario: "",
    threats: [],
    findings: [],
    categories: [],
    inherent: { likelihood: 3, impact: 3 },
    residual: { likelihood: 3, impact: 3 },
    rationale: "",
    treatment: "mitigate",
    controls: [],
    combining: "",
    owner: "",
    due: null,
    status: "open",
  };
}
