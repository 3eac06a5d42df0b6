/** The two figures, never shown without their coverage, and how they come about. */
import { Button, Dialog, Score, Tabs } from "../../components";
import type { ScoreFigure } from "../../ipc/ScoreFigure";
import type { Tally } from "../../ipc/Tally";
import { count } from "../../words";

export interface FiguresProps {
  tally: Tally;
  isExplained: boolean;
  onExplain(on: boolean): void;
  onOpen(question: string): void;
}

const share = (figure: ScoreFigure) => (figure.score === null ? null : figure.score / 100);

export function Figures({ tally, isExplained, onExplain, onOpen }: FiguresProps) {
  return (
    <header className="q-figures">
      <div className="q-progress">
        <h1>Questionnaire</h1>
        <p className="soft small">
          <span data-testid="progress">
            {tally.answered} of {tally.asked} answered
          </span>
          <button
            type="button"
            className="b-link"
            onClick={() => onExplain(true)}
            data-testid="explain-figures"
          >
            How computed?
          </button>
        </p>
      </div>
      <div data-testid="score-concluded">
        <Score
          label="We conclude"
          score={share(tally.concluded)}
          concluded={tally.concluded.concluded}
          applicable={tally.concluded.applicable}
        />
      </div>
      <div data-testid="score-claimed">
        <Score
          label="The vendor says"
          covered="answered"
          score={share(tally.claimed)}
          concluded={tally.claimed.concluded}
          applicable={tally.claimed.applicable}
        />
      </div>
      <Dialog
        title="How the figures are computed"
        isOpen={isExplained}
        onClose={() => onExplain(false)}
        width="wide"
      >
        <Tabs
          label="Which figure"
          tabs={[
            {
              id: "concluded",
              title: "We conclude",
              content: <Inputs figure={tally.concluded} word="concluded" onOpen={onOpen} />,
            },
            {
              id: "claimed",
              title: "The vendor says",
              content: <Inputs figure={tally.claimed} word="claimed" onOpen={onOpen} />,
            },
          ]}
        />
      </Dialog>
    </header>
  );
}

const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });

interface InputsProps {
  figure: ScoreFigure;
  word: string;
  onOpen(question: string): void;
}

function Inputs({ figure, word, onOpen }: InputsProps) {
  const counted = figure.inputs.filter(({ value }) => value !== null);
  const weights = counted.reduce((sum, { weight }) => sum + weight, 0);
  const points = counted.reduce((sum, { weight, value }) => sum + weight * (value ?? 0), 0);
  return (
    <div className="q-inputs">
      <p>
        Each question counts by its weight: the sum of weight × value over {count(counted.length, "question")}{" "}
        {word}, divided by the sum of their weights. What is not {word} stays out of the score and shows as
        missing coverage; what does not apply leaves both.
      </p>
      {figure.score === null ? (
        <p>
          <strong>No score yet:</strong> nothing is {word}.
        </p>
      ) : (
        <p className="q-sum">
          {number.format(points)} ÷ {number.format(weights)} ={" "}
          <strong>{number.format(figure.score)} %</strong>
          <span className="soft">
            {" "}
            over {figure.concluded} of {figure.applicable} questions
          </span>
        </p>
      )}
      <div className="q-inputs-table">
        <table>
          <thead>
            <tr>
              <th scope="col">Question</th>
              <th scope="col">{word === "concluded" ? "Concluded" : "Claimed"}</th>
              <th scope="col" data-align="end">
                Weight
              </th>
              <th scope="col" data-align="end">
                Value
              </th>
              <th scope="col" data-align="end">
                Weight × value
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
                <td>{input.said}</td>
                <td data-align="end">{input.weight}</td>
                <td data-align="end">
                  {input.value === null ? (
                    <span className="faint">left out</span>
                  ) : (
                    number.format(input.value)
                  )}
                </td>
                <td data-align="end">
                  {input.value === null ? "" : number.format(input.weight * input.value)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
