//! What a portfolio costs in one build of the program: prints each figure as a line `name<TAB>unit<TAB>figure`.
//!
//! `./dev bench --against COMMIT` builds this file with the earlier commit and with this one and prints both. So it asks
//! through the use cases alone, with inputs written as JSON: names that only one of the two has would not compile.

use assay_desk::use_cases;
use assay_desk::{Desk, Environment, Job};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const PASSPHRASE: &str = "correct horse battery staple";
const VENDORS: usize = 300;
const ASSESSMENTS: usize = 1000;
const ANSWERS: usize = 200_000;
const PRODUCTS: usize = 5000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["fill", vault] => fill(Path::new(vault)),
        ["measure", portfolio, folder] => measure(Path::new(portfolio), Path::new(folder)),
        _ => panic!("usage: probe fill VAULT | probe measure PORTFOLIO FOLDER"),
    }
}

fn from<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("the input of a use case")
}

fn desk() -> Desk {
    let mut environment = Environment::of_this_machine();
    environment.settings = None;
    Desk::new(environment).expect("the packs read")
}

/// A file as a page names it: by the token of a dialog. Earlier commits took its path.
fn chosen(desk: &Desk, path: &Path) -> Value {
    json!(desk.offer(path))
}

fn key(desk: &Desk, path: &Path) -> Value {
    json!({ "path": chosen(desk, path), "passphrase": PASSPHRASE })
}

fn view(shown: impl serde::Serialize) -> Value {
    serde_json::to_value(shown).expect("a view")
}

fn vendor(desk: &Desk, name: &str) -> Value {
    let input = json!({
        "id": null, "name": name, "legal_name": "", "country": "", "website": "", "contact_name": "",
        "contact_email": "", "services": [], "notes": "",
    });
    view(use_cases::scope::save_vendor(desk, from(input), &Job::UNWATCHED).expect("saved"))["id"].clone()
}

/// An AI vendor in the first tier, so that nearly everything is asked.
fn assessment(desk: &Desk, vendor: &Value, title: &str) -> Value {
    let input = json!({
        "vendor": vendor, "title": title, "service": "Triage", "tier": 1,
        "facts": ["ai", "ai-agents", "ai-provider", "cloud-hosted", "controller", "develops-software", "generative-ai",
            "multi-tenant", "no-certificate", "personal-data", "processor", "remote-access", "special-categories",
            "subprocessors", "trains-on-customer-data", "transfers"],
        "frameworks": ["soc2", "iso27001", "gdpr", "nist-ai-rmf", "iso42001"],
        "assessor": { "name": "Ada", "role": "", "organisation": "" }, "previous": null,
    });
    let made = use_cases::scope::create_assessment(desk, from(input), &Job::UNWATCHED).expect("made");
    view(made)["id"].clone()
}

fn questions(desk: &Desk, assessment: &Value) -> Vec<String> {
    let input = json!({ "assessment": assessment });
    let shown =
        view(use_cases::questionnaire::questionnaire(desk, from(input), &Job::UNWATCHED).expect("reads"));
    let topics = shown["topics"].as_array().expect("topics");
    let rows = topics.iter().flat_map(|topic| topic["questions"].as_array().expect("questions"));
    rows.map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

/// A vault with many vendors whose answers came back as files.
fn fill(path: &Path) {
    let desk = desk();
    use_cases::vaults::create_vault(&desk, from(key(&desk, path)), &Job::UNWATCHED).expect("made");
    let vendors: Vec<Value> = (0..VENDORS).map(|n| vendor(&desk, &format!("Vendor {n:03}"))).collect();
    let returned = path.with_extension("csv");
    let mut answers = 0;
    for n in 0.. {
        if n >= ASSESSMENTS && answers >= ANSWERS {
            eprintln!("{VENDORS} vendors, {n} assessments, {answers} answers");
            break;
        }
        let id = assessment(&desk, &vendors[n % VENDORS], &format!("Assessment {n}"));
        if n == 0 {
            let mut text = String::from("No.,Answer,Explanation\r\n");
            for (n, question) in questions(&desk, &id).iter().enumerate() {
                text +=
                    &format!("{question},{},What is kept for site {n}.\r\n", ["Yes", "No", "Partial"][n % 3]);
            }
            std::fs::write(&returned, text).expect("written");
        }
        let input = json!({ "paths": [chosen(&desk, &returned)], "assessment": id });
        let read =
            view(use_cases::vendor_files::read_returns(&desk, from(input), &Job::UNWATCHED).expect("read"));
        assert_eq!(read[0]["problem"], Value::Null);
        answers += read[0]["changed"].as_u64().expect("a number") as usize;
    }
    std::fs::remove_file(returned).expect("removed");
}

fn tell(name: &str, unit: &str, figure: f64) {
    println!("{name}\t{unit}\t{figure}");
}

/// The median of some runs, in milliseconds.
fn median(times: usize, mut work: impl FnMut(usize)) -> f64 {
    let mut all: Vec<Duration> = (0..times)
        .map(|n| {
            let start = Instant::now();
            work(n);
            start.elapsed()
        })
        .collect();
    all.sort();
    all[all.len() / 2].as_secs_f64() * 1000.0
}

fn measure(portfolio: &Path, folder: &Path) {
    let start = Instant::now();
    let large = desk();
    use_cases::vaults::open_vault(&large, from(key(&large, portfolio)), &Job::UNWATCHED).expect("opens");
    tell(
        "portfolio: open, key derivation included, first time",
        "ms",
        start.elapsed().as_secs_f64() * 1000.0,
    );
    let opened = median(3, |_| {
        use_cases::vaults::open_vault(&large, from(key(&large, portfolio)), &Job::UNWATCHED).expect("opens");
    });
    tell("portfolio: open, key derivation included", "ms", opened);
    let session = || use_cases::vaults::session(&large, from(json!({})), &Job::UNWATCHED).expect("reads");
    tell("portfolio: the list of vendors and assessments", "ms", median(9, |_| drop(session())));
    drop(large);

    let desk = desk();
    let path = folder.join("small.assay");
    use_cases::vaults::create_vault(&desk, from(key(&desk, &path)), &Job::UNWATCHED).expect("made");
    let vendor = vendor(&desk, "Vendor");
    let plain = assessment(&desk, &vendor, "Plain");
    let laden = assessment(&desk, &vendor, "With a bill of materials");
    let bill = bill_of_materials(folder);
    let input = json!({ "assessment": laden, "path": chosen(&desk, &bill) });
    use_cases::components::import_bom(&desk, from(input), &Job::UNWATCHED).expect("read");
    let asked = questions(&desk, &plain);
    let answer = |assessment: &Value, n: usize| {
        let change = json!({ "comment": format!("answer {n}") });
        let input = json!({ "assessment": assessment, "question": asked[n % asked.len()], "change": change });
        use_cases::questionnaire::answer(&desk, from(input), &Job::UNWATCHED).expect("saved")
    };
    // Every question is answered once before, so that all runs change an answer that is there.
    for n in 0..asked.len() {
        answer(&plain, n);
        answer(&laden, n);
    }
    // In turn, so that a slow moment of the disk meets both.
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for n in 0..400 {
        for (assessment, times) in [(&plain, &mut without), (&laden, &mut with)] {
            let start = Instant::now();
            answer(assessment, asked.len() + n);
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    for times in [&mut without, &mut with] {
        times.sort_by(f64::total_cmp);
    }
    tell("one durable answer", "ms", without[without.len() / 2]);
    tell("one durable answer, 5,000 products in the case", "ms", with[with.len() / 2]);
    let bytes = serde_json::to_vec(&answer(&plain, 0)).expect("a view").len();
    tell("bytes sent for an answer", "bytes", bytes as f64);
}

fn bill_of_materials(folder: &Path) -> PathBuf {
    let products: Vec<Value> = (0..PRODUCTS)
        .map(|n| {
            let name = format!("library-{n}");
            json!({ "type": "library", "name": name, "version": "1.0", "purl": format!("pkg:npm/{name}@1.0") })
        })
        .collect();
    let bill =
        json!({ "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": products });
    let path = folder.join("bill.cdx.json");
    std::fs::write(&path, serde_json::to_vec(&bill).expect("JSON")).expect("written");
    path
}
