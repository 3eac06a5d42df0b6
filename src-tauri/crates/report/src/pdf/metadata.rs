//! What the file says about itself: XMP, the information dictionary, and the meaning of its colours.

use chrono::SecondsFormat;
use lopdf::{Object, ObjectId, Stream};

use super::RenderInputs;
use super::file::File;
use super::object::{date, dictionary, name, text};
use crate::document::Document;

/// The program that the reports come from, whatever its version.
const CREATOR: &str = "Assay";
/// A small sRGB profile.
const PROFILE: &[u8] = include_bytes!("../../../../../assets/report/sRGB.icc");

/// Writes the XMP packet.
pub fn write_xmp(file: &mut File, document: &Document, inputs: &RenderInputs) -> ObjectId {
    let entries = dictionary([("Type", name("Metadata")), ("Subtype", name("XML"))]);
    let mut stream = Stream::new(entries, xmp(document, inputs).into_bytes());
    stream.allows_compression = false;
    file.add(stream)
}

/// Writes the information dictionary, which says the same as the XMP packet.
pub fn write_info(file: &mut File, document: &Document, inputs: &RenderInputs) -> ObjectId {
    let created = date(&inputs.created);
    let mut info = dictionary([
        ("Title", text(&words(&document.title))),
        ("Creator", text(CREATOR)),
        ("Producer", text(&words(&inputs.producer))),
        ("CreationDate", created.clone()),
        ("ModDate", created),
    ]);
    if !words(&document.author).is_empty() {
        info.set("Author", text(&words(&document.author)));
    }
    if !words(&document.subtitle).is_empty() {
        info.set("Subject", text(&words(&document.subtitle)));
    }
    file.add(info)
}

/// Says that colours are sRGB.
pub fn write_output_intent(file: &mut File) -> ObjectId {
    let profile = Stream::new(dictionary([("N", 3.into())]), PROFILE.to_vec());
    let profile = file.add(profile);
    file.add(dictionary([
        ("Type", name("OutputIntent")),
        ("S", name("GTS_PDFA1")),
        ("OutputConditionIdentifier", text("sRGB IEC61966-2.1")),
        ("Info", text("sRGB IEC61966-2.1")),
        ("RegistryName", text("http://www.color.org")),
        ("DestOutputProfile", Object::Reference(profile)),
    ]))
}

/// One line of words.
fn words(text: &str) -> String {
    crate::clean::clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    words(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn xmp(document: &Document, inputs: &RenderInputs) -> String {
    let title = escaped(&document.title);
    let author = escaped(&document.author);
    let subtitle = escaped(&document.subtitle);
    let language = escaped(document.language.tag());
    let producer = escaped(&inputs.producer);
    let created = inputs.created.to_rfc3339_opts(SecondsFormat::Secs, true);
    let creator = if author.is_empty() {
        String::new()
    } else {
        format!("<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n")
    };
    let subject = if subtitle.is_empty() {
        String::new()
    } else {
        format!(
            "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{subtitle}</rdf:li></rdf:Alt></dc:description>\n"
        )
    };
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{creator}{subject}<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{created}</xmp:CreateDate>
<xmp:ModifyDate>{created}</xmp:ModifyDate>
<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{FEFF}',
    )
}
