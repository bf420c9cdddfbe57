"""Pages of plans and batches: written, imported, approved by another, public, frozen."""

import io
from datetime import timedelta

import pytest
import xlsxwriter
from sqlalchemy import Engine, event

from enforcement.doors.access import SESSION_COOKIE
from enforcement.identity import services as identity
from enforcement.inspection.library_states import ProposalState
from enforcement.inspection.models.plans import JointVisitProposal
from enforcement.inspection.queries.plans import plan as read_plan
from enforcement.inspection.services import joining
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.rules.inspection.plans import BatchState, PlanState
from tests.domains.identity.people import PASSWORD, SYSTEM
from tests.domains.inspection.library_world import CODE, batch, make_world, rows_of
from tests.support.app import NOON

FORM = {
    "name": "网页上写的批次",
    "item_codes": CODE,
    "kind": "undirected",
    "ratio_a": "3",
    "ratio_b": "10",
    "ratio_c": "20",
    "ratio_d": "30",
    "draw_on": "2026-09-02",
    "visit_from": "2026-09-07",
    "visit_to": "2026-09-21",
    "team_size": "2",
    "sources": ["ssq", "kl8"],
    "algorithm": "SHA-256",
    "off_site_paper": "需要查看现场的实际情况，书面材料不能证明",
    "off_site_data": "共享数据里没有现场情况，不能据此判断",
    "off_site_smart": "没有接入视频监控，不能据此判断情况",
}


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    move_clock_to(NOON)
    made = make_world()
    made.publish()
    return made


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


def plan_id(answer):
    return answer.headers["Location"].rsplit("/", 1)[1]


def test_a_plan_from_the_first_batch_to_the_public_page(world, browser):
    planner, head = browser("planner"), browser("head")
    made = planner.post("/inspection/plans/new", data={"organisation": world.bureau.public_id, "year": "2026"})
    assert made.status_code == 303
    number = plan_id(made)
    assert planner.post(f"/inspection/plans/{number}/batches/new", data=FORM).status_code == 303
    page = text(planner.get(f"/inspection/plans/{number}"))
    assert "网页上写的批次" in page
    assert "没有在期限内公布" in page
    version = read_plan(SYSTEM, number).version
    assert planner.post(f"/inspection/plans/{number}/submit", data={"version": version}).status_code == 303
    version = read_plan(SYSTEM, number).version
    answer = head.post(f"/inspection/plans/{number}/answer", data={"version": version, "agreed": "yes"})
    assert answer.status_code == 303
    assert browser("planner").get(f"/inspections/plans/{number}").status_code == 404
    version = read_plan(SYSTEM, number).version
    assert head.post(f"/inspection/plans/{number}/publish", data={"version": version}).status_code == 303
    version = read_plan(SYSTEM, number).version
    filed = {"version": version, "filed_with": "省局", "receipt": "备1号", "filed_on": "2026-09-01"}
    assert planner.post(f"/inspection/plans/{number}/file", data=filed).status_code == 303
    public = text(world_client(browser).get(f"/inspections/plans/{number}"))
    assert "网页上写的批次" in public
    assert "晚于公布期限" in public
    assert read_plan(SYSTEM, number).state is PlanState.PUBLISHED
    assert "2026-P-001" in text(world_client(browser).get("/inspections/plans"))


def world_client(browser):
    client = browser("planner")
    client.delete_cookie(SESSION_COOKIE)
    return client


def test_a_refused_batch_comes_back_with_the_reason_and_what_was_typed(world, browser):
    made = world.plan()
    answer = browser("planner").post(
        f"/inspection/plans/{made.public_id}/batches/new", data={**FORM, "filter_INDUSTRY": "食品"}
    )
    assert answer.status_code == 409
    assert "不定向抽查不得设定筛选条件" in text(answer)
    assert "网页上写的批次" in text(answer)


def test_a_batch_is_changed_and_dropped_on_the_page(world, browser):
    made = world.plan(batch())
    (row,) = rows_of(made)
    planner, here = browser("planner"), f"/inspection/plans/{made.public_id}/batches/{row.public_id}"
    assert "第三季度食品销售抽查" in text(planner.get(here))
    assert planner.post(here, data={**FORM, "version": row.version}).status_code == 303
    (row,) = rows_of(made)
    assert row.name == "网页上写的批次"
    assert planner.post(f"{here}/drop", data={"version": row.version}).status_code == 303
    assert rows_of(made)[0].state is BatchState.CANCELLED


def table(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["检查主体", "计划名称", "检查内容", "时间", "比例", "频次", "数量"])
        for at, one in enumerate(rows, start=1):
            sheet.write_row(at, 0, one)
    return (io.BytesIO(out.getvalue()), "plan.xlsx")


GOOD = (
    "云城市市场监督管理局",
    "四季度食品抽查",
    "食品销售监督检查",
    "第四季度",
    "A类1%、B类2%、C类10%、D类30%",
    "1次",
    120,
)


def test_a_table_is_checked_first_and_then_imported_whole(world, browser):
    made, planner = world.plan(), browser("planner")
    here = f"/inspection/plans/{made.public_id}/import"
    page = text(planner.post(here, data={"file": table([GOOD, GOOD])}))
    assert "没有问题，可以导入 2 个批次" in page
    assert rows_of(made) == []
    version = read_plan(SYSTEM, made.public_id).version
    sent = {"file": table([GOOD, GOOD]), "take": "true", "version": version}
    assert planner.post(here, data=sent).status_code == 303
    first, _second = rows_of(made)
    assert (first.draw_on.isoformat(), first.visit_to.isoformat()) == ("2026-10-08", "2026-12-31")
    assert (first.ratios, first.planned_count) == ({"A": 100, "B": 200, "C": 1000, "D": 3000}, 120)


@pytest.mark.parametrize(
    ("column", "value", "cell", "words"),
    [
        (0, "别的局", "A3", "不是本计划的机关"),
        (1, "", "B3", "没有填写计划名称"),
        (2, "没有的事项", "C3", "抽查事项清单里没有"),
        (3, "十三月", "D3", "不是可以识别的时间"),
        (3, "7-13月", "D3", "月份不对"),
        (3, "第一季度", "D3", "已经过去"),
        (4, "若干", "E3", "不是比例"),
        (4, "A类5%、B类2%、C类10%、D类30%", "E3", "抽查比例应当越低"),
        (6, "很多", "G3", "不是数量"),
    ],
)
def test_a_bad_cell_is_named_and_no_batch_is_imported(world, browser, column, value, cell, words):
    made = world.plan()
    bad = list(GOOD)
    bad[column] = value
    sent = {"file": table([GOOD, bad]), "take": "true", "version": made.version}
    page = text(browser("planner").post(f"/inspection/plans/{made.public_id}/import", data=sent))
    assert cell in page
    assert words in page
    assert rows_of(made) == []


def test_a_task_outside_the_plan_is_approved_and_stays_marked(world, browser):
    planner, head = browser("planner"), browser("head")
    sent = {**FORM, "organisation": world.bureau.public_id, "origin": "ad_hoc", "reason": "上级交办的核查"}
    made = planner.post("/inspection/batches/new", data=sent)
    assert made.status_code == 303
    number = plan_id(made)
    assert "上级交办的核查" in text(head.get(f"/inspection/batches/{number}"))
    assert "网页上写的批次" not in text(world_client(browser).get("/inspections/plans"))
    answer = {"version": "1", "agreed": "yes"}
    assert head.post(f"/inspection/batches/{number}/answer", data=answer).status_code == 303
    public = text(world_client(browser).get("/inspections/plans"))
    assert "网页上写的批次" in public
    assert "临时任务" in public


def test_the_grey_button_says_why_not_and_freezing_shows_the_numbers(world, browser):
    world.staff()
    world.fill(20)
    (row,) = rows_of(world.public_plan(batch()))
    planner, here = browser("planner"), f"/inspection/batches/{row.public_id}"
    page = text(planner.get(here))
    assert "为什么现在不能" in page
    assert "还没有到" in page
    assert planner.post(f"{here}/freeze").status_code == 409
    move_clock_to(NOON + timedelta(days=1))
    planner = browser("planner")
    assert planner.post(f"{here}/freeze").status_code == 303
    page = text(planner.get(here))
    assert "名录已冻结" in page
    assert "看抽取" in page


def test_lists_ask_the_database_no_more_for_more_rows(world, browser):
    planner = browser("planner")
    first = world.public_plan(batch())
    addresses = (
        "/inspection/plans/",
        "/inspection/batches",
        "/inspections/plans",
        f"/inspections/plans/{first.public_id}",
    )
    few = [asked(lambda one=one: planner.get(one)) for one in addresses]
    for number in range(4):
        more = world.public_plan(batch(name=f"{number}甲"), batch(name=f"{number}乙"))
    addresses = (*addresses[:3], f"/inspections/plans/{more.public_id}")
    assert [asked(lambda one=one: planner.get(one)) for one in addresses] == few


def asked(act):
    """How many statements an act sends."""
    sent = []

    def note(*arguments):
        sent.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert act().status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(sent)


def test_d10_a_proposal_is_answered_with_a_reason(world, browser):
    row = JointVisitProposal(
        uscc="91330100MA27XQ0J4E",
        name="两个部门都抽到的超市",
        first_batch="a" * 20,
        second_batch="b" * 20,
        first_path=world.bureau.path,
        second_path=world.city.east_bureau.path,
        days_apart=0,
        state=ProposalState.OPEN,
        proposed_at=NOON,
    )
    db.session.add(row)
    db.session.commit()
    planner, here = browser("planner"), f"/inspection/joint/{row.public_id}"
    assert "两个部门都抽到的超市" in text(planner.get("/inspection/batches"))
    assert planner.post(here, data={"version": "1", "join": "no"}).status_code == 422
    assert planner.post(here, data={"version": "1", "join": "no", "reason": "事项不同"}).status_code == 303
    assert planner.post(here, data={"version": "2", "join": "yes"}).status_code == 409
    assert joining.propose_joint_visits(NOON) == 0
