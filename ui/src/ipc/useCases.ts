// Made from the Rust types; do not edit. See docs/architecture.md.
import type { Answer } from "./Answer";
import type { Answered } from "./Answered";
import type { Assessment } from "./Assessment";
import type { AssessmentInput } from "./AssessmentInput";
import type { Attach } from "./Attach";
import type { BeforeIssuing } from "./BeforeIssuing";
import type { BomFile } from "./BomFile";
import type { BomImported } from "./BomImported";
import type { BoundaryInput } from "./BoundaryInput";
import type { CertificateInput } from "./CertificateInput";
import type { CertificateToFile } from "./CertificateToFile";
import type { Choices } from "./Choices";
import type { ChooseSpecification } from "./ChooseSpecification";
import type { Comparison } from "./Comparison";
import type { ComponentInput } from "./ComponentInput";
import type { Components } from "./Components";
import type { Countersign } from "./Countersign";
import type { CountersignCheck } from "./CountersignCheck";
import type { Decide } from "./Decide";
import type { DecideSuggestion } from "./DecideSuggestion";
import type { DecisionInput } from "./DecisionInput";
import type { DecisionView } from "./DecisionView";
import type { Document } from "./Document";
import type { Done } from "./Done";
import type { Draft } from "./Draft";
import type { DraftInput } from "./DraftInput";
import type { DraftToFile } from "./DraftToFile";
import type { Drafted } from "./Drafted";
import type { EditableToFile } from "./EditableToFile";
import type { EditableWritten } from "./EditableWritten";
import type { ElementInput } from "./ElementInput";
import type { EventInput } from "./EventInput";
import type { Evidence } from "./Evidence";
import type { EvidenceInput } from "./EvidenceInput";
import type { EvidenceRow } from "./EvidenceRow";
import type { EvidenceToFile } from "./EvidenceToFile";
import type { ExportQuestionnaire } from "./ExportQuestionnaire";
import type { File } from "./File";
import type { FileReturn } from "./FileReturn";
import type { Finding } from "./Finding";
import type { FindingInput } from "./FindingInput";
import type { Findings } from "./Findings";
import type { FlowInput } from "./FlowInput";
import type { FollowInput } from "./FollowInput";
import type { HistoryStep } from "./HistoryStep";
import type { IdentityFile } from "./IdentityFile";
import type { IdentityView } from "./IdentityView";
import type { ImportModel } from "./ImportModel";
import type { Imported } from "./Imported";
import type { InScope } from "./InScope";
import type { InherentInput } from "./InherentInput";
import type { InherentView } from "./InherentView";
import type { InterviewPlan } from "./InterviewPlan";
import type { Issue } from "./Issue";
import type { IssueChanges } from "./IssueChanges";
import type { IssueCheck } from "./IssueCheck";
import type { IssueReport } from "./IssueReport";
import type { IssueToFile } from "./IssueToFile";
import type { Issued } from "./Issued";
import type { JournalEntry } from "./JournalEntry";
import type { KeptDraft } from "./KeptDraft";
import type { KnockOutInput } from "./KnockOutInput";
import type { Look } from "./Look";
import type { LookAtToken } from "./LookAtToken";
import type { LookChange } from "./LookChange";
import type { NewAssessment } from "./NewAssessment";
import type { NewIdentity } from "./NewIdentity";
import type { NewPassphrase } from "./NewPassphrase";
import type { Newest } from "./Newest";
import type { NotApplicable } from "./NotApplicable";
import type { Nothing } from "./Nothing";
import type { Objection } from "./Objection";
import type { OfAssessment } from "./OfAssessment";
import type { OfBom } from "./OfBom";
import type { OfDraft } from "./OfDraft";
import type { OfEvent } from "./OfEvent";
import type { OfEvidence } from "./OfEvidence";
import type { OfFinding } from "./OfFinding";
import type { OfKnockOut } from "./OfKnockOut";
import type { OfPart } from "./OfPart";
import type { OfQuestion } from "./OfQuestion";
import type { OfReview } from "./OfReview";
import type { OfRisk } from "./OfRisk";
import type { OfTest } from "./OfTest";
import type { OfThreat } from "./OfThreat";
import type { OfVendor } from "./OfVendor";
import type { Onboarding } from "./Onboarding";
import type { OscalToFile } from "./OscalToFile";
import type { OscalWritten } from "./OscalWritten";
import type { Overview } from "./Overview";
import type { Owed } from "./Owed";
import type { PlanInput } from "./PlanInput";
import type { QuestionView } from "./QuestionView";
import type { Questionnaire } from "./Questionnaire";
import type { RaiseFlags } from "./RaiseFlags";
import type { ReadReturns } from "./ReadReturns";
import type { RegistersToFile } from "./RegistersToFile";
import type { RegistersWritten } from "./RegistersWritten";
import type { RemoveAssessment } from "./RemoveAssessment";
import type { ReportOfKind } from "./ReportOfKind";
import type { Results } from "./Results";
import type { Reviews } from "./Reviews";
import type { RiskInput } from "./RiskInput";
import type { RiskRegister } from "./RiskRegister";
import type { Search } from "./Search";
import type { SearchHit } from "./SearchHit";
import type { Seen } from "./Seen";
import type { Session } from "./Session";
import type { SignedRevision } from "./SignedRevision";
import type { Silent } from "./Silent";
import type { SocInput } from "./SocInput";
import type { Specification } from "./Specification";
import type { Status } from "./Status";
import type { Suggestion } from "./Suggestion";
import type { TestInput } from "./TestInput";
import type { Tests } from "./Tests";
import type { Theme } from "./Theme";
import type { ThreatModel } from "./ThreatModel";
import type { TimeStampAnswer } from "./TimeStampAnswer";
import type { TimeStampRequest } from "./TimeStampRequest";
import type { TokenIdentity } from "./TokenIdentity";
import type { TokenSeen } from "./TokenSeen";
import type { TopicOff } from "./TopicOff";
import type { VaultKey } from "./VaultKey";
import type { Vendor } from "./Vendor";
import type { VendorInput } from "./VendorInput";
import type { Verdict } from "./Verdict";
import type { VerifyPdf } from "./VerifyPdf";
import type { Welcome } from "./Welcome";
import type { WhyNot } from "./WhyNot";

/** Every use case the window can call: what goes in and what comes out. */
export interface UseCases {
  welcome: { in: Nothing; out: Welcome };
  create_vault: { in: VaultKey; out: Session };
  open_vault: { in: VaultKey; out: Session };
  open_sample: { in: VaultKey; out: Session };
  close_vault: { in: Nothing; out: Welcome };
  change_passphrase: { in: NewPassphrase; out: Done };
  forget_recent: { in: File; out: Welcome };
  set_theme: { in: Theme; out: Done };
  back_up: { in: File; out: Done };
  session: { in: Nothing; out: Session };
  drafts: { in: Nothing; out: Array<Draft> };
  keep_draft: { in: DraftInput; out: KeptDraft };
  drop_draft: { in: OfDraft; out: Done };
  choices: { in: Nothing; out: Choices };
  save_vendor: { in: VendorInput; out: Vendor };
  remove_vendor: { in: OfVendor; out: Session };
  create_assessment: { in: NewAssessment; out: Assessment };
  save_assessment: { in: AssessmentInput; out: Overview };
  follow_assessment: { in: FollowInput; out: Overview };
  remove_assessment: { in: RemoveAssessment; out: Session };
  overview: { in: OfAssessment; out: Overview };
  inherent_risk: { in: OfAssessment; out: InherentView };
  save_inherent_risk: { in: InherentInput; out: InherentView };
  interview_plan: { in: PlanInput; out: InterviewPlan };
  owed: { in: OfAssessment; out: Array<Owed> };
  topic_not_applicable: { in: TopicOff; out: Questionnaire };
  suggestions: { in: OfAssessment; out: Array<Suggestion> };
  decide_suggestion: { in: DecideSuggestion; out: Array<Suggestion> };
  since_last_time: { in: OfAssessment; out: Comparison };
  specifications: { in: OfAssessment; out: Array<Specification> };
  choose_specification: { in: ChooseSpecification; out: Array<Specification> };
  reviews: { in: OfAssessment; out: Reviews };
  save_soc_review: { in: SocInput; out: Reviews };
  save_certificate_review: { in: CertificateInput; out: Reviews };
  remove_review: { in: OfReview; out: Reviews };
  raise_flags: { in: RaiseFlags; out: Reviews };
  export_questionnaire: { in: ExportQuestionnaire; out: Done };
  read_returns: { in: ReadReturns; out: Array<FileReturn> };
  status: { in: InScope; out: Status };
  newest: { in: Nothing; out: Newest };
  undo: { in: HistoryStep; out: Status };
  redo: { in: HistoryStep; out: Status };
  journal: { in: InScope; out: Array<JournalEntry> };
  search: { in: Search; out: Array<SearchHit> };
  questionnaire: { in: OfAssessment; out: Questionnaire };
  question: { in: OfQuestion; out: QuestionView };
  answer: { in: Answer; out: Answered };
  conclude_not_applicable: { in: NotApplicable; out: Questionnaire };
  evidence: { in: OfAssessment; out: Array<EvidenceRow> };
  attach_evidence: { in: Attach; out: Evidence };
  record_seen: { in: Seen; out: Evidence };
  save_evidence: { in: EvidenceInput; out: Evidence };
  remove_evidence: { in: OfEvidence; out: Array<EvidenceRow> };
  export_evidence: { in: EvidenceToFile; out: Done };
  findings: { in: OfAssessment; out: Findings };
  raise_finding: { in: OfQuestion; out: Finding };
  save_finding: { in: FindingInput; out: Finding };
  remove_finding: { in: OfFinding; out: Findings };
  threat_model: { in: OfAssessment; out: ThreatModel };
  save_element: { in: ElementInput; out: ThreatModel };
  save_flow: { in: FlowInput; out: ThreatModel };
  save_boundary: { in: BoundaryInput; out: ThreatModel };
  remove_part: { in: OfPart; out: ThreatModel };
  decide_threats: { in: Decide; out: ThreatModel };
  why_not: { in: WhyNot; out: Array<Silent> };
  import_threat_dragon: { in: ImportModel; out: Imported };
  components: { in: OfAssessment; out: Components };
  save_component: { in: ComponentInput; out: Components };
  import_bom: { in: BomFile; out: BomImported };
  remove_bom: { in: OfBom; out: Components };
  tests: { in: OfAssessment; out: Tests };
  save_test: { in: TestInput; out: Tests };
  remove_test: { in: OfTest; out: Tests };
  onboarding: { in: OfAssessment; out: Onboarding };
  save_event: { in: EventInput; out: Onboarding };
  remove_event: { in: OfEvent; out: Onboarding };
  risks: { in: OfAssessment; out: RiskRegister };
  save_risk: { in: RiskInput; out: RiskRegister };
  remove_risk: { in: OfRisk; out: RiskRegister };
  risk_from_threat: { in: OfThreat; out: RiskInput };
  results: { in: OfAssessment; out: Results };
  decision: { in: OfAssessment; out: DecisionView };
  save_decision: { in: DecisionInput; out: DecisionView };
  note_knock_out: { in: KnockOutInput; out: DecisionView };
  remove_knock_out_note: { in: OfKnockOut; out: DecisionView };
  report_preview: { in: ReportOfKind; out: Document };
  write_draft: { in: DraftToFile; out: Drafted };
  issues: { in: OfAssessment; out: Array<Issue> };
  export_issue: { in: IssueToFile; out: Done };
  look: { in: Nothing; out: Look };
  change_look: { in: LookChange; out: Look };
  reset_look: { in: Nothing; out: Look };
  export_registers: { in: RegistersToFile; out: RegistersWritten };
  export_editable: { in: EditableToFile; out: EditableWritten };
  export_oscal: { in: OscalToFile; out: OscalWritten };
  issuing_objections: { in: IssueCheck; out: BeforeIssuing };
  issue_report: { in: IssueReport; out: Issued };
  issue_changes: { in: OfAssessment; out: IssueChanges };
  create_identity: { in: NewIdentity; out: IdentityView };
  import_identity: { in: IdentityFile; out: IdentityView };
  export_certificate: { in: CertificateToFile; out: Done };
  look_at_token: { in: LookAtToken; out: Array<TokenSeen> };
  take_identity_from_token: { in: TokenIdentity; out: IdentityView };
  countersigning_objections: { in: CountersignCheck; out: Array<Objection> };
  countersign: { in: Countersign; out: Verdict };
  verify_pdf: { in: VerifyPdf; out: Verdict };
  write_signed_revision: { in: SignedRevision; out: Done };
  request_time_stamp: { in: TimeStampRequest; out: Done };
  add_time_stamp: { in: TimeStampAnswer; out: Verdict };
}

/** The use cases that a page may look at again and again. */
export type LookedAt =
  | "welcome"
  | "session"
  | "choices"
  | "overview"
  | "inherent_risk"
  | "interview_plan"
  | "owed"
  | "suggestions"
  | "since_last_time"
  | "specifications"
  | "reviews"
  | "journal"
  | "search"
  | "questionnaire"
  | "question"
  | "evidence"
  | "findings"
  | "threat_model"
  | "why_not"
  | "components"
  | "tests"
  | "onboarding"
  | "risks"
  | "risk_from_threat"
  | "decision"
  | "report_preview"
  | "look"
  | "issues"
  | "issue_changes"
  | "issuing_objections"
  | "countersigning_objections";
