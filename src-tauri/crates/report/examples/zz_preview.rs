#[allow(dead_code)]
#[path = "../tests/compose/rich.rs"]
mod rich;
use assay_report::compose::*;
use assay_report::pdf::*;
fn main() {
    let library = rich::library();
    let case = rich::case(&library);
    let about = rich::about(Status::Issued);
    let document = compose(&case, &library, &about);
    let bytes = data(&case, &library, &about);
    println!("data {} bytes", bytes.len());
    std::fs::write("/tmp/assessment.json", &bytes).unwrap();
    let inputs = RenderInputs {
        attachment: Attachment { name: "assessment.json".into(), mime: "application/json".into(), bytes, description: "d".into(), modified: about.issued },
        created: about.issued, producer: about.program.clone(), id_seed: [1; 16],
    };
    let r = render(&document, &inputs, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    println!("pages {} bytes {} warnings {:?}", r.pages, r.bytes.len(), r.warnings);
    std::fs::write("/tmp/report.pdf", r.bytes).unwrap();
}
