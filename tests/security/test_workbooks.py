"""Excel files made to trip the reader: each is told to be none, and the dry run ends."""

import io
import os
import zipfile

import openpyxl
import pytest

from enforcement.foundation.errors import Invalid
from enforcement.platform.workbooks import (
    HARMLESS,
    HIGHEST_RATIO,
    MEGABYTE,
    NOT_EXCEL,
    limit_workbooks,
    open_sheet,
    unpacked_limit,
)

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["代码", "数"], ["x", 1], ["y", 2]):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def altered(part: str, old: bytes, new: bytes) -> io.BytesIO:
    """The workbook with other bytes in one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name == part:
                assert old in data
                data = data.replace(old, new)
            made.writestr(name, data)
    return out


def rows(file: io.BytesIO) -> int:
    file.seek(0)
    with open_sheet(file) as sheet:
        return sum(1 for _ in sheet.rows)


def test_the_workbook_itself_is_read():
    assert rows(io.BytesIO(workbook())) == 2


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b"<v>1</v>", b"<v>abc</v>"),
        (SHEET, b't="n"', b't="d"'),
        (SHEET, b'r="A2"', b'r="ZZZZZZ2"'),
        (SHEET, b'r="A2"', b'r="2A"'),
        (SHEET, b'<row r="2"', b'<row r="x"'),
        (SHEET, b"</sheetData>", b""),
        (BOOK, b"<sheets>", b"<sheets/><other>"),
        ("xl/_rels/workbook.xml.rels", b'relationships/worksheet"', b'relationships/chartsheet"'),
    ],
)
def test_a_hostile_part_is_no_workbook(part, old, new):
    with pytest.raises(Invalid) as refusal:
        rows(altered(part, old, new))
    assert refusal.value.errors == {"file": [NOT_EXCEL]}


def test_a_changed_stream_is_no_workbook():
    data = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.getinfo(SHEET).header_offset
    data[at + 80] ^= 255
    with pytest.raises(Invalid):
        rows(io.BytesIO(bytes(data)))


def test_our_own_faults_are_not_called_a_bad_file():
    with pytest.raises(KeyError), open_sheet(io.BytesIO(workbook())):
        raise KeyError("ours")


def bomb(**parts: int) -> io.BytesIO:
    """The workbook with parts of so many megabytes of blanks, packed as small as they go."""
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, megabytes in parts.items():
            with archive.open(f"xl/{name}.xml", "w", force_zip64=True) as part:
                for _ in range(megabytes):
                    part.write(b" " * MEGABYTE)
    return out


def refusal_of(file: io.BytesIO) -> str:
    """What the person reads who sends it, told before a part is unpacked."""
    with pytest.raises(Invalid) as refusal:
        rows(file)
    (sentence,) = refusal.value.errors["file"]
    return sentence


def noise(megabytes: int) -> io.BytesIO:
    """The workbook with a part that can't be packed."""
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/noise.bin", os.urandom(megabytes * MEGABYTE))
    return out


def test_a_bomb_is_refused_by_what_it_unpacks_to_before_it_is_read(small_limit, monkeypatch):
    large = noise(22)
    with monkeypatch.context() as unreadable:
        unreadable.setattr(zipfile.ZipFile, "open", None)
        assert "展开后有 22 MB，超过 20 MB 的上限" in refusal_of(large)
    assert rows(noise(19)) == 2


def test_a_bomb_below_the_size_is_refused_by_its_ratio():
    sentence = refusal_of(bomb(blank=HARMLESS // MEGABYTE + 1))
    assert f"超过 {HIGHEST_RATIO} 倍的上限" in sentence
    assert rows(bomb(blank=HARMLESS // MEGABYTE - 1)) == 2


@pytest.fixture
def small_limit():
    before = unpacked_limit()
    limit_workbooks(20)
    yield
    limit_workbooks(before)
