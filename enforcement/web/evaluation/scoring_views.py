"""What the pages of an evaluator show: rows of the list, the lines of a score sheet with what was typed on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from enforcement.evaluation.queries.sheets import Desk, OwnSeat
from enforcement.evaluation.states import SeatState
from enforcement.rules.evaluation.scoring import ItemScore
from enforcement.rules.evaluation.sheets import applies, completeness_problems
from enforcement.rules.evaluation.standard import Deduction, Item, Section, Veto
from enforcement.schemas.evaluation_forms import Typed
from enforcement.web.filters import day

WHY_RECUSE = "与案件有利害关系，或者有其他关系可能影响公正评查的，应当回避。由负责人决定；决定以前不能评分。"
SEAT_COLUMNS = [
    {"key": "file", "title": "案卷"},
    {"key": "agency", "title": "被评查机关"},
    {"key": "state", "title": "状态", "nowrap": True},
    {"key": "due", "title": "评分期限", "nowrap": True},
]
LEVELS = {
    SeatState.ACTIVE: "now",
    SeatState.RECUSAL_ASKED: "soon",
    SeatState.SIGNED: "done",
    SeatState.ENDED: "idle",
}
Faults = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class TypedRow:
    """A deduction or a veto as it stands on the page; ``name`` is its field path, ``errors`` by field."""

    place: int
    name: str
    values: Mapping[str, Any]
    errors: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class DeductionLine:
    """A deduction with the places where it was found; ``once``: it is taken at most once and has been."""

    deduction: Deduction
    rows: tuple[TypedRow, ...]
    once: bool


@dataclass(frozen=True)
class ItemLine:
    """A line of the sheet. ``score`` is None while the draft can't be counted."""

    item: Item
    applicable: bool
    score: ItemScore | None
    deductions: tuple[DeductionLine, ...]

    @property
    def rows(self) -> int:
        """How many faults stand on the line."""
        return sum(len(one.rows) for one in self.deductions)


@dataclass(frozen=True)
class SectionLines:
    """A section with its lines."""

    section: Section
    items: tuple[ItemLine, ...]


@dataclass(frozen=True)
class VetoLine:
    """A veto, whether the case asks it, and the marks on it."""

    veto: Veto
    applicable: bool
    rows: tuple[TypedRow, ...]


def seat_rows(seats: Sequence[OwnSeat], today: date) -> list[dict[str, Any]]:
    """Rows of the list."""
    return [
        {
            "cells": {
                "file": {
                    "text": one.label,
                    "href": url_for("scoring.desk", seat_id=one.public_id),
                    "second": one.plan_title,
                },
                "agency": one.agency_name,
                "state": {"text": _state_words(one), "level": LEVELS[one.state] if one.ready else "idle"},
                "due": _due_cell(one, today),
            }
        }
        for one in seats
    ]


def desk_context(desk: Desk, typed: Typed | None, errors: Faults) -> dict[str, Any]:
    """The desk: what is saved, or what was typed and refused."""
    sheet = saved_sheet(desk) if typed is None else typed
    problems = errors or desk.problems
    faults, vetoes = _rows(sheet["faults"], "faults", problems), _rows(sheet["vetoes"], "vetoes", problems)
    kind = next((one.name for one in desk.standard.kinds if one.id == desk.facts.kind), desk.facts.kind)
    return {
        "desk": desk,
        "open": desk.seat.state is SeatState.ACTIVE and desk.seat.ready,
        "kind": kind,
        "sections": _sections(desk, faults),
        "vetoes": _vetoes(desk, vetoes),
        "remark": sheet["remark"],
        "problems": problems,
        "lacking": len(lacking(desk)),
        "conditions": [(one, desk.facts.holds.get(one.id)) for one in desk.standard.conditions_of(desk.facts.kind)],
    }


def saved_sheet(desk: Desk) -> Typed:
    """The saved draft, or the signed sheet, in the shape of ``typed_sheet``."""
    return {
        "faults": [
            {
                "deduction": one.deduction,
                "times": one.times,
                "document": one.reference.document,
                "page": one.reference.page,
                "passage": one.reference.passage,
                "remark": one.remark,
            }
            for one in desk.sheet.faults
        ],
        "vetoes": [
            {
                "veto": one.veto,
                "reason": one.reason,
                "document": one.reference.document if one.reference else "",
                "page": one.reference.page if one.reference else None,
                "passage": one.reference.passage if one.reference else "",
            }
            for one in desk.sheet.vetoes
        ],
        "remark": desk.remark,
    }


def lacking(desk: Desk) -> list[str]:
    """What the draft still lacks before it can be signed, in words."""
    found = dict(desk.problems) | completeness_problems(desk.standard, desk.sheet)
    return [f"{_named(desk, name)}：{sentence}" for name, sentences in found.items() for sentence in sentences]


def place_of(sent: Mapping[str, str], typed: Typed) -> str:
    """Where on the page the next step is: the row that was added, else the line that was changed."""
    act, _, of = sent.get("act", "").partition(":")
    if act == "fault":
        return f"faults-{len(typed['faults']) - 1}"
    if act == "veto":
        return f"vetoes-{len(typed['vetoes']) - 1}"
    return f"finding-{of}" if act in ("accept", "reject") else "score"


def _sections(desk: Desk, faults: Sequence[TypedRow]) -> tuple[SectionLines, ...]:
    kind = desk.facts.kind
    scores = {one.no: one for one in desk.running.items} if desk.running else {}
    lines = [
        ItemLine(
            item,
            applies(desk.standard, item, desk.facts),
            scores.get(item.no),
            tuple(_deduction(one, faults) for one in item.deductions),
        )
        for item in desk.standard.items_of(kind)
    ]
    grouped = (
        SectionLines(one, tuple(line for line in lines if line.item.section == one.id))
        for one in desk.standard.sections
    )
    return tuple(one for one in grouped if one.items)


def _deduction(one: Deduction, faults: Sequence[TypedRow]) -> DeductionLine:
    rows = tuple(row for row in faults if row.values["deduction"] == one.code)
    return DeductionLine(one, rows, once=one.per.value == "once" and bool(rows))


def _vetoes(desk: Desk, marks: Sequence[TypedRow]) -> tuple[VetoLine, ...]:
    return tuple(
        VetoLine(
            one,
            applies(desk.standard, one, desk.facts),
            tuple(row for row in marks if row.values["veto"] == one.no),
        )
        for one in desk.standard.vetoes_of(desk.facts.kind)
    )


def _rows(rows: Sequence[Mapping[str, Any]], kind: str, errors: Faults) -> tuple[TypedRow, ...]:
    return tuple(
        TypedRow(
            place,
            f"{kind}-{place}",
            row,
            {
                name.rpartition(".")[2]: sentences
                for name, sentences in errors.items()
                if name.startswith(f"{kind}.{place}.")
            },
        )
        for place, row in enumerate(rows)
    )


def _named(desk: Desk, name: str) -> str:
    kind, _, rest = name.partition(".")
    place = rest.partition(".")[0]
    if kind == "faults" and place.isdigit():
        return f"扣分 {desk.sheet.faults[int(place)].deduction}"
    if kind == "vetoes" and place.isdigit():
        return f"一票否决 {desk.sheet.vetoes[int(place)].veto}"
    return "评分表"


def _state_words(seat: OwnSeat) -> str:
    return seat.state.words if seat.ready else "待组织者确认适用条件"


def _due_cell(seat: OwnSeat, today: date) -> Any:
    if seat.due_on is None:
        return ""
    late = seat.state in (SeatState.ACTIVE, SeatState.RECUSAL_ASKED) and today > seat.due_on
    return {"text": f"{day(seat.due_on)} 已逾期", "level": "late"} if late else day(seat.due_on)
