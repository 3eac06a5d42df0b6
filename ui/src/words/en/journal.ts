export const journal = {
  entry: "Entry",
  everyChangeToThisAssessmentIs:
    "Every change to this assessment is written here as it is saved: what, when and by whom.",
  findInTheJournal: "Find in the journal",
  hash: "Hash",
  journal: "Journal",
  nEntriesNewestFirstEachHoldsThe: {
    one: "{n} entry, newest first. Each holds the hash of the one before, so that none can be changed or taken out unseen.",
    other:
      "{n} entries, newest first. Each holds the hash of the one before, so that none can be changed or taken out unseen.",
  },
  nothingMatches: "Nothing matches.",
  nothingWasDoneYet: "Nothing was done yet",
  what: "What",
  who: "Who",
} as const;
