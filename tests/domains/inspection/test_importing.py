"""A library from Excel: a dry run that names every cell, then all of it or nothing (底数清; rule A03)."""

import sys
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused
from enforcement.inspection.commands.libraries import UploadLibrary
from enforcement.inspection.library_states import ImportState
from enforcement.inspection.models.libraries import LibraryChange, LibraryImportRow, LibraryObject
from enforcement.inspection.object_rows import COLUMNS
from enforcement.inspection.queries.libraries import library_age, object_facts
from enforcement.inspection.queries.library_desk import import_faults
from enforcement.inspection.services import applying, importing
from enforcement.platform.database import db
from tests.domains.identity.people import SYSTEM, actor_for, make_account
from tests.domains.inspection.library_world import CODE, TITLES, credit_code, make_world, row, workbook
from tests.support.app import NOON

NAME = {column.title: column.name for column in COLUMNS}
COLUMN = dict(zip(TITLES, "ABCDEFGHIJKLMNOPQ", strict=True))


@pytest.fixture
def world(app_with_store):
    made = make_world()
    made.publish()
    return made


def size():
    return db.session.scalar(select(func.count()).select_from(LibraryObject))


def faults(checked):
    return {(one.cell, one.column) for one in import_faults(checked.id)}


def test_a_dry_run_counts_and_changes_nothing(world):
    checked = world.upload(workbook(row(number) for number in range(30)))
    assert (checked.state, checked.added, checked.changed, checked.refused) == (ImportState.CHECKED, 30, 0, 0)
    assert checked.rows_read == checked.rows_expected == 30
    assert size() == 0


def test_applying_makes_the_next_version_and_its_age(world):
    world.fill(30)
    age = library_age(world.bureau.id)
    assert (age.version_no, age.total, age.dead, age.updated_on) == (1, 30, 0, date(2026, 9, 1))
    found = object_facts(world.bureau.id, [credit_code(3)])[credit_code(3)]
    assert (found.name, found.risk_class, found.item_codes, found.area) == (
        "第3号超市",
        "D",
        (CODE,),
        world.bureau.path,
    )
    assert found.registered_on == date(2019, 5, 20)


def test_an_update_tells_new_changed_and_unchanged_and_keeps_what_was_before(world):
    world.fill(10)
    later = NOON + timedelta(days=3)
    rows = [row(number) for number in range(12)]
    rows[4] = row(4, name="改了名的超市")
    checked = world.upload(workbook(rows), later)
    assert (checked.added, checked.changed, checked.unchanged) == (2, 1, 9)
    version = applying.apply_import(world.planner, checked.public_id, later)
    assert (version.no, version.total) == (2, 12)
    assert object_facts(world.bureau.id, [credit_code(4)])[credit_code(4)].name == "改了名的超市"
    before = db.session.scalars(select(LibraryChange)).one()
    assert (before.uscc, before.version_no, before.before["name"]) == (credit_code(4), 2, "第4号超市")
    assert db.session.scalar(select(func.count()).select_from(LibraryImportRow)) == 0


BAD = {
    "统一社会信用代码": [
        ("91330100MA27XQ0J4", "不是统一社会信用代码"),
        (credit_code(7)[:-1] + ("1" if credit_code(7)[-1] != "1" else "2"), "校验码"),
        (913301000000000000, "改成了数字"),
        (None, "没有填写"),
    ],
    "名称": [(None, "没有填写"), ("超" * 201, "超过200个字")],
    "主体类型": [("公司", "不在可选的内容里"), (None, "没有填写")],
    "登记状态": [("正常", "不在可选的内容里")],
    "地址": [(None, "没有填写"), ("路" * 301, "超过300个字")],
    "管辖单位编码": [("没有的单位", "没有编码为")],
    "适用事项编码": [("XX-9", "没有已公布的事项"), (None, "没有填写")],
    "信用风险分类": [("E", "不是信用风险分类"), (None, "没有填写")],
    "分类日期": [("二月三十", "不是日期"), (date(2026, 9, 2), "晚于今天")],
    "登记日期": [("2026-02-30", "不是日期"), (None, "没有填写")],
    "上次检查日期": [("2030-01-01", "晚于今天")],
}


def planted(count):
    """Good rows with twenty bad cells spread over them, and the cells."""
    rows, cells = [row(number) for number in range(count)], set()
    bad = [(title, value) for title, values in BAD.items() for value, _ in values][:20]
    step = count // len(bad)
    for at, (title, value) in enumerate(bad):
        index = at * step + step // 2
        rows[index] = {**rows[index], NAME[title]: value}
        cells.add((f"{COLUMN[title]}{index + 2}", title))
    return rows, cells


def test_twenty_bad_cells_among_2000_rows_are_each_named_and_nothing_is_imported(world):
    rows, cells = planted(2000)
    checked = world.upload(workbook(rows))
    assert faults(checked) == cells
    assert (checked.refused, checked.added) == (20, 1980)
    with pytest.raises(Refused) as refusal:
        applying.apply_import(world.planner, checked.public_id, NOON)
    assert [reason.code for reason in refusal.value.reasons] == ["import-refused"]
    assert size() == 0


@pytest.mark.parametrize(
    ("title", "value", "words"),
    [(title, value, words) for title, values in BAD.items() for value, words in values],
)
def test_each_fault_says_what_is_wrong_and_what_mends_it(world, title, value, words):
    checked = world.upload(workbook([row(1), row(2, **{NAME[title]: value})]))
    (fault,) = import_faults(checked.id)
    assert fault.cell == f"{COLUMN[title]}3"
    assert words in fault.what
    assert fault.mend


def test_a_code_that_stands_twice_is_refused_with_the_first_row(world):
    checked = world.upload(workbook([row(1), row(2), row(1, name="另一个名字")]))
    (fault,) = import_faults(checked.id)
    assert (fault.cell, fault.what) == ("A4", "与第2行的统一社会信用代码重复")


def test_lower_case_codes_and_written_days_are_understood(world):
    checked = world.upload(workbook([row(1, uscc=credit_code(1).lower(), registered_on="2019年5月20日")]))
    assert checked.added == 1
    world.fill(1)
    assert world.upload(workbook([row(0, registered_on="2019/5/20")])).unchanged == 1


def test_a_missing_column_is_named_and_ends_the_import(world):
    checked = world.upload(workbook([row(1)], [title for title in TITLES if title != "登记状态"]))
    assert (checked.state, checked.message) == (ImportState.FAILED, "没有“登记状态”这一列")


@pytest.mark.parametrize("file", [b"not a workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_fails_with_a_sentence(world, file):
    checked = world.upload(file)
    assert checked.state is ImportState.FAILED
    assert "Excel" in checked.message


def test_an_empty_file_is_not_taken(world):
    with pytest.raises(Invalid):
        importing.upload_library(world.planner, UploadLibrary(world.bureau.id, "空.xlsx", b""), NOON)


def test_a_library_changed_since_the_dry_run_is_checked_again_first(world):
    first = world.upload(workbook([row(1)]))
    second = world.upload(workbook([row(2)]))
    applying.apply_import(world.planner, first.public_id, NOON)
    with pytest.raises(Refused) as refusal:
        applying.apply_import(world.planner, second.public_id, NOON)
    assert [reason.code for reason in refusal.value.reasons] == ["import-stale"]


def test_an_import_is_applied_once(world):
    checked = world.upload(workbook([row(1)]))
    applying.apply_import(world.planner, checked.public_id, NOON)
    with pytest.raises(Refused):
        applying.apply_import(world.planner, checked.public_id, NOON)
    with pytest.raises(Refused):
        applying.discard_import(world.planner, checked.public_id, NOON)


def test_a_discarded_import_leaves_nothing_staged(world):
    checked = world.upload(workbook([row(1)]))
    applying.discard_import(world.planner, checked.public_id, NOON)
    assert db.session.scalar(select(func.count()).select_from(LibraryImportRow)) == 0
    assert size() == 0


def test_a_dry_run_that_died_is_begun_anew_after_half_an_hour(world):
    sent = importing.upload_library(world.planner, UploadLibrary(world.bureau.id, "a.xlsx", workbook([row(1)])), NOON)
    sent.state = ImportState.CHECKING
    db.session.commit()
    assert importing.waiting_imports(NOON + timedelta(minutes=30)) == ()
    late = NOON + timedelta(minutes=31)
    assert importing.waiting_imports(late) == (sent.public_id,)
    assert importing.check_import(SYSTEM, sent.public_id, late).added == 1


def test_only_who_keeps_the_library_uploads(world):
    with pytest.raises(Forbidden):
        importing.upload_library(world.head, UploadLibrary(world.bureau.id, "a.xlsx", b"x"), NOON)
    stranger = actor_for(make_account("stranger", world.city.east_bureau, "planner"))
    with pytest.raises(NotFound):
        importing.upload_library(stranger, UploadLibrary(world.bureau.id, "a.xlsx", b"x"), NOON)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_100000_rows_with_twenty_bad_cells(world):
    rows, cells = planted(100_000)
    checked = world.upload(workbook(rows))
    assert faults(checked) == cells
    assert (checked.refused, checked.added) == (20, 99_980)
    good = world.upload(workbook(row(number) for number in range(100_000)))
    applying.apply_import(world.planner, good.public_id, NOON)
    assert size() == 100_000
    per_thousand = good.milliseconds / 100
    sys.stderr.write(f"dry run: {per_thousand:.0f} ms per 1,000 rows\n")
