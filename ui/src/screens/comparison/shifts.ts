/** The comparison → the ways of looking at it, each with what it means and which questions it lists. */
import type { Comparison } from "../../ipc/Comparison";
import type { Difference } from "../../ipc/Difference";
import { say } from "../../words";

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
    title: say("comparison.whatChanged"),
    views: [
      {
        id: "moved",
        title: say("comparison.allThatChanged"),
        meaning: say("comparison.answeredBothTimesWithAnotherClaim"),
        fits: hasMoved,
      },
      {
        id: "worse",
        title: say("comparison.gotWorse"),
        meaning: say("comparison.theClaimOrTheConclusionIs"),
        fits: ({ shift }) => shift === "worse",
      },
      {
        id: "better",
        title: say("comparison.gotBetter"),
        meaning: say("comparison.theClaimOrTheConclusionIs2"),
        fits: ({ shift }) => shift === "better",
      },
      {
        id: "changed",
        title: say("comparison.changedOtherwise"),
        meaning: say("comparison.neitherBetterNorWorseSuchAs"),
        fits: ({ shift }) => shift === "changed",
      },
    ],
  },
  {
    title: say("comparison.worthAQuestion"),
    views: [
      {
        id: "turned",
        title: say("comparison.goodTurnedToBad"),
        meaning: say("comparison.theVendorClaimedWhatOneHopes"),
        fits: ({ claim_turned }) => claim_turned,
      },
      {
        id: "no-evidence",
        title: say("comparison.changedWithoutNewEvidence"),
        meaning: say("comparison.claimOrConclusionMovedAndNothing"),
        fits: ({ without_new_evidence }) => without_new_evidence,
      },
      {
        id: "same-words",
        title: say("comparison.theSameLongAnswer"),
        meaning: say("comparison.theCommentIsWordForWord"),
        fits: ({ same_words }) => same_words,
      },
    ],
  },
  {
    title: say("comparison.theRest"),
    views: [
      {
        id: "pending",
        title: say("comparison.notAnsweredYet"),
        meaning: say("comparison.answeredLastTimeAndStillOpen"),
        fits: ({ shift }) => shift === "pending",
      },
      {
        id: "same",
        title: say("comparison.theSame"),
        meaning: say("comparison.answeredBothTimesWithTheSame"),
        fits: ({ shift }) => shift === "same",
      },
      {
        id: "new",
        title: say("comparison.withoutAnEarlierAnswer"),
        meaning: say("comparison.notAskedOrNotAnsweredLast"),
        fits: ({ shift }) => shift === "new",
      },
    ],
  },
];

/** Its questions are not among the differences: they are not asked now. */
export const dropped = {
  id: "dropped",
  title: say("comparison.noLongerAsked"),
  meaning: say("comparison.answeredLastTimeAndNotAsked"),
};

export const views: readonly View[] = groups.flatMap((group) => group.views);

/** How many questions each view lists. */
export function counts(comparison: Comparison): Record<string, number> {
  return {
    ...Object.fromEntries(views.map(({ id, fits }) => [id, comparison.differences.filter(fits).length])),
    [dropped.id]: comparison.dropped.length,
  };
}
