"""What the demo's agencies publish before they inspect: item lists, libraries of objects and officers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

import xlsxwriter

from enforcement.demo.enterprises import EnterpriseSeed
from enforcement.demo.people import DemoPeople
from enforcement.demo.places import TOUR_BUREAU
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.inspection.commands.libraries import (
    Conflict,
    DraftItem,
    ItemContent,
    KeepOfficer,
    PublishItem,
    UploadLibrary,
)
from enforcement.inspection.object_rows import COLUMNS
from enforcement.inspection.services import applying, importing, items, officers
from enforcement.rules.inspection.items import Basis, ItemKind, StandardEntry

SEED = 990200
LOAD_LIMIT = 40
RATIOS = {"A": 300, "B": 1000, "C": 2000, "D": 3000}
FREQUENCY = {"A": 1, "B": 1, "C": 2, "D": 2}
ANSWERS = ("符合", "不符合", "不涉及")
CLASS_WEIGHTS = (40, 36, 17, 7)
ON_SITE = ("实地检查", "书面检查")


def _item(
    code: str, name: str, law: tuple[str, str], object_kind: str, checklist: Sequence[tuple[str, str]], cap: int = 2
) -> ItemContent:
    standard = tuple(
        StandardEntry(number, text, basis, ANSWERS) for number, (text, basis) in enumerate(checklist, start=1)
    )
    return ItemContent(
        code=code,
        name=name,
        sub_item="",
        bases=(Basis(*law),),
        subject="市、县级主管部门",
        object_kind=object_kind,
        kind=ItemKind.GENERAL,
        ratios=RATIOS,
        frequency=FREQUENCY,
        methods=ON_SITE,
        qualification="",
        standard=standard,
        yearly_cap=cap,
    )


ITEMS: dict[str, tuple[ItemContent, ...]] = {
    TOUR_BUREAU: (
        _item(
            "SCJG-001",
            "食品销售监督检查",
            ("中华人民共和国食品安全法", "第一百一十条"),
            "食品销售者",
            (
                ("是否取得食品经营许可或者办理备案", "食品安全法第三十五条"),
                ("是否建立进货查验记录", "食品安全法第五十三条"),
                ("是否经营超过保质期的食品", "食品安全法第三十四条"),
                ("贮存条件是否符合标签标注的要求", "食品安全法第五十四条"),
                ("从业人员是否持有效健康证明", "食品安全法第四十五条"),
            ),
        ),
        _item(
            "SCJG-002",
            "在用计量器具监督检查",
            ("中华人民共和国计量法", "第十八条"),
            "使用计量器具的经营者",
            (
                ("强制检定的计量器具是否在检定有效期内", "计量法第九条"),
                ("是否破坏计量器具准确度", "计量法第十六条"),
            ),
        ),
        _item(
            "SCJG-003",
            "价格行为检查",
            ("中华人民共和国价格法", "第三十三条"),
            "经营者",
            (("是否按规定明码标价", "价格法第十三条"), ("是否有价格欺诈行为", "价格法第十四条")),
        ),
    ),
    "YZ-STHJ": (
        _item(
            "STHJ-001",
            "固体废物污染防治检查",
            ("中华人民共和国固体废物污染环境防治法", "第二十六条"),
            "产生工业固体废物的单位",
            (
                ("是否建立工业固体废物管理台账", "固体废物污染环境防治法第三十六条"),
                ("贮存场所是否符合环境保护标准", "固体废物污染环境防治法第四十条"),
            ),
        ),
    ),
}
"""The item list of each agency that draws; its domain decides which businesses are in its library."""

DOMAINS = {TOUR_BUREAU: "市场监督管理", "YZ-STHJ": "生态环境"}
OFFICERS = {TOUR_BUREAU: ("lin", "xu", "tang", "gu", "shi"), "YZ-STHJ": ("yz-sthj.officer1", "yz-sthj.officer2")}
"""Who conducts checks; in the bureau of the tour those without a valid certificate are listed too, and skipped."""


def publish_items(actor: Actor, org_id: int, code: str, now: datetime) -> None:
    """Draft and publish the item list of an agency."""
    for content in ITEMS[code]:
        row = items.draft_item(actor, DraftItem(org_id, content), now)
        items.publish_item(actor, PublishItem(row.public_id, row.version, civil_date(now)), now)


def fill_library(actor: Actor, org_id: int, code: str, enterprises: Iterable[EnterpriseSeed], now: datetime) -> None:
    """Import the agency's objects from an Excel file, as its planner would."""
    mine = [one for one in enterprises if DOMAINS[code] in one.domains]
    file = _workbook(_rows(mine, code, civil_date(now)))
    sent = importing.upload_library(actor, UploadLibrary(org_id, "检查对象名录库.xlsx", file), now)
    checked = importing.check_import(system_actor("名录库校验"), sent.public_id, now)
    applying.apply_import(actor, checked.public_id, now)


def fill_officers(
    actor: Actor, people: DemoPeople, code: str, enterprises: Sequence[EnterpriseSeed], now: datetime
) -> None:
    """The library of inspectors: who has an account and a certificate, and who lost the latter on purpose."""
    codes = tuple(one.code for one in ITEMS[code])
    conflict = Conflict(enterprises[0].uscc, "近亲属在该企业任职")
    for person in people.people:
        named = person.username in OFFICERS[code]
        if (
            person.org_code != code
            or person.officer is None
            or not (named or person.condition in {"expired", "suspended"})
        ):
            continue
        conflicts = (conflict,) if person.username == "gu" else ()
        command = KeepOfficer(
            person.officer.public_id, 0, codes, (), (), (), LOAD_LIMIT, active=True, conflicts=conflicts
        )
        officers.keep_officer(actor, command, now)


def _rows(enterprises: Sequence[EnterpriseSeed], code: str, today: date) -> Iterator[dict[str, object]]:
    random = Random(SEED)
    codes = "、".join(one.code for one in ITEMS[code])
    for one in enterprises:
        closed = random.random() < 0.03
        yield {
            "uscc": one.uscc,
            "name": one.name,
            "kind": "个体工商户" if one.kind == "individual_business" else "企业",
            "registration_state": "注销" if closed else "存续",
            "legal_representative": one.legal_representative,
            "address": one.address,
            "phone": one.phone,
            "region_name": one.region_name,
            "industry": one.industry,
            "tags": "食品经营" if "食品" in one.industry or "超市" in one.industry else "",
            "item_codes": codes,
            "risk_class": random.choices("ABCD", CLASS_WEIGHTS)[0],
            "risk_class_on": today - timedelta(days=20),
            "registered_on": one.registered_on,
        }


def _workbook(rows: Iterable[dict[str, object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, [column.title for column in COLUMNS])
        for at, row in enumerate(rows, start=1):
            for column, one in enumerate(COLUMNS):
                value = row.get(one.name)
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif value is not None:
                    sheet.write(at, column, value)
    return out.getvalue()
