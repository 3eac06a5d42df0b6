//! What can be typed after `assay`.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

const AFTER: &str = "\
A first assessment, start to end:
  assay new acme.assay                                     make a vault (asks for a passphrase)
  assay vendor acme.assay --name \"Acme Ltd\"
  assay start acme.assay --vendor \"Acme Ltd\" --title \"Acme 2026\" --assessor \"A. Moore\" \\
        --framework soc2 --framework iso27001 --fact personal-data
  assay questions acme.assay                               what to ask
  assay answer acme.assay ACC-01 --claim yes --conclude effective --level 4
  assay evidence acme.assay report.pdf --kind report --question ACC-01
  assay import threat-dragon acme.assay model.json
  assay threats acme.assay
  assay risk acme.assay --title \"…\" --inherent 4x4 --residual 2x3 --owner \"B. Lee\"
  assay decide acme.assay --outcome approve --by \"C. Park\"
  assay identity acme.assay --name \"A. Moore\" --organisation \"Moore & Co\"
  assay sign acme.assay --out acme.pdf                     draw, sign, verify, keep
  assay certificate acme.assay --out moore.pem             for those who will verify
  assay verify acme.pdf --trust moore.pem

The passphrase comes from --passphrase-file, else from the variable ASSAY_PASSPHRASE, else it is asked for.

Exit codes: 0 done · 1 refused, nothing changed · 2 wrong usage · 3 wrong passphrase · 4 not a vault, damaged or newer · 5 the PDF did not verify · 6 signed and unchanged, but a signer is not among those trusted · 7 signed and unchanged, but against the rules of the paper";

/// Security assessments of vendors, offline, ending in a signed report.
#[derive(Debug, Parser)]
#[command(name = "assay", version, after_help = AFTER, max_term_width = 110)]
pub struct Arguments {
    /// Write JSON, for scripts
    #[arg(long, global = true)]
    pub json: bool,
    /// Read the passphrase from the first line of this file
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The vault, and which assessment in it.
#[derive(Debug, Args)]
pub struct Where {
    /// The vault file
    pub vault: PathBuf,
    /// Id of the assessment; not needed when the vault holds one that no other follows
    #[arg(long, short)]
    pub assessment: Option<String>,
}

/// A vault, and whose history in it.
#[derive(Debug, Args)]
pub struct History {
    #[command(flatten)]
    pub at: Where,
    /// The vault's own: its vendors, assessments and identities, and what was removed of them
    #[arg(long = "vault", conflicts_with = "assessment")]
    pub own: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new, empty vault
    New {
        /// The file to make; an existing one is never overwritten
        vault: PathBuf,
    },
    /// Make a new vault with the sample assessment in it
    Sample {
        /// The file to make
        vault: PathBuf,
    },
    /// Show vendors, assessments and identities of a vault
    List {
        /// The vault file
        vault: PathBuf,
    },
    /// Add a vendor
    Vendor {
        /// The vault file
        vault: PathBuf,
        /// The name people use
        #[arg(long)]
        name: String,
        /// The name in the contract
        #[arg(long, default_value = "")]
        legal_name: String,
        /// Country of establishment
        #[arg(long, default_value = "")]
        country: String,
        /// Whom to talk to
        #[arg(long, default_value = "")]
        contact: String,
        /// Their mail address
        #[arg(long, default_value = "")]
        email: String,
        /// A service it offers; repeat for more
        #[arg(long = "service")]
        services: Vec<String>,
    },
    /// Start an assessment of a vendor
    Start {
        /// The vault file
        vault: PathBuf,
        /// Name or id of the vendor
        #[arg(long)]
        vendor: String,
        /// Title, as on the report
        #[arg(long)]
        title: String,
        /// The service looked at
        #[arg(long, default_value = "")]
        service: String,
        /// Risk tier, 1 (most critical) to 4
        #[arg(long, default_value_t = 2)]
        tier: u8,
        /// A framework to report on: soc2, iso27001, gdpr; repeat for more
        #[arg(long = "framework", required = true)]
        frameworks: Vec<String>,
        /// A fact of the scope, such as personal-data or cloud-hosted; repeat for more
        #[arg(long = "fact")]
        facts: Vec<String>,
        /// Who assesses
        #[arg(long)]
        assessor: String,
        /// The assessor's organisation
        #[arg(long, default_value = "")]
        organisation: String,
        /// What is in scope; repeat for more
        #[arg(long = "in-scope")]
        scope_in: Vec<String>,
        /// Id of the assessment this one follows; scope and model are taken over
        #[arg(long)]
        follows: Option<String>,
    },
    /// Show or answer the inherent-risk questions, which make the tier
    Inherent {
        #[command(flatten)]
        at: Where,
        /// An answer, as IR-01=option; repeat for more
        #[arg(long = "set", value_name = "QUESTION=OPTION")]
        set: Vec<String>,
        /// A tier against the proposal; asking less needs --reason, --by and --second
        #[arg(long)]
        tier: Option<u8>,
        /// Why
        #[arg(long, default_value = "", requires = "tier")]
        reason: String,
        /// Who sets it
        #[arg(long, default_value = "", requires = "tier")]
        by: String,
        /// The second person
        #[arg(long, default_value = "", requires = "tier")]
        second: String,
    },
    /// Record many answers from a JSON file: a list of objects with “question” and the fields of a response
    Answers {
        #[command(flatten)]
        at: Where,
        /// The file
        file: PathBuf,
    },
    /// Plan conversations: who sits in the room for how long, and what to ask them
    Interview {
        #[command(flatten)]
        at: Where,
        /// Roles and minutes, as it-ops,security=45; repeat for more conversations
        #[arg(long = "with", value_name = "ROLES=MINUTES", required = true)]
        sittings: Vec<String>,
    },
    /// Show what should be settled before signing, and where
    CloseOut(Where),
    /// Show what the vendor still owes
    Owed(Where),
    /// Show suggestions; with --accept or --refuse decide one
    Suggestions {
        #[command(flatten)]
        at: Where,
        /// The suggestion, as QUESTION=REQUIREMENT
        #[arg(long, conflicts_with = "refuse")]
        accept: Option<String>,
        /// The suggestion, as QUESTION=REQUIREMENT
        #[arg(long)]
        refuse: Option<String>,
        /// Why
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Show how addressable specifications are met; with --set say what stands in the place of one
    Addressable {
        #[command(flatten)]
        at: Where,
        /// The specification, such as "hipaa:164.312(a)(2)(iii)"
        #[arg(long, value_name = "REQUIREMENT", requires = "alternative")]
        set: Option<String>,
        /// equal (a measure that does as much), reasons (none, with reasons written down) or as-written
        #[arg(long = "as", value_name = "WHAT", requires = "set")]
        alternative: Option<String>,
        /// The measure or the reasons, and where they are written down
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Say of a whole topic that it does not apply
    NotApplicable {
        #[command(flatten)]
        at: Where,
        /// The topic, such as physical
        topic: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Show what changed since the assessment this one follows
    Compare(Where),
    /// Show reviews of reports and certificates with their red flags; with a file record one
    Review {
        #[command(flatten)]
        at: Where,
        /// A review of a SOC 2 report, as JSON
        #[arg(long, value_name = "FILE", conflicts_with = "certificate")]
        soc: Option<PathBuf>,
        /// A review of an ISO certificate, as JSON
        #[arg(long, value_name = "FILE")]
        certificate: Option<PathBuf>,
        /// Write findings for all red flags that have none
        #[arg(long)]
        raise: bool,
    },
    /// Write the questionnaire for the vendor to fill in: an Excel workbook, or CSV when the name ends so
    Export {
        #[command(flatten)]
        at: Where,
        /// The new file
        file: PathBuf,
        /// The day it is wanted back, as 2026-12-31
        #[arg(long)]
        due: Option<String>,
    },
    /// Read questionnaires that vendors sent back, each into the assessment it names
    Returned {
        /// The vault file
        vault: PathBuf,
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The assessment of files that do not say theirs
        #[arg(long, short)]
        assessment: Option<String>,
        /// Read the files into assessments whose report is issued, too
        #[arg(long)]
        after_issue: bool,
    },
    /// Show the way through an assessment and where each step stands
    Status(Where),
    /// Show what is asked, what is answered, and what is not asked and why
    Questions {
        #[command(flatten)]
        at: Where,
        /// Only unanswered ones
        #[arg(long)]
        open: bool,
    },
    /// Show one question: why, evidence to ask for, how to verify, and its response
    Question {
        #[command(flatten)]
        at: Where,
        /// Its id, such as ACC-01
        question: String,
    },
    /// Record an answer: the vendor's claim, the assessor's conclusion, or both
    Answer {
        #[command(flatten)]
        at: Where,
        /// Question id; leave out with --from
        question: Option<String>,
        /// What the vendor says: yes, partial, no, not-applicable
        #[arg(long)]
        claim: Option<String>,
        /// The vendor's comment
        #[arg(long)]
        comment: Option<String>,
        /// Why it does not apply
        #[arg(long)]
        reason: Option<String>,
        /// What you judge: effective, largely, partially, ineffective, not-assessed, not-applicable
        #[arg(long)]
        conclude: Option<String>,
        /// How it is known, 0 asserted to 4 verified by you
        #[arg(long)]
        level: Option<u8>,
        /// How it was looked at: examine, interview, test; repeat for more
        #[arg(long = "method")]
        methods: Vec<String>,
        /// What was done and seen
        #[arg(long)]
        rationale: Option<String>,
        /// Private notes; never in the report
        #[arg(long)]
        notes: Option<String>,
        /// Read answers from a file, one JSON object a line ({"question": "ACC-01", "claim": "yes", …}); - reads standard input. Each line is acknowledged when it is durable
        #[arg(long, conflicts_with_all = ["question", "claim", "comment", "reason", "conclude", "level", "methods", "rationale", "notes"])]
        from: Option<PathBuf>,
    },
    /// Take a file in as evidence, or record a thing seen
    Evidence {
        #[command(flatten)]
        at: Where,
        /// The file; leave out with --seen
        file: Option<PathBuf>,
        /// What was seen and not retained
        #[arg(long, conflicts_with = "file", required_unless_present = "file")]
        seen: Option<String>,
        /// What it is called in the report
        #[arg(long, default_value = "")]
        title: String,
        /// report, certificate, policy, procedure, record, configuration, contract, test-result, diagram, log, screenshot
        #[arg(long, default_value = "record")]
        kind: String,
        /// Who made it
        #[arg(long, default_value = "")]
        issuer: String,
        /// Date on it (YYYY-MM-DD)
        #[arg(long)]
        issued: Option<String>,
        /// Last day it counts (YYYY-MM-DD)
        #[arg(long)]
        valid_until: Option<String>,
        /// Pages relied on
        #[arg(long, default_value = "")]
        pages: String,
        /// A question it bears on; repeat for more
        #[arg(long = "question")]
        questions: Vec<String>,
    },
    /// Read a file made by another tool
    Import {
        /// What to read
        #[command(subcommand)]
        what: Import,
    },
    /// Show the threats the model yields, each with the reason; or decide some
    Threats {
        #[command(flatten)]
        at: Where,
        /// A threat to decide; repeat for more
        #[arg(long = "decide", requires = "decision")]
        decide: Vec<String>,
        /// open, mitigated, accepted, transferred, avoided, not-applicable
        #[arg(long = "as", requires = "decide")]
        decision: Option<String>,
        /// Why
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Show the components of the system; with a file describe them
    Components {
        #[command(flatten)]
        at: Where,
        /// A JSON list of objects with “name”, “role”, “product”, “version”, “providers”, “owner”, “stages”, “data”, “licence”; one whose name is new is added
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Show security tests, what this scope needs, and what they say about threats; with a file record some
    Tests {
        #[command(flatten)]
        at: Where,
        /// A JSON list of objects with “kind”, “title”, “elements”, “techniques”, “planned”, “done”, “by”, “method”, “outcome”, “seen”, “limits”, “evidence”
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Show the way into use: the five steps, the gates, the do's and don'ts, and why each stands as it does
    Gates {
        #[command(flatten)]
        at: Where,
        /// Only what is open
        #[arg(long)]
        open: bool,
    },
    /// Show the six risk categories: what was found in each, and how far the measures against it are in place
    Categories(Where),
    /// Show when the next assessment is due and what happened since; with --event record something, with --id close it
    Monitor {
        #[command(flatten)]
        at: Where,
        /// new-model, new-subprocessor, new-data, incident, certificate-lapse, law-change, ownership, other
        #[arg(long, requires_all = ["on", "what"])]
        event: Option<String>,
        /// When it happened (YYYY-MM-DD)
        #[arg(long)]
        on: Option<String>,
        /// What happened
        #[arg(long, default_value = "")]
        what: String,
        /// One recorded before
        #[arg(long, conflicts_with = "event", requires = "closed")]
        id: Option<String>,
        /// When it was dealt with (YYYY-MM-DD)
        #[arg(long)]
        closed: Option<String>,
        /// What came of it
        #[arg(long, default_value = "")]
        outcome: String,
    },
    /// Show the risk register; with --title add a risk
    Risk {
        #[command(flatten)]
        at: Where,
        /// Short name of a new risk
        #[arg(long, requires_all = ["inherent", "residual"])]
        title: Option<String>,
        /// What happens, by what cause, to whom
        #[arg(long, default_value = "")]
        scenario: String,
        /// Likelihood x impact before treatment, such as 4x5
        #[arg(long)]
        inherent: Option<String>,
        /// Likelihood x impact after treatment; never above the inherent one
        #[arg(long)]
        residual: Option<String>,
        /// mitigate, transfer, avoid, accept
        #[arg(long, default_value = "mitigate")]
        treatment: String,
        /// A control relied on; repeat for more
        #[arg(long = "control")]
        controls: Vec<String>,
        /// A threat behind it; repeat for more
        #[arg(long = "threat")]
        threats: Vec<String>,
        /// A finding behind it; repeat for more
        #[arg(long = "finding")]
        findings: Vec<String>,
        /// Whose it is
        #[arg(long, default_value = "")]
        owner: String,
        /// By when (YYYY-MM-DD)
        #[arg(long)]
        due: Option<String>,
    },
    /// Show findings and failed questions without one; with a question write its finding
    Finding {
        #[command(flatten)]
        at: Where,
        /// The failed question
        question: Option<String>,
    },
    /// Show scores with coverage, and with --explain the arithmetic
    Results {
        #[command(flatten)]
        at: Where,
        /// Show the inputs of every figure
        #[arg(long)]
        explain: bool,
    },
    /// Show what the case allows; with --outcome record a decision
    Decide {
        #[command(flatten)]
        at: Where,
        /// approve, approve-with-conditions, defer, reject
        #[arg(long)]
        outcome: Option<String>,
        /// Why
        #[arg(long, default_value = "")]
        rationale: String,
        /// A condition; repeat for more
        #[arg(long = "condition")]
        conditions: Vec<String>,
        /// Who decides
        #[arg(long, default_value = "")]
        by: String,
        /// Say that a condition is met, as 1=2026-12-18 for the first; repeat for more
        #[arg(long = "met", value_name = "NUMBER=DATE", conflicts_with = "outcome")]
        met: Vec<String>,
    },
    /// Make a signing identity: a key that never leaves the vault, and its certificate
    Identity {
        /// The vault file
        vault: PathBuf,
        /// The signer's name
        #[arg(long)]
        name: String,
        /// The signer's organisation
        #[arg(long)]
        organisation: String,
        /// The signer's mail address
        #[arg(long, default_value = "")]
        email: String,
    },
    /// Write an identity's certificate, for those who will verify
    Certificate {
        /// The vault file
        vault: PathBuf,
        /// Where to (PEM)
        #[arg(long)]
        out: PathBuf,
        /// Id of the identity; not needed when the vault holds one
        #[arg(long)]
        identity: Option<String>,
    },
    /// Write an unsigned draft of the report
    Report {
        #[command(flatten)]
        at: Where,
        /// Where to
        #[arg(long)]
        out: PathBuf,
    },
    /// Issue the report: draw, sign, verify, keep a copy in the vault
    Sign {
        #[command(flatten)]
        at: Where,
        /// Where to
        #[arg(long)]
        out: PathBuf,
        /// Id of the identity; not needed when the vault holds one
        #[arg(long)]
        identity: Option<String>,
        /// Where it is signed
        #[arg(long, default_value = "")]
        location: String,
        /// Sign although a rule stands against it, such as open-points=REASON; the report prints rule and reason
        #[arg(long = "override", value_name = "RULE=REASON")]
        overrides: Vec<String>,
    },
    /// Add the reviewer's or the executive's signature to a signed report
    Countersign {
        /// The vault with the identity
        vault: PathBuf,
        /// The signed PDF
        pdf: PathBuf,
        /// reviewer or executive
        #[arg(long = "as")]
        place: String,
        /// Where to
        #[arg(long)]
        out: PathBuf,
        /// Id of the identity; not needed when the vault holds one
        #[arg(long)]
        identity: Option<String>,
        /// Sign although a rule stands against it, such as other-name=REASON; the signature states rule and reason
        #[arg(long = "override", value_name = "RULE=REASON")]
        overrides: Vec<String>,
    },
    /// Verify a signed PDF, strictly, without a network. Exits 0 only when every signer is trusted and nothing is wrong
    Verify {
        /// The PDF
        pdf: PathBuf,
        /// A certificate held to be genuine (PEM or DER), from the signer by another way than the file; repeat for more
        #[arg(long)]
        trust: Vec<PathBuf>,
        /// The least number of signatures there must be
        #[arg(long, default_value_t = 1)]
        signatures: usize,
    },
    /// Take back the last change of an assessment, or with --vault of the vault itself
    Undo(History),
    /// Do again what was taken back last
    Redo(History),
    /// Show what was done, newest first
    Journal(History),
    /// Look for words in questions, answers, notes and the rest
    Search {
        #[command(flatten)]
        at: Where,
        /// The words
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Copy a vault under the same passphrase
    Backup {
        /// The vault file
        vault: PathBuf,
        /// Where to
        out: PathBuf,
    },
    /// Change a vault's passphrase; the new one comes from ASSAY_NEW_PASSPHRASE or is asked for
    Passphrase {
        /// The vault file
        vault: PathBuf,
    },
    /// Do the whole job once with the sample: vault, assessment, report, signature, verification
    Demo {
        /// Folder for what it makes; a new temporary one when left out
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

/// Files of other tools.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// A bill of materials in CycloneDX JSON: models, datasets and services become components, the rest an inventory
    Cyclonedx {
        #[command(flatten)]
        at: Where,
        /// The file
        file: PathBuf,
    },
    /// An OWASP Threat Dragon version 2 model
    ThreatDragon {
        #[command(flatten)]
        at: Where,
        /// The model file
        file: PathBuf,
    },
}
