"""The text of a penalty decision, paragraph by paragraph, with the contents of 第五十九条.

The paragraphs are what is printed, served and (redacted) published: one text for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from enforcement.casework.content import evidence_of
from enforcement.casework.deadlines import case_number, case_term
from enforcement.casework.loading import latest
from enforcement.casework.models import (
    Case,
    CaseDiscussion,
    CaseNotice,
    CaseRecord,
    CaseReview,
    CaseStatement,
)
from enforcement.casework.papers import handler_data, party_data
from enforcement.casework.wording import discretion_words, evidence_words, numbered_penalties, penalty_lines
from enforcement.documents.queries import DocumentFact
from enforcement.foundation.clock import civil_date
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.queries import organisation_facts
from enforcement.platform.database import db
from enforcement.rules.facts_catalogue import ItemFacts

APL = "中华人民共和国行政处罚法"
ADOPTED_WORDS = {"adopted": "予以采纳", "partly": "部分采纳", "rejected": "不予采纳"}


@dataclass(frozen=True)
class DecisionText:
    """Contents of the decision form, ``paragraphs`` among them."""

    data: dict[str, object]
    paragraphs: tuple[str, ...]
    penalties: tuple[str, ...]


def _day(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"


def write_decision(case: Case, item: ItemFacts, notice_paper: DocumentFact, fine_fen: int, today: date) -> DecisionText:
    """Compose the decision from the reviewed content, the notice and the statement."""
    agency = organisation_facts(case.org_id)
    row = case.proposal
    evidence = "；".join(evidence_words(one) for one in evidence_of(case.id))
    reply = statement_reply(case)
    discretion = discretion_words(case)
    penalties = penalty_lines(case)
    remedy = _remedies(case, agency, today)
    money = _money(case, agency, fine_fen, today)
    facts = case.facts_text.rstrip("。")
    paragraphs = [
        _course(case),
        f"经查明：{facts}。",
        f"上述事实，有以下证据证明：{evidence}。",
        f"本机关认为，当事人的上述行为违反了{item.duty.full_citation}的规定，属于{item.act}的违法行为。{discretion}。",
        _procedure(case, notice_paper),
        reply,
        f"依据{item.penalty.full_citation}的规定，决定对当事人给予以下行政处罚：",
        *numbered_penalties(case),
        money["performance"],
    ]
    if fine_fen:
        paragraphs.append(money["surcharge"])
    paragraphs += [remedy["review_term"] + remedy["suit_term"], remedy["publication_notice"]]
    data: dict[str, object] = party_data(case) | {
        "case_title": case.title,
        "paragraphs": [one for one in paragraphs if one],
        "facts": facts,
        "evidence": evidence,
        "breach_basis": item.duty.full_citation,
        "statement_reply": reply,
        "discretion": discretion,
        "penalty_basis": item.penalty.full_citation,
        "penalties": penalties,
        "fine_fen": fine_fen,
        "confiscation_fen": row.confiscation_fen if row else 0,
        **{name: text for name, text in money.items() if text},
        **remedy,
    }
    return DecisionText(data, tuple(one for one in paragraphs if one), tuple(penalties))


def _course(case: Case) -> str:
    scene = db.session.scalars(
        select(CaseRecord).where(CaseRecord.case_id == case.id, CaseRecord.kind == "scene").order_by(CaseRecord.id)
    ).first()
    handlers = "、".join(
        f"{one['name']}（执法证号{one['certificate_no']}）"
        for one in handler_data(case, case.filed_on or case.received_on)
    )
    visited = ""
    if scene is not None:
        visited = f"{_day(civil_date(scene.started_at))}，本机关执法人员{handlers}对{scene.place}进行现场检查。"
    filed = f"{_day(case.filed_on)}，本机关对本案立案调查。" if case.filed_on else ""
    return visited + filed


def _procedure(case: Case, notice_paper: DocumentFact) -> str:
    notice = latest(CaseNotice, case)
    review = latest(CaseReview, case)
    discussion = latest(CaseDiscussion, case)
    parts = []
    if notice is not None and notice.served_on is not None:
        parts.append(
            f"{_day(notice.served_on)}，本机关向当事人送达《行政处罚告知书》"
            f"（{notice_paper.number}），告知拟作出行政处罚的内容及事实、理由、依据，"
            f"并告知依法享有陈述、申辩{_hearing(notice)}的权利。"
        )
    if review is not None and review.legal:
        parts.append("本案经法制审核通过。")
    if discussion is not None:
        parts.append("本案经本机关负责人集体讨论决定。")
    return "".join(parts)


def statement_reply(case: Case) -> str:
    """What the party brought forward and what became of it, every statement (SAMR 62); or that nothing came."""
    told = latest(CaseNotice, case)
    statements = db.session.scalars(
        select(CaseStatement).where(CaseStatement.case_id == case.id).order_by(CaseStatement.id)
    ).all()
    if statements:
        return "".join(_one_reply(one) for one in statements)
    if told is not None and told.waived_on is not None:
        return f"当事人于{_day(told.waived_on)}明确表示放弃陈述、申辩{_hearing(told)}的权利。"
    neither = "，也未要求听证" if told is not None and told.hearing_right_told else ""
    return f"当事人在规定期限内未提出陈述、申辩{neither}。"


def _hearing(told: CaseNotice) -> str:
    return "和要求听证" if told.hearing_right_told else ""


def _one_reply(statement: CaseStatement) -> str:
    answer = f"本机关复核认为：{statement.answer.rstrip('。')}，对该意见{ADOPTED_WORDS.get(statement.adopted, '')}。"
    return (
        f"当事人于{_day(statement.received_on)}提出陈述、申辩：{statement.content.rstrip('。')}。"
        f"{answer if statement.answered_at is not None else ''}"
    )


def _money(case: Case, agency: OrganisationFacts, fine_fen: int, today: date) -> dict[str, str]:
    income_fen = case.proposal.confiscation_fen if case.proposal else 0
    if not fine_fen and not income_fen:
        return {
            "performance": "当事人应当自收到本决定书之日起按决定内容履行。",
            "collecting_body": "", "collecting_address": "", "surcharge": "",
        }  # fmt: skip
    owed = "和".join(words for words, fen in (("罚款", fine_fen), ("没收的违法所得", income_fen)) if fen)
    term = case_term(case, "D24", today)
    daily = case_number(case, "D27", today)
    cap = case_number(case, "D27.cap", today)
    return {
        "performance": (
            f"当事人应当自收到本决定书之日起{term.length}日内，到{agency.bank_name}各营业网点"
            f"（{agency.region_name}）或者通过电子支付系统缴纳{owed}，收款账号{agency.bank_account}。"
        ),
        "collecting_body": agency.bank_name,
        "collecting_address": agency.region_name,
        "surcharge": (
            f"逾期不缴纳罚款的，依据《{APL}》第七十二条第一款第一项的规定，每日按罚款数额的"
            f"{daily.value:g}%加处罚款，加处罚款的数额不超出罚款数额的{cap.value:g}%。申请行政复议或者提起行政诉讼的，"
            "加处罚款的数额在行政复议或者行政诉讼期间不予计算。"
        ),
    }


def _remedies(case: Case, agency: OrganisationFacts, today: date) -> dict[str, str]:
    review = case_term(case, "D32", today)
    suit = case_term(case, "D33", today)
    after_review = case_term(case, "D33.review", today)
    return {
        "review_organ": agency.review_organ,
        "court": agency.court,
        "review_term": (
            f"如不服本决定，可以自收到本决定书之日起{review.length}日内向{agency.review_organ}申请行政复议；"
        ),
        "suit_term": (
            f"也可以自收到本决定书之日起{suit.length}个月内依法向{agency.court}提起行政诉讼。"
            f"申请行政复议后对复议决定不服的，可以自收到复议决定书之日起{after_review.length}日内提起行政诉讼。"
            "行政复议或者行政诉讼期间，行政处罚不停止执行，法律另有规定的除外。"
        ),
        "publication_notice": (
            "本行政处罚决定书将依法向社会公开（《市场监督管理行政处罚信息公示规定》第八条）。"
            if case.domain == "市场监督管理"
            else "本行政处罚决定书将依法向社会公开（《中华人民共和国行政处罚法》第四十八条）。"
        ),
    }
