/** The scores then and now, each over the questions its own assessment asked. */
import { Score } from "../../components";
import type { Comparison } from "../../ipc/Comparison";
import type { ScoreFigure } from "../../ipc/ScoreFigure";
import { useQuery } from "../../state/query";

export function Figures({ assessment, view }: { assessment: string; view: Comparison }) {
  const then = useQuery("questionnaire", { assessment: view.previous }).data?.tally;
  const now = useQuery("questionnaire", { assessment }).data?.tally;
  if (then === undefined || now === undefined) return null;
  return (
    <section className="comparison-figures" aria-label="Scores then and now" data-testid="comparison-scores">
      <h2>We concluded</h2>
      <Figure label="Concluded last time" word="Last time" figure={then.concluded} />
      <Figure label="Concluded now" word="Now" figure={now.concluded} />
      <h2>They claimed</h2>
      <Figure label="Claimed last time" word="Last time" figure={then.claimed} covered="answered" />
      <Figure label="Claimed now" word="Now" figure={now.claimed} covered="answered" />
      <p className="field-help">
        Each score is over the questions asked at the time
        {then.concluded.applicable !== now.concluded.applicable &&
          `: ${then.concluded.applicable} applied then, ${now.concluded.applicable} now, so the two are not of the same things`}
        .
      </p>
    </section>
  );
}

function Figure(props: { label: string; word: string; figure: ScoreFigure; covered?: string }) {
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
