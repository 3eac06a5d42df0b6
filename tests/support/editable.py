"""Judges an editable copy beside the text of the PDF of the same kind: editable.py DOCX TEXT [ONLY].

Every word of the PDF stands in the copy. With ONLY, the copy has no word that the PDF has not, but those that say what it is.
"""

import re
import sys

import docx
from docx.oxml.ns import qn

document = docx.Document(sys.argv[1])
printed = open(sys.argv[2], encoding="utf-8").read()
wrong = []


def text(element):
    out = []
    for node in element.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:p")):
        out.append(node.text or "" if node.tag == qn("w:t") else " ")
    return "".join(out)


edges = [text(part._element) for part in (document.sections[0].header, document.sections[0].footer)]
whole = " ".join([text(document.element.body), *edges])
# Lines break where they may, so blanks count for nothing.
squash = lambda text: re.sub(r"\s+", "", text)  # noqa: E731
squashed = squash(whole)
headings = [p for p in document.paragraphs if p.style.name.startswith("Heading")]
titles = "".join(squash(p.text) + "|" for p in headings)
# Marks of pages alone: what goes on from the page before, points of lists, how a figure turned.
pages = {"(continued)", "\u2022", "\u2193", "\u2191"}
sheets = printed.split("\f")
# The contents take up to three sheets.
begin = next((n for n, page in enumerate(sheets) if "Contents" in page.splitlines()), len(sheets))
for n, page in enumerate(sheets):
    lines = [re.sub(r"Page \d+ of \d+$", "", line).strip() for line in page.splitlines()]
    if begin <= n <= begin + 2:
        # A heading, or its last line, is followed by its page, or the page stands alone.
        entries = [re.fullmatch(r"(.*?)[\s.]*\d+", line) for line in lines]
        lines = [
            entry.group(1) if entry and squash(entry.group(1)) + "|" in "|" + titles else line
            for entry, line in zip(entries, lines)
        ]
    for word in " ".join(lines).split():
        # A word divided at the end of a line stands in two parts.
        if word not in pages and word.strip("-\u00ad") not in squashed:
            wrong.append(f"lost: {word}")
if len(sys.argv) > 3:
    there = re.sub(r"\s+|-", "", printed)
    fixed = (
        "Editable copy Whoever has this file can change it, and nothing in it shows that it was changed. "
        "What counts is the report as a signed PDF. Page of 1"
    )
    for word in re.findall(r"\S+", whole):
        if word.strip("()").replace("-", "") not in there and word not in fixed and word != "·":
            wrong.append(f"added: {word}")

levels = [int(p.style.name.split()[1]) for p in headings]
for before, after in zip([1, *levels], levels):
    if after > before + 1:
        wrong.append(f"a heading of level {after} follows one of level {before}")
if not headings:
    wrong.append("no heading")

grids = [t for t in document.tables if t.style is not None and t.style.name == "Report table"]
for table in grids:
    first = table.rows[0]._tr.trPr
    if first is None or first.find(qn("w:tblHeader")) is None:
        wrong.append(f"a table without a heading that is repeated: {text(table._tbl)[:60]}")

fields = " ".join(node.text for node in document.sections[0].footer._element.iter(qn("w:instrText")))
if "PAGE" not in fields or "NUMPAGES" not in fields:
    wrong.append(f"the foot counts no pages: {fields}")
if "Editable copy" not in edges[0]:
    wrong.append("the head does not say what it is")
body = list(document.element.body)
opening = " ".join(text(element) for element in body[:8])
if "What counts is the report as a signed PDF." not in opening:
    wrong.append(f"the first page does not say what counts: {opening[:300]}")
names = {node.get(qn("w:name")) for node in document.element.iter(qn("w:bookmarkStart"))}
leads = {node.get(qn("w:anchor")) for node in document.element.iter(qn("w:hyperlink"))}
if not leads <= names:
    wrong.append(f"text leads nowhere: {sorted(leads - names)[:5]}")
core = document.core_properties
print("title", core.title)
print("author", core.author)
print("language", core.language)
print("status", core.content_status)
print("headings", len(headings), "tables", len(grids), "links", len(leads), "words", len(whole.split()))
print("\n".join(sorted(set(wrong))[:60]))
sys.exit(1 if wrong else 0)
