//! `assets/demo/` → a vault with a finished sample assessment of a fictional AI vendor, by the use cases a person has.
//!
//! The sample stands in time: its days are told from the day it is made (`demo/days.rs`), so that whatever was done lies
//! behind it and whatever is due lies ahead.

mod days;
mod script;

use crate::files::Folders;
use crate::use_cases::questionnaire::{OneOfMany, ResponseChange};
use crate::use_cases::vaults::VaultKey;
use crate::use_cases::{
    OfAssessment, add, components, decide, inherent, onboarding, plan, preparation, questionnaire, replace,
    reviews, risks, scope, testing, threats, unknown, vaults,
};
use crate::{Desk, Job, Problem};
use assay_core::ids::{AssessmentId, EvidenceId, FindingId, KnockOutId, QuestionId, ThreatId, VendorId};
use assay_core::record::{
    Assessment, Evidence, FileRef, Finding, KnockOutNote, Record, Response, SecurityTest, SocReview,
};
use assay_core::standing::standings;
use assay_core::words::Word;
use assay_core::{evaluate, finding};
use assay_message::message;
use assay_vault::Vault;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use script::{
    AnswerPart, AssessmentPart, EvidencePart, FindingPart, LastYearPart, NotePart, RiskPart, SocPart,
    TestPart, ThreatPart,
};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// Makes a vault with the sample in it, opens it, and gives the sample's assessment. The file gets its name when it is
/// whole: whatever fails leaves none.
///
/// # Errors
/// When the file is there already or cannot be written.
pub fn make(desk: &Desk, key: &VaultKey, job: &Job) -> Result<AssessmentId, Problem> {
    let path = vaults::new_file(desk, &key.path)?;
    let passphrase = key.passphrase.strong()?;
    job.at(message!("Deriving the key"), 0, 1)?;
    let folders = Folders::above(&path)?;
    let (vault, id) = Vault::create_filled(&path, passphrase, desk.random()?, |vault| {
        let workshop = desk.beside(vault);
        let id = fill(&workshop, job)?;
        Ok::<_, Problem>((workshop.into_vault()?, id))
    })?;
    folders.keep();
    desk.hold(Some(vault));
    desk.remember(&path);
    Ok(id)
}

/// What the parts of the sample have in common.
struct Sample<'a> {
    desk: &'a Desk,
    job: &'a Job<'a>,
    id: AssessmentId,
    /// Evidence by the script's key.
    evidence: BTreeMap<String, EvidenceId>,
}

fn fill(desk: &Desk, job: &Job) -> Result<AssessmentId, Problem> {
    let today = desk.now().date_naive();
    let script = script::script(today)?;
    let vendor = scope::save_vendor(desk, script.vendor, job)?.id;
    let previous = last_year(desk, &vendor, &script.assessment, script.last_year, job)?;
    let words = (script.summary, script.limitations);
    let id = this_year(desk, vendor, previous, script.assessment, words, job)?;
    let evidence = take_in(desk, &id, script.evidence, today)?;
    let sample = Sample { desk, job, id, evidence };
    sample.answer(script.answer)?;
    sample.review(script.soc_review)?;
    sample.take_suggestions(script.suggestion)?;
    sample.draw_model(script.boundary, script.element, script.flow)?;
    let bill = &script.bill_of_materials;
    components::take_in_bom(desk, &sample.id, bill.as_ref(), &script::file(bill, today)?)?;
    sample.decide_threats(script.threat)?;
    let findings = sample.write_findings(script.finding)?;
    sample.rate_risks(script.risk, &findings)?;
    sample.test(script.test)?;
    sample.record_events(script.event)?;
    sample.note(script.note)?;
    sample.decide(script.decision)?;
    Ok(sample.id)
}

/// The assessment of the year before, as it was left then.
fn last_year(
    desk: &Desk,
    vendor: &VendorId,
    this_year: &AssessmentPart,
    part: LastYearPart,
    job: &Job,
) -> Result<AssessmentId, Problem> {
    let new = scope::NewAssessment {
        vendor: vendor.clone(),
        title: part.title,
        service: this_year.service.clone(),
        tier: Some(part.tier),
        facts: part.facts,
        frameworks: part.frameworks,
        previous: None,
        assessor: this_year.assessor.clone(),
        scope_in: None,
    };
    let made = scope::create_assessment(desk, new, job)?;
    let whole = Assessment {
        purpose: part.purpose,
        tier_reason: part.tier_reason,
        period_from: Some(part.period_from),
        period_to: Some(part.period_to),
        summary: part.summary,
        started: morning(desk, part.started),
        ..made.clone()
    };
    let id = set_scope(desk, made, whole)?;
    let sample = Sample { desk, job, id, evidence: BTreeMap::new() };
    sample.answer(part.answer)?;
    sample.note(part.note)?;
    sample.decide(part.decision)?;
    Ok(sample.id)
}

fn this_year(
    desk: &Desk,
    vendor: VendorId,
    previous: AssessmentId,
    part: AssessmentPart,
    (summary, limitations): (String, Vec<String>),
    job: &Job,
) -> Result<AssessmentId, Problem> {
    let new = scope::NewAssessment {
        vendor,
        title: part.title,
        service: part.service,
        tier: None,
        facts: part.facts,
        frameworks: part.frameworks,
        previous: Some(previous),
        assessor: part.assessor,
        scope_in: None,
    };
    let made = scope::create_assessment(desk, new, job)?;
    let whole = Assessment {
        purpose: part.purpose,
        purposes: part.purposes,
        scope_in: part.scope_in,
        scope_out: part.scope_out,
        locations: part.locations,
        data_classes: part.data_classes,
        period_from: Some(part.period_from),
        period_to: Some(part.period_to),
        reviewer: part.reviewer,
        accountable: part.accountable,
        interviews: part.interviews,
        distribution: part.distribution,
        classification: part.classification,
        started: morning(desk, part.started),
        summary,
        limitations,
        ..made.clone()
    };
    let id = set_scope(desk, made, whole)?;
    let input = inherent::InherentInput {
        assessment: id.clone(),
        answers: part.inherent,
        tier_override: None,
        base: None,
    };
    inherent::save_inherent_risk(desk, input, job)?;
    Ok(id)
}

/// Sets the scope with the day the work began, which for a person is always the day it is recorded.
fn set_scope(desk: &Desk, made: Assessment, whole: Assessment) -> Result<AssessmentId, Problem> {
    let id = made.id.clone();
    let edit = replace(Record::Assessment(Box::new(made)), Record::Assessment(Box::new(whole)));
    desk.change(Some(&id), |_| Ok(plan("change vendor and scope", vec![edit])))?;
    Ok(id)
}

/// Nine o'clock on that day, by the clock of the desk.
fn morning(desk: &Desk, day: NaiveDate) -> DateTime<FixedOffset> {
    let now = desk.now();
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    day.and_time(nine).and_local_timezone(*now.offset()).single().unwrap_or(now)
}

/// The sample's evidence: files inside the program, and things seen.
fn take_in(
    desk: &Desk,
    assessment: &AssessmentId,
    parts: Vec<EvidencePart>,
    today: NaiveDate,
) -> Result<BTreeMap<String, EvidenceId>, Problem> {
    let mut ids = BTreeMap::new();
    let mut edits = Vec::new();
    for (number, part) in (1..).zip(parts) {
        let id = EvidenceId::new(format!("ev-{number:02}"))?;
        let file = match part.file {
            Some(name) => {
                let stored = desk.with(|vault| Ok(vault.store_bytes(&script::file(&name, today)?)?))?;
                Some(FileRef { name, size: stored.size, sha256: stored.sha256 })
            }
            None => None,
        };
        edits.push(add(Record::Evidence(Evidence {
            id: id.clone(),
            assessment: assessment.clone(),
            title: part.title,
            kind: part.kind,
            issuer: part.issuer,
            issued: part.issued,
            valid_until: part.valid_until,
            received: morning(desk, part.received),
            pages: part.pages,
            reliability: part.reliability,
            note: part.note,
            file,
        })));
        ids.insert(part.key, id);
    }
    desk.change(Some(assessment), |_| Ok(plan("add the sample's evidence", edits)))?;
    Ok(ids)
}

impl Sample<'_> {
    /// A part of the sample's assessment, from its fields.
    fn own<T: DeserializeOwned>(&self, mut fields: toml::Table) -> Result<T, Problem> {
        fields.insert("assessment".into(), self.id.to_string().into());
        script::read(fields)
    }

    fn named(&self, key: &str) -> Result<EvidenceId, Problem> {
        self.evidence.get(key).cloned().ok_or_else(|| unknown(message!("sample evidence"), &key))
    }

    fn all_named(&self, keys: &[String]) -> Result<BTreeSet<EvidenceId>, Problem> {
        keys.iter().map(|key| self.named(key)).collect()
    }

    /// Answers what is asked. On a day before a law applies, what only that law asks is left out.
    fn answer(&self, parts: Vec<AnswerPart>) -> Result<(), Problem> {
        let asked = self.asked()?;
        let answers = parts.into_iter().filter(|part| asked.contains(&part.question)).map(|part| {
            let evidence = Some(self.all_named(&part.evidence)?);
            let change = ResponseChange { evidence, ..script::read(part.change)? };
            let place = "In the sample".to_owned();
            Ok(OneOfMany { place, question: part.question, change })
        });
        let answers = answers.collect::<Result<Vec<_>, Problem>>()?;
        questionnaire::answer_all(self.desk, &self.id, "answer the sample's questions", answers, self.job)?;
        Ok(())
    }

    fn asked(&self) -> Result<BTreeSet<QuestionId>, Problem> {
        self.desk.read(|state| {
            let (case, library) = self.desk.case(state, &self.id)?;
            let standings = standings(&case, &library, self.desk.now().date_naive());
            Ok(standings.asked.into_iter().map(|question| question.id.clone()).collect())
        })
    }

    /// Notes what was seen about knock-outs that no question feeds.
    fn note(&self, parts: Vec<NotePart>) -> Result<(), Problem> {
        let of = || OfAssessment { assessment: self.id.clone() };
        let by_note: BTreeSet<KnockOutId> = decide::decision(self.desk, of(), self.job)?
            .knock_outs
            .into_iter()
            .filter(|knock_out| knock_out.by_note)
            .map(|knock_out| knock_out.id)
            .collect();
        for NotePart { knock_out, note } in parts.into_iter().filter(|part| by_note.contains(&part.knock_out))
        {
            let (assessment, seen_with) = (self.id.clone(), BTreeMap::new());
            let note = KnockOutNote { assessment, knock_out, struck: false, note, seen_with };
            decide::note_knock_out(self.desk, decide::KnockOutInput { note, base: None }, self.job)?;
        }
        Ok(())
    }

    fn review(&self, part: SocPart) -> Result<(), Problem> {
        let new = reviews::SocInput { assessment: self.id.clone(), review: None, base: None };
        let made = reviews::save_soc_review(self.desk, new, self.job)?;
        let empty = made.soc.into_iter().next().ok_or_else(|| unknown(message!("review"), &"SOC-1"))?;
        let mut form = part.form;
        form.insert("id".into(), empty.id.to_string().into());
        let review = SocReview { evidence: Some(self.named(&part.evidence)?), ..self.own(form)? };
        let input = reviews::SocInput { assessment: self.id.clone(), review: Some(review), base: None };
        reviews::save_soc_review(self.desk, input, self.job)?;
        Ok(())
    }

    fn take_suggestions(&self, parts: Vec<toml::Table>) -> Result<(), Problem> {
        for part in parts {
            preparation::decide_suggestion(self.desk, self.own(part)?, self.job)?;
        }
        Ok(())
    }

    fn draw_model(
        &self,
        boundaries: Vec<toml::Table>,
        elements: Vec<toml::Table>,
        flows: Vec<toml::Table>,
    ) -> Result<(), Problem> {
        let boundaries = boundaries.into_iter().map(|part| self.own(part).map(Record::Boundary));
        let elements = elements.into_iter().map(|part| self.own(part).map(Record::Element));
        let flows = flows.into_iter().map(|part| self.own(part).map(Record::Flow));
        let model = boundaries.chain(elements).chain(flows).collect::<Result<Vec<_>, Problem>>()?;
        let edits = model.into_iter().map(add).collect();
        self.desk.change(Some(&self.id), |_| Ok(plan("draw the sample's model", edits)))
    }

    fn decide_threats(&self, parts: Vec<ThreatPart>) -> Result<(), Problem> {
        let decisions = parts.into_iter().map(|part| {
            let threat = ThreatId::new(format!("{}@{}", part.rule, part.element))?;
            Ok((threat, part.decision, part.reason))
        });
        let decisions = decisions.collect::<Result<Vec<_>, Problem>>()?;
        self.desk.change(Some(&self.id), |state| {
            let (case, library) = self.desk.case(state, &self.id)?;
            let evaluation = evaluate(&case, &library, self.desk.now().date_naive());
            Ok(plan("decide the sample's threats", threats::decided(&evaluation, decisions)?))
        })
    }

    /// Writes the findings on what is asked and gives them by their question.
    fn write_findings(&self, parts: Vec<FindingPart>) -> Result<BTreeMap<QuestionId, FindingId>, Problem> {
        let asked = self.asked()?;
        let parts = parts.into_iter().filter(|part| asked.contains(&part.question));
        self.desk.change(Some(&self.id), |state| {
            let (case, library) = self.desk.case(state, &self.id)?;
            let mut ids = BTreeMap::new();
            let mut edits = Vec::new();
            for (number, part) in (1..).zip(parts) {
                let questions = &library.bank.questions;
                let question = questions
                    .get(&part.question)
                    .ok_or_else(|| unknown(message!("question"), &part.question))?;
                let unanswered = || Response::unanswered(self.id.clone(), part.question.clone());
                let response = case.responses.get(&part.question).cloned().unwrap_or_else(unanswered);
                let drafted =
                    finding::drafted(FindingId::new(format!("F-{number:02}"))?, question, &response);
                let finding = Finding {
                    severity: part.severity.unwrap_or(drafted.severity),
                    title: part.title.unwrap_or(drafted.title),
                    condition: part.condition.unwrap_or(drafted.condition),
                    effect: part.effect.unwrap_or(drafted.effect),
                    recommendation: part.recommendation.unwrap_or(drafted.recommendation),
                    owner: part.owner,
                    due: part.due,
                    vendor_response: part.vendor_response,
                    cause: part.cause,
                    ..drafted
                };
                ids.insert(part.question, finding.id.clone());
                edits.push(add(Record::Finding(finding)));
            }
            Ok(plan("write the sample's findings", edits).giving(ids))
        })
    }

    fn rate_risks(
        &self,
        parts: Vec<RiskPart>,
        findings: &BTreeMap<QuestionId, FindingId>,
    ) -> Result<(), Problem> {
        let asked = self.asked()?;
        for part in parts {
            let of_question = |q: &QuestionId| {
                findings.get(q).cloned().ok_or_else(|| unknown(message!("sample finding on"), q))
            };
            let failed = part.findings_for.iter().filter(|q| asked.contains(q));
            let input = risks::RiskInput {
                assessment: self.id.clone(),
                id: None,
                title: part.title,
                scenario: format!("{} {}", part.scenario, part.causes).trim().to_owned(),
                threats: part.threats,
                findings: failed.map(of_question).collect::<Result<_, _>>()?,
                categories: part.categories,
                inherent: part.inherent,
                residual: part.residual,
                rationale: part.rationale,
                treatment: part.treatment,
                controls: part.controls,
                combining: part.combining,
                owner: part.owner,
                due: part.due,
                status: part.status,
                base: None,
            };
            risks::put_risk(self.desk, input)?;
        }
        Ok(())
    }

    /// Plans each test, then records how it came out.
    fn test(&self, parts: Vec<TestPart>) -> Result<(), Problem> {
        for part in parts {
            let plan = testing::TestInput {
                assessment: self.id.clone(),
                test: None,
                kind: Some(part.kind),
                base: None,
            };
            let planned = testing::put_test(self.desk, plan)?;
            let mut form = part.form;
            form.insert("id".into(), planned.to_string().into());
            form.insert("kind".into(), part.kind.id().into());
            let test = SecurityTest { evidence: self.all_named(&part.evidence)?, ..self.own(form)? };
            let result =
                testing::TestInput { assessment: self.id.clone(), test: Some(test), kind: None, base: None };
            testing::put_test(self.desk, result)?;
        }
        Ok(())
    }

    fn record_events(&self, parts: Vec<toml::Table>) -> Result<(), Problem> {
        for part in parts {
            onboarding::put_event(self.desk, self.own(part)?)?;
        }
        Ok(())
    }

    fn decide(&self, part: toml::Table) -> Result<(), Problem> {
        let input = decide::DecisionInput { decision: self.own(part)?, confirm: true, base: None };
        decide::save_decision(self.desk, input, self.job)?;
        Ok(())
    }
}
