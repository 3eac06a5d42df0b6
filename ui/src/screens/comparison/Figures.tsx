/** The scores then and now, each over the questions its own assessment asked. */

import { type Covered, Score } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Comparison } from "../../ipc/Comparison";
import type { ScoreFigure } from "../../ipc/ScoreFigure";
import { useQuery } from "../../state/query";
import { say } from "../../words";

export function Figures({ assessment, view }: { assessment: AssessmentId; view: Comparison }) {
  const then = useQuery("questionnaire", { assessment: view.previous }).data?.tally;
  const now = useQuery("questionnaire", { assessment }).data?.tally;
  if (then === undefined || now === undefined) return null;
  return (
    <section
      className="comparison-figures"
      aria-label={say("comparison.scoresThenAndNow")}
      data-testid="comparison-scores"
    >
      <h2>{say("comparison.weConcluded")}</h2>
      <Figure
        label={say("comparison.concludedLastTime")}
        word={say("comparison.lastTime")}
        figure={then.concluded}
      />
      <Figure label={say("comparison.concludedNow")} word={say("comparison.now")} figure={now.concluded} />
      <h2>{say("comparison.theyClaimed")}</h2>
      <Figure
        label={say("comparison.claimedLastTime")}
        word={say("comparison.lastTime")}
        figure={then.claimed}
        covered="answered"
      />
      <Figure
        label={say("comparison.claimedNow")}
        word={say("comparison.now")}
        figure={now.claimed}
        covered="answered"
      />
      <p className="field-help">
        {then.concluded.applicable !== now.concluded.applicable
          ? say("comparison.eachScoreIsOverTheQuestions", {
              applicable: then.concluded.applicable,
              applicable2: now.concluded.applicable,
            })
          : say("comparison.eachScoreIsOverTheQuestions2")}
      </p>
    </section>
  );
}

function Figure(props: { label: string; word: string; figure: ScoreFigure; covered?: Covered }) {
  const { label, word, figure, covered } = props;
  return (
    <div className="comparison-figure">
      <p className="comparison-figure-word" aria-hidden="true">
        {word}
      </p>
      <Score
        label={label}
        hideLabel
        score={figure.score === null ? null : figure.score / 100}
        concluded={figure.concluded}
        applicable={figure.applicable}
        covered={covered}
      />
    </div>
  );
}
