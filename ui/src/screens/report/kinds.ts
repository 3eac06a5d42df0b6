/** The kinds of report, the one that is issued first. */
import type { ReportKind } from "../../ipc/ReportKind";
import { say } from "../../words";

const titles: Record<ReportKind, { label: string; detail: string }> = {
  complete: { label: say("report.kindComplete"), detail: say("report.whatIsIssuedAndSigned") },
  board: { label: say("report.kindBoard"), detail: say("report.thePagesForThoseWhoDecide") },
  full: { label: say("report.kindFull"), detail: say("report.withoutItsAnnexes") },
  annexes: { label: say("report.kindAnnexes"), detail: say("report.methodRequirementsAnswers") },
  vendor: { label: say("report.kindVendor"), detail: say("report.findingsAndItsOwnAnswers") },
  plan: { label: say("report.kindPlan"), detail: say("report.whatIsToBeDoneByWhom") },
  questionnaire: { label: say("report.kindQuestionnaire"), detail: say("report.whatWasAskedAnswered") },
  applicability: { label: say("report.kindApplicability"), detail: say("report.whichRequirementsApply") },
};

export const kinds = (Object.keys(titles) as ReportKind[]).map((id) => ({ id, ...titles[id] }));

/** What a kind is called. */
export const titleOf = (kind: ReportKind): string => titles[kind].label;
