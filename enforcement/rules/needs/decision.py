"""May this decision be made? Review, notice, statement, discussion, decision, and what follows it.

行政处罚法第二十九条、第四十四条、第四十五条、第五十七条至第六十七条.
"""

from __future__ import annotations

from enforcement.rules.facts import CaseFacts
from enforcement.rules.needs.base import APL, SAMR, Need, day_words


def _review_passed(facts: CaseFacts) -> str | None:
    name = "法制审核" if facts.legal_review_due else "案件审核"
    review = facts.review
    if review is None:
        return f"未经{name}"
    if not review.passed:
        return f"第 {review.round_no} 轮审核没有通过"
    if review.voided or review.digest != facts.content_digest:
        return "审核通过后审核内容被改动，审核已失效"
    if facts.legal_review_due and not review.legal:
        return "应当法制审核，只做了案件审核"
    if facts.legal_review_due and not review.qualified:
        return "审核人员没有法律职业资格"
    return None


def _reviewer_apart(facts: CaseFacts) -> str | None:
    review = facts.review
    if review is not None and review.reviewer_id in facts.investigators | {one.officer_id for one in facts.handlers}:
        return "审核人员是或者曾是本案的办案人员"
    return None


def _notice_approved(facts: CaseFacts) -> str | None:
    return None if facts.notice_approved else "处罚告知还没有经负责人批准"


def _notice_issued(facts: CaseFacts) -> str | None:
    if facts.notice is None:
        return "还没有制作行政处罚告知书"
    if facts.notice.digest != facts.content_digest:
        return "告知书的内容和现在的审核内容不一致"
    if facts.hearing_triggers and not facts.notice.hearing_right_told:
        return "告知书没有告知要求听证的权利"
    return None


def _notice_served(facts: CaseFacts) -> str | None:
    if facts.notice is None or facts.notice.served_on is None:
        return "没有在决定前告知当事人拟处罚的内容、事实、理由、依据和权利"
    if facts.notice.served_on > facts.today:
        return f"告知书到{day_words(facts.notice.served_on)}才视为送达"
    if facts.notice.digest != facts.content_digest:
        return "告知当事人的内容和现在的审核内容不一致"
    if facts.hearing_triggers and not facts.notice.hearing_right_told:
        return "没有告知当事人要求听证的权利"
    return None


def _term_over(facts: CaseFacts) -> str | None:
    if facts.notice is None or facts.notice.served_on is None:
        return "陈述申辩期还没有开始"
    if facts.notice.lapsed or facts.waived_on is not None:
        return None
    return f"陈述申辩期还没有届满（{day_words(facts.notice.term_due)}届满）"


def _statement_answered(facts: CaseFacts) -> str | None:
    if facts.statement is not None and not facts.statement.answered:
        return "当事人的陈述申辩还没有复核和答复"
    return None


def _hearing(facts: CaseFacts) -> str | None:
    asked = facts.statement is not None and facts.statement.asks_hearing
    if asked and facts.hearing_triggers and not facts.hearing_held:
        return "当事人要求听证，还没有举行听证"
    return None


def _not_above_notice(facts: CaseFacts) -> str | None:
    if facts.notice is None:
        return None
    intended = facts.intended or facts.proposal
    if intended is None:
        return None
    if intended.fine_fen > facts.notice.fine_fen:
        return f"拟决定罚款 {intended.fine_fen / 100:,.2f} 元，高于告知的 {facts.notice.fine_fen / 100:,.2f} 元"
    if intended.confiscation_fen > facts.notice.confiscation_fen:
        return "拟没收的金额高于告知的金额"
    return None


def _carries_reviewed(facts: CaseFacts) -> str | None:
    intended, review = facts.intended, facts.review
    if intended is None or review is None or intended.digest == review.digest:
        return None
    return "决定的内容和审核通过的内容不一致，应当退回重新审核"


def _discussed(facts: CaseFacts) -> str | None:
    discussion = facts.discussion
    if discussion is None:
        return "应当由负责人集体讨论决定，还没有集体讨论"
    if discussion.digest != facts.content_digest:
        return "集体讨论的内容和现在的审核内容不一致"
    if discussion.attendees < facts.minimum_discussants:
        return f"集体讨论到会的负责人不足{facts.minimum_discussants}人"
    if not discussion.agreed:
        return "集体讨论没有同意处罚建议"
    return None


def _in_time(facts: CaseFacts) -> str | None:
    if facts.decide_by is None or facts.today <= facts.decide_by:
        return None
    return f"办案期限已于{day_words(facts.decide_by)}届满"


def _one_fine(facts: CaseFacts) -> str | None:
    return facts.double_fine or None


def _sealed(facts: CaseFacts) -> str | None:
    if not facts.decision_issued:
        return "处罚决定书还没有制作编号"
    return None if facts.decision_sealed else "处罚决定书没有加盖行政机关印章"


def _paid(facts: CaseFacts) -> str | None:
    if facts.fine_paid_fen < facts.fine_due_fen:
        return f"应缴 {facts.fine_due_fen / 100:,.2f} 元，已缴 {facts.fine_paid_fen / 100:,.2f} 元"
    return None


def _goods(facts: CaseFacts) -> str | None:
    return "没收的财物还没有处理记录" if facts.goods_unsettled else None


def _receipts(facts: CaseFacts) -> str | None:
    if facts.service_receipts_missing:
        return f"缺少送达回证：{'、'.join(facts.service_receipts_missing)}"
    return None


def _volume(facts: CaseFacts) -> str | None:
    return f"案卷缺少：{'、'.join(facts.volume_gaps)}" if facts.volume_gaps else None


REVIEW_PASSED = Need(
    "review-passed",
    "审核通过",
    f"{APL}第五十八条；{SAMR}第四十九条至第五十六条",
    _review_passed,
    "送审并取得同意的审核意见",
    "submit_review",
)
REVIEWER_APART = Need(
    "reviewer-apart",
    "审核人员没有参与办案",
    f"{APL}第五十八条；{SAMR}第四十九条",
    _reviewer_apart,
    "由没有参与本案调查的人员审核",
    "submit_review",
)
NOTICE_APPROVED = Need(
    "notice-approved",
    "负责人批准告知",
    f"{SAMR}第五十六条",
    _notice_approved,
    "由行政机关负责人批准",
    "approve_notice",
)
NOTICE_ISSUED = Need(
    "notice-issued",
    "行政处罚告知书",
    f"{APL}第四十四条",
    _notice_issued,
    "按审核通过的内容制作告知书",
    "issue_notice",
)
NOTICE_SERVED = Need(
    "notice-served",
    "处罚前告知",
    f"{APL}第四十四条、第六十二条",
    _notice_served,
    "制作并送达行政处罚告知书",
    "serve_notice",
)
TERM_OVER = Need(
    "statement-term",
    "陈述申辩期届满或放弃",
    f"{APL}第四十五条、第六十二条；{SAMR}第五十七条",
    _term_over,
    "等期限届满，或者登记当事人明确放弃",
    "record_waiver",
)
STATEMENT_ANSWERED = Need(
    "statement-answered",
    "陈述申辩已复核",
    f"{APL}第四十五条、第六十二条",
    _statement_answered,
    "复核陈述申辩并记明是否采纳及理由",
    "answer_statement",
)
HEARING = Need(
    "hearing",
    "听证",
    f"{APL}第六十三条、第六十四条",
    _hearing,
    "先依法举行听证",
)
NOT_ABOVE_NOTICE = Need(
    "not-above-notice",
    "不重于告知的处罚",
    f"{APL}第四十四条、第四十五条",
    _not_above_notice,
    "按不高于告知的金额决定；确需加重的，依据新的事实重新审核、重新告知",
)
CARRIES_REVIEWED = Need(
    "carries-reviewed",
    "与审核内容一致",
    f"{APL}第五十八条",
    _carries_reviewed,
    "按审核通过的内容决定，或者修改建议后重新送审",
    "propose",
)
DISCUSSED = Need(
    "collective-discussion",
    "集体讨论",
    f"{APL}第五十七条第二款；{SAMR}第六十条",
    _discussed,
    "由行政机关负责人集体讨论并记录结论",
    "hold_discussion",
    applies=lambda facts: facts.discussion_due,
)
IN_TIME = Need(
    "case-term",
    "办案期限",
    f"{APL}第六十条；{SAMR}第六十四条",
    _in_time,
    "先依法批准延长办案期限",
    "extend_term",
)
ONE_FINE = Need("one-fine", "一事不二罚", f"{APL}第二十九条", _one_fine, "核对前一决定，不再给予罚款")
SEALED = Need(
    "sealed",
    "编号并加盖印章的决定书",
    f"{APL}第五十九条",
    _sealed,
    "重新制作并用印",
    "decide",
)
PAID = Need("paid", "罚款缴清", f"{APL}第六十六条、第六十七条", _paid, "登记银行缴款", "record_payment")
GOODS = Need("goods", "没收财物已处理", f"{APL}第七十四条", _goods, "登记财物处理", "settle_goods")
RECEIPTS = Need(
    "receipts",
    "送达回证",
    f"{APL}第六十一条；民事诉讼法第八十七条",
    _receipts,
    "补齐送达回证",
)
VOLUME = Need("volume", "案卷完整", f"{APL}第四十七条；{SAMR}第七十八条", _volume, "补齐案卷材料")
