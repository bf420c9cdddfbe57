"""Alarms for the supervision organ (行政执法监督条例第三十七条; A02, C02): what is clearly above a reasonable number.

Every number comes from the rule set. An alarm is named by its facts: the same facts never give a second one.
Nothing here ranks anybody; an alarm asks for an explanation.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from enforcement.rules.rulesets import Number

GBF118 = "国办发〔2018〕118号：执法结果公示（待核对）"
LATE_BASES: Mapping[str, str] = {
    "overdue": "国发〔2019〕5号：抽查结果二十个工作日内公示（待核对）",
    "unvisited": "国办发〔2015〕58号：抽查计划执行留痕；一公开",
    "untold": "海南省涉企行政检查条例（试行）第二十二条",
    "follow-up-late": "海南省涉企行政检查条例（试行）第二十条；国办发〔2015〕58号：一公开",
    "urgent-late": "海南省涉企行政检查条例（试行）第十五条",
}
PERCENT = 100
YEAR_END = (11, 1)
LONGEST_SUBJECT = 200
PREFIX = "visit.alarm."

TITLES: Mapping[str, str] = {
    "day": "一日内多次入企",
    "week": "一周内多次入企",
    "month": "一个月内多次入企",
    "fruitless": "多次检查未发现问题",
    "fruitless-pair": "同一执法人员组合多次检查未发现问题",
    "total": "年度检查总次数偏多",
    "exempt": "频次上限以外的检查偏多",
    "cap": "超过年度频次上限",
    "no-scan": "到场未扫码",
    "late-entry": "补录超过期限",
    "unapproved": "没有审批的入企检查",
    "urgent-late": "紧急检查逾期未补办审批",
    "pair": "同一执法人员组合重复检查同一企业",
    "redraws": "对同一事项重复抽取",
    "voids": "作废抽取偏多",
    "recusals": "回避、更换执法人员偏多",
    "overdue": "检查结果逾期未公示",
    "untold": "检查结果逾期未告知",
    "follow-up-late": "后续处置逾期未办结",
    "unvisited": "抽中的对象逾期未检查",
    "missed": "抽中的对象未按期检查即终止",
    "year-end": "年底集中检查",
    "objects": "更换检查对象偏多",
    "chosen-first": "定向抽查范围小、几乎全部抽中（先定后抽）",
}


@dataclass(frozen=True)
class VisitFact:
    """A visit. ``found``: whether its check found something, ``None`` while unknown or without a check.

    ``cap``: the organ's yearly cap for what the visit looked at, as the notice held it against; ``None``: not counted.
    """

    public_id: str
    org_id: int
    org_path: str
    agency_name: str
    uscc: str
    name: str
    visited_on: date
    kind_words: str
    inspection: bool
    counted: bool
    approved: bool
    pair_key: str
    scanned: bool
    late_days: int
    joint_key: str
    found: bool | None
    cap: int | None = None


@dataclass(frozen=True)
class LateDuty:
    """What was owed on a check and is late. ``rule``: of which alarm; ``fact``: public id of what is owed."""

    rule: str
    fact: str
    check: str
    words: str
    due_on: date


@dataclass(frozen=True)
class OrganYear:
    """What an organ's draws and results of a year show. Pairs are (public id, words)."""

    org_id: int
    org_path: str
    agency_name: str
    year: int
    voids: tuple[tuple[str, str], ...] = ()
    repeated: tuple[tuple[str, str], ...] = ()
    assigned: int = 0
    replaced: tuple[tuple[str, str], ...] = ()
    overdue: tuple[tuple[str, str, date], ...] = ()
    unvisited: tuple[tuple[str, str, date], ...] = ()
    missed: tuple[tuple[str, str, str], ...] = ()
    """(public id of the check, public id of its task or empty, words)."""
    urgent_late: tuple[tuple[str, str, date], ...] = ()
    late: tuple[LateDuty, ...] = ()


@dataclass(frozen=True)
class Alarm:
    """An alarm before it is stored. ``records``: (kind, public id, words) of what stands behind it."""

    rule_id: str
    facts_key: str
    org_path: str
    subject: str
    message: str
    numbers: Mapping[str, int]
    basis: str
    records: tuple[tuple[str, str, str], ...]


Limits = Mapping[str, Number]
"""The numbers by the last part of their id: day, week, month, fruitless …"""
LIMIT_NAMES = (
    "day", "week", "month", "fruitless", "total", "exempt", "pair", "voids", "redraws", "recusals", "year_end", "least",
)  # fmt: skip

Key = TypeVar("Key", bound=Hashable)


def visit_alarms(visits: Sequence[VisitFact], late_days: int, limits: Limits) -> list[Alarm]:
    """Alarms about enterprises and pairs of officers, from all visits of one calendar year by day.

    ``late_days``: the term for entering a visit afterwards, in calendar days.
    """
    found: list[Alarm] = []
    for group in _by(visits, lambda one: one.uscc).values():
        found += _frequency(group, limits)
        found += _fruitless("fruitless", group, limits["fruitless"])
    for group in _by(visits, lambda one: (one.org_id, one.uscc)).values():
        found += _of_organ(group, limits)
    for group in _by(visits, lambda one: (one.uscc, one.pair_key)).values():
        found += _over("pair", group, limits["pair"], f"{group[0].visited_on.year}年内同一执法人员组合")
    for group in _by(visits, lambda one: one.pair_key).values():
        found += _fruitless("fruitless-pair", group, limits["fruitless"])
    return found + [alarm for one in visits for alarm in _of_visit(one, late_days)]


def organ_alarms(years: Iterable[OrganYear], visits: Sequence[VisitFact], today: date, limits: Limits) -> list[Alarm]:
    """Alarms about organs: redraws, voids, recusals, overdue results, and bulk checking at the end of the year."""
    found: list[Alarm] = []
    for organ in years:
        found += _of_draws(organ, limits)
        found += [_overdue(organ, "overdue", "task", *one) for one in organ.overdue]
        found += [_overdue(organ, "unvisited", "task", *one) for one in organ.unvisited]
        found += [_missed(organ, *one) for one in organ.missed]
        found += [_overdue(organ, "urgent-late", "approval", *one) for one in organ.urgent_late]
        found += [_late(organ, one) for one in organ.late]
    for group in _by(visits, lambda one: one.org_id).values():
        found += _year_end(group, today, limits)
    return found


def shared_path(paths: Iterable[str]) -> str:
    """The path of the lowest organisation that stands above all of them."""
    split = [path.strip("/").split("/") for path in paths]
    shared: list[str] = []
    for parts in zip(*split, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return f"/{'/'.join(shared)}/" if shared else "/"


def _by(visits: Iterable[VisitFact], key: Callable[[VisitFact], Key]) -> dict[Key, list[VisitFact]]:
    groups: dict[Key, list[VisitFact]] = defaultdict(list)
    for one in visits:
        groups[key(one)].append(one)
    return groups


def _frequency(visits: Sequence[VisitFact], limits: Limits) -> list[Alarm]:
    """By civil day, calendar week (Monday to Sunday), calendar month and year; a joint visit is one."""
    periods: tuple[tuple[str, Callable[[VisitFact], date]], ...] = (
        ("day", lambda one: one.visited_on),
        ("week", lambda one: one.visited_on - timedelta(days=one.visited_on.weekday())),
        ("month", lambda one: one.visited_on.replace(day=1)),
        ("total", lambda one: one.visited_on.replace(month=1, day=1)),
    )
    words = {
        "day": "{0:%Y年%-m月%-d日}",
        "week": "{0:%Y年%-m月%-d日}起的一周",
        "month": "{0:%Y年%-m月}",
        "total": "{0:%Y年}",
    }
    found: list[Alarm] = []
    for name, begin in periods:
        for first, group in _by(visits, begin).items():
            found += _over(name, group, limits[name], words[name].format(first))
    return found


def _of_organ(visits: Sequence[VisitFact], limits: Limits) -> list[Alarm]:
    exempt = [one for one in visits if one.inspection and not one.counted]
    year = f"{visits[0].visited_on.year}年{visits[0].agency_name}"
    found = _over("exempt", exempt, limits["exempt"], f"{year}以频次上限以外的情形") if exempt else []
    counted = sorted((one for one in visits if one.counted), key=lambda one: one.visited_on)
    beyond = [(count, one.cap) for count, one in enumerate(counted, 1) if one.cap is not None and count > one.cap]
    if beyond:
        count, cap = beyond[-1]
        words = f"{year}计入频次的检查{count}次，超过年度上限{cap}次"
        numbers = {"count": count, "limit": cap}
        found.append(_alarm("cap", counted[:count], words, numbers, "国办发〔2024〕54号", (year, count)))
    return found


def _over(name: str, visits: Sequence[VisitFact], limit: Number, when: str) -> list[Alarm]:
    count = len({one.joint_key for one in visits})
    if limit.allows(count):
        return []
    # Once when the limit is passed, and again each time the limit is reached anew: not for every further visit.
    step = count // max(limit.whole, 1)
    message = f"{when}入企{count}次，预警线{limit.whole}次"
    first = min(one.visited_on for one in visits)
    keys = (when, visits[0].pair_key if name == "pair" else "", first.year, step)
    return [_alarm(name, visits, message, {"count": count, "limit": limit.whole}, limit.basis, keys)]


def _fruitless(name: str, visits: Sequence[VisitFact], limit: Number) -> list[Alarm]:
    """Each time so many inspections in a row (by day) found nothing; one that found something begins anew."""
    found: list[Alarm] = []
    row: list[VisitFact] = []
    for one in sorted(visits, key=lambda one: (one.visited_on, one.public_id)):
        if one.found is None:
            continue
        row = [] if one.found else [*row, one]
        if row and limit.reached_by(len(row)):
            who = "对该企业" if name == "fruitless" else "该执法人员组合"
            message = f"{who}连续{len(row)}次检查未发现问题，预警线{limit.whole}次"
            keys = tuple(visit.public_id for visit in row)
            found.append(_alarm(name, row, message, {"count": len(row), "limit": limit.whole}, limit.basis, keys))
            row = []
    return found


def _of_visit(one: VisitFact, late_days: int) -> list[Alarm]:
    found: list[Alarm] = []
    late = one.late_days > late_days
    # Visits under other names have no notice with a code: they are typed in, and only late entries are told.
    if not one.scanned and (one.inspection or late):
        when = f"{one.late_days}天后" if one.late_days else "当天"
        message = f"{one.visited_on:%Y年%-m月%-d日}入企没有扫码，{when}补录" + (
            f"，超过{late_days}天的期限" if late else ""
        )
        basis = "深圳市行政执法监督码管理规定（深府规〔2025〕6号）；国办发〔2024〕54号"
        numbers = {"days": one.late_days, "limit": late_days}
        found.append(_alarm("late-entry" if late else "no-scan", [one], message, numbers, basis, (one.public_id,)))
    if one.inspection and not one.approved:
        message = f"{one.visited_on:%Y年%-m月%-d日}的{one.kind_words}没有审批记录"
        basis = "海南省涉企行政检查条例（试行）第十五条；国办发〔2024〕54号"
        found.append(_alarm("unapproved", [one], message, {}, basis, (one.public_id,)))
    return found


def _of_draws(organ: OrganYear, limits: Limits) -> list[Alarm]:
    found: list[Alarm] = []
    for name, records, words in (
        ("voids", organ.voids, "作废抽取"),
        ("redraws", organ.repeated, "对同一事项再次抽取"),
    ):
        limit = limits[name]
        if not limit.allows(len(records)):
            message = f"{organ.year}年{words}{len(records)}次，预警线{limit.whole}次"
            numbers = {"count": len(records), "limit": limit.whole}
            found.append(_organ_alarm(name, organ, message, numbers, limit.basis, _draws(records), len(records)))
    limit = limits["recusals"]
    share = PERCENT * len(organ.replaced) // organ.assigned if organ.assigned else 0
    if limits["least"].reached_by(organ.assigned) and not limit.allows(share):
        message = (
            f"{organ.year}年抽取执法人员{organ.assigned}人次，回避、更换{len(organ.replaced)}人次，"
            f"占{share}%，预警线{limit.whole}%"
        )
        numbers = {"count": len(organ.replaced), "of": organ.assigned, "percent": share, "limit": limit.whole}
        found.append(_organ_alarm("recusals", organ, message, numbers, limit.basis, _draws(organ.replaced), 0))
    return found


def _draws(records: Sequence[tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
    return tuple(("draw", public_id, words) for public_id, words in records)


def _overdue(organ: OrganYear, name: str, kind: str, public_id: str, words: str, due_on: date) -> Alarm:
    return _organ_alarm(
        name, organ, _late_words(words, due_on), {}, LATE_BASES[name], ((kind, public_id, words),), public_id
    )


def _late(organ: OrganYear, one: LateDuty) -> Alarm:
    basis = GBF118 if one.rule == "overdue" else LATE_BASES[one.rule]
    records = (("check", one.check, one.words),)
    return _organ_alarm(one.rule, organ, _late_words(one.words, one.due_on), {}, basis, records, one.fact)


def _late_words(words: str, due_on: date) -> str:
    return f"{words}应当在{due_on:%Y年%-m月%-d日}前办理，已经逾期"


def _missed(organ: OrganYear, check_id: str, task_id: str, words: str) -> Alarm:
    record = ("task", task_id, words) if task_id else ("check", check_id, words)
    basis = "国办发〔2015〕58号：抽查计划执行留痕；一公开"
    return _organ_alarm("missed", organ, f"{words}没有在检查期间内检查，已经终止", {}, basis, (record,), check_id)


def _year_end(visits: Sequence[VisitFact], today: date, limits: Limits) -> list[Alarm]:
    """A02: how much of the year's inspections fell on or after 1 November."""
    year = visits[0].visited_on.year
    begin = date(year, *YEAR_END)
    inspections = [one for one in visits if one.inspection]
    late = [one for one in inspections if one.visited_on >= begin]
    if today < begin or not late or not limits["least"].reached_by(len(inspections)):
        return []
    share = PERCENT * len(late) // len(inspections)
    limit = limits["year_end"]
    if limit.allows(share):
        return []
    organ = visits[0]
    message = f"{year}年检查{len(inspections)}次，其中11月1日以后{len(late)}次，占{share}%，预警线{limit.whole}%"
    numbers = {"count": len(late), "of": len(inspections), "percent": share, "limit": limit.whole}
    key = _facts_key("year-end", (organ.org_id, year))
    return [
        Alarm(f"{PREFIX}year-end", key, organ.org_path, organ.agency_name, message, numbers, limit.basis, _behind(late))
    ]


def _alarm(
    name: str,
    visits: Sequence[VisitFact],
    message: str,
    numbers: Mapping[str, int],
    basis: str,
    keys: Sequence[object],
) -> Alarm:
    one = visits[0]
    path = shared_path(visit.org_path for visit in visits)
    key = _facts_key(name, (one.uscc if name != "fruitless-pair" else one.pair_key, *keys))
    subject = "、".join(dict.fromkeys(visit.name for visit in visits))[:LONGEST_SUBJECT]
    return Alarm(f"{PREFIX}{name}", key, path, subject, message, numbers, basis, _behind(visits))


def _organ_alarm(
    name: str,
    organ: OrganYear,
    message: str,
    numbers: Mapping[str, int],
    basis: str,
    records: Sequence[tuple[str, str, str]],
    fact: object,
) -> Alarm:
    key = _facts_key(name, (organ.org_id, organ.year, fact))
    return Alarm(f"{PREFIX}{name}", key, organ.org_path, organ.agency_name, message, numbers, basis, tuple(records))


def _behind(visits: Sequence[VisitFact]) -> tuple[tuple[str, str, str], ...]:
    ordered = sorted(visits, key=lambda one: (one.visited_on, one.public_id))
    return tuple(
        ("visit", one.public_id, f"{one.visited_on:%Y年%-m月%-d日} {one.agency_name} {one.kind_words}")
        for one in ordered
    )


def _facts_key(name: str, facts: Sequence[object]) -> str:
    return hashlib.sha256("\n".join([name, *map(str, facts)]).encode()).hexdigest()
