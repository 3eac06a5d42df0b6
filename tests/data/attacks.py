"""Builds attacks on a signed PDF into the folder `attacks/`: changes in appended revisions and in the signature itself.

Appended revisions are written with pikepdf-free, plain bytes so that nothing is repaired on the way. Usage: attacks.py FILE
"""

import os
import re
import sys

data = open(sys.argv[1], "rb").read()
os.makedirs("attacks", exist_ok=True)


def save(name, content):
    assert content != data, name
    open(f"attacks/{name}.pdf", "wb").write(content)


def last(pattern, text=data):
    found = re.findall(pattern, text, re.S)
    assert found, pattern
    return found[-1]


def source(number):
    return last(rb"(?:^|\n)%d 0 obj\s*(.*?)\s*endobj" % number)


def appended(objects):
    """The file with one more revision that replaces or adds these objects."""
    out, places = data + b"\n", {}
    for number, text in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + text + b"\nendobj\n"
    start = len(out)
    out += b"xref\n"
    for number in sorted(places):
        out += b"%d 1\n%010d 00000 n \n" % (number, places[number])
    trailer = last(rb"trailer\s*(<<.*?>>)\s*startxref")
    size = max(int(re.search(rb"/Size (\d+)", trailer)[1]), max(objects) + 1)
    trailer = re.sub(rb"/Size \d+", b"/Size %d" % size, trailer)
    trailer = re.sub(rb"/Prev \d+", b"", trailer)
    trailer = trailer[: trailer.rindex(b">>")] + b"/Prev %d>>" % int(last(rb"startxref\s+(\d+)"))
    return out + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % start


root = int(last(rb"/Root (\d+) 0 R"))
catalog = source(root)
page = next(
    int(m[1]) for m in re.finditer(rb"(?:^|\n)(\d+) 0 obj\s*<<(?:(?!endobj).)*?/Type\s*/Page(?![s\w])", data, re.S)
)
page_source = source(page)
contents = int(re.search(rb"/Contents (?:\[\s*)?(\d+)", page_source)[1])
field = next(
    int(m[1]) for m in re.finditer(rb"(?:^|\n)(\d+) 0 obj\s*<<(?:(?!endobj).)*?/V (\d+) 0 R(?:(?!endobj).)*?endobj", data, re.S)
)
field_source = source(field)
red = b"<</Length 30>>\nstream\n1 0 0 rg 0 0 500 500 re f      \nendstream"
form = b"<</Type/XObject/Subtype/Form/BBox[0 0 240 64]/Length 30>>\nstream\n1 0 0 rg 0 0 500 500 re f      \nendstream"
fresh = int(re.search(rb"/Size (\d+)", last(rb"trailer\s*(<<.*?>>)\s*startxref"))[1]) + 10

save("page-content", appended({contents: red}))
without_files = re.sub(rb"/AF\s*(\[.*?\]|\d+ 0 R)", b"", catalog)
assert without_files != catalog
save("attachment-removed", appended({root: without_files}))
note = b"<</Type/Annot/Subtype/FreeText/Rect[50 50 300 300]/Contents(changed)/DA(/F 12 Tf)/F 4>>"
annotated = re.sub(rb"/Annots\s*(\[.*?\]|\d+ 0 R)", b"", page_source)
annotated = annotated[: annotated.rindex(b">>")] + b"/Annots[%d 0 R]>>" % fresh
save("annotation", appended({page: annotated, fresh: note}))
swapped = re.sub(rb"/AP\s*<<.*?>>", b"/AP<</N %d 0 R>>" % fresh, field_source)
assert swapped != field_source
save("widget-appearance", appended({field: swapped, fresh: form}))
save("nothing-but-a-revision", appended({fresh: b"<</Type/Nothing>>"}))
save("catalog-action", appended({root: catalog[: catalog.rindex(b">>")] + b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"}))

ranges = re.search(rb"/ByteRange ?\[ ?0 (\d+) (\d+) (\d+)", data)
for name, change in (("byte-range-shortened", -1), ("byte-range-lengthened", 1)):
    old = ranges[3]
    new = str(int(old) + change).encode().ljust(len(old))[: len(old)]
    save(name, data[: ranges.start(3)] + new + data[ranges.end(3) :])
start = ranges[1]
save("byte-range-moved", data[: ranges.start(1)] + str(int(start) - 1).encode().ljust(len(start)) + data[ranges.end(1) :])

hole = re.search(rb"/Contents ?<([0-9a-fA-F]{200,})>", data)
cms = bytes.fromhex(hole[1].decode())


def with_cms(changed):
    assert len(changed) == len(cms)
    return data[: hole.start(1)] + changed.hex().encode() + data[hole.end(1) :]


# The organisation or name stands in the embedded certificate; another letter there makes another signer.
name = re.search(rb"\x06\x03\x55\x04\x03[\x0c\x13](.)", cms, re.S)
at = name.end(1)
save("another-signer-name", with_cms(cms[:at] + bytes([cms[at] ^ 1]) + cms[at + 1 :]))
save("padding-used", with_cms(cms[:-1] + b"\x01"))
save("upper-case-hex", data[: hole.start(1)] + hole[1].swapcase() + data[hole.end(1) :])
save("signature-emptied", with_cms(bytes(len(cms))))
