/** The six risk categories: the figure with its coverage, what was found, and how far the measures are in place. */

import type { ReactNode } from "react";
import { MeaningTag, Score, severities } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { CategoryResult } from "../../ipc/CategoryResult";
import type { Matrix } from "../../ipc/Matrix";
import { go } from "../../place";
import { useQuery } from "../../state/query";
import { say, told } from "../../words";
import { bandMeaning } from "../risks/MatrixGrid";
import { measures } from "./meanings";

export function Categories(props: { assessment: AssessmentId; categories: readonly CategoryResult[] }) {
  const { assessment, categories } = props;
  const matrix = useQuery("risks", { assessment }).data?.matrix;
  return (
    <div className="gates-parts">
      {categories.map((category) => (
        <Category key={category.id} assessment={assessment} category={category} matrix={matrix} />
      ))}
    </div>
  );
}

interface CategoryProps {
  assessment: AssessmentId;
  category: CategoryResult;
  matrix: Matrix | undefined;
}

function Category({ assessment, category, matrix }: CategoryProps) {
  const { id, title, meaning, figure, weak, threats, threats_open, tests, findings, risks, worst } = category;
  const links = (screen: string, ids: readonly string[], testId: string) => (
    <Links assessment={assessment} screen={screen} ids={ids} testId={testId} />
  );
  return (
    <section className="gates-category" aria-labelledby={`category-${id}`} data-testid={`category-${id}`}>
      <header>
        <h2 id={`category-${id}`}>{told(title)}</h2>
        {meaning !== "" && <p className="soft">{meaning}</p>}
      </header>
      <div className="gates-halves">
        <div className="gates-category-facts">
          <Score
            label={say("gates.score", { title: told(title) })}
            hideLabel
            score={figure.score === null ? null : figure.score / 100}
            concluded={figure.concluded}
            applicable={figure.applicable}
          />
          <dl className="gates-facts">
            <Fact term={say("gates.weakQuestions")}>{links("questionnaire", weak, say("gates.weak"))}</Fact>
            <Fact term={say("common.threats")}>
              {threats === 0 ? (
                <None />
              ) : (
                <button type="button" className="linky" onClick={() => go("threats", { assessment })}>
                  {say("gates.nThreatsOpen", {
                    n: threats,
                    text: threats_open === 0 ? say("common.none") : threats_open,
                  })}
                </button>
              )}
            </Fact>
            <Fact term={say("common.tests")}>{links("tests", tests, say("gates.test"))}</Fact>
            <Fact term={say("common.findings")}>{links("findings", findings, say("gates.finding"))}</Fact>
            <Fact term={say("common.risks")}>
              {worst !== null && (
                <span className="gates-worst">
                  {say("gates.worstAfterTreatment")} <MeaningTag meaning={bandOf(matrix, worst)} />
                </span>
              )}
              {links("risks", risks, say("gates.risk"))}
            </Fact>
          </dl>
        </div>
        <Measures assessment={assessment} category={category} />
      </div>
    </section>
  );
}

function bandOf(matrix: Matrix | undefined, title: string) {
  const band = matrix?.bands.find((one) => one.title === title);
  return band === undefined
    ? { word: title, colour: "neutral", glyph: severities.medium.glyph }
    : bandMeaning(band);
}

function Measures({ assessment, category }: { assessment: AssessmentId; category: CategoryResult }) {
  const { id, measures: all } = category;
  const inPlace = all.filter(({ state }) => state === "in-place").length;
  return (
    <div className="gates-measures">
      <h3 id={`measures-${id}`}>
        {say("gates.whatAnswersIt")}{" "}
        {all.length > 0 && (
          <span className="soft">{say("gates.ofMeasuresInPlace", { inPlace, n: all.length })}</span>
        )}
      </h3>
      {all.length === 0 ? (
        <p className="soft">{say("gates.thePacksThisAssessmentWasBegun")}</p>
      ) : (
        <ul role="list" aria-labelledby={`measures-${id}`}>
          {all.map(({ text, state, questions }) => (
            <li key={text} data-state={state}>
              <p>{text}</p>
              <p className="gates-item-about">
                <MeaningTag meaning={measures[state]} quiet />
                {questions.length > 0 && (
                  <Links assessment={assessment} screen="questionnaire" ids={questions} testId="measure" />
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const None = () => <span className="soft">{say("common.none2")}</span>;

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface LinksProps {
  assessment: AssessmentId;
  screen: string;
  ids: readonly string[];
  testId: string;
}

/** Ids, each a way to what it names. */
function Links({ assessment, screen, ids, testId }: LinksProps) {
  if (ids.length === 0) return <None />;
  return (
    <span className="gates-links">
      {ids.map((item) => (
        <button
          key={item}
          type="button"
          className="linky code"
          onClick={() => go(screen, { assessment, item })}
          data-testid={`${testId}-${item}`}
        >
          {item}
        </button>
      ))}
    </span>
  );
}
