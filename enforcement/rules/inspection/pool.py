"""The pool of a draw: library ∩ published filters − published exclusions, by the machine alone (rules D01, D03, A03).

A filter or an exclusion is a row of ``config/inspection_pool.toml``. No function here takes a single object to add
or to remove.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from enforcement.foundation.errors import Reason
from enforcement.rules.deadlines import add_months
from enforcement.rules.draws.lines import ExclusionLine, PoolLine
from enforcement.rules.inspection.plans import BatchKind, PoolChoice
from enforcement.rules.rulesets import Number

CHINESE_STATES = ("存续", "吊销", "注销", "撤销", "迁出", "停业", "清算")
EVEN_WEIGHT = 1
"""Risk is expressed by the proportion of the class; within a class every object has the same chance."""


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """An object of the library on the day it was last updated. ``area``: path of the organ that supervises it."""

    uscc: str
    name: str
    kind: str
    registration_state: str
    legal_representative: str
    contact: str
    address: str
    phone: str
    region_name: str
    area: str
    industry: str
    tags: tuple[str, ...]
    item_codes: tuple[str, ...]
    risk_class: str
    risk_class_on: date | None
    registered_on: date | None
    last_check_on: date | None
    org_id: int


@dataclass(frozen=True, slots=True)
class PoolRule:
    """One published filter or exclusion.

    ``field`` and ``test`` say what of the object is compared, ``known`` instead names a set the caller collects
    (``at_cap``, ``checked``, ``at_frequency``); ``fixed`` or ``number`` (an id of the rule sets) stand for the value
    where the plan has none. ``always``: no batch can leave it out.
    """

    id: str
    name: str
    text: str
    basis: str
    field: str = ""
    test: str = ""
    known: str = ""
    fixed: str = ""
    number: str = ""
    note: str = ""
    always: bool = False

    @property
    def takes_value(self) -> bool:
        """Whether the plan writes a value for it."""
        return not (self.fixed or self.number or self.known)

    def words(self, value: str) -> str:
        """The rule as the public reads it."""
        return self.text.format(value=value)


@dataclass(frozen=True)
class PoolRules:
    """The whole published table."""

    filters: Mapping[str, PoolRule]
    exclusions: Mapping[str, PoolRule]

    @property
    def mandatory(self) -> tuple[str, ...]:
        """Exclusions that hold for every batch."""
        return tuple(rule.id for rule in self.exclusions.values() if rule.always)


@dataclass(frozen=True)
class Known:
    """What higher rooms know on the day: codes at the yearly cap (C01), codes checked this year for these items.

    ``at_frequency``: codes drawn this year as often as an item allows for their class (D04).
    """

    on: date
    at_cap: frozenset[str] = frozenset()
    checked: frozenset[str] = frozenset()
    at_frequency: frozenset[str] = frozenset()
    numbers: Mapping[str, int] | None = None
    """Id of a rule-set number -> its value on the day."""


@dataclass(frozen=True)
class Pool:
    """What is committed to, and how many objects the filters left outside."""

    lines: tuple[PoolLine, ...]
    exclusions: tuple[ExclusionLine, ...]
    filtered_out: int


def load_pool_rules(path: Path) -> PoolRules:
    """Read the table. Errors: ``ValueError`` naming the entry."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return PoolRules(_rules(data.get("filter", ())), _rules(data.get("exclusion", ())))


def _rules(rows: Iterable[Mapping[str, object]]) -> dict[str, PoolRule]:
    found: dict[str, PoolRule] = {}
    for row in rows:
        try:
            rule = PoolRule(**row)  # type: ignore[arg-type]
        except TypeError as error:
            raise ValueError(f"规则 {row.get('id')} 的字段不对：{error}") from error
        if rule.id in found or not (rule.known or rule.test in TESTS):
            raise ValueError(f"规则 {rule.id} 重复，或者没有写明怎样判断")
        found[rule.id] = rule
    return found


def choice_reasons(
    kind: BatchKind, filters: Sequence[PoolChoice], exclusions: Sequence[PoolChoice], rules: PoolRules
) -> tuple[Reason, ...]:
    """Why these choices can't stand: a rule that is not published (D01), a value missing or unreadable, D03."""
    found = []
    if kind is BatchKind.UNDIRECTED and filters:
        found.append(
            Reason(
                "D03", "不定向抽查不得设定筛选条件", "企业公示信息抽查暂行办法第六条", "改为定向抽查，或者去掉筛选条件"
            )
        )
    for chosen, table in ((filters, rules.filters), (exclusions, rules.exclusions)):
        for one in chosen:
            rule = table.get(one.rule)
            if rule is None:
                found.append(
                    Reason("D01", f"没有公布编号为 {one.rule} 的规则", "抽取范围只由公布的规则确定", "选用已公布的规则")
                )
            elif rule.takes_value and not _readable(rule, one.value):
                found.append(
                    Reason(
                        "D01",
                        f"规则“{rule.name}”的值“{one.value}”无法识别",
                        rule.basis,
                        "填写规则需要的值，日期写成 2026-01-31",
                    )
                )
    return tuple(found)


def evaluate_pool(
    objects: Iterable[ObjectFacts],
    filters: Sequence[PoolChoice],
    exclusions: Sequence[PoolChoice],
    rules: PoolRules,
    known: Known,
) -> Pool:
    """Library ∩ filters − exclusions. The first exclusion in the order of the table gives the rule id and the value.

    The rules chosen must be in the table (``choice_reasons``); mandatory exclusions are added by themselves.
    Shapes: lines in the order of the objects given; sorting is the protocol's.
    """
    wanted = [_compiled(rules.filters[one.rule], one.value, known) for one in filters]
    values = {one.rule: one.value for one in exclusions}
    refused = [
        (rule.id, _compiled(rule, values.get(rule.id, ""), known), _shown(rule, values.get(rule.id, ""), known))
        for rule in rules.exclusions.values()
        if rule.always or rule.id in values
    ]
    lines: list[PoolLine] = []
    left: list[ExclusionLine] = []
    outside = 0
    for one in objects:
        if not all(test(one) for test in wanted):
            outside += 1
            continue
        for rule_id, test, shown in refused:
            if test(one):
                left.append(ExclusionLine(one.uscc, rule_id, shown(one)))
                break
        else:
            lines.append(PoolLine(one.uscc, one.risk_class, EVEN_WEIGHT))
    return Pool(tuple(lines), tuple(left), outside)


def at_frequency(
    objects: Iterable[ObjectFacts], limits: Mapping[str, Mapping[str, int]], drawn: Mapping[tuple[str, str], int]
) -> frozenset[str]:
    """Codes of objects that one of the items allows no further draw for this year (D04).

    ``limits``: item -> class -> times a year. ``drawn``: (code, item) -> times this year. A class that an item does not
    name has no limit of its own.
    """
    return frozenset(
        one.uscc
        for one in objects
        for code in one.item_codes
        if one.risk_class in limits.get(code, {}) and drawn.get((one.uscc, code), 0) >= limits[code][one.risk_class]
    )


def age_reasons(updated_on: date | None, on: date, oldest: Number) -> tuple[Reason, ...]:
    """Why a library may not be drawn from on a civil day: never filled, or older than the limit (rule A03)."""
    if updated_on is None:
        return (Reason("A03", "检查对象名录库还是空的", oldest.basis, "导入检查对象名录"),)
    age = (on - updated_on).days
    if oldest.allows(age):
        return ()
    return (
        Reason(
            "A03",
            f"检查对象名录库已有{age}天没有更新，超过{oldest.whole}天，不得抽取",
            oldest.basis,
            "导入最新的检查对象名录后再抽取",
        ),
    )


Test = Callable[[ObjectFacts], bool]


def _compiled(rule: PoolRule, value: str, known: Known) -> Test:
    if rule.known:
        members: frozenset[str] = getattr(known, rule.known)
        return lambda one: one.uscc in members
    return TESTS[rule.test](rule.field, _value(rule, value, known), known.on)


def _value(rule: PoolRule, value: str, known: Known) -> str:
    if rule.number:
        return str((known.numbers or {})[rule.number])
    return rule.fixed or value


def _shown(rule: PoolRule, value: str, known: Known) -> Callable[[ObjectFacts], str]:
    """What stands in the exclusion line: what of the object met the rule, or the value of the rule."""
    if rule.id == "STATE":
        return lambda one: one.registration_state
    if rule.known:
        year = str(known.on.year)
        return lambda _one: year
    plain = _value(rule, value, known)
    return lambda _one: plain


def _readable(rule: PoolRule, value: str) -> bool:
    if not value or "|" in value or not value.isprintable():
        return False
    if rule.test in {"before", "after"}:
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
    return True


def _equals(name: str, value: str, _on: date) -> Test:
    return lambda one: getattr(one, name) == value


def _other_than(name: str, value: str, _on: date) -> Test:
    return lambda one: getattr(one, name) != value


def _contains(name: str, value: str, _on: date) -> Test:
    return lambda one: value in getattr(one, name)


def _one_of(name: str, value: str, _on: date) -> Test:
    members = frozenset(value.replace("、", ",").replace("，", ",").split(","))
    return lambda one: getattr(one, name) in members


def _before(name: str, value: str, _on: date) -> Test:
    line = date.fromisoformat(value)
    return lambda one: getattr(one, name) is not None and getattr(one, name) <= line


def _after(name: str, value: str, _on: date) -> Test:
    line = date.fromisoformat(value)
    return lambda one: getattr(one, name) is not None and getattr(one, name) > line


def _younger(name: str, value: str, on: date) -> Test:
    months = int(value)
    return lambda one: getattr(one, name) is not None and add_months(getattr(one, name), months) > on


TESTS: Mapping[str, Callable[[str, str, date], Test]] = {
    "equals": _equals,
    "other_than": _other_than,
    "contains": _contains,
    "has": _contains,
    "one_of": _one_of,
    "before": _before,
    "after": _after,
    "younger_than_months": _younger,
}
