"""The statutory numbers: days, amounts and shares, keyed by (domain, region, valid from), each with its source.

行政处罚法 lets other laws and rules set different terms (22, 23, 36, 60), so no such number is a constant of
the program: it stands in `config/rulesets/*.toml`, and an installation adds folders of its own. An entry for a
region beats one for a domain, both beat the national entry without a domain; among equals the latest valid one.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

FEN_PER_YUAN = 100
BY_DEFAULT = "本系统默认值，法律没有规定，由部署机关核对"
"""What stands in the place of an article where a term or number is a `default`."""
DIGEST_LENGTH = 8


class RulesetError(ValueError):
    """A ruleset file can't be used; the message names the file, the entry and the fault."""


class RuleMissing(LookupError):
    """No number is set for this id, domain, region and date."""


class Unit(StrEnum):
    """What a term is counted in."""

    WD = "WD"
    CD = "CD"
    M = "M"
    Y = "Y"
    H = "h"

    @property
    def label(self) -> str:
        """The Chinese measure word: 个工作日, 日, 个月, 年, 小时."""
        return {"WD": "个工作日", "CD": "日", "M": "个月", "Y": "年", "h": "小时"}[self.value]


class Holder(StrEnum):
    """Whose term it is: a duty of the agency, or a right (or duty) of the party."""

    AGENCY = "agency"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class Alarms:
    """When a running term is called to mind: shares of its length in percent, and remaining days.

    Days are working days for terms in working days, else calendar days.
    """

    notice_percent: int = 50
    warning_percent: int = 80
    urgent_days: int = 3
    critical_days: int = 1


@dataclass(frozen=True, slots=True)
class Term:
    """A statutory term (期限): `length` of `unit`, counted from the day after `trigger`.

    `backward` terms end before the trigger day (听证通知). `rolls`: a last day on a rest day moves to the next
    working day (民法典 203, 市场监督管理行政处罚程序规定 80); false for the restriction of personal freedom.
    `basis` is the article, `source` where it was read, `version` the ruleset it came from. `default`: no law holds
    the length, the program supplies it until the agency has checked it.
    """

    id: str
    name: str
    length: int
    unit: Unit
    basis: str = ""
    source: str = ""
    version: str = ""
    trigger: str = "起算"
    holder: Holder = Holder.AGENCY
    backward: bool = False
    rolls: bool = True
    alarms: Alarms = Alarms()
    note: str = ""
    default: bool = False

    @property
    def text(self) -> str:
        """The length in words: 5个工作日."""
        return f"{self.length}{self.unit.label}"

    @property
    def stated(self) -> str:
        """The article; of a default, that no law holds it and what it was taken after."""
        return f"{BY_DEFAULT}（{self.basis}）" if self.default else self.basis


@dataclass(frozen=True, slots=True)
class Number:
    """A statutory number in its `unit` (fen, percent, persons, years, days).

    `inclusive`: whether the number itself belongs to the range it bounds (以上、以下 include it; 超过 does not).
    `default`: no law holds the number, the program supplies it until the agency has checked it.
    """

    id: str
    name: str
    value: Decimal
    unit: str
    inclusive: bool = True
    basis: str = ""
    source: str = ""
    version: str = ""
    note: str = ""
    default: bool = False

    @property
    def whole(self) -> int:
        """The value as a whole number (fen, persons, days). Raises RulesetError if it has a fraction."""
        if self.value != self.value.to_integral_value():
            raise RulesetError(f"规则 {self.id} 的数值 {self.value} 不是整数")
        return int(self.value)

    def reached_by(self, amount: int | Decimal) -> bool:
        """Whether `amount` comes up to this lower bound (以上)."""
        return amount >= self.value if self.inclusive else amount > self.value

    def allows(self, amount: int | Decimal) -> bool:
        """Whether `amount` stays within this upper bound (以下)."""
        return amount <= self.value if self.inclusive else amount < self.value

    @property
    def stated(self) -> str:
        """The article; of a default, that no law holds it and what it was taken after."""
        return f"{BY_DEFAULT}（{self.basis}）" if self.default else self.basis


@dataclass(frozen=True, slots=True)
class _Entry:
    rule: Term | Number
    domain: str
    region: str
    valid_from: date
    valid_to: date | None

    def fits(self, domain: str, region: str, on: date) -> bool:
        in_time = self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
        return in_time and self.domain in {"", domain} and region.startswith(self.region)

    @property
    def rank(self) -> tuple[int, bool, date]:
        return (len(self.region), bool(self.domain), self.valid_from)

    @property
    def key(self) -> tuple[str, str, date]:
        return (self.domain, self.region, self.valid_from)


@dataclass(frozen=True, eq=False)
class Rulesets:
    """All statutory numbers of an installation. `version` identifies the loaded files and their content."""

    entries: Mapping[str, tuple[_Entry, ...]]
    version: str

    @property
    def mark(self) -> str:
        """What alone identifies the content (#89ef7213), however many files were loaded: for columns of rows."""
        return self.version.rpartition(" ")[2]

    def term(self, rule_id: str, domain: str, region: str, on: date) -> Term:
        """The term `rule_id` for a domain (市场监督管理) and region (云州市临江区) on a day.

        Raises RuleMissing if there is none, or if the id is a number.
        """
        rule = self._find(rule_id, domain, region, on)
        if not isinstance(rule, Term):
            raise RuleMissing(f"规则 {rule_id} 是数值，不是期限")
        return rule

    def number(self, rule_id: str, domain: str, region: str, on: date) -> Number:
        """The number `rule_id` for a domain and region on a day. Raises RuleMissing likewise."""
        rule = self._find(rule_id, domain, region, on)
        if not isinstance(rule, Number):
            raise RuleMissing(f"规则 {rule_id} 是期限，不是数值")
        return rule

    def ids(self) -> tuple[str, ...]:
        """Every known id, in order."""
        return tuple(sorted(self.entries))

    def _find(self, rule_id: str, domain: str, region: str, on: date) -> Term | Number:
        entries = self.entries.get(rule_id, ())
        if not entries:
            raise RuleMissing(f"没有编号为 {rule_id} 的规则；请在 config/rulesets 中补充，或者核对编号")
        fitting = [entry for entry in entries if entry.fits(domain, region, on)]
        if not fitting:
            raise RuleMissing(
                f"规则 {rule_id} 在 {on} 没有适用于领域“{domain or '全部'}”、地区“{region or '全国'}”的规定；"
                "请在规则文件中补充"
            )
        return max(fitting, key=lambda entry: entry.rank).rule


def load_rulesets(folders: Sequence[Path]) -> Rulesets:
    """Read every `*.toml` of the folders; an entry of a later folder replaces the one with the same key.

    Raises RulesetError naming file and entry.
    """
    kept: dict[str, dict[tuple[str, str, date], _Entry]] = {}
    versions: list[str] = []
    digest = hashlib.sha256()
    for folder in folders:
        seen: set[tuple[str, tuple[str, str, date]]] = set()
        for path in sorted(folder.glob("*.toml")):
            text = path.read_text(encoding="utf-8")
            version, entries = parse_ruleset(text, str(path))
            versions.append(version)
            digest.update(text.encode())
            for entry in entries:
                if (entry.rule.id, entry.key) in seen:
                    raise RulesetError(
                        f"规则文件 {path} 中 {entry.rule.id} 的规定与同一目录的另一条重复（同领域、地区、起始日）"
                    )
                seen.add((entry.rule.id, entry.key))
                kept.setdefault(entry.rule.id, {})[entry.key] = entry
    if not kept:
        raise RulesetError(f"在 {'、'.join(str(folder) for folder in folders)} 中没有找到规则文件（*.toml）")
    entries_of = {rule_id: tuple(found.values()) for rule_id, found in kept.items()}
    return Rulesets(entries_of, f"{'；'.join(versions)} #{digest.hexdigest()[:DIGEST_LENGTH]}")


def parse_ruleset(text: str, where: str) -> tuple[str, tuple[_Entry, ...]]:
    """Read one file: [ruleset] title, version, region; [alarms]; [[term]] and [[number]] tables.

    Returns its version (国家 2026-03) and its entries. `where` names the file in messages. Raises RulesetError.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
        head = data["ruleset"]
        version = f"{head['title']} {head['version']}"
        region = str(head.get("region", ""))
        alarms = Alarms(**data.get("alarms", {}))
    except tomllib.TOMLDecodeError as error:
        raise RulesetError(f"规则文件 {where} 不是有效的 TOML：{error}") from error
    except (KeyError, TypeError) as error:
        raise RulesetError(f"规则文件 {where} 的开头应有 [ruleset] title、version（{error}）") from error
    unknown = set(data) - {"ruleset", "alarms", "term", "number"}
    if unknown:
        raise RulesetError(f"规则文件 {where} 有不认识的部分：{'、'.join(sorted(unknown))}")
    terms = _rows(data, "term", where, TERM_KEYS)
    numbers = _rows(data, "number", where, NUMBER_KEYS)
    return version, (
        *(_entry(row, where, region, lambda row: _term(row, version, alarms)) for row in terms),
        *(_entry(row, where, region, lambda row: _number(row, version)) for row in numbers),
    )


ENTRY_KEYS = frozenset({"domain", "region", "valid_from", "valid_to"})
TERM_KEYS = ENTRY_KEYS | {item.name for item in fields(Term)} - {"version", "alarms"}
NUMBER_KEYS = ENTRY_KEYS | {item.name for item in fields(Number)} - {"version"}
NEEDED_OF_TERM = frozenset({"id", "name", "length", "unit", "basis", "source", "valid_from"})
NEEDED_OF_NUMBER = frozenset({"id", "name", "value", "unit", "basis", "source", "valid_from"})


def _rows(data: Mapping[str, Any], table: str, where: str, known: Iterable[str]) -> Iterable[Mapping[str, Any]]:
    needed = NEEDED_OF_TERM if table == "term" else NEEDED_OF_NUMBER
    for place, row in enumerate(data.get(table, ()), start=1):
        name = row.get("id", f"第{place}条")
        missing = needed - set(row)
        if missing:
            raise RulesetError(f"规则文件 {where} 的 {name} 缺少：{'、'.join(sorted(missing))}")
        unknown = set(row) - set(known)
        if unknown:
            raise RulesetError(f"规则文件 {where} 的 {name} 有不认识的字段：{'、'.join(sorted(unknown))}")
        yield row


def _entry(
    row: Mapping[str, Any], where: str, region: str, read: Callable[[Mapping[str, Any]], Term | Number]
) -> _Entry:
    try:
        rule = read(row)
    except ValueError as error:
        raise RulesetError(f"规则文件 {where} 的 {row['id']} 的内容不合格式：{error}") from error
    valid_from, valid_to = row["valid_from"], row.get("valid_to")
    if type(valid_from) is not date or type(valid_to) not in {date, type(None)}:
        raise RulesetError(f"规则文件 {where} 的 {rule.id} 的 valid_from、valid_to 应为日期，如 2021-07-15")
    return _Entry(rule, row.get("domain", ""), row.get("region", region), valid_from, valid_to)


def _term(row: Mapping[str, Any], version: str, alarms: Alarms) -> Term:
    values = {name: value for name, value in row.items() if name not in ENTRY_KEYS}
    values |= {"unit": Unit(row["unit"]), "holder": Holder(row.get("holder", "agency"))}
    if type(row["length"]) is not int or row["length"] < 1:
        raise ValueError("length 应为正整数")
    _check_flags(row, "backward", "rolls", "default")
    return Term(**values, version=version, alarms=alarms)


def _number(row: Mapping[str, Any], version: str) -> Number:
    values = {name: value for name, value in row.items() if name not in ENTRY_KEYS}
    if type(row["value"]) not in {int, Decimal}:
        raise ValueError("value 应为数字")
    _check_flags(row, "inclusive", "default")
    return Number(**values | {"value": Decimal(row["value"])}, version=version)


def _check_flags(row: Mapping[str, Any], *names: str) -> None:
    for name in names:
        if not isinstance(row.get(name, False), bool):
            raise ValueError(f"{name} 应为 true 或 false")  # noqa: TRY004  the caller adds file and entry to it
