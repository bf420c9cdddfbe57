"""What changed between two versions of a standard, entry by entry, for the editor and for the plan that adopts one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from enforcement.rules.evaluation.standard import Standard, content

TABLES = ("kinds", "conditions", "sections", "items", "vetoes", "bands")
NAMES = {
    "": "总则",
    "kinds": "案卷种类",
    "conditions": "适用条件",
    "sections": "部分",
    "items": "项目",
    "vetoes": "一票否决",
    "bands": "等次",
    "deductions": "扣分",
    "comparison": "两份评分的比较",
}


@dataclass(frozen=True)
class Difference:
    """One change: the table, the entry in it (empty: the table's head), the field, and its value before and after.

    A whole entry that was added has no `before`, one that was taken out no `after`; its field is empty. The field
    `order` tells that the entries stand in another order.
    """

    table: str
    entry: str
    field: str
    before: Any
    after: Any

    @property
    def table_name(self) -> str:
        """Chinese name of the table."""
        return NAMES[self.table]


def difference(old: Standard, new: Standard) -> tuple[Difference, ...]:
    """Every change from old to new, in the order of the standard; empty exactly if the digests are equal."""
    before, after = content(old), content(new)
    head = [key for key in before if key not in {*TABLES, "comparison"}]
    return (
        *_of_fields("", "", {key: before[key] for key in head}, {key: after[key] for key in head}),
        *(one for table in TABLES for one in _of_table(table, before[table], after[table])),
        *_of_fields("comparison", "", before["comparison"], after["comparison"]),
    )


def _of_table(
    table: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], key: str = ""
) -> Iterator[Difference]:
    key = key or ("no" if table in {"items", "vetoes"} else "id")
    olds, news = {row[key]: row for row in before}, {row[key]: row for row in after}
    for entry, row in olds.items():
        if entry not in news:
            yield Difference(table, entry, "", row, None)
        else:
            yield from _of_fields(table, entry, row, news[entry])
    for entry, row in news.items():
        if entry not in olds:
            yield Difference(table, entry, "", None, row)
    kept_before = [entry for entry in olds if entry in news]
    kept_after = [entry for entry in news if entry in olds]
    if kept_before != kept_after:
        yield Difference(table, "", "order", kept_before, kept_after)


def _of_fields(table: str, entry: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for field, old in before.items():
        if field == "deductions":
            yield from _of_table("deductions", old, after[field], "code")
        elif old != after[field]:
            yield Difference(table, entry, field, old, after[field])
