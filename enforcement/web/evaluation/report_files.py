"""A report as PDF, Word or workbook."""

from __future__ import annotations

from flask import Response

from enforcement.platform.demo_clock import current_instant
from enforcement.web.evaluation.report_parts import Report, Section
from enforcement.web.evaluation.report_pdf import report_pdf
from enforcement.web.evaluation.report_word import report_docx
from enforcement.web.sheets import SheetTable, book_file

SUMMARY = "概要"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def report_file(form: str, name: str, report: Report) -> Response:
    """The report as ``pdf``, ``docx`` or ``xlsx``, to be saved. Errors: ``Unavailable`` without a Chinese face."""
    if form == "xlsx":
        return book_file(name, [_summary(report), *(_table(one) for one in (*report.sections, *report.lists))])
    now = current_instant()
    body, mimetype = (report_pdf(report, now), PDF) if form == "pdf" else (report_docx(report, now), DOCX)
    return saved(body, mimetype, f"{name}.{form}")


def saved(body: bytes, mimetype: str, name: str) -> Response:
    """A file to be saved under a name."""
    answer = Response(body, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _summary(report: Report) -> SheetTable:
    rows = [*report.facts, *((str(no), sentence) for no, sentence in enumerate(report.summary, start=1))]
    return SheetTable(SUMMARY, (report.organ, report.title), rows)


def _table(one: Section) -> SheetTable:
    return SheetTable(one.title, [column.title for column in one.columns], one.rows or [(one.empty,)])
