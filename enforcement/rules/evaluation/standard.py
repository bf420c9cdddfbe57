"""An evaluation standard (案卷评查标准) as frozen data: what is worth how much, what is deducted, what vetoes.

The layers are those of 行政执法监督条例第十八条: legality (vetoes, 一票否决) and form (points). A standard is written
in `config/evaluation/*.toml`; its version, once published, is known by `standard_digest` and can't change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from enforcement.foundation.canonical import content_digest
from enforcement.foundation.errors import Reason


class Per(StrEnum):
    """What one deduction unit is counted by."""

    ONCE = "once"
    EACH = "each"
    COPY = "copy"
    PAGE = "page"
    STEP = "step"

    @property
    def words(self) -> str:
        """The Chinese measure: 一次性, 每处, 每份, 每页, 每档."""
        return {"once": "一次性", "each": "每处", "copy": "每份", "page": "每页", "step": "视轻重，每档"}[self.value]


class Role(StrEnum):
    """How a section enters the total: its points are won, or only taken off (基本要素扣分)."""

    SCORED = "scored"
    SUBTRACTED = "subtracted"


class Effect(StrEnum):
    """What a veto does: total 0 and unqualified, or unqualified with the points left as they are."""

    ZERO = "zero"
    UNQUALIFIED = "unqualified"

    @property
    def words(self) -> str:
        """The effect in a clause."""
        return {"zero": "总分记 0 分，等次为不合格", "unqualified": "等次为不合格"}[self.value]


class ThirdWhen(StrEnum):
    """What calls a third evaluator."""

    POINTS = "points"
    GRADE = "grade"
    VETO = "veto"


class FinalRule(StrEnum):
    """How the result follows from three sheets."""

    NEAREST_TWO = "nearest_two"
    THIRD_DECIDES = "third_decides"

    @property
    def words(self) -> str:
        """The rule in a clause."""
        return {"nearest_two": "取三份评分中最接近的两份的平均分", "third_decides": "以第三名评查员的评分为准"}[
            self.value
        ]


@dataclass(frozen=True)
class Kind:
    """A kind of file the standard is for; `points` is what its scored items add up to."""

    id: str
    name: str
    points: Decimal


@dataclass(frozen=True)
class Condition:
    """A question about the case that decides whether items and vetoes apply.

    Asked for `kinds` only (empty: all); for other kinds of file it holds without asking.
    """

    id: str
    name: str
    question: str
    basis: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A block of items with what they add up to for each kind of file (0 where left out)."""

    id: str
    name: str
    points: Mapping[str, Decimal]
    role: Role = Role.SCORED


@dataclass(frozen=True)
class Deduction:
    """One fault that costs `points` per `per`, at most `most`. `code` is unique in the standard.

    `missing`: the document itself is not in the file, which takes the whole item; no passage can be named then.
    """

    code: str
    text: str
    points: Decimal
    most: Decimal
    per: Per = Per.ONCE
    missing: bool = False


@dataclass(frozen=True)
class Item:
    """A line of the score sheet. It never falls below `floor`.

    It applies to `kinds` (empty: all) when `condition` holds (empty: always).
    """

    no: str
    section: str
    title: str
    points: Decimal
    basis: str
    deductions: tuple[Deduction, ...]
    condition: str = ""
    kinds: tuple[str, ...] = ()
    floor: Decimal = Decimal(0)
    note: str = ""


@dataclass(frozen=True)
class Veto:
    """A fault of legality that decides alone; a written reason is always required."""

    no: str
    group: str
    text: str
    basis: str
    effect: Effect
    condition: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Band:
    """A grade (等次) from `at_least` points, this number included, up to the next band. One is the `failed` one."""

    id: str
    name: str
    at_least: Decimal
    failed: bool = False


@dataclass(frozen=True)
class Comparison:
    """When two sheets need a third, and how the result then follows. Points count only above `largest_difference`."""

    largest_difference: Decimal
    third_when: tuple[ThirdWhen, ...]
    final: FinalRule
    basis: str
    note: str = ""


@dataclass(frozen=True)
class Standard:
    """One version of a standard.

    Total = `legality_points` + `form_points` × won ÷ possible − deductions of subtracted sections, never below 0;
    items that a case does not ask leave both sums. Shown with `places` decimals, rounded half up; the grade
    follows from the unrounded total.
    """

    id: str
    name: str
    version: str
    valid_from: date
    basis: str
    source: str
    legality_points: Decimal
    form_points: Decimal
    places: int
    kinds: tuple[Kind, ...]
    conditions: tuple[Condition, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    vetoes: tuple[Veto, ...]
    bands: tuple[Band, ...]
    comparison: Comparison
    note: str = ""

    @property
    def maximum(self) -> Decimal:
        """The highest total."""
        return self.legality_points + self.form_points

    @property
    def failed_band(self) -> Band:
        """The grade of a vetoed file."""
        return next(band for band in self.bands if band.failed)

    def band_of(self, points: Fraction) -> Band:
        """The grade for an unrounded total of 0 and more."""
        return max((band for band in self.bands if points >= band.at_least), key=lambda band: band.at_least)

    def items_of(self, kind: str) -> tuple[Item, ...]:
        """The lines of the score sheet for a kind of file, in order."""
        return tuple(item for item in self.items if not item.kinds or kind in item.kinds)

    def vetoes_of(self, kind: str) -> tuple[Veto, ...]:
        """The vetoes for a kind of file, in order."""
        return tuple(veto for veto in self.vetoes if not veto.kinds or kind in veto.kinds)

    def conditions_of(self, kind: str) -> tuple[Condition, ...]:
        """The questions to be answered for a kind of file: only those that decide something there."""
        lines: tuple[Item | Veto, ...] = (*self.items_of(kind), *self.vetoes_of(kind))
        used = {line.condition for line in lines}
        return tuple(one for one in self.conditions if one.id in used and (not one.kinds or kind in one.kinds))

    def role_of(self, item: Item) -> Role:
        """Whether the item's points are won or taken off."""
        return next(section.role for section in self.sections if section.id == item.section)


def content(standard: Standard) -> dict[str, Any]:
    """The standard as JSON data, in the shape `read_standard` takes; decimals are texts without trailing zeros."""
    plain: dict[str, Any] = _plain(standard)
    return plain


def standard_digest(standard: Standard) -> str:
    """SHA-256 (hex) of the canonical content: what a published version is known by."""
    return content_digest(content(standard))


def changed_since_published(standard: Standard, published_digest: str) -> Reason | None:
    """Why this content can't be saved under the version that was published with `published_digest`."""
    if standard_digest(standard) == published_digest:
        return None
    return Reason(
        "version-published",
        f"《{standard.name}》{standard.version} 版已经公布，内容不能再改",
        "行政执法监督条例第十九条",
        "改用新的版本号另存为新版本；已经启动的评查仍然按原版本评分",
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def decimal_text(value: Decimal) -> str:
    """A decimal without exponent and trailing zeros: 0.5, 10."""
    return f"{value.normalize():f}"
