//! The surface of the window: the name of a use case and its input as JSON → its view as JSON.
//!
//! The list below is the whole surface the page can reach. Files come and go as tokens; see [`crate::ChosenFile`].
//! The TypeScript types of `ui/src/ipc` are made from it.

use crate::use_cases::{
    Done, Nothing, OfAssessment, components, decide, drafts, evidence, exports, findings, history,
    identities, inherent, issuing, looks, onboarding, preparation, questionnaire, report, reviews, risks,
    scope, sealing, specifications, testing, threats, tokens, vaults, vendor_files,
};
use crate::{Desk, Job, Problem};
use assay_message::message;
use serde_json::Value;

/// What a page may look at again and again: use cases that read and change nothing.
pub const LOOKED_AT: &[&str] = &[
    "welcome",
    "session",
    "choices",
    "overview",
    "inherent_risk",
    "interview_plan",
    "owed",
    "suggestions",
    "since_last_time",
    "specifications",
    "reviews",
    "journal",
    "search",
    "questionnaire",
    "question",
    "evidence",
    "findings",
    "threat_model",
    "why_not",
    "components",
    "tests",
    "onboarding",
    "risks",
    "risk_from_threat",
    "decision",
    "report_preview",
    "look",
    "issues",
    "issue_changes",
    "issuing_objections",
    "countersigning_objections",
];

macro_rules! use_cases {
    ($($module:ident { $($name:ident($input:ty) -> $output:ty;)* })*) => {
        /// Every use case by name.
        pub const NAMES: &[&str] = &[$($(stringify!($name),)*)*];

        /// Does the use case `name` with `input`.
        ///
        /// # Errors
        /// The use case's [`Problem`]; `api` when there is no such use case or the input has another shape.
        pub fn call(desk: &Desk, name: &str, input: Value, job: &Job) -> Result<Value, Problem> {
            match name {
                $($(stringify!($name) => {
                    let input: $input = serde_json::from_value(input).map_err(|e| Problem::new("api", message!("{name}: {e}. Nothing was changed.")))?;
                    let view: $output = $module::$name(desk, input, job).map_err(|problem| desk.without_paths(problem))?;
                    serde_json::to_value(view).map_err(|e| Problem::new("api", message!("{name}: {e}.")))
                })*)*
                _ => Err(Problem::new("api", message!("There is no use case “{name}”."))),
            }
        }

        /// The TypeScript of the whole surface: file name → text.
        #[cfg(feature = "ts")]
        pub fn typescript(folder: &std::path::Path) -> Result<(), ts_rs::ExportError> {
            use ts_rs::TS;
            let config = ts_rs::Config::new().with_large_int("number").with_out_dir(folder);
            let mut imports = std::collections::BTreeSet::new();
            let mut entries = String::new();
            $($(
                export::<$input>(&config)?;
                export::<$output>(&config)?;
                for name in [<$input as TS>::name(&config), <$output as TS>::name(&config)] {
                    imports.insert(name.trim_start_matches("Array<").trim_end_matches('>').to_owned());
                }
                entries.push_str(&format!("  {}: {{ in: {}; out: {} }};\n", stringify!($name), <$input as TS>::name(&config), <$output as TS>::name(&config)));
            )*)*
            <Problem as TS>::export_all(&config)?;
            <crate::Progress as TS>::export_all(&config)?;
            <crate::shown::Watched as TS>::export_all(&config)?;
            <crate::shown::Acted as TS>::export_all(&config)?;
            let mut text = String::from("// Made from the Rust types; do not edit. See docs/architecture.md.\n");
            for name in &imports {
                text.push_str(&format!("import type {{ {name} }} from \"./{name}\";\n"));
            }
            text.push_str("\n/** Every use case the window can call: what goes in and what comes out. */\nexport interface UseCases {\n");
            text.push_str(&entries);
            text.push_str("}\n\n/** The use cases that a page may look at again and again. */\nexport type LookedAt =");
            for name in LOOKED_AT {
                text.push_str(&format!("\n  | \"{name}\""));
            }
            text.push_str(";\n");
            std::fs::write(folder.join("useCases.ts"), text).map_err(ts_rs::ExportError::Io)
        }
    };
}

/// Writes a type's file and those of all it mentions; a list has no file of its own, only its items have.
#[cfg(feature = "ts")]
fn export<T: ts_rs::TS + 'static>(config: &ts_rs::Config) -> Result<(), ts_rs::ExportError> {
    struct Items<'a>(&'a ts_rs::Config, Result<(), ts_rs::ExportError>);
    impl ts_rs::TypeVisitor for Items<'_> {
        fn visit<T: ts_rs::TS + 'static + ?Sized>(&mut self) {
            if self.1.is_ok() && T::output_path().is_some() {
                self.1 = T::export_all(self.0);
            }
        }
    }
    if T::output_path().is_some() {
        return T::export_all(config);
    }
    let mut items = Items(config, Ok(()));
    T::visit_generics(&mut items);
    T::visit_dependencies(&mut items);
    items.1
}

use_cases! {
    vaults {
        welcome(Nothing) -> vaults::Welcome;
        create_vault(vaults::VaultKey) -> vaults::Session;
        open_vault(vaults::VaultKey) -> vaults::Session;
        open_sample(vaults::VaultKey) -> vaults::Session;
        close_vault(Nothing) -> vaults::Welcome;
        change_passphrase(vaults::NewPassphrase) -> Done;
        forget_recent(vaults::File) -> vaults::Welcome;
        set_theme(vaults::Theme) -> Done;
        back_up(vaults::File) -> Done;
        session(Nothing) -> vaults::Session;
    }
    drafts {
        drafts(Nothing) -> Vec<drafts::Draft>;
        keep_draft(drafts::DraftInput) -> drafts::KeptDraft;
        drop_draft(drafts::OfDraft) -> Done;
    }
    scope {
        choices(Nothing) -> scope::Choices;
        save_vendor(scope::VendorInput) -> assay_core::record::Vendor;
        remove_vendor(scope::OfVendor) -> vaults::Session;
        create_assessment(scope::NewAssessment) -> assay_core::record::Assessment;
        save_assessment(scope::AssessmentInput) -> scope::Overview;
        follow_assessment(scope::FollowInput) -> scope::Overview;
        remove_assessment(scope::RemoveAssessment) -> vaults::Session;
        overview(OfAssessment) -> scope::Overview;
    }
    inherent {
        inherent_risk(OfAssessment) -> inherent::InherentView;
        save_inherent_risk(inherent::InherentInput) -> inherent::InherentView;
    }
    preparation {
        interview_plan(preparation::PlanInput) -> assay_core::interview::InterviewPlan;
        owed(OfAssessment) -> Vec<preparation::Owed>;
        topic_not_applicable(preparation::TopicOff) -> questionnaire::Questionnaire;
        suggestions(OfAssessment) -> Vec<assay_core::suggestion::Suggestion>;
        decide_suggestion(preparation::DecideSuggestion) -> Vec<assay_core::suggestion::Suggestion>;
        since_last_time(OfAssessment) -> assay_core::comparison::Comparison;
    }
    specifications {
        specifications(OfAssessment) -> Vec<assay_core::specification::Specification>;
        choose_specification(specifications::ChooseSpecification) -> Vec<assay_core::specification::Specification>;
    }
    reviews {
        reviews(OfAssessment) -> reviews::Reviews;
        save_soc_review(reviews::SocInput) -> reviews::Reviews;
        save_certificate_review(reviews::CertificateInput) -> reviews::Reviews;
        remove_review(reviews::OfReview) -> reviews::Reviews;
        raise_flags(reviews::RaiseFlags) -> reviews::Reviews;
    }
    vendor_files {
        export_questionnaire(vendor_files::ExportQuestionnaire) -> Done;
        read_returns(vendor_files::ReadReturns) -> Vec<vendor_files::FileReturn>;
    }
    history {
        status(history::InScope) -> history::Status;
        newest(Nothing) -> history::Newest;
        undo(history::HistoryStep) -> history::Status;
        redo(history::HistoryStep) -> history::Status;
        journal(history::InScope) -> Vec<history::JournalEntry>;
        search(history::Search) -> Vec<history::SearchHit>;
    }
    questionnaire {
        questionnaire(OfAssessment) -> questionnaire::Questionnaire;
        question(questionnaire::OfQuestion) -> questionnaire::QuestionView;
        answer(questionnaire::Answer) -> questionnaire::Answered;
        conclude_not_applicable(questionnaire::NotApplicable) -> questionnaire::Questionnaire;
    }
    evidence {
        evidence(OfAssessment) -> Vec<evidence::EvidenceRow>;
        attach_evidence(evidence::Attach) -> assay_core::record::Evidence;
        record_seen(evidence::Seen) -> assay_core::record::Evidence;
        save_evidence(evidence::EvidenceInput) -> assay_core::record::Evidence;
        remove_evidence(evidence::OfEvidence) -> Vec<evidence::EvidenceRow>;
        export_evidence(evidence::EvidenceToFile) -> Done;
    }
    findings {
        findings(OfAssessment) -> findings::Findings;
        raise_finding(questionnaire::OfQuestion) -> assay_core::record::Finding;
        save_finding(findings::FindingInput) -> assay_core::record::Finding;
        remove_finding(findings::OfFinding) -> findings::Findings;
    }
    threats {
        threat_model(OfAssessment) -> threats::ThreatModel;
        save_element(threats::ElementInput) -> threats::ThreatModel;
        save_flow(threats::FlowInput) -> threats::ThreatModel;
        save_boundary(threats::BoundaryInput) -> threats::ThreatModel;
        remove_part(threats::OfPart) -> threats::ThreatModel;
        decide_threats(threats::Decide) -> threats::ThreatModel;
        why_not(threats::WhyNot) -> Vec<threats::Silent>;
        import_threat_dragon(threats::ImportModel) -> threats::Imported;
    }
    components {
        components(OfAssessment) -> components::Components;
        save_component(components::ComponentInput) -> components::Components;
        import_bom(components::BomFile) -> components::BomImported;
        remove_bom(components::OfBom) -> components::Components;
    }
    testing {
        tests(OfAssessment) -> testing::Tests;
        save_test(testing::TestInput) -> testing::Tests;
        remove_test(testing::OfTest) -> testing::Tests;
    }
    onboarding {
        onboarding(OfAssessment) -> onboarding::Onboarding;
        save_event(onboarding::EventInput) -> onboarding::Onboarding;
        remove_event(onboarding::OfEvent) -> onboarding::Onboarding;
    }
    risks {
        risks(OfAssessment) -> risks::RiskRegister;
        save_risk(risks::RiskInput) -> risks::RiskRegister;
        remove_risk(risks::OfRisk) -> risks::RiskRegister;
        risk_from_threat(risks::OfThreat) -> risks::RiskInput;
    }
    decide {
        results(OfAssessment) -> assay_core::score::Results;
        decision(OfAssessment) -> decide::DecisionView;
        save_decision(decide::DecisionInput) -> decide::DecisionView;
        note_knock_out(decide::KnockOutInput) -> decide::DecisionView;
        remove_knock_out_note(decide::OfKnockOut) -> decide::DecisionView;
    }
    report {
        report_preview(report::ReportOfKind) -> assay_report::document::Document;
        write_draft(report::DraftToFile) -> report::Drafted;
        issues(OfAssessment) -> Vec<assay_core::record::Issue>;
        export_issue(report::IssueToFile) -> Done;
    }
    looks {
        look(Nothing) -> looks::Look;
        change_look(looks::LookChange) -> looks::Look;
        reset_look(Nothing) -> looks::Look;
    }
    exports {
        export_registers(exports::RegistersToFile) -> exports::RegistersWritten;
        export_editable(exports::EditableToFile) -> exports::EditableWritten;
        export_oscal(exports::OscalToFile) -> exports::OscalWritten;
    }
    issuing {
        issuing_objections(issuing::IssueCheck) -> issuing::BeforeIssuing;
        issue_report(issuing::IssueReport) -> issuing::Issued;
        issue_changes(OfAssessment) -> issuing::IssueChanges;
    }
    identities {
        create_identity(identities::NewIdentity) -> vaults::IdentityView;
        import_identity(identities::IdentityFile) -> vaults::IdentityView;
        export_certificate(identities::CertificateToFile) -> Done;
    }
    tokens {
        look_at_token(tokens::LookAtToken) -> Vec<tokens::TokenSeen>;
        take_identity_from_token(tokens::TokenIdentity) -> vaults::IdentityView;
    }
    sealing {
        countersigning_objections(sealing::CountersignCheck) -> Vec<assay_core::signing::Objection>;
        countersign(sealing::Countersign) -> crate::verdict::Verdict;
        verify_pdf(sealing::VerifyPdf) -> crate::verdict::Verdict;
        write_signed_revision(sealing::SignedRevision) -> Done;
        request_time_stamp(sealing::TimeStampRequest) -> Done;
        add_time_stamp(sealing::TimeStampAnswer) -> crate::verdict::Verdict;
    }
}
