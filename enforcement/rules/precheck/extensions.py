"""Extensions: approved while the term ran, and by the head alone no further than the rule lets (SAMR 18, 55, 64)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from enforcement.rules.casefile.sections import Extension
from enforcement.rules.casefile.terms import ExtendedTerm, StepKind
from enforcement.rules.deadlines import Deadline, Stop
from enforcement.rules.deadlines import Extension as Counted
from enforcement.rules.duties import late
from enforcement.rules.needs import APL, SAMR
from enforcement.rules.precheck.base import Found, Rule, day, ordinary, overrun
from enforcement.rules.precheck.view import OF_TESTING, CaseView, counted_on
from enforcement.rules.rulesets import RuleMissing, Term


@dataclass(frozen=True, slots=True)
class _Extended:
    """A running term and its extensions in the order of their approval.

    `rule_id` counts it, `limit_id` is how far the head alone may extend it, empty where no rule says so;
    `together`: beyond that the heads may do so together.
    """

    rule_id: str
    limit_id: str
    start: date
    stops: tuple[Stop, ...]
    extensions: tuple[Extension, ...]
    together: bool = False

    def deadline(self, view: CaseView, extensions: tuple[Counted, ...]) -> Deadline:
        return view.deadline(self.rule_id, self.start, self.stops, extensions)


def _extended(view: CaseView) -> Iterator[_Extended]:
    filed, lead = view.last(StepKind.FILING), view.last(StepKind.LEAD)
    if filed is not None:
        approved = view.approved(ExtendedTerm.CASE)
        yield _Extended("D05", "D05.extension", filed, view.stops(), approved, together=True)
    if lead is not None:
        approved = view.approved(ExtendedTerm.VERIFICATION)
        yield _Extended("D02", "D02.extension", lead, view.stops(*OF_TESTING), approved)
    for one in view.file.reviews:
        yield _Extended("D14", "", one.submitted_on, (), view.approved_for(one))


def _unlawful(view: CaseView) -> Iterator[Found]:
    for term in _extended(view):
        yield from _approved_late(view, term)
        yield from _too_long(view, term)


def _approved_late(view: CaseView, term: _Extended) -> Iterator[Found]:
    for place, one in enumerate(term.extensions):
        approved = view.document(one.document).issued_on
        deadline = term.deadline(view, counted_on(term.extensions[:place]))
        if late(deadline, approved):
            yield Found((one.document,), overrun(view, deadline, "批准延长的日期", approved), deadline.basis)


def _too_long(view: CaseView, term: _Extended) -> Iterator[Found]:
    alone = tuple(one for one in term.extensions if not (term.together and one.collective))
    allowed = _allowed(view, term)
    if not alone or allowed is None:
        return
    excess = _excess(view, term, alone, allowed)
    if excess:
        granted = "、".join(f"{one.length}{one.unit.label}" for one in alone)
        further = "；再延长的应当由负责人集体讨论决定" if term.together else ""
        yield Found(
            tuple(one.document for one in alone),
            f"负责人批准延长{granted}，{allowed.name}以{allowed.text}为限（{allowed.basis}），{excess}{further}。",
            allowed.basis,
        )


def _allowed(view: CaseView, term: _Extended) -> Term | None:
    try:
        return view.term(term.limit_id, term.start) if term.limit_id else None
    except RuleMissing:
        return None


def _excess(view: CaseView, term: _Extended, alone: tuple[Extension, ...], allowed: Term) -> str:
    """By how much the head went too far, in words; empty where all is well."""
    if all(one.unit is allowed.unit for one in alone):
        more = sum(one.length for one in alone) - allowed.length
        return f"多出{more}{allowed.unit.label}" if more > 0 else ""
    granted = term.deadline(view, counted_on(alone)).unrolled
    right = term.deadline(view, (Counted(allowed.length, allowed.unit),)).unrolled
    if granted <= right:
        return ""
    return f"照此延长到{day(granted)}，依法只能到{day(right)}，多出{(granted - right).days}日"


RULES = (
    Rule(
        "extension-unlawful",
        "延长期限不合规定",
        f"{APL}第六十条；{SAMR}第十八条、第五十五条、第六十四条",
        _unlawful,
        ordinary,
    ),
)
