"""The JSON schema (2020-12) of the exchange format and its fields for people, from what the reader uses."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from enforcement.rules.casefile.model import VERSION, CaseFile
from enforcement.rules.casefile.terms import AtLeast, AtMost, Pattern, Reference, Title

Schema = dict[str, Any]
DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: DAY,
    Decimal: {"type": "string", "pattern": r"^\d{1,9}(\.\d{1,6})?$"},
}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field as the documentation lists it."""

    name: str
    title: str
    kind: str
    required: bool
    note: str


def json_schema() -> Schema:
    """The schema of a whole file."""
    definitions: dict[str, Schema] = {}
    root = _object(CaseFile, definitions)
    root["properties"]["version"]["const"] = VERSION
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"行政处罚案卷交换格式 第{VERSION}版",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def field_tables() -> Iterator[tuple[str, str, tuple[FieldLine, ...]]]:
    """Every object of the format: where it stands, its title, its fields; the whole file first."""
    places: dict[Any, tuple[str, str]] = {CaseFile: ("", "整个文件")}
    waiting: list[Any] = [CaseFile]
    for kind in waiting:
        path, title_of_kind = places[kind]
        lines = []
        for one, hint in _hints(kind):
            title = next(note for note in hint.__metadata__ if isinstance(note, Title))
            inner = _inner(hint)
            if dataclasses.is_dataclass(inner) and inner not in places:
                many = "[]" if get_origin(get_args(hint)[0]) is tuple else ""
                places[inner] = (f"{path}.{one.name}{many}".lstrip("."), title.name)
                waiting.append(inner)
            required = one.default is dataclasses.MISSING
            lines.append(FieldLine(one.name, title.name, _words(hint), required, title.note))
        yield path, title_of_kind, tuple(lines)


def _hints(kind: Any) -> Iterator[tuple[dataclasses.Field[Any], Any]]:
    hints = get_type_hints(kind, include_extras=True)
    for one in dataclasses.fields(kind):
        yield one, hints[one.name]


def _object(kind: Any, definitions: dict[str, Schema]) -> Schema:
    properties = {one.name: _schema(hint, definitions) for one, hint in _hints(kind)}
    required = [one.name for one in dataclasses.fields(kind) if one.default is dataclasses.MISSING]
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def _schema(hint: Any, definitions: dict[str, Schema]) -> Schema:
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *notes = get_args(hint)
        return _noted(_schema(inner, definitions), notes)
    if origin in {Union, types.UnionType}:
        return {"anyOf": [_schema(_present(hint), definitions), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0], definitions)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": {"type": "string"}}
    return _named(hint, definitions)


def _named(kind: Any, definitions: dict[str, Schema]) -> Schema:
    if dataclasses.is_dataclass(kind):
        name = getattr(kind, "__name__", "")
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _object(kind, definitions)
        return {"$ref": f"#/$defs/{name}"}
    if issubclass(kind, StrEnum):
        return {"enum": [one.value for one in kind]}
    return dict(PLAIN[kind])


def _noted(schema: Schema, notes: list[Any]) -> Schema:
    for note in notes:
        if isinstance(note, Pattern):
            schema["pattern"] = f"^(?:{note.regex})$"
        elif isinstance(note, AtLeast):
            schema["minItems" if schema.get("type") == "array" else "minimum"] = note.number
        elif isinstance(note, AtMost):
            schema["maximum"] = note.number
        elif isinstance(note, Title):
            schema["title"] = note.name
            if note.note:
                schema["description"] = note.note
    return schema


def _present(hint: Any) -> Any:
    return next(one for one in get_args(hint) if one is not type(None))


def _inner(hint: Any) -> Any:
    """The type that a field's value or entries have in the end."""
    origin = get_origin(hint)
    if origin in {Annotated, tuple}:
        return _inner(get_args(hint)[0])
    return _inner(_present(hint)) if origin in {Union, types.UnionType} else hint


def _words(hint: Any) -> str:
    """A type in Chinese words."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *notes = get_args(hint)
        target = next((note.to for note in notes if isinstance(note, Reference)), "")
        return f"{target} 的编号" if target else _words(inner)
    if origin in {Union, types.UnionType}:
        return f"{_words(_present(hint))}或者 null"
    if origin is tuple:
        return f"数组：{_words(get_args(hint)[0])}"
    if origin is Mapping:
        return "对象：字段名→文字"
    if dataclasses.is_dataclass(hint):
        return "对象"
    names = {str: "文字", int: "整数", bool: "true/false", date: "日期", Decimal: "数字字符串"}
    return names[hint] if hint in names else "、".join(f"`{one.value}`" for one in hint)
