//! Kinds of report from one case: what each holds, that nothing typed is cut, and what the vendor does not get.

use crate::{all_runs, compose, issued, library, of_kind, pages, rich, runs, text, under, whole_text};
use assay_core::case::Case;
use assay_core::ids::FindingId;
use assay_core::record::{Condition, Finding, KnockOutNote, Person, Response};
use assay_core::words::{Claim, Conclusion, Outcome, Severity};
use assay_message::Language;
use assay_report::compose::{self as composing, Kind, Outline, Section};
use assay_report::document::{Block, Document, Heading, Span};
use assay_report::pdf::{self, RenderInputs};
use assay_report::theme::Theme;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// The spans of a document in runs that read as one text, with what links they carry.
fn sentences(document: &Document) -> Vec<Vec<Span>> {
    document.blocks.iter().map(runs).collect()
}

/// Whether a text refers to a section or annex by number: `section 8`, `annex C`.
fn is_numbered(text: &str) -> bool {
    let text = text.replace('\u{a0}', " ").to_lowercase();
    let mut words = text.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).peekable();
    while let Some(word) = words.next() {
        let next = words.peek().copied().unwrap_or_default();
        let number = !next.is_empty() && next.chars().all(|c| c.is_ascii_digit());
        let letter = next.len() == 1 && next != "a" && next.chars().all(|c| c.is_ascii_lowercase());
        if (word == "section" && number) || (word == "annex" && letter) {
            return true;
        }
    }
    false
}

/// Every reference by number: the words before it, the number as printed, and the heading that its link leads to.
fn references(document: &Document) -> Vec<(String, String, Heading)> {
    let headings: BTreeMap<&str, &Heading> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(heading) => Some((heading.id.as_str(), heading)),
            _ => None,
        })
        .collect();
    let own = |text: &str| {
        // Titles of requirements, answers and other data may speak of sections of their own.
        let numbered = is_numbered(text);
        numbered && (text.starts_with("section\u{a0}") || text.starts_with("annex\u{a0}"))
    };
    let mut all = Vec::new();
    for spans in sentences(document) {
        for (at, span) in spans.iter().enumerate().filter(|(_, span)| own(&span.text)) {
            let before: Vec<&str> = spans[..at].iter().map(|span| span.text.as_str()).collect();
            let link = span.link.as_deref().unwrap_or_else(|| panic!("“{}” leads nowhere", span.text));
            all.push((before.concat(), span.text.clone(), (*headings[link]).clone()));
        }
    }
    all
}

#[test]
fn a_reference_by_number_leads_to_the_heading_of_that_number() {
    let case = severe();
    for kind in Kind::ALL {
        for left_out in [&[][..], &[Section::Risks, Section::Method], &[Section::Answers, Section::Findings]]
        {
            let outline = Outline::of(kind).without(left_out);
            let document =
                composing::compose(&case, library(), &issued(), &outline, &Language::english()).document;
            for (before, reference, heading) in references(&document) {
                let number = heading.number.unwrap().replace("Annex\u{a0}", "");
                let (_, said) = reference.split_once('\u{a0}').unwrap();
                assert_eq!(said, number, "{kind:?}: {before} {reference}");
            }
            // A number is never written but as a link of its own.
            for run in all_runs(&document) {
                let own = library().frameworks.values().flat_map(|f| &f.requirements);
                let theirs = own
                    .flat_map(|r| [&r.title, &r.why_not])
                    .any(|words| run.text.contains(words.as_str()) && is_numbered(words));
                let linked = run.link.is_some();
                assert!(linked || theirs || !is_numbered(&run.text), "{kind:?}: {}", run.text);
            }
        }
    }
}

#[test]
fn what_is_referred_to_is_what_the_words_before_it_say() {
    let document = compose(&severe(), library(), &issued());
    let led = references(&document);
    for (words, title) in [
        ("the basis of the conclusion in ", "Questions and answers"),
        ("the others are listed with the reason in ", "Questions and answers"),
        ("and for the service, period and scope named in ", "Engagement and scope"),
        ("compare the SHA-256 of a file with the one in ", "Evidence index"),
        ("All limitations are in ", "Limitations and open points"),
        ("You accept the residual risk by signing in ", "Sign-off"),
        ("with why it stands as it does, is in ", "Knock-outs and gates item by item"),
        ("Every threat with its decision is in ", "Threat register"),
        ("They stand in ", "Knock-outs and decision"),
        ("are told in full; the other 2 in ", "Further findings in full"),
    ] {
        let found: Vec<&str> = led
            .iter()
            .filter(|(before, _, _)| before.ends_with(words))
            .map(|(_, _, heading)| heading.text.as_str())
            .collect();
        assert!(!found.is_empty(), "“{words}” is not said");
        assert!(found.iter().all(|heading| *heading == title), "“{words}” leads to {found:?}");
    }
}

#[test]
fn every_link_of_every_kind_leads_somewhere() {
    for kind in Kind::ALL {
        for left_out in
            [&[][..], &[Section::Findings, Section::Threats, Section::Requirements, Section::Evidence]]
        {
            let outline = Outline::of(kind).without(left_out);
            let document =
                composing::compose(&severe(), library(), &issued(), &outline, &Language::english()).document;
            let ids: BTreeSet<&str> = document
                .blocks
                .iter()
                .filter_map(|block| match block {
                    Block::Heading(heading) => Some(heading.id.as_str()),
                    Block::Card(card) => Some(card.id.as_str()),
                    _ => None,
                })
                .collect();
            for link in all_runs(&document).into_iter().filter_map(|run| run.link) {
                assert!(ids.contains(link.as_str()), "{kind:?} without {left_out:?}: {link} leads nowhere");
            }
        }
    }
}

#[test]
fn a_section_that_is_left_out_is_gone_and_the_others_move_up() {
    let numbers = |outline: &Outline| -> Vec<(String, String)> {
        composing::compose(&severe(), library(), &issued(), outline, &Language::english())
            .document
            .blocks
            .into_iter()
            .filter_map(|block| match block {
                Block::Heading(Heading { number: Some(number), text, .. }) if !number.contains('.') => {
                    Some((number.replace('\u{a0}', " "), text))
                }
                _ => None,
            })
            .collect()
    };
    let whole = numbers(&Outline::of(Kind::Complete));
    assert!(whole.contains(&("4".into(), "Risk register".into())), "{whole:?}");
    assert!(whole.contains(&("Annex D".into(), "Questions and answers".into())), "{whole:?}");
    let some = numbers(&Outline::of(Kind::Complete).without(&[Section::Results, Section::Method]));
    assert!(some.contains(&("3".into(), "Risk register".into())), "{some:?}");
    assert!(some.contains(&("Annex C".into(), "Questions and answers".into())), "{some:?}");
    assert!(!some.iter().any(|(_, text)| text == "Method" || text == "Results by framework"));
}

/// What a consultant found at a vendor in earnest, with what it can lead to.
const TRUTHS: [(&str, &str, Severity, &str); 6] = [
    (
        "ACC-01",
        "Administrators sign in without a second factor",
        Severity::Critical,
        "One stolen password opens every tenant.",
    ),
    (
        "BCP-01",
        "Backups were never restored",
        Severity::High,
        "After a failure nobody knows whether the data come back.",
    ),
    (
        "LOG-03",
        "The audit log can be purged by those it watches",
        Severity::Medium,
        "An intruder can wipe the trace.",
    ),
    ("VUL-03", "No penetration test was made", Severity::High, "Holes are found by attackers first."),
    (
        "SDL-01",
        "One person can write and release code",
        Severity::High,
        "A single bribed developer reaches production.",
    ),
    ("PRV-01", "Processor agreements are not signed", Severity::High, "The processing has no lawful ground."),
];

/// A case with six severe truths, each a finding, two of them knock-outs.
fn severe() -> Case {
    let mut case = rich::case(library());
    case.findings.clear();
    for (n, (question, title, severity, effect)) in TRUTHS.into_iter().enumerate() {
        let id: FindingId = rich::id(&format!("F-{:02}", n + 1));
        let finding = Finding { question: Some(rich::id(question)), ..finding(&id, title, severity, effect) };
        case.findings.insert(id, finding);
    }
    let low: FindingId = rich::id("F-07");
    case.findings
        .insert(low.clone(), finding(&low, "A poster is missing", Severity::Low, "Visitors get lost."));
    for knock_out in ["KO-01", "KO-07"] {
        let note = KnockOutNote {
            assessment: case.assessment.id.clone(),
            knock_out: rich::id(knock_out),
            struck: true,
            note: "Seen".into(),
            seen_with: BTreeMap::new(),
        };
        case.knock_outs.insert(note.knock_out.clone(), note);
    }
    case
}

fn finding(id: &FindingId, title: &str, severity: Severity, effect: &str) -> Finding {
    Finding {
        id: id.clone(),
        assessment: rich::id("asm-1"),
        question: None,
        flag: None,
        title: title.into(),
        condition: format!("{title}, as seen on site."),
        criterion: "It is expected otherwise.".into(),
        cause: "Nobody asked.".into(),
        effect: effect.into(),
        recommendation: "Mend it.".into(),
        severity,
        owner: "Orla Byrne".into(),
        due: None,
        vendor_response: String::new(),
    }
}

#[test]
fn all_that_is_severe_stands_on_the_board_paper_with_what_it_can_lead_to() {
    let case = severe();
    let board = of_kind(Kind::Board, &case, library(), &issued());
    let said = whole_text(&board);
    for (_, title, _, effect) in TRUTHS {
        assert!(said.contains(title) && said.contains(effect), "{title}\nnot in\n{said}");
    }
    for knock_out in ["KO-01", "KO-07"] {
        assert!(said.replace('\u{2011}', "-").contains(knock_out), "{knock_out}\nnot in\n{said}");
    }
    assert!(said.contains(&case.assessment.summary), "{said}");
    let decision = case.decision.as_ref().unwrap();
    assert!(
        said.contains(&decision.rationale) && said.contains("on 22 November 2026 by Mira Stone"),
        "{said}"
    );
    for condition in &decision.conditions {
        assert!(said.contains(&condition.text) && said.contains(&condition.owner));
    }
    for risk in case.risks.values().take(3) {
        assert!(said.contains(&risk.title), "{}", risk.title);
    }
    assert!(said.contains("What you are asked to decide"));
    // The severest stands first, and the picture of them is told in words.
    assert!(said.contains("7 findings by severity: 1 critical, 4 high, 1 medium and 1 low."), "{said}");
    assert_eq!(pages(&board, "Executive summary"), 2);
}

#[test]
fn knock_outs_that_allow_least_come_first_and_none_is_left_out() {
    let mut case = severe();
    for knock_out in library().knock_outs.keys() {
        let note =
            KnockOutNote { knock_out: knock_out.clone(), ..case.knock_outs[&rich::id("KO-01")].clone() };
        case.knock_outs.insert(knock_out.clone(), note);
    }
    let board = of_kind(Kind::Board, &case, library(), &issued());
    let table = crate::table(&board, "Knock-outs struck or suspected");
    let struck = crate::evaluation(&case)
        .knock_outs
        .iter()
        .filter(|k| k.state == assay_core::words::KnockOutState::Struck)
        .count();
    assert!(struck > 5, "{struck}");
    let rows: Vec<(String, String)> =
        table.rows.iter().map(|row| (text(&row.cells[2].spans), text(&row.cells[3].spans))).collect();
    assert_eq!(rows.iter().filter(|(state, _)| state == "Struck").count(), struck);
    let order = ["Reject", "Defer", "Approve with conditions", "Approve"];
    let ranks: Vec<usize> = rows
        .iter()
        .filter(|(state, _)| state == "Struck")
        .map(|(_, best)| order.iter().position(|word| word == best).unwrap())
        .collect();
    assert!(ranks.is_sorted(), "{rows:?}");
}

/// A case in which every text that a person types is long and its last word is unlike any other.
fn long(words: &mut Vec<String>) -> Case {
    let mut case = severe();
    let mut typed = |what: &str| {
        let last = format!("{what}end");
        words.push(last.clone());
        format!("{} {last}", format!("the {what} of the archive goes on and on, ").repeat(40))
    };
    let a = &mut case.assessment;
    (a.service, a.purpose, a.tier_reason) = (typed("service"), typed("purpose"), typed("reason"));
    a.summary = format!("{}\n{}", typed("summary"), typed("closing"));
    a.limitations = vec![typed("limitation")];
    (a.scope_in, a.scope_out) = (vec![typed("within")], vec![typed("without")]);
    (a.locations, a.data_classes) = (vec![typed("place")], vec![typed("data")]);
    a.distribution = vec![typed("reader")];
    a.accountable = Person { role: typed("role"), ..a.accountable.clone() };
    for (n, finding) in case.findings.values_mut().enumerate() {
        finding.title = typed(&format!("title{n}x"));
        finding.condition = typed(&format!("condition{n}x"));
        finding.criterion = typed(&format!("criterion{n}x"));
        finding.cause = typed(&format!("cause{n}x"));
        finding.effect = typed(&format!("effect{n}x"));
        finding.recommendation = typed(&format!("advice{n}x"));
        finding.owner = typed(&format!("owner{n}x"));
        finding.vendor_response = typed(&format!("response{n}x"));
    }
    for (n, risk) in case.risks.values_mut().enumerate() {
        risk.title = typed(&format!("risk{n}x"));
        risk.scenario = typed(&format!("scenario{n}x"));
        risk.rationale = typed(&format!("rating{n}x"));
        risk.owner = typed(&format!("bearer{n}x"));
        risk.controls = vec![typed(&format!("control{n}x")), typed(&format!("second{n}x"))];
        risk.combining = typed(&format!("combining{n}x"));
    }
    let decision = case.decision.as_mut().unwrap();
    (decision.rationale, decision.decided_by) = (typed("rationale"), typed("decider"));
    decision.conditions = (0..9)
        .map(|n| Condition {
            text: typed(&format!("demand{n}x")),
            owner: typed(&format!("keeper{n}x")),
            evidence_of_closure: typed(&format!("proof{n}x")),
            ..decision.conditions[0].clone()
        })
        .collect();
    for (n, response) in case.responses.values_mut().enumerate() {
        response.comment = typed(&format!("comment{n}x"));
        response.rationale = typed(&format!("basis{n}x"));
    }
    // Kept to a question that is no longer asked: the report counts it, and says so.
    let kept = case.responses.keys().position(|id| id.as_str() == "OLD-99").unwrap();
    words.retain(|word| *word != format!("comment{kept}xend") && *word != format!("basis{kept}xend"));
    case
}

#[test]
fn every_word_typed_stands_in_the_report_and_nothing_is_cut() {
    let mut words = Vec::new();
    let case = long(&mut words);
    let document = compose(&case, library(), &issued());
    let said = whole_text(&document);
    let missing: Vec<&String> = words.iter().filter(|word| !said.contains(word.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for kind in Kind::ALL {
        let said = whole_text(&of_kind(kind, &case, library(), &issued()));
        assert!(!said.contains('…'), "{kind:?}");
    }
    // What stands on the board paper stands there whole.
    let board = whole_text(&of_kind(Kind::Board, &case, library(), &issued()));
    for word in [
        "summaryend",
        "closingend",
        "rationaleend",
        "deciderend",
        "demand8xend",
        "keeper8xend",
        "effect0xend",
    ] {
        assert!(board.contains(word), "{word}");
    }
    let mut typed = case;
    typed.assessment.summary = "As they said: wait… and see.".into();
    assert!(whole_text(&of_kind(Kind::Board, &typed, library(), &issued())).contains("wait… and see"));
}

#[test]
fn a_list_that_is_a_choice_says_how_many_more_there_are_and_where() {
    let mut case = severe();
    for n in 10..30 {
        let id: FindingId = rich::id(&format!("F-{n}"));
        case.findings.insert(id.clone(), finding(&id, "One of many", Severity::High, "Little by little."));
    }
    let said = |document: &Document| -> String {
        under(document, "Executive summary").iter().map(|b| text(&runs(b)) + "\n").collect()
    };
    let complete = said(&compose(&case, library(), &issued()));
    assert!(complete.contains("And 21 more findings in section 3, 1 more risk in section 4."), "{complete}");
    let board = said(&of_kind(Kind::Board, &case, library(), &issued()));
    assert!(board.contains("And 21 more findings in the full report with annexes, 1 more risk in the full report with annexes."), "{board}");
    // However many are critical, each is named.
    for finding in case.findings.values_mut() {
        finding.severity = Severity::Critical;
    }
    let board = of_kind(Kind::Board, &case, library(), &issued());
    assert_eq!(crate::table(&board, "The worst findings").rows.len(), 27);
}

#[test]
fn the_vendors_copy_holds_nothing_that_is_the_buyers_own() {
    const OWN: &str = "BUYERS-OWN";
    let mut case = severe();
    let a = &mut case.assessment;
    for text in [&mut a.title, &mut a.purpose, &mut a.tier_reason, &mut a.summary] {
        *text = OWN.into();
    }
    a.limitations = vec![OWN.into()];
    a.distribution = vec![OWN.into()];
    for person in [&mut a.assessor, &mut a.reviewer, &mut a.accountable] {
        (person.name, person.role) = (OWN.into(), OWN.into());
    }
    case.vendor.notes = OWN.into();
    for response in case.responses.values_mut() {
        response.rationale = OWN.into();
        response.notes = OWN.into();
        response.spoken_to = vec![OWN.into()];
    }
    for evidence in case.evidence.values_mut() {
        (evidence.title, evidence.note) = (OWN.into(), OWN.into());
    }
    for risk in case.risks.values_mut() {
        (risk.title, risk.scenario, risk.rationale) = (OWN.into(), OWN.into(), OWN.into());
    }
    for note in case.threat_notes.values_mut() {
        note.reason = OWN.into();
    }
    for finding in case.findings.values_mut() {
        finding.owner = OWN.into();
    }
    let decision = case.decision.as_mut().unwrap();
    (decision.rationale, decision.decided_by) = (OWN.into(), OWN.into());
    decision.conditions.iter_mut().for_each(|condition| condition.text = OWN.into());
    let asked = Response {
        claim: Some(Claim::No),
        comment: "We have none.".into(),
        conclusion: Some(Conclusion::Ineffective),
        ..case.responses[&rich::id("ACC-01")].clone()
    };
    case.responses.insert(asked.question.clone(), asked);
    assert_eq!(case.decision.as_ref().unwrap().outcome, Outcome::Defer);

    let report =
        composing::compose(&case, library(), &issued(), &Outline::of(Kind::Vendor), &Language::english());
    let data = String::from_utf8(report.data.unwrap().bytes).unwrap();
    let paper = serde_json::to_string(&report.document).unwrap();
    for (what, said) in [("paper", &paper), ("data", &data)] {
        assert!(!said.contains(OWN), "{what}");
        assert!(!said.contains(rich::PRIVATE), "{what}");
        for (_, title, _, effect) in TRUTHS {
            assert!(said.contains(title) && said.contains(effect), "{what}: {title}");
        }
        assert!(said.contains("We have none."), "{what}");
    }
    // No conclusion, score, decision or tier is spoken of but in what is asked.
    let asks = |text: &str| library().bank.questions.values().any(|q| text.contains(q.text.as_str()));
    for run in all_runs(&report.document).into_iter().filter(|run| !asks(&run.text)) {
        let text = run.text.to_lowercase();
        for word in ["effective", "conclu", "score", "defer", "tier", "knock", "residual", "threat"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    let keys =
        |value: &serde_json::Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(keys(&data["answers"][0]), ["question", "topic", "text", "claim", "comment", "reason"]);
    assert_eq!(
        keys(&data["findings"][0]),
        [
            "id",
            "title",
            "severity",
            "condition",
            "criterion",
            "cause",
            "effect",
            "recommendation",
            "due",
            "response"
        ]
    );
    // The full report of the same case does hold it, or its absence would prove nothing.
    assert!(whole_text(&compose(&case, library(), &issued())).contains(OWN));
}

#[test]
fn each_kind_is_the_same_file_from_the_same_case_and_clock() {
    for kind in [Kind::Board, Kind::Vendor, Kind::Plan] {
        let case = severe();
        let drawn = || {
            let report =
                composing::compose(&case, library(), &issued(), &Outline::of(kind), &Language::english());
            let inputs = RenderInputs {
                attachment: None,
                created: issued().issued,
                producer: "Assay 0.1.0".into(),
                font_folders: Vec::new(),
                theme: Theme::default(),
                id_seed: [0; 16],
            };
            pdf::render(&report.document, &inputs, &mut |_| ControlFlow::Continue(())).unwrap().bytes
        };
        let (first, second) = (drawn(), drawn());
        assert!(first.starts_with(b"%PDF") && first == second, "{kind:?}");
        assert!(!first.windows(13).any(|w| w == b"EmbeddedFiles"), "no data, no list of files");
    }
}

#[test]
fn only_reports_that_tell_the_whole_carry_its_data() {
    for kind in Kind::ALL {
        let data =
            composing::compose(&severe(), library(), &issued(), &Outline::of(kind), &Language::english())
                .data;
        let name = data.map(|data| data.name);
        let expected = match kind {
            Kind::Complete | Kind::Full | Kind::Annexes => Some("assessment.json"),
            Kind::Vendor => Some("findings.json"),
            Kind::Board | Kind::Plan | Kind::Questionnaire | Kind::Applicability => None,
        };
        assert_eq!(name, expected, "{kind:?}");
    }
}

#[test]
fn what_does_not_apply_has_no_figure_beside_it() {
    let document = compose(&severe(), library(), &issued());
    let tables = crate::tables(under(&document, "Requirement by requirement"));
    let mut some = false;
    for table in tables.filter(|table| table.caption.starts_with("Requirements with questions")) {
        for row in &table.rows {
            some = true;
            let lowest = text(&row.cells[2].spans);
            let score = text(&row.cells[3].spans);
            assert!(
                lowest != "Not applicable" || score == "none",
                "{}: {lowest} beside {score}",
                table.caption
            );
        }
    }
    assert!(some);
}

#[test]
fn each_kind_says_what_it_is_for_whom_and_about_whom() {
    let case = severe();
    for kind in Kind::ALL {
        let document = of_kind(kind, &case, library(), &issued());
        let first = runs(&document.blocks[0]).iter().map(|run| run.text.clone() + "\n").collect::<String>();
        match kind {
            Kind::Board => {
                let said: String = runs(&document.blocks[1]).iter().map(|run| run.text.clone()).collect();
                assert!(
                    said.contains(&case.vendor.name)
                        && said.contains(&case.assessment.accountable.organisation)
                );
            }
            Kind::Vendor => {
                assert!(first.contains("Prepared for") && first.contains(&case.vendor.legal_name))
            }
            Kind::Complete
            | Kind::Full
            | Kind::Annexes
            | Kind::Plan
            | Kind::Questionnaire
            | Kind::Applicability => {
                for words in [
                    &*kind.title().to_string().to_lowercase(),
                    "Vendor security and AI risk assessment",
                    &case.assessment.accountable.organisation,
                    &case.vendor.legal_name,
                ] {
                    assert!(first.contains(words), "{kind:?}: {words} not in {first}");
                }
            }
        }
        assert!(
            kind == Kind::Complete
                || document.reference.contains(&kind.title().to_string().to_lowercase())
                || kind == Kind::Vendor,
            "{}",
            document.reference
        );
    }
}
