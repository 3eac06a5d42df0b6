#!/usr/bin/env bash
# pdfium (pypdfium2 5.15.2) and MuPDF (PyMuPDF 2.0) on one PDF with a line of Hebrew that has brackets in it.
#
# In a run from right to left a bracket is drawn with the glyph of its mirror image. A file made with fpdf2 2.8.9 and
# HarfBuzz (uharfbuzz 0.57.0) says in its ToUnicode map what was typed: the opening bracket for the glyph that looks like
# a closing one. MuPDF hands out the line exactly as it was typed. pdfium puts the letters in the order typed and turns the
# brackets round once more, so that what was ( becomes ) and what was ) becomes (. No map satisfies both.
#
# Seen: typed   אבגד (בעמ) חברה
#       MuPDF   אבגד (בעמ) חברה
#       pdfium  אבגד )בעמ( חברה
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check \
    fpdf2==2.8.9 uharfbuzz==0.57.0 pypdfium2==5.15.2 pymupdf==2.0 matplotlib==3.11.2
"$work/python/bin/python" - "$work/line.pdf" <<'T'
import sys
from pathlib import Path

import matplotlib
import pymupdf
import pypdfium2
from fpdf import FPDF

path = sys.argv[1]
typed = "\u05d0\u05d1\u05d2\u05d3 (\u05d1\u05e2\u05de) \u05d7\u05d1\u05e8\u05d4"
pdf = FPDF()
pdf.add_page()
# matplotlib carries DejaVu Sans, which has Hebrew.
pdf.add_font("dejavu", "", Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf")
pdf.set_font("dejavu", size=14)
pdf.set_text_shaping(True)
pdf.cell(text=typed)
pdf.output(path)

mupdf = pymupdf.open(path)[0].get_text().strip()
pdfium = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_bounded().strip()
turned = typed.translate(str.maketrans("()", ")("))
print(f"typed   {typed}\nMuPDF   {mupdf}\npdfium  {pdfium}")
assert mupdf == typed, "MuPDF no longer hands out what was typed"
assert pdfium == turned, "pdfium no longer turns the brackets round"
T
