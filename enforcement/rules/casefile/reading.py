"""From JSON values to a `CaseFile`, with every fault named by the path of its field (`documents[3].issued_on`).

Driven by the annotations of the dataclasses, so that reader, JSON schema and documentation can't differ.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

from enforcement.foundation.errors import Invalid
from enforcement.rules.casefile.model import VERSION, CaseFile
from enforcement.rules.casefile.terms import EARLIEST_YEAR, LATEST_YEAR, AtLeast, AtMost, Pattern, Reference

MISSING = "缺少这一项"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DECIMAL = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
Faults = dict[str, list[str]]
Read = Callable[[Any, str, Faults], Any]


def read_case_file(text: str | bytes) -> CaseFile:
    """The case file of a JSON text in UTF-8. Raises Invalid, field path -> sentences, when it can't be understood."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"（第 {error.lineno} 行：{error.msg}）" if isinstance(error, json.JSONDecodeError) else ""
        raise Invalid({"": [f"不是有效的 UTF-8 JSON{where}"]}) from error
    return case_file_from(data)


def case_file_from(data: Any) -> CaseFile:
    """The case file of JSON values. Raises Invalid likewise."""
    if isinstance(data, Mapping) and data.get("version", VERSION) != VERSION:
        raise Invalid({"version": [f"只能读取第 {VERSION} 版，现在是 {data['version']!r}"]})
    faults: Faults = {}
    file: CaseFile = _reader(CaseFile)(data, "", faults)
    if not faults:
        _check_references(data, faults)
    if faults:
        raise Invalid(faults)
    return file


def _note(faults: Faults, path: str, sentence: str) -> None:
    faults.setdefault(path, []).append(sentence)


def _reader(kind: Any) -> Read:
    """The reader of a type; made once for each."""
    origin = get_origin(kind)
    if origin is not None:
        return _MADE[origin](kind)
    if dataclasses.is_dataclass(kind):
        return _object(kind)
    return _choice(kind) if issubclass(kind, StrEnum) else _PLAIN[kind]


def _annotated(kind: Any) -> Read:
    inner, *notes = get_args(kind)
    read = _reader(inner)
    for note in notes:
        if isinstance(note, Pattern):
            read = _matching(read, note)
        elif isinstance(note, AtLeast):
            read = _at_least(read, note.number)
        elif isinstance(note, AtMost):
            read = _at_most(read, note.number)
    return read


def _matching(read: Read, pattern: Pattern) -> Read:
    compiled = re.compile(pattern.regex)

    def checked(value: Any, path: str, faults: Faults) -> Any:
        found = read(value, path, faults)
        if isinstance(found, str) and not compiled.fullmatch(found):
            _note(faults, path, pattern.words)
        return found

    return checked


def _at_least(read: Read, number: int) -> Read:
    def checked(value: Any, path: str, faults: Faults) -> Any:
        found = read(value, path, faults)
        if isinstance(found, tuple) and len(found) < number:
            _note(faults, path, f"至少要有 {number} 项")
        elif isinstance(found, int) and found < number:
            _note(faults, path, f"不能小于 {number}，现在是 {found}")
        return found

    return checked


def _at_most(read: Read, number: int) -> Read:
    def checked(value: Any, path: str, faults: Faults) -> Any:
        found = read(value, path, faults)
        if isinstance(found, int) and found > number:
            _note(faults, path, f"不能大于 {number}")
        return found

    return checked


def _optional(kind: Any) -> Read:
    (inner,) = (one for one in get_args(kind) if one is not type(None))
    read = _reader(inner)
    return lambda value, path, faults: None if value is None else read(value, path, faults)


def _list(kind: Any) -> Read:
    read = _reader(get_args(kind)[0])

    def entries(value: Any, path: str, faults: Faults) -> Any:
        if not isinstance(value, list):
            return _note(faults, path, "应为数组")
        return tuple(read(one, f"{path}[{place}]", faults) for place, one in enumerate(value))

    return entries


@cache
def _fields(kind: Any) -> dict[str, tuple[Read, bool]]:
    hints = get_type_hints(kind, include_extras=True)
    return {
        one.name: (_reader(hints[one.name]), one.default is dataclasses.MISSING) for one in dataclasses.fields(kind)
    }


def _object(kind: Any) -> Read:
    known = _fields(kind)

    def entry(value: Any, path: str, faults: Faults) -> Any:
        if not isinstance(value, dict):
            return _note(faults, path, "应为对象")
        prefix = f"{path}." if path else ""
        before = len(faults)
        for name in value.keys() - known.keys():
            _note(faults, f"{prefix}{name}", "格式中没有这一项")
        values = {}
        for name, (read, required) in known.items():
            if name in value:
                values[name] = read(value[name], prefix + name, faults)
            elif required:
                _note(faults, prefix + name, MISSING)
        return None if len(faults) > before else kind(**values)

    return entry


def _choice(kind: type[StrEnum]) -> Read:
    members = {one.value: one for one in kind}
    words = "、".join(members)

    def chosen(value: Any, path: str, faults: Faults) -> Any:
        if not isinstance(value, str) or value not in members:
            return _note(faults, path, f"应为 {words} 之一，现在是 {value!r}")
        return members[value]

    return chosen


def _read_text(value: Any, path: str, faults: Faults) -> Any:
    return value if isinstance(value, str) else _note(faults, path, "应为文字")


def _read_whole(value: Any, path: str, faults: Faults) -> Any:
    return value if type(value) is int else _note(faults, path, f"应为整数，现在是 {value!r}")


def _read_flag(value: Any, path: str, faults: Faults) -> Any:
    return value if isinstance(value, bool) else _note(faults, path, "应为 true 或 false")


def _read_day(value: Any, path: str, faults: Faults) -> Any:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None:
        return _note(faults, path, f"应为真实存在的日期，写成 2026-09-20 的样子，现在是 {value!r}")
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        return _note(faults, path, f"应在 {EARLIEST_YEAR} 年至 {LATEST_YEAR} 年之间，现在是 {value}")
    return day


def _read_decimal(value: Any, path: str, faults: Faults) -> Any:
    if not isinstance(value, str) or not DECIMAL.fullmatch(value):
        return _note(faults, path, f'应为写成字符串的数字，如 "1.5"，现在是 {value!r}')
    return Decimal(value)


def _read_texts(value: Any, path: str, faults: Faults) -> Any:
    if not isinstance(value, dict):
        return _note(faults, path, "应为对象")
    return {name: _read_text(one, f"{path}.{name}", faults) for name, one in value.items()}


_MADE: dict[Any, Callable[[Any], Read]] = {
    Annotated: _annotated,
    Union: _optional,
    types.UnionType: _optional,
    tuple: _list,
    Mapping: lambda _kind: _read_texts,
}

_PLAIN: dict[Any, Read] = {
    str: _read_text,
    int: _read_whole,
    bool: _read_flag,
    date: _read_day,
    Decimal: _read_decimal,
}


def _check_references(data: Mapping[str, Any], faults: Faults) -> None:
    known: dict[str, frozenset[str]] = {}
    for name in ("parties", "officers", "documents"):
        ids = [one["id"] for one in data[name]]
        known[name] = frozenset(ids)
        for place, one in enumerate(ids):
            if one in ids[:place]:
                _note(faults, f"{name}[{place}].id", f"编号“{one}”已经用过")
    _walk(CaseFile)(data, "", known, faults)


Walk = Callable[[Any, str, Mapping[str, frozenset[str]], Faults], None]


@cache
def _walks(kind: Any) -> dict[str, Walk]:
    hints = get_type_hints(kind, include_extras=True)
    return {name: walk for name in hints if (walk := _walk_of(hints[name])) is not None}


def _walk(kind: Any) -> Walk:
    """Follow the references of an object."""
    parts = _walks(kind)

    def follow(value: Any, path: str, known: Mapping[str, frozenset[str]], faults: Faults) -> None:
        prefix = f"{path}." if path else ""
        for name, walk in parts.items():
            if value.get(name) is not None:
                walk(value[name], prefix + name, known, faults)

    return follow


def _walk_of(kind: Any) -> Walk | None:
    origin = get_origin(kind)
    if origin is Annotated:
        inner, *notes = get_args(kind)
        target = next((note.to for note in notes if isinstance(note, Reference)), "")
        return _pointing(target) if target else _walk_of(inner)
    if origin in {Union, types.UnionType}:
        return next((walk for one in get_args(kind) if (walk := _walk_of(one)) is not None), None)
    if origin is tuple:
        walk = _walk_of(get_args(kind)[0])
        return None if walk is None else _each(walk)
    if dataclasses.is_dataclass(kind):
        return _walk(kind) if _walks(cast(type, kind)) else None
    return None


def _pointing(target: str) -> Walk:
    names = {"parties": "当事人", "officers": "人员", "documents": "文书"}

    def check(value: Any, path: str, known: Mapping[str, frozenset[str]], faults: Faults) -> None:
        if value not in known[target]:
            _note(faults, path, f"没有编号为“{value}”的{names[target]}（{target}）")

    return check


def _each(walk: Walk) -> Walk:
    def check(value: Any, path: str, known: Mapping[str, frozenset[str]], faults: Faults) -> None:
        for place, one in enumerate(value):
            walk(one, f"{path}[{place}]", known, faults)

    return check
