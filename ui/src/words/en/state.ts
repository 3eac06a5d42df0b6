export const state = {
  noChangesYet: "No changes yet",
  notSaved: "Not saved",
  notSaved2: "Not saved. {failed}",
  notSavedAndKeptWhereYou: "Not saved, and kept where you typed it: {names}.",
  saved: "Saved {at}",
  saving: "Saving…",
  wasChangedElsewhereSinceYouBegan:
    "{what} was changed elsewhere since you began. Neither is lost: say whose stands.",
  whatWasTypedWasDiscarded: "What was typed was discarded: {what}.",
} as const;
