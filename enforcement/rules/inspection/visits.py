"""Visits to enterprises (涉企行政检查): which count, when one may be made, what an approval must say.

国办发〔2024〕54号: an organ visits an enterprise no oftener in a year than its published cap; every visit is recorded,
under whatever name. Local statutes let some visits exceed the cap; those are counted apart and watched.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from enforcement.foundation.errors import Reason
from enforcement.rules.inspection.checks import Origin

NOTICE_54 = "国办发〔2024〕54号"
HAINAN = "海南省涉企行政检查条例（试行）"
LEAST_OFFICERS = 2
LEAST_WORDS = 10
"""Characters below which a statement of reasons says nothing."""


class VisitKind(StrEnum):
    """As what a visit is made: the three kinds of inspection, what follows one, and the other names."""

    DAILY = "daily"
    CASE = "case"
    SPECIAL = "special"
    RECHECK = "recheck"
    REQUEST = "request"
    OBSERVATION = "observation"
    SUPERVISION = "supervision"
    SURVEY = "survey"
    CALL = "call"
    STUDY = "study"

    @property
    def words(self) -> str:
        """The Chinese name."""
        return KIND_WORDS[self]

    @property
    def other_name(self) -> bool:
        """A visit under another name than inspection: recorded and counted apart (C11)."""
        return self in OTHER_NAMES


KIND_WORDS: Mapping[VisitKind, str] = {
    VisitKind.DAILY: "日常检查",
    VisitKind.CASE: "个案检查",
    VisitKind.SPECIAL: "专项检查",
    VisitKind.RECHECK: "整改复查",
    VisitKind.REQUEST: "应企业申请检查",
    VisitKind.OBSERVATION: "观摩",
    VisitKind.SUPERVISION: "督导",
    VisitKind.SURVEY: "调研",
    VisitKind.CALL: "走访",
    VisitKind.STUDY: "考察",
}
OTHER_NAMES = frozenset(
    {VisitKind.OBSERVATION, VisitKind.SUPERVISION, VisitKind.SURVEY, VisitKind.CALL, VisitKind.STUDY}
)
KIND_OF_ORIGIN: Mapping[Origin, VisitKind] = {
    Origin.DRAW: VisitKind.DAILY,
    Origin.COMPLAINT: VisitKind.CASE,
    Origin.TRANSFER: VisitKind.CASE,
    Origin.SPECIAL: VisitKind.SPECIAL,
    Origin.REQUEST: VisitKind.REQUEST,
    Origin.RECHECK: VisitKind.RECHECK,
}
"""As what the visit of a check counts."""


@dataclass(frozen=True)
class ExemptReason:
    """A reason for which a visit may stand outside the cap; ``needs_document``: only with the paper behind it."""

    code: str
    words: str
    basis: str
    needs_document: bool = True


EXEMPT_REASONS: Mapping[str, ExemptReason] = {
    one.code: one
    for one in (
        ExemptReason("complaint", "投诉举报、信访、12345热线转办的具体线索", f"{HAINAN}第十二条、第十三条"),
        ExemptReason("transfer", "国家或者省级机关交办、转办，其他机关移送", f"{HAINAN}第十二条"),
        ExemptReason("joined-superior", "配合上级机关的检查", f"{HAINAN}第十二条"),
        ExemptReason("data-alert", "非现场监管发现的具体问题线索", f"{HAINAN}第十二条、第十六条"),
        ExemptReason("media", "媒体曝光的具体问题", f"{HAINAN}第十二条"),
        ExemptReason("recheck", "责令改正后的复查", f"{HAINAN}第十二条"),
        ExemptReason("request", "企业主动申请", f"{HAINAN}第十二条"),
        ExemptReason("licence", "办理行政许可需要的现场核查", f"{HAINAN}第十二条"),
        ExemptReason("spot-check", "法定的监督抽查、抽样检验", f"{HAINAN}第十二条"),
        ExemptReason("high-risk", "信用风险D类，依规则提高频次", f"{HAINAN}第九条、第十二条", needs_document=False),
        ExemptReason("urgent", "法律、法规规定的其他紧急情形", f"{HAINAN}第十二条、第十五条", needs_document=False),
    )
}
"""Union of the lists read; an installation's own rule may be narrower (待核对)."""


class OffSite(StrEnum):
    """Ways to look without a visit (C03)."""

    PAPER = "paper"
    DATA = "data"
    SMART = "smart"

    @property
    def words(self) -> str:
        """The Chinese name."""
        return {"paper": "书面核查", "data": "信息共享", "smart": "智慧监管"}[self.value]


class TaskSource(StrEnum):
    """Where the task comes from (任务来源), as the approval form asks."""

    PLAN = "plan"
    COMPLAINT = "complaint"
    TRANSFER = "transfer"
    ALERT = "alert"
    RECHECK = "recheck"
    REQUEST = "request"
    SPECIAL = "special"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The Chinese name."""
        return {
            "plan": "年度抽查计划",
            "complaint": "投诉举报",
            "transfer": "交办、转办、移送",
            "alert": "数据预警线索",
            "recheck": "责令改正后复查",
            "request": "企业申请",
            "special": "经批准的专项检查",
            "other": "其他",
        }[self.value]


class ApprovalState(StrEnum):
    """Where an approval stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"

    @property
    def words(self) -> str:
        """The Chinese name."""
        return {"asked": "待审批", "approved": "已批准", "refused": "不予批准"}[self.value]


@dataclass(frozen=True)
class LastVisit:
    """One earlier visit as an enterprise may know it."""

    visited_on: date
    agency_name: str
    kind: VisitKind
    counted: bool


@dataclass(frozen=True)
class Standing:
    """How often an enterprise was visited in a calendar year.

    ``counted``: by this organ, against its cap. ``exempt``: by this organ, outside the cap. ``other_names``: by this
    organ, under another name than inspection. ``total``: all visits by all organs. ``reserved``: approved and not
    yet made, against the cap. ``cap``: visits a year, with ``cap_basis`` where it is from.
    """

    uscc: str
    year: int
    counted: int
    exempt: int
    other_names: int
    total: int
    reserved: int
    cap: int
    cap_basis: str
    last_visits: tuple[LastVisit, ...] = ()


@dataclass(frozen=True)
class ApprovalFacts:
    """What an approval says, as far as the rules ask. ``window``: first and last day, both included."""

    kind: VisitKind
    exempt_reason: str
    source_document: str
    off_site: Mapping[OffSite, str]
    officers: int
    items: int
    window: tuple[date, date]


def counts_against_cap(kind: VisitKind, exempt_reason: str, counted_kinds: Collection[VisitKind]) -> bool:
    """Whether a visit counts (C01): of a kind that the organ's rule counts, without a reason outside the cap."""
    return kind in counted_kinds and not exempt_reason


def reasons_against_approval(facts: ApprovalFacts) -> tuple[Reason, ...]:
    """What an approval form still lacks (C03, C04 and the elements of the approval form)."""
    found: list[Reason] = [] if facts.kind.other_name else list(off_site_reasons(facts.off_site))
    if facts.items < 1 and not facts.kind.other_name:
        found.append(Reason("no-items", "没有写明检查事项", f"{NOTICE_54}", "从已公布的抽查事项清单中选择事项"))
    if facts.officers < LEAST_OFFICERS and not facts.kind.other_name:
        found.append(
            Reason(
                "two-officers",
                f"执法人员不少于{LEAST_OFFICERS}人，现在是{facts.officers}人",
                "行政处罚法第四十二条；海南省涉企行政检查条例（试行）第十八条",
                "增加持有效执法证件的执法人员",
            )
        )
    if facts.window[1] < facts.window[0]:
        found.append(Reason("window", "检查结束日期早于开始日期", f"{HAINAN}第十条", "改正检查的起止日期"))
    exempt = EXEMPT_REASONS.get(facts.exempt_reason)
    if facts.exempt_reason and exempt is None:
        found.append(
            Reason("unknown-exemption", "所选理由不在频次上限之外的情形之列", f"{HAINAN}第十二条", "从列表中选择理由")
        )
    if exempt is not None and exempt.needs_document and not facts.source_document.strip():
        found.append(
            Reason(
                "exemption-document",
                f"以“{exempt.words}”为由，需要写明来源文书的编号",
                exempt.basis,
                "填写投诉、交办、移送等来源文书的编号",
            )
        )
    return tuple(found)


def off_site_reasons(off_site: Mapping[OffSite, str], name: str = "") -> tuple[Reason, ...]:
    """C03: why each way to look without a visit is not enough; of a batch (``name``), once for all its checks."""
    silent = [way.words for way in OffSite if len(off_site.get(way, "").strip()) < LEAST_WORDS]
    if not silent:
        return ()
    return (
        Reason(
            "off-site-first",
            f"{f'“{name}”' if name else ''}没有写明为什么{'、'.join(silent)}不足以查清情况",
            f"{NOTICE_54}；{HAINAN}第十六条",
            f"逐项写明理由，每项不少于{LEAST_WORDS}个字；能够非现场查清的，不到现场",
        ),
    )


def reason_beyond_cap(standing: Standing) -> Reason | None:
    """C01 at the approval of a visit that counts: visits made and approved together stay within the cap."""
    if standing.counted + standing.reserved < standing.cap:
        return None
    return _beyond(standing)


def reason_cap_reached(standing: Standing) -> Reason | None:
    """C01 on arrival at a visit that counts: its own approval holds its place, so only visits made are looked at."""
    return _beyond(standing) if standing.counted >= standing.cap else None


def _beyond(standing: Standing) -> Reason:
    waiting = f"，另有{standing.reserved}次已批准尚未实施" if standing.reserved else ""
    return Reason(
        "cap-reached",
        f"本机关{standing.year}年对这家企业已经检查{standing.counted}次{waiting}，达到年度上限{standing.cap}次",
        standing.cap_basis,
        "有频次上限以外的法定情形的，写明情形和来源文书，由负责人批准；没有的，改用非现场方式或者并入联合检查",
    )


def reason_not_approved(approved_at: datetime | None, reported_at: datetime | None, start: datetime) -> Reason | None:
    """C04: the head approves before the visit begins; an urgent one begins once it has been reported.

    ``approved_at``: the earliest decision, ``reported_at``: the earliest urgent report, for this organ, enterprise,
    kind and day.
    """
    if approved_at is not None and approved_at < start:
        return None
    if reported_at is not None and reported_at <= start:
        return None
    return Reason(
        "not-approved",
        "这次入企检查还没有经过负责人批准",
        f"{HAINAN}第十五条；{NOTICE_54}",
        "先填写行政检查审批表，由行政机关负责人批准；情况紧急的，立即报告并登记为紧急检查，事后补办",
    )


def reason_same_person(asked_by: int | None, decided_by: int | None) -> Reason | None:
    """The one who asks does not approve."""
    if asked_by is None or asked_by != decided_by:
        return None
    return Reason(
        "own-request",
        "不能审批自己提出的入企检查",
        f"{HAINAN}第十五条",
        "由行政机关的其他负责人审批",
    )
