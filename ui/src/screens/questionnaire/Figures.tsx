/** The two figures, never shown without their coverage, and how they come about. */

import { Button, type Covered, Dialog, Score, Tabs } from "../../components";
import type { QuestionId } from "../../ipc/QuestionId";
import type { ScoreFigure } from "../../ipc/ScoreFigure";
import type { Tally } from "../../ipc/Tally";
import { decimal, rich, say, told } from "../../words";

export interface FiguresProps {
  tally: Tally;
  isExplained: boolean;
  onExplain(on: boolean): void;
  onOpen(question: QuestionId): void;
}

const share = (figure: ScoreFigure) => (figure.score === null ? null : figure.score / 100);

export function Figures({ tally, isExplained, onExplain, onOpen }: FiguresProps) {
  return (
    <header className="q-figures">
      <div className="q-progress">
        <h1>{say("questionnaire.questionnaire")}</h1>
        <p className="soft small">
          <span data-testid="progress">
            {say("questionnaire.ofAnswered", { answered: tally.answered, asked: tally.asked })}
          </span>
          <button
            type="button"
            className="b-link"
            onClick={() => onExplain(true)}
            data-testid="explain-figures"
          >
            {say("questionnaire.howComputed")}
          </button>
        </p>
      </div>
      <div data-testid="score-concluded">
        <Score
          label={say("questionnaire.weConclude")}
          score={share(tally.concluded)}
          concluded={tally.concluded.concluded}
          applicable={tally.concluded.applicable}
        />
      </div>
      <div data-testid="score-claimed">
        <Score
          label={say("questionnaire.theVendorSays")}
          covered="answered"
          score={share(tally.claimed)}
          concluded={tally.claimed.concluded}
          applicable={tally.claimed.applicable}
        />
      </div>
      <Dialog
        title={say("questionnaire.howTheFiguresAreComputed")}
        isOpen={isExplained}
        onClose={() => onExplain(false)}
        width="wide"
      >
        <Tabs
          label={say("questionnaire.whichFigure")}
          tabs={[
            {
              id: "concluded",
              title: say("questionnaire.weConclude"),
              content: <Inputs figure={tally.concluded} covered="concluded" onOpen={onOpen} />,
            },
            {
              id: "claimed",
              title: say("questionnaire.theVendorSays"),
              content: <Inputs figure={tally.claimed} covered="answered" onOpen={onOpen} />,
            },
          ]}
        />
      </Dialog>
    </header>
  );
}

interface InputsProps {
  figure: ScoreFigure;
  covered: Covered;
  onOpen(question: QuestionId): void;
}

function Inputs({ figure, covered, onOpen }: InputsProps) {
  const counted = figure.inputs.filter(({ value }) => value !== null);
  const weights = counted.reduce((sum, { weight }) => sum + weight, 0);
  const points = counted.reduce((sum, { weight, value }) => sum + weight * (value ?? 0), 0);
  return (
    <div className="q-inputs">
      <p>
        {say(
          covered === "concluded"
            ? "questionnaire.eachQuestionCountsByItsWeightConcluded"
            : "questionnaire.eachQuestionCountsByItsWeightClaimed",
          { n: counted.length },
        )}
      </p>
      {figure.score === null ? (
        <p>
          {rich(
            covered === "concluded"
              ? "questionnaire.noScoreYetNothingIsConcluded"
              : "questionnaire.noScoreYetNothingIsClaimed",
            { strong: <strong /> },
          )}
        </p>
      ) : (
        <p className="q-sum">
          {decimal(points)} ÷ {decimal(weights)} = <strong>{decimal(figure.score)} %</strong>
          <span className="soft">
            {" "}
            {say("questionnaire.overOfQuestions", {
              concluded: figure.concluded,
              applicable: figure.applicable,
            })}
          </span>
        </p>
      )}
      <div className="q-inputs-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{say("common.question")}</th>
              <th scope="col">
                {covered === "concluded" ? say("questionnaire.concluded2") : say("questionnaire.claimed2")}
              </th>
              <th scope="col" data-align="end">
                {say("questionnaire.weight")}
              </th>
              <th scope="col" data-align="end">
                {say("questionnaire.value")}
              </th>
              <th scope="col" data-align="end">
                {say("questionnaire.weightValue")}
              </th>
            </tr>
          </thead>
          <tbody>
            {figure.inputs.map((input) => (
              <tr key={input.question}>
                <th scope="row">
                  <Button kind="quiet" onPress={() => onOpen(input.question)}>
                    <span className="code">{input.question}</span>
                  </Button>
                </th>
                <td>{told(input.said)}</td>
                <td data-align="end">{input.weight}</td>
                <td data-align="end">
                  {input.value === null ? (
                    <span className="faint">{say("questionnaire.leftOut")}</span>
                  ) : (
                    decimal(input.value)
                  )}
                </td>
                <td data-align="end">{input.value === null ? "" : decimal(input.weight * input.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
