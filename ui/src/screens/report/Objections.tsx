/** What stands against a signature, rule by rule, and the reason for signing all the same where a reason may be given. */

import { Icon, TextField } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Objection } from "../../ipc/Objection";
import type { OpenPoint } from "../../ipc/OpenPoint";
import type { SetAside } from "../../ipc/SetAside";
import type { SigningRule } from "../../ipc/SigningRule";
import { say, told } from "../../words";
import { OpenPointGroups } from "../openPoints";

export type Reasons = Readonly<Partial<Record<SigningRule, string>>>;

const titles: Record<SigningRule, string> = {
  "names-unknown": say("report.theFileDoesNotSayWho"),
  "nobody-named": say("report.nobodyIsNamedForThisPlace"),
  "other-name": say("report.theReportNamesSomebodyElse"),
  "same-person": say("report.theSamePersonInTwoPlaces"),
  "place-taken": say("report.thisPlaceIsSignedAlready"),
  order: say("report.outOfTheOrderThatThe"),
  "earlier-time": say("report.datedBeforeASignatureItCovers"),
  "certificate-time": say("report.theCertificateIsNotValid"),
  "active-content": say("report.somethingInTheFileActsBy"),
  "open-points": say("report.pointsStandOpen"),
  warnings: say("report.notEverythingShowsAsItWas"),
};

/** The rules set aside, as the core takes them. */
export const setAside = (objections: readonly Objection[], reasons: Reasons): SetAside[] =>
  objections.flatMap(({ rule }) => {
    const reason = reasons[rule]?.trim() ?? "";
    return reason === "" ? [] : [{ rule, reason }];
  });

/** How many objections still keep from signing. */
export const standing = (objections: readonly Objection[], reasons: Reasons): number =>
  objections.filter(({ rule, can_be_set_aside }) => !can_be_set_aside || !reasons[rule]?.trim()).length;

interface ObjectionsProps {
  objections: readonly Objection[];
  reasons: Reasons;
  onReasons(reasons: Reasons): void;
  /** Where the reasons will stand: "in the report", "with the signature". */
  printed: string;
  /** What is open, shown under the rule that says so. */
  open?: { assessment: AssessmentId; points: readonly OpenPoint[] };
}

export function Objections({ objections, reasons, onReasons, printed, open }: ObjectionsProps) {
  if (objections.length === 0) {
    return (
      <p className="issue-ready" data-testid="no-objections">
        <Icon name="check" /> {say("report.nothingStandsAgainstSigning")}
      </p>
    );
  }
  return (
    <section aria-label={say("report.whatStandsAgainstSigning")} className="issue-part">
      <p>{say("report.nThingsStandAgainstSigningSettleThem", { n: objections.length, printed })}</p>
      <ul role="list" className="objections">
        {objections.map(({ rule, sentence, can_be_set_aside }) => (
          <li key={rule} data-testid={`objection-${rule}`}>
            <h3>
              <Icon name="warning" /> {titles[rule]}
            </h3>
            <p>{told(sentence)}</p>
            {rule === "open-points" && open !== undefined && open.points.length > 0 && (
              <OpenPointGroups assessment={open.assessment} points={open.points} />
            )}
            {can_be_set_aside ? (
              <TextField
                label={say("report.whyYouSignAllTheSame")}
                value={reasons[rule] ?? ""}
                onChange={(reason) => onReasons({ ...reasons, [rule]: reason })}
                isRequired
                testId={`reason-${rule}`}
              />
            ) : (
              <p className="soft small">{say("report.noReasonSetsThisAside")}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
