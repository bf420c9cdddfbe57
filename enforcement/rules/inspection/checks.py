"""What must hold of an on-site check, from the drawn team to the finished record.

Pure: the inspection room collects the facts, these functions give the reasons that stand against an act, all at once.
Rule ids are those of the inspection rule table: O01, O02, O06, O07, O08 (who checks) and C05 to C09 (how).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from enforcement.foundation.errors import Reason
from enforcement.rules.officers import OfficerKind

APL42 = "行政处罚法第四十二条第一款"
APL43 = "行政处罚法第四十三条"
APL55 = "行政处罚法第四十二条、第五十五条"
GBF54 = "国务院办公厅关于严格规范涉企行政检查的意见（国办发〔2024〕54号）"
PEPL64 = "民营经济促进法第六十四条"
SHOWN = 3
"""How many names a sentence gives before it says "and others"."""


class CheckState(StrEnum):
    """Where a check stands."""

    ASSIGNED = "assigned"
    NOTIFIED = "notified"
    ARRIVED = "arrived"
    RECORDED = "recorded"
    TOLD = "told"
    PUBLISHED = "published"
    CLOSED = "closed"
    MISSED = "missed"
    VOID = "void"


STATE_NAMES: dict[CheckState, str] = {
    CheckState.ASSIGNED: "待通知",
    CheckState.NOTIFIED: "已通知",
    CheckState.ARRIVED: "检查中",
    CheckState.RECORDED: "已记录",
    CheckState.TOLD: "已告知",
    CheckState.PUBLISHED: "已公示",
    CheckState.CLOSED: "已办结",
    CheckState.MISSED: "未按期检查",
    CheckState.VOID: "已取消",
}
BEFORE_ARRIVAL = (CheckState.ASSIGNED, CheckState.NOTIFIED)
NOT_MADE = (CheckState.MISSED, CheckState.VOID)
"""Ended without a result: a missed one counts as not completed, a void one does not count at all."""
UNFINISHED = (*BEFORE_ARRIVAL, CheckState.ARRIVED, CheckState.RECORDED, CheckState.TOLD, CheckState.PUBLISHED)


class Origin(StrEnum):
    """Why an object is checked: drawn by lot, or one of the grounds outside the draw (优化营商环境条例第五十四条)."""

    DRAW = "draw"
    COMPLAINT = "complaint"
    TRANSFER = "transfer"
    SPECIAL = "special"
    REQUEST = "request"
    RECHECK = "recheck"


ORIGIN_NAMES: dict[Origin, str] = {
    Origin.DRAW: "双随机抽查",
    Origin.COMPLAINT: "投诉举报核查",
    Origin.TRANSFER: "转办交办、数据监测核查",
    Origin.SPECIAL: "专项检查",
    Origin.REQUEST: "企业申请",
    Origin.RECHECK: "责令改正后的复查",
}


class ScanWay(StrEnum):
    """How an arrival came into the record."""

    SCAN = "scan"
    CODE = "code"
    LATE = "late"


WAY_NAMES = {ScanWay.SCAN: "扫码", ScanWay.CODE: "手工输入检查码", ScanWay.LATE: "事后补录"}


class RequestKind(StrEnum):
    """What only the head may allow in the course of a check."""

    WIDENING = "widening"
    REPRESENTATIVE = "representative"
    RECUSAL = "recusal"
    EXTENSION = "extension"


REQUEST_NAMES = {
    RequestKind.WIDENING: "扩大检查事项",
    RequestKind.REPRESENTATIVE: "要求法定代表人到场",
    RequestKind.RECUSAL: "执法人员回避",
    RequestKind.EXTENSION: "延长检查期间",
}


class RequestState(StrEnum):
    """How a request stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class Verdict(StrEnum):
    """The answer to one entry of the checklist."""

    CONFORMS = "conforms"
    FAILS = "fails"
    NOT_APPLICABLE = "not_applicable"


VERDICT_NAMES = {Verdict.CONFORMS: "符合", Verdict.FAILS: "不符合", Verdict.NOT_APPLICABLE: "不涉及"}


@dataclass(frozen=True)
class MemberFact:
    """An officer of a team on one day; ``problem`` says why the certificate does not count, empty when it does."""

    officer_id: int
    public_id: str
    name: str
    kind: str
    certificate_no: str
    problem: str = ""
    in_area: bool = True
    assistance_letter: str = ""


@dataclass(frozen=True)
class ThirdPartyFact:
    """An expert or institution that helps under an agreement."""

    name: str
    organisation: str
    agreement_no: str


@dataclass(frozen=True)
class CheckFacts:
    """A check as other parts of the room and higher rooms read it. ``code`` is the one-time code of its notice."""

    public_id: str
    task_public_id: str | None
    draw_public_id: str | None
    origin: Origin
    source_document: str
    state: CheckState
    org_id: int
    org_path: str
    agency_name: str
    domain: str
    region_name: str
    uscc: str
    name: str
    address: str
    item_codes: tuple[str, ...]
    item_names: tuple[str, ...]
    bases: tuple[str, ...]
    officers: tuple[tuple[str, str], ...]
    """(name, certificate number) of the present team."""
    window_from: date
    window_to: date
    notice_number: str
    code: str
    arrived_at: datetime | None
    result_codes: tuple[str, ...]
    result_text: str
    told_at: datetime | None
    published_at: datetime | None
    void_reason: str


def reasons_against_team(members: Sequence[MemberFact], minimum: int) -> list[Reason]:
    """O01, O02, O07, O08: enough officers, each with a certificate on the day, inside their area."""
    reasons = [*_people(members)]
    valid = {one.officer_id for one in members if not _counts_not(one)}
    if len(valid) < minimum:
        reasons.append(
            Reason(
                "O01",
                f"有效的执法人员只有{len(valid)}名，少于{minimum}名",
                f"{APL42}；{GBF54}",
                "请由负责人补足执法人员后再办理",
            )
        )
    return reasons


def reasons_against_arrival(
    present: Sequence[MemberFact], minimum: int, third_parties: Sequence[ThirdPartyFact] = ()
) -> list[Reason]:
    """O06 besides the rules on the team: a third party neither enters alone nor without an agreement."""
    reasons = reasons_against_team(present, minimum)
    short = any(one.code == "O01" for one in reasons)
    for party in third_parties:
        if short:
            reasons.append(
                Reason(
                    "O06",
                    f"{party.organisation}的{party.name}不能单独进入检查，现场须有{minimum}名以上执法人员",
                    f"{GBF54}；北京市优化营商环境条例第六十九条",
                    "请执法人员到齐后一并登记到场",
                )
            )
        if not party.agreement_no.strip():
            reasons.append(
                Reason(
                    "O06",
                    f"没有登记与{party.organisation}的委托协议编号",
                    "北京市优化营商环境条例第六十九条；上海市优化营商环境条例第六十四条",
                    "请补录协议编号，或者不让其参加检查",
                )
            )
    return reasons


def reasons_against_late_entry(
    reason: str, arrived_at: datetime, now: datetime, last_day: date, today: date, *, notified_at: datetime | None
) -> list[Reason]:
    """C06: an arrival that was not scanned may be entered later with its reason, until ``last_day``.

    Nobody arrived before the notice of ``notified_at``; times are typed to the minute.
    """
    reasons = []
    if notified_at is not None and arrived_at < notified_at.replace(second=0, microsecond=0):
        reasons.append(
            Reason("C06", "到场时间早于检查通知书的制发时间", f"{GBF54}；深府规〔2025〕6号", "请填写实际到场时间")
        )
    if arrived_at > now:
        reasons.append(Reason("C06", "到场时间晚于现在", "深府规〔2025〕6号", "请填写实际到场时间"))
    if not reason.strip():
        reasons.append(
            Reason("C06", "没有写明为什么没有当场扫码", "深府规〔2025〕6号", "请写明网络故障、紧急情况等具体原因")
        )
    if today > last_day:
        reasons.append(
            Reason(
                "C06",
                f"补录期限已于{last_day.year}年{last_day.month}月{last_day.day}日届满",
                "深府规〔2025〕6号",
                "超过期限不能补录；请向监督机关书面说明，本次到场会列入未扫码名单",
            )
        )
    return reasons


def reasons_against_recording(
    *, arrived: bool, unanswered: Sequence[str], waiting: Sequence[str], representative: str, allowed: bool
) -> list[Reason]:
    """C06, C07, C09: what still stands against finishing the record of a check.

    ``unanswered`` names entries without an answer, ``waiting`` requests the head has not answered, and
    ``representative`` is the legal representative who was made to come, ``allowed`` whether the head had agreed.
    """
    reasons = []
    if not arrived:
        reasons.append(
            Reason(
                "C06",
                "没有到场扫码，也没有补录到场",
                f"深府规〔2025〕6号；{GBF54}",
                "请扫描通知书上的检查码；当时没能扫码的，写明原因补录",
            )
        )
    if unanswered:
        reasons.append(
            Reason(
                "C07",
                f"检查表还有{len(unanswered)}项没有填写：{few(unanswered)}",
                f"{GBF54}",
                "请逐项填写，不涉及的选“不涉及”",
            )
        )
    reasons.extend(
        Reason("C07", f"“{one}”的申请还没有答复", GBF54, "请等负责人答复，或者由负责人驳回") for one in waiting
    )
    if representative.strip() and not allowed:
        reasons.append(
            Reason(
                "C09",
                "没有经主要负责人批准，不得要求法定代表人到场",
                f"{GBF54}；海南省涉企行政检查条例（试行）第二十三条",
                "请写明理由，报主要负责人批准；或者由企业自行指派人员陪同",
            )
        )
    return reasons


def unanswered_entries(items: Sequence[Mapping[str, Any]], answers: Mapping[tuple[str, str], Any]) -> list[str]:
    """Texts of the checklist's entries that have no answer; ``answers`` by (item code, entry number)."""
    return [
        str(entry["text"])
        for item in items
        for entry in item["standard"]
        if (str(item["code"]), str(entry["no"])) not in answers
    ]


def verdict_of(answer: str, answers: Sequence[str]) -> Verdict:
    """What an answer of the standard means: the first one is met, 不涉及 does not apply, every other is a finding."""
    if answer == VERDICT_NAMES[Verdict.NOT_APPLICABLE]:
        return Verdict.NOT_APPLICABLE
    return Verdict.CONFORMS if answer == answers[0] else Verdict.FAILS


def few(names: Sequence[str]) -> str:
    """The first names of a list, for a sentence."""
    return "、".join(names[:SHOWN]) + ("等" if len(names) > SHOWN else "")


def _people(members: Sequence[MemberFact]) -> list[Reason]:
    reasons = []
    for one in members:
        if one.kind != OfficerKind.OFFICER:
            reasons.append(
                Reason(
                    "O07",
                    f"{one.name}不是持证执法人员，不计入执法人员人数",
                    f"{APL42}；{GBF54}",
                    "请只登记持有行政执法证的人员",
                )
            )
        elif one.problem:
            reasons.append(Reason("O02", one.problem, APL55, "请换持有效执法证的人员"))
        elif not one.in_area and not one.assistance_letter.strip():
            reasons.append(
                Reason(
                    "O08",
                    f"{one.name}的执法区域不包括检查对象所在地",
                    f"{PEPL64}；{GBF54}",
                    "请登记异地协助函的编号，或者换有管辖权的人员",
                )
            )
    return reasons


def _counts_not(one: MemberFact) -> bool:
    outside = not one.in_area and not one.assistance_letter.strip()
    return one.kind != OfficerKind.OFFICER or bool(one.problem) or outside
