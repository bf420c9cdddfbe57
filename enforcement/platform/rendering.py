"""Papers as PDF/A-2b: a typst template of this package plus data that is only ever data.

The data travels as JSON through ``sys.inputs``; no text that a person typed becomes markup,
so ``#``, ``*`` or ``$`` are printed as they stand. The same template, data and instant give
the same bytes.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from enforcement.foundation.errors import Invalid, Unavailable

PACKAGE = Path(__file__).parents[1]

SERIF_FAMILIES = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "FangSong",
    "STFangsong",
    "Songti SC",
    "SimSun",
)
"""Chinese text faces, the best first; one of them must be installed."""

# Line feed separates paragraphs of a field; every other control character would be
# invisible on paper, and a direction override would print other text than is stored.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_ALLOWED = frozenset({"\n"})

_NO_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class Renderer:
    """One kept compiler over the templates below ``root``; safe to share between threads."""

    def __init__(self, root: Path, fonts: typst.Fonts) -> None:
        self._lock = threading.Lock()
        self._family = _serif_family(fonts)
        self._compiler = typst.Compiler(root=root, font_paths=fonts, ignore_system_fonts=True)
        self._root = root

    def pdf(self, template: str, data: Mapping[str, Any], *, created_at: datetime) -> bytes:
        """PDF/A-2b bytes of ``template`` (a path below the root).

        ``created_at`` is an aware instant, the document's date in its metadata. ``bytes``
        in the data are images. Raises ``Invalid`` naming the field when a character can't
        be printed.
        """
        _refuse_invisible(data)
        with self._lock:
            try:
                return self._compile(template, data, "pdf", created_at)
            except typst.TypstError as error:
                problem = _unprintable(error, data)
                if problem is None:
                    raise
                raise problem from error

    def png(self, template: str, data: Mapping[str, Any]) -> bytes:
        """The first page as a PNG with transparent ground, 400 pixels an inch."""
        _refuse_invisible(data)
        with self._lock:
            return self._compile(template, data, "png", None)

    def _compile(self, template: str, data: Mapping[str, Any], kind: Any, created_at: datetime | None) -> bytes:
        inputs = json.dumps({**data, "font": self._family}, ensure_ascii=False, default=list)
        done = self._compiler.compile(
            input=self._root / template,
            format=kind,
            sys_inputs={"data": inputs},
            pdf_standards=["a-2b"] if kind == "pdf" else [],
            timestamp=int(created_at.timestamp()) if created_at else None,
            ppi=400.0,
        )
        pages = done if isinstance(done, list) else [done]
        if pages[0] is None:
            message = f"typst gave no bytes for {template}"
            raise RuntimeError(message)
        return pages[0]


def _serif_family(fonts: typst.Fonts) -> str:
    installed = set(fonts.families())
    for family in SERIF_FAMILIES:
        if family in installed:
            return family
    raise Unavailable(
        "服务器上没有中文宋体或仿宋字体，文书无法生成",
        kept="没有占用文号，也没有保存任何文书；填写的内容不受影响",
        remedy="请管理员安装字体包 fonts-noto-cjk（apt-get install fonts-noto-cjk）后重试",
    )


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(item, f"{path}.{name}" if path else str(name))
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}.{index}")


def _refuse_invisible(data: Mapping[str, Any]) -> None:
    errors: dict[str, list[str]] = {}
    for path, text in _texts(data, ""):
        bad = {
            character
            for character in text
            if character not in _ALLOWED and unicodedata.category(character) in _INVISIBLE
        }
        if bad:
            errors[path] = [f"含有看不见的控制字符（{_code_points(sorted(bad))}），请删去后重试"]
    if errors:
        raise Invalid(errors)


def _unprintable(error: typst.TypstError, data: Mapping[str, Any]) -> Invalid | None:
    found = _NO_GLYPH.search(error.message)
    if found is None:
        return None
    text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found["text"])
    paths = [path for path, value in _texts(data, "") if text in value] or ["data"]
    sentence = f"“{text}”（{_code_points(text)}）在服务器的字体里没有字形，印不出来；请改写这个字，或者请管理员补充字体"
    return Invalid({path: [sentence] for path in paths})


def _code_points(characters: Sequence[str]) -> str:
    return "、".join(f"U+{ord(character):04X}" for character in characters)


class _Kept:
    """The process's renderer, made at first use: a forked worker must not share its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._renderer: Renderer | None = None

    def get(self) -> Renderer:
        with self._lock:
            if self._renderer is None:
                fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
                self._renderer = Renderer(PACKAGE, fonts)
            return self._renderer


_kept = _Kept()


def render_pdf(template: str, data: Mapping[str, Any], *, created_at: datetime) -> bytes:
    """PDF/A-2b bytes of a template of this package, e.g. ``documents/templates/x.typ``.

    Raises ``Unavailable`` when no Chinese text font is installed, ``Invalid`` when a field
    holds a character that can't be printed.
    """
    return _kept.get().pdf(template, data, created_at=created_at)


def render_png(template: str, data: Mapping[str, Any]) -> bytes:
    """The first page of a template as a PNG with transparent ground; raises as above."""
    return _kept.get().png(template, data)
