//! Views → text for a terminal, or JSON.

use assay_core::score::Figure;
use assay_core::words::{Claim, Conclusion, Word};
use assay_desk::Problem;
use assay_desk::use_cases::{decide, issuing, questionnaire, risks, scope, threats, vaults};
use assay_desk::verdict::Verdict;
use assay_seal::verify::{Coverage, SignatureVerdict, Trust};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::Write as _;

/// Writes a view: `text` for people, the view itself with `--json`.
pub fn show(json: bool, view: &impl Serialize, text: impl FnOnce() -> String) -> Result<(), Problem> {
    let mut out = std::io::stdout().lock();
    let written = if json {
        serde_json::to_writer_pretty(&mut out, view)
            .map_err(std::io::Error::from)
            .and_then(|()| writeln!(out))
    } else {
        out.write_all(clean(&text()).as_bytes())
    };
    match written.and_then(|()| out.flush()) {
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|e| Problem::new("output", format!("The output could not be written: {e}."))),
    }
}

/// Names and answers are text: escape sequences in them must not reach the terminal.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// Score and coverage, never apart.
pub fn figure(figure: &Figure) -> String {
    let coverage = figure.coverage().map_or_else(
        || "nothing applies".into(),
        |c| format!("coverage {c:.0} % ({} of {})", figure.concluded, figure.applicable),
    );
    match figure.score {
        Some(score) => format!("{score:.0} %, {coverage}"),
        None => format!("no score, {coverage}"),
    }
}

pub fn session(view: &vaults::Session) -> String {
    let mut text = format!("{}\n", view.path);
    if view.vendors.is_empty() {
        text.push_str("No vendor yet. Add one: assay vendor VAULT --name NAME\n");
    }
    for card in &view.vendors {
        let _ = writeln!(text, "\n{}  ({})", card.vendor.name, card.vendor.id);
        for a in &card.assessments {
            let _ = writeln!(
                text,
                "  {}  {}  tier {}  {} of {} concluded  {} issued",
                a.assessment.id,
                a.assessment.title,
                a.assessment.tier.get(),
                a.concluded,
                a.applicable,
                a.issued
            );
        }
    }
    for identity in &view.identities {
        let _ = writeln!(
            text,
            "\nidentity {}  {}, {}  valid until {}\n  {}",
            identity.id, identity.name, identity.organisation, identity.valid_until, identity.fingerprint
        );
    }
    text
}

pub fn overview(view: &scope::Overview) -> String {
    let mut text = format!("{} · {}\n{}\n\n", view.vendor.name, view.assessment.title, figure(&view.total));
    for step in &view.steps {
        let state = match step.state {
            scope::StepState::NotStarted => "·",
            scope::StepState::InProgress => "…",
            scope::StepState::Done => "✓",
            scope::StepState::NeedsAttention => "!",
        };
        let _ = writeln!(text, "  {state} {:<16} {}", step.title, step.detail);
    }
    if !view.status.saved_at.is_empty() {
        let _ = writeln!(text, "\nSaved {}", view.status.saved_at);
    }
    text
}

pub fn questionnaire(view: &questionnaire::Questionnaire, open_only: bool) -> String {
    let mut text = String::new();
    for topic in &view.topics {
        let rows: Vec<_> = topic.questions.iter().filter(|q| !open_only || q.claim.is_none()).collect();
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{}", topic.title);
        for q in rows {
            let claim = q.claim.map_or("unanswered", Claim::title);
            let conclusion = q.conclusion.map_or("not concluded", Conclusion::title);
            let _ = writeln!(text, "  {:<7} {claim:<15} {conclusion:<20} {}", q.id, q.text);
        }
    }
    let _ = writeln!(
        text,
        "\n{} asked, {} answered. Concluded: {}. By claims alone: {}.",
        view.tally.asked,
        view.tally.answered,
        figure(&view.tally.concluded),
        figure(&view.tally.claimed)
    );
    if !view.off.is_empty() && !open_only {
        let _ = writeln!(text, "\nNot asked:");
        for off in &view.off {
            let _ = writeln!(text, "  {:<7} {}", off.id, off.reason);
        }
    }
    text
}

pub fn question(view: &questionnaire::QuestionView) -> String {
    let q = &view.question;
    let mut text = format!(
        "{}  {}\n\nWhy        {}\nWho        {} ({} min)\nGood       {}\n",
        q.id,
        q.text,
        q.why,
        view.who.join(", "),
        q.minutes,
        q.good
    );
    for flag in &q.red_flags {
        let _ = writeln!(text, "Red flag   {flag}");
    }
    for ask in &q.evidence {
        let _ = writeln!(
            text,
            "Ask for    {} ({}, not older than {} days)",
            ask.ask,
            ask.kind.title().to_lowercase(),
            ask.fresh_days
        );
    }
    for (name, how) in [
        ("Examine", &q.verify.examine),
        ("Interview", &q.verify.interview),
        ("Test", &q.verify.test),
        ("Sample", &q.verify.sample),
    ] {
        if !how.is_empty() {
            let _ = writeln!(text, "{name:<10} {how}");
        }
    }
    let tags: Vec<&str> = view.requirements.iter().map(|r| r.id.as_str()).collect();
    let _ = writeln!(text, "Serves     {}\n", tags.join(", "));
    let r = &view.response;
    let _ = writeln!(text, "Claim      {} {}", r.claim.map_or("unanswered", Claim::title), r.comment);
    let _ = writeln!(
        text,
        "Concluded  {} · level {} {}",
        r.conclusion.map_or("not concluded", Conclusion::title),
        r.assurance.get(),
        r.rationale
    );
    for piece in &view.evidence {
        let _ = writeln!(text, "Evidence   {} {}", piece.id, piece.title);
    }
    text
}

pub fn model(view: &threats::ThreatModel) -> String {
    let mut text = format!(
        "{} elements, {} flows, {} boundaries; {} threats from rules, {} recorded, {} decided\n",
        view.elements.len(),
        view.flows.len(),
        view.boundaries.len(),
        view.threats.len(),
        view.recorded.len(),
        view.decided
    );
    for t in &view.threats {
        let _ = writeln!(
            text,
            "\n{} {}  [{}]  likelihood {} × impact {}\n  {}\n  {}",
            t.threat.letter.id(),
            t.threat.title,
            t.decision.title(),
            t.threat.likelihood,
            t.threat.impact,
            t.threat.id,
            t.threat.reason
        );
    }
    for r in &view.recorded {
        let _ = writeln!(
            text,
            "\n{} {}  [{}]  on {}\n  {} ({})",
            r.threat.letter.map_or("-", Word::id),
            r.threat.title,
            r.decision.title(),
            r.on_name,
            r.threat.id,
            r.threat.source
        );
    }
    for note in &view.stale {
        let _ = writeln!(
            text,
            "\nNo longer yielded by the model: {} [{}] {}",
            note.title,
            note.decision.title(),
            note.threat
        );
    }
    text
}

pub fn imported(view: &threats::Imported) -> String {
    let mut text = format!(
        "“{}”: {} elements, {} flows, {} boundaries, {} recorded threats. The rules yield {} threats.\n",
        view.title, view.elements, view.flows, view.boundaries, view.threats, view.generated
    );
    if view.stand_ins > 0 {
        let _ = writeln!(text, "  {} loose ends of flows were given an actor to stand in.", view.stand_ins);
    }
    for remark in &view.remarks {
        let _ = writeln!(text, "  {remark}");
    }
    text
}

/// A number with its word, of one or of several.
fn count(n: u32, one: &str, several: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { several })
}

pub fn bom(view: &assay_desk::use_cases::components::BomImported) -> String {
    let bom = &view.bom;
    let mut text = format!(
        "{} “{}” ({}): {}; {} added, {} known\n",
        bom.id,
        bom.about,
        bom.format,
        count(bom.total(), "entry", "entries"),
        count(view.added, "component", "components"),
        view.known
    );
    for line in bom.contents() {
        let _ = writeln!(text, "  {line}");
    }
    let mut licences: Vec<_> = bom.licences.iter().collect();
    licences.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (licence, count) in licences.iter().take(10) {
        let _ = writeln!(text, "  {count} under {licence}");
    }
    let _ = writeln!(
        text,
        "  without licence {}, without version {}, without hash {}",
        bom.without_licence, bom.without_version, bom.without_hash
    );
    for (severity, count) in &bom.vulnerabilities {
        let _ = writeln!(text, "  vulnerabilities, {severity}: {count}");
    }
    for note in &bom.notes {
        let _ = writeln!(text, "  {note}");
    }
    text
}

pub fn register(view: &risks::RiskRegister) -> String {
    let mut text = String::new();
    for r in &view.risks {
        let _ = writeln!(
            text,
            "{}  {}\n  inherent {} ({}), residual {} ({})\n  {} · owner {} · due {} · {}",
            r.risk.id,
            r.risk.title,
            r.inherent.title,
            r.inherent_why,
            r.residual.title,
            r.residual_why,
            r.risk.treatment.title(),
            if r.risk.owner.is_empty() { "nobody yet" } else { &r.risk.owner },
            r.risk.due.map_or_else(|| "not set".into(), |d| d.to_string()),
            r.risk.status.title()
        );
    }
    if view.risks.is_empty() {
        text.push_str("The register is empty.\n");
    }
    text
}

pub fn results(view: &assay_core::score::Results, explain: bool) -> String {
    let mut text =
        format!("All questions   {}\nClaims alone    {}\n", figure(&view.total), figure(&view.claimed));
    for f in &view.frameworks {
        let _ = writeln!(text, "\n{}  {}", f.total.title, figure(&f.total.concluded));
        for d in &f.domains {
            let _ = writeln!(text, "  {:<10} {:<44} {}", d.id, d.title, figure(&d.concluded));
            if explain {
                let _ = writeln!(text, "             {}", d.concluded.explain());
            }
        }
    }
    if explain {
        let _ = writeln!(text, "\n{}", view.total.explain());
        for input in &view.total.inputs {
            let value = input.value.map_or_else(|| "outside the sum".into(), |v| format!("{v}"));
            let _ =
                writeln!(text, "  {:<7} weight {}  {:<22} {value}", input.question, input.weight, input.said);
        }
    }
    text
}

pub fn decision(view: &decide::DecisionView) -> String {
    let mut text = match &view.decision {
        Some(d) => format!("Decision: {}. {}\n", d.outcome.title(), d.rationale),
        None => "No decision yet.\n".into(),
    };
    let _ = writeln!(text, "The case allows at best: {}.", view.advice.best.title());
    for because in &view.advice.because {
        let _ = writeln!(text, "  {because}");
    }
    for k in &view.knock_outs {
        let state = serde_json::to_value(k.state)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default();
        let _ = writeln!(text, "{:<6} {state:<15} {}", k.id, k.title);
    }
    for point in &view.open_points {
        let _ = writeln!(text, "open: {}", point.text);
    }
    text
}

/// One signature, question by question.
fn signature(s: &SignatureVerdict) -> String {
    let mut text = String::new();
    match &s.signer {
        Some(who) => {
            let _ = writeln!(text, "{}: {}, {}", s.field, who.name, who.organisation);
            let _ = writeln!(text, "  certificate  {}", who.fingerprint);
        }
        None => {
            let _ = writeln!(text, "{}: signer not established", s.field);
        }
    }
    let trust = match s.trust {
        Trust::Pinned => "this certificate is among those held to be genuine",
        Trust::UnknownSelfSigned => "self-made certificate: compare its fingerprint with the signer",
        Trust::UnknownIssuer => {
            "certificate of an issuer not known here: compare its fingerprint with the signer"
        }
        Trust::NotValidAtTime => "the certificate was not valid at the claimed time",
        Trust::NotEstablished => "not established",
    };
    let covers = match s.covers {
        Coverage::WholeFile => "the whole file".to_owned(),
        Coverage::Revision { number, of } => format!("the file as it was at revision {number} of {of}"),
        Coverage::Unclear => "unclear".to_owned(),
    };
    let _ = writeln!(text, "  trust        {trust}");
    let _ = writeln!(text, "  intact       {}", if s.intact { "yes" } else { "no" });
    let _ = writeln!(text, "  covers       {covers}");
    for change in &s.changed_since {
        let _ = writeln!(text, "  since then   {change}");
    }
    if let Some(at) = s.claimed_time {
        let _ = writeln!(text, "  time         {} (the signer's own clock)", at.to_rfc3339());
    }
    if let Some(reason) = &s.reason {
        let _ = writeln!(text, "  reason       {reason}");
    }
    if let Some(location) = &s.location {
        let _ = writeln!(text, "  place        {location}");
    }
    text.truncate(text.trim_end().len());
    text
}

/// What changed since the last report was issued, a line for each record.
pub fn changed(changes: &issuing::IssueChanges) -> String {
    let mut text = String::new();
    let Some(since) = changes.since.as_ref().filter(|since| !since.changes.is_empty()) else { return text };
    let _ = writeln!(text, "\nChanged since issue {}:", since.number);
    for one in &since.changes {
        let change = &one.change;
        let fields: Vec<String> =
            change.fields.iter().map(|f| format!("{}: {} → {}", f.field, f.was, f.is)).collect();
        let _ = writeln!(
            text,
            "  {} {} {}  ({}, {}, {})",
            change.what,
            change.id,
            fields.join("; "),
            one.at.format("%Y-%m-%d %H:%M"),
            one.by,
            one.doing
        );
    }
    text
}

pub fn verdict(view: &Verdict) -> String {
    let mut text = format!("{}\n", view.sentence);
    for s in &view.signatures {
        let _ = writeln!(text, "\n{}", signature(s));
    }
    for place in &view.places {
        let named =
            place.expected.as_deref().map_or("nobody is named".to_owned(), |name| format!("named: {name}"));
        if !place.signed {
            let _ = writeln!(text, "Not signed: {} ({named})", place.field);
        } else if let Some(signer) = &place.signer {
            let _ = writeln!(text, "Signed: {} ({named}) by {signer}", place.field);
        }
        for objection in &place.objections {
            let _ = writeln!(text, "  Against the rules: {}", objection.sentence);
        }
        for exception in &place.exceptions {
            let _ = writeln!(text, "  Set aside: {} Reason: {}", exception.sentence, exception.reason);
        }
    }
    for active in &view.active {
        let _ = writeln!(text, "Active content: {active}");
    }
    for a in &view.attachments {
        let _ = writeln!(text, "Attached: {} ({} bytes, SHA-256 {})", a.name, a.size, a.sha256);
    }
    for p in &view.problems {
        let _ = writeln!(text, "Problem: {}", p.sentence);
    }
    text
}
