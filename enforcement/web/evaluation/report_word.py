"""A report as a Word document that a clerk can go on writing in; its charts are pictures above their tables."""

from __future__ import annotations

import io
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell

from enforcement.web.evaluation.report_parts import DRAFT, DRAFT_NOTE, Report, Section
from enforcement.web.evaluation.report_pdf import cell_words, chart_png
from enforcement.web.filters import day

FACE = "仿宋"
TEXT_WIDTH = Cm(16.6)
SMALL = Pt(9)


def report_docx(report: Report, now: datetime) -> bytes:
    """The document, dated ``now``. Errors: ``Unavailable`` without a Chinese face for the charts."""
    document = Document()
    _set_up(document, report, now)
    _centred(document, f"{report.organ}\n{report.name}", Pt(20), bold=True)
    _centred(document, f"{report.number}　{DRAFT}" if report.draft else report.number, Pt(13))
    if report.draft:
        _centred(document, DRAFT_NOTE, SMALL)
    _rows(document, [(label, value) for label, value in report.facts], (3, 10))
    for sentence in report.summary:
        document.add_paragraph(sentence, style="List Bullet")
    for one in report.sections:
        _section(document, one)
    closing = document.add_paragraph(f"{report.organ}\n{day(now)}")
    closing.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: WordDocument, report: Report, now: datetime) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    for name in ("Normal", "Heading 2", "List Bullet"):
        style = document.styles[name]
        style.font.name = FACE
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACE)
    document.styles["Normal"].font.size = Pt(12)
    document.styles["Heading 2"].font.size = Pt(14)
    document.styles["Heading 2"].font.color.rgb = RGBColor(0, 0, 0)
    known = document.core_properties
    known.title, known.author, known.language = report.title, report.organ, "zh-CN"
    known.created = known.modified = now.replace(tzinfo=None)


def _centred(document: WordDocument, text: str, size: Pt, *, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.font.size, run.bold = size, bold


def _section(document: WordDocument, one: Section) -> None:
    document.add_heading(one.title, level=2)
    if one.note:
        document.add_paragraph().add_run(one.note).font.size = SMALL
    if not one.rows:
        document.add_paragraph(one.empty)
    if one.rows and (one.grades or one.means):
        document.add_picture(io.BytesIO(chart_png(one)), width=Cm(12))
        # Whoever can't see the picture reads the table beneath it.
        (*_, picture) = document.element.body.iter(qn("wp:docPr"))
        picture.set("descr", f"{one.title}：图中的数字见下表")
    if one.rows:
        _table(document, one)
    for sentence in one.sentences:
        document.add_paragraph().add_run(sentence).font.size = SMALL


def _table(document: WordDocument, one: Section) -> None:
    head = [column.title for column in one.columns]
    lines = [tuple(head), *(tuple(cell_words(cell) for cell in row) for row in one.rows)]
    table = _rows(document, lines, tuple(column.width for column in one.columns))
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    head_row = document.element.body.tbl_lst[-1].tr_lst[0]
    head_row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows[1:]:
        for column, cell in zip(one.columns, row.cells, strict=True):
            if column.number:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _rows(document: WordDocument, lines: list[tuple[str, ...]], widths: tuple[int, ...]) -> Table:
    table = document.add_table(rows=len(lines), cols=len(widths), style="Table Grid")
    table.autofit = False
    for line, row in zip(lines, table.rows, strict=True):
        for text, width, cell in zip(line, widths, row.cells, strict=True):
            cell.width = TEXT_WIDTH * width // sum(widths)
            _write(cell, text)
    return table


def _write(cell: _Cell, text: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(text).font.size = SMALL
