//! The structure tree: what each piece of the pages is, in reading order → `StructTreeRoot` (ISO 32000-1, 14.7).
//!
//! Content on a page belongs to a node by its page and its number in that page (MCID); annotations belong by reference.

use lopdf::{Dictionary, Object, ObjectId};

use super::file::{File, write_object};
use super::finish::Page;
use super::object::{dictionary, name, number, text};

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// The whole.
    Document,
    /// A group of blocks.
    Section,
    /// A heading of a level, from 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list, with the name of its numbering.
    List(&'static str),
    /// An item of a list.
    ListItem,
    /// The mark of an item.
    Label,
    /// The text of an item.
    ListBody,
    /// A table, with a summary unless it is empty.
    Table(String),
    /// The caption of a table.
    Caption,
    /// The header rows of a table.
    TableHead,
    /// The other rows of a table.
    TableBody,
    /// A row.
    TableRow,
    /// A cell that names its column or row.
    HeaderCell(Scope),
    /// A cell over some columns.
    Cell {
        /// How many columns it covers.
        columns: usize,
    },
    /// A drawing with its text alternative and its place on the page: left, bottom, right, top.
    Figure {
        /// The text alternative.
        alternative: String,
        /// The place on the page, in the coordinates of the file.
        area: [f32; 4],
    },
    /// A table of contents, or a part of one.
    Contents,
    /// An entry of a table of contents.
    ContentsItem,
    /// A mention of another place of the document.
    Reference,
    /// A link.
    Link,
    /// A form field, with its text alternative.
    Form(String),
}

/// What a header cell names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Its column.
    Column,
    /// Its row.
    Row,
}

impl Role {
    /// The standard structure type, which is also the tag of the content.
    pub fn tag(&self) -> &'static str {
        match self {
            Role::Document => "Document",
            Role::Section => "Sect",
            Role::Heading(1) => "H1",
            Role::Heading(2) => "H2",
            Role::Heading(3) => "H3",
            Role::Heading(4) => "H4",
            Role::Heading(5) => "H5",
            Role::Heading(_) => "H6",
            Role::Paragraph => "P",
            Role::List(_) => "L",
            Role::ListItem => "LI",
            Role::Label => "Lbl",
            Role::ListBody => "LBody",
            Role::Table(_) => "Table",
            Role::Caption => "Caption",
            Role::TableHead => "THead",
            Role::TableBody => "TBody",
            Role::TableRow => "TR",
            Role::HeaderCell(_) => "TH",
            Role::Cell { .. } => "TD",
            Role::Figure { .. } => "Figure",
            Role::Contents => "TOC",
            Role::ContentsItem => "TOCI",
            Role::Reference => "Reference",
            Role::Link => "Link",
            Role::Form(_) => "Form",
        }
    }

    fn attributes(&self) -> Option<Dictionary> {
        let attributes = match self {
            Role::List(numbering) => dictionary([("O", name("List")), ("ListNumbering", name(numbering))]),
            Role::Table(summary) if !summary.is_empty() => {
                dictionary([("O", name("Table")), ("Summary", text(summary))])
            }
            Role::HeaderCell(scope) => {
                let scope = match scope {
                    Scope::Column => "Column",
                    Scope::Row => "Row",
                };
                dictionary([("O", name("Table")), ("Scope", name(scope))])
            }
            Role::Cell { columns } if *columns > 1 => {
                dictionary([("O", name("Table")), ("ColSpan", Object::Integer(*columns as i64))])
            }
            Role::Figure { area, .. } => dictionary([
                ("O", name("Layout")),
                ("Placement", name("Block")),
                ("BBox", area.map(number).to_vec().into()),
            ]),
            Role::Table(_)
            | Role::Cell { .. }
            | Role::Document
            | Role::Section
            | Role::Heading(_)
            | Role::Paragraph
            | Role::ListItem
            | Role::Label
            | Role::ListBody
            | Role::Caption
            | Role::TableHead
            | Role::TableBody
            | Role::TableRow
            | Role::Contents
            | Role::ContentsItem
            | Role::Reference
            | Role::Link
            | Role::Form(_) => return None,
        };
        Some(attributes)
    }

    fn alternative(&self) -> Option<&str> {
        match self {
            Role::Figure { alternative, .. } | Role::Form(alternative) => Some(alternative),
            Role::Document
            | Role::Section
            | Role::Heading(_)
            | Role::Paragraph
            | Role::List(_)
            | Role::ListItem
            | Role::Label
            | Role::ListBody
            | Role::Table(_)
            | Role::Caption
            | Role::TableHead
            | Role::TableBody
            | Role::TableRow
            | Role::HeaderCell(_)
            | Role::Cell { .. }
            | Role::Contents
            | Role::ContentsItem
            | Role::Reference
            | Role::Link => None,
        }
    }
}

/// A node of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Node(usize);

enum Kid {
    Node(Node),
    Content { page: usize, number: usize },
    Annotation(usize),
}

struct Element {
    role: Role,
    parent: Option<Node>,
    kids: Vec<Kid>,
    title: Option<String>,
}

/// The tree.
pub struct Tags {
    elements: Vec<Element>,
}

impl Tags {
    /// A tree with a root that is the whole document.
    pub fn new() -> Self {
        Self { elements: vec![Element { role: Role::Document, parent: None, kids: Vec::new(), title: None }] }
    }

    /// The whole document.
    pub const fn root(&self) -> Node {
        Node(0)
    }

    /// Adds a node at the end of another one.
    pub fn add(&mut self, parent: Node, role: Role) -> Node {
        let node = Node(self.elements.len());
        self.elements.push(Element { role, parent: Some(parent), kids: Vec::new(), title: None });
        self.adopt(parent, Kid::Node(node));
        node
    }

    /// Adds a node with a title, which a reader can show for it.
    pub fn add_titled(&mut self, parent: Node, role: Role, title: &str) -> Node {
        let node = self.add(parent, role);
        if let Some(element) = self.elements.get_mut(node.0) {
            element.title = Some(title.to_owned());
        }
        node
    }

    /// The tag of a node.
    pub fn tag(&self, node: Node) -> &'static str {
        self.elements.get(node.0).map_or("NonStruct", |element| element.role.tag())
    }

    /// Notes that some content of a page belongs to a node.
    pub fn own(&mut self, node: Node, page: usize, number: usize) {
        self.adopt(node, Kid::Content { page, number });
    }

    /// Notes that an annotation belongs to a node.
    pub fn own_annotation(&mut self, node: Node, annotation: usize) {
        self.adopt(node, Kid::Annotation(annotation));
    }

    fn adopt(&mut self, node: Node, kid: Kid) {
        if let Some(element) = self.elements.get_mut(node.0) {
            element.kids.push(kid);
        }
    }

    /// Writes the tree. `annotations` are their own objects and pages. Returns the root's object and, for each
    /// annotation, its key in the tree of parents.
    pub fn write(
        self,
        file: &mut File,
        pages: &[Page],
        annotations: &[(ObjectId, usize)],
    ) -> (ObjectId, Vec<i64>) {
        let ids: Vec<u32> = self.elements.iter().map(|_| file.reserve().0).collect();
        let root = file.reserve();
        let whole = ids.first().map_or(Object::Null, |id| Object::Reference((*id, 0)));
        // Which element each piece of content, and each annotation, belongs to.
        let mut content_parents: Vec<Vec<u32>> = pages.iter().map(|page| vec![0; page.pieces]).collect();
        let mut annotation_parents = vec![Object::Null; annotations.len()];
        for (element, id) in self.elements.into_iter().zip(&ids) {
            for kid in &element.kids {
                match kid {
                    Kid::Node(_) => {}
                    Kid::Content { page, number } => {
                        let place = content_parents.get_mut(*page).and_then(|page| page.get_mut(*number));
                        if let Some(place) = place {
                            *place = *id;
                        }
                    }
                    Kid::Annotation(annotation) => {
                        if let Some(place) = annotation_parents.get_mut(*annotation) {
                            *place = Object::Reference((*id, 0));
                        }
                    }
                }
            }
            let parent = element.parent.and_then(|parent| ids.get(parent.0)).unwrap_or(&root.0);
            file.set_written((*id, 0), element.written(*parent, &ids, pages, annotations));
        }

        let mut numbers: Vec<Object> = Vec::with_capacity(2 * (pages.len() + annotations.len()));
        for (key, parents) in content_parents.into_iter().enumerate() {
            let parents = parents.iter().map(|id| format!("{id} 0 R")).collect::<Vec<_>>().join(" ");
            let id = file.reserve();
            file.set_written(id, format!("[{parents}]").into_bytes());
            numbers.extend([Object::Integer(key as i64), id.into()]);
        }
        let keys: Vec<i64> = (0..annotations.len()).map(|index| (pages.len() + index) as i64).collect();
        for (key, parent) in keys.iter().zip(annotation_parents) {
            numbers.extend([Object::Integer(*key), parent]);
        }
        let next = Object::Integer((pages.len() + annotations.len()) as i64);
        let parents = file.add(dictionary([("Nums", numbers.into())]));
        file.set(
            root,
            dictionary([
                ("Type", name("StructTreeRoot")),
                ("K", whole),
                ("ParentTree", parents.into()),
                ("ParentTreeNextKey", next),
            ]),
        );
        (root, keys)
    }
}

impl Element {
    /// The element as it stands in the file. There are so many that they are written without objects between.
    fn written(
        &self,
        parent: u32,
        ids: &[u32],
        pages: &[Page],
        annotations: &[(ObjectId, usize)],
    ) -> Vec<u8> {
        let page = |page: usize| pages.get(page).map_or(0, |page| page.id.0);
        let home = self.kids.iter().find_map(|kid| match kid {
            Kid::Content { page, .. } => Some(*page),
            Kid::Node(_) | Kid::Annotation(_) => None,
        });
        let mut out = format!("<</Type/StructElem/S/{}/P {parent} 0 R", self.role.tag());
        if let Some(home) = home {
            out.push_str(&format!("/Pg {} 0 R", page(home)));
        }
        if !self.kids.is_empty() {
            out.push_str("/K[");
            for kid in &self.kids {
                match kid {
                    Kid::Node(node) => {
                        let id = ids.get(node.0).copied().unwrap_or(0);
                        out.push_str(&format!("{id} 0 R "));
                    }
                    Kid::Content { page: at, number } if home == Some(*at) => {
                        out.push_str(&format!("{number} "));
                    }
                    Kid::Content { page: at, number } => {
                        out.push_str(&format!("<</Type/MCR/Pg {} 0 R/MCID {number}>>", page(*at)));
                    }
                    Kid::Annotation(annotation) => {
                        let Some(((object, _), at)) = annotations.get(*annotation) else { continue };
                        out.push_str(&format!("<</Type/OBJR/Obj {object} 0 R/Pg {} 0 R>>", page(*at)));
                    }
                }
            }
            out.push(']');
        }
        let mut out = out.into_bytes();
        let mut entry = |key: &str, value: Object| {
            out.extend(key.as_bytes());
            write_object(&value, &mut out);
        };
        if let Some(alternative) = self.role.alternative() {
            entry("/Alt", text(alternative));
        }
        if let Some(title) = &self.title {
            entry("/T", text(title));
        }
        if let Some(attributes) = self.role.attributes() {
            entry("/A", attributes.into());
        }
        out.extend(b">>");
        out
    }
}
