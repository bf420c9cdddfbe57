"""Service of documents (送达): what each mode asks, and from which day a paper counts as served.

行政处罚法 61, 民事诉讼法 87-95, 市场监督管理行政处罚程序规定 82-83.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enforcement.foundation.errors import Reason
from enforcement.rules.calendars import WorkCalendar
from enforcement.rules.deadlines import compute_deadline
from enforcement.rules.facts import OfficerFact
from enforcement.rules.rulesets import Term


class ServiceMode(StrEnum):
    """How a paper reaches the party."""

    DIRECT = "direct"
    LIEN = "lien"
    ELECTRONIC = "electronic"
    POST = "post"
    ENTRUSTED = "entrusted"
    PUBLIC_NOTICE = "public_notice"


MODE_NAMES: dict[ServiceMode, str] = {
    ServiceMode.DIRECT: "直接送达",
    ServiceMode.LIEN: "留置送达",
    ServiceMode.ELECTRONIC: "电子送达",
    ServiceMode.POST: "邮寄送达",
    ServiceMode.ENTRUSTED: "委托送达",
    ServiceMode.PUBLIC_NOTICE: "公告送达",
}

DECIDING_DAY: dict[ServiceMode, str] = {
    ServiceMode.DIRECT: "受送达人在送达回证上签收的日期为送达日期（民事诉讼法第八十七条、第八十八条）",
    ServiceMode.LIEN: "文书留在受送达人住所的日期视为送达日期（民事诉讼法第八十九条）",
    ServiceMode.ELECTRONIC: "文书到达受送达人特定系统的日期为送达日期（民事诉讼法第九十条）",
    ServiceMode.POST: "回执上注明的收件日期为送达日期（民事诉讼法第九十一条）",
    ServiceMode.ENTRUSTED: "受送达人在送达回证上签收的日期为送达日期（民事诉讼法第九十一条）",
}


@dataclass(frozen=True)
class ServiceFacts:
    """One act of service.

    ``acted_on`` is the civil day of the act itself: signature, leaving, arrival in the
    addressee's system, date on the return slip, publication of the notice.
    """

    mode: ServiceMode
    issued_on: date
    acted_on: date
    today: date
    servers: tuple[OfficerFact, ...]
    """The officers who served, as they stood on ``acted_on``."""
    minimum_servers: int
    signed: bool
    place: str = ""
    recipient: str = ""
    relation: str = ""
    refusal: str = ""
    witness: str = ""
    recorded: bool = False
    electronic_confirmed: bool = False
    note: str = ""


@dataclass(frozen=True)
class Served:
    """The day a paper counts as served, and the sentence that says why."""

    on: date
    rule: str


def service_problems(facts: ServiceFacts) -> tuple[Reason, ...]:
    """Everything that keeps this act from being service."""
    reasons = [*_day_problems(facts), *_server_problems(facts)]
    if not facts.place.strip():
        reasons.append(
            Reason(
                "service.place",
                "没有写明送达地点（电子送达写接收地址，公告送达写公告的载体）",
                "民事诉讼法第八十七条",
                "请填写送达地点",
            )
        )
    return (*reasons, *_MODE_PROBLEMS[facts.mode](facts))


def _day_problems(facts: ServiceFacts) -> list[Reason]:
    reasons = []
    if facts.acted_on > facts.today:
        reasons.append(
            Reason(
                "service.future",
                "送达日期晚于今天",
                "民事诉讼法第八十七条",
                "请按送达回证上记明的日期填写",
            )
        )
    if facts.acted_on < facts.issued_on:
        reasons.append(
            Reason(
                "service.before_issue",
                "送达日期早于文书制作的日期",
                "民事诉讼法第八十七条",
                "请核对送达日期",
            )
        )
    return reasons


def _server_problems(facts: ServiceFacts) -> list[Reason]:
    basis = "行政处罚法第四十二条第一款"
    reasons = [
        Reason(
            "service.certificate",
            f"送达人{officer.name}{officer.certificate_problem}",
            basis,
            "请换由当日持有有效执法证的人员送达",
        )
        for officer in facts.servers
        if not officer.certificate_valid
    ]
    count = len({officer.officer_id for officer in facts.servers})
    if count < facts.minimum_servers:
        reasons.append(
            Reason(
                "service.servers",
                f"送达人为{count}人，少于{facts.minimum_servers}人",
                basis,
                f"请补足{facts.minimum_servers}名送达人",
            )
        )
    return reasons


def _need(met: object, code: str, message: str, basis: str, lift: str) -> list[Reason]:
    return [] if met else [Reason(f"service.{code}", message, basis, lift)]


def _direct(facts: ServiceFacts) -> list[Reason]:
    basis = "民事诉讼法第八十七条、第八十八条"
    return [
        *_need(
            not facts.refusal.strip(),
            "refused",
            "受送达人拒绝接收的，不是直接送达",
            "民事诉讼法第八十九条",
            "请改用留置送达，写明拒收事由，由见证人签名或者录像",
        ),
        *_need(
            facts.recipient.strip() and facts.relation.strip(),
            "recipient",
            "没有写明签收人及其与受送达人的关系",
            basis,
            "请填写签收人和关系",
        ),
        *_need(facts.signed, "signature", "送达回证没有签收人签名", basis, "请签收人在屏幕上签名"),
    ]


def _lien(facts: ServiceFacts) -> list[Reason]:
    basis = "民事诉讼法第八十九条"
    return [
        *_need(
            facts.refusal.strip(),
            "refusal",
            "留置送达没有记明拒收事由和日期",
            basis,
            "请填写拒收事由",
        ),
        *_need(
            facts.witness.strip() or facts.recorded,
            "witness_or_recording",
            "留置送达既没有见证人，也没有拍照、录像",
            basis,
            "请由见证人签名，或者选择记录送达过程的音像记录",
        ),
    ]


def _electronic(facts: ServiceFacts) -> list[Reason]:
    return _need(
        facts.electronic_confirmed,
        "electronic_consent",
        "受送达人没有书面同意电子送达",
        "行政处罚法第六十一条第二款；民事诉讼法第九十条",
        "请先由当事人签署送达地址确认书并同意电子送达，或者改用其他方式",
    )


def _post(facts: ServiceFacts) -> list[Reason]:
    return _need(
        facts.note.strip(),
        "return_slip",
        "邮寄送达没有写明邮件号码和回执情况",
        "民事诉讼法第九十一条",
        "请在备注中填写邮件号码和回执上的签收情况",
    )


def _entrusted(facts: ServiceFacts) -> list[Reason]:
    basis = "民事诉讼法第九十一条"
    return [
        *_need(
            facts.note.strip(),
            "entrusted_organ",
            "委托送达没有写明受委托的机关",
            basis,
            "请在备注中填写受委托机关和委托函文号",
        ),
        *_need(
            facts.recipient.strip(),
            "recipient",
            "没有写明签收人",
            basis,
            "请填写签收人",
        ),
    ]


def _public_notice(facts: ServiceFacts) -> list[Reason]:
    return _need(
        facts.note.strip(),
        "notice_reason",
        "公告送达没有记明原因和经过（下落不明，或者其他方式无法送达）",
        "民事诉讼法第九十五条",
        "请在备注中写明原因和已经采用过的送达方式",
    )


_MODE_PROBLEMS = {
    ServiceMode.DIRECT: _direct,
    ServiceMode.LIEN: _lien,
    ServiceMode.ELECTRONIC: _electronic,
    ServiceMode.POST: _post,
    ServiceMode.ENTRUSTED: _entrusted,
    ServiceMode.PUBLIC_NOTICE: _public_notice,
}


def served_when(mode: ServiceMode, acted_on: date, notice_term: Term, calendar: WorkCalendar) -> Served:
    """The day of service of an act free of problems.

    ``notice_term`` is the term of service by public notice (rule D19); other modes count
    from the act itself.
    """
    if mode is not ServiceMode.PUBLIC_NOTICE:
        return Served(acted_on, DECIDING_DAY[mode])
    deadline = compute_deadline(notice_term, acted_on, calendar)
    return Served(deadline.due, f"自发出公告之日起，经过{notice_term.text}，视为送达（{notice_term.basis}）")
