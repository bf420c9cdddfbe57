"""Yearly plans and their batches: plan first, public in time, approved where outside (I03 to I06, D05, D09, D10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from enforcement.foundation.errors import Reason
from enforcement.rules.calendars import WorkCalendar
from enforcement.rules.deadlines import add_months
from enforcement.rules.inspection.visits import OffSite

QUARTER_MONTHS = (1, 4, 7, 10)
LEAST_TEAM = 2
"""行政处罚法 42."""
LEAST_DEPARTMENTS = 2


class BatchKind(StrEnum):
    """定向抽查 narrows the library by a published condition first; 不定向抽查 uses all of it."""

    DIRECTIONAL = "directional"
    UNDIRECTED = "undirected"

    @property
    def words(self) -> str:
        """In words of the plan."""
        return {"directional": "定向抽查", "undirected": "不定向抽查"}[self.value]


class BatchState(StrEnum):
    """A batch from the plan to its end."""

    PLANNED = "planned"
    APPROVED = "approved"
    FROZEN = "frozen"
    DRAWN = "drawn"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"

    @property
    def words(self) -> str:
        """In words of the desk."""
        return {
            "planned": "待批准",
            "approved": "待抽取",
            "frozen": "名录已冻结",
            "drawn": "已抽取",
            "running": "检查中",
            "finished": "已完成",
            "cancelled": "已取消",
        }[self.value]


class Origin(StrEnum):
    """Where a batch comes from."""

    PLAN = "plan"
    AD_HOC = "ad_hoc"
    SPECIAL = "special"

    @property
    def words(self) -> str:
        """In words of the desk."""
        return {"plan": "年度计划", "ad_hoc": "临时任务", "special": "专项检查"}[self.value]


class PlanState(StrEnum):
    """A plan from the draft to the public page."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"

    @property
    def words(self) -> str:
        """In words of the desk."""
        return {"draft": "起草中", "submitted": "待批准", "approved": "已批准，待公布", "published": "已公布"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class PoolChoice:
    """A published rule chosen for a batch: its id, and its value where the rule takes one (empty otherwise)."""

    rule: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class PaperReference:
    """A document named for a special campaign: number and day."""

    number: str
    on: date


@dataclass(frozen=True)
class SpecialPapers:
    """Approval, filing and publication of a special campaign (海南 10)."""

    approval: PaperReference | None = None
    filing: PaperReference | None = None
    publication: PaperReference | None = None


@dataclass(frozen=True)
class BatchFacts:
    """A batch of a plan, or a task outside it. ``ratios``: class -> basis points; days are civil, both ends included.

    ``departments``: codes of the organisations whose officers are drawn, the initiator first.
    """

    public_id: str
    org_id: int
    org_path: str
    org_code: str
    org_name: str
    org_domain: str
    region_name: str
    plan_public_id: str | None
    plan_no: str
    plan_published_on: date | None
    plan_filed: bool
    no: int
    name: str
    item_codes: tuple[str, ...]
    kind: BatchKind
    filters: tuple[PoolChoice, ...]
    exclusions: tuple[PoolChoice, ...]
    ratios: Mapping[str, int]
    departments: tuple[str, ...]
    joint: bool
    sealed: bool
    draw_on: date
    visit_from: date
    visit_to: date
    team_size: int
    algorithm: str
    sources: tuple[str, ...]
    state: BatchState
    origin: Origin
    reason: str
    papers: SpecialPapers
    drafted_by: int | None
    drafted_by_name: str
    approved_by: int | None
    approved_by_name: str
    approved_at: datetime | None
    draw_public_id: str | None
    off_site: Mapping[OffSite, str] = field(default_factory=dict)
    """Why each way to look without a visit is not enough (C03)."""

    @property
    def planned_days(self) -> tuple[date, ...]:
        """Every day of the visit window."""
        count = (self.visit_to - self.visit_from).days + 1
        return tuple(self.visit_from + timedelta(days=number) for number in range(max(count, 0)))

    @property
    def outside_plan(self) -> bool:
        """Whether it stays visible as a task outside the plan (临时任务)."""
        return self.origin is not Origin.PLAN


@dataclass(frozen=True, slots=True)
class WindowOfBatch:
    """What is compared when visits are joined: whose batch, when, and the codes drawn in it."""

    public_id: str
    org_id: int
    visit_from: date
    visit_to: date
    usccs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Overlap:
    """One enterprise drawn by two departments within the days."""

    uscc: str
    first: str
    second: str
    days_apart: int


def publication_late(published_on: date | None, until: date, today: date) -> bool:
    """Whether the red mark stands: not public by the day, or made public after it (rule I03)."""
    return (published_on or today) > until


def batch_reasons(batch: BatchFacts) -> tuple[Reason, ...]:
    """Why a batch can't stand as written: no item, days out of order, too few departments, a team of less than two.

    Filters and exclusions are judged by ``pool.choice_reasons``, proportions by ``ratios.batch_ratio_reasons``.
    """
    found = []
    if not batch.item_codes:
        found.append(Reason("I03", "没有填写检查事项", "北京市优化营商环境条例第六十七条", "至少选择一个事项"))
    if batch.visit_from > batch.visit_to:
        found.append(Reason("I03", "检查开始日期晚于结束日期", "抽查计划应当写明时间", "改正检查时间"))
    if batch.draw_on > batch.visit_from:
        found.append(Reason("I03", "抽取日期晚于检查开始日期", "先抽取后检查", "把抽取日期提前"))
    if batch.joint and len(set(batch.departments)) < LEAST_DEPARTMENTS:
        found.append(
            Reason(
                "D10", "联合抽查至少有两个部门参加", "优化营商环境条例第五十四条", "选择参加的部门，或者不作为联合抽查"
            )
        )
    if batch.team_size < LEAST_TEAM:
        found.append(
            Reason("O01", "每组检查人员不得少于两人", "行政处罚法第四十二条；国办发〔2024〕54号", "每组至少两人")
        )
    return tuple(found)


def outside_plan_reasons(batch: BatchFacts, filing_months: int) -> tuple[Reason, ...]:
    """What a task outside the plan needs before approval: a reason; a special one its three documents (I03, I06).

    ``filing_months``: a special campaign is filed and published within so many months of its approval.
    """
    found = []
    if batch.origin is not Origin.PLAN and not batch.reason.strip():
        found.append(
            Reason("I03", "计划外的任务应当写明理由，经负责人批准", "抽查计划管理要求", "写明开展临时任务的理由")
        )
    if batch.origin is Origin.SPECIAL:
        wanted = (("批准", batch.papers.approval), ("备案", batch.papers.filing), ("公布", batch.papers.publication))
        found += [
            Reason(
                "I06",
                f"专项检查缺少{name}文件",
                "国办发〔2024〕54号；海南省涉企行政检查条例（试行）第十条",
                f"填写{name}文件的文号和日期",
            )
            for name, paper in wanted
            if paper is None
        ]
        found += _filed_late(batch.papers, filing_months)
    return tuple(found)


def _filed_late(papers: SpecialPapers, months: int) -> list[Reason]:
    if papers.approval is None:
        return []
    last = add_months(papers.approval.on, months)
    return [
        Reason(
            "I06",
            f"专项检查的{name}日期晚于批准后{months}个月（{last.isoformat()}）",
            "海南省涉企行政检查条例（试行）第十条；上海市2026年规定",
            "重新报批，并在期限内办理备案和公布",
        )
        for name, paper in (("备案", papers.filing), ("公布", papers.publication))
        if paper is not None and paper.on > last
    ]


def stacked(batch: BatchFacts, planned: Sequence[BatchFacts]) -> tuple[BatchFacts, ...]:
    """Planned draws that a special campaign would be laid on: same item, days in common (rule I05)."""
    if batch.origin is not Origin.SPECIAL:
        return ()
    return tuple(
        other
        for other in planned
        if other.origin is Origin.PLAN
        and set(other.item_codes) & set(batch.item_codes)
        and other.visit_from <= batch.visit_to
        and batch.visit_from <= other.visit_to
    )


def draw_day_reasons(batch: BatchFacts, today: date) -> tuple[Reason, ...]:
    """Why the pool can't be frozen on a civil day: approval, plan public (I03) and filed (I04), one draw (D05)."""
    found = []
    if batch.state in DRAWN_STATES:
        found.append(
            Reason(
                "D05",
                "这一批次已经抽取，一个批次只抽取一次，不得重抽",
                "国办发〔2015〕58号：全程留痕",
                "确需作废的，按作废程序办理并公开",
            )
        )
    elif batch.state is not BatchState.APPROVED:
        found.append(Reason("I03", "这一批次还没有批准", "抽查计划应当批准后实施", "由负责人批准"))
    if batch.draw_on > today:
        found.append(
            Reason(
                "D09", f"抽取日期是{batch.draw_on.isoformat()}，还没有到", "年度抽查计划", "到抽取日期由系统自动冻结"
            )
        )
    if batch.origin is Origin.PLAN:
        if batch.plan_published_on is None or batch.plan_published_on > today:
            found.append(
                Reason("I03", "年度抽查计划还没有公布", "北京市优化营商环境条例第六十七条", "批准并公布年度计划")
            )
        if not batch.plan_filed:
            found.append(
                Reason(
                    "I04",
                    "年度抽查计划没有备案回执",
                    "国市监信〔2019〕38号：抽查计划报上级市场监管部门备案",
                    "登记备案回执的文号和日期",
                )
            )
    return tuple(found)


ONE_DOOR = "优化营商环境条例第五十四条；北京市优化营商环境条例第七十条：同一时期对同一对象的检查合并进行"
DRAWN_STATES = frozenset({BatchState.FROZEN, BatchState.DRAWN, BatchState.RUNNING, BatchState.FINISHED})


def window_reasons(draw_on: date, working_days: int, calendar: WorkCalendar) -> tuple[Reason, ...]:
    """Rule D09: a planned draw lies in the first working days of its quarter; 0 working days means no window."""
    if working_days == 0:
        return ()
    first, last = draw_window(draw_on, working_days, calendar)
    if first <= draw_on <= last and calendar.is_working_day(draw_on):
        return ()
    return (
        Reason(
            "D09",
            f"计划内的抽取应当在每季度前{working_days}个工作日内（本季度为{first.isoformat()}至{last.isoformat()}）",
            "津市场监管信监〔2025〕9号",
            "改到窗口期内的工作日",
        ),
    )


def draw_window(day: date, working_days: int, calendar: WorkCalendar) -> tuple[date, date]:
    """First and last day of the window in the quarter of a day."""
    month = max(number for number in QUARTER_MONTHS if number <= day.month)
    first = calendar.next_working_day(date(day.year, month, 1) - timedelta(days=1))
    last = first
    for _ in range(working_days - 1):
        last = calendar.next_working_day(last)
    return first, last


def overlaps(windows: Sequence[WindowOfBatch], days: int) -> tuple[Overlap, ...]:
    """Enterprises drawn by two departments whose visits lie at most ``days`` apart, in a fixed order (rule D10)."""
    by_code: dict[str, list[WindowOfBatch]] = {}
    for window in windows:
        for uscc in window.usccs:
            by_code.setdefault(uscc, []).append(window)
    found = []
    for uscc in sorted(by_code):
        drawn = sorted(by_code[uscc], key=lambda window: (window.visit_from, window.public_id))
        for at, first in enumerate(drawn):
            for second in drawn[at + 1 :]:
                apart = days_apart(first, second)
                if first.org_id != second.org_id and apart <= days:
                    found.append(Overlap(uscc, first.public_id, second.public_id, apart))
    return tuple(found)


def days_apart(first: WindowOfBatch, second: WindowOfBatch) -> int:
    """Calendar days between the visits of two batches; 0 when they have a day in common."""
    return max((second.visit_from - first.visit_to).days, (first.visit_from - second.visit_to).days, 0)


def separate_visit_reasons(organs: Sequence[str]) -> tuple[Reason, ...]:
    """Rule D10: a visit of its own, beside one of another organ, waits until somebody says joint or writes why not.

    ``organs``: names of those with whom a joint visit is proposed and not answered.
    """
    if not organs:
        return ()
    return (
        Reason(
            "D10",
            f"{'、'.join(organs)}也抽到了这一户，合并检查的建议还没有答复，不能单独入企",
            ONE_DOOR,
            "由任一部门的抽查经办人或者负责人在“批次和临时任务”中答复：合并检查，或者写明理由分别检查",
        ),
    )


def joint_window(first: tuple[date, date], second: tuple[date, date]) -> tuple[date, date]:
    """The days of one joint visit in place of two: those in both windows, else the later window (rule D10).

    Never the earlier one: before its published days an object is not visited.
    """
    common = max(first[0], second[0]), min(first[1], second[1])
    return common if common[0] <= common[1] else max(first, second)
