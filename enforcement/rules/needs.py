"""What each step of the procedure needs, in the words of the law.

A need looks at :class:`CaseFacts` and answers with the sentence that says what is missing, or
``None`` when it is met. Its article and what lifts it stand beside it. The same needs make the
"what is missing" panel, the greyed-out button and the API's 409.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from enforcement.foundation.errors import Reason
from enforcement.rules.facts import CaseFacts, RecordFact

APL = "行政处罚法"
SAMR = "市场监督管理行政处罚程序规定"


def always(_facts: CaseFacts) -> bool:
    """The need applies to every case."""
    return True


@dataclass(frozen=True)
class Need:
    """One requirement: code, short title, article, check, and what lifts it."""

    code: str
    title: str
    basis: str
    check: Callable[[CaseFacts], str | None]
    lift: str
    act: str = ""
    """The act or step that fulfils it, for the link in the panel."""
    applies: Callable[[CaseFacts], bool] = always

    def reason(self, facts: CaseFacts) -> Reason | None:
        """Why the step is refused on these facts, or ``None``."""
        if not self.applies(facts):
            return None
        sentence = self.check(facts)
        if sentence is None:
            return None
        return Reason(self.code, sentence, self.basis, self.lift)


def _day(facts_date: object) -> str:
    return f"{facts_date:%Y年%-m月%-d日}"


def _two_handlers(facts: CaseFacts) -> str | None:
    invalid = [one for one in facts.handlers if not one.certificate_valid]
    if invalid:
        return "、".join(f"{one.name}{one.certificate_problem}" for one in invalid)
    if len({one.officer_id for one in facts.handlers}) < facts.minimum_officers:
        return f"承办的执法人员不足{facts.minimum_officers}人"
    outside = [one.name for one in facts.handlers if facts.field_name and facts.field_name not in one.fields]
    if outside:
        return f"{'、'.join(outside)}的执法证件不包括{facts.field_name}领域"
    return None


def record_problem(record: RecordFact, facts: CaseFacts) -> str | None:
    """Why a record of inspection or inquiry does not stand (行政处罚法第四十二条、第五十五条)."""
    name = f"{_day(record.on)}的{record.kind}"
    invalid = [one for one in record.officers if not one.certificate_valid]
    if invalid:
        who = "、".join(f"{one.name}{one.certificate_problem}" for one in invalid)
        return f"{name}：{who}"
    if len({one.officer_id for one in record.officers}) < facts.minimum_officers:
        return f"{name}的执法人员不足{facts.minimum_officers}人"
    if not record.certificate_shown:
        return f"{name}没有记明出示执法证件"
    if not record.rights_told:
        return f"{name}没有记明告知权利"
    if not record.settled:
        return f"{name}没有当事人签名，也没有注明拒签情况"
    return None


def _records_stand(facts: CaseFacts) -> str | None:
    for record in (*facts.scene_records, *facts.inquiry_records):
        problem = record_problem(record, facts)
        if problem:
            return problem
    return None


def _scene_recorded(facts: CaseFacts) -> str | None:
    return None if facts.scene_records else "还没有现场笔录"


def _inquiry_recorded(facts: CaseFacts) -> str | None:
    return None if facts.inquiry_records else "还没有询问笔录"


def _initial_evidence(facts: CaseFacts) -> str | None:
    return None if facts.facts_found else "没有写明初步查明的违法事实"


def _within_limitation(facts: CaseFacts) -> str | None:
    if facts.limitation is None:
        return "没有写明违法行为发生（终了）的日期"
    return None if facts.limitation.open else facts.limitation.sentence


def _in_scope(facts: CaseFacts) -> str | None:
    return None if facts.item_in_scope else "该事项不在本机关公布的行政处罚权力清单内"


def _in_force(facts: CaseFacts) -> str | None:
    return None if facts.item_in_force else "所引依据在违法行为发生时不是现行有效的规定"


def _recordings_there(facts: CaseFacts) -> str | None:
    if facts.recordings_missing:
        return f"音像记录事项清单要求的记录还没有：{'、'.join(facts.recordings_missing)}"
    return None


def _recordings_verified(facts: CaseFacts) -> str | None:
    if facts.recordings_missing:
        return _recordings_there(facts)
    if facts.recordings_pending:
        return f"音像记录还没有核验：{'、'.join(facts.recordings_pending)}"
    return None


def _evidence(facts: CaseFacts) -> str | None:
    if facts.evidence_count == 0:
        return "证据目录是空的"
    if facts.evidence_unverified:
        return f"证据还没有查证：{'、'.join(facts.evidence_unverified)}"
    return None


def _proposal(facts: CaseFacts) -> str | None:
    if facts.proposal is None:
        return "还没有提出处罚建议和裁量理由"
    if facts.proposal.problems:
        return "；".join(problem.message for problem in facts.proposal.problems)
    return None


def _report(facts: CaseFacts) -> str | None:
    return None if facts.report_issued else "还没有案件调查终结报告"


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
    if review is not None and review.reviewer_id in {one.officer_id for one in facts.handlers}:
        return "审核人员是本案的办案人员"
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
        return f"告知书到{_day(facts.notice.served_on)}才视为送达"
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
    return f"陈述申辩期还没有届满（{_day(facts.notice.term_due)}届满）"


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
    return f"办案期限已于{_day(facts.decide_by)}届满"


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


def _review_is_legal(facts: CaseFacts) -> bool:
    return facts.legal_review_due


TWO_HANDLERS = Need(
    "two-officers",
    "两名有资格的执法人员",
    f"{APL}第四十二条",
    _two_handlers,
    "指定两名当日证件有效、领域相符的执法人员",
    "assign_handlers",
)
RECORDS_STAND = Need(
    "records-stand",
    "笔录合乎要求",
    f"{APL}第四十二条、第五十五条",
    _records_stand,
    "由两名当日证件有效的执法人员重新制作笔录，出示证件、告知权利并由当事人签名或注明拒签",
    "record_scene",
)
SCENE_RECORDED = Need("scene-record", "现场笔录", f"{APL}第五十五条", _scene_recorded, "制作现场笔录", "record_scene")
INQUIRY_RECORDED = Need(
    "inquiry-record",
    "询问笔录",
    f"{APL}第五十五条",
    _inquiry_recorded,
    "制作询问笔录",
    "record_inquiry",
)
INITIAL_EVIDENCE = Need(
    "initial-evidence",
    "初步违法事实",
    f"{APL}第五十四条；{SAMR}第十九条",
    _initial_evidence,
    "在案情中写明初步查明的事实",
    "state_facts",
)
WITHIN_LIMITATION = Need(
    "limitation",
    "追责时效",
    f"{APL}第三十六条",
    _within_limitation,
    "填写违法行为终了的日期；超过时效的不再给予行政处罚",
    "state_facts",
)
IN_SCOPE = Need(
    "in-scope",
    "本机关有处罚权",
    f"{APL}第十七条、第二十二条至第二十四条",
    _in_scope,
    "改选本机关权力清单内的事项，或者移送有权的机关",
    "state_facts",
)
IN_FORCE = Need(
    "in-force",
    "依据现行有效",
    f"{APL}第三十七条、第三十八条",
    _in_force,
    "改选违法行为发生时有效的依据",
    "state_facts",
)
RECORDINGS_THERE = Need(
    "recordings",
    "音像记录",
    f"{APL}第四十七条",
    _recordings_there,
    "上传清单要求的音像记录",
    "upload_recording",
)
RECORDINGS_VERIFIED = Need(
    "recordings-verified",
    "音像记录已核验",
    f"{APL}第四十七条",
    _recordings_verified,
    "等系统核验完成；核验不通过的重新上传",
    "upload_recording",
)
EVIDENCE = Need(
    "evidence",
    "证据查证属实",
    f"{APL}第四十条、第四十六条",
    _evidence,
    "把证据列入目录并逐项查证",
    "add_evidence",
)
PROPOSAL = Need(
    "proposal",
    "处罚建议和裁量理由",
    f"{APL}第五条、第三十四条；国办发〔2022〕27号",
    _proposal,
    "按裁量基准提出处罚建议并写明理由",
    "propose",
)
REPORT = Need(
    "report",
    "案件调查终结报告",
    f"{APL}第五十七条；{SAMR}第四十八条",
    _report,
    "完成调查终结报告",
    "conclude",
)
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
