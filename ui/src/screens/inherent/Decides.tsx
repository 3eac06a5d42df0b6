/** What the tier decides: how many questions, how sure an answer must be, and when to look again. */

import { Assurance, type AssuranceLevel, Tag } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { InherentView } from "../../ipc/InherentView";
import type { Questionnaire } from "../../ipc/Questionnaire";
import type { QuestionRow } from "../../ipc/QuestionRow";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { skip, useQuery } from "../../state/query";
import { rich, say } from "../../words";
import { titleOf } from "../shown";

export function Decides({ assessment, view }: { assessment: AssessmentId; view: InherentView }) {
  const questionnaire = useQuery("questionnaire", { assessment }).data;
  return (
    <section aria-labelledby="inherent-decides" className="inherent-part" data-testid="inherent-decides">
      <h3 id="inherent-decides">{say("inherent.whatTierDecides", { tier: view.tier })}</h3>
      <dl className="inherent-decides">
        <dt>{say("inherent.depth")}</dt>
        <dd>{questionnaire !== undefined && <Depth questionnaire={questionnaire} />}</dd>
        <dt>{say("inherent.assuranceAskedOfAnAnswer")}</dt>
        <dd>
          {questionnaire !== undefined && <Required assessment={assessment} questionnaire={questionnaire} />}
        </dd>
        <dt>{say("inherent.nextTime")}</dt>
        <dd data-testid="inherent-next">
          {rich("inherent.lookAgainAfterMonthsOrSooner", { strong: <strong />, n: view.next_in_months })}
        </dd>
      </dl>
    </section>
  );
}

/** What of the scope follows from the answers. */
export function Facts({ assessment, view }: { assessment: AssessmentId; view: InherentView }) {
  const choices = useChoices();
  const { facts } = view.proposal;
  if (facts.length === 0) return null;
  return (
    <section aria-labelledby="inherent-facts" className="inherent-part">
      <h3 id="inherent-facts">{say("inherent.whatTheAnswersPutIntoThe")}</h3>
      <ul role="list" className="tags">
        {facts.map((fact) => (
          <li key={fact}>
            <Tag>{titleOf(choices?.scope_facts, fact)}</Tag>
          </li>
        ))}
      </ul>
      <p className="soft">
        {rich("inherent.eachTurnsOnTheQuestionsThat", {
          button: <button type="button" className="linky" onClick={() => go("scope", { assessment })} />,
        })}
      </p>
    </section>
  );
}

/** How many are left out because of the tier, and for other reasons of the scope. */
function leftOut(tier: number, other: number): string {
  if (tier === 0)
    return other === 0
      ? say("inherent.noneLeftOutByTier")
      : say("inherent.noneLeftOutByTierSomeByScope", { other });
  return other === 0
    ? say("inherent.nLeftOutByTier", { n: tier })
    : say("inherent.nLeftOutByTierAndScope", { n: tier, other });
}

function Depth({ questionnaire }: { questionnaire: Questionnaire }) {
  const left = questionnaire.off.filter(({ because }) => because.is === "tier").length;
  const other = questionnaire.off.length - left;
  return (
    <>
      {rich("inherent.nAsked", { strong: <strong />, n: questionnaire.tally.asked })} {leftOut(left, other)}
    </>
  );
}

/** The level asked for depends on the tier and on the weight; one question of each weight tells it. */
function Required({ assessment, questionnaire }: { assessment: AssessmentId; questionnaire: Questionnaire }) {
  const rows = questionnaire.topics.flatMap(({ questions }) => questions);
  return (
    <ul role="list" className="inherent-required">
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
  assessment: AssessmentId;
  weight: number;
  rows: readonly QuestionRow[];
}) {
  const [row] = rows;
  const question = useQuery("question", row === undefined ? skip : { assessment, question: row.id }).data;
  if (question === undefined) return null;
  return (
    <li data-testid={`inherent-required-${weight}`}>
      <span>{say("inherent.ofWeight", { rows: rows.length, weight })}</span>
      <Assurance level={question.required as AssuranceLevel} quiet />
    </li>
  );
}
