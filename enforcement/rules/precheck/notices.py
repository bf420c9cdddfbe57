"""Prior notice, statement and defence (行政处罚法第四十四条、第四十五条、第六十二条)."""

from __future__ import annotations

from collections.abc import Iterator

from enforcement.rules.needs import APL, SAMR
from enforcement.rules.penalty import yuan
from enforcement.rules.precheck.base import Found, Rule, binding, counted, day, ordinary_penalty
from enforcement.rules.precheck.view import CaseView

APL45 = f"{APL}第四十五条"


def _missing(view: CaseView) -> Iterator[Found]:
    if view.file.notice is None:
        yield Found((view.decision.id,), f"{day(view.decided_on)}作出处罚决定以前没有告知当事人拟处罚的内容和权利。")


def _not_before(view: CaseView) -> Iterator[Found]:
    if view.file.notice is None:
        return
    served = view.served(view.file.notice.document)
    if served is not None and served.on >= view.decided_on:
        yield Found(
            (view.file.notice.document, view.decision.id),
            f"告知书在{day(served.on)}送达（{served.rule}），决定在{day(view.decided_on)}作出，没有在决定以前告知。",
        )


def _before_term_over(view: CaseView) -> Iterator[Found]:
    notice = view.file.notice
    if notice is None:
        return
    served = view.served(notice.document)
    waived = notice.waived_on is not None and notice.waived_on <= view.decided_on
    if served is None or served.on >= view.decided_on or waived:
        return
    rules = ("D16", "D15") if view.hearing_triggers else ("D15",)
    for rule_id in rules:
        deadline = view.deadline(rule_id, served.on)
        if view.decided_on <= deadline.due:
            binding(view, deadline)
            yield Found(
                (notice.document, view.decision.id),
                f"告知书在{day(served.on)}送达，{deadline.term.name}{deadline.term.text}到{day(deadline.due)}届满，"
                f"{day(view.decided_on)}就作出决定，当事人没有放弃。{counted(deadline)}",
                deadline.basis,
            )


def _waiver_unproved(view: CaseView) -> Iterator[Found]:
    notice = view.file.notice
    if notice is not None and notice.waived_on is not None and notice.waiver_document is None:
        yield Found((notice.document,), f"记为当事人在{day(notice.waived_on)}明确放弃陈述申辩，没有书面材料入卷。")


def _hearing_right_untold(view: CaseView) -> Iterator[Found]:
    notice = view.file.notice
    if notice is not None and view.hearing_triggers and not notice.hearing_right_told:
        why = "；".join(one.sentence for one in view.hearing_triggers)
        yield Found((notice.document,), f"{why}，告知书没有告知要求听证的权利。", view.hearing_triggers[0].basis)


def _heavier(view: CaseView) -> Iterator[Found]:
    notice, decision = view.file.notice, view.file.decision
    if notice is None:
        return
    for what, decided, told in (
        ("罚款", decision.fine_fen, notice.fine_fen),
        ("没收", decision.confiscation_fen, notice.confiscation_fen),
    ):
        if decided > told:
            yield Found(
                (notice.document, decision.document),
                f"决定{what}{yuan(decided)}，告知的是{yuan(told)}，多{yuan(decided - told)}；"
                "依据新的事实加重的，应当重新告知。",
            )


def _other_kind(view: CaseView) -> Iterator[Found]:
    notice, decision = view.file.notice, view.file.decision
    if notice is None:
        return
    more = [kind for kind in decision.kinds if kind not in notice.kinds]
    if more:
        yield Found(
            (notice.document, decision.document),
            f"决定给予的“{'、'.join(more)}”没有告知；告知的是“{'、'.join(notice.kinds)}”。",
        )


def _unanswered(view: CaseView) -> Iterator[Found]:
    for one in view.file.statements:
        if one.answer_document is None:
            said = view.document(one.document).issued_on
            yield Found((one.document,), f"当事人在{day(said)}陈述申辩，没有复核意见入卷。")


def _answer_without_reasons(view: CaseView) -> Iterator[Found]:
    for one in view.file.statements:
        if one.answer_document is not None and not (one.adopted.strip() and one.reasons.strip()):
            yield Found((one.answer_document,), "复核意见没有写明是否采纳陈述申辩及其理由。")


def _answer_after_decision(view: CaseView) -> Iterator[Found]:
    for one in view.file.statements:
        if one.answer_document is None:
            continue
        answered = view.document(one.answer_document).issued_on
        if answered > view.decided_on:
            yield Found(
                (one.answer_document, view.decision.id),
                f"陈述申辩在{day(answered)}才复核，晚于决定日期（{day(view.decided_on)}）"
                f"{(answered - view.decided_on).days}日。",
            )


RULES = (
    Rule("notice-missing", "没有处罚前告知", f"{APL}第四十四条、第六十二条", _missing, ordinary_penalty),
    Rule(
        "notice-not-before-decision", "告知不在决定以前", f"{APL}第四十四条、第六十二条", _not_before, ordinary_penalty
    ),
    Rule(
        "decided-before-term-over",
        "陈述申辩、听证期限未满即决定",
        f"{APL45}；{SAMR}第五十七条",
        _before_term_over,
        ordinary_penalty,
    ),
    Rule("waiver-unproved", "放弃权利没有证明", f"{APL}第六十二条", _waiver_unproved, ordinary_penalty),
    Rule("hearing-right-untold", "没有告知听证权利", f"{APL}第六十三条", _hearing_right_untold, ordinary_penalty),
    Rule("heavier-than-notified", "决定重于告知", f"{APL}第四十四条、第四十五条第二款", _heavier, ordinary_penalty),
    Rule("kind-not-notified", "决定了没有告知的处罚种类", f"{APL}第四十四条", _other_kind, ordinary_penalty),
    Rule("statement-unanswered", "陈述申辩没有复核", APL45, _unanswered),
    Rule("answer-without-reasons", "复核没有写明是否采纳及理由", APL45, _answer_without_reasons),
    Rule("answer-after-decision", "复核晚于决定", APL45, _answer_after_decision),
)
