/** Figures drawn: how far a job is, and a score together with its coverage. */
import { useEffect, useState } from "react";
import { ProgressBar as AriaProgressBar, Label } from "react-aria-components";
import { cancel, onProgress, type RunningJob } from "../api";
import { attempt } from "../frame/notices";
import { Button } from "./Button";
import "./figures.css";
import { say, told } from "../words";

export interface ProgressBarProps {
  label: string;
  done: number;
  /** 0 while the amount is not known. */
  total: number;
  onCancel?(): void;
}

export function ProgressBar({ label, done, total, onCancel }: ProgressBarProps) {
  const unknown = total <= 0;
  const share = unknown ? 0 : Math.min(1, Math.max(0, done / total));
  const text = unknown ? say("components.working") : say("components.of", { done, total });
  return (
    <div className="progress">
      <AriaProgressBar
        className="progress-bar"
        value={share * 100}
        valueLabel={text}
        isIndeterminate={unknown}
      >
        <span className="progress-head">
          <Label>{label}</Label>
          <span className="soft">{text}</span>
        </span>
        <span className="track">
          <span
            className="track-fill"
            data-unknown={unknown || undefined}
            style={unknown ? undefined : { width: `${share * 100}%` }}
          />
        </span>
      </AriaProgressBar>
      {onCancel !== undefined && (
        <Button kind="quiet" onPress={onCancel}>
          {say("common.cancel")}
        </Button>
      )}
    </div>
  );
}

/** The progress of one job, once it has said something. */
export function useJob(job: string): RunningJob | undefined {
  const [progress, setProgress] = useState<RunningJob>();
  useEffect(() => onProgress((told) => told.job === job && setProgress(told)), [job]);
  return progress;
}

/** A job as it runs, with cancel. `label` is shown until the job says what it is doing. */
export function JobProgress({ job, label }: { job: string; label: string }) {
  const progress = useJob(job);
  return (
    <ProgressBar
      label={progress === undefined ? label : told(progress.label)}
      done={progress?.done ?? 0}
      total={progress?.total ?? 0}
      onCancel={() => void attempt(cancel(job))}
    />
  );
}

/** What the coverage of a figure counts. */
export type Covered = "concluded" | "answered";

export interface ScoreProps {
  /** What is scored, for assistive technology and, unless hidden, for the eye. */
  label: string;
  hideLabel?: boolean;
  /** From 0 to 1, or `null` when nothing is concluded yet. */
  score: number | null;
  concluded: number;
  applicable: number;
  /** What coverage counts: what is concluded, or what is answered for a figure by claims alone. */
  covered?: Covered | undefined;
  /** One line, for tables. */
  isCompact?: boolean;
}

/** A share as a whole percentage. Only all is 100, and only nothing is 0. */
export function percent(share: number): number {
  const rounded = Math.round(share * 100);
  if (rounded >= 100 && share < 1) return 99;
  if (rounded <= 0 && share > 0) return 1;
  return rounded;
}

/** The words of a score, which never come without the coverage. */
export function scoreText({
  score,
  concluded,
  applicable,
  covered = "concluded",
}: Pick<ScoreProps, "score" | "concluded" | "applicable" | "covered">) {
  const coverage =
    applicable === 0
      ? say("components.nothingApplicable")
      : say(covered === "answered" ? "components.ofAnswered" : "components.ofConcluded", {
          concluded,
          applicable,
          percent: percent(concluded / applicable),
        });
  return { score: score === null ? say("components.noScoreYet") : `${percent(score)} %`, coverage };
}

/** A score with its coverage. The solid bar is the score, the thin one how much of the scope it speaks for. */
export function Score({ label, hideLabel, score, concluded, applicable, covered, isCompact }: ScoreProps) {
  const text = scoreText({ score, concluded, applicable, covered });
  const share = applicable === 0 ? 0 : concluded / applicable;
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> cannot hold two values or be styled in every engine
    <div
      className="score"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={score === null ? 0 : percent(score)}
      aria-valuetext={`${text.score}, ${text.coverage}`}
      data-compact={isCompact || undefined}
    >
      <span className="score-head">
        {!hideLabel && <span className="score-label">{label}</span>}
        <span className="score-figure" data-none={score === null || undefined}>
          {isCompact && score === null ? say("components.noScore") : text.score}
        </span>
      </span>
      <span className="score-bars">
        <span className="track">
          <span className="track-fill" style={{ width: `${(score ?? 0) * 100}%` }} />
        </span>
        <span className="track score-cover">
          <span className="track-fill" style={{ width: `${share * 100}%` }} />
        </span>
      </span>
      <span className="score-coverage">{text.coverage}</span>
    </div>
  );
}
