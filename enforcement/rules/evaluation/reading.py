"""Read a standard from TOML or JSON data and refuse one that doesn't add up.

Every message names the file and the entry. The shape is described in docs/evaluation-standards.md and is the one
that `standard.content` writes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from enforcement.rules.evaluation.checks import StandardError, check_standard
from enforcement.rules.evaluation.standard import (
    Band,
    Comparison,
    Condition,
    Deduction,
    Effect,
    FinalRule,
    Item,
    Kind,
    Per,
    Role,
    Section,
    Standard,
    ThirdWhen,
    Veto,
)

MOST_PLACES = 4
FINEST = Decimal("0.001")
LARGEST = 10_000
_Choice = TypeVar("_Choice", bound=StrEnum)
_Read = TypeVar("_Read")


def load_standards(folders: Sequence[Path]) -> tuple[Standard, ...]:
    """Every standard of the folders' `*.toml`, by id and first day.

    Raises StandardError naming file and entry, also for an id and version that stand in two files.
    """
    found: dict[tuple[str, str], Standard] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
        standard = parse_standard(path.read_text(encoding="utf-8"), str(path))
        if (standard.id, standard.version) in found:
            fault = f"{standard.id} {standard.version}：另一个文件是同一标准的同一版本"
            raise StandardError(str(path), [fault])
        found[standard.id, standard.version] = standard
    return tuple(sorted(found.values(), key=lambda one: (one.id, one.valid_from, one.version)))


def parse_standard(text: str, where: str) -> Standard:
    """Read one TOML text; `where` names it in messages. Raises StandardError."""
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise StandardError(where, [f"写法：不是有效的 TOML，{error}"]) from error
    return read_standard(data, where)


def read_standard(data: Mapping[str, Any], where: str) -> Standard:
    """Read the data of one standard and check it as a whole; decimals may be numbers or texts.

    Raises StandardError.
    """
    top = _Row(data, where, "开头")
    default_effect = top.choice("veto_effect", Effect, Effect.ZERO)
    standard = Standard(
        id=top.text("id"),
        name=top.text("name"),
        version=top.text("version"),
        valid_from=top.day("valid_from"),
        basis=top.text("basis"),
        source=top.text("source"),
        legality_points=top.number("legality_points"),
        form_points=top.number("form_points"),
        places=top.whole("places"),
        kinds=top.rows("kinds", _kind),
        conditions=top.rows("conditions", _condition, needed=False),
        sections=top.rows("sections", _section),
        items=top.rows("items", _item, names="no"),
        vetoes=top.rows("vetoes", lambda row: _veto(row, default_effect), names="no"),
        bands=top.rows("bands", _band),
        comparison=_comparison(top.row("comparison")),
        note=top.text("note", ""),
    )
    top.done()
    check_standard(standard, where)
    return standard


class _Row:
    """One table of the file; each value is asked for once, what is left over is unknown."""

    def __init__(self, values: Any, where: str, name: str) -> None:
        self.where, self.name = where, name
        if not isinstance(values, Mapping):
            self.fail("应为一组字段")
        self.values = dict(values)

    def fail(self, fault: str) -> Any:
        raise StandardError(self.where, [f"{self.name}：{fault}"])

    def take(self, key: str, default: Any = None) -> Any:
        value = self.values.pop(key, default)
        return self.fail(f"缺少 {key}") if value is None else value

    def text(self, key: str, default: str | None = None) -> str:
        value = self.take(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fail(f"{key} 应为文字")
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.take(key, ())
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            self.fail(f"{key} 应为一组文字")
        return tuple(value)

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        value = self.take(key, default)
        if isinstance(value, bool | float):
            self.fail(f"{key} 应为数字")
        try:
            number = Decimal(value)
        except (InvalidOperation, TypeError, ValueError):
            return Decimal(self.fail(f"{key} 应为数字"))
        if not number.is_finite() or not 0 <= number <= LARGEST or number % FINEST:
            self.fail(f"{key} 应为 0 或者正数，不超过 {LARGEST}，最多三位小数")
        return number

    def whole(self, key: str) -> int:
        value = self.take(key)
        if type(value) is not int or not 0 <= value <= MOST_PLACES:
            self.fail(f"{key} 应为 0 到 {MOST_PLACES} 的整数")
        return int(value)

    def flag(self, key: str) -> bool:
        value = self.take(key, default=False)
        if not isinstance(value, bool):
            self.fail(f"{key} 应为 true 或 false")
        return bool(value)

    def day(self, key: str) -> date:
        value = self.take(key)
        try:
            return value if type(value) is date else date.fromisoformat(value)
        except (TypeError, ValueError):
            raise StandardError(self.where, [f"{self.name}：{key} 应为日期，如 2026-01-01"]) from None

    def choice(self, key: str, of: type[_Choice], default: _Choice | None = None) -> _Choice:
        value = self.text(key, None if default is None else default.value)
        return of(value) if value in list(of) else of(self.fail(f"{key} 应为 {'、'.join(of)} 之一"))

    def choices(self, key: str, of: type[_Choice]) -> tuple[_Choice, ...]:
        values = self.texts(key)
        if not set(values) <= set(of):
            self.fail(f"{key} 只能有 {'、'.join(of)}")
        return tuple(one for one in of if one in values)

    def row(self, key: str) -> _Row:
        return _Row(self.take(key), self.where, key)

    def rows(
        self, key: str, read: Callable[[_Row], _Read], *, needed: bool = True, names: str = "id"
    ) -> tuple[_Read, ...]:
        values = self.take(key, None if needed else ())
        if not isinstance(values, list | tuple) or (needed and not values):
            self.fail(f"{key} 至少应有一条")
        found = []
        for place, value in enumerate(values, start=1):
            known = value.get(names, f"第{place}条") if isinstance(value, Mapping) else f"第{place}条"
            row = _Row(value, self.where, f"{key} {known}")
            found.append(read(row))
            row.done()
        return tuple(found)

    def done(self) -> None:
        if self.values:
            self.fail(f"有不认识的字段：{'、'.join(sorted(self.values))}")


def _kind(row: _Row) -> Kind:
    return Kind(row.text("id"), row.text("name"), row.number("points"))


def _condition(row: _Row) -> Condition:
    return Condition(row.text("id"), row.text("name"), row.text("question"), row.text("basis", ""), row.texts("kinds"))


def _section(row: _Row) -> Section:
    points = row.row("points")
    by_kind = {kind: points.number(kind) for kind in sorted(points.values)}
    return Section(row.text("id"), row.text("name"), by_kind, row.choice("role", Role, Role.SCORED))


def _item(row: _Row) -> Item:
    points = row.number("points")
    return Item(
        no=row.text("no"),
        section=row.text("section"),
        title=row.text("title"),
        points=points,
        basis=row.text("basis"),
        deductions=row.rows("deductions", lambda found: _deduction(found, points), names="code"),
        condition=row.text("condition", ""),
        kinds=row.texts("kinds"),
        floor=row.number("floor", Decimal(0)),
        note=row.text("note", ""),
    )


def _deduction(row: _Row, points_of_item: Decimal) -> Deduction:
    per, points = row.choice("per", Per, Per.ONCE), row.number("points")
    return Deduction(
        code=row.text("code"),
        text=row.text("text"),
        points=points,
        most=row.number("most", points if per is Per.ONCE else points_of_item),
        per=per,
        missing=row.flag("missing"),
    )


def _veto(row: _Row, default: Effect) -> Veto:
    return Veto(
        no=row.text("no"),
        group=row.text("group"),
        text=row.text("text"),
        basis=row.text("basis"),
        effect=row.choice("effect", Effect, default),
        condition=row.text("condition", ""),
        kinds=row.texts("kinds"),
    )


def _band(row: _Row) -> Band:
    return Band(row.text("id"), row.text("name"), row.number("at_least"), row.flag("failed"))


def _comparison(row: _Row) -> Comparison:
    found = Comparison(
        largest_difference=row.number("largest_difference"),
        third_when=row.choices("third_when", ThirdWhen),
        final=row.choice("final", FinalRule),
        basis=row.text("basis"),
        note=row.text("note", ""),
    )
    row.done()
    return found
