/** One risk: what could happen, its two ratings in the matrix, and what is done about it. */

import { useState } from "react";
import { ApiError } from "../../api";
import {
  Button,
  Checkbox,
  DateField,
  Kept,
  ListField,
  MeaningTag,
  SaveTrouble,
  Segmented,
  Tag,
  TextArea,
  TextField,
} from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Matrix } from "../../ipc/Matrix";
import type { Rating } from "../../ipc/Rating";
import type { RiskCategory } from "../../ipc/RiskCategory";
import type { RiskInput } from "../../ipc/RiskInput";
import type { RiskStatus } from "../../ipc/RiskStatus";
import type { RiskView } from "../../ipc/RiskView";
import type { Treatment } from "../../ipc/Treatment";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { useDraft, useEdit } from "../../state/edit";
import { change, useQuery } from "../../state/query";
import { rich, say } from "../../words";
import { NeededText, optionsOf } from "../shown";
import { bandAt, bandMeaning, isSameRating, MatrixGrid } from "./MatrixGrid";

/** The risk as the core takes it back. */
function inputOf({ risk: { ratings, ...rest } }: RiskView): RiskInput {
  return { ...rest, inherent: ratings.inherent, residual: ratings.residual };
}

interface RiskEditorProps {
  view: RiskView;
  matrix: Matrix;
  onClose(): void;
  onRemove(): void;
}

export function RiskEditor({ view, matrix, onClose, onRemove }: RiskEditorProps) {
  const saver = useEdit<RiskView>(`risk ${view.risk.assessment} ${view.risk.id}`, {
    stored: view,
    save: (next, seen) => change("save_risk", { ...inputOf(next), base: seen.risk }),
    what: say("risks.risk", { id: view.risk.id }),
  });
  const input = inputOf(saver.value);
  const put = (part: Partial<RiskInput>) => {
    const { inherent, residual, id: _, ...rest } = { ...input, ...part };
    saver.set({ ...saver.value, risk: { ...saver.value.risk, ...rest, ratings: { inherent, residual } } });
  };
  return (
    <>
      <header className="screen-head">
        <div className="acts">
          <Button kind="quiet" icon="back" keys="Escape" onPress={onClose} data-testid="all-risks">
            {say("risks.allRisks")}
          </Button>
          <h1>{say("risks.risk", { id: view.risk.id })}</h1>
        </div>
        <Button kind="quiet" icon="trash" onPress={onRemove} data-testid="remove-risk">
          {say("risks.removeRisk")}
        </Button>
      </header>
      <SaveTrouble edit={saver} />
      <Fields input={input} matrix={matrix} put={put} onLeave={() => void saver.flush()} />
    </>
  );
}

interface NewRiskProps {
  first: RiskInput;
  matrix: Matrix;
  known: readonly string[];
  onClose(): void;
  onAdded(id: string | undefined): void;
}

export function NewRisk({ first, matrix, known, onClose, onAdded }: NewRiskProps) {
  const draft = useDraft<RiskInput>(`new risk ${first.assessment} ${first.threats.join(" ")}`, first, {
    what: say("risks.newRisk"),
  });
  const input = draft.value;
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const put = (part: Partial<RiskInput>) => draft.set((now) => ({ ...now, ...part }));
  const add = async () => {
    if (input.title.trim() === "" || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      const register = await change("save_risk", input);
      draft.clear();
      onAdded(register.risks.find(({ risk }) => !known.includes(risk.id))?.risk.id);
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
      setBusy(false);
    }
  };
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>{say("risks.newRisk")}</h1>
          <p>
            {first.threats.length > 0
              ? say("risks.filledInFromTheThreatChange")
              : say("risks.itCountsOnceItIsAdded")}
          </p>
        </div>
        <div className="acts">
          <Button
            kind="quiet"
            onPress={() => {
              draft.discard();
              onClose();
            }}
          >
            {say("common.discard")}
          </Button>
          <Button
            kind="primary"
            onPress={() => void add()}
            isDisabled={busy || input.title.trim() === ""}
            data-testid="save-risk"
          >
            {say("risks.addRisk")}
          </Button>
        </div>
      </header>
      {error !== undefined && (
        <p className="risks-error" role="alert">
          {error}
        </p>
      )}
      <Kept draft={draft} />
      <Fields input={input} matrix={matrix} put={put} onLeave={() => {}} />
    </>
  );
}

interface FieldsProps {
  input: RiskInput;
  matrix: Matrix;
  put(part: Partial<RiskInput>): void;
  onLeave(): void;
}

function Fields({ input, matrix, put, onLeave }: FieldsProps) {
  const choices = useChoices();
  const findings = useQuery("findings", { assessment: input.assessment }).data?.findings ?? [];
  const { assessment } = input;
  return (
    <div className="risk-editor">
      <div className="fields">
        {input.id === null ? (
          <TextField
            label={say("common.title")}
            isRequired
            autoFocus
            value={input.title}
            onChange={(title) => put({ title })}
            testId="risk-title"
          />
        ) : (
          <NeededText
            label={say("common.title")}
            value={input.title}
            onChange={(title) => put({ title })}
            onBlur={onLeave}
            testId="risk-title"
          />
        )}
        <TextArea
          label={say("risks.scenario")}
          help={say("risks.whatHappensByWhatCauseTo")}
          lines={3}
          value={input.scenario}
          onChange={(scenario) => put({ scenario })}
          onBlur={onLeave}
          testId="risk-scenario"
        />
        <TextArea
          label={say("risks.whyTheseRatings")}
          lines={2}
          value={input.rationale}
          onChange={(rationale) => put({ rationale })}
          onBlur={onLeave}
          testId="risk-rationale"
        />
        <Segmented
          label={say("risks.treatment")}
          segments={optionsOf<Treatment>(choices?.treatments)}
          value={input.treatment}
          onChange={(treatment) => put({ treatment })}
          testId="risk-treatment"
        />
        <ListField
          label={say("risks.controlsReliedOn")}
          placeholder={say("risks.addAControl")}
          value={input.controls}
          onChange={(controls) => put({ controls })}
          onBlur={onLeave}
          testId="risk-control"
        />
        <TextArea
          label={say("risks.howTheControlsWereTakenTogether")}
          help={say("risks.whyTheRatingAfterTreatmentIs")}
          value={input.combining}
          onChange={(combining) => put({ combining })}
          onBlur={onLeave}
          testId="risk-combining"
        />
        <div className="fields-pair">
          <TextField
            label={say("common.owner")}
            help={say("risks.whoAnswersForIt")}
            value={input.owner}
            onChange={(owner) => put({ owner })}
            onBlur={onLeave}
            testId="risk-owner"
          />
          <DateField
            label={say("common.due")}
            value={input.due ?? ""}
            onChange={(due) => {
              if (due !== (input.due ?? "")) put({ due: due === "" ? null : due });
            }}
            testId="risk-due"
          />
        </div>
        <Segmented
          label={say("risks.howFarTheTreatmentIs")}
          segments={optionsOf<RiskStatus>(choices?.risk_statuses)}
          value={input.status}
          onChange={(status) => put({ status })}
          testId="risk-status"
        />
        <fieldset>
          <legend className="field-label">{say("risks.categories")}</legend>
          <div className="risks-ticks">
            {optionsOf<RiskCategory>(choices?.risk_categories).map(({ id, label }) => (
              <Checkbox
                key={id}
                value={input.categories.includes(id)}
                onChange={(on) => put({ categories: withOrWithout(input.categories, id, on) })}
              >
                {label}
              </Checkbox>
            ))}
          </div>
        </fieldset>
        {findings.length > 0 && (
          <fieldset>
            <legend className="field-label">{say("risks.findingsBehindIt")}</legend>
            <div className="risks-ticks">
              {findings.map(({ finding }) => (
                <Checkbox
                  key={finding.id}
                  value={input.findings.includes(finding.id)}
                  onChange={(on) => put({ findings: withOrWithout(input.findings, finding.id, on) })}
                >
                  <span className="code">{finding.id}</span> {finding.title}
                </Checkbox>
              ))}
            </div>
          </fieldset>
        )}
        {input.threats.length > 0 && (
          <div className="field">
            <span className="field-label">{say("risks.threatsBehindIt")}</span>
            <ul role="list" className="risks-threats">
              {input.threats.map((threat) => (
                <ThreatLine
                  key={threat}
                  assessment={assessment}
                  threat={threat}
                  onRemove={() => put({ threats: input.threats.filter((id) => id !== threat) })}
                />
              ))}
            </ul>
          </div>
        )}
      </div>
      <RatingsPart input={input} matrix={matrix} put={put} />
    </div>
  );
}

function ThreatLine(props: { assessment: AssessmentId; threat: string; onRemove(): void }) {
  const { assessment, threat, onRemove } = props;
  const model = useQuery("threat_model", { assessment }).data;
  const title =
    model?.threats.find((view) => view.threat.id === threat)?.threat.title ??
    model?.recorded.find((view) => view.threat.id === threat)?.threat.title;
  return (
    <li>
      <button
        type="button"
        className="linky"
        onClick={() => go("threats", { assessment, tab: "threats", item: threat })}
      >
        {title ?? threat}
      </button>
      {title === undefined && model !== undefined && <Tag>{say("risks.noLongerInTheModel")}</Tag>}
      <Button kind="quiet" onPress={onRemove}>
        {say("risks.takeOff")}
      </Button>
    </li>
  );
}

function withOrWithout<Id>(ids: readonly Id[], id: Id, on: boolean): Id[] {
  return on ? [...ids, id] : ids.filter((other) => other !== id);
}

/** Both ratings, the sentence of each, and the matrix in which one of them is set. */
function RatingsPart({ input, matrix, put }: Omit<FieldsProps, "onLeave">) {
  const [which, setWhich] = useState<"inherent" | "residual">("inherent");
  const { inherent, residual } = input;
  const choose = (rating: Rating) => {
    if (which === "residual") put({ residual: rating });
    else {
      // What remains is never above what was there before: it comes down with it.
      put({
        inherent: rating,
        residual: {
          likelihood: Math.min(residual.likelihood, rating.likelihood),
          impact: Math.min(residual.impact, rating.impact),
        },
      });
    }
  };
  const refuse = (rating: Rating) => {
    if (which === "inherent") return undefined;
    if (rating.likelihood <= inherent.likelihood && rating.impact <= inherent.impact) return undefined;
    return say("risks.cannotBeChosenWhatRemainsIs");
  };
  return (
    <section className="risks-matrix risk-ratings" aria-label={say("risks.ratings")}>
      <Segmented
        label={say("risks.aCellSetsTheRating")}
        segments={[
          { id: "inherent", label: say("risks.beforeTreatment") },
          { id: "residual", label: say("risks.afterTreatment") },
        ]}
        value={which}
        onChange={setWhich}
        testId="risk-which"
      />
      <MatrixGrid
        label={which === "inherent" ? say("risks.ratingBeforeTreatment") : say("risks.ratingAfterTreatment")}
        testId="rating-matrix"
        matrix={matrix}
        value={which === "inherent" ? inherent : residual}
        onChoose={choose}
        refuse={refuse}
        inCell={(rating) => {
          const marks = [
            ...(isSameRating(rating, inherent) ? ["before"] : []),
            ...(isSameRating(rating, residual) ? ["after"] : []),
          ];
          return {
            show: marks.join(", "),
            spoken: marks.length === 0 ? "" : say("risks.theRatingTreatment", { list: marks.join(" and ") }),
          };
        }}
      />
      {/* Below the matrix: its words wrap as they will, and no cell moves under the pointer. */}
      <p className="risk-sentence" data-testid="risk-sentence" aria-live="polite">
        <RatingSentence lead={say("risks.beforeTreatment")} rating={inherent} matrix={matrix} />
        <RatingSentence lead={say("risks.afterTreatment")} rating={residual} matrix={matrix} />
        <span className="soft small">{bandAt(matrix, residual)?.action}</span>
      </p>
      <dl className="risk-scale">
        <dt>
          {say("risks.likelihood", { likelihood: (which === "inherent" ? inherent : residual).likelihood })}
        </dt>
        <dd>{matrix.likelihood[(which === "inherent" ? inherent : residual).likelihood - 1]?.meaning}</dd>
        <dt>{say("risks.impact", { impact: (which === "inherent" ? inherent : residual).impact })}</dt>
        <dd>{matrix.impact[(which === "inherent" ? inherent : residual).impact - 1]?.meaning}</dd>
      </dl>
    </section>
  );
}

/** The matrix read aloud for one rating; the words and the band are the matrix's. */
function RatingSentence({ lead, rating, matrix }: { lead: string; rating: Rating; matrix: Matrix }) {
  const band = bandAt(matrix, rating);
  return (
    <span className="risk-rating">
      <span className="risk-lead">{lead}</span>
      <span>
        {rich("risks.likelihoodImpactWithin", {
          likelihood: rating.likelihood,
          title: matrix.likelihood[rating.likelihood - 1]?.title,
          impact: rating.impact,
          title2: matrix.impact[rating.impact - 1]?.title,
        })}{" "}
      </span>
      {band !== undefined && <MeaningTag meaning={bandMeaning(band)} />}
    </span>
  );
}
