"""Papers as PDF/A: hostile text stays text, the same input gives the same bytes, clear errors."""

from __future__ import annotations

import io
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst
from PIL import Image
from pypdf import PdfReader

from enforcement.foundation.errors import Invalid, Unavailable
from enforcement.platform.rendering import PACKAGE, Renderer, render_pdf, render_png

AT = datetime(2026, 9, 1, 4, tzinfo=UTC)
NOTE = "documents/templates/volume_note.typ"


def note(**changes: str) -> dict[str, object]:
    content = {
        "case_title": "案卷",
        "situation": "齐全",
        "items": "1",
        "pages": "1",
        "compiled_by": "甲",
        "checked_by": "乙",
        "compiled_on": "2026年9月1日",
    }
    return {
        "title": "备考表",
        "name": "卷内备考表",
        "agency": "云州市市场监督管理局",
        "number": "",
        "issued_on": "2026年9月1日",
        "seal": None,
        "signatures": [],
        "content": content | changes,
    }


def printed(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


HOSTILE = (
    '#import "/etc/passwd": *',
    '#read("/etc/passwd")',
    "#panic()",
    "*bold* _it_ $x^2$ `raw` = head",
    ']#eval("1+1")[',
    "@ref <label> \\ // comment /* c */",
    "{{7*7}} ${7*7} <b>x</b>",
    '"}], "x": "\\u0041',
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_markup_is_printed_as_it_stands(text):
    shown = printed(render_pdf(NOTE, note(situation=text), created_at=AT))
    assert "".join(text.split()) in "".join(shown.split())


def test_output_is_pdf_a_2b_with_embedded_fonts():
    pdf = render_pdf(NOTE, note(), created_at=AT)
    metadata = pdf.decode("latin-1")
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    fonts = page["/Resources"]["/Font"].values()
    for font in fonts:
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_same_data_and_instant_give_the_same_bytes():
    first = render_pdf(NOTE, note(), created_at=AT)
    assert render_pdf(NOTE, note(situation="别的"), created_at=AT) != first
    assert render_pdf(NOTE, note(), created_at=AT) == first


def test_threads_share_the_compiler_without_mixing_papers():
    wrong: list[str] = []

    def work(name: str) -> None:
        papers = [printed(render_pdf(NOTE, note(situation=name), created_at=AT)) for _ in range(5)]
        wrong.extend(name for paper in papers if name not in paper)

    threads = [threading.Thread(target=work, args=(f"PAPER{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("character", ["\0", "\x07", "\u202e", "\u200b", "\ue000"])
def test_invisible_character_is_refused_with_the_field(character):
    with pytest.raises(Invalid) as invalid:
        render_pdf(NOTE, note(situation=f"甲{character}乙"), created_at=AT)
    assert set(invalid.value.errors) == {"content.situation"}
    assert f"U+{ord(character):04X}" in invalid.value.errors["content.situation"][0]


def test_character_without_glyph_is_refused_with_the_field():
    with pytest.raises(Invalid) as invalid:
        render_pdf(NOTE, note(case_title="\U0003134a案"), created_at=AT)
    assert set(invalid.value.errors) == {"content.case_title"}


def test_rare_characters_of_names_are_printed():
    assert "𠮷" in printed(render_pdf(NOTE, note(compiled_by="𠮷田"), created_at=AT))


def test_fonts_absent_is_said_with_the_package_to_install(tmp_path: Path):
    empty = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[tmp_path])
    with pytest.raises(Unavailable) as unavailable:
        Renderer(PACKAGE, empty)
    assert "fonts-noto-cjk" in unavailable.value.remedy


def test_demo_seal_is_a_transparent_picture_that_says_it_is_one():
    seal = render_png("documents/templates/demo_seal.typ", {"name": "云州市市场监督管理局"})
    image = Image.open(io.BytesIO(seal))
    assert image.mode == "RGBA"
    assert image.getpixel((2, 2))[3] == 0
    reds = [pixel for pixel in image.get_flattened_data() if pixel[3] == 255]
    assert reds
    assert all(red > 180 and green < 60 and blue < 60 for red, green, blue, _ in reds)
