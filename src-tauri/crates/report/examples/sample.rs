//! Writes the sample report to the path given, and says how long that took.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::ops::ControlFlow;
use std::time::Instant;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().unwrap_or_else(|| "sample.pdf".to_owned());
    let rows: usize = arguments.next().and_then(|rows| rows.parse().ok()).unwrap_or(0);
    let mut document = sample::document();
    if rows > 0 {
        document.blocks.push(sample::findings_table(rows).into());
    }
    let start = Instant::now();
    let mut stage = None;
    let rendered = assay_report::pdf::render(&document, &sample::inputs(), &mut |progress| {
        if stage.replace(progress.stage) != Some(progress.stage) {
            println!("{:?} at {:?}", progress.stage, start.elapsed());
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    println!("{} pages, {} bytes, {:?}", rendered.pages, rendered.bytes.len(), start.elapsed());
    for warning in &rendered.warnings {
        println!("{warning}");
    }
    std::fs::write(path, rendered.bytes).unwrap();
}
