"""The bureau of the tests ready to inspect, and what its planner, head and typists do at their browsers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import sleep

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from enforcement.draws import services as draws
from enforcement.draws.commands import TypeValue
from enforcement.draws.models import Draw
from enforcement.foundation.clock import SHANGHAI
from enforcement.identity.models import Officer, Organisation
from enforcement.inspection.commands.libraries import KeepOfficer
from enforcement.inspection.models.checks import Check
from enforcement.inspection.services import officers
from enforcement.jobs.registry import JOBS
from enforcement.jobs.scheduler import LOOK_SECONDS, Watch
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.rules.inspection.items import StandardEntry
from tests.domains.identity.people import City
from tests.domains.inspection.library_world import CODE, World, batch
from tests.support.app import NOON
from tests.support.bureau import FIRST_DAY, Bureau
from tests.support.draws import KL8, picture
from tests.support.journey import Person

INSPECTORS = ("lin", "xu", "tang", "gu", "shi")
POOL = 40
LOOKS = 15
DRAW_DAY = FIRST_DAY + timedelta(days=1)
"""A Thursday: three of the lotteries draw in its evening."""
VISITS = (DRAW_DAY + timedelta(days=4), DRAW_DAY + timedelta(days=25))
STANDARD = (
    StandardEntry(1, "是否经营超过保质期的食品", "食品安全法第三十四条", ("符合", "不符合", "不涉及")),
    StandardEntry(2, "是否建立进货查验记录", "食品安全法第五十三条", ("符合", "不符合", "不涉及")),
)
BATCH = "第三季度食品销售抽查"


def stock_libraries(bureau: Bureau) -> World:
    """Publish an item, fill the library of objects, put five inspectors with accounts into the one of officers."""
    home = db.session.get(Organisation, bureau.org_id)
    assert home is not None
    world = World(City(home, home, home, home, home, home), bureau.actor("qin"), bureau.actor("shen"))
    world.publish(standard=STANDARD)
    world.fill(POOL)
    for username in INSPECTORS:
        officer = db.session.get(Officer, bureau.actor(username).officer_id)
        assert officer is not None
        command = KeepOfficer(officer.public_id, 0, (CODE,), (), (), (), 30, active=True)
        officers.keep_officer(world.planner, command, NOON)
    return world


def plan_batch(bureau: Bureau, sources: Sequence[str]) -> None:
    """Libraries and a plan with one batch, approved by the head, public and filed."""
    content = batch(name=BATCH, draw_on=DRAW_DAY, visit_from=VISITS[0], visit_to=VISITS[1], sources=tuple(sources))
    stock_libraries(bureau).public_plan(content)


@dataclass
class Scheduler:
    """What one scheduler process does in one look at all of its jobs; nobody's hand."""

    app: Flask

    def __post_init__(self) -> None:
        self.watches = [Watch(self.app, job, "journey") for job in JOBS]

    def look(self) -> None:
        """Every job that is due runs, each in its slot under its lease; a failure fails the test."""
        for watch in self.watches:
            watch.look()

    def look_until(self, done: Callable[[], bool]) -> None:
        """Look again and again, as the process does, until something is so."""
        for _ in range(LOOKS):
            self.look()
            if done():
                return
            sleep(LOOK_SECONDS)
        message = f"not done after {LOOKS} looks at the jobs"
        raise AssertionError(message)


@dataclass(frozen=True)
class OpenCheck:
    """A check that a draw opened, for those who walk through it."""

    public_id: str
    uscc: str
    team: tuple[str, ...]
    """Account names."""
    draw_path: str
    """Where the public reads the draw."""


def open_drawn_check(app: Flask, bureau: Bureau) -> OpenCheck:
    """The first check of a batch that was planned, drawn and opened as it should be; the clock stands at its days."""
    scheduler = Scheduler(app)
    with app.app_context():
        plan_batch(bureau, ("kl8",))
        set_clock(DRAW_DAY, 9)
    scheduler.look()
    with app.app_context():
        set_clock(DRAW_DAY + timedelta(days=1), 9)
        source = db.session.scalars(select(Draw)).one().sources[-1]
        for username in ("lei", "wen"):
            draws.type_value(bureau.actor(username), TypeValue(source, KL8, picture()), current_instant())
    scheduler.look()
    with app.app_context():
        set_clock(VISITS[0], 9)
        return _first_check(bureau)


def _first_check(bureau: Bureau) -> OpenCheck:
    check = db.session.scalars(select(Check).order_by(Check.id)).first()
    assert check is not None
    draw = db.session.scalars(select(Draw)).one()
    names = {bureau.actor(username).officer_id: username for username in INSPECTORS}
    ids = [one.officer_public_id for one in check.officers]
    rows = {one.public_id: one.id for one in db.session.scalars(select(Officer).where(Officer.public_id.in_(ids)))}
    team = tuple(names[rows[one]] for one in ids)
    return OpenCheck(check.public_id, check.uscc, team, f"/lots/{draw.agency}/{draw.draw_no}")


def set_clock(day: date, hour: int) -> None:
    """The demo's clock stands at an hour in China."""
    move_clock_to(datetime.combine(day, time(hour), tzinfo=SHANGHAI).astimezone(UTC))


def write_plan(planner: Person, sources: Sequence[str], draw_on: date = DRAW_DAY) -> None:
    """A yearly plan with one batch, handed to the head."""
    planner.open("/inspection/plans/")
    planner.press("编制年度计划")
    planner.select("机关", "市场监督管理局")
    planner.press("开始编制")
    planner.press("添加批次")
    planner.write(
        {
            "批次名称": BATCH,
            "检查内容": "食品销售者的进货查验和保质期管理",
            **{
                f"{way}为什么不够": "货架上的标签和保质期只有到现场才能看到"
                for way in ("书面核查", "信息共享", "智慧监管")
            },
            **{f"{name}类比例": share for name, share in (("A", "3"), ("B", "10"), ("C", "20"), ("D", "30"))},
        }
    )
    days = {"抽取日期": draw_on, "检查开始日期": VISITS[0], "检查结束日期": VISITS[1]}
    for label, day in days.items():
        planner.page.get_by_label(label).fill(day.isoformat())
    planner.mark(CODE, "不定向")
    for box in planner.page.locator("[name=sources]").all():
        box.set_checked(box.get_attribute("value") in sources)
    planner.press("保存批次")
    assert BATCH in planner.words
    planner.press("报请批准")
    assert "已报请批准" in planner.page.content()


def approve_plan(head: Person, path: str) -> None:
    """The head, who is not the drafter, approves and publishes."""
    head.open(path)
    head.press("批准或者退回")
    head.mark("批准")
    head.press("提交意见")
    head.press("公布计划")
    assert "计划已经公布" in head.page.content()


def file_plan(planner: Person) -> None:
    """The receipt of filing; without it nothing is drawn."""
    planner.page.reload()
    planner.press("登记备案回执")
    planner.write({"备案机关": "云岭省市场监督管理局", "备案回执文号": "备〔2026〕3号"})
    planner.page.get_by_label("备案日期").fill(FIRST_DAY.isoformat())
    planner.press("登记")
    assert "还没有备案" not in planner.words


def path_of(page: Page) -> str:
    """Where the page stands, without host and question."""
    return re.sub(r"^https?://[^/]+|[?#].*$", "", page.url)


def make_announcement(folder: Path) -> Path:
    """A picture of an announcement of numbers."""
    path = folder / "announcement.png"
    path.write_bytes(picture())
    return path


def type_number(typist: Person, name: str, numbers: str, announcement: Path) -> None:
    """One typist's reading of one announcement."""
    typist.open("/randomness/")
    typist.click(typist.page.locator("a.button", has_text=f"录入 {name}").first)
    typist.write({"开奖号码": numbers})
    typist.page.set_input_files("#field-picture", announcement)
    typist.press("提交我的录入")
