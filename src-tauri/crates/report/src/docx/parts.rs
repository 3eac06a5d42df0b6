//! The parts of the file around its body: what it says of itself, how it looks, what stands on every page.

use super::text::{Bookmarks, escaped, runs};
use super::{copy, copy_says};
use crate::document::{Document, Span};
use crate::pdf::style::Sheet;
use crate::theme::{Logo, Palette};
use assay_message::{Piece, word};
use chrono::{DateTime, FixedOffset, Utc};
use std::fmt::Write as _;

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/word/header2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>"#;

pub const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>"#;

const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/><Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/><Relationship Id="rId6" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header2.xml"/><Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/></Relationships>"#;

pub const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#;

/// The file of a logo within the file.
pub const LOGO: &str = "word/media/logo.png";

/// What kinds of parts there are.
pub fn content_types(logo: Option<&Logo>) -> String {
    let picture = match logo {
        Some(_) => {
            r#"<Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml""#
        }
        None => r#"<Override PartName="/word/document.xml""#,
    };
    CONTENT_TYPES.replacen(r#"<Override PartName="/word/document.xml""#, picture, 1)
}

/// What the main part refers to.
pub fn document_relations(logo: Option<&Logo>) -> String {
    let picture = match logo {
        Some(_) => {
            r#"<Relationship Id="rId8" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/logo.png"/></Relationships>"#
        }
        None => "</Relationships>",
    };
    DOCUMENT_RELATIONS.replacen("</Relationships>", picture, 1)
}

/// A run with the logo, at most 150 by 46 points.
pub fn picture(logo: &Logo, alternative: &str) -> String {
    // English Metric Units: 12,700 are a point.
    const MOST: (f64, f64) = (150.0 * 12_700.0, 46.0 * 12_700.0);
    let (width, height) = logo.size();
    let (width, height) = (f64::from(width), f64::from(height));
    let scale = (MOST.0 / width).min(MOST.1 / height);
    let (width, height) = (width * scale, height * scale);
    let alternative = escaped(alternative);
    format!(
        r#"<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width:.0}" cy="{height:.0}"/><wp:docPr id="1" name="Logo" descr="{alternative}"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="Logo" descr="{alternative}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId8"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width:.0}" cy="{height:.0}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
    )
}

/// Title, author and the rest of what a file says of itself.
pub fn core(document: &Document, created: DateTime<FixedOffset>) -> String {
    let time = created.with_timezone(&Utc).format("%Y-%m-%dT%H:%M:%SZ");
    let copy = document.language.say(&copy());
    let status = if document.watermark.trim().is_empty() { &copy } else { &document.watermark };
    format!(
        r#"{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator><cp:keywords>{reference}</cp:keywords><dc:description>{says}</dc:description><cp:lastModifiedBy>{author}</cp:lastModifiedBy><dcterms:created xsi:type="dcterms:W3CDTF">{time}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{time}</dcterms:modified><dc:language>{language}</dc:language><cp:contentStatus>{status}</cp:contentStatus></cp:coreProperties>"#,
        title = escaped(&document.title),
        subject = escaped(&document.subtitle),
        author = escaped(&document.author),
        reference = escaped(&document.reference),
        says = escaped(&document.language.say(&copy_says())),
        language = escaped(document.language.tag()),
        status = escaped(status),
    )
}

/// The program and the organisation.
pub fn application(document: &Document, program: &str) -> String {
    format!(
        r#"{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>{}</Application><Company>{}</Company></Properties>"#,
        escaped(program),
        escaped(&document.organisation)
    )
}

/// The main part around a body, whose last pages lie in a way.
pub fn document(body: &str, last: Sheet) -> String {
    let section = section(last);
    format!(r#"{XML}<w:document {NAMES}><w:body>{body}{section}</w:body></w:document>"#)
}

/// Width of the text on a sheet, in twentieths of a point.
pub const fn width(sheet: Sheet) -> u16 {
    match sheet {
        Sheet::Upright => 11_906 - 2 * 1_247,
        Sheet::Turned => 16_838 - 2 * 1_247,
    }
}

/// What the pages of a section have: A4, with header and footer on every page.
pub fn section(sheet: Sheet) -> String {
    let (header, footer, size) = match sheet {
        Sheet::Upright => ("rId4", "rId5", r#"w:w="11906" w:h="16838""#),
        Sheet::Turned => ("rId6", "rId7", r#"w:w="16838" w:h="11906" w:orient="landscape""#),
    };
    format!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="{header}"/><w:footerReference w:type="default" r:id="{footer}"/><w:pgSz {size}/><w:pgMar w:top="1418" w:right="1247" w:bottom="1304" w:left="1247" w:header="624" w:footer="567" w:gutter="0"/></w:sectPr>"#
    )
}

/// A paragraph at the edge of a page: one text at its beginning, one at its end, which `after` follows.
fn edge(style: &str, sheet: Sheet, begin: &[&str], end: &str, after: &str) -> String {
    let none = Bookmarks::new();
    let begin: Vec<&str> = begin.iter().copied().filter(|text| !text.trim().is_empty()).collect();
    let begin = runs(&[Span::plain(begin.join("  ·  "))], &none).xml;
    let end = runs(&[Span::strong(end)], &none).xml;
    // The style has its tab at the edge of upright pages.
    let tabs = match sheet {
        Sheet::Upright => String::new(),
        Sheet::Turned => format!(
            r#"<w:tabs><w:tab w:val="clear" w:pos="{}"/><w:tab w:val="right" w:pos="{}"/></w:tabs>"#,
            width(Sheet::Upright),
            width(sheet)
        ),
    };
    format!(
        r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{tabs}</w:pPr>{begin}<w:r><w:tab/></w:r>{end}{after}</w:p>"#
    )
}

/// What stands above every page: the title, and that it is a draft where it is one.
pub fn header(document: &Document, sheet: Sheet) -> String {
    let marks = [&document.watermark, &document.language.say(&copy()), &document.classification];
    let marks: Vec<&str> =
        marks.into_iter().map(String::as_str).filter(|text| !text.trim().is_empty()).collect();
    let line = edge("Header", sheet, &[&document.title], &marks.join("  ·  "), "");
    format!("{XML}<w:hdr {NAMES}>{line}</w:hdr>")
}

/// What stands below every page: the reference, and which page of how many.
pub fn footer(document: &Document, sheet: Sheet) -> String {
    let field = |name: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let text = |text: &str| format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(text));
    let words = word!("Page {page} of {pages}", page = _, pages = _);
    let pieces = document.language.pieces(&words).into_iter().map(|piece| match piece {
        Piece::Text(words) if words.is_empty() => String::new(),
        Piece::Text(words) => text(&words),
        Piece::Open(place) if place == "page" => field("PAGE"),
        Piece::Open(_) => field("NUMPAGES"),
    });
    let pages: String = pieces.collect();
    let line = edge("Footer", sheet, &[&document.reference, &document.footer], "", &pages);
    format!("{XML}<w:ftr {NAMES}>{line}</w:ftr>")
}

/// Bullets, and `ordered` lists of which each begins at 1.
pub fn numbering(ordered: usize) -> String {
    let level = |format: &str, text: &str| {
        format!(
            r#"<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl>"#
        )
    };
    let mut xml = format!(
        r#"{XML}<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>{}</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#,
        level("bullet", "•"),
        level("decimal", "%1.")
    );
    for list in 2..ordered + 2 {
        let _ = write!(
            xml,
            r#"<w:num w:numId="{list}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#
        );
    }
    xml.push_str("</w:numbering>");
    xml
}

/// A style of paragraphs: id, name, the one it is made from, the one that follows it, paragraph and run properties.
type ParagraphStyle = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// Stands for the accent in the table below.
const ACCENT: &str = "ACCENT";

/// Every style of paragraphs. Names are those that word processors know, where they have one.
const PARAGRAPHS: [ParagraphStyle; 22] = [
    (
        "Title",
        "Title",
        "Normal",
        "Subtitle",
        r#"<w:spacing w:before="960" w:after="120"/>"#,
        r#"<w:b/><w:bCs/><w:color w:val="ACCENT"/><w:sz w:val="52"/><w:szCs w:val="52"/>"#,
    ),
    (
        "Subtitle",
        "Subtitle",
        "Normal",
        "Normal",
        r#"<w:spacing w:after="360"/>"#,
        r#"<w:color w:val="525D6B"/><w:sz w:val="28"/><w:szCs w:val="28"/>"#,
    ),
    (
        "Heading1",
        "heading 1",
        "Normal",
        "Normal",
        r#"<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="160"/><w:outlineLvl w:val="0"/>"#,
        r#"<w:b/><w:bCs/><w:color w:val="ACCENT"/><w:sz w:val="36"/><w:szCs w:val="36"/>"#,
    ),
    (
        "Heading2",
        "heading 2",
        "Normal",
        "Normal",
        r#"<w:keepNext/><w:keepLines/><w:spacing w:before="280" w:after="120"/><w:outlineLvl w:val="1"/>"#,
        r#"<w:b/><w:bCs/><w:color w:val="ACCENT"/><w:sz w:val="26"/><w:szCs w:val="26"/>"#,
    ),
    (
        "Heading3",
        "heading 3",
        "Normal",
        "Normal",
        r#"<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="2"/>"#,
        r#"<w:b/><w:bCs/><w:color w:val="ACCENT"/>"#,
    ),
    (
        "CardTitle",
        "Card title",
        "Normal",
        "Normal",
        r#"<w:keepNext/><w:keepLines/><w:pBdr><w:top w:val="single" w:sz="6" w:space="6" w:color="CFD6DE"/></w:pBdr><w:spacing w:before="320" w:after="80"/><w:outlineLvl w:val="3"/>"#,
        r#"<w:b/><w:bCs/><w:sz w:val="24"/><w:szCs w:val="24"/>"#,
    ),
    (
        "PartLabel",
        "Part label",
        "Normal",
        "Normal",
        r#"<w:keepNext/><w:spacing w:before="80" w:after="20"/>"#,
        r#"<w:b/><w:bCs/><w:color w:val="525D6B"/><w:sz w:val="18"/><w:szCs w:val="18"/>"#,
    ),
    (
        "Lead",
        "Lead",
        "Normal",
        "Normal",
        r#"<w:spacing w:after="200"/>"#,
        r#"<w:sz w:val="24"/><w:szCs w:val="24"/>"#,
    ),
    ("Quiet", "Quiet", "Normal", "Normal", r#"<w:spacing w:after="60"/>"#, r#"<w:color w:val="525D6B"/>"#),
    ("ListParagraph", "List Paragraph", "Normal", "ListParagraph", r#"<w:spacing w:after="60"/>"#, ""),
    (
        "Caption",
        "caption",
        "Normal",
        "Normal",
        r#"<w:keepNext/><w:spacing w:before="160" w:after="60"/>"#,
        r#"<w:b/><w:bCs/><w:sz w:val="18"/><w:szCs w:val="18"/>"#,
    ),
    (
        "ContentsTitle",
        "Contents title",
        "Normal",
        "Normal",
        r#"<w:spacing w:after="160"/>"#,
        r#"<w:b/><w:bCs/><w:color w:val="ACCENT"/><w:sz w:val="36"/><w:szCs w:val="36"/>"#,
    ),
    ("TOC1", "toc 1", "Normal", "Normal", r#"<w:spacing w:before="80" w:after="20"/>"#, r#"<w:b/><w:bCs/>"#),
    ("TOC2", "toc 2", "Normal", "Normal", r#"<w:spacing w:after="20"/><w:ind w:left="284"/>"#, ""),
    ("TOC3", "toc 3", "Normal", "Normal", r#"<w:spacing w:after="20"/><w:ind w:left="567"/>"#, ""),
    (
        "Cell",
        "Cell",
        "Normal",
        "Cell",
        r#"<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>"#,
        r#"<w:sz w:val="17"/><w:szCs w:val="17"/>"#,
    ),
    ("CellStrong", "Cell strong", "Cell", "Cell", "", r#"<w:b/><w:bCs/>"#),
    (
        "CellHeading",
        "Cell heading",
        "Cell",
        "Cell",
        r#"<w:keepNext/>"#,
        r#"<w:b/><w:bCs/><w:color w:val="ACCENT"/>"#,
    ),
    ("CalloutTitle", "Callout title", "Cell", "Cell", r#"<w:keepNext/>"#, r#"<w:b/><w:bCs/>"#),
    ("TileLabel", "Tile label", "Cell", "Cell", "", r#"<w:color w:val="525D6B"/>"#),
    (
        "TileValue",
        "Tile value",
        "Cell",
        "Cell",
        "",
        r#"<w:b/><w:bCs/><w:sz w:val="26"/><w:szCs w:val="26"/>"#,
    ),
    (
        "After",
        "After",
        "Normal",
        "Normal",
        r#"<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>"#,
        r#"<w:sz w:val="8"/><w:szCs w:val="8"/>"#,
    ),
];

/// Borders of a table, all of one weight; none at weight 0.
fn table_style(id: &str, name: &str, inside: bool, weight: u8) -> String {
    let line = |edge: &str, drawn: bool| {
        let (kind, weight) = if drawn && weight > 0 { ("single", weight) } else { ("nil", 0) };
        format!(r#"<w:{edge} w:val="{kind}" w:sz="{weight}" w:space="0" w:color="CFD6DE"/>"#)
    };
    let borders: String = [
        ("top", true),
        ("left", true),
        ("bottom", true),
        ("right", true),
        ("insideH", inside),
        ("insideV", inside),
    ]
    .map(|(edge, drawn)| line(edge, drawn))
    .concat();
    let first = if inside && weight > 0 {
        r#"<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F2F5F8"/></w:tcPr></w:tblStylePr>"#
    } else {
        ""
    };
    format!(
        r#"<w:style w:type="table" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/><w:uiPriority w:val="99"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>{first}</w:style>"#
    )
}

/// How everything looks.
pub fn styles(document: &Document, palette: &Palette) -> String {
    let accent = palette.accent.to_string();
    let accent = accent.trim_start_matches('#');
    let language = escaped(document.language.tag());
    let mut xml = format!(
        r#"{XML}<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Arial"/><w:color w:val="182230"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>"#
    );
    for (id, name, from, next, paragraph, run) in PARAGRAPHS {
        let _ = write!(
            xml,
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="{from}"/><w:next w:val="{next}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"#,
            run = run.replace(ACCENT, accent)
        );
    }
    for id in ["Header", "Footer"] {
        let _ = write!(
            xml,
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{}"/><w:basedOn w:val="Normal"/><w:pPr><w:tabs><w:tab w:val="right" w:pos="9412"/></w:tabs><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:color w:val="525D6B"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>"#,
            id.to_lowercase()
        );
    }
    xml.push_str(r#"<w:style w:type="character" w:customStyle="1" w:styleId="Link"><w:name w:val="Link"/><w:rPr><w:color w:val="1F4E96"/></w:rPr></w:style><w:style w:type="character" w:customStyle="1" w:styleId="Code"><w:name w:val="Code"/><w:rPr><w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Courier New"/><w:noProof/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#);
    xml.push_str(&table_style("Grid", "Report table", true, 4));
    xml.push_str(&table_style("Facts", "Facts", true, 0));
    xml.push_str(&table_style("Callout", "Callout", false, 8));
    xml.push_str(&table_style("Tiles", "Tiles", false, 4));
    xml.push_str("</w:styles>");
    xml
}
