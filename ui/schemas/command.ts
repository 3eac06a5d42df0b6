import type { Problem } from "../src/ipc/Problem";
import type { UseCases } from "../src/ipc/useCases";

type Out<Name extends keyof UseCases> = UseCases[Name]["out"];

/** An answer of `answer --from -` that is on disk; one such line each. */
export interface Acknowledged {
  /** The question. */
  saved: string;
  /** The entry of the journal. */
  entry: number;
  /** When. */
  at: string | null;
}

/** What a command prints instead when it refuses, on standard error. */
export interface Refusal {
  error: Problem;
}

/** What each command prints with --json, under its name. */
export interface Commands {
  new: Out<"create_vault">;
  list: Out<"session">;
  backup: Out<"back_up">;
  passphrase: Out<"change_passphrase">;
  vendor: Out<"save_vendor">;
  start: Out<"create_assessment">;
  people: Out<"overview">;
  remove: Out<"remove_assessment">;
  inherent: Out<"inherent_risk">;
  status: Out<"overview">;
  interview: Out<"interview_plan">;
  owed: Out<"owed">;
  compare: Out<"since_last_time">;
  export: Out<"export_questionnaire">;
  returned: Out<"read_returns">;
  questions: Out<"questionnaire">;
  question: Out<"question">;
  answer: Out<"answer"> | Acknowledged;
  answers: Out<"answer">["tally"] | null;
  "not-applicable": Out<"topic_not_applicable">["tally"];
  suggestions: Out<"suggestions">;
  addressable: Out<"specifications">;
  evidence: Out<"save_evidence">;
  review: Out<"reviews">;
  import: Out<"import_bom"> | Out<"import_threat_dragon">;
  components: Out<"components">;
  tests: Out<"tests">;
  threats: Out<"threat_model">;
  finding: Out<"findings"> | Out<"raise_finding">;
  risk: Out<"risks">;
  results: Out<"results">;
  "close-out": Out<"decision">["open_points"];
  decide: Out<"decision">;
  gates: Out<"onboarding">;
  categories: Out<"onboarding">["categories"];
  monitor: Out<"onboarding">;
  report: Out<"write_draft">;
  look: Out<"look">;
  registers: Out<"export_registers">;
  editable: Out<"export_editable">;
  oscal: Out<"export_oscal">;
  identity: Out<"create_identity"> | Out<"session">["identities"] | Out<"look_at_token">;
  certificate: Out<"export_certificate">;
  sign: Out<"issue_report">;
  issued: Out<"issues"> | Out<"export_issue">;
  countersign: Out<"countersign">;
  verify: Out<"verify_pdf">;
  undo: Out<"undo">;
  redo: Out<"redo">;
  journal: Out<"journal">;
  search: Out<"search">;
  sample: Out<"open_sample">;
  demo: Out<"issue_report">;
  refused: Refusal;
}
