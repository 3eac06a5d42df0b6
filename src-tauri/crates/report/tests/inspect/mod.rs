//! Reads a PDF back: its structure tree, its pages and its annotations, as plain values for tests.

mod font;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;

pub use font::font;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// Runs a tool on a PDF and returns what it says. Arguments stand before and after the name of the file.
pub fn tool(name: &str, before: &[&str], pdf: &[u8], after: &[&str]) -> String {
    let mut file = tempfile::Builder::new().suffix(".pdf").tempfile().unwrap();
    file.write_all(pdf).unwrap();
    let output =
        Command::new(name).args(before).arg(file.path()).args(after).output().unwrap_or_else(|error| {
            panic!("{name} is needed for this test (packages qpdf and poppler-utils): {error}")
        });
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{name}: {words}{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        !String::from_utf8_lossy(&output.stderr).contains("Error"),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    words
}

/// An element of the structure.
pub struct Element {
    pub id: ObjectId,
    pub role: String,
    pub depth: usize,
    pub kids: Vec<String>,
    pub pieces: Vec<(usize, i64)>,
    pub annotations: Vec<ObjectId>,
    pub alternative: Option<String>,
    attributes: BTreeMap<String, String>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.attributes.get(name).cloned()
    }
}

/// An annotation.
pub struct Annotation {
    pub kind: String,
    pub contents: Option<String>,
    pub tooltip: Option<String>,
    pub flags: i64,
}

/// An entry of the outline.
pub struct Bookmark {
    pub depth: usize,
    pub title: String,
    pub page: usize,
}

/// What the marked content of a page is.
#[derive(Default)]
pub struct Pieces {
    pub numbers: Vec<i64>,
    /// Drawing outside of marked content.
    pub unmarked: usize,
    /// Artifacts within content, or the other way round.
    pub nested: usize,
    pub actual_texts: Vec<String>,
}

/// A PDF, read back.
pub struct Inspected {
    pub file: Document,
    pub all: Vec<Element>,
    page_numbers: BTreeMap<ObjectId, usize>,
    parents: BTreeMap<i64, Object>,
}

impl Inspected {
    pub fn read(pdf: &[u8]) -> Self {
        let file = Document::load_mem(pdf).unwrap();
        let page_numbers = file.page_iter().enumerate().map(|(number, id)| (id, number)).collect();
        let mut inspected = Self { file, all: Vec::new(), page_numbers, parents: BTreeMap::new() };
        let root = inspected.dictionary(inspected.file.catalog().unwrap().get(b"StructTreeRoot").unwrap());
        let numbers = inspected.dictionary(root.get(b"ParentTree").unwrap());
        let numbers = inspected.array(numbers.get(b"Nums").unwrap());
        for pair in numbers.chunks(2) {
            inspected.parents.insert(pair[0].as_i64().unwrap(), pair[1].clone());
        }
        let whole = root.get(b"K").unwrap().as_reference().unwrap();
        inspected.walk(whole, 0);
        inspected
    }

    fn walk(&mut self, id: ObjectId, depth: usize) {
        let entry = self.file.get_dictionary(id).unwrap().clone();
        let role = String::from_utf8(entry.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap();
        let home = entry.get(b"Pg").ok().map(|page| self.page_numbers[&page.as_reference().unwrap()]);
        let mut attributes = BTreeMap::new();
        if let Ok(entries) = entry.get(b"A") {
            for (name, value) in self.dictionary(entries).iter() {
                attributes.insert(String::from_utf8(name.clone()).unwrap(), words(value));
            }
        }
        let place = self.all.len();
        self.all.push(Element {
            id,
            role,
            depth,
            kids: Vec::new(),
            pieces: Vec::new(),
            annotations: Vec::new(),
            alternative: entry.get(b"Alt").ok().map(words),
            attributes,
        });
        let kids = match entry.get(b"K") {
            Ok(Object::Array(kids)) => kids.clone(),
            Ok(kid) => vec![kid.clone()],
            Err(_) => Vec::new(),
        };
        for kid in kids {
            match &kid {
                Object::Integer(number) => self.all[place].pieces.push((home.unwrap(), *number)),
                Object::Dictionary(kid) if kid.has_type(b"MCR") => {
                    let page = self.page_numbers[&kid.get(b"Pg").unwrap().as_reference().unwrap()];
                    self.all[place].pieces.push((page, kid.get(b"MCID").unwrap().as_i64().unwrap()));
                }
                Object::Dictionary(kid) if kid.has_type(b"OBJR") => {
                    self.all[place].annotations.push(kid.get(b"Obj").unwrap().as_reference().unwrap());
                }
                Object::Reference(kid) => {
                    let entry = self.file.get_dictionary(*kid).unwrap();
                    assert_eq!(
                        entry.get(b"P").unwrap().as_reference().unwrap(),
                        id,
                        "a kid with another parent"
                    );
                    let role = words(entry.get(b"S").unwrap());
                    self.all[place].kids.push(role);
                    self.walk(*kid, depth + 1);
                }
                other => panic!("a kid that is {other:?}"),
            }
        }
    }

    pub fn elements<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Element> {
        self.all.iter().filter(move |element| element.role == role)
    }

    /// How many columns each row of each table has.
    pub fn tables(&self) -> Vec<Vec<usize>> {
        let mut tables: Vec<Vec<usize>> = Vec::new();
        for element in &self.all {
            match element.role.as_str() {
                "Table" => tables.push(Vec::new()),
                "TR" => tables.last_mut().unwrap().push(0),
                "TH" | "TD" => {
                    let span = element.attribute("ColSpan").map_or(1, |span| span.parse().unwrap());
                    *tables.last_mut().unwrap().last_mut().unwrap() += span;
                }
                _ => {}
            }
        }
        tables
    }

    /// The element that the tree of parents names for a piece of content.
    pub fn parent_of_piece(&self, (page, number): (usize, i64)) -> ObjectId {
        let parents = self.array(&self.parents[&(page as i64)]);
        parents[number as usize].as_reference().unwrap()
    }

    /// The element that the tree of parents names for an annotation.
    pub fn parent_of_annotation(&self, id: ObjectId) -> ObjectId {
        let key = self.file.get_dictionary(id).unwrap().get(b"StructParent").unwrap().as_i64().unwrap();
        self.parents[&key].as_reference().unwrap()
    }

    /// The roles of all elements, indented by depth.
    pub fn outline(&self) -> String {
        let lines: Vec<String> = self
            .all
            .iter()
            .map(|element| {
                let mut line = format!("{}{}", "  ".repeat(element.depth), element.role);
                for (name, value) in element.attributes.iter().filter(|(name, _)| *name != "O") {
                    line.push_str(&format!(" {name}={value}"));
                }
                if !element.pieces.is_empty() {
                    line.push_str(&format!(" content={}", element.pieces.len()));
                }
                if !element.annotations.is_empty() {
                    line.push_str(&format!(" annotations={}", element.annotations.len()));
                }
                line
            })
            .collect();
        lines.join("\n")
    }

    pub fn pages(&self) -> impl Iterator<Item = &Dictionary> {
        self.file.page_iter().map(|id| self.file.get_dictionary(id).unwrap())
    }

    pub fn annotations(&self) -> Vec<Annotation> {
        let listed = self.pages().filter_map(|page| page.get(b"Annots").ok());
        let ids: Vec<ObjectId> = listed
            .flat_map(|list| self.array(list))
            .map(|annotation| annotation.as_reference().unwrap())
            .collect();
        ids.into_iter()
            .map(|id| {
                let entry = self.file.get_dictionary(id).unwrap();
                Annotation {
                    kind: words(entry.get(b"Subtype").unwrap()),
                    contents: entry.get(b"Contents").ok().map(words),
                    tooltip: entry.get(b"TU").ok().map(words),
                    flags: entry.get(b"F").unwrap().as_i64().unwrap(),
                }
            })
            .collect()
    }

    pub fn bookmarks(&self) -> Vec<Bookmark> {
        let mut found = Vec::new();
        let root = self.dictionary(self.file.catalog().unwrap().get(b"Outlines").unwrap());
        self.bookmarks_below(&root, 1, &mut found);
        found
    }

    fn bookmarks_below(&self, parent: &Dictionary, depth: usize, found: &mut Vec<Bookmark>) {
        let mut next = parent.get(b"First").ok().cloned();
        let mut count = 0;
        while let Some(at) = next {
            let entry = self.dictionary(&at);
            let destination = entry.get(b"Dest").unwrap().as_array().unwrap();
            let page = self.page_numbers[&destination[0].as_reference().unwrap()];
            found.push(Bookmark { depth, title: words(entry.get(b"Title").unwrap()), page });
            self.bookmarks_below(&entry, depth + 1, found);
            next = entry.get(b"Next").ok().cloned();
            count += 1;
        }
        if let Ok(told) = parent.get(b"Count") {
            assert_eq!(told.as_i64().unwrap().abs(), count);
        }
    }

    /// The texts that dictionaries hold under some names.
    #[allow(dead_code)] // Asked by the tests of languages alone.
    pub fn texts(&self, keys: &[&str]) -> Vec<String> {
        let dictionaries = self.file.objects.values().filter_map(|object| match object {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        });
        let values = dictionaries
            .flat_map(|dictionary| keys.iter().filter_map(|key| dictionary.get(key.as_bytes()).ok()));
        values.filter(|value| matches!(value, Object::String(..))).map(words).collect()
    }

    /// What the file says of itself in XML.
    pub fn xmp(&self) -> String {
        let id = self.file.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
        let stream = self.file.get_object(id).unwrap().as_stream().unwrap();
        assert!(!stream.dict.has(b"Filter"), "metadata that is compressed");
        String::from_utf8(stream.content.clone()).unwrap()
    }

    pub fn dictionary(&self, object: &Object) -> Dictionary {
        self.file.dereference(object).unwrap().1.as_dict().unwrap().clone()
    }

    pub fn array(&self, object: &Object) -> Vec<Object> {
        self.file.dereference(object).unwrap().1.as_array().unwrap().clone()
    }

    pub fn stream(&self, object: &Object) -> Vec<u8> {
        self.file.dereference(object).unwrap().1.as_stream().unwrap().decompressed_content().unwrap()
    }
}

/// Of each page, how far down what is drawn reaches, as a share of its body: header, footer and the word across a page do
/// not count.
#[allow(dead_code)] // the tests of what is composed ask for it
pub fn filled(file: &Document) -> Vec<f32> {
    /// How far the body begins below the upper edge of a sheet, and ends above the lower one.
    const AROUND: (f32, f32) = (76.0, 66.0);
    file.page_iter()
        .map(|page| {
            let sheet =
                file.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap().clone();
            let [bottom, top] = [1, 3].map(|edge| sheet[edge].as_float().unwrap());
            let lowest = lowest(&Content::decode(&file.get_page_content(page)).unwrap(), top);
            (top - AROUND.0 - lowest) / (top - bottom - AROUND.0 - AROUND.1)
        })
        .collect()
}

/// The lowest place that anything is drawn at, from `top` on.
#[allow(dead_code)]
fn lowest(content: &Content, top: f32) -> f32 {
    let mut lowest = top;
    let mut apart: Vec<bool> = Vec::new();
    for operation in &content.operations {
        let number = |place: usize| operation.operands[place].as_float().unwrap();
        let y = match operation.operator.as_str() {
            "BDC" => {
                let properties = operation.operands[1].as_dict().unwrap();
                apart.push(properties.has(b"Subtype"));
                continue;
            }
            "EMC" => {
                apart.pop();
                continue;
            }
            "Td" | "m" | "l" | "re" => number(1),
            _ => continue,
        };
        if !apart.contains(&true) {
            lowest = lowest.min(y);
        }
    }
    lowest
}

/// What the marked content of each page is.
pub fn contents(file: &Document) -> Vec<Pieces> {
    file.page_iter().map(|page| pieces(&Content::decode(&file.get_page_content(page)).unwrap())).collect()
}

fn pieces(content: &Content) -> Pieces {
    const DRAWING: [&str; 9] = ["Tj", "TJ", "'", "f", "S", "B", "f*", "sh", "Do"];
    let mut pieces = Pieces::default();
    let mut open: Vec<bool> = Vec::new();
    for operation in &content.operations {
        match operation.operator.as_str() {
            "BDC" => {
                let tag = words(&operation.operands[0]);
                let properties = operation.operands[1].as_dict().unwrap();
                if tag == "Span" {
                    pieces.actual_texts.push(words(properties.get(b"ActualText").unwrap()));
                } else if !open.is_empty() {
                    pieces.nested += 1;
                }
                if let Ok(number) = properties.get(b"MCID") {
                    pieces.numbers.push(number.as_i64().unwrap());
                }
                open.push(tag == "Artifact");
            }
            "EMC" => assert!(open.pop().is_some()),
            drawing if DRAWING.contains(&drawing) && open.is_empty() => pieces.unmarked += 1,
            _ => {}
        }
    }
    assert!(open.is_empty());
    pieces
}

/// A name, string or number as words.
fn words(object: &Object) -> String {
    match object {
        Object::Name(name) => String::from_utf8(name.clone()).unwrap(),
        Object::String(bytes, _) => match bytes.strip_prefix(&[0xFE, 0xFF]) {
            Some(units) => {
                let units: Vec<u16> =
                    units.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                String::from_utf16(&units).unwrap()
            }
            None => String::from_utf8(bytes.clone()).unwrap(),
        },
        Object::Integer(number) => number.to_string(),
        Object::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(" "),
        Object::Real(number) => number.to_string(),
        other => panic!("{other:?}"),
    }
}
