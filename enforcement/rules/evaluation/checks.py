"""Whether a standard holds together: ids known and single, points that add up, bands without a gap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from enforcement.rules.evaluation.standard import Item, Per, Role, Standard, ThirdWhen, decimal_text


class StandardError(ValueError):
    """A standard can't be used; the message names the file, the entry and the first fault.

    `faults`: all that were found, as `entry：fault` without the file.
    """

    def __init__(self, where: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"评查标准文件 {where} 的 {self.faults[0]}")


def check_standard(standard: Standard, where: str) -> None:
    """Raise StandardError for the faults of a standard as a whole; `where` names it in the message."""
    # Sums mean something only where every name leads somewhere.
    faults = [*_doubles(standard), *_unknown(standard)] or list(_faults(standard))
    if faults:
        raise StandardError(where, faults)


def _faults(standard: Standard) -> Iterable[str]:
    for item in standard.items:
        yield from _faults_of_item(item)
    yield from _sums(standard)
    yield from _faults_of_bands(standard)
    if ThirdWhen.VETO not in standard.comparison.third_when:
        yield "comparison：third_when 应包含 veto，只有一名评查员认定的一票否决必须由第三名评查员确认"


def _doubles(standard: Standard) -> Iterable[str]:
    tables: dict[str, Sequence[str]] = {
        "kinds": [one.id for one in standard.kinds],
        "conditions": [one.id for one in standard.conditions],
        "sections": [one.id for one in standard.sections],
        "items": [one.no for one in standard.items],
        "deductions": [one.code for item in standard.items for one in item.deductions],
        "vetoes": [one.no for one in standard.vetoes],
        "bands": [one.id for one in standard.bands],
    }
    for table, ids in tables.items():
        double = next((one for place, one in enumerate(ids) if one in ids[:place]), None)
        if double is not None:
            yield f"{table} {double}：编号重复"


def _unknown(standard: Standard) -> Iterable[str]:
    kinds = {kind.id for kind in standard.kinds}
    conditions = {"", *(condition.id for condition in standard.conditions)}
    sections = {section.id for section in standard.sections}
    asked: list[tuple[str, Iterable[str]]] = [
        *((f"conditions {one.id}", one.kinds) for one in standard.conditions),
        *((f"sections {one.id}", one.points) for one in standard.sections),
        *((f"items {one.no}", one.kinds) for one in standard.items),
        *((f"vetoes {one.no}", one.kinds) for one in standard.vetoes),
    ]
    for entry, named in asked:
        for kind in named:
            if kind not in kinds:
                yield f"{entry}：没有编号为 {kind} 的案卷种类"
    for item in standard.items:
        if item.section not in sections:
            yield f"items {item.no}：没有编号为 {item.section} 的部分"
    conditional = [
        *((f"items {one.no}", one.condition) for one in standard.items),
        *((f"vetoes {one.no}", one.condition) for one in standard.vetoes),
    ]
    for entry, condition in conditional:
        if condition not in conditions:
            yield f"{entry}：没有编号为 {condition} 的适用条件"
    for condition in conditions - {"", *(condition for _, condition in conditional)}:
        yield f"conditions {condition}：没有项目或者一票否决用到这个适用条件"


def _faults_of_item(item: Item) -> Iterable[str]:
    if not item.points > item.floor:
        yield f"items {item.no}：标准分应大于最低得分"
    for one in item.deductions:
        if one.points <= 0 or not one.points <= one.most <= item.points:
            yield f"items {item.no}：扣分 {one.code} 的每次扣分和最多扣分应大于 0，不超过标准分"
        if one.per is Per.ONCE and one.most != one.points:
            yield f"items {item.no}：扣分 {one.code} 只扣一次，最多扣分应等于扣分"
        if one.missing and (one.per is not Per.ONCE or one.points != item.points):
            yield f"items {item.no}：扣分 {one.code} 是缺少文书，应一次扣完标准分"


def _sums(standard: Standard) -> Iterable[str]:
    if standard.form_points <= 0:
        yield "开头：form_points 应大于 0"
    for kind in standard.kinds:
        total = Decimal(0)
        for section in standard.sections:
            items = [item for item in standard.items_of(kind.id) if item.section == section.id]
            found, said = sum((item.points for item in items), Decimal(0)), section.points.get(kind.id, Decimal(0))
            if found != said:
                yield (
                    f"sections {section.id}：{kind.name}案卷的项目合计 {decimal_text(found)} 分，"
                    f"与写明的 {decimal_text(said)} 分不符"
                )
            total += found if section.role is Role.SCORED else 0
        if total != kind.points:
            yield (
                f"kinds {kind.id}：计分项目合计 {decimal_text(total)} 分，与写明的 {decimal_text(kind.points)} 分不符"
            )
        if not any(not item.condition and standard.role_of(item) is Role.SCORED for item in standard.items_of(kind.id)):
            yield f"kinds {kind.id}：至少应有一个无条件适用的计分项目"


def _faults_of_bands(standard: Standard) -> Iterable[str]:
    failed = [band for band in standard.bands if band.failed]
    if len(failed) != 1 or failed[0].at_least != 0:
        yield "bands：应有且只有一个从 0 分起的不合格等次（failed = true）"
    bounds = [band.at_least for band in standard.bands]
    if bounds != sorted(set(bounds), reverse=True) or bounds[0] > standard.maximum:
        yield "bands：应由高到低排列，起点各不相同，不超过满分"
