"""Hearing: held when asked, told in time, led by somebody apart, recorded (行政处罚法第六十三条至第六十五条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from enforcement.rules.casefile.sections import Hearing
from enforcement.rules.casefile.terms import StepKind
from enforcement.rules.duties import right_lapsed
from enforcement.rules.needs import APL
from enforcement.rules.precheck.base import Found, Rule, counted, day, ordinary, settled
from enforcement.rules.precheck.view import CaseView

APL64 = f"{APL}第六十四条"


def _papers(view: CaseView, hearing: Hearing) -> tuple[str, ...]:
    papers = (hearing.request_document, hearing.notice_document, hearing.record_document)
    return tuple(one for one in papers if one is not None) or (view.decision.id,)


def _not_held(view: CaseView) -> Iterator[Found]:
    hearing = view.file.hearing
    if hearing is None or hearing.withdrawn_on is not None or not view.hearing_triggers:
        return
    if view.heard_on is None and not _given_up(view, hearing) and not _asked_late(view, hearing):
        why = "；".join(one.sentence for one in view.hearing_triggers)
        ended = "；记为听证终止，没有先把听证的时间、地点通知当事人" if hearing.ended_reason.strip() else ""
        yield Found(
            (*_papers(view, hearing), view.decision.id),
            f"当事人在{day(hearing.asked_on)}要求听证，{why}，没有举行听证{ended}。",
        )


def _given_up(view: CaseView, hearing: Hearing) -> bool:
    """Whether the hearing ended for a reason, after the party had been told of it (行政处罚法第六十四条第六项)."""
    served = None if hearing.notice_document is None else view.served(hearing.notice_document)
    told = served is not None and served.on <= (hearing.ended_on or view.decided_on)
    return bool(hearing.ended_reason.strip()) and told


def _set_for(view: CaseView, hearing: Hearing) -> date | None:
    """The day on which the hearing was held, or ended before it began."""
    return view.heard_on or hearing.ended_on


def _asked_late(view: CaseView, hearing: Hearing) -> bool:
    """Whether the party asked after its term had passed; read in the party's favour."""
    served = None if view.file.notice is None else view.served(view.file.notice.document)
    return served is not None and right_lapsed(view.deadline("D16", served.on), hearing.asked_on)


def _after_decision(view: CaseView) -> Iterator[Found]:
    held = view.heard_on
    if held is not None and held > view.decided_on:
        yield Found(
            (*view.papers_of(StepKind.HEARING), view.decision.id),
            f"听证在{day(held)}举行，晚于决定日期（{day(view.decided_on)}）{(held - view.decided_on).days}日。",
        )


def _notice_missing(view: CaseView) -> Iterator[Found]:
    hearing, held = view.file.hearing, view.heard_on
    if hearing is not None and held is not None and hearing.notice_document is None:
        yield Found(_papers(view, hearing), f"{day(held)}举行听证，没有《行政处罚听证通知书》入卷。")


def _notice_short(view: CaseView) -> Iterator[Found]:
    hearing = view.file.hearing
    held = None if hearing is None else _set_for(view, hearing)
    if hearing is None or held is None or hearing.notice_document is None:
        return
    served = view.served(hearing.notice_document)
    if served is None:
        return
    deadline = view.deadline("D17", held)
    if served.on > deadline.due:
        settled(deadline)
        between = view.law.calendar.working_days_after(served.on, held)
        yield Found(
            (hearing.notice_document,),
            f"听证定于{day(held)}，通知书最迟应在{day(deadline.due)}送达，实际在{day(served.on)}送达，"
            f"距听证只有{between}个工作日，不足{deadline.term.text}。{counted(deadline)}",
        )


def _chair_handled(view: CaseView) -> Iterator[Found]:
    hearing = view.file.hearing
    if hearing is not None and hearing.chair is not None and hearing.chair in view.investigators:
        name = view.officer(hearing.chair).name
        yield Found(_papers(view, hearing), f"听证主持人{name}是本案的调查人员。")


def _record_missing(view: CaseView) -> Iterator[Found]:
    hearing, held = view.file.hearing, view.heard_on
    if hearing is not None and held is not None and hearing.record_document is None:
        yield Found((*_papers(view, hearing), view.decision.id), f"{day(held)}举行听证，没有听证笔录入卷。")


RULES = (
    Rule("hearing-not-held", "要求听证没有举行", f"{APL}第六十三条", _not_held, ordinary),
    Rule("hearing-after-decision", "听证晚于决定", f"{APL}第六十五条", _after_decision, ordinary),
    Rule("hearing-notice-missing", "没有听证通知书", f"{APL64}第二项", _notice_missing, ordinary),
    Rule("hearing-notice-short", "听证通知不足法定日数", f"{APL64}第二项", _notice_short, ordinary),
    Rule("hearing-chair-handled", "听证主持人参与调查", f"{APL64}第四项", _chair_handled, ordinary),
    Rule("hearing-record-missing", "没有听证笔录", f"{APL64}第八项、第六十五条", _record_missing, ordinary),
)
