"""Excel files that people upload: read as a stream, within limits, entities never resolved."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import SEEK_END
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from enforcement.foundation.errors import Invalid

MEGABYTE = 1_000_000
DEFAULT_MEGABYTES = 200
"""100,000 rows of the object library unpack to about 75; texts of a workbook are held in memory while it is read."""
HARMLESS = 10 * MEGABYTE
"""Bytes that may unpack from anything: an empty form is nearly all blanks."""
HIGHEST_RATIO = 100
"""Bytes unpacked per byte sent. Filled tables reach 15 to 40, bombs up to 1,032."""
MOST_ROWS = 1_048_576
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What ``openpyxl`` raises for parts that are missing, cells that hold something else, streams that end or lie.

Both parsers it may use, lxml and the standard library's, raise a ``SyntaxError`` for bad XML.
"""
NOT_EXCEL = "这不是可以读取的 Excel 文件（.xlsx）；请用模板填写后另存为 .xlsx 再上传"


_limit = {"megabytes": DEFAULT_MEGABYTES}


def limit_workbooks(megabytes: int) -> None:
    """Set how much a workbook may unpack to, in megabytes, for this installation."""
    _limit["megabytes"] = megabytes


def unpacked_limit() -> int:
    """How much a workbook may unpack to, in megabytes."""
    return _limit["megabytes"]


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
    """Open an uploaded workbook. Errors: ``Invalid`` (``file``): no workbook, a bomb, without a head."""
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
    """Judge by the directory of the archive; nobody can lie there, ``zipfile`` unpacks no byte more than it says."""
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        sent = file.seek(0, SEEK_END)
    except (zipfile.BadZipFile, OSError) as error:
        raise Invalid({"file": [NOT_EXCEL]}) from error
    if unpacked > unpacked_limit() * MEGABYTE:
        told = f"文件展开后有 {unpacked / MEGABYTE:,.0f} MB，超过 {unpacked_limit()} MB 的上限；请分成几个文件上传"
        raise Invalid({"file": [told]})
    if unpacked > HARMLESS and unpacked > sent * HIGHEST_RATIO:
        told = (
            f"文件展开后是上传大小的 {unpacked // sent:,} 倍，超过 {HIGHEST_RATIO} 倍的上限，不是正常填写的表格；"
            "请删去空白的行和列，或者把内容复制到新的模板后再上传"
        )
        raise Invalid({"file": [told]})
    file.seek(0)
