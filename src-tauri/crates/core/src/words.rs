//! The closed lists of the field: what a claim, a conclusion, a level, a letter can be.
//!
//! Each word has one spelling in files and on the wire (kebab-case) and one for people ([`Word::title`]).

use assay_message::Told;
use serde::{Deserialize, Serialize};

/// A word of a closed list.
pub trait Word: Copy + Sized + Told + 'static {
    /// All words of the list, in the order people expect.
    const ALL: &'static [Self];
    /// The spelling in files.
    fn id(self) -> &'static str;
    /// The words for people.
    fn title(self) -> &'static str;
    /// The word spelled `id`.
    fn parse(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.id() == id)
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal, $title:literal;)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $id)] $variant,)* }
        impl Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];
            fn id(self) -> &'static str { match self { $(Self::$variant => $id,)* } }
            fn title(self) -> &'static str { match self { $(Self::$variant => $title,)* } }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.title()) }
        }
        impl assay_message::Told for $name {
            fn told(&self) -> assay_message::Part { assay_message::Message::new(self.title(), []).into() }
        }
    )*};
}

pub(crate) use words;

words! {
    /// What the vendor says. Unanswered is the absence of a claim, never one of these.
    Claim {
        /// Fully in place.
        Yes = "yes", "Yes";
        /// In place in part.
        Partial = "partial", "Partial";
        /// Not in place.
        No = "no", "No";
        /// Does not apply; a reason is required.
        NotApplicable = "not-applicable", "Not applicable";
    }
    /// What the assessor judges. The absence of a conclusion reads as not assessed.
    Conclusion {
        /// Works as it should.
        Effective = "effective", "Effective";
        /// Works, with small gaps.
        Largely = "largely", "Largely effective";
        /// Works in part.
        Partially = "partially", "Partially effective";
        /// Does not work.
        Ineffective = "ineffective", "Ineffective";
        /// Looked at, and no judgement possible.
        NotAssessed = "not-assessed", "Not assessed";
        /// Does not apply; a reason is required.
        NotApplicable = "not-applicable", "Not applicable";
    }
    /// How a thing was looked at: OSCAL's three methods.
    Method {
        /// Documents, settings, records.
        Examine = "examine", "Examine";
        /// People.
        Interview = "interview", "Interview";
        /// The thing itself.
        Test = "test", "Test";
    }
    /// How bad.
    Severity {
        /// Note and mend in the normal course.
        Low = "low", "Low";
        /// Mend within the plan.
        Medium = "medium", "Medium";
        /// Mend before relying on it.
        High = "high", "High";
        /// Mend before going on.
        Critical = "critical", "Critical";
    }
    /// Who answers.
    Respondent {
        /// The organisation assessed.
        Vendor = "vendor", "Vendor";
        /// The organisation that buys.
        Buyer = "buyer", "Own organisation";
    }
    /// The six risk categories of an AI product.
    RiskCategory {
        /// Personal and confidential data.
        DataPrivacy = "data-privacy", "Data privacy";
        /// Inputs made to mislead a model.
        AdversarialAttacks = "adversarial-attacks", "Adversarial attacks";
        /// Tampering with training data or models.
        ModelPoisoning = "model-poisoning", "Model poisoning";
        /// Third parties, components, providers.
        SupplyChain = "supply-chain", "Supply chain";
        /// Law and contract.
        Regulatory = "regulatory-non-compliance", "Regulatory non-compliance";
        /// Unfair or harmful outcomes.
        BiasEthics = "bias-and-ethics", "Bias and ethics";
    }
    /// Where in the life of a system.
    Stage {
        /// Data and parts come in.
        Acquisition = "acquisition", "Acquisition";
        /// It is built or trained.
        Development = "development", "Development";
        /// It goes live.
        Deployment = "deployment", "Deployment";
        /// It runs.
        Operation = "operation", "Operation";
        /// It is taken out of use.
        Retirement = "retirement", "Retirement";
    }
    /// The six letters of STRIDE and a seventh for misuse and harm, which STRIDE has no letter for.
    Letter {
        /// Pretending to be somebody else.
        Spoofing = "S", "Spoofing";
        /// Changing what must not change.
        Tampering = "T", "Tampering";
        /// Denying what was done.
        Repudiation = "R", "Repudiation";
        /// Telling who must not know.
        Disclosure = "I", "Information disclosure";
        /// Making it unavailable.
        Denial = "D", "Denial of service";
        /// Doing what one may not do.
        Elevation = "E", "Elevation of privilege";
        /// Misuse and harm to people.
        Harm = "H", "Misuse and harm";
    }
    /// A fact of the scope that turns questions and knock-outs on.
    ScopeFact {
        /// Personal data is processed.
        PersonalData = "personal-data", "Personal data";
        /// Special categories of personal data.
        SpecialCategories = "special-categories", "Special categories of personal data";
        /// Personal data leaves the EEA or UK.
        Transfers = "transfers", "Transfers to third countries";
        /// Electronic protected health information.
        Ephi = "ephi", "Electronic health information (HIPAA)";
        /// The service uses AI.
        Ai = "ai", "Uses AI";
        /// Models learn from the customer's data.
        TrainsOnCustomerData = "trains-on-customer-data", "Trains on customer data";
        /// Runs at a cloud provider.
        CloudHosted = "cloud-hosted", "Hosted in a public cloud";
        /// Customers share the system.
        MultiTenant = "multi-tenant", "Shared between customers";
        /// The vendor writes the software.
        DevelopsSoftware = "develops-software", "Develops software";
        /// The vendor reaches into our systems.
        RemoteAccess = "remote-access", "Remote access to our systems";
        /// The vendor processes on instruction.
        Processor = "processor", "Vendor is a processor";
        /// The vendor decides purposes itself.
        Controller = "controller", "Vendor is a controller";
        /// The vendor uses sub-processors.
        Subprocessors = "subprocessors", "Uses sub-processors";
        /// Decides purposes together with us or others.
        JointController = "joint-controller", "Vendor is a joint controller";
        /// Is itself engaged by a processor.
        SubProcessor = "sub-processor", "Vendor is a sub-processor";
        /// Runs in rooms of its own or rented ones.
        SelfHosted = "self-hosted", "Hosted in own or rented rooms";
        /// Children's data.
        Children = "children", "Children's data";
        /// Decides about people without a person.
        AutomatedDecisions = "automated-decisions", "Automated decisions about people";
        /// No accredited body has examined the management system for this service.
        NoCertificate = "no-certificate", "No ISO/IEC 27001 certificate covers the service";
        /// Develops the AI system, or puts its name on it.
        AiProvider = "ai-provider", "Vendor makes the AI or puts its name on it";
        /// Uses the AI system under its own authority.
        AiDeployer = "ai-deployer", "Vendor uses the AI under its own authority";
        /// The use is one the EU AI Act lists as high-risk.
        HighRiskAi = "high-risk-ai", "High-risk use of AI";
        /// Offers a model that serves many purposes.
        GeneralPurposeAi = "general-purpose-ai", "Vendor offers a general-purpose model";
        /// Puts out text, pictures, sound or code.
        GenerativeAi = "generative-ai", "AI makes text, pictures, sound or code";
        /// Acts by itself through tools.
        AiAgents = "ai-agents", "AI acts through tools";
        /// The buyer uses the AI system under its own authority.
        BuyerDeploysAi = "buyer-deploys-ai", "We use the AI under our own authority";
        /// Its output weighs in what happens to people at work, with credit, health, schooling or housing.
        ConsequentialDecisions = "consequential-decisions", "Weighs in decisions about work, credit, health and the like";
        /// Personal information of people in California.
        CaliforniaConsumers = "california-consumers", "Personal information of Californians (CCPA)";
        /// Decides purposes itself, in the words of the CCPA.
        Business = "business", "Vendor is a business (CCPA)";
        /// Works for a business under a contract, in the words of the CCPA.
        ServiceProvider = "service-provider", "Vendor is a service provider or contractor (CCPA)";
    }
    /// In whose role a law binds: what a framework's column `role` can say. Worded to stand in a sentence.
    LegalRole {
        /// GDPR: decides purposes and means, alone or with others.
        Controller = "controller", "controller";
        /// GDPR: works on a controller's instruction, directly or further down.
        Processor = "processor", "processor";
        /// EU AI Act: develops a system, or puts its name on it.
        Provider = "provider", "provider of the AI system";
        /// EU AI Act: uses a system under its own authority.
        Deployer = "deployer", "deployer of the AI system";
        /// EU AI Act: brings a system of somebody outside the Union onto its market.
        Importer = "importer", "importer of the AI system";
        /// EU AI Act: passes a system on.
        Distributor = "distributor", "distributor of the AI system";
        /// EU AI Act: stands in the Union for a provider outside it.
        AuthorisedRepresentative = "authorised-representative", "authorised representative";
        /// EU AI Act: sells a product with a system inside.
        ProductManufacturer = "product-manufacturer", "manufacturer of the product";
        /// EU AI Act: supplies a part, tool or service that goes into a system.
        ComponentSupplier = "component-supplier", "supplier of a component";
        /// EU AI Act: offers a general-purpose model.
        GpaiProvider = "gpai-provider", "provider of a general-purpose AI model";
        /// CCPA: decides purposes and means.
        Business = "business", "business";
        /// CCPA: works for a business.
        ServiceProvider = "service-provider", "service provider";
        /// CCPA: gets information from a business for a purpose set by contract.
        Contractor = "contractor", "contractor";
        /// CCPA: gets information without being either of these.
        ThirdPartyRecipient = "third-party-recipient", "third party that receives the data";
    }
    /// Whether a specification of a rule leaves a choice.
    Spec {
        /// It must be put in place.
        Required = "required", "Required";
        /// An equal measure may stand for it, or written reasons for having none.
        Addressable = "addressable", "Addressable";
    }
    /// What stands in the place of an addressable specification.
    Alternative {
        /// A measure that does as much, with the reasons written down.
        Equal = "equal", "Equal measure, documented";
        /// Nothing, because the vendor wrote down why it would be neither reasonable nor appropriate.
        Reasons = "reasons", "Not reasonable, documented";
    }
    /// How an addressable specification is met.
    SpecAnswer {
        /// As it is written.
        Implemented = "implemented", "Implemented";
        /// By a measure that does as much, with the reasons written down.
        Equal = "equal", "Equal measure, documented";
        /// Not at all, with written reasons why it would be neither reasonable nor appropriate.
        Reasons = "reasons", "Not reasonable, documented";
        /// Not as written, and nothing documented or working in its place.
        Gap = "gap", "Gap";
    }
    /// In which role a party processes personal data for one purpose.
    ProcessingRole {
        /// Decides purposes and means.
        Controller = "controller", "Controller";
        /// Decides them together with others.
        JointController = "joint-controller", "Joint controller";
        /// Processes on a controller's instruction.
        Processor = "processor", "Processor";
        /// Is engaged by a processor.
        SubProcessor = "sub-processor", "Sub-processor";
    }
    /// What kind of SOC 2 report it is.
    SocType {
        /// Design at one date.
        Type1 = "type-1", "Type 1";
        /// Working over a period.
        Type2 = "type-2", "Type 2";
    }
    /// How the auditor of a SOC 2 report concludes.
    AuditResult {
        /// Without reservation.
        Unqualified = "unqualified", "Unqualified";
        /// With reservation on something.
        Qualified = "qualified", "Qualified";
        /// Not as described.
        Adverse = "adverse", "Adverse";
        /// The auditor could not say.
        Disclaimer = "disclaimer", "Disclaimer";
    }
    /// How a report treats a subservice organisation.
    SubserviceMethod {
        /// Its controls are left out of the report.
        CarvedOut = "carved-out", "Carved out";
        /// Its controls are in the report.
        Inclusive = "inclusive", "Inclusive";
    }
    /// A category of trust services a SOC 2 report covers.
    SocCategory {
        /// Always in.
        Security = "security", "Security";
        /// Availability.
        Availability = "availability", "Availability";
        /// Confidentiality.
        Confidentiality = "confidentiality", "Confidentiality";
        /// Processing integrity.
        ProcessingIntegrity = "processing-integrity", "Processing integrity";
        /// Privacy.
        Privacy = "privacy", "Privacy";
    }
    /// What kind of thing an element of the threat model is.
    ElementKind {
        /// A person or system outside our control.
        Actor = "actor", "External actor";
        /// Something that computes.
        Process = "process", "Process";
        /// Something that keeps data.
        Store = "store", "Data store";
    }
    /// What is known about a fact. Unknown is not no.
    Known {
        /// It holds.
        Yes = "yes", "Yes";
        /// It does not hold.
        No = "no", "No";
        /// Nobody said.
        Unknown = "unknown", "Unknown";
    }
    /// The part an element plays in an AI system.
    AiRole {
        /// Where data comes from.
        DataSource = "data-source", "Data source";
        /// Data kept for training.
        TrainingData = "training-data", "Training data";
        /// Where data gets its labels.
        Labelling = "labelling", "Labelling";
        /// Where a model is trained or tuned.
        TrainingJob = "training-job", "Training job";
        /// A model file.
        ModelArtifact = "model-artifact", "Model file";
        /// Where models are kept and promoted.
        ModelRegistry = "model-registry", "Model registry";
        /// Serves predictions.
        InferenceApi = "inference-api", "Inference API";
        /// Somebody else's model behind an API.
        FoundationModelApi = "foundation-model-api", "Foundation-model API";
        /// Where prompts come in.
        PromptChannel = "prompt-channel", "Prompt channel";
        /// Standing instructions of the model.
        SystemPrompt = "system-prompt", "System prompt";
        /// Documents and their vectors.
        VectorStore = "vector-store", "Vector store";
        /// Fetches documents for the model.
        Retriever = "retriever", "Retriever";
        /// Plans and acts.
        Agent = "agent", "Agent";
        /// Something an agent can call.
        Tool = "tool", "Tool";
        /// What an agent remembers.
        Memory = "memory", "Agent memory";
        /// Turns model output into effects.
        OutputHandler = "output-handler", "Output handler";
        /// A person who checks.
        HumanReviewer = "human-reviewer", "Human reviewer";
        /// Watches drift and abuse.
        Monitoring = "monitoring", "Monitoring";
        /// Measures the model.
        Evaluation = "evaluation", "Evaluation";
    }
    /// A fact about an element or flow that a rule can ask for.
    ElementFact {
        /// The flow crosses a trust boundary. Derived from the model, not recorded.
        CrossesBoundary = "crosses-boundary", "crosses a trust boundary";
        /// Reachable from or carried over a public network.
        PublicNetwork = "public-network", "public network";
        /// Encrypted in transit or at rest.
        Encrypted = "encrypted", "encrypted";
        /// The other side is authenticated.
        Authenticated = "authenticated", "authenticated";
        /// Each action is checked against rights.
        Authorised = "authorised", "authorised";
        /// Content is signed.
        Signed = "signed", "signed";
        /// Input is validated.
        ValidatesInput = "validates-input", "validates input";
        /// Use is limited in rate or cost.
        RateLimited = "rate-limited", "rate limited";
        /// Actions are logged.
        Logged = "logged", "actions logged";
        /// It is itself a log.
        IsLog = "is-log", "is a log";
        /// Backed up.
        BackedUp = "backed-up", "backed up";
        /// Keeps credentials.
        StoresCredentials = "stores-credentials", "stores credentials";
        /// Personal data is in it.
        PersonalData = "personal-data", "personal data";
        /// Runs with high privilege.
        Privileged = "privileged", "privileged";
        /// A web application.
        WebApplication = "web-application", "web application";
        /// Access is restricted.
        AccessControlled = "access-controlled", "access controlled";
        /// Integrity is checked.
        IntegrityChecked = "integrity-checked", "integrity checked";
        /// More than one instance.
        Replicated = "replicated", "replicated";
        /// Run by a third party.
        ThirdParty = "third-party", "run by a third party";
        /// Isolated from its neighbours.
        Isolated = "isolated", "isolated";
        /// A person approves before it takes effect.
        HumanApproval = "human-approval", "human approval";
    }
    /// What was decided about a threat.
    ThreatDecision {
        /// Not decided.
        Open = "open", "Open";
        /// Controls answer it.
        Mitigated = "mitigated", "Mitigated";
        /// Borne knowingly; a reason is required.
        Accepted = "accepted", "Accepted";
        /// Somebody else bears it.
        Transferred = "transferred", "Transferred";
        /// Its cause is taken away.
        Avoided = "avoided", "Avoided";
        /// A false alarm; a reason is required.
        NotApplicable = "not-applicable", "Not applicable";
    }
    /// What is done about a risk.
    Treatment {
        /// Reduce it by controls.
        Mitigate = "mitigate", "Mitigate";
        /// Share it.
        Transfer = "transfer", "Transfer";
        /// Stop what causes it.
        Avoid = "avoid", "Avoid";
        /// Bear it, by somebody's name.
        Accept = "accept", "Accept";
    }
    /// How far a risk's treatment is.
    RiskStatus {
        /// Nothing done yet.
        Open = "open", "Open";
        /// Under way.
        InProgress = "in-progress", "In progress";
        /// Done.
        Closed = "closed", "Closed";
    }
    /// What the assessment ends in.
    Outcome {
        /// Go.
        Approve = "approve", "Approve";
        /// Go, when conditions are met.
        Conditions = "approve-with-conditions", "Approve with conditions";
        /// Not enough is known.
        Defer = "defer", "Defer";
        /// Stop.
        Reject = "reject", "Reject";
    }
    /// Where a knock-out stands, worst first.
    KnockOutState {
        /// It strikes.
        Struck = "struck", "Struck";
        /// The vendor's own claim points to it and nothing is concluded yet.
        Suspected = "suspected", "Suspected";
        /// Nothing is concluded about it.
        NotAssessed = "not-assessed", "Not assessed";
        /// Looked at, and it does not strike.
        Clear = "clear", "Clear";
        /// Its scope facts do not hold, or each of its questions is concluded not to apply.
        NotApplicable = "not-applicable", "Not applicable";
    }
    /// When a condition must be met.
    ConditionStage {
        /// Before signing.
        PreContract = "pre-contract", "Before contract";
        /// Before going live.
        PreGoLive = "pre-go-live", "Before go-live";
        /// After going live.
        PostGoLive = "post-go-live", "After go-live";
    }
    /// What kind of thing a piece of evidence is.
    EvidenceKind {
        /// A report by somebody independent.
        Report = "report", "Report";
        /// A certificate.
        Certificate = "certificate", "Certificate";
        /// A policy.
        Policy = "policy", "Policy";
        /// A written procedure.
        Procedure = "procedure", "Procedure";
        /// A record that something was done.
        Record = "record", "Record";
        /// A setting as it stands.
        Configuration = "configuration", "Configuration";
        /// A contract.
        Contract = "contract", "Contract";
        /// The result of a test.
        TestResult = "test-result", "Test result";
        /// A drawing.
        Diagram = "diagram", "Diagram";
        /// A log.
        Log = "log", "Log";
        /// A picture of a screen.
        Screenshot = "screenshot", "Screenshot";
        /// Something else, or nobody said what.
        Other = "other", "Other";
    }
    /// What a security test looks for.
    TestKind {
        /// Inputs made to mislead the model or to make it act.
        Adversarial = "adversarial", "Adversarial";
        /// Inputs that are unusual, damaged or outside what it was made for.
        Robustness = "robustness", "Robustness";
        /// Whether it gives away what it learnt or holds.
        Privacy = "privacy", "Privacy";
        /// Whether it treats groups of people differently.
        Bias = "bias", "Bias";
        /// Whether one can break into what is around it.
        Penetration = "penetration", "Penetration";
    }
    /// How a security test came out.
    TestOutcome {
        /// Nothing of weight got through.
        Withstood = "withstood", "Withstood";
        /// Some got through, with limited effect.
        Partly = "partly", "Partly withstood";
        /// It got through.
        Failed = "failed", "Failed";
        /// The test says nothing either way.
        Inconclusive = "inconclusive", "Inconclusive";
    }
    /// What happened that asks for another look before the next one is due.
    Trigger {
        /// Another model, or another base model under it.
        NewModel = "new-model", "New or changed model";
        /// Another sub-processor, or another region.
        NewSubprocessor = "new-subprocessor", "New sub-processor or region";
        /// Other data, or data for another purpose.
        NewData = "new-data", "New kind of data or purpose";
        /// A breach or an outage.
        Incident = "incident", "Incident";
        /// A certificate or report lapsed or was withdrawn.
        CertificateLapse = "certificate-lapse", "Certificate or report lapsed";
        /// A law or a standard changed.
        LawChange = "law-change", "Change of law or standard";
        /// Owner, contract or place changed.
        Ownership = "ownership", "Change of owner or contract";
        /// Anything else.
        Other = "other", "Other";
    }
    /// Who must act.
    Party {
        /// The organisation assessed.
        Vendor = "vendor", "Vendor";
        /// Who assesses.
        Assessor = "assessor", "Assessor";
        /// The organisation that buys.
        Buyer = "buyer", "Own organisation";
        /// Who answers for the residual risk.
        Accountable = "accountable", "Accountable executive";
    }
}

impl ProcessingRole {
    /// The fact of the scope that says the same of the vendor as a whole.
    pub fn fact(self) -> ScopeFact {
        match self {
            Self::Controller => ScopeFact::Controller,
            Self::JointController => ScopeFact::JointController,
            Self::Processor => ScopeFact::Processor,
            Self::SubProcessor => ScopeFact::SubProcessor,
        }
    }
}
