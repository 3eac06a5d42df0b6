/** The kinds of report, the one that is issued first. */
import type { ReportKind } from "../../ipc/ReportKind";

const titles: Record<ReportKind, { label: string; detail: string }> = {
  complete: { label: "Full report with annexes", detail: "What is issued and signed" },
  board: { label: "Board paper", detail: "The pages for those who decide" },
  full: { label: "Full report", detail: "Without its annexes" },
  annexes: { label: "Annexes", detail: "Method, requirements, answers, threats, evidence" },
  vendor: { label: "Vendor copy", detail: "Findings and its own answers, no conclusion of ours" },
  plan: { label: "Remediation plan", detail: "What is to be done, by whom and when" },
  questionnaire: { label: "Questionnaire and answers", detail: "What was asked, answered and concluded" },
  applicability: { label: "Statement of applicability", detail: "Which requirements apply, and why" },
};

export const kinds = (Object.keys(titles) as ReportKind[]).map((id) => ({ id, ...titles[id] }));

/** What a kind is called. */
export const titleOf = (kind: ReportKind): string => titles[kind].label;
