"""What a statutory form is: declared contents, each with the article that asks for it.

Contents arrive as plain JSON values (instants ISO 8601 UTC, dates ISO, money integer fen),
are checked here, and are turned into the words that are printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from enforcement.foundation.clock import SHANGHAI
from enforcement.foundation.errors import Invalid, Reason

Data = Mapping[str, Any]


class Kind(StrEnum):
    """The shape of a content."""

    TEXT = "text"
    """str, one or several paragraphs separated by line feeds."""
    DATE = "date"
    """str ``2026-11-22``; printed 2026年11月22日."""
    TIME = "time"
    """str ISO 8601 with zone; printed 2026年11月22日10时05分 in China's time."""
    FEN = "fen"
    """int, money in fen; printed 50,000.00元."""
    COUNT = "count"
    """int."""
    YES_NO = "yes_no"
    """bool; printed 是 or 否."""
    DONE = "done"
    """bool that must be true: the law asks the act itself, not a mention of it."""
    LIST = "list"
    """list[str]."""
    OFFICERS = "officers"
    """list[{name, certificate_no}], never fewer than the law's least number of officers."""
    OPINION = "opinion"
    """{text, name, on}: an opinion, who gave it, the date."""
    ROWS = "rows"
    """list of objects with the columns of the field."""
    SIGNATURES = "signatures"
    """list of public ids of signatures collected on the matter."""


class Audience(StrEnum):
    """Whom a paper addresses: the party, or the agency itself."""

    PARTY = "party"
    INTERNAL = "internal"


class Part(StrEnum):
    """The halves of a case volume (SAMR 78) and what only binds them."""

    MAIN = "正卷"
    SUB = "副卷"
    BINDING = "装订"


@dataclass(frozen=True)
class Field:
    """One content of a form.

    ``when`` makes it required only for data it answers true for. ``columns`` are the
    (name, label) pairs of ``ROWS``. ``printed`` contents must stand in ``paragraphs``
    word for word, so that what was checked is what is served.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    basis: str = ""
    required: bool = True
    at_least: int = 1
    when: Callable[[Data], bool] | None = None
    columns: tuple[tuple[str, str], ...] = ()
    printed: bool = False


@dataclass(frozen=True)
class Form:
    """One of the statutory forms; ``order`` is its place in the volume part (SAMR 78)."""

    code: str
    name: str
    series: str
    sealed: bool
    audience: Audience
    part: Part
    order: int
    fields: tuple[Field, ...]

    @property
    def numbered(self) -> bool:
        """Whether it bears a number (文号) of its series."""
        return self.series != ""

    @property
    def template(self) -> str:
        """Its typst template, a path inside the package."""
        return f"documents/templates/{self.code}.typ"


def _is_rows(value: object, names: set[str]) -> bool:
    return isinstance(value, list) and all(
        isinstance(row, dict) and set(row) == names and all(isinstance(v, str) for v in row.values()) for row in value
    )


def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_time(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_officers(value: object) -> bool:
    return _is_rows(value, {"name", "certificate_no"})


def _is_opinion(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"text", "name", "on"}
        and isinstance(value["text"], str)
        and isinstance(value["name"], str)
        and _is_date(value["on"])
    )


_SHAPES: dict[Kind, Callable[[object], bool]] = {
    Kind.TEXT: _is_text,
    Kind.DATE: _is_date,
    Kind.TIME: _is_time,
    Kind.FEN: _is_whole,
    Kind.COUNT: _is_whole,
    Kind.YES_NO: _is_flag,
    Kind.DONE: _is_flag,
    Kind.LIST: _is_list,
    Kind.SIGNATURES: _is_list,
    Kind.OFFICERS: _is_officers,
    Kind.OPINION: _is_opinion,
}


def _fits(field: Field, value: object) -> bool:
    if field.kind is Kind.ROWS:
        return _is_rows(value, {name for name, _ in field.columns})
    return _SHAPES[field.kind](value)


def _empty(value: object) -> bool:
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def check_shapes(form: Form, data: Data) -> None:
    """Raise ``Invalid`` for contents the form does not have or that have another shape."""
    fields = {field.name: field for field in form.fields}
    errors: dict[str, list[str]] = {}
    for name, value in data.items():
        field = fields.get(name)
        if field is None:
            errors[name] = [f"《{form.name}》没有这一栏"]
        elif not _empty(value) and not _fits(field, value):
            errors[name] = [f"“{field.label}”的填写格式不对"]
    if errors:
        raise Invalid(errors)


def missing_contents(form: Form, data: Data, minimum_officers: int) -> list[Reason]:
    """A reason for each content the law asks and the data lacks; shapes already checked."""
    text = _squeezed("".join(data.get("paragraphs") or ()))
    reasons: list[Reason] = []
    for field in form.fields:
        value = data.get(field.name)
        due = field.required and (field.when is None or field.when(data))
        if due and _empty(value):
            reasons.append(_missing(form, field, f"缺少“{field.label}”", f"请填写“{field.label}”"))
        elif due and field.kind is Kind.DONE and value is not True:
            reasons.append(_missing(form, field, f"“{field.label}”还没有做到", "请先完成并如实记载"))
        elif due and isinstance(value, list) and len(value) < _least(field, minimum_officers):
            least = _least(field, minimum_officers)
            reasons.append(_missing(form, field, f"“{field.label}”少于{least}项", f"请补足“{field.label}”"))
        elif field.printed and not _empty(value) and value != 0:
            reasons.extend(_unprinted(form, field, value, text))
    return reasons


def _least(field: Field, minimum_officers: int) -> int:
    return minimum_officers if field.kind is Kind.OFFICERS else field.at_least


def _missing(form: Form, field: Field, what: str, lift: str) -> Reason:
    return Reason(f"{form.code}.{field.name}", f"《{form.name}》{what}", field.basis, lift)


def _unprinted(form: Form, field: Field, value: Any, text: str) -> list[Reason]:
    if field.kind is Kind.FEN:
        value = _words(field, value)
    parts = value if isinstance(value, list) else [value]
    if all(_squeezed(part) in text for part in parts):
        return []
    return [
        _missing(
            form,
            field,
            f"正文没有照写“{field.label}”",
            f"请在正文中原样写入“{field.label}”的内容，正文与所填内容应当一致",
        )
    ]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def date_words(value: str) -> str:
    """``2026-11-22`` -> ``2026年11月22日``; empty stays empty."""
    if not value:
        return ""
    day = date.fromisoformat(value)
    return f"{day.year}年{day.month}月{day.day}日"


def time_words(value: str) -> str:
    """ISO instant -> ``2026年11月22日10时05分`` in China's time; empty stays empty."""
    if not value:
        return ""
    at = datetime.fromisoformat(value).astimezone(SHANGHAI)
    return f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute:02d}分"


def fen_words(value: int | None) -> str:
    """``5000000`` -> ``50,000.00元``; ``None`` gives nothing."""
    return "" if value is None else f"{value // 100:,}.{value % 100:02d}元"


def _flag_words(value: bool | None) -> str:  # noqa: FBT001 -- the value itself is printed
    return "" if value is None else ("是" if value else "否")


def _opinion_words(value: dict[str, str] | None) -> dict[str, str]:
    opinion = value or {"text": "", "name": "", "on": ""}
    return {**opinion, "on": date_words(opinion["on"])}


_WORDS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: lambda value: value or "",
    Kind.DATE: lambda value: date_words(value or ""),
    Kind.TIME: lambda value: time_words(value or ""),
    Kind.FEN: fen_words,
    Kind.COUNT: lambda value: "" if value is None else str(value),
    Kind.YES_NO: _flag_words,
    Kind.DONE: _flag_words,
    Kind.OPINION: _opinion_words,
    Kind.LIST: lambda value: value or [],
    Kind.OFFICERS: lambda value: value or [],
    Kind.ROWS: lambda value: value or [],
    Kind.SIGNATURES: lambda value: value or [],
}


def _words(field: Field, value: Any) -> Any:
    return _WORDS[field.kind](value)


def printable(form: Form, data: Data) -> dict[str, Any]:
    """Every declared content as the words that are printed; absent ones empty."""
    return {field.name: _words(field, data.get(field.name)) for field in form.fields}


def party_fields(basis: str) -> tuple[Field, ...]:
    """The party table (当事人基本情况)."""
    return (
        Field("party_name", "当事人", basis=basis),
        Field("party_kind", "当事人类别", required=False),
        Field("party_uscc", "统一社会信用代码", required=False),
        Field("party_id_no", "身份证件号码", required=False),
        Field("legal_representative", "法定代表人（负责人）", required=False),
        Field("party_address", "住所（住址）", basis=basis),
        Field("party_phone", "联系电话", required=False),
    )


def officers_field(basis: str = "行政处罚法第四十二条第一款") -> Field:
    """The officers who acted (执法人员)."""
    return Field("officers", "执法人员", Kind.OFFICERS, basis)


def opinion_field(name: str, label: str, basis: str, *, required: bool = True) -> Field:
    """An opinion of a unit or head (审批意见)."""
    return Field(name, label, Kind.OPINION, basis, required=required)
