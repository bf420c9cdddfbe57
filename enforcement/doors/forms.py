"""A schema is the one description of an input: it loads the command and draws the form.

Field metadata: ``label``, ``hint``, ``widget`` (text, textarea, date, datetime, number, money,
select, radio, checkboxes, checkbox, file, signature, hidden), ``choices`` (pairs), ``basis``, ``accept``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from enforcement.foundation.errors import Invalid

UNSTORABLE = "含有不能保存的字符，请删去后重新填写"
_NEVER_KEPT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class FormField:
    """One field as the templates draw it."""

    name: str
    label: str
    widget: str
    hint: str = ""
    basis: str = ""
    required: bool = False
    choices: Sequence[tuple[str, str]] = ()
    value: Any = ""
    errors: Sequence[str] = ()
    key: str = ""
    """What its ids are made of, where two forms of a page have a field of this name; empty is the name."""
    multiple: bool = False
    """A file field that takes several."""
    accept: str = ""
    """Types that the browser offers for a file."""


@dataclass(frozen=True)
class Form:
    """A form: its fields in order, and what is wrong."""

    fields: Sequence[FormField]
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)


_WIDGETS: tuple[tuple[type[fields.Field[Any]], str], ...] = (
    (fields.Date, "date"),
    (fields.DateTime, "datetime"),
    (fields.Boolean, "checkbox"),
    (fields.Integer, "number"),
    (fields.List, "checkboxes"),
)


def _widget(schema_field: fields.Field[Any]) -> str:
    stated = schema_field.metadata.get("widget")
    if stated:
        return str(stated)
    for kind, widget in _WIDGETS:
        if isinstance(schema_field, kind):
            return widget
    return "text"


def build_form(
    schema: Schema,
    values: Mapping[str, Any] | None = None,
    errors: Mapping[str, Sequence[str]] | None = None,
    choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> Form:
    """A schema with values and errors, ready to be drawn."""
    values, errors, choices = values or {}, errors or {}, choices or {}
    drawn = [
        FormField(
            name=name,
            label=str(one.metadata.get("label", name)),
            widget=_widget(one),
            hint=str(one.metadata.get("hint", "")),
            basis=str(one.metadata.get("basis", "")),
            required=bool(one.required),
            choices=choices.get(name, one.metadata.get("choices", ())),
            value=_typed(values, name, one),
            errors=errors.get(name, ()),
            multiple=isinstance(one, fields.List),
            accept=str(one.metadata.get("accept", "")),
        )
        for name, one in schema.load_fields.items()
    ]
    return Form(fields=drawn, errors=errors)


def _typed(values: Mapping[str, Any], name: str, schema_field: fields.Field[Any]) -> Any:
    if isinstance(schema_field, fields.List) and isinstance(values, MultiDict):
        return values.getlist(name)
    return values.get(name, schema_field.metadata.get("initial", ""))


def load_form(schema: Schema, typed: MultiDict[str, Any]) -> Any:
    """Typed values -> what the schema makes (a command); empty means not given.

    Errors: ``Invalid`` with the sentences per field.
    """
    data: dict[str, Any] = {}
    for name, one in schema.load_fields.items():
        if isinstance(one, fields.List):
            given: Any = [value for value in typed.getlist(name) if value]
            if given:
                data[name] = given
        elif isinstance(one, fields.Boolean):
            data[name] = typed.get(name, "") not in ("", "0", "false")
        elif not isinstance(typed.get(name, ""), str):
            data[name] = typed[name]
        elif typed.get(name, "").strip() != "":
            data[name] = typed[name].strip()
    return load_data(schema, data)


def load_data(schema: Schema, data: Mapping[str, Any]) -> Any:
    """Plain data -> what the schema makes.

    Errors: ``Invalid`` with the sentences per field.
    """
    unstorable = {name: [UNSTORABLE] for name, value in data.items() if not _storable(value)}
    if unstorable:
        raise Invalid(unstorable)
    try:
        return schema.load(data)
    except ValidationError as error:
        raise Invalid(flat_errors(error.normalized_messages())) from error


def _storable(value: Any) -> bool:
    """Neither database keeps NUL or half a surrogate pair."""
    texts = value if isinstance(value, list) else [value]
    return not any(isinstance(text, str) and _NEVER_KEPT.search(text) for text in texts)


def flat_errors(messages: Mapping[Any, Any], prefix: str = "") -> dict[str, list[str]]:
    """Marshmallow's nested messages as field path (``party.name``, ``items.0.title``) -> sentences."""
    flat: dict[str, list[str]] = {}
    for key, value in messages.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            flat.update(flat_errors(value, f"{name}."))
        else:
            flat[name] = [str(sentence) for sentence in value]
    return flat
