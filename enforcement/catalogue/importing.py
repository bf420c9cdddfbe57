"""From rows of a file to facts: every cell is checked, every fault names its row and column.

A row is a mapping in the shape of ``data/power_items.json``. Nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from enforcement.foundation.errors import Invalid
from enforcement.rules.facts_catalogue import LEGAL_KIND_NAMES, PENALTY_KINDS, LegalBasis, LegalKind

FINE_BASES = {
    "fixed": "yuan",
    "value_multiple": "times",
    "income_multiple": "times",
    "percent_of_contract": "percent",
    "per_day": "yuan",
    "none": None,
}
"""Way a fine is measured -> the unit its bounds are in."""

PARTIES = ("any", "organisation", "person")
BOUNDS = ("lt", "ge", "gt")


@dataclass(frozen=True)
class ItemContent:
    """A checked power item, ready to be published. JSON parts keep the shape of the file."""

    code: str
    domain: str
    department: str
    field: str
    act: str
    duty: LegalBasis
    penalty: LegalBasis
    amount_article: str
    supporting: tuple[LegalBasis, ...]
    kinds: tuple[str, ...]
    fine: tuple[Mapping[str, Any], ...]
    orders: tuple[str, ...]
    serious: Mapping[str, Any] | None
    refusal: Mapping[str, Any] | None
    party: str
    in_force_from: date | None
    in_force_to: date | None
    replaces: str
    replaced_by: str
    note: str
    source: str


@dataclass
class _Row:
    """One row being read; faults are collected under ``第 N 行 column``."""

    number: int
    cells: Mapping[str, Any]
    faults: dict[str, list[str]] = field(default_factory=dict)

    def fault(self, column: str, sentence: str) -> None:
        self.faults.setdefault(f"第 {self.number} 行 {column}", []).append(sentence)

    def text(self, column: str, cells: Mapping[str, Any], *, required: bool = True) -> str:
        value = cells.get(column.rsplit(".", 1)[-1])
        if value is None or value == "":
            if required:
                self.fault(column, "没有填写")
            return ""
        if not isinstance(value, str):
            self.fault(column, "应当是文字")
            return ""
        return value.strip()

    def day(self, column: str, value: object, *, required: bool = False) -> date | None:
        if value is None:
            if required:
                self.fault(column, "没有填写日期")
            return None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fault(column, f"“{value}”不是日期，应当写成 2026-01-31")
            return None

    def part(self, column: str) -> Mapping[str, Any] | None:
        value = self.cells.get(column)
        if value is not None and not isinstance(value, Mapping):
            self.fault(column, "应当分栏填写")
            return None
        return value


def parse_items(rows: Sequence[Mapping[str, Any]]) -> tuple[ItemContent, ...]:
    """Rows of a file -> checked power items, in the same order.

    Rows are numbered from 1. Errors: ``Invalid`` with every fault of every row, keyed
    ``第 3 行 penalty.version``; nothing is taken when one row is wrong. A penalty whose basis
    is a normative document is refused (行政处罚法 16).
    """
    faults: dict[str, list[str]] = {}
    items: list[ItemContent] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(rows, start=1):
        row = _Row(number, cells)
        item = _item(row)
        if item.code and (first := seen.setdefault(item.code, number)) != number:
            row.fault("code", f"与第 {first} 行的事项编码重复：{item.code}")
        faults.update(row.faults)
        items.append(item)
    if faults:
        raise Invalid(faults, f"共有 {len(faults)} 处需要修改，一项也没有导入")
    return tuple(items)


def _item(row: _Row) -> ItemContent:
    cells = row.cells
    span = row.part("in_force") or {}
    first, last = row.day("in_force.from", span.get("from")), row.day("in_force.to", span.get("to"))
    if first and last and last < first:
        row.fault("in_force.to", "失效日期早于施行日期")
    penalty = _basis(row, "penalty", row.part("penalty"))
    if not penalty.can_stand_alone():
        row.fault("penalty.kind", "规范性文件不得设定行政处罚，不能单独作为依据（行政处罚法第十六条）")
    party = row.text("party", cells)
    if party and party not in PARTIES:
        row.fault("party", f"“{party}”不在 {'、'.join(PARTIES)} 之中")
    return ItemContent(
        code=row.text("code", cells),
        domain=row.text("domain", cells),
        department=row.text("department", cells),
        field=row.text("field", cells),
        act=row.text("act", cells),
        duty=_basis(row, "duty", row.part("duty")),
        penalty=penalty,
        amount_article=row.text("penalty.amount_article", row.part("penalty") or {}, required=False),
        supporting=tuple(
            _basis(row, f"supporting.{index}", one) for index, one in enumerate(cells.get("supporting", ()), start=1)
        ),
        kinds=_kinds(row, "kinds", cells.get("kinds")),
        fine=tuple(_band(row, index, band) for index, band in enumerate(cells.get("fine") or (), start=1)),
        orders=tuple(str(order) for order in cells.get("orders") or ()),
        serious=_circumstance(row, "serious"),
        refusal=_circumstance(row, "refusal"),
        party=party,
        in_force_from=first,
        in_force_to=last,
        replaces=row.text("replaces", cells, required=False),
        replaced_by=row.text("replaced_by", cells, required=False),
        note=row.text("note", cells, required=False),
        source=row.text("source", cells, required=False),
    )


def _basis(row: _Row, column: str, cells: Mapping[str, Any] | None) -> LegalBasis:
    if cells is None:
        row.fault(column, "没有填写法律依据（行政处罚法第四条）")
        cells = {"law": "-", "article": "-", "version": "1970-01-01", "kind": "law"}
    kind_word = row.text(f"{column}.kind", cells)
    try:
        kind = LegalKind(kind_word)
    except ValueError:
        kind = LegalKind.LAW
        names = "、".join(f"{one.value}（{name}）" for one, name in LEGAL_KIND_NAMES.items())
        if kind_word:
            row.fault(f"{column}.kind", f"“{kind_word}”不是依据的种类，应当是 {names}")
    return LegalBasis(
        law=row.text(f"{column}.law", cells),
        version=row.day(f"{column}.version", cells.get("version"), required=True) or date.min,
        article=row.text(f"{column}.article", cells),
        kind=kind,
    )


def _kinds(row: _Row, column: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        row.fault(column, "至少填写一个处罚种类（行政处罚法第九条）")
        return ()
    for kind in value:
        if kind not in PENALTY_KINDS:
            row.fault(column, f"“{kind}”不是行政处罚法第九条的处罚种类")
    return tuple(str(kind) for kind in value)


def _circumstance(row: _Row, column: str) -> Mapping[str, Any] | None:
    cells = row.part(column)
    if cells is None:
        return None
    row.text(f"{column}.when", cells)
    _kinds(row, f"{column}.adds", cells.get("adds"))
    return dict(cells)


def _band(row: _Row, index: int, band: Mapping[str, Any]) -> Mapping[str, Any]:
    column = f"fine.{index}"
    row.text(f"{column}.when", band)
    basis = band.get("basis")
    if basis not in FINE_BASES:
        row.fault(f"{column}.basis", f"“{basis}”不在 {'、'.join(FINE_BASES)} 之中")
        return dict(band)
    if band.get("unit") != FINE_BASES[basis]:
        row.fault(f"{column}.unit", f"{basis} 的单位应当是 {FINE_BASES[basis] or '空'}")
    bounds = {name: _bound(row, f"{column}.{name}", band.get(name)) for name in ("min", "max")}
    low, high = bounds["min"], bounds["max"]
    if low is not None and high is not None and low > high:
        row.fault(f"{column}.max", "上限低于下限")
    if basis in {"value_multiple", "income_multiple", "percent_of_contract"} and not band.get("of"):
        row.fault(f"{column}.of", "没有写明以什么为基数")
    limits = band.get("range")
    if limits is not None and not (limits.get("of") and any(name in limits for name in BOUNDS)):
        row.fault(f"{column}.range", "应当写明以什么划分（of）和界限（lt、ge、gt）")
    return dict(band)


def _bound(row: _Row, column: str, value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        row.fault(column, f"“{value}”不是金额、倍数或者百分比")
        return None
    return Decimal(str(value))
