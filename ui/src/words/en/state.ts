export const state = {
  closesOnceSaved: "The window closes once what was typed is saved.",
  noChangesYet: "No changes yet",
  notSaved: "Not saved",
  notSaved2: "Not saved. {failed}",
  notSavedAndKeptWhereYou: "Not saved, and kept where you typed it: {names}.",
  saved: "Saved {at}",
  saving: "Saving…",
  whatWasTypedWasDiscarded: "What was typed was discarded: {what}.",
} as const;
