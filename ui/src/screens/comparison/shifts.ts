/** The comparison → the ways of looking at it, each with what it means and which questions it lists. */
import type { Comparison } from "../../ipc/Comparison";
import type { Difference } from "../../ipc/Difference";

export interface View {
  id: string;
  title: string;
  /** What is in it and why one looks at it. */
  meaning: string;
  fits(difference: Difference): boolean;
}

export interface ViewGroup {
  title: string;
  views: readonly View[];
}

const hasMoved = ({ shift }: Difference) => shift === "worse" || shift === "better" || shift === "changed";

export const groups: readonly ViewGroup[] = [
  {
    title: "What changed",
    views: [
      {
        id: "moved",
        title: "All that changed",
        meaning: "Answered both times, with another claim or another conclusion.",
        fits: hasMoved,
      },
      {
        id: "worse",
        title: "Got worse",
        meaning: "The claim or the conclusion is less good than last time.",
        fits: ({ shift }) => shift === "worse",
      },
      {
        id: "better",
        title: "Got better",
        meaning: "The claim or the conclusion is better than last time. See what it rests on.",
        fits: ({ shift }) => shift === "better",
      },
      {
        id: "changed",
        title: "Changed otherwise",
        meaning: "Neither better nor worse, such as no longer applicable.",
        fits: ({ shift }) => shift === "changed",
      },
    ],
  },
  {
    title: "Worth a question",
    views: [
      {
        id: "turned",
        title: "Good turned to bad",
        meaning: "The vendor claimed what one hopes for and now claims the opposite: a yes became a no.",
        fits: ({ claim_turned }) => claim_turned,
      },
      {
        id: "no-evidence",
        title: "Changed without new evidence",
        meaning: "Claim or conclusion moved, and nothing dated after the last assessment stands behind it.",
        fits: ({ without_new_evidence }) => without_new_evidence,
      },
      {
        id: "same-words",
        title: "The same long answer",
        meaning: "The comment is word for word that of last time. It may have been copied and not looked at.",
        fits: ({ same_words }) => same_words,
      },
    ],
  },
  {
    title: "The rest",
    views: [
      {
        id: "pending",
        title: "Not answered yet",
        meaning: "Answered last time and still open this time.",
        fits: ({ shift }) => shift === "pending",
      },
      {
        id: "same",
        title: "The same",
        meaning: "Answered both times, with the same claim and the same conclusion.",
        fits: ({ shift }) => shift === "same",
      },
      {
        id: "new",
        title: "Without an earlier answer",
        meaning: "Not asked or not answered last time.",
        fits: ({ shift }) => shift === "new",
      },
    ],
  },
];

/** Its questions are not among the differences: they are not asked now. */
export const dropped = {
  id: "dropped",
  title: "No longer asked",
  meaning: "Answered last time and not asked now. Each says why; the answer stays in the assessment before.",
};

export const views: readonly View[] = groups.flatMap((group) => group.views);

/** How many questions each view lists. */
export function counts(comparison: Comparison): Record<string, number> {
  return {
    ...Object.fromEntries(views.map(({ id, fits }) => [id, comparison.differences.filter(fits).length])),
    [dropped.id]: comparison.dropped.length,
  };
}
