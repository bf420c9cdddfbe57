"""From a score sheet to points and grade, exactly, with every step in words.

Items that the case doesn't ask leave points won and points possible (参与评查项目标准分之和); an item never falls
below its floor; one veto decides alone. All arithmetic is in fractions; only what is shown is rounded (half up).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from enforcement.foundation.errors import Invalid
from enforcement.rules.evaluation.sheets import (
    Fault,
    FileFacts,
    Sheet,
    VetoMark,
    applies,
    completeness_problems,
    counting_problems,
    facts_problems,
)
from enforcement.rules.evaluation.standard import Band, Deduction, Effect, Item, Role, Standard, decimal_text

PLACES_OF_STEPS = 4


@dataclass(frozen=True)
class Deducted:
    """What one kind of fault cost an item: `points` is after the deduction's own maximum."""

    code: str
    text: str
    times: int
    points: Decimal
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class ItemScore:
    """One line of the scored sheet. A line that doesn't apply has neither points possible nor won."""

    no: str
    section: str
    title: str
    role: Role
    applicable: bool
    possible: Decimal
    won: Decimal
    deducted: tuple[Deducted, ...]

    @property
    def lost(self) -> Decimal:
        """Points lost, after floor and maxima."""
        return self.possible - self.won


@dataclass(frozen=True)
class Score:
    """The result of one sheet. `points` is rounded for showing, `unrounded` decides the grade and is compared.

    `won` of `possible` are the scored items, `subtracted` what the subtracted sections cost; `before_veto` is the
    unrounded total without vetoes.
    """

    points: Decimal
    maximum: Decimal
    unrounded: Fraction
    before_veto: Fraction
    won: Decimal
    possible: Decimal
    subtracted: Decimal
    items: tuple[ItemScore, ...]
    vetoes: tuple[VetoMark, ...]
    band: Band
    steps: tuple[str, ...]


def score(standard: Standard, facts: FileFacts, sheet: Sheet) -> Score:
    """Score a finished sheet.

    Raises Invalid by field (`holds.fine`, `faults.0.reference.passage`, `vetoes.0.reason`).
    """
    _refuse(facts_problems(standard, facts))
    _refuse(counting_problems(standard, facts, sheet) | completeness_problems(standard, sheet))
    return _scored(standard, facts, sheet)


def running_score(standard: Standard, facts: FileFacts, sheet: Sheet) -> Score:
    """Score a draft: references and reasons may still be missing. Raises Invalid for what can't be counted."""
    _refuse(facts_problems(standard, facts))
    _refuse(counting_problems(standard, facts, sheet))
    return _scored(standard, facts, sheet)


def rounded(value: Fraction, places: int) -> Decimal:
    """A number of 0 and more with `places` decimals, rounded half up (四舍五入)."""
    return Decimal(math.floor(value * 10**places + Fraction(1, 2))).scaleb(-places)


def _refuse(problems: dict[str, list[str]]) -> None:
    if problems:
        raise Invalid(problems)


def _scored(standard: Standard, facts: FileFacts, sheet: Sheet) -> Score:
    items = tuple(_item_score(standard, item, facts, sheet) for item in standard.items_of(facts.kind))
    scored = [item for item in items if item.role is Role.SCORED]
    possible, won = _sum(item.possible for item in scored), _sum(item.won for item in scored)
    subtracted = _sum(item.lost for item in items if item.role is Role.SUBTRACTED)
    form = Fraction(standard.form_points) * Fraction(won) / Fraction(possible)
    before_veto = max(Fraction(0), Fraction(standard.legality_points) + form - Fraction(subtracted))
    effects = {veto.effect for veto in standard.vetoes if veto.no in {mark.veto for mark in sheet.vetoes}}
    unrounded = Fraction(0) if Effect.ZERO in effects else before_veto
    band = standard.failed_band if effects else standard.band_of(unrounded)
    points = rounded(unrounded, standard.places)
    steps = (
        *_item_steps(items),
        _sum_step(standard, won, possible, subtracted, before_veto),
        *_veto_steps(standard, sheet.vetoes),
        _grade_step(standard, points, band, vetoed=bool(effects)),
    )
    return Score(
        points,
        standard.maximum,
        unrounded,
        before_veto,
        won,
        possible,
        subtracted,
        items,
        sheet.vetoes,
        band,
        steps,
    )


def _item_score(standard: Standard, item: Item, facts: FileFacts, sheet: Sheet) -> ItemScore:
    role = standard.role_of(item)
    if not applies(standard, item, facts):
        return ItemScore(
            item.no, item.section, item.title, role, applicable=False, possible=Decimal(0), won=Decimal(0), deducted=()
        )
    deducted = tuple(found for one in item.deductions if (found := _deducted(one, sheet.faults)) is not None)
    won = max(item.floor, item.points - _sum(one.points for one in deducted))
    return ItemScore(
        item.no, item.section, item.title, role, applicable=True, possible=item.points, won=won, deducted=deducted
    )


def _deducted(deduction: Deduction, faults: Sequence[Fault]) -> Deducted | None:
    found = tuple(fault for fault in faults if fault.deduction == deduction.code)
    if not found:
        return None
    times = sum(fault.times for fault in found)
    return Deducted(deduction.code, deduction.text, times, min(deduction.most, deduction.points * times), found)


def _item_steps(items: Iterable[ItemScore]) -> Iterable[str]:
    left_out = [item.no for item in items if not item.applicable]
    if left_out:
        yield f"本案不适用第 {'、'.join(left_out)} 项，标准分和得分都不计入。"
    for item in items:
        if item.deducted:
            faults = "；".join(
                f"{one.code}“{one.text}”{one.times} 处，扣 {decimal_text(one.points)} 分" for one in item.deducted
            )
            result = (
                f"得 {decimal_text(item.won)} 分" if item.role is Role.SCORED else f"共扣 {decimal_text(item.lost)} 分"
            )
            yield f"第 {item.no} 项 {decimal_text(item.possible)} 分：{faults}；{result}。"


def _sum_step(standard: Standard, won: Decimal, possible: Decimal, subtracted: Decimal, total: Fraction) -> str:
    legality = f"{decimal_text(standard.legality_points)} + " if standard.legality_points else ""
    basic = f" − {decimal_text(subtracted)}" if subtracted else ""
    return (
        f"总分 = {legality}{decimal_text(standard.form_points)} × {decimal_text(won)} ÷ {decimal_text(possible)}{basic}"
        f" = {decimal_text(rounded(total, PLACES_OF_STEPS))} 分。"
    )


def _veto_steps(standard: Standard, marks: Iterable[VetoMark]) -> Iterable[str]:
    vetoes = {veto.no: veto for veto in standard.vetoes}
    for mark in marks:
        veto = vetoes[mark.veto]
        yield f"一票否决 {veto.no}“{veto.text}”（{veto.basis}）：{mark.reason}。{veto.effect.words}。"


def _grade_step(standard: Standard, points: Decimal, band: Band, *, vetoed: bool) -> str:
    why = "有一票否决情形" if vetoed else f"{decimal_text(band.at_least)} 分以上，按未舍入的总分确定"
    return f"得分 {points} 分（保留 {standard.places} 位小数，四舍五入），等次：{band.name}（{why}）。"


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))
