/** Every screen of an assessment, by its name in the address. */

import type { ReactNode } from "react";
import type { AssessmentId } from "../ipc/AssessmentId";
import { CloseOutScreen } from "./closeOut";
import { ComparisonScreen } from "./comparison";
import { ComponentsScreen } from "./components";
import { DecisionScreen } from "./decision";
import { EvidenceScreen } from "./evidence";
import { FindingsScreen } from "./findings";
import { GatesScreen } from "./gates";
import { InherentScreen } from "./inherent";
import { InterviewScreen } from "./interview";
import { JournalScreen } from "./journal";
import { OwedScreen } from "./owed";
import { QuestionnaireScreen } from "./questionnaire";
import { ReportScreen } from "./report";
import { ReviewsScreen } from "./reviews";
import { RisksScreen } from "./risks";
import { ScopeScreen } from "./scope";
import { SuggestionsScreen } from "./suggestions";
import { TestsScreen } from "./tests";
import { ThreatsScreen } from "./threats";
import { VendorFilesScreen } from "./vendorFiles";
import { VerifyScreen } from "./verify";

export const screens: Record<string, (props: { assessment: AssessmentId }) => ReactNode> = {
  scope: ScopeScreen,
  inherent: InherentScreen,
  comparison: ComparisonScreen,
  questionnaire: QuestionnaireScreen,
  interview: InterviewScreen,
  suggestions: SuggestionsScreen,
  owed: OwedScreen,
  "vendor-files": VendorFilesScreen,
  findings: FindingsScreen,
  threats: ThreatsScreen,
  components: ComponentsScreen,
  tests: TestsScreen,
  risks: RisksScreen,
  decision: DecisionScreen,
  "close-out": CloseOutScreen,
  report: ReportScreen,
  gates: GatesScreen,
  evidence: EvidenceScreen,
  reviews: ReviewsScreen,
  journal: JournalScreen,
  verify: VerifyScreen,
};
