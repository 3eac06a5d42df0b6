export const inherent = {
  aDigitAnswersAndGoesOn:
    "A digit answers and goes on to the next open question; the arrow keys move between questions.",
  anotherTier: "Another tier",
  answer: "Answer: {title}",
  answerTheFirst: "Answer the first",
  answerTheNext: "Answer the next",
  answersOnInherentRisk: "Answers on inherent risk",
  apartFromTheTierOnPurpose:
    "Apart from the tier on purpose: a service with little data can be one nobody can work without.",
  asItWas: "As it was: {tier_reason}",
  assuranceAskedOfAnAnswer: "Assurance asked of an answer",
  beforeTheVendorIsAskedAnything:
    "Before the vendor is asked anything: what could go wrong here if they did nothing right? Your answers propose the tier, and the tier decides how deep to look.",
  changeTheTierSet: "Change the tier set",
  clearAnswer: "Clear answer",
  criticalFunction: "critical function",
  criticalFunction2: "Critical function",
  depth: "Depth",
  eachTurnsOnTheQuestionsThat:
    "Each turns on the questions that fit. They stay when an answer changes; <button>take them out under Vendor & scope</button>.",
  followTheAnswersAgain: "Follow the answers again",
  goToNextUnansweredQuestion: "Go to next unanswered question",
  inWordsThatASupervisorUnderstands:
    "In words that a supervisor understands in a year. It stands in the report.",
  lookAgainAfterMonthsOrSooner: {
    one: "Look again after <strong>{n} month</strong>, or sooner when something changes.",
    other: "Look again after <strong>{n} months</strong>, or sooner when something changes.",
  },
  makesTier1: "makes tier 1",
  markedByHandUnderVendorScope:
    "Marked by hand under Vendor & scope. With the first answer here the answers decide.",
  nAsked: { one: "<strong>{n} question</strong> asked.", other: "<strong>{n} questions</strong> asked." },
  nLeftOutByTier: {
    one: "{n} more is left out because of the tier.",
    other: "{n} more are left out because of the tier.",
  },
  nLeftOutByTierAndScope: {
    one: "{n} more is left out because of the tier, {other} because of the scope.",
    other: "{n} more are left out because of the tier, {other} because of the scope.",
  },
  nPoints: { one: "{n} point", other: "{n} points" },
  neededOnlyWhenLessIsAsked: "Needed only when less is asked than proposed.",
  nextTime: "Next time",
  noAnswerSaysThatACritical: "No answer says that a critical function hangs on the service.",
  noneLeftOutByTier: "None is left out because of the tier.",
  noneLeftOutByTierSomeByScope: "None is left out because of the tier, {other} because of the scope.",
  notMarkedCritical: "Not marked critical",
  of: "of {most}",
  ofAnswered: "{many} of {questions} answered",
  ofAnsweredTheTierStaysAs:
    "{answered} of {asked} answered. The tier stays as it was until all are, for half a sum says too little.",
  ofPointsTier3BeginsAt:
    "{strong} of {most} points. <span>Tier 3 begins at {tier_3}, tier 2 at {tier_2}, tier 1 at {tier_1}.</span>",
  ofPointsTier4From0:
    "{points} of {most} points. Tier 4 from 0, tier 3 from {tier_3}, tier 2 from {tier_2}, tier 1 from {tier_1}.",
  ofWeight: "{rows} of weight {weight}",
  points: "points",
  question: "question",
  questionsToOurselves: "Questions to ourselves",
  secondPerson: "Second person",
  setAnotherTier: "Set another tier",
  setBy: "Set by",
  setTier: "Set tier {tier}",
  somebodyElseWhoAgreesThatLess: "Somebody else who agrees that less is asked. Nobody lowers the bar alone.",
  theAnswersByThemselves: "The answers by themselves: {explanation}",
  theAnswersProposeNothingYet: "{tier}. The answers propose nothing yet.",
  theAnswersProposeNothingYetSo:
    "{tier}. The answers propose nothing yet, so this may ask less: a second person must agree.",
  theAnswersProposeTheSame: "{tier}. The answers propose the same.",
  theTierFollowsTheAnswersAgain: "The tier follows the answers again.",
  thisAsksLessThanTheProposed:
    "{tier}. This asks less than the proposed tier {proposed}: a second person must agree.",
  thisAsksMoreThanTheProposed:
    "{tier}. This asks more than the proposed tier {proposed}: a reason is enough.",
  tier: "Tier",
  tier1: "Tier 1",
  tier2: "Tier {id}",
  tier3: "Tier {tier} {span}",
  tierIsSet: "Tier {tier} is set.",
  whatTheAnswersPutIntoThe: "What the answers put into the scope",
  whatTierDecides: "What tier {tier} decides",
  whatYouWroteIsKeptHere: "{refusal} What you wrote is kept here.",
} as const;
