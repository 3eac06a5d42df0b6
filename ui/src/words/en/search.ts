export const search = {
  answers: "Answers",
  found: "Found",
  nothingInThisAssessmentHolds: "Nothing in this assessment holds “{wanted}”.",
  reportsAndCertificates: "Reports and certificates",
  searchThisAssessment: "Search this assessment",
  threatModel: "Threat model",
  typeTwoLettersOrMoreAll:
    "Type two letters or more. All words must be there; the arrows choose, Enter goes there.",
  whatHappened: "What happened",
  wordsInQuestionsAnswersEvidence: "Words in questions, answers, evidence, findings, risks …",
  wordsToLookFor: "Words to look for",
} as const;
