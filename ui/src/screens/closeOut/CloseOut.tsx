/** Everything that should be settled before a report is signed, as a list of checks, each point with the place to mend it. */

import { Button, Glyph, Icon, type Meaning } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { CloseOutKind } from "../../ipc/CloseOutKind";
import type { OpenPoint } from "../../ipc/OpenPoint";
import { go } from "../../place";
import { useQuery } from "../../state/query";
import { say } from "../../words";
import { OpenPointList } from "../openPoints";
import { Shown } from "../shown";
import "./closeOut.css";

interface Check {
  kind: CloseOutKind;
  title: string;
  /** What the check makes sure of, and why. */
  why: string;
  /** It weighs on the decision rather than on the order of the file. */
  grave?: true;
}

/** In the order in which one works them off. */
const checks: readonly Check[] = [
  {
    kind: "not-concluded",
    title: say("closeOut.everyQuestionIsConcluded"),
    why: say("closeOut.whatIsOpenLowersCoverageAnd"),
  },
  {
    kind: "without-evidence",
    title: say("closeOut.whatIsCalledEffectiveHasEvidence"),
    why: say("closeOut.aGoodConclusionWithNothingBehind"),
    grave: true,
  },
  {
    kind: "without-reason",
    title: say("closeOut.whatDoesNotApplyHasA"),
    why: say("closeOut.otherwiseNobodyCanTellItFrom"),
  },
  {
    kind: "assurance-too-low",
    title: say("closeOut.thingsAreKnownAsWellAs"),
    why: say("closeOut.theTierSetsHowCloselyThe"),
  },
  {
    kind: "level-not-earned",
    title: say("closeOut.everyLevelIsBorneOutBy"),
    why: say("closeOut.whatIsRecordedAboveThatCounts"),
  },
  {
    kind: "evidence-too-old",
    title: say("closeOut.evidenceIsAsFreshAsIts"),
    why: say("closeOut.whatIsTooOldOrHas"),
  },
  {
    kind: "evidence-expired",
    title: say("closeOut.noEvidenceIsOutOfDate"),
    why: say("closeOut.expiredEvidenceNoLongerCarriesA"),
  },
  {
    kind: "lapsed",
    title: say("closeOut.nothingReliedOnHasStoppedCounting"),
    why: say("closeOut.aValidationOrARuleThat"),
  },
  {
    kind: "evidence-owed",
    title: say("closeOut.theVendorOwesNothing"),
    why: say("closeOut.whatWasPromisedIsReceivedOr"),
  },
  {
    kind: "claim-changed",
    title: say("closeOut.everyClaimThatAFileChanged"),
    why: say("closeOut.aReturnedFileMustNotChange"),
    grave: true,
  },
  {
    kind: "changed-after-review",
    title: say("closeOut.nothingChangedAfterTheSecondLook"),
    why: say("closeOut.whatASecondPersonHasSeen"),
    grave: true,
  },
  {
    kind: "finding-missing",
    title: say("closeOut.everyFailureHasItsFinding"),
    why: say("closeOut.aFailedQuestionWithoutOneGets"),
  },
  {
    kind: "finding-unfinished",
    title: say("closeOut.everyFindingSaysWhatWasFound"),
    why: say("closeOut.aReportWithAFindingThat"),
    grave: true,
  },
  {
    kind: "flag-without-finding",
    title: say("closeOut.everyRedFlagHasItsFinding"),
    why: say("closeOut.redFlagsOfReportsAndCertificates"),
  },
  {
    kind: "suggestion-open",
    title: say("closeOut.suggestionsThatMatterAreDecided"),
    why: say("closeOut.whereNoAnswerOfItsOwn"),
  },
  {
    kind: "unreadable",
    title: say("closeOut.everythingRecordedCanBeRead"),
    why: say("closeOut.whatANewerAssayRecordedCounts"),
    grave: true,
  },
  {
    kind: "knock-out-open",
    title: say("closeOut.noKnockOutIsOpen"),
    why: say("closeOut.anOpenOneCapsTheDecision"),
    grave: true,
  },
  {
    kind: "knock-out-not-assessed",
    title: say("closeOut.everyKnockOutWasLookedAt"),
    why: say("closeOut.whatNobodyLookedAtMayBe"),
    grave: true,
  },
  {
    kind: "knock-out-suspected",
    title: say("closeOut.noKnockOutIsSuspected"),
    why: say("closeOut.theVendorsOwnAnswerPointsTo"),
    grave: true,
  },
  {
    kind: "tier-not-rated",
    title: say("closeOut.theTierFollowsFromTheInherent"),
    why: say("closeOut.aTierNobodyRatedDecidesHow"),
  },
  {
    kind: "decision-not-allowed",
    title: say("closeOut.theDecisionIsOneTheCase"),
    why: say("closeOut.whatNoLongerStandsIsNot"),
    grave: true,
  },
  {
    kind: "decision-to-confirm",
    title: say("closeOut.theDecisionRestsOnWhatIs"),
    why: say("closeOut.whatChangedSinceItWasMade"),
    grave: true,
  },
  {
    kind: "risk-without-owner",
    title: say("closeOut.everyRiskHasAnOwner"),
    why: say("closeOut.aRiskNobodyOwnsIsAccepted"),
    grave: true,
  },
  {
    kind: "no-decision",
    title: say("closeOut.aDecisionIsRecorded"),
    why: say("closeOut.theReportIsMadeForIt"),
    grave: true,
  },
];

const settled: Meaning = {
  word: say("closeOut.settled"),
  colour: "effective",
  glyph: (
    <>
      <circle cx="10" cy="10" r="6.75" />
      <path d="M7 10.3 9.2 12.5 13 8" />
    </>
  ),
};
const open: Meaning = {
  word: say("common.open"),
  colour: "neutral",
  glyph: <circle cx="10" cy="10" r="6.75" strokeDasharray="2.6 2.7" />,
};
const grave: Meaning = {
  word: say("closeOut.openAndItWeighsOnThe"),
  colour: "high",
  glyph: <path d="M10 3.2 17.4 16.2H2.6zM10 8v3.6M10 13.7v.1" />,
};

export function CloseOutScreen({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("decision", { assessment });
  return (
    <div className="screen close-out">
      <Shown query={query}>
        {({ open_points }) => <Checks assessment={assessment} points={open_points} />}
      </Shown>
    </div>
  );
}

function Checks({ assessment, points }: { assessment: AssessmentId; points: readonly OpenPoint[] }) {
  const groups = checks.map((check) => ({
    check,
    points: points.filter(({ kind }) => kind === check.kind),
  }));
  const done = groups.filter((group) => group.points.length === 0).length;
  const weighty = points.filter((point) => point.grave).length;
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>{say("closeOut.closeOutChecks")}</h1>
          <p data-testid="close-out-sum">
            {points.length === 0
              ? say("closeOut.ofChecksSettledNothingStandsOpen", { done, checks: checks.length })
              : weighty > 0
                ? say("closeOut.ofChecksSettledPointsOpenOf", {
                    done,
                    checks: checks.length,
                    n: points.length,
                    weighty,
                  })
                : say("closeOut.ofChecksSettledPointsOpen", {
                    done,
                    checks: checks.length,
                    n: points.length,
                  })}
          </p>
        </div>
        <Button onPress={() => go("report", { assessment })} data-testid="close-out-report">
          {say("closeOut.goToTheReport")}
        </Button>
      </header>
      <p className="soft close-out-note">
        <Icon name="info" size="0.9375rem" /> {say("closeOut.noneOfThemForbidsSigningWhat")}
      </p>
      <ul role="list" className="close-out-list">
        {groups.map(({ check, points }) => (
          <li key={check.kind} data-testid={`check-${check.kind}`} data-open={points.length > 0 || undefined}>
            <Glyph meaning={points.length === 0 ? settled : check.grave ? grave : open} size="1.25rem" />
            <div className="close-out-check">
              <h2>
                {check.title}
                <span className="soft">
                  {points.length === 0
                    ? say("closeOut.settledWithin")
                    : say(check.grave ? "closeOut.nOpenPointsGrave" : "closeOut.nOpenPoints", {
                        n: points.length,
                      })}
                </span>
              </h2>
              <p className="soft">{check.why}</p>
              {points.length > 0 && <OpenPointList assessment={assessment} points={points} />}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
