/** Scores with their coverage, never apart; each opens to the questions it was made from. */

import { type ReactNode, useState } from "react";
import { Button, type Covered, Drawer, Score, scoreText, Tag } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { FrameworkResult } from "../../ipc/FrameworkResult";
import type { Results } from "../../ipc/Results";
import type { ScoreFigure } from "../../ipc/ScoreFigure";
import type { Specification } from "../../ipc/Specification";
import { go } from "../../place";
import { useQuery } from "../../state/query";
import { say, told } from "../../words";
import { Specifications } from "./Specifications";

interface Opened {
  title: string;
  figure: ScoreFigure;
  /** What coverage counts. */
  covered?: Covered;
}

const share = ({ score }: ScoreFigure) => (score === null ? null : score / 100);

export function Scores({ assessment, results }: { assessment: AssessmentId; results: Results }) {
  const [opened, setOpened] = useState<Opened>();
  const specifications = useQuery("specifications", { assessment }).data ?? [];
  return (
    <section aria-label={say("decision.results")}>
      <h2>{say("decision.results")}</h2>
      <p className="soft">{say("decision.aScoreSaysHowWellWhat")}</p>
      <div className="scores">
        <ScoreLine
          title={say("decision.allQuestions")}
          figure={results.total}
          claimed={results.claimed}
          onOpen={setOpened}
          testId="score-total"
        />
        {results.overclaimed.length > 0 && (
          <p className="scores-over">
            {say("decision.nQuestionsClaimedBetterThanJudged", { n: results.overclaimed.length })}{" "}
            {results.overclaimed.map((id) => (
              <button
                key={id}
                type="button"
                className="linky code"
                onClick={() => go("questionnaire", { assessment, item: id })}
              >
                {id}
              </button>
            ))}
          </p>
        )}
        {results.frameworks.map((framework) => (
          <FrameworkPart key={framework.framework} framework={framework} onOpen={setOpened}>
            <SpecificationsOf
              assessment={assessment}
              framework={framework.framework}
              specifications={specifications}
            />
          </FrameworkPart>
        ))}
      </div>
      <Drawer title={opened?.title ?? ""} isOpen={opened !== undefined} onClose={() => setOpened(undefined)}>
        {opened !== undefined && <Inputs assessment={assessment} opened={opened} />}
      </Drawer>
    </section>
  );
}

interface ScoreLineProps {
  title: string;
  figure: ScoreFigure;
  claimed: ScoreFigure;
  onOpen(opened: Opened): void;
  testId?: string;
}

function ScoreLine({ title, figure, claimed, onOpen, testId }: ScoreLineProps) {
  const said = scoreText({
    score: share(claimed),
    concluded: claimed.concluded,
    applicable: claimed.applicable,
    covered: "answered",
  });
  return (
    <div className="scores-line" data-testid={testId}>
      <Score
        label={title}
        score={share(figure)}
        concluded={figure.concluded}
        applicable={figure.applicable}
      />
      <div className="acts">
        <Button kind="quiet" onPress={() => onOpen({ title, figure })}>
          {say("decision.howItWasMade")}
        </Button>
        <Button
          kind="quiet"
          onPress={() =>
            onOpen({
              title: say("decision.byClaimsAlone", { title }),
              figure: claimed,
              covered: "answered",
            })
          }
        >
          {say("decision.claimed", { score: said.score })}
        </Button>
      </div>
    </div>
  );
}

/** Those of one framework, where it has any. */
function SpecificationsOf({
  assessment,
  framework,
  specifications,
}: {
  assessment: AssessmentId;
  framework: string;
  specifications: readonly Specification[];
}) {
  const own = specifications.filter(({ requirement }) => requirement.startsWith(`${framework}:`));
  return own.length === 0 ? null : <Specifications assessment={assessment} all={own} />;
}

interface FrameworkPartProps {
  framework: FrameworkResult;
  onOpen(opened: Opened): void;
  /** What the framework has beside its scores. */
  children: ReactNode;
}

function FrameworkPart({ framework, onOpen, children }: FrameworkPartProps) {
  const [isOpen, setOpen] = useState(false);
  const { total, domains, requirements } = framework;
  const live = domains.filter(({ concluded }) => concluded.applicable > 0);
  const notApplicable = requirements.filter(({ state }) => state === "not-applicable").length;
  const notAsked = requirements.filter(({ state }) => state === "not-asked").length;
  return (
    <section aria-label={total.title} className="scores-framework">
      <ScoreLine
        title={total.title}
        figure={total.concluded}
        claimed={total.claimed}
        onOpen={onOpen}
        testId={`score-${framework.framework}`}
      />
      <div className="acts soft small">
        {notApplicable > 0 && <span>{say("decision.nRequirementsNotApplicable", { n: notApplicable })}</span>}
        {notAsked > 0 && <span>{say("decision.notAsked", { notAsked })}</span>}
        {live.length > 0 && (
          <Button kind="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
            {isOpen ? say("decision.hideTheSections") : say("decision.showSections", { n: live.length })}
          </Button>
        )}
      </div>
      {children}
      {isOpen && (
        <ul role="list" className="scores-domains">
          {live.map((domain) => (
            <li key={domain.id}>
              <Score
                isCompact
                label={domain.title}
                score={share(domain.concluded)}
                concluded={domain.concluded.concluded}
                applicable={domain.concluded.applicable}
              />
              <Button kind="quiet" onPress={() => onOpen({ title: domain.title, figure: domain.concluded })}>
                {say("decision.how")}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The questions behind a figure: what counts, what stands outside the sum, and the sum itself. */
function Inputs({ assessment, opened: { figure, covered } }: { assessment: AssessmentId; opened: Opened }) {
  const counted = figure.inputs.filter(({ value }) => value !== null);
  const outside = figure.inputs.filter(({ value }) => value === null);
  const weight = counted.reduce((sum, input) => sum + input.weight, 0);
  const worth = counted.reduce((sum, input) => sum + input.weight * (input.value ?? 0), 0);
  const text = scoreText({
    score: share(figure),
    concluded: figure.concluded,
    applicable: figure.applicable,
    covered,
  });
  const row = ({ question, weight, said, value }: ScoreFigure["inputs"][number]) => (
    <tr key={question}>
      <th scope="row">
        <button
          type="button"
          className="linky code"
          onClick={() => go("questionnaire", { assessment, item: question })}
        >
          {question}
        </button>
      </th>
      <td>{told(said)}</td>
      <td className="scores-figure">{weight}</td>
      <td className="scores-figure">{value === null ? "–" : value}</td>
    </tr>
  );
  return (
    <div className="scores-inputs" data-testid="score-inputs">
      <p>
        <strong>{text.score}</strong>, {text.coverage}
      </p>
      {weight > 0 && (
        <p className="soft">
          {say("decision.WeightValueWeight", { replace: worth.toFixed(2).replace(/\.?0+$/, ""), weight })}
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">{say("common.question")}</th>
            <th scope="col">{covered === "answered" ? say("decision.claimed2") : say("decision.judged")}</th>
            <th scope="col" className="scores-figure">
              {say("decision.weight")}
            </th>
            <th scope="col" className="scores-figure">
              {say("decision.value")}
            </th>
          </tr>
        </thead>
        <tbody>{counted.map(row)}</tbody>
        {outside.length > 0 && (
          <tbody>
            <tr>
              <th colSpan={4} scope="rowgroup">
                <Tag>{say("decision.outsideTheSum")}</Tag>
              </th>
            </tr>
            {outside.map(row)}
          </tbody>
        )}
      </table>
      {figure.inputs.length === 0 && <p className="soft">{say("decision.noQuestionWentIn")}</p>}
    </div>
  );
}
