"""A bureau that visits enterprises, with a head who approves and a supervisor who watches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from enforcement.doors.access import SESSION_COOKIE
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.identity import services as identity
from enforcement.identity.models import Organisation
from enforcement.inspection.commands.visits import AnswerVisit, AskVisit, RecordVisit
from enforcement.inspection.library_states import ItemState
from enforcement.inspection.models.libraries import InspectionItem
from enforcement.inspection.models.visits import Visit, VisitApproval
from enforcement.inspection.services.approvals import answer_visit, ask_visit
from enforcement.inspection.services.visits import record_visit
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.inspection.items import ItemKind
from enforcement.rules.inspection.visits import OffSite, TaskSource, VisitKind
from tests.domains.identity.people import PASSWORD, actor_for, make_account, make_city, make_officer
from tests.support.app import NOON
from tests.support.bureau import cheap_hashing

USCC = "91110000100000000R"
ITEM = "YZ-FOOD-01"
WHY = "需要查看现场的实际情况，书面材料不能证明"
MINUTE = timedelta(minutes=1)


@dataclass
class Place:
    """Two bureaus, the officers of the first, and who decides and watches."""

    bureau: Organisation
    other: Organisation
    officers: tuple[str, ...]
    officer: Actor
    head: Actor
    second_head: Actor
    supervisor: Actor
    other_head: Actor

    def ask(self, now: datetime = NOON, uscc: str = USCC, **changes: Any) -> VisitApproval:
        """A complete form of the officer, for today."""
        today = civil_date(now)
        form: dict[str, Any] = {
            "org_id": self.bureau.id,
            "uscc": uscc,
            "name": "麦田超市",
            "kind": VisitKind.CASE,
            "purpose": "核查投诉反映的问题",
            "items": (ITEM,),
            "source": TaskSource.COMPLAINT,
            "officers": self.officers[:2],
            "planned_from": today,
            "planned_to": today,
            "off_site": dict.fromkeys(OffSite, WHY),
        }
        return ask_visit(changes.pop("actor", self.officer), AskVisit(**{**form, **changes}), now)

    def approve(self, row: VisitApproval, now: datetime, actor: Actor | None = None) -> VisitApproval:
        """The head agrees."""
        return answer_visit(actor or self.head, AnswerVisit(row.public_id, row.version, agreed=True), now)

    def visit(self, now: datetime, uscc: str = USCC, **changes: Any) -> Visit:
        """The officers stand before the door."""
        scan: dict[str, Any] = {
            "org_id": self.bureau.id,
            "uscc": uscc,
            "name": "麦田超市",
            "kind": VisitKind.CASE,
            "visited_at": now,
            "check_public_id": None,
            "officer_ids": self.officers[:2],
        }
        return record_visit(changes.pop("actor", self.officer), RecordVisit(**{**scan, **changes}), now)

    def whole_visit(self, now: datetime, uscc: str = USCC, **changes: Any) -> Visit:
        """Asked, approved and made within three minutes."""
        self.approve(self.ask(now, uscc, **changes), now + MINUTE)
        kind = changes.get("kind", VisitKind.CASE)
        return self.visit(now + 2 * MINUTE, uscc, kind=kind, officer_ids=changes.get("officers", self.officers[:2]))


def make_place() -> Place:
    """In the present database."""
    with cheap_hashing():
        return _make_place()


def _make_place() -> Place:
    city = make_city()
    bureau, other = city.bureau, city.east_bureau
    officers = [make_officer(name, bureau) for name in ("林甲", "许乙", "汤丙", "顾丁")]
    users = {name: make_account(name, bureau, role) for name, role in ACCOUNTS.items()}
    supervisor = make_account("supervisor", city.city, "supervisor")
    publish_item(bureau)
    return Place(
        bureau=bureau,
        other=other,
        officers=tuple(one.public_id for one in officers),
        officer=actor_for(users["officer"]),
        head=actor_for(users["head"]),
        second_head=actor_for(users["second_head"]),
        supervisor=actor_for(supervisor),
        other_head=actor_for(make_account("other_head", other, "agency_head")),
    )


ACCOUNTS = {"officer": "officer", "head": "agency_head", "second_head": "agency_head"}


def publish_item(place: Organisation, code: str = ITEM, yearly_cap: int | None = None) -> InspectionItem:
    """A published item of the list."""
    item = InspectionItem(
        org_id=place.id,
        org_path=place.path,
        org_name=place.name,
        code=code,
        version_no=1,
        state=ItemState.PUBLISHED,
        name="食品经营者监督检查",
        sub_item="",
        bases=[{"law": "食品安全法", "article": "第一百一十条"}],
        subject="市、县市场监督管理部门",
        object_kind="食品经营者",
        kind=ItemKind.GENERAL,
        ratios={},
        frequency={},
        methods=["现场检查"],
        qualification="",
        standard=[{"no": 1, "text": "是否经营超过保质期的食品", "basis": "第三十四条", "answers": ["符合", "不符合"]}],
        yearly_cap=yearly_cap,
        note="",
        drafted_by="测试",
        drafted_at=NOON,
        published_at=NOON,
        valid_from=date(2026, 1, 1),
    )
    db.session.add(item)
    db.session.commit()
    return item


def sign_in(app: Flask, username: str) -> FlaskClient:
    """The browser of one of the people of the place."""
    opened = identity.sign_in(username, PASSWORD, "127.0.0.1", "test", current_instant())
    client = app.test_client()
    client.set_cookie(SESSION_COOKIE, opened.token)
    return client
