"""The demo's double-random inspections, day by day: plans, draws from public numbers, checks at the door.

Everything goes through the services and the jobs, with the clock of each day; nothing is written beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from enforcement.demo.cast import Cast
from enforcement.demo.check_walks import CheckWalk, hour_of
from enforcement.demo.enterprises import EnterpriseSeed
from enforcement.demo.lists import fill_library, fill_officers, publish_items
from enforcement.demo.numbers import type_announced
from enforcement.demo.places import TOUR_BUREAU
from enforcement.foundation.clock import civil_date
from enforcement.inspection.commands.plans import AnswerPlan, BatchContent, DraftPlan, FilePlan, KeepBatch
from enforcement.inspection.services import plans
from enforcement.jobs.draws import advance_draws, verify_draws
from enforcement.jobs.inspection_checks import close_tasks, open_checks, publish_results
from enforcement.jobs.inspection_plans import freeze_due_batches, propose_joint_visits
from enforcement.jobs.visits import raise_visit_alarms
from enforcement.rules.inspection.plans import BatchKind, PoolChoice
from enforcement.rules.inspection.visits import OffSite

if TYPE_CHECKING:
    from enforcement.identity.models import Organisation

AGENCIES = (TOUR_BUREAU, "YZ-STHJ")
BEGINS = timedelta(days=60)
"""How long ago the lists were published and the first day of the story lies."""
MORNING, NOON, EVENING, NIGHT = 9, 12, 22, 23
RATIOS = {"A": 300, "B": 1000, "C": 2000, "D": 3000}


@dataclass(frozen=True)
class Story:
    """A batch: its draw and its visits in days before (negative: after) today, and how it is drawn."""

    agency: str
    name: str
    items: tuple[str, ...]
    draw: int
    visits: tuple[int, int]
    filters: tuple[PoolChoice, ...] = ()
    sources: tuple[str, ...] = ("ssq", "kl8")
    sealed: bool = False

    def content(self, today: date) -> BatchContent:
        """The batch as it stands in the plan."""
        return BatchContent(
            name=self.name,
            item_codes=self.items,
            kind=BatchKind.DIRECTIONAL if self.filters else BatchKind.UNDIRECTED,
            ratios=RATIOS,
            draw_on=today - timedelta(days=self.draw),
            visit_from=today - timedelta(days=self.visits[0]),
            visit_to=today - timedelta(days=self.visits[1]),
            filters=self.filters,
            sealed=self.sealed,
            sources=self.sources,
            off_site={
                OffSite.PAPER: "书面材料不能反映货架、仓库和计量器具的实际情况",
                OffSite.DATA: "共享数据里没有保质期、进货查验和现场价格的信息",
                OffSite.SMART: "这类对象没有接入视频监控和在线监测",
            },
        )


FOOD, MARKET = (PoolChoice("TAG", "食品经营"),), (PoolChoice("INDUSTRY", "超市"),)
STORIES = (
    Story(TOUR_BUREAU, "食品销售者双随机抽查（第一批）", ("SCJG-001", "SCJG-002"), 45, (38, 20), FOOD),
    Story(TOUR_BUREAU, "超市价格行为双随机抽查", ("SCJG-003",), 12, (6, -20), MARKET),
    Story(TOUR_BUREAU, "在用计量器具双随机抽查", ("SCJG-002",), 1, (-7, -30)),
    Story(
        TOUR_BUREAU,
        "食品销售者双随机抽查（第二批，现场抽取）",
        ("SCJG-001",),
        0,
        (-9, -30),
        FOOD,
        ("contrib", "dice", "ssq"),
    ),
    Story("YZ-STHJ", "固体废物双随机抽查（不预先告知）", ("STHJ-001",), 8, (3, -12), sealed=True),
)
"""Finished; under way; waiting for tonight's numbers; waiting for its ceremony; sealed."""


def load_inspections(
    cast: Cast,
    places: Mapping[str, Organisation],
    enterprises: Sequence[EnterpriseSeed],
    now: datetime,
    say: Callable[[str], None],
) -> None:
    """Publish lists, fill libraries and live through the days up to today."""
    today = civil_date(now)
    first = today - BEGINS
    for code in AGENCIES:
        start = hour_of(first, MORNING)
        org_id = places[code].id
        publish_items(cast.of_role(code, "planner"), org_id, code, start)
        fill_library(cast.of_role(code, "planner"), org_id, code, enterprises, start)
        fill_officers(cast.of_role(code, "planner"), cast.people, code, enterprises, start)
        _publish_plans(cast, org_id, code, today, start)
    walk = CheckWalk(cast.of_officer, cast.actor("zhou"), cast.of_role("YZ-STHJ", "agency_head"))
    day = first
    while day < today:
        _live(cast, walk, day)
        day += timedelta(days=1)
    freeze_due_batches(now)
    advance_draws(now)
    propose_joint_visits(now)
    raise_visit_alarms(now)
    verify_draws(now)
    say(f"inspections 双随机抽查 {walk.finished} 户已检查")


def _publish_plans(cast: Cast, org_id: int, code: str, today: date, start: datetime) -> None:
    planner, head = cast.of_role(code, "planner"), cast.of_role(code, "agency_head")
    contents = [one.content(today) for one in STORIES if one.agency == code]
    for year in sorted({one.draw_on.year for one in contents}):
        plan = plans.draft_plan(planner, DraftPlan(org_id, year, ""), start)
        for content in contents:
            if content.draw_on.year == year:
                plans.keep_batch(planner, KeepBatch(plan.public_id, "", 0, content), start)
        plan = plans.submit_plan(planner, plan.public_id, plan.version, start)
        plan = plans.answer_plan(head, AnswerPlan(plan.public_id, plan.version, agreed=True), start)
        plan = plans.publish_plan(head, plan.public_id, plan.version, start)
        receipt = FilePlan(plan.public_id, plan.version, "某省主管部门", f"备〔{year}〕3号", start.date())
        plans.file_plan(planner, receipt, start)


def _live(cast: Cast, walk: CheckWalk, day: date) -> None:
    freeze_due_batches(hour_of(day, MORNING))
    walk.through(day)
    close_tasks(hour_of(day, NOON + 6))
    publish_results(hour_of(day, NOON + 6))
    walk.close(day)
    evening = hour_of(day, EVENING)
    advance_draws(evening)
    type_announced(cast, evening)
    advance_draws(hour_of(day, NIGHT))
    open_checks(hour_of(day, NIGHT))
