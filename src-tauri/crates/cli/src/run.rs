//! Arguments → use cases → output.

use crate::arguments::{Arguments, Command, History, Import, Where};
use crate::show::{self, show};
use assay_core::ids::*;
use assay_core::record::{AssuranceLevel, Condition, Decision, Person, Tier};
use assay_core::risk::Rating;
use assay_core::signing::{SetAside, SigningRule};
use assay_core::words::*;
use assay_desk::use_cases::questionnaire::{Answer, OfQuestion, ResponseChange, parse_word};
use assay_desk::use_cases::*;
use assay_desk::verdict::Word as Verified;
use assay_desk::{ChosenFile, Desk, Job, Problem, Progress, demo};
use assay_report::document::Signer;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Long work shows where it is when somebody looks, and says nothing in a script.
fn watched(progress: Progress) -> ControlFlow<()> {
    let mut err = std::io::stderr();
    if err.is_terminal() {
        let part =
            (progress.done * 100).checked_div(progress.total).map(|p| format!(" {p} %")).unwrap_or_default();
        // Progress is a courtesy: a terminal that cannot show it changes nothing.
        let _ = write!(err, "\r\x1b[K{}{part}", progress.label);
        if progress.total > 0 && progress.done >= progress.total {
            let _ = write!(err, "\r\x1b[K");
        }
    }
    ControlFlow::Continue(())
}

pub(crate) const JOB: Job<'static> = Job(&watched);

fn passphrase(file: Option<&Path>, variable: &str, ask: &str) -> Result<String, Problem> {
    if let Some(path) = file {
        let text = std::fs::read_to_string(path).map_err(|e| Problem::file("read", path, &e))?;
        return Ok(text.lines().next().unwrap_or_default().to_owned());
    }
    if let Ok(text) = std::env::var(variable) {
        return Ok(text);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Problem::new(
            "missing",
            format!("No passphrase was given. Set {variable}, use --passphrase-file, or run in a terminal."),
        ));
    }
    rpassword::prompt_password(ask)
        .map_err(|e| Problem::new("missing", format!("The passphrase could not be read: {e}.")))
}

pub(crate) fn text_of(path: &Path) -> ChosenFile {
    path.into()
}

pub(crate) fn date(what: &str, text: Option<String>) -> Result<Option<NaiveDate>, Problem> {
    text.map(|text| {
        text.parse().map_err(|_| {
            Problem::new(
                "date",
                format!("{what} “{text}” is not a date like 2026-05-12. Nothing was changed."),
            )
        })
    })
    .transpose()
}

fn rating(text: &str) -> Result<Rating, Problem> {
    let wrong = || {
        Problem::new(
            "rating",
            format!("“{text}” is not likelihood x impact, such as 4x5. Nothing was changed."),
        )
    };
    let (likelihood, impact) = text.split_once(['x', '×', ',']).ok_or_else(wrong)?;
    Ok(Rating::new(
        likelihood.trim().parse().map_err(|_| wrong())?,
        impact.trim().parse().map_err(|_| wrong())?,
    )?)
}

fn unknown_condition(number: &str) -> Problem {
    Problem::new("unknown", format!("There is no condition {number}. Nothing was changed."))
}

/// Opens the vault and finds the assessment meant.
/// Whose history is meant: an assessment's, or the vault's own.
fn scope_of(desk: &Desk, file: Option<&Path>, place: &History) -> Result<Option<AssessmentId>, Problem> {
    if place.own {
        open(desk, file, &place.at.vault)?;
        return Ok(None);
    }
    at(desk, file, &place.at).map(Some)
}

pub(crate) fn at(desk: &Desk, file: Option<&Path>, place: &Where) -> Result<AssessmentId, Problem> {
    open(desk, file, &place.vault)?;
    if let Some(id) = &place.assessment {
        return Ok(AssessmentId::new(id.clone())?);
    }
    let session = vaults::session(desk, Nothing {}, &JOB)?;
    let cards = || session.vendors.iter().flat_map(|v| &v.assessments).map(|card| &card.assessment);
    // Last year's is not meant when this year's follows it.
    let followed: Vec<&AssessmentId> = cards().filter_map(|a| a.previous.as_ref()).collect();
    let all: Vec<AssessmentId> = cards().map(|a| a.id.clone()).filter(|id| !followed.contains(&id)).collect();
    match all.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Problem::new(
            "missing",
            "The vault holds no assessment yet. Start one: assay start VAULT --help",
        )),
        many => Err(Problem::new(
            "missing",
            format!(
                "The vault holds {} assessments under way. Say which with --assessment: {}",
                many.len(),
                many.iter().map(AssessmentId::as_str).collect::<Vec<_>>().join(", ")
            ),
        )),
    }
}

pub(crate) fn open(desk: &Desk, file: Option<&Path>, vault: &Path) -> Result<vaults::Session, Problem> {
    let key = vaults::VaultKey {
        path: text_of(vault),
        passphrase: passphrase(file, "ASSAY_PASSPHRASE", "Passphrase: ")?,
    };
    vaults::open_vault(desk, key, &JOB)
}

fn create(desk: &Desk, file: Option<&Path>, vault: &Path, sample: bool) -> Result<vaults::Session, Problem> {
    let key = vaults::VaultKey {
        path: text_of(vault),
        passphrase: passphrase(file, "ASSAY_PASSPHRASE", "New passphrase: ")?,
    };
    if sample { vaults::open_sample(desk, key, &JOB) } else { vaults::create_vault(desk, key, &JOB) }
}

fn identity(session: &vaults::Session, wanted: Option<String>) -> Result<IdentityId, Problem> {
    if let Some(id) = wanted {
        return Ok(IdentityId::new(id)?);
    }
    match session.identities.as_slice() {
        [one] => Ok(one.id.clone()),
        [] => Err(Problem::new(
            "missing",
            "The vault holds no signing identity yet. Make one: assay identity VAULT --name NAME --organisation ORGANISATION",
        )),
        many => Err(Problem::new(
            "missing",
            format!(
                "The vault holds {} identities. Say which with --identity: {}",
                many.len(),
                many.iter().map(|i| i.id.as_str()).collect::<Vec<_>>().join(", ")
            ),
        )),
    }
}

fn all<T, E>(texts: Vec<String>, read: impl Fn(String) -> Result<T, E>) -> Result<BTreeSet<T>, Problem>
where
    T: Ord,
    Problem: From<E>,
{
    texts.into_iter().map(|text| read(text).map_err(Problem::from)).collect()
}

/// Does what was asked.
pub fn run(desk: &Desk, arguments: Arguments) -> Result<(), Problem> {
    let Arguments { json, passphrase_file, command } = arguments;
    let file = passphrase_file.as_deref();
    let of = |assessment: AssessmentId| OfAssessment { assessment };
    match command {
        Command::New { vault } => {
            let session = create(desk, file, &vault, false)?;
            show(json, &session, || {
                format!("Made {}. Add a vendor: assay vendor {} --name NAME\n", session.path, vault.display())
            })
        }
        Command::Sample { vault } => {
            let session = create(desk, file, &vault, true)?;
            show(json, &session, || show::session(&session))
        }
        Command::List { vault } => {
            let session = open(desk, file, &vault)?;
            show(json, &session, || show::session(&session))
        }
        Command::Vendor { vault, name, legal_name, country, contact, email, services } => {
            open(desk, file, &vault)?;
            let input = scope::VendorInput {
                id: None,
                name,
                legal_name,
                country,
                website: String::new(),
                contact_name: contact,
                contact_email: email,
                services,
                notes: String::new(),
                base: None,
            };
            let vendor = scope::save_vendor(desk, input, &JOB)?;
            show(json, &vendor, || format!("Added {} ({}).\n", vendor.name, vendor.id))
        }
        Command::Start {
            vault,
            vendor,
            title,
            service,
            tier,
            frameworks,
            facts,
            assessor,
            organisation,
            scope_in,
            follows,
        } => {
            let session = open(desk, file, &vault)?;
            let found: Vec<&vaults::VendorCard> = session
                .vendors
                .iter()
                .filter(|v| v.vendor.name == vendor || v.vendor.id.as_str() == vendor)
                .collect();
            let [card] = found.as_slice() else {
                return Err(Problem::new(
                    "unknown",
                    format!(
                        "{} vendors are called “{vendor}”. Name one by its id: assay list {}",
                        found.len(),
                        vault.display()
                    ),
                ));
            };
            let input = scope::NewAssessment {
                vendor: card.vendor.id.clone(),
                title,
                service,
                tier: Tier::new(tier).ok_or_else(|| {
                    Problem::new("tier", format!("Tier {tier} does not exist; tiers are 1 to 4."))
                })?,
                facts: all(facts, |f| parse_word::<ScopeFact>("The fact", &f))?,
                frameworks: all(frameworks, FrameworkId::new)?,
                previous: follows.map(AssessmentId::new).transpose()?,
                assessor: Person { name: assessor, organisation, ..Person::default() },
            };
            let mut assessment = scope::create_assessment(desk, input, &JOB)?;
            if !scope_in.is_empty() {
                let base = Some(assessment.clone());
                assessment.scope_in = scope_in;
                let input = scope::AssessmentInput { assessment, base };
                assessment = scope::save_assessment(desk, input, &JOB)?.assessment;
            }
            show(json, &assessment, || {
                format!(
                    "Started {} ({}). What to ask: assay questions {}\n",
                    assessment.title,
                    assessment.id,
                    vault.display()
                )
            })
        }
        Command::Status(place) => {
            let assessment = at(desk, file, &place)?;
            let view = scope::overview(desk, of(assessment.clone()), &JOB)?;
            let changes = issuing::issue_changes(desk, of(assessment), &JOB)?;
            show(json, &view, || show::overview(&view) + &show::changed(&changes))
        }
        Command::Questions { at: place, open } => {
            let view = questionnaire::questionnaire(desk, of(at(desk, file, &place)?), &JOB)?;
            show(json, &view, || show::questionnaire(&view, open))
        }
        Command::Question { at: place, question } => {
            let input =
                OfQuestion { assessment: at(desk, file, &place)?, question: QuestionId::new(question)? };
            let view = questionnaire::question(desk, input, &JOB)?;
            show(json, &view, || show::question(&view))
        }
        Command::Answer {
            at: place,
            question,
            claim,
            comment,
            reason,
            conclude,
            level,
            methods,
            rationale,
            notes,
            from,
        } => {
            let assessment = at(desk, file, &place)?;
            if let Some(path) = from {
                return answers(desk, &assessment, &path, json);
            }
            let question = question.ok_or_else(|| {
                Problem::new(
                    "missing",
                    "No question was named. Nothing was changed; name one, such as ACC-01, or use --from.",
                )
            })?;
            let change = ResponseChange {
                claim: claim.map(|c| parse_word("The claim", &c)).transpose()?,
                comment,
                reason,
                conclusion: conclude.map(|c| parse_word("The conclusion", &c)).transpose()?,
                assurance: level
                    .map(|l| {
                        AssuranceLevel::try_from(l)
                            .map_err(|e| Problem::new("level", format!("{e}. Nothing was changed.")))
                    })
                    .transpose()?,
                methods: if methods.is_empty() {
                    None
                } else {
                    Some(all(methods, |m| parse_word::<Method>("The method", &m))?)
                },
                rationale,
                notes,
                ..ResponseChange::default()
            };
            let view = questionnaire::answer(
                desk,
                Answer { assessment, question: QuestionId::new(question)?, change, base: None },
                &JOB,
            )?;
            show(json, &view, || {
                format!(
                    "Saved {} at {}. {} of {} answered.\n",
                    view.row.id, view.status.saved_at, view.tally.answered, view.tally.asked
                )
            })
        }
        Command::Evidence {
            at: place,
            file: path,
            seen,
            title,
            kind,
            issuer,
            issued,
            valid_until,
            pages,
            questions,
        } => {
            let assessment = at(desk, file, &place)?;
            let kind = parse_word::<EvidenceKind>("The kind", &kind)?;
            let questions = all(questions, QuestionId::new)?;
            let evidence = match (path, seen) {
                (Some(path), _) => evidence::attach_evidence(
                    desk,
                    evidence::Attach {
                        assessment,
                        path: text_of(&path),
                        title,
                        kind,
                        issuer,
                        issued: date("The date", issued)?,
                        valid_until: date("The last day", valid_until)?,
                        pages,
                        questions,
                    },
                    &JOB,
                )?,
                (None, seen) => evidence::record_seen(
                    desk,
                    evidence::Seen { assessment, title, kind, note: seen.unwrap_or_default(), questions },
                    &JOB,
                )?,
            };
            show(json, &evidence, || match &evidence.file {
                Some(kept) => format!(
                    "Kept {} as {} ({} bytes, SHA-256 {}).\n",
                    kept.name, evidence.id, kept.size, kept.sha256
                ),
                None => format!("Recorded {} as seen, not retained.\n", evidence.id),
            })
        }
        Command::Import { what: Import::Cyclonedx { at: place, file: path } } => {
            let assessment = at(desk, file, &place)?;
            let input = components::BomFile { assessment, path: text_of(&path) };
            let view = components::import_bom(desk, input, &JOB)?;
            show(json, &view, || show::bom(&view))
        }
        Command::Import { what: Import::ThreatDragon { at: place, file: path } } => {
            let input = threats::ImportModel { assessment: at(desk, file, &place)?, path: text_of(&path) };
            let view = threats::import_threat_dragon(desk, input, &JOB)?;
            show(json, &view, || show::imported(&view))
        }
        Command::Threats { at: place, decide, decision, reason } => {
            let assessment = at(desk, file, &place)?;
            let view = match decision {
                Some(decision) => threats::decide_threats(
                    desk,
                    threats::Decide {
                        assessment,
                        threats: decide.into_iter().map(ThreatId::new).collect::<Result<_, _>>()?,
                        decision: parse_word("The decision", &decision)?,
                        reason,
                    },
                    &JOB,
                )?,
                None => threats::threat_model(desk, of(assessment), &JOB)?,
            };
            show(json, &view, || show::model(&view))
        }
        Command::Risk {
            at: place,
            title,
            scenario,
            inherent,
            residual,
            treatment,
            controls,
            threats,
            findings,
            owner,
            due,
        } => {
            let assessment = at(desk, file, &place)?;
            let view = match (title, inherent, residual) {
                (Some(title), Some(inherent), Some(residual)) => risks::save_risk(
                    desk,
                    risks::RiskInput {
                        assessment,
                        id: None,
                        title,
                        scenario,
                        threats: all(threats, ThreatId::new)?,
                        findings: all(findings, FindingId::new)?,
                        categories: BTreeSet::new(),
                        inherent: rating(&inherent)?,
                        residual: rating(&residual)?,
                        rationale: String::new(),
                        treatment: parse_word("The treatment", &treatment)?,
                        controls,
                        combining: String::new(),
                        owner,
                        due: date("The due date", due)?,
                        status: RiskStatus::Open,
                        base: None,
                    },
                    &JOB,
                )?,
                _ => risks::risks(desk, of(assessment), &JOB)?,
            };
            show(json, &view, || show::register(&view))
        }
        command @ (Command::Inherent { .. }
        | Command::Answers { .. }
        | Command::Interview { .. }
        | Command::CloseOut(_)
        | Command::Owed(_)
        | Command::Suggestions { .. }
        | Command::Addressable { .. }
        | Command::NotApplicable { .. }
        | Command::Compare(_)
        | Command::Review { .. }
        | Command::Export { .. }
        | Command::Returned { .. }) => crate::engine::run(command, desk, file, json),
        command @ (Command::Components { .. }
        | Command::Tests { .. }
        | Command::Gates { .. }
        | Command::Categories(_)
        | Command::Monitor { .. }) => crate::onboarding::run(command, desk, file, json),
        Command::Finding { at: place, question } => {
            let assessment = at(desk, file, &place)?;
            if let Some(question) = question {
                let finding = findings::raise_finding(
                    desk,
                    OfQuestion { assessment, question: QuestionId::new(question)? },
                    &JOB,
                )?;
                return show(json, &finding, || {
                    format!(
                        "{} {} ({})\n{}\n",
                        finding.id,
                        finding.title,
                        finding.severity.title(),
                        finding.condition
                    )
                });
            }
            let view = findings::findings(desk, of(assessment), &JOB)?;
            show(json, &view, || {
                let written = view.findings.iter().map(|f| {
                    format!("{}  {:<9} {}\n", f.finding.id, f.finding.severity.title(), f.finding.title)
                });
                let missing = view
                    .failing
                    .iter()
                    .map(|f| format!("to write: {} {} – {}\n", f.question, f.conclusion.title(), f.title));
                written.chain(missing).collect()
            })
        }
        Command::Results { at: place, explain } => {
            let view = decide::results(desk, of(at(desk, file, &place)?), &JOB)?;
            show(json, &view, || show::results(&view, explain))
        }
        Command::Decide { at: place, outcome, rationale, conditions, by, met } => {
            let assessment = at(desk, file, &place)?;
            let view = match outcome {
                None if !met.is_empty() => {
                    let view = decide::decision(desk, of(assessment), &JOB)?;
                    let mut decision = view.decision.ok_or_else(|| {
                        Problem::new("missing", "No decision is recorded yet. Nothing was changed.")
                    })?;
                    let base = Some(decision.clone());
                    for one in &met {
                        let (number, day) = one.split_once('=').unwrap_or((one, ""));
                        let condition = number
                            .parse::<usize>()
                            .ok()
                            .and_then(|n| decision.conditions.get_mut(n.checked_sub(1)?))
                            .ok_or_else(|| unknown_condition(number))?;
                        condition.met = date("The day it was met", Some(day.to_owned()))?;
                    }
                    decide::save_decision(desk, decide::DecisionInput { decision, base }, &JOB)?
                }
                Some(outcome) => {
                    let conditions = conditions
                        .into_iter()
                        .map(|text| Condition {
                            text,
                            stage: ConditionStage::PreContract,
                            owner: String::new(),
                            due: None,
                            evidence_of_closure: String::new(),
                            met: None,
                        })
                        .collect();
                    let base = decide::decision(desk, of(assessment.clone()), &JOB)?.decision;
                    let decision = Decision {
                        assessment,
                        outcome: parse_word("The outcome", &outcome)?,
                        rationale,
                        conditions,
                        decided_by: by,
                        overrides: Vec::new(),
                    };
                    decide::save_decision(desk, decide::DecisionInput { decision, base }, &JOB)?
                }
                None => decide::decision(desk, of(assessment), &JOB)?,
            };
            show(json, &view, || show::decision(&view))
        }
        Command::Identity { vault, name, organisation, email } => {
            open(desk, file, &vault)?;
            let view =
                sealing::create_identity(desk, sealing::NewIdentity { name, organisation, email }, &JOB)?;
            show(json, &view, || {
                format!(
                    "Made {} for {}, {}; valid until {}.\nFingerprint {}\n",
                    view.id, view.name, view.organisation, view.valid_until, view.fingerprint
                )
            })
        }
        Command::Certificate { vault, out, identity: wanted } => {
            let session = open(desk, file, &vault)?;
            let identity = identity(&session, wanted)?;
            let view = sealing::export_certificate(
                desk,
                sealing::CertificateToFile { identity, path: text_of(&out) },
                &JOB,
            )?;
            show(json, &view, || format!("Wrote {}.\n", out.display()))
        }
        Command::Report { at: place, out } => {
            let assessment = at(desk, file, &place)?;
            let view =
                report::write_draft(desk, report::DraftToFile { assessment, path: text_of(&out) }, &JOB)?;
            show(json, &view, || {
                format!(
                    "Wrote the draft {} ({} pages, unsigned).\n{}",
                    view.path,
                    view.pages,
                    lines(&view.warnings)
                )
            })
        }
        Command::Sign { at: place, out, identity: wanted, location, overrides } => {
            let assessment = at(desk, file, &place)?;
            let session = vaults::session(desk, Nothing {}, &JOB)?;
            let identity = identity(&session, wanted)?;
            let view = issuing::issue_report(
                desk,
                issuing::IssueReport {
                    assessment,
                    identity,
                    path: text_of(&out),
                    location,
                    set_aside: set_aside(overrides)?,
                },
                &JOB,
            )?;
            show(json, &view, || {
                format!(
                    "Issued report {} as {} ({} pages).\n{}{}",
                    view.issue.number,
                    view.path,
                    view.pages,
                    lines(&view.warnings),
                    show::verdict(&view.verdict)
                )
            })
        }
        Command::Countersign { vault, pdf, place, out, identity: wanted, overrides } => {
            let session = open(desk, file, &vault)?;
            let identity = identity(&session, wanted)?;
            let place = match place.as_str() {
                "reviewer" => Signer::Reviewer,
                "executive" => Signer::Executive,
                other => {
                    return Err(Problem::new(
                        "place",
                        format!("“{other}” is not reviewer or executive. Nothing was written."),
                    ));
                }
            };
            let input = sealing::Countersign {
                path: text_of(&pdf),
                out: text_of(&out),
                place,
                identity,
                location: String::new(),
                set_aside: set_aside(overrides)?,
            };
            let view = sealing::countersign(desk, input, &JOB)?;
            show(json, &view, || format!("Wrote {}.\n{}", out.display(), show::verdict(&view)))
        }
        Command::Verify { pdf, trust, signatures } => verify(desk, &pdf, &trust, signatures, json),
        Command::Undo(place) => {
            let assessment = scope_of(desk, file, &place)?;
            let before = history::status(desk, history::InScope { assessment: assessment.clone() }, &JOB)?;
            let step = history::HistoryStep { assessment, entry: Some(before.entry) };
            let view = history::undo(desk, step, &JOB)?;
            show(json, &view, || {
                before.undo.map_or("Nothing to undo.\n".into(), |label| format!("Took back: {label}.\n"))
            })
        }
        Command::Redo(place) => {
            let assessment = scope_of(desk, file, &place)?;
            let before = history::status(desk, history::InScope { assessment: assessment.clone() }, &JOB)?;
            let step = history::HistoryStep { assessment, entry: Some(before.entry) };
            let view = history::redo(desk, step, &JOB)?;
            show(json, &view, || {
                before.redo.map_or("Nothing to redo.\n".into(), |label| format!("Did again: {label}.\n"))
            })
        }
        Command::Journal(place) => {
            let assessment = scope_of(desk, file, &place)?;
            let view = history::journal(desk, history::InScope { assessment }, &JOB)?;
            show(json, &view, || {
                view.iter()
                    .map(|e| {
                        let what = match (e.undoes, e.redoes) {
                            (Some(entry), _) => format!("took back {entry}: {}", e.label),
                            (None, Some(_)) => format!("did again: {}", e.label),
                            (None, None) => e.label.clone(),
                        };
                        let hash = e.hash.get(..12).unwrap_or_default();
                        format!("{:>6}  {}  {hash}  {}  {what}\n", e.entry, e.at, e.actor)
                    })
                    .collect()
            })
        }
        Command::Search { at: place, words } => {
            let view = history::search(
                desk,
                history::Search { assessment: at(desk, file, &place)?, text: words.join(" ") },
                &JOB,
            )?;
            show(json, &view, || {
                view.iter()
                    .map(|h| format!("{:<16} {:<10} {}\n", h.kind, h.id, h.snippet.replace('\n', " ")))
                    .collect()
            })
        }
        Command::Backup { vault, out } => {
            open(desk, file, &vault)?;
            let view = vaults::back_up(desk, vaults::File { path: text_of(&out) }, &JOB)?;
            show(json, &view, || format!("Copied to {}.\n", out.display()))
        }
        Command::Passphrase { vault } => {
            let old = passphrase(file, "ASSAY_PASSPHRASE", "Passphrase: ")?;
            vaults::open_vault(
                desk,
                vaults::VaultKey { path: text_of(&vault), passphrase: old.clone() },
                &JOB,
            )?;
            let new = passphrase(None, "ASSAY_NEW_PASSPHRASE", "New passphrase: ")?;
            let view = vaults::change_passphrase(desk, vaults::NewPassphrase { old, new }, &JOB)?;
            show(json, &view, || "The passphrase is changed.\n".into())
        }
        Command::Demo { out } => whole_job(desk, out, json),
    }
}

fn lines(texts: &[String]) -> String {
    texts.iter().map(|text| format!("  {text}\n")).collect()
}

fn verify(desk: &Desk, pdf: &Path, trust: &[PathBuf], signatures: usize, json: bool) -> Result<(), Problem> {
    let trusted = trust.iter().map(|p| text_of(p)).collect::<Vec<_>>();
    let view = sealing::verify_pdf(
        desk,
        sealing::VerifyPdf { path: text_of(pdf), trusted, trust_vault: false },
        &JOB,
    )?;
    show(json, &view, || show::verdict(&view))?;
    let found = view.signatures.len();
    let problem = match view.word {
        Verified::Valid | Verified::UnknownSigner | Verified::AgainstRules if found < signatures => {
            Problem::new(
                "not-verified",
                format!("{found} signatures were found and {signatures} are expected."),
            )
        }
        Verified::Valid => return Ok(()),
        Verified::AgainstRules => Problem::new("against-rules", view.sentence),
        Verified::UnknownSigner if trust.is_empty() => Problem::new(
            "unknown-signer",
            "Nobody can say who signed: no certificate was given to trust. Get the signer's certificate by another way than \
             this file and name it with --trust.",
        ),
        Verified::UnknownSigner => {
            Problem::new("unknown-signer", "A signer is not among the certificates given.")
        }
        Verified::Unsigned | Verified::Invalid | Verified::NotAPdf => {
            Problem::new("not-verified", view.sentence)
        }
    };
    Err(problem)
}

/// Rules set aside, each `RULE=REASON`.
fn set_aside(overrides: Vec<String>) -> Result<Vec<SetAside>, Problem> {
    let one = |text: String| {
        let (rule, reason) = text.split_once('=').unwrap_or((&text, ""));
        if reason.trim().is_empty() {
            return Err(Problem::new(
                "missing",
                format!("“{text}” gives no reason. Nothing was signed; write RULE=REASON."),
            ));
        }
        Ok(SetAside { rule: parse_word("The rule", rule)?, reason: reason.to_owned() })
    };
    overrides.into_iter().map(one).collect()
}

/// A line of an answers file.
#[derive(serde::Deserialize)]
struct Line {
    question: QuestionId,
    #[serde(flatten)]
    change: ResponseChange,
}

/// Saves answers line by line; each is acknowledged on standard output once it is durable.
fn answers(desk: &Desk, assessment: &AssessmentId, path: &Path, json: bool) -> Result<(), Problem> {
    const LONGEST: u64 = 1 << 20;
    let mut input: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::io::BufReader::new(
            std::fs::File::open(path).map_err(|e| Problem::file("read", path, &e))?,
        ))
    };
    let mut number = 0_u64;
    loop {
        number += 1;
        let mut line = String::new();
        let read =
            input.by_ref().take(LONGEST).read_line(&mut line).map_err(|e| Problem::file("read", path, &e))?;
        if read == 0 {
            return Ok(());
        }
        if line.trim().is_empty() {
            continue;
        }
        let place = |what: String| {
            Problem::new(
                "answers",
                format!("{}, line {number}: {what} The lines before it are saved.", path.display()),
            )
        };
        let Line { question, change } = serde_json::from_str(&line).map_err(|e| place(format!("{e}.")))?;
        let view = questionnaire::answer(
            desk,
            Answer { assessment: assessment.clone(), question, change, base: None },
            &JOB,
        )
        .map_err(|p| place(p.sentence))?;
        let said = serde_json::json!({ "saved": view.row.id, "entry": view.status.entry, "at": view.status.saved_at });
        show(json, &said, || format!("saved {} {}\n", view.row.id, view.status.entry))?;
    }
}

/// The whole job once: sample vault, report, signature, verification.
fn whole_job(desk: &Desk, out: Option<PathBuf>, json: bool) -> Result<(), Problem> {
    let folder = match out {
        Some(folder) => folder,
        None => std::env::temp_dir().join(format!("assay-demo-{}", std::process::id())),
    };
    std::fs::create_dir_all(&folder).map_err(|e| Problem::file("make the folder", &folder, &e))?;
    let [vault, pdf, certificate] =
        ["sample.assay", "report.pdf", "assessor.pem"].map(|name| folder.join(name));
    let passphrase = "a sample, not a secret".to_owned();
    vaults::create_vault(
        desk,
        vaults::VaultKey { path: text_of(&vault), passphrase: passphrase.clone() },
        &JOB,
    )?;
    let assessment = demo::fill(desk, &JOB)?;
    let overview = scope::overview(desk, OfAssessment { assessment: assessment.clone() }, &JOB)?;
    let assessor = overview.assessment.assessor.clone();
    let identity = sealing::create_identity(
        desk,
        sealing::NewIdentity {
            name: assessor.name,
            organisation: assessor.organisation,
            email: String::new(),
        },
        &JOB,
    )?;
    sealing::export_certificate(
        desk,
        sealing::CertificateToFile { identity: identity.id.clone(), path: text_of(&certificate) },
        &JOB,
    )?;
    let issued = issuing::issue_report(
        desk,
        issuing::IssueReport {
            assessment,
            identity: identity.id,
            path: text_of(&pdf),
            location: String::new(),
            // The sample shows what stands open, too.
            set_aside: vec![SetAside {
                rule: SigningRule::OpenPoints,
                reason: "A sample, to be looked at".into(),
            }],
        },
        &JOB,
    )?;
    show(json, &issued, || {
        format!(
            "{}\nThe vault       {} (passphrase: {passphrase})\nThe certificate {}\nThe report      {} ({} pages)\n\n{}",
            show::overview(&overview),
            vault.display(),
            certificate.display(),
            issued.path,
            issued.pages,
            show::verdict(&issued.verdict)
        )
    })
}
