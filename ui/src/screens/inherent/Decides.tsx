/** What the tier decides: how many questions, how sure an answer must be, and when to look again. */
import { Assurance, type AssuranceLevel, Tag } from "../../components";
import type { InherentView } from "../../ipc/InherentView";
import type { Questionnaire } from "../../ipc/Questionnaire";
import type { QuestionRow } from "../../ipc/QuestionRow";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { skip, useQuery } from "../../state/query";
import { count } from "../../words";
import { titleOf } from "../shown";

export function Decides({ assessment, view }: { assessment: string; view: InherentView }) {
  const questionnaire = useQuery("questionnaire", { assessment }).data;
  return (
    <section aria-labelledby="inherent-decides" className="inherent-part" data-testid="inherent-decides">
      <h3 id="inherent-decides">What tier {view.tier} decides</h3>
      <dl className="inherent-decides">
        <dt>Depth</dt>
        <dd>{questionnaire !== undefined && <Depth questionnaire={questionnaire} />}</dd>
        <dt>Assurance asked of an answer</dt>
        <dd>
          {questionnaire !== undefined && <Required assessment={assessment} questionnaire={questionnaire} />}
        </dd>
        <dt>Next time</dt>
        <dd data-testid="inherent-next">
          Look again after <strong>{count(view.next_in_months, "month")}</strong>, or sooner when something
          changes.
        </dd>
      </dl>
    </section>
  );
}

/** What of the scope follows from the answers. */
export function Facts({ assessment, view }: { assessment: string; view: InherentView }) {
  const choices = useChoices();
  const { facts } = view.proposal;
  if (facts.length === 0) return null;
  return (
    <section aria-labelledby="inherent-facts" className="inherent-part">
      <h3 id="inherent-facts">What the answers put into the scope</h3>
      <ul className="tags">
        {facts.map((fact) => (
          <li key={fact}>
            <Tag>{titleOf(choices?.scope_facts, fact)}</Tag>
          </li>
        ))}
      </ul>
      <p className="soft">
        Each turns on the questions that fit. They stay when an answer changes;{" "}
        <button type="button" className="linky" onClick={() => go("scope", { assessment })}>
          take them out under Vendor & scope
        </button>
        .
      </p>
    </section>
  );
}

/** The core names the tier in its reason when that is why a question is not asked. */
const byTier = /^Asked down to tier/;

function Depth({ questionnaire }: { questionnaire: Questionnaire }) {
  const left = questionnaire.off.filter(({ reason }) => byTier.test(reason)).length;
  const other = questionnaire.off.length - left;
  return (
    <>
      <strong>{count(questionnaire.tally.asked, "question")}</strong> asked.{" "}
      {left > 0
        ? `${left} more ${left === 1 ? "is" : "are"} left out because of the tier`
        : "None is left out because of the tier"}
      {other > 0 ? `, ${other} because of the scope.` : "."}
    </>
  );
}

/** The level asked for depends on the tier and on the weight; one question of each weight tells it. */
function Required({ assessment, questionnaire }: { assessment: string; questionnaire: Questionnaire }) {
  const rows = questionnaire.topics.flatMap(({ questions }) => questions);
  return (
    <ul className="inherent-required">
      {[3, 2, 1].map((weight) => (
        <Level
          key={weight}
          assessment={assessment}
          weight={weight}
          rows={rows.filter((row) => row.weight === weight)}
        />
      ))}
    </ul>
  );
}

function Level({
  assessment,
  weight,
  rows,
}: {
  assessment: string;
  weight: number;
  rows: readonly QuestionRow[];
}) {
  const [row] = rows;
  const question = useQuery("question", row === undefined ? skip : { assessment, question: row.id }).data;
  if (question === undefined) return null;
  return (
    <li data-testid={`inherent-required-${weight}`}>
      <span>
        {rows.length} of weight {weight}
      </span>
      <Assurance level={question.required as AssuranceLevel} quiet />
    </li>
  );
}
