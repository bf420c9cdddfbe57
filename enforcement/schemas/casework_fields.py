"""Fields of the forms of a case: the same ones load a form and a JSON body.

Amounts are typed in yuan ("50,000.00") and leave here as fen; in JSON they are yuan as text or number too.
Rows (question and answer, name and opinion) are lists of objects in JSON; a form sends them as one JSON text.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, post_load, validate

from enforcement.schemas.recording import CivilTime

LONG = 20_000
FEN_PER_YUAN = 100
AMOUNT = re.compile(r"(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?")
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""How a PNG and a JPEG file begin."""
DATA_URL = "base64,"
NEVER_KEPT = re.compile("[\x00\ud800-\udfff]")
"""NUL and half a surrogate pair, which neither database keeps; in a row they come as escapes of JSON."""


class Money(fields.Field[int]):
    """``50000``, ``50,000.00`` or ``￥50,000`` yuan as fen, exactly; ``negative`` allows a correction."""

    def __init__(self, *, negative: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self._negative = negative

    def _deserialize(self, value: Any, *_where: Any, **_named: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValidationError("金额请写数字，例如 50000 或 1,126.40")
        typed = str(value).replace("，", ",").replace("．", ".").strip(" ¥￥元")
        found = AMOUNT.fullmatch(typed)
        if found is None:
            raise ValidationError("金额请写数字，最多两位小数，例如 50000 或 1,126.40")
        sign, yuan, cents = found.groups()
        if sign and not self._negative:
            raise ValidationError("金额不能是负数")
        amount = int(Decimal(f"{yuan.replace(',', '')}.{cents or 0}") * FEN_PER_YUAN)
        if amount >= 2**53:
            raise ValidationError("金额超出可以登记的范围，请核对")
        return -amount if sign else amount


class Picture(fields.Field[bytes]):
    """A PNG or JPEG picture as a data URL or plain base64; the papers check and re-encode it."""

    def _deserialize(self, value: Any, *_where: Any, **_named: Any) -> bytes:
        text = str(value)
        try:
            data = base64.b64decode(text.rpartition(DATA_URL)[2], validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValidationError("签名图片没有传完整，请重新签名") from error
        if not data.startswith(PICTURES):
            raise ValidationError("签名照片请用 PNG 或 JPEG 图片")
        return data


class Rows(fields.Field[tuple[tuple[str, ...], ...]]):
    """Rows of named texts, in the order of ``columns`` (name, label); rows with nothing in them are left out."""

    def __init__(self, columns: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(**more)
        self.columns = tuple(columns)

    def _deserialize(self, value: Any, *_where: Any, **_named: Any) -> tuple[tuple[str, ...], ...]:
        rows = [self._row(row, number) for number, row in enumerate(_listed(value), start=1)]
        return tuple(row for row in rows if any(row))

    def _row(self, row: Any, number: int) -> tuple[str, ...]:
        if not isinstance(row, Mapping):
            raise ValidationError(f"第 {number} 行的格式不对")
        texts = tuple(str(row.get(name) or "").strip() for name, _label in self.columns)
        if any(len(text) > LONG for text in texts):
            raise ValidationError(f"第 {number} 行至多 {LONG} 个字")
        if any(NEVER_KEPT.search(text) for text in texts):
            raise ValidationError(f"第 {number} 行含有不能保存的字符")
        return texts


def _listed(value: Any) -> list[Any]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError("各行的格式不对，请重新填写") from error
    if not isinstance(value, list):
        raise ValidationError("各行的格式不对，请重新填写")
    return value


def presence(label: str, *, required: bool, missing: Any) -> dict[str, Any]:
    """Keyword arguments of a field: asked for, or standing in for what was not typed."""
    messages = {
        "required": f"请填写“{label}”",
        "null": f"请填写“{label}”",
        "invalid": f"“{label}”的格式不对",
    }
    if required:
        return {"required": True, "error_messages": messages}
    return {"load_default": missing, "allow_none": missing is None, "error_messages": messages}


def text(label: str, longest: int = 200, *, required: bool = True, **more: Any) -> fields.String:
    """A line of text."""
    rules = [
        validate.Length(max=longest, error=f"“{label}”至多 {longest} 个字"),
        validate.ContainsNoneOf("\x00", error=f"“{label}”含有不能保存的字符"),
    ]
    return fields.String(
        **presence(label, required=required, missing=""), validate=rules, metadata={"label": label, **more}
    )


def prose(label: str, *, required: bool = True, **more: Any) -> fields.String:
    """Several lines of text."""
    return text(label, LONG, required=required, widget="textarea", **more)


def day(label: str, *, required: bool = True, **more: Any) -> fields.Date:
    """A civil date."""
    named = presence(label, required=required, missing=None)
    named["error_messages"]["invalid"] = f"“{label}”请写成年-月-日，例如 2026-11-22"
    return fields.Date(**named, metadata={"label": label, **more})


def moment(label: str, **more: Any) -> CivilTime:
    """A civil time in China; leaves as an instant."""
    return CivilTime(
        **presence(label, required=True, missing=None), metadata={"label": label, "widget": "datetime", **more}
    )


def money(label: str, *, required: bool = False, negative: bool = False, missing: Any = None, **more: Any) -> Money:
    """An amount in yuan; leaves as fen."""
    metadata = {"label": label, "widget": "money", **more}
    return Money(**presence(label, required=required, missing=missing), negative=negative, metadata=metadata)


def choice(label: str, choices: Any = (), *, required: bool = True, **more: Any) -> fields.String:
    """One of a list; without ``choices`` the page fills it and the service checks it."""
    pairs = tuple(choices.items()) if isinstance(choices, Mapping) else tuple(choices)
    rules = [validate.OneOf([pair[0] for pair in pairs], error=f"请从列表中选择“{label}”")] if pairs else []
    more.setdefault("widget", "select")
    return fields.String(
        **presence(label, required=required, missing=""),
        validate=rules,
        metadata={"label": label, "choices": pairs, **more},
    )


def several(label: str, kind: fields.Field[Any], choices: Any = (), *, required: bool = True, **more: Any) -> Any:
    """Some of a list, as checkboxes."""
    pairs = tuple(choices.items()) if isinstance(choices, Mapping) else tuple(choices)
    rules = validate.Length(min=1, error=f"请选择“{label}”") if required else None
    named = presence(label, required=required, missing=())
    return fields.List(kind, **named, validate=rules, metadata={"label": label, "choices": pairs, **more})


def flag(label: str, **more: Any) -> fields.Boolean:
    """Yes or no."""
    return fields.Boolean(load_default=False, metadata={"label": label, **more})


def picture(label: str, **more: Any) -> Picture:
    """A signature drawn on the screen, or a photo of one."""
    named = presence(label, required=False, missing=None)
    return Picture(**named, metadata={"label": label, "widget": "signature", **more})


def rows(label: str, columns: Sequence[tuple[str, str]], *, required: bool = False, **more: Any) -> Rows:
    """Rows of texts."""
    named = presence(label, required=required, missing=())
    return Rows(columns, **named, metadata={"label": label, "widget": "rows", "columns": tuple(columns), **more})


class CaseSchema(Schema):
    """Loads a command on one case; ``case`` (and what else the address says) is given when it is made."""

    command: ClassVar[type]

    class Meta:
        """The token comes in the same form."""

        unknown = "exclude"

    version = fields.Integer(
        load_default=None,
        allow_none=True,
        error_messages={"invalid": "页面已经过期，请刷新后重试"},
        metadata={"label": "版本", "widget": "hidden"},
    )

    def __init__(self, **bound: Any) -> None:
        super().__init__()
        self._bound: Mapping[str, Any] = bound

    @post_load
    def _command(self, data: dict[str, Any], **_: Any) -> Any:
        return self.command(**self.parts(data), **self._bound)

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """From what was typed to the arguments of the command."""
        return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
