"""Review before the decision: done, legal where due, passed, in time, by the right person, of this content (58)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from enforcement.rules.casefile.terms import StepKind
from enforcement.rules.duties import late
from enforcement.rules.needs import APL, SAMR
from enforcement.rules.penalty import yuan
from enforcement.rules.precheck.base import Found, Rule, day, ordinary, ordinary_penalty, overrun
from enforcement.rules.precheck.view import CaseView, counted_on

APL58 = f"{APL}第五十八条"
LICENCE_SINCE = date(2018, 1, 1)
"""Who first reviews from this day on needs the licence (行政处罚法 as amended in 2017); it binds nobody before."""


def _missing(view: CaseView) -> Iterator[Found]:
    if view.file.reviews:
        return
    due = view.review_triggers
    why = f"应当法制审核：{'；'.join(one.sentence for one in due)}" if due else "应当案件审核"
    article = APL58 if due else f"{SAMR}第四十九条"
    yield Found((view.decision.id,), f"{day(view.decided_on)}作出决定以前没有审核。{why}。", article)


def _legal_missing(view: CaseView) -> Iterator[Found]:
    if view.file.reviews and view.review_triggers and not view.file.reviews[-1].legal:
        why = "；".join(one.sentence for one in view.review_triggers)
        yield Found((view.file.reviews[-1].document, view.decision.id), f"{why}，应当法制审核，只做了案件审核。")


def _not_passed(view: CaseView) -> Iterator[Found]:
    if view.file.reviews and not view.file.reviews[-1].passed:
        last = view.file.reviews[-1]
        yield Found((last.document, view.decision.id), "最后一轮审核没有同意，仍然作出了决定。")


def _after_decision(view: CaseView) -> Iterator[Found]:
    for one in view.file.reviews:
        concluded = view.document(one.document).issued_on
        if concluded > view.decided_on:
            yield Found(
                (one.document, view.decision.id),
                f"审核意见在{day(concluded)}，决定在{day(view.decided_on)}，审核晚于决定"
                f"{(concluded - view.decided_on).days}日。",
            )


def _before_hearing(view: CaseView) -> Iterator[Found]:
    heard, reviews = view.heard_on, view.file.reviews
    if heard is None or not reviews:
        return
    last = max((view.document(one.document) for one in reviews), key=lambda one: one.issued_on)
    if last.issued_on < heard:
        yield Found(
            (last.id, *view.papers_of(StepKind.HEARING)),
            f"最后一轮审核在{day(last.issued_on)}，听证在{day(heard)}举行，早于听证{(heard - last.issued_on).days}日，"
            "听证以后没有再审核；经过听证程序的案件，应当在听证程序结束后进行法制审核。",
        )


def _late(view: CaseView) -> Iterator[Found]:
    for one in view.file.reviews:
        extensions = counted_on(view.approved_for(one))
        deadline = view.deadline("D14", one.submitted_on, extensions=extensions)
        concluded = view.document(one.document).issued_on
        if late(deadline, concluded):
            yield Found((one.document,), overrun(view, deadline, "审核意见的日期", concluded), deadline.basis)


def _before_sent(view: CaseView) -> Iterator[Found]:
    for one in view.file.reviews:
        concluded = view.document(one.document).issued_on
        if concluded < one.submitted_on:
            yield Found(
                (one.document,),
                f"审核意见在{day(concluded)}，送审在{day(one.submitted_on)}，"
                f"审核早于送审{(one.submitted_on - concluded).days}日。",
            )


def _handled(view: CaseView) -> Iterator[Found]:
    for one in view.file.reviews:
        if one.reviewer in view.investigators:
            yield Found((one.document,), f"审核人员{view.officer(one.reviewer).name}参与了本案的调查，不能审核本案。")


def _unqualified(view: CaseView) -> Iterator[Found]:
    for one in view.file.reviews:
        reviewer = view.officer(one.reviewer)
        if not one.legal or not view.review_triggers or reviewer.law_qualification_no.strip():
            continue
        if reviewer.reviewing_since is None:
            yield Found(
                (one.document,),
                f"没有写明法制审核人员{reviewer.name}的法律职业资格证书号；"
                f"{day(LICENCE_SINCE)}以前已经从事法制审核、不是初次从事的，请写明首次从事之日。",
            )
        elif reviewer.reviewing_since >= LICENCE_SINCE:
            yield Found(
                (one.document,),
                f"法制审核人员{reviewer.name}自{day(reviewer.reviewing_since)}初次从事法制审核，"
                "没有写明法律职业资格证书号。",
            )


def _other_content(view: CaseView) -> Iterator[Found]:
    passed = [one for one in view.file.reviews if one.passed]
    if not passed or passed[-1].content_sha256 is None or not view.reviewed_digest:
        return
    seen = passed[-1].content_sha256
    if seen != view.reviewed_digest:
        yield Found(
            (passed[-1].document,),
            f"审核所看内容的摘要为{seen[:12]}…，现有处罚建议（当事人、事实、证据、依据、裁量、处罚内容）的摘要为"
            f"{view.reviewed_digest[:12]}…：审核以后内容有改动，应当重新审核。",
        )


def _heavier_than_reviewed(view: CaseView) -> Iterator[Found]:
    proposal, decision = view.file.proposal, view.file.decision
    if proposal is None or not view.file.reviews:
        return
    documents = (view.file.reviews[-1].document, decision.document)
    if decision.fine_fen > proposal.fine_fen:
        yield Found(
            documents,
            f"决定罚款{yuan(decision.fine_fen)}，审核通过的建议为{yuan(proposal.fine_fen)}，"
            f"多{yuan(decision.fine_fen - proposal.fine_fen)}。",
        )
    more = [kind for kind in decision.kinds if kind not in proposal.kinds]
    if more:
        yield Found(documents, f"决定给予的“{'、'.join(more)}”不在审核通过的建议之内。")


RULES = (
    Rule("review-missing", "决定前没有审核", f"{APL58}；{SAMR}第四十九条", _missing, ordinary),
    Rule("legal-review-missing", "应当法制审核没有法制审核", APL58, _legal_missing, ordinary),
    Rule("review-not-passed", "审核没有通过即决定", APL58, _not_passed, ordinary),
    Rule("review-after-decision", "审核晚于决定", APL58, _after_decision, ordinary),
    Rule(
        "review-before-hearing",
        "法制审核早于听证",
        f"{APL58}第一款第二项；{SAMR}第五十条",
        _before_hearing,
        ordinary_penalty,
    ),
    Rule("review-before-sent", "审核早于送审", f"{SAMR}第五十五条", _before_sent, ordinary),
    Rule("review-late", "审核超期", f"{SAMR}第五十五条", _late, ordinary),
    Rule("reviewer-handled", "审核人员参与办案", f"{APL58}；{SAMR}第四十九条", _handled, ordinary),
    Rule("reviewer-unqualified", "法制审核人员没有法律职业资格", f"{APL58}第二款", _unqualified, ordinary),
    Rule("reviewed-content-differs", "审核的不是现在的内容", APL58, _other_content, ordinary),
    Rule("heavier-than-reviewed", "决定重于审核通过的建议", APL58, _heavier_than_reviewed, ordinary),
)
