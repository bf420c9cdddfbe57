"""Excel files that people upload: read as a stream, within limits, entities refused (``defusedxml``)."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from enforcement.foundation.errors import Invalid

LARGEST_UNPACKED = 1_500_000_000
"""Bytes of all parts of the archive; a file that unpacks to more is a bomb, not a list."""
MOST_ROWS = 1_048_576
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    ParseError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What ``openpyxl`` raises for parts that are missing, cells that hold something else, streams that end or lie."""
NOT_EXCEL = "这不是可以读取的 Excel 文件（.xlsx）；请用模板填写后另存为 .xlsx 再上传"


@dataclass(frozen=True)
class Sheet:
    """The first sheet: its head, how many rows its author says there are (None unknown), and its rows.

    ``rows`` gives (row number as Excel shows it, values); empty rows are left out.
    """

    head: tuple[str, ...]
    expected: int | None
    rows: Iterator[tuple[int, tuple[Any, ...]]]


@contextmanager
def open_sheet(file: IO[bytes]) -> Iterator[Sheet]:
    """Open an uploaded workbook. Errors: ``Invalid`` (``file``): no workbook, too large, without a head."""
    _check_archive(file)
    with _said_plainly():
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        with _said_plainly():
            sheet = book.worksheets[0]
            rows = sheet.iter_rows(values_only=True)
            head = tuple("" if value is None else str(value).strip().rstrip("*＊") for value in next(rows, ()))
            expected = None if sheet.max_row is None else max(sheet.max_row - 1, 0)
        if not any(head):
            raise Invalid({"file": ["第一行没有列名；请使用模板"]})
        yield Sheet(head, expected, _numbered(rows))
    finally:
        book.close()


def cell_name(column: int, row: int) -> str:
    """0-based column and row number -> ``C17``."""
    return f"{get_column_letter(column + 1)}{row}"


def cell_text(value: object) -> str:
    """A cell as a person reads it: whole numbers without fraction, days as 2026-01-31, texts trimmed."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ")
    return str(value).strip()


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Whatever the reader stumbles over in a file made by somebody else: it is no workbook."""
    try:
        yield
    except UNREADABLE as error:
        raise Invalid({"file": [NOT_EXCEL]}) from error


def _numbered(rows: Iterator[Sequence[Any]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number in range(2, MOST_ROWS + 1):
        with _said_plainly():
            values = next(rows, None)
        if values is None:
            return
        if any(value not in (None, "") for value in values):
            yield number, tuple(values)


def _check_archive(file: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise Invalid({"file": [NOT_EXCEL]}) from error
    if unpacked > LARGEST_UNPACKED:
        raise Invalid({"file": ["文件展开后过大，请分成几个文件上传"]})
    file.seek(0)
