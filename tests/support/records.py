"""One record of each kind around inspections of the bureau of the tests, for tests that walk every address."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select

from enforcement.draws import services as draws
from enforcement.draws.commands import DraftDraw
from enforcement.draws.states import Subject
from enforcement.foundation.actor import Actor, system_actor
from enforcement.identity.models import Officer, Organisation
from enforcement.inspection.commands.libraries import DraftItem, PublishItem, UploadLibrary
from enforcement.inspection.commands.plans import DraftPlan, KeepBatch
from enforcement.inspection.commands.visits import MakeComplaint
from enforcement.inspection.library_states import ProposalState
from enforcement.inspection.models.checks import InspectionTask
from enforcement.inspection.models.plans import InspectionPlan, JointVisitProposal
from enforcement.inspection.models.visits import VisitAlarm
from enforcement.inspection.services import importing, items, plans
from enforcement.inspection.services.alarms import raise_alarms
from enforcement.inspection.services.complaints import make_complaint
from enforcement.inspection.task_states import TaskState
from enforcement.platform.database import db
from enforcement.rules.draws.snapshots import TeamNeeds
from tests.domains.inspection.library_world import TODAY, batch, content, row, workbook
from tests.domains.inspection.noticed import CODE, make_check
from tests.domains.inspection.visiting import USCC, Place, publish_item
from tests.support.app import NOON
from tests.support.bureau import Bureau

SYSTEM = system_actor("测试")
BATCH = "1" * 20
DRAW = "2" * 20
Row = TypeVar("Row")


def inspection_records(bureau: Bureau) -> dict[str, str]:
    """Kind of a record -> public id (a complaint: its number); all belong to the bureau."""
    home = db.session.get_one(Organisation, bureau.org_id)
    place = _place(bureau, home)
    publish_item(home)
    asked = place.ask(NOON)
    make_check(place)
    place.visit(NOON, scanned=False)
    raise_alarms(SYSTEM, NOON)
    planner = bureau.actor("qin")
    item = items.draft_item(planner, DraftItem(home.id, content()), NOON)
    items.publish_item(planner, PublishItem(item.public_id, item.version, TODAY), NOON)
    plan = _plan(planner, home)
    upload = UploadLibrary(home.id, "名录.xlsx", workbook([row(1)]))
    return {
        "draw": _draft(bureau),
        "item": item.public_id,
        "import": importing.upload_library(planner, upload, NOON).public_id,
        "inspector": place.officers[0],
        "plan": plan.public_id,
        "batch": plan.batches[0].public_id,
        "joint": _proposal(home).public_id,
        "task": _task(home).public_id,
        "check": make_check(place, code=None, draw_public_id=None).public_id,
        "visit": asked.public_id,
        "alarm": db.session.scalars(select(VisitAlarm.public_id)).first() or "",
        "complaint": make_complaint(MakeComplaint(CODE, "too-often", "一周来了三次"), NOON)[0].number,
    }


def _place(bureau: Bureau, home: Organisation) -> Place:
    other = db.session.get_one(Organisation, bureau.other_org_id)
    found = select(Officer.public_id).where(Officer.org_id == home.id).order_by(Officer.id).limit(4)
    return Place(
        bureau=home,
        other=other,
        officers=tuple(db.session.scalars(found)),
        officer=bureau.actor("lin"),
        head=bureau.actor("shen"),
        second_head=bureau.actor("zhou"),
        supervisor=bureau.actor("su"),
        other_head=bureau.actor("yz-sthj.head"),
    )


def _draft(bureau: Bureau) -> str:
    command = DraftDraw(
        org_id=bureau.org_id,
        matter=f"batch:{BATCH}",
        subject=Subject.INSPECTION,
        title="食品销售者抽查",
        plan_no="2026-P-012",
        classes=(("A", 1000),),
        sources=("kl8",),
        needs=TeamNeeds(),
    )
    return draws.draft_draw(bureau.actor("qin"), command, NOON).public_id


def _plan(planner: Actor, home: Organisation) -> InspectionPlan:
    made = plans.draft_plan(planner, DraftPlan(home.id, 2026, ""), NOON)
    plans.keep_batch(planner, KeepBatch(made.public_id, "", 0, batch()), NOON)
    db.session.refresh(made, ["batches"])
    return made


def _proposal(home: Organisation) -> JointVisitProposal:
    made = JointVisitProposal(
        uscc=USCC,
        name="麦田超市",
        first_batch=BATCH,
        second_batch=DRAW,
        first_path=home.path,
        second_path=home.path,
        days_apart=3,
        state=ProposalState.OPEN,
        proposed_at=NOON,
    )
    return _kept(made)


def _task(home: Organisation) -> InspectionTask:
    made = InspectionTask(
        batch_public_id=BATCH,
        draw_public_id=DRAW,
        state=TaskState.OPEN,
        org_id=home.id,
        org_path=home.path,
        domain=home.domain,
        region_name="",
        agency_name=home.name,
        title="食品销售者抽查",
        draw_no="2026-0001",
        plan_no="2026-P-012",
        plan_title="年度计划",
        kind="undirected",
        sealed=False,
        window_from=TODAY,
        due_on=TODAY,
        made_at=NOON,
    )
    return _kept(made)


def _kept(made: Row) -> Row:
    db.session.add(made)
    db.session.commit()
    return made
