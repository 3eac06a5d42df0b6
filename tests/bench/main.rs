//! Prints how quick Assay is: percentiles, and ratios where there is a peer. Run by `./dev bench`.
//!
//! Nothing here passes or fails: figures belong to the machine they were taken on.

use assay_core::case::Case;
use assay_core::ids::{AssessmentId, BoundaryId, ElementId, FlowId, QuestionId};
use assay_core::pack::Library;
use assay_core::record::{Assessment, Boundary, Component, Element, Flow, Key, Record, Response, Vendor};
use assay_core::signing::{SetAside, SigningRule};
use assay_core::standing::standings;
use assay_core::words::{AiRole, Claim, Conclusion, ElementKind, Word};
use assay_core::{score, stride};
use assay_desk::use_cases::{self, OfAssessment};
use assay_desk::{Desk, Environment, Job, Passphrase, content, demo};
use assay_tests::{PASSPHRASE, window_program};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

fn timed<T>(times: usize, mut work: impl FnMut(usize) -> T) -> Vec<Duration> {
    let mut all: Vec<Duration> = (0..times)
        .map(|n| {
            let start = Instant::now();
            std::hint::black_box(work(n));
            start.elapsed()
        })
        .collect();
    all.sort();
    all
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn at(sorted: &[Duration], part: f64) -> Duration {
    sorted[((sorted.len() - 1) as f64 * part).round() as usize]
}

fn line(name: &str, sorted: &[Duration]) {
    println!(
        "{name:<52} p50 {:>9.2} ms   p99 {:>9.2} ms   ({} runs)",
        ms(at(sorted, 0.5)),
        ms(at(sorted, 0.99)),
        sorted.len()
    );
}

fn against(name: &str, ours: Duration, peer: &str, theirs: Option<Duration>) {
    match theirs {
        Some(theirs) => println!(
            "{name:<52} Assay {:>9.2} ms   {peer} {:>9.2} ms   ratio {:.1}",
            ms(ours),
            ms(theirs),
            theirs.as_secs_f64() / ours.as_secs_f64()
        ),
        None => println!("{name:<52} Assay {:>9.2} ms   {peer} could not be run here", ms(ours)),
    }
}

/// What a peer says it took, in seconds, as the last word it prints.
fn peer(program: &str, arguments: &[&str], folder: &Path) -> Option<Duration> {
    let output = Command::new(program).args(arguments).current_dir(folder).output().ok()?;
    if !output.status.success() {
        eprintln!("{program}: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    let said = String::from_utf8(output.stdout).ok()?;
    said.split_whitespace().next_back()?.parse().ok().map(Duration::from_secs_f64)
}

fn whole(program: &str, arguments: &[&str], folder: &Path) -> Option<Duration> {
    let start = Instant::now();
    let output = Command::new(program).args(arguments).current_dir(folder).output().ok()?;
    if !output.status.success() {
        eprintln!(
            "{program}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    output.status.success().then(|| start.elapsed())
}

/// A model of `size` elements, half nodes and half flows, with the facts unknown: the worst case.
fn model(case: &Case, size: usize) -> Case {
    let mut case = Case::new(case.vendor.clone(), case.assessment.clone(), Vec::new());
    let assessment = case.assessment.id.clone();
    let boundaries: Vec<BoundaryId> =
        (0..4).map(|n| BoundaryId::new(format!("tb-{n}")).expect("an id")).collect();
    for (n, id) in boundaries.iter().enumerate() {
        let parent = n.checked_sub(1).map(|above| boundaries[above].clone());
        case.boundaries.insert(
            id.clone(),
            Boundary { id: id.clone(), assessment: assessment.clone(), name: format!("Zone {n}"), parent },
        );
    }
    let nodes: Vec<ElementId> =
        (0..size / 2).map(|n| ElementId::new(format!("el-{n}")).expect("an id")).collect();
    for (n, id) in nodes.iter().enumerate() {
        let element = Element {
            id: id.clone(),
            assessment: assessment.clone(),
            name: format!("Element {n}"),
            kind: ElementKind::ALL[n % 3],
            boundary: Some(boundaries[n % 4].clone()),
            role: (n % 5 == 0).then(|| AiRole::ALL[n % AiRole::ALL.len()]),
            description: String::new(),
            facts: BTreeMap::new(),
            out_of_scope: None,
            component: Component::default(),
        };
        case.elements.insert(id.clone(), element);
    }
    for n in 0..size - nodes.len() {
        let id = FlowId::new(format!("fl-{n}")).expect("an id");
        let flow = Flow {
            id: id.clone(),
            assessment: assessment.clone(),
            name: format!("Flow {n}"),
            source: nodes[n % nodes.len()].clone(),
            target: nodes[(n * 7 + 1) % nodes.len()].clone(),
            protocol: String::new(),
            description: String::new(),
            facts: BTreeMap::new(),
            crosses: Default::default(),
            out_of_scope: None,
        };
        case.flows.insert(id, flow);
    }
    case
}

/// The shipped packs and one framework more, so that `requirements` are assessed in all, each with a question of its own.
fn many(requirements: usize) -> Library {
    let mut source = content::source();
    let shipped = Library::parse(&source).expect("the packs read");
    let have: usize =
        shipped.frameworks.values().flat_map(|f| &f.requirements).filter(|r| r.assessable).count();
    let mut framework = String::from(
        "#id\tlarge\n#version\t1.0.0\n#title\tLarge\n#edition\t1\n#publisher\tnobody\n#effective_from\t2026-01-01\n#note\tMade to measure with.\nid\tparent\tkind\ttitle\tassessable\trole\twhy_not\n",
    );
    let bank = source.get_mut("questions/access.toml").expect("the topic is there");
    let first = bank.find("[[question]]").expect("a question");
    let second = first + 1 + bank[first + 1..].find("[[question]]").expect("another question");
    let pattern = bank[first..second].to_owned();
    let tags = pattern.lines().find(|l| l.starts_with("requirements")).expect("it has tags").to_owned();
    for n in 0..requirements - have {
        if n % 20 == 0 {
            framework += &format!("D{}\t\tsection\tDomain {}\tno\t\t\n", n / 20, n / 20);
        }
        framework += &format!("D{}.{n}\tD{}\trequirement\tRequirement {n}\tyes\t\t\n", n / 20, n / 20);
        let own = pattern.replacen("id = \"ACC-01\"", &format!("id = \"LRG-{n}\""), 1).replacen(
            &tags,
            &format!("requirements = [\"large:D{}.{n}\"]", n / 20),
            1,
        );
        *bank += "\n";
        *bank += &own.lines().filter(|l| !l.starts_with("near")).collect::<Vec<_>>().join("\n");
    }
    source.insert("frameworks/large.tsv".into(), framework);
    Library::parse(&source).expect("the packs read")
}

/// An assessment of 1,600 requirements with every question answered, and a vault with 200,000 answers to search.
fn large(folder: &Path, vendor: &Vendor, like: &Assessment) {
    let library = many(1600);
    let now = like.started;
    let path = folder.join("large.assay");
    let mut vault = assay_vault::Vault::create(&path, PASSPHRASE, [7; 16]).expect("made");
    let add = |record| assay_vault::Edit::Insert(Box::new(record));
    let save = |vault: &mut assay_vault::Vault, scope: Option<AssessmentId>, edits| {
        let change = assay_vault::Change { label: "fill".into(), scope, actor: "Bench".into(), edits };
        vault.change(now, |_| Ok::<_, assay_vault::VaultError>((change, ()))).expect("saved");
    };
    save(&mut vault, None, vec![add(Record::Vendor(vendor.clone()))]);
    let words = ["backup", "badge", "console", "key", "ledger", "letter", "port", "rota", "scan", "vault"];
    let questions: Vec<QuestionId> = library.bank.questions.keys().cloned().collect();
    let mut answers = 0;
    let mut number = 0;
    let mut first = None;
    while answers < 200_000 {
        let id = AssessmentId::new(format!("asm-{number}")).expect("an id");
        let assessment = Assessment {
            id: id.clone(),
            previous: None,
            frameworks: library.frameworks.keys().cloned().collect(),
            ..like.clone()
        };
        save(&mut vault, None, vec![add(Record::Assessment(Box::new(assessment)))]);
        let edits = questions.iter().enumerate().map(|(n, question)| {
            let mut response = Response::unanswered(id.clone(), question.clone());
            response.claim = Some(Claim::ALL[n % 3]);
            response.conclusion = Some(Conclusion::ALL[(n + number) % 4]);
            let word = |step: usize| words[(n * step + number) % words.len()];
            response.comment = format!("The {} of site {n} is kept with the {}.", word(1), word(3));
            response.rationale = format!("Seen with {} and {} on day {number}.", word(7), word(9));
            add(Record::Response(response))
        });
        let edits: Vec<_> = edits.collect();
        answers += edits.len();
        save(&mut vault, Some(id.clone()), edits);
        first.get_or_insert(id);
        number += 1;
    }
    let first = first.expect("one was made");
    drop(vault);
    let load = |vault: &assay_vault::Vault| {
        let key = Key { kind: "assessment".into(), id: first.to_string() };
        let state = vault.state().expect("reads");
        let Some(Record::Assessment(found)) = state.get(&key).expect("reads") else { panic!("it is there") };
        Case::new(vendor.clone(), *found, state.children(&key).expect("reads").read)
    };
    println!("  ({answers} answers in {number} assessments, {} questions each)", questions.len());
    line(
        "  open that vault, key derivation and journal included",
        &timed(3, |_| assay_vault::Vault::open(&path, PASSPHRASE).expect("opens")),
    );
    let mut vault = assay_vault::Vault::open(&path, PASSPHRASE).expect("opens");
    line("  load the assessment of 1,600 requirements", &timed(20, |_| load(&vault)));
    let case = load(&vault);
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    let score = |case: &Case| score::results(case, &library, &standings(case, &library, day));
    line("  score its 1,600 requirements", &timed(20, |_| score(&case)));
    let saves = timed(500, |n| {
        let question = &questions[n % questions.len()];
        let key = Key { kind: "response".into(), id: format!("{first}/{question}") };
        let change = |state: &assay_vault::State| {
            let Some(Record::Response(old)) = state.get(&key)? else { panic!("it is there") };
            let next = Response { comment: format!("changed {n}"), ..old.clone() };
            let [expected, next] = [old, next].map(|response| Box::new(Record::Response(response)));
            let edits = vec![assay_vault::Edit::Replace { expected, next }];
            let scope = Some(first.clone());
            let change = assay_vault::Change { label: "answer".into(), scope, actor: "Bench".into(), edits };
            Ok::<_, assay_vault::VaultError>((change, ()))
        };
        vault.change(now, change).expect("saved");
    });
    line("  save one answer, durable", &saves);
    for (what, scope) in [("in all of them", None), ("in one assessment", Some(&first))] {
        let found = timed(20, |n| {
            vault.state().expect("reads").search(words[n % words.len()], scope, 50).expect("searches")
        });
        line(&format!("  search {answers} answers, {what}"), &found);
    }
}

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    let job = Job::UNWATCHED;
    let mut environment = Environment::of_this_machine();
    environment.settings = None;
    let desk = Desk::new(environment).expect("the packs read");
    let vault = folder.join("bench.assay");
    let key = || use_cases::vaults::VaultKey {
        path: vault.clone().into(),
        passphrase: Passphrase::new(PASSPHRASE.into()),
    };
    let assessment = demo::make(&desk, &key(), &job).expect("made");
    let of = || OfAssessment { assessment: assessment.clone() };

    println!("Vault and answers");
    line(
        "  open the sample vault, key derivation included",
        &timed(10, |_| use_cases::vaults::open_vault(&desk, key(), &job).expect("opens")),
    );
    let answers = timed(1000, |n| {
        let change = use_cases::questionnaire::ResponseChange {
            comment: Some(format!("answer {n}")),
            ..Default::default()
        };
        let question = QuestionId::new("ACC-01").expect("an id");
        use_cases::questionnaire::answer(
            &desk,
            use_cases::questionnaire::Answer { assessment: assessment.clone(), question, change, base: None },
            &job,
        )
        .expect("saved")
    });
    line("  one durable answer, view included", &answers);
    line(
        "  the whole questionnaire, loaded and scored",
        &timed(50, |_| use_cases::questionnaire::questionnaire(&desk, of(), &job).expect("loads")),
    );

    println!("\nRules");
    let library = Library::parse(&content::source()).expect("the packs read");
    line(
        "  read and check all content packs",
        &timed(20, |_| Library::parse(&content::source()).expect("the packs read")),
    );
    use_cases::vaults::close_vault(&desk, use_cases::Nothing {}, &job).expect("closed");
    let data = assay_vault::Vault::open(Path::new(&vault), PASSPHRASE).expect("opens");
    let key_of = Key { kind: "assessment".into(), id: assessment.to_string() };
    let state = data.state().expect("reads");
    let Some(Record::Assessment(found)) = state.get(&key_of).expect("reads") else {
        panic!("the sample has an assessment")
    };
    let Some(Record::Vendor(vendor)) = state.all("vendor").expect("reads").read.into_iter().next() else {
        panic!("the sample has a vendor")
    };
    let case = Case::new(vendor, *found, state.children(&key_of).expect("reads").read);
    drop(state);
    drop(data);
    use_cases::vaults::open_vault(&desk, key(), &job).expect("opens again");
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    let score = |case: &Case| score::results(case, &library, &standings(case, &library, day));
    line("  score the whole bank in three frameworks", &timed(100, |_| score(&case)));
    for size in [100, 1000] {
        let case = model(&case, size);
        let threats = || stride::threats(&case, &library, &standings(&case, &library, day));
        let found = threats().len();
        let times = timed(30, |_| threats());
        line(&format!("  STRIDE, {size} elements ({found} threats)"), &times);
        let script = assay_tests::root().join("tests/bench/pytm_model.py");
        let theirs = peer("python3", &[script.to_str().expect("path"), &size.to_string()], folder);
        against(&format!("  STRIDE, {size} elements, against pytm"), at(&times, 0.5), "pytm", theirs);
    }

    println!("\nMuch of everything");
    large(folder, &case.vendor, &case.assessment);

    println!("\nReport");
    let identity = use_cases::identities::create_identity(
        &desk,
        use_cases::identities::NewIdentity {
            name: case.assessment.assessor.name.clone(),
            organisation: "Bench".into(),
            email: String::new(),
            algorithm: Default::default(),
        },
        &job,
    )
    .expect("made");
    let drafts = timed(10, |n| {
        let path = folder.join(format!("draft{n}.pdf")).into();
        use_cases::report::write_draft(
            &desk,
            use_cases::report::DraftToFile {
                assessment: assessment.clone(),
                path,
                kind: Default::default(),
                leave_out: Vec::new(),
            },
            &job,
        )
        .expect("drawn")
    });
    line("  draw the sample's report", &drafts);
    let issues = timed(10, |n| {
        let path = folder.join(format!("report{n}.pdf")).into();
        let input = use_cases::issuing::IssueReport {
            assessment: assessment.clone(),
            identity: identity.id.clone(),
            path,
            location: String::new(),
            token: use_cases::tokens::TokenUse::default(),
            set_aside: vec![SetAside { rule: SigningRule::OpenPoints, reason: "To be timed".into() }],
        };
        use_cases::issuing::issue_report(&desk, input, &job).expect("issued")
    });
    line("  draw, sign, verify and keep the sample's report", &issues);
    let pdf = std::fs::read(folder.join("report0.pdf")).expect("the report");
    let verify = timed(20, |_| assay_seal::verify::verify(&pdf, &[]));
    line("  verify it, revisions compared", &verify);
    let rows = "#table(columns: 4, ".to_owned()
        + &(0..1500)
            .map(|n| format!("[{n}],[Requirement number {n} of the list],[Largely effective],[75 %],"))
            .collect::<String>()
        + ")";
    std::fs::write(folder.join("peer.typ"), format!("#set document(title: \"Peer\")\n= Report\n{rows}"))
        .expect("written");
    let script = "import sys,time,typst; t=time.perf_counter(); typst.compile('peer.typ', output='peer.pdf', pdf_standards=['a-3a']); print(time.perf_counter()-t)";
    let theirs = peer("python3", &["-c", script], folder);
    against("  draw (typst: one plain table of 1,500 rows)", at(&drafts, 0.5), "typst", theirs);
    let session = use_cases::vaults::session(&desk, use_cases::Nothing {}, &job).expect("reads");
    let id = session.identities[0].id.clone();
    use_cases::identities::export_certificate(
        &desk,
        use_cases::identities::CertificateToFile { identity: id, path: folder.join("c.pem").into() },
        &job,
    )
    .expect("written");
    let theirs =
        whole("pyhanko", &["sign", "validate", "--trust", "c.pem", "--trust-replace", "report0.pdf"], folder);
    let program = assay_tests::assay_program();
    let ours = whole(program.to_str().expect("path"), &["verify", "report0.pdf", "--trust", "c.pem"], folder);
    if let Some(ours) = ours {
        against("  verify, whole process, against pyHanko", ours, "pyHanko", theirs);
    }

    println!("\nWindow");
    use_cases::vaults::close_vault(&desk, use_cases::Nothing {}, &job).expect("closed");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let place = assay_tests::Desk::new();
    let path = place.file("bench.assay");
    std::fs::copy(&vault, &path).expect("copied");
    let (mut asked, mut shown, mut both) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..7 {
        let program = window_program();
        let start = assay_tests::window::time_to_first_question(&place, &program, (&path, PASSPHRASE));
        let (first, second) = runtime.block_on(start);
        asked.push(first);
        shown.push(second);
        both.push(first + second);
    }
    for times in [&mut asked, &mut shown, &mut both] {
        times.sort();
    }
    line("  start of the window until it asks for the passphrase", &asked);
    line("  from Enter on the passphrase until the first question", &shown);
    line("  start to first question, without the typing", &both);
    answers_in_the_window(&runtime, &place, &path);
}

/// Answers by key, and the memory it takes.
fn answers_in_the_window(runtime: &tokio::runtime::Runtime, place: &assay_tests::Desk, vault: &Path) {
    let program = window_program();
    let work = assay_tests::window::answering(place, &program, (vault, PASSPHRASE), (300, 60));
    let mut found = runtime.block_on(work);
    line("  key to an answer that is durable and painted", &found.times);
    found.calls.sort();
    let most = found.calls.len() - 1;
    let bytes: Vec<u64> = {
        let mut all: Vec<u64> = found.calls.iter().map(|(_, bytes)| *bytes).collect();
        all.sort_unstable();
        all
    };
    println!(
        "  calls per key p50 {} most {}; bytes per key p50 {} most {}",
        found.calls[most / 2].0,
        found.calls[most].0,
        bytes[most / 2],
        bytes[most]
    );
    for (when, memory) in [("after 60 answers", found.answered), ("with the report shown", found.reported)] {
        match memory {
            Some(size) => println!("  memory of all its processes, {when:<25} {size:>7.0} MiB (PSS)"),
            None => println!("  memory of all its processes, {when}: the system does not tell"),
        }
    }
}
