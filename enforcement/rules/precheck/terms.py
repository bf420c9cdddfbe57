"""Terms of the agency: filing, decision, preservation, closing, archive; and the limitation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from enforcement.rules.casefile.terms import DocumentKind, ExtendedTerm, StepKind
from enforcement.rules.deadlines import Deadline
from enforcement.rules.duties import late
from enforcement.rules.limitation import LimitationFacts, check_limitation, limitation_term
from enforcement.rules.needs import APL, SAMR
from enforcement.rules.precheck.base import (
    Found,
    Rule,
    counted,
    day,
    ordinary,
    overrun,
    overrun_words,
    penalty,
    settled,
)
from enforcement.rules.precheck.view import OF_TESTING, CaseView, counted_on
from enforcement.rules.rulesets import BY_DEFAULT

AT_ONCE = frozenset({"罚款", "警告", "通报批评", "没收违法所得", "没收非法财物"})
"""Kinds whose performance the file itself shows: paid, told, or handed over."""


def _filing_late(view: CaseView) -> Iterator[Found]:
    lead, filed = view.last(StepKind.LEAD), view.last(StepKind.FILING)
    if lead is None or filed is None:
        return
    extensions = counted_on(view.approved(ExtendedTerm.VERIFICATION))
    deadline = view.deadline("D02", lead, view.stops(*OF_TESTING), extensions)
    if late(deadline, filed):
        yield Found(
            (*view.papers_of(StepKind.LEAD), *view.papers_of(StepKind.FILING)),
            overrun(view, deadline, "立案审批日期", filed),
            deadline.basis,
        )


def _case_deadline(view: CaseView) -> Deadline | None:
    filed = view.last(StepKind.FILING)
    if filed is None:
        return None
    return view.deadline("D05", filed, view.stops(), counted_on(view.approved(ExtendedTerm.CASE)))


def _decision_late(view: CaseView) -> Iterator[Found]:
    deadline = _case_deadline(view)
    if deadline is not None and late(deadline, view.decided_on):
        yield Found(
            (*view.papers_of(StepKind.FILING), view.decision.id),
            overrun(view, deadline, "决定日期", view.decided_on),
        )


def _interruption_unproved(view: CaseView) -> Iterator[Found]:
    for one in view.file.interruptions:
        if one.document is None:
            yield Found(
                (view.decision.id,),
                f"{day(one.first)}至{day(one.last)}以“{one.reason}”为由不计入期限，没有证明文书入卷。",
            )


def _limitation_lapsed(view: CaseView) -> Iterator[Found]:
    one = view.file.limitation
    facts = LimitationFacts(one.ended_on, one.discovered_on, harm=one.harm, other_law=one.other_law)
    agency = view.file.agency
    term = limitation_term(facts, view.law.rulesets, agency.domain, agency.region)
    for reason in check_limitation(facts, term):
        yield Found((view.decision.id,), f"{reason.message}。", reason.basis)


def _preservation_late(view: CaseView) -> Iterator[Found]:
    for one in view.file.preservations:
        preserved = view.document(one.document).issued_on
        deadline = view.deadline("D08", preserved)
        if one.handled_on is None:
            yield Found((one.document,), f"{day(preserved)}先行登记保存证据，没有处理决定。{counted(deadline)}")
        elif late(deadline, one.handled_on):
            yield Found((one.document,), overrun(view, deadline, "作出处理决定的日期", one.handled_on))


def _closing_late(view: CaseView) -> Iterator[Found]:
    closed = view.last(StepKind.CLOSING)
    if closed is None or _still_enforced(view) or not AT_ONCE.issuperset(view.file.decision.kinds):
        return
    days = _days_of_ending(view, closed)
    if not days:
        return
    deadline = view.deadline("D42", max(days))
    if late(deadline, closed):
        words = overrun(view, deadline, "结案审批日期", closed)
        yield Found(view.papers_of(StepKind.CLOSING), words, deadline.basis)


def _still_enforced(view: CaseView) -> bool:
    """Whether the fine was enforced and the file does not say when that ended."""
    payment = view.file.payment
    return payment is not None and bool(payment.enforcement.strip()) and payment.enforcement_ended_on is None


def _days_of_ending(view: CaseView, closed: date) -> list[date]:
    """The days of what ends a case: served, paid, goods dealt with, enforcement ended, the decision changed before."""
    payment, publication = view.file.payment, view.file.publication
    served = view.served(view.decision.id)
    days = [one.issued_on for one in view.of_kind(DocumentKind.PROPERTY_RECORD)]
    days += [served.on] if served is not None else []
    if payment is not None:
        days += [one.on for one in payment.entries]
        days += [payment.enforcement_ended_on] if payment.enforcement_ended_on is not None else []
    changed = None if publication is None else publication.overturned_on
    return [*days, changed] if changed is not None and changed <= closed else days


def _archive_late(view: CaseView) -> Iterator[Found]:
    closed, archived = view.last(StepKind.CLOSING), view.last(StepKind.ARCHIVE)
    if closed is None or archived is None:
        return
    deadline = view.deadline("archive.transfer", closed)
    if late(deadline, archived):
        words = overrun_words(view, settled(deadline), "归档日期", archived)
        article = BY_DEFAULT if deadline.term.default else deadline.basis
        yield Found(view.papers_of(StepKind.CLOSING), words, article)


RULES = (
    Rule("filing-late", "立案超过核查期限", f"{SAMR}第十八条", _filing_late, ordinary),
    Rule("decision-late", "超过办案期限", f"{APL}第六十条", _decision_late, ordinary),
    Rule(
        "interruption-unproved",
        "扣除期间没有证明",
        f"{APL}第六十条；{SAMR}第四十六条、第六十四条",
        _interruption_unproved,
        ordinary,
    ),
    Rule("limitation-lapsed", "超过追责时效", f"{APL}第三十六条", _limitation_lapsed, penalty),
    Rule("preservation-late", "先行登记保存没有按期处理", f"{APL}第五十六条", _preservation_late),
    Rule("closing-late", "结案超期", f"{SAMR}第七十七条", _closing_late, ordinary),
    Rule("archive-late", "归档超期", f"{APL}第四十七条；{SAMR}第七十八条", _archive_late),
)
