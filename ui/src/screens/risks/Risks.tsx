/** The risk register: the matrix with every risk in it beside the list, and one risk to edit. */
import { useMemo, useState } from "react";
import { Button, type Column, EmptyState, MeaningTag, Segmented, Table } from "../../components";
import { attempt, stepping, useCommands } from "../../frame";
import type { Rating } from "../../ipc/Rating";
import type { RiskInput } from "../../ipc/RiskInput";
import type { RiskRegister } from "../../ipc/RiskRegister";
import type { RiskView } from "../../ipc/RiskView";
import { go, usePlace } from "../../place";
import { change, skip, useQuery } from "../../state/query";
import { byName, count, day } from "../../words";
import { neighbour, Shown, titleOf } from "../shown";
import { offerTakeBack } from "../takeBack";
import { bandAt, bandMeaning, isSameRating, MatrixGrid } from "./MatrixGrid";
import { NewRisk, RiskEditor } from "./RiskEditor";
import "./risks.css";

export function RisksScreen({ assessment }: { assessment: string }) {
  const query = useQuery("risks", { assessment });
  return (
    <div className="screen">
      <Shown query={query}>{(register) => <Register assessment={assessment} register={register} />}</Shown>
    </div>
  );
}

const NEW = "new";

function Register({ assessment, register }: { assessment: string; register: RiskRegister }) {
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
    await offerTakeBack(assessment, `Risk ${risk.id} “${risk.title}” was removed.`);
  };

  useCommands([
    { id: "risks.add", title: "Add a risk", group: "Risks", keys: "N", run: () => open(NEW) },
    ...stepping("risks", "Risks", "risk", (by) => open(neighbour(order, ids.item, by)), {
      isDisabled: order.length === 0,
    }),
    {
      id: "risks.all",
      title: "Go back to all risks",
      group: "Risks",
      keys: "Escape",
      isDisabled: !isEditing,
      run: () => open(undefined),
    },
    {
      id: "risks.remove",
      title: "Remove this risk",
      group: "Risks",
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
          <h1>Risks</h1>
          <p>{count(risks.length, "risk")}, the worst that remains first</p>
        </div>
        <Button kind="primary" icon="plus" keys="N" onPress={() => open(NEW)} data-testid="add-risk">
          Add a risk
        </Button>
      </header>
      {risks.length === 0 ? (
        <EmptyState
          icon="risk"
          title="No risks yet"
          action={<Button onPress={() => go("threats", { assessment })}>Go to the threats</Button>}
        >
          A risk says what could happen, how likely and how bad, what is done about it and what remains. Most
          begin with a threat: open one and make a risk of it, or add one here.
        </EmptyState>
      ) : (
        <div className="risks">
          <section className="risks-matrix" aria-label="Matrix">
            <Segmented
              label="Placed by"
              hideLabel
              segments={[
                { id: "residual", label: "After treatment" },
                { id: "inherent", label: "Before treatment" },
              ]}
              value={which}
              onChange={(next) => {
                setWhich(next);
                setCell(null);
              }}
            />
            <MatrixGrid
              label={`Risks ${which === "residual" ? "after" : "before"} treatment`}
              testId="risk-matrix"
              matrix={matrix}
              value={cell}
              onChoose={(rating) => setCell((now) => (isSameRating(now, rating) ? null : rating))}
              inCell={(rating) => {
                const here = inCell(rating).map(({ risk }) => risk.id);
                return {
                  show: here.join(" "),
                  say: here.length === 0 ? "No risks." : `${count(here.length, "risk")}: ${here.join(", ")}.`,
                };
              }}
            />
            <div className="risks-cell" aria-live="polite">
              {cell === null ? (
                <p className="soft small">Choose a cell to see only its risks.</p>
              ) : (
                <>
                  <p className="small">
                    <strong>
                      Likelihood {cell.likelihood} × impact {cell.impact}: {band?.title}.
                    </strong>{" "}
                    {band?.action}
                  </p>
                  <Button kind="quiet" onPress={() => setCell(null)}>
                    Show all risks
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

function Listed(props: { assessment: string; risks: RiskView[]; onOpen(id: string): void }) {
  const choices = useQuery("choices", {});
  const columns = useMemo<Column<RiskView>[]>(
    () => [
      {
        id: "id",
        title: "Risk",
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
        title: "What could happen",
        isRowHeader: true,
        cell: (view) => (
          <span className="risks-title">
            {view.risk.title}
            <span className="soft small">
              {titleOf(choices.data?.treatments, view.risk.treatment)}
              {", "}
              {titleOf(choices.data?.risk_statuses, view.risk.status).toLowerCase()}
              {view.risk.due !== null && `, due ${day(view.risk.due)}`}
              {view.risk.owner === "" ? ", no owner" : `, ${view.risk.owner}`}
            </span>
          </span>
        ),
      },
      {
        id: "bands",
        title: "Before → after",
        cell: (view) => <BeforeAfter view={view} />,
      },
    ],
    [choices.data],
  );
  return (
    <section className="risks-list" aria-label="Register">
      <Table
        label="Risks"
        items={props.risks}
        idOf={({ risk }) => risk.id}
        columns={columns}
        onOpen={props.onOpen}
        empty="No risk stands in this cell."
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
      <span role="img" aria-label="then">
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
function blank(assessment: string): RiskInput {
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
