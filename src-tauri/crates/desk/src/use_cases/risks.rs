//! The risk register and its matrix.

use super::findings::next_number;
use super::removing::removed;
use super::{OfAssessment, input, key_in, made, plan, put, required, unknown, view};
use crate::{Desk, Job, Problem};
use assay_core::evaluate;
use assay_core::ids::{AssessmentId, FindingId, RiskId, ThreatId};
use assay_core::pack::{Band, Matrix};
use assay_core::record::{Record, Risk};
use assay_core::risk::{Rating, Ratings};
use assay_core::standing::standings;
use assay_core::stride;
use assay_core::words::{RiskCategory, RiskStatus, Treatment};
use assay_message::message;
use chrono::NaiveDate;
use std::collections::BTreeSet;

input! {
    /// A risk; without an id a new one.
    RiskInput {
        /// In which assessment.
        assessment: AssessmentId,
        /// Which; `None` makes a new one.
        id: Option<RiskId>,
        /// Short name.
        title: String,
        /// What happens, by what cause, to whom.
        scenario: String,
        /// Threats behind it.
        threats: BTreeSet<ThreatId>,
        /// Findings behind it.
        findings: BTreeSet<FindingId>,
        /// Categories.
        categories: BTreeSet<RiskCategory>,
        /// Before treatment.
        inherent: Rating,
        /// After treatment.
        residual: Rating,
        /// Why these ratings.
        rationale: String,
        /// What is done.
        treatment: Treatment,
        /// Controls relied on.
        controls: Vec<String>,
        /// How several controls were taken together.
        combining: String,
        /// Whose it is.
        owner: String,
        /// By when.
        due: Option<NaiveDate>,
        /// How far.
        status: RiskStatus,
        /// The risk as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Risk>,
    }
    /// One risk.
    OfRisk {
        /// In which assessment.
        assessment: AssessmentId,
        /// Which.
        risk: RiskId,
    }
    /// One threat.
    OfThreat {
        /// In which assessment.
        assessment: AssessmentId,
        /// Which.
        threat: ThreatId,
    }
}

view! {
    /// A risk with its bands.
    RiskView {
        /// The risk.
        risk: Risk,
        /// Band before treatment.
        inherent: Band,
        /// Band after treatment.
        residual: Band,
        /// How the band before treatment came about.
        inherent_why: String,
        /// How the band after treatment came about.
        residual_why: String,
    }
    /// The register.
    RiskRegister {
        /// The matrix; its `cells` hold indices into `bands`, rows by likelihood 1 to 5, columns by impact 1 to 5.
        matrix: Matrix,
        /// Worst residual first.
        risks: Vec<RiskView>,
    }
}

/// The register.
pub fn risks(desk: &Desk, input: OfAssessment, _: &Job) -> Result<RiskRegister, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let matrix = &library.matrix;
        let mut risks: Vec<RiskView> = case
            .risks
            .values()
            .map(|risk| RiskView {
                inherent: matrix.band(risk.ratings.inherent()).clone(),
                residual: matrix.band(risk.ratings.residual()).clone(),
                inherent_why: matrix.explain(risk.ratings.inherent()).to_string(),
                residual_why: matrix.explain(risk.ratings.residual()).to_string(),
                risk: risk.clone(),
            })
            .collect();
        risks.sort_by_key(|view| {
            let rank = |rating| std::cmp::Reverse(matrix.rank(rating));
            (rank(view.risk.ratings.residual()), rank(view.risk.ratings.inherent()), view.risk.id.clone())
        });
        Ok(RiskRegister { matrix: matrix.clone(), risks })
    })
}

/// Makes or changes a risk.
pub fn save_risk(desk: &Desk, input: RiskInput, job: &Job) -> Result<RiskRegister, Problem> {
    let assessment = input.assessment.clone();
    put_risk(desk, input)?;
    risks(desk, OfAssessment { assessment }, job)
}

/// Makes or changes a risk, where nobody looks at the register.
pub(crate) fn put_risk(desk: &Desk, input: RiskInput) -> Result<(), Problem> {
    required(message!("The risk's title"), &input.title)?;
    let ratings = Ratings::new(input.inherent, input.residual)?;
    let assessment = input.assessment.clone();
    desk.change(Some(&assessment), |state| {
        let (case, library) = desk.case(state, &assessment)?;
        let (verb, id, old) = match input.id {
            Some(id) => {
                let old = case.risks.get(&id).ok_or_else(|| unknown(message!("risk"), &id))?;
                ("change", id, Some(old))
            }
            None => {
                let number = next_number(&case, "R", case.risks.keys().map(RiskId::as_str));
                ("add", RiskId::new(number)?, None)
            }
        };
        let label = format!("{verb} risk {id}");
        let typed = Risk {
            id,
            assessment: assessment.clone(),
            title: input.title.trim().into(),
            scenario: input.scenario,
            threats: input.threats,
            findings: input.findings,
            categories: input.categories,
            ratings,
            rationale: input.rationale,
            treatment: input.treatment,
            controls: input.controls,
            combining: input.combining,
            owner: input.owner,
            due: input.due,
            status: input.status,
        };
        let whole = |risk| Record::Risk(Box::new(risk));
        let sets = ["threats", "findings", "categories"];
        let risk = made(&label, input.base.as_ref(), typed, old, &sets, whole)?;
        // One the model no longer yields stays behind the risk it is behind.
        let is_new = |id: &&ThreatId| {
            !case.recorded_threats.contains_key(*id) && !old.is_some_and(|old| old.threats.contains(*id))
        };
        let mut new = risk.threats.iter().filter(is_new).peekable();
        if new.peek().is_some() {
            let standings = standings(&case, &library, desk.now().date_naive());
            let yielded: BTreeSet<ThreatId> =
                stride::threats(&case, &library, &standings).into_iter().map(|t| t.id).collect();
            if let Some(threat) = new.find(|id| !yielded.contains(*id)) {
                return Err(unknown(message!("threat"), threat));
            }
        }
        if let Some(finding) = risk.findings.iter().find(|f| !case.findings.contains_key(f)) {
            return Err(unknown(message!("finding"), finding));
        }
        Ok(plan(label, vec![put(old.cloned().map(whole), whole(risk))]))
    })
}

/// Removes a risk.
pub fn remove_risk(desk: &Desk, input: OfRisk, job: &Job) -> Result<RiskRegister, Problem> {
    desk.change(Some(&input.assessment), |state| {
        let own = key_in("risk", &input.assessment, &input.risk);
        let risk = state.get(&own)?.ok_or_else(|| unknown(message!("risk"), &input.risk))?;
        removed(state, &input.assessment, format!("remove risk {}", input.risk), risk)
    })?;
    risks(desk, OfAssessment { assessment: input.assessment }, job)
}

/// A risk a threat suggests, not saved: the person edits and saves it.
pub fn risk_from_threat(desk: &Desk, input: OfThreat, _: &Job) -> Result<RiskInput, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let threat = evaluate(&case, &library, desk.now().date_naive())
            .threats
            .into_iter()
            .find(|t| t.id == input.threat)
            .ok_or_else(|| unknown(message!("threat"), &input.threat))?;
        let rule = library
            .threats
            .rules
            .iter()
            .find(|r| r.id == threat.rule)
            .ok_or_else(|| unknown(message!("rule"), &threat.rule))?;
        let rating = Rating::new(threat.likelihood, threat.impact)?;
        Ok(RiskInput {
            assessment: input.assessment,
            id: None,
            title: threat.title.clone(),
            scenario: format!("{} {}", threat.reason, rule.effect),
            threats: BTreeSet::from([threat.id]),
            findings: BTreeSet::new(),
            categories: rule.risk_categories.clone(),
            inherent: rating,
            residual: rating,
            rationale: format!("{} Impact {} from the rule.", threat.suggestion, threat.impact),
            treatment: Treatment::Mitigate,
            controls: Vec::new(),
            combining: String::new(),
            owner: String::new(),
            due: None,
            status: RiskStatus::Open,
            base: None,
        })
    })
}
