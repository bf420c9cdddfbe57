"""A list as CSV or Excel, with the filter of the page it stands on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from flask import Response

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so would be run by a spreadsheet."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 22


@dataclass(frozen=True)
class SheetTable:
    """A sheet of a workbook; the spreadsheet names it where ``title`` is None (at most 31 characters)."""

    title: str | None
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]


def sheet_file(kind: str, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The rows as ``csv`` or ``xlsx``, to be saved."""
    body, mimetype = (csv_bytes(columns, rows), "text/csv") if kind == "csv" else _xlsx(columns, rows)
    answer = Response(body, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Header and rows for spreadsheets: UTF-8 with a mark, what would run as a formula disarmed."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    # Excel reads UTF-8 only behind a byte order mark.
    return out.getvalue().encode("utf-8-sig")


def safe_cell(cell: object) -> str:
    """The cell as text, with an apostrophe before a text that a spreadsheet would run."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA_SIGNS) else text


def book_file(name: str, tables: Sequence[SheetTable]) -> Response:
    """Several tables as the sheets of one ``xlsx``, to be saved."""
    answer = Response(_book(tables), mimetype=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def _xlsx(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> tuple[bytes, str]:
    return _book([SheetTable(None, columns, rows)]), XLSX


def _book(tables: Sequence[SheetTable]) -> bytes:
    out = io.BytesIO()
    # A text is never turned into a formula, number or link: what begins with "=" stays text.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for table in tables:
            sheet = book.add_worksheet(table.title)
            sheet.set_column(0, len(table.columns) - 1, WIDTH)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, table.columns, bold)
            for at, row in enumerate(table.rows, start=1):
                for column, cell in enumerate(row):
                    sheet.write(at, column, cell, day if isinstance(cell, date) else None)
    return out.getvalue()
