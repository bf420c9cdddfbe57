"""A bureau with a planner and a head, its list, its libraries and a plan, made through the services."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import xlsxwriter
from stdnum.cn import uscc as stdnum_uscc

from enforcement.foundation.actor import Actor
from enforcement.identity.models import Organisation
from enforcement.inspection.commands.libraries import (
    DraftItem,
    ItemContent,
    KeepOfficer,
    PublishItem,
    UploadLibrary,
)
from enforcement.inspection.commands.plans import AnswerPlan, BatchContent, DraftPlan, FilePlan, KeepBatch
from enforcement.inspection.models.libraries import InspectionItem, LibraryImport
from enforcement.inspection.models.plans import InspectionBatch, InspectionPlan
from enforcement.inspection.object_rows import COLUMNS
from enforcement.inspection.queries.plans import plan as read_plan
from enforcement.inspection.services import applying, importing, items, officers, plans
from enforcement.rules.inspection.items import Basis, ItemKind, StandardEntry
from enforcement.rules.inspection.plans import BatchKind
from enforcement.rules.inspection.visits import OffSite
from tests.domains.identity.people import SYSTEM, City, actor_for, make_account, make_city, make_officer
from tests.support.app import NOON
from tests.support.bureau import cheap_hashing

TODAY = date(2026, 9, 1)
CODE = "SCJG-001"
RATIOS = {"A": 300, "B": 1000, "C": 2000, "D": 3000}
TITLES = tuple(column.title for column in COLUMNS)


def credit_code(number: int) -> str:
    """A credit code that is right, for a number."""
    body = f"91330100MA{number:07d}"
    return body + str(stdnum_uscc.calc_check_digit(body))


def row(number: int, **changes: Any) -> dict[str, Any]:
    """A good row of the file, by the names of its columns."""
    good = {
        "uscc": credit_code(number),
        "name": f"第{number}号超市",
        "kind": "企业",
        "registration_state": "存续",
        "legal_representative": "王某",
        "contact": "",
        "address": f"望江路{number}号",
        "phone": "",
        "region_name": "云城市临江区",
        "area": "",
        "industry": "食品零售",
        "tags": "食品经营",
        "item_codes": CODE,
        "risk_class": "ABCD"[number % 4],
        "risk_class_on": date(2026, 8, 31),
        "registered_on": date(2019, 5, 20),
        "last_check_on": None,
    }
    return {**good, **changes}


def workbook(rows: Iterable[dict[str, Any]], titles: Sequence[str] = TITLES) -> bytes:
    """An Excel file of the template."""
    out = io.BytesIO()
    names = {column.title: column.name for column in COLUMNS}
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, titles)
        for at, one in enumerate(rows, start=1):
            for column, title in enumerate(titles):
                value = one[names[title]]
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif value is not None:
                    sheet.write(at, column, value)
    return out.getvalue()


def content(**changes: Any) -> ItemContent:
    """An item that may be published."""
    good: dict[str, Any] = {
        "code": CODE,
        "name": "食品销售监督检查",
        "sub_item": "",
        "bases": (Basis("中华人民共和国食品安全法", "第一百一十条"),),
        "subject": "市、县市场监督管理部门",
        "object_kind": "食品销售者",
        "kind": ItemKind.GENERAL,
        "ratios": RATIOS,
        "frequency": {"A": 1, "B": 1, "C": 2, "D": 2},
        "methods": ("现场检查",),
        "qualification": "",
        "standard": (StandardEntry(1, "是否经营超过保质期的食品", "食品安全法第三十四条", ("符合", "不符合")),),
        "yearly_cap": 2,
    }
    return ItemContent(**{**good, **changes})


def batch(**changes: Any) -> BatchContent:
    """A batch that may stand in a plan."""
    good: dict[str, Any] = {
        "name": "第三季度食品销售抽查",
        "item_codes": (CODE,),
        "kind": BatchKind.UNDIRECTED,
        "ratios": RATIOS,
        "draw_on": TODAY + timedelta(days=1),
        "visit_from": TODAY + timedelta(days=5),
        "visit_to": TODAY + timedelta(days=20),
        "off_site": dict.fromkeys(OffSite, "需要查看现场的实际情况，书面材料不能证明"),
    }
    return BatchContent(**{**good, **changes})


@dataclass
class World:
    """The bureau, who plans, who decides."""

    city: City
    planner: Actor
    head: Actor
    officers: list[str] = field(default_factory=list)

    @property
    def bureau(self) -> Organisation:
        """The agency that inspects."""
        return self.city.bureau

    def publish(self, valid_from: date = TODAY, now: datetime = NOON, **changes: Any) -> InspectionItem:
        """An item in force."""
        drafted = items.draft_item(self.planner, DraftItem(self.bureau.id, content(**changes)), now)
        return items.publish_item(self.planner, PublishItem(drafted.public_id, drafted.version, valid_from), now)

    def upload(self, file: bytes, now: datetime = NOON) -> LibraryImport:
        """An upload whose dry run is through."""
        sent = importing.upload_library(self.planner, UploadLibrary(self.bureau.id, "名录.xlsx", file), now)
        return importing.check_import(SYSTEM, sent.public_id, now)

    def fill(self, count: int = 40, now: datetime = NOON, **changes: Any) -> None:
        """A library of so many objects."""
        checked = self.upload(workbook(row(number, **changes) for number in range(count)), now)
        applying.apply_import(self.planner, checked.public_id, now)

    def staff(self, count: int = 4) -> None:
        """Inspectors in the library."""
        for number in range(count):
            person = make_officer(f"检查员{number}", self.bureau, number=f"证-{self.bureau.id}-{number}")
            command = KeepOfficer(person.public_id, 0, (CODE,), (), (), (), 30, active=True)
            officers.keep_officer(self.planner, command, NOON)
            self.officers.append(person.public_id)

    def plan(self, *contents: BatchContent, year: int = 2026) -> InspectionPlan:
        """A plan in draft with its batches."""
        made = plans.draft_plan(self.planner, DraftPlan(self.bureau.id, year, ""), NOON)
        for one in contents:
            plans.keep_batch(self.planner, KeepBatch(made.public_id, "", 0, one), NOON)
        return made

    def approved(self, *contents: BatchContent) -> InspectionPlan:
        """A plan that the head approved."""
        made = self.plan(*contents)
        made = plans.submit_plan(self.planner, made.public_id, made.version, NOON)
        return plans.answer_plan(self.head, AnswerPlan(made.public_id, made.version, agreed=True), NOON)

    def public_plan(self, *contents: BatchContent) -> InspectionPlan:
        """A plan that is approved, public and filed."""
        made = self.approved(*contents)
        made = plans.publish_plan(self.head, made.public_id, made.version, NOON)
        return plans.file_plan(
            self.planner, FilePlan(made.public_id, made.version, "云岭省市场监督管理局", "备〔2026〕3号", TODAY), NOON
        )


def rows_of(plan: InspectionPlan) -> list[InspectionBatch]:
    """The batches of a plan as they are now."""
    return list(read_plan(SYSTEM, plan.public_id).batches)


def make_world() -> World:
    """In the present database."""
    city = make_city()
    with cheap_hashing():
        planner = actor_for(make_account("planner", city.bureau, "planner"))
        head = actor_for(make_account("head", city.bureau, "agency_head"))
    return World(city, planner, head)
