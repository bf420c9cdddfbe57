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

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from enforcement.foundation.errors import Invalid

LARGEST_UNPACKED = 1_500_000_000
"""Bytes of all parts of the archive; a file that unpacks to more is a bomb, not a list."""
MOST_ROWS = 1_048_576
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
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (ParseError, KeyError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise Invalid({"file": [NOT_EXCEL]}) from error
    try:
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True)
        head = tuple("" if value is None else str(value).strip().rstrip("*＊") for value in next(rows, ()))
        if not any(head):
            raise Invalid({"file": ["第一行没有列名；请使用模板"]})
        expected = None if sheet.max_row is None else max(sheet.max_row - 1, 0)
        yield Sheet(head, expected, _numbered(rows))
    except (ParseError, DefusedXmlException, KeyError, zlib.error) as error:
        raise Invalid({"file": [NOT_EXCEL]}) from error
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


def _numbered(rows: Iterator[Sequence[Any]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number, values in enumerate(rows, start=2):
        if number > MOST_ROWS:
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
