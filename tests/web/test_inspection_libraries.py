"""Pages of the list and the libraries: drafts with what they change, imports with their progress, inspectors."""

import io

import pytest
import xlsxwriter
from openpyxl import load_workbook

from enforcement.doors.access import SESSION_COOKIE
from enforcement.identity import services as identity
from enforcement.inspection.models.libraries import LibraryImport
from enforcement.inspection.queries.library_desk import inspector, item_versions, items
from enforcement.jobs.inspection_plans import check_uploads
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.schemas.inspection_item_rows import template_rows
from tests.domains.identity.people import PASSWORD, SYSTEM, make_account, make_officer
from tests.domains.inspection.library_world import CODE, TITLES, credit_code, make_world, row, workbook
from tests.support.app import NOON

ITEM = {
    "code": "SCJG-009",
    "name": "特种设备使用监督检查",
    "kind": "general",
    "bases": "中华人民共和国特种设备安全法|第五十七条",
    "subject": "市、县市场监督管理部门",
    "object_kind": "特种设备使用单位",
    "methods": ["实地检查"],
    "standard": "是否按期检验|特种设备安全法第四十条|符合、不符合",
    **{f"ratio_{name}": value for name, value in zip("abcd", ("1", "2.5", "10", "30"), strict=True)},
    **{f"frequency_{name}": "1" for name in "abcd"},
}


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    move_clock_to(NOON)
    return make_world()


@pytest.fixture
def browser(app_with_store):
    def signed_in(username):
        client = app_with_store.test_client()
        opened = identity.sign_in(username, PASSWORD, "127.0.0.1", "test", current_instant())
        client.set_cookie(SESSION_COOKIE, opened.token)
        return client

    return signed_in


def text(answer):
    return answer.get_data(as_text=True)


def sheet(answer):
    return list(load_workbook(io.BytesIO(answer.get_data())).active.iter_rows(values_only=True))


def item_form(world, **changes):
    return {**ITEM, "organisation": world.bureau.public_id, **changes}


def test_an_item_from_the_draft_to_the_public_list(world, browser):
    planner = browser("planner")
    made = planner.post("/inspection/items/new", data=item_form(world))
    assert made.status_code == 303
    here = made.headers["Location"]
    assert "草稿" in text(planner.get(here))
    assert "特种设备使用监督检查" not in text(planner.get("/inspections/items"))
    published = planner.post(f"{here}/publish", data={"version": "1", "valid_from": "2026-09-01"})
    assert published.status_code == 303
    public = text(planner.get("/inspections/items"))
    assert "特种设备使用监督检查" in public
    assert "B 2.5%" in public
    rows = sheet(planner.get("/inspections/items.xlsx"))
    assert rows[1][1:3] == ("SCJG-009", "特种设备使用监督检查")
    assert "SCJG-009" in text(planner.get("/inspection/items/list.csv"))


def test_i01_i02_a_draft_without_basis_and_standard_says_why_it_is_not_published(world, browser):
    planner = browser("planner")
    made = planner.post("/inspection/items/new", data=item_form(world, bases="", standard=""))
    page = text(planner.get(made.headers["Location"]))
    assert "还不能公布" in page
    assert "没有填写抽查依据" in page
    assert "没有检查标准" in page
    refused = planner.post(f"{made.headers['Location']}/publish", data={"version": "1", "valid_from": "2026-09-01"})
    assert refused.status_code == 409


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ratio_a": "31", "ratio_b": "31", "ratio_c": "31", "ratio_d": "31"}, "高于上限30%"),
        ({"ratio_a": "5", "ratio_b": "4"}, "抽查比例应当越低"),
        ({"ratio_c": "很多"}, "请填写 0 到 100 之间的百分比"),
        ({"bases": "只有名称"}, "第1行"),
        ({"standard": "只有内容"}, "第1行"),
        ({"code": "中文编码"}, "编码由"),
        ({"name": ""}, "请填写抽查事项名称"),
    ],
)
def test_d04_what_is_wrong_with_an_item_comes_back_with_what_was_typed(world, browser, changes, words):
    answer = browser("planner").post("/inspection/items/new", data=item_form(world, **changes))
    assert answer.status_code == 422
    assert words in text(answer)
    assert "特种设备使用单位" in text(answer)


def test_the_next_version_shows_what_it_changes(world, browser):
    planner = browser("planner")
    published = world.publish()
    assert "食品销售监督检查" in text(planner.get(f"/inspection/items/{published.public_id}/edit"))
    made = planner.post("/inspection/items/new", data=item_form(world, code=CODE, name="食品销售监督检查", version="0"))
    page = text(planner.get(made.headers["Location"]))
    assert "与上一版本的不同" in page
    assert "特种设备安全法" in page
    (latest,) = items(SYSTEM)
    assert latest.version_no == 2


def test_an_import_shows_progress_faults_and_then_the_library(world, browser):
    world.publish()
    planner = browser("planner")
    template = sheet(planner.get("/inspection/objects/template.xlsx"))
    assert [title.rstrip("*") for title in template[0]] == list(TITLES)
    bad = workbook([row(1), row(2, risk_class="E")])
    sent = {"organisation": world.bureau.public_id, "file": (io.BytesIO(bad), "名录.xlsx")}
    made = planner.post("/inspection/imports/new", data=sent)
    assert made.status_code == 303
    here = made.headers["Location"]
    waiting = text(planner.get(here))
    assert "等待校验" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    check_uploads(NOON)
    page = text(planner.get(here))
    assert "N3" in page
    assert "填写A、B、C或者D" in page
    assert "hx-trigger" not in page
    faults = sheet(planner.get(f"{here}/faults.xlsx"))
    assert faults[1][:3] == ("3" if isinstance(faults[1][0], str) else 3, "N3", "信用风险分类")
    refused = planner.post(f"{here}/apply")
    assert refused.status_code == 409
    assert "有1行不能导入" in text(refused)
    good = {"organisation": world.bureau.public_id, "file": (io.BytesIO(workbook([row(1), row(2)])), "名录.xlsx")}
    here = planner.post("/inspection/imports/new", data=good).headers["Location"]
    check_uploads(NOON)
    assert planner.post(f"{here}/apply").status_code == 303
    library = text(planner.get("/inspection/objects"))
    assert "第1号超市" in library
    assert "0 天" in library
    one = f"/inspection/objects/{world.bureau.id}/{credit_code(1)}"
    assert "望江路1号" in text(planner.get(one))
    assert db.session.query(LibraryImport).count() == 2


def test_an_upload_is_thrown_away(world, browser):
    world.publish()
    checked = world.upload(workbook([row(1)]))
    planner = browser("planner")
    assert planner.post(f"/inspection/imports/{checked.public_id}/discard").status_code == 303
    assert planner.post(f"/inspection/imports/{checked.public_id}/apply").status_code == 409


def test_an_inspector_is_entered_with_leave_and_conflicts(world, browser):
    world.publish()
    person = make_officer("林检查", world.bureau)
    planner = browser("planner")
    assert "未入库" in text(planner.get("/inspection/officers"))
    here = f"/inspection/officers/{person.public_id}"
    sent = {
        "version": "0",
        "active": "true",
        "item_codes": CODE,
        "load_limit": "20",
        "specialities": "食品、特种设备",
        "leaves": "2026-09-01至2026-09-05 年休假",
        "conflicts": f"{credit_code(1)} 配偶任职",
    }
    assert planner.post(here, data=sent).status_code == 303
    entry = inspector(SYSTEM, person.public_id)
    assert (entry.item_codes, entry.specialities, entry.areas) == ([CODE], ["食品", "特种设备"], [world.bureau.path])
    assert entry.conflicts[0].uscc == credit_code(1)
    assert "参加抽取" in text(planner.get("/inspection/officers"))
    assert planner.post(here, data=sent).status_code == 409
    wrong = planner.post(here, data={**sent, "version": "1", "leaves": "下周", "conflicts": "没有代码"})
    assert wrong.status_code == 422


def test_a_stranger_sees_nothing_of_another_agencys_library(world, browser):
    world.publish()
    world.fill(2)
    checked = world.upload(workbook([row(9)]))
    make_account("stranger", world.city.east_bureau, "planner")
    stranger = browser("stranger")
    assert "第1号超市" not in text(stranger.get("/inspection/objects"))
    for address in (f"imports/{checked.public_id}", f"objects/{world.bureau.id}/{credit_code(1)}"):
        assert stranger.get(f"/inspection/{address}").status_code == 404


def item_sheet(*rows):
    """A workbook of items after the template's titles."""
    out = io.BytesIO()
    titles, example = template_rows()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for at, line in enumerate(
            [titles, *({**dict(zip(titles, example, strict=True)), **row}.values() for row in rows)]
        ):
            page.write_row(at, 0, list(line))
    return out.getvalue()


def send_items(client, world, file, **more):
    data = {"organisation": world.bureau.public_id, "file": (io.BytesIO(file), "清单.xlsx"), **more}
    return client.post("/inspection/items/import", data=data)


def test_items_come_from_excel_as_drafts_after_a_dry_run(world, browser):
    client = browser("planner")
    world.publish()
    example = client.get("/inspection/items/template.xlsx")
    assert sheet(example)[0][0] == "事项编码*"
    file = item_sheet({"抽查事项名称*": "食品销售检查"}, {"事项编码*": "SCJG-010"})
    assert "可以导入 2 个事项" in text(send_items(client, world, file))
    assert len(items(SYSTEM)) == 1
    assert send_items(client, world, file, take="true").status_code == 303
    found = {one.code: one for one in items(SYSTEM)}
    assert {code: (one.version_no, one.state.value) for code, one in found.items()} == {
        CODE: (2, "draft"), "SCJG-010": (1, "draft"),
    }  # fmt: skip
    assert len(item_versions(SYSTEM, world.bureau.id, CODE)) == 2
    assert send_items(client, world, file, take="true").status_code == 303
    assert len(item_versions(SYSTEM, world.bureau.id, CODE)) == 2


def test_each_wrong_cell_of_the_table_of_items_is_named_and_nothing_is_saved(world, browser):
    client = browser("planner")
    file = item_sheet(
        {"事项编码*": "SCJG-001"},
        {"事项编码*": "SCJG-001"},
        {"事项编码*": "SCJG-011", "事项类别*": "特别"},
        {"事项编码*": "SCJG-012", "抽查依据": "食品安全法"},
        {"事项编码*": "SCJG-013", "A类比例（%）*": "50"},
        {"事项编码*": "SCJG-014", "抽查事项名称*": ""},
    )
    page = text(send_items(client, world, file, take="true"))
    for cell in ("A3", "D4", "E5", "K6", "B7"):
        assert f'<th scope="row">{cell}</th>' in page
    assert not items(SYSTEM)
    assert send_items(client, world, b"no workbook").status_code == 422
    officer = make_account("plain-officer", world.bureau, "officer")
    assert send_items(browser(officer.username), world, file).status_code in (403, 404)
