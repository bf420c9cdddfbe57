"""A round of evaluation from the plan to the opened draw, each at a browser of their own. On SQLite."""

from __future__ import annotations

import pytest

from tests.support.draws import KL8
from tests.support.evaluation_journey import (
    EVALUATORS,
    Round,
    answer_finding,
    approve_plan,
    deduct,
    points_shown,
    see,
    sign_sheet,
    steps_of,
    stock_files,
    write_plan,
)
from tests.support.inspection_journey import Scheduler, make_announcement, path_of, type_number
from tests.support.journey import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

UNTOLD = "没有写出示执法证件的经过"
LATE = "送达回证上的日期超过七个工作日"


def test_an_evaluation_from_plan_to_opened_draw(office, tmp_path) -> None:
    office.begin()
    with office.app.app_context():
        stock_files(office.bureau)
    scheduler, made = Scheduler(office.app), Round(office.app, office.bureau)
    scheduler.look()
    cen, lu = office.sit("cen"), office.sit("lu")
    write_plan(cen)
    assert cen.barriers() == ""
    plan = path_of(cen.page)
    approve_plan(lu, plan)
    draw(office, scheduler, cen, plan, tmp_path)
    visitor = office.sit()
    sealed(visitor, cen, plan, made)
    confirm(cen, plan, made)
    score(office, made)
    decide(office, made)
    close(cen, plan)
    opened(visitor)


def draw(office, scheduler, cen, plan: str, folder) -> None:
    """The scheduler fixes the list on its day; two people type the public number, and files and seats are there."""
    cen.open(plan)
    cen.later("+1 天")
    scheduler.look()
    cen.open(plan)
    assert "已锁定" in cen.words
    cen.later("+1 天")
    announcement = make_announcement(folder)
    for username in ("lei", "wen"):
        type_number(office.sit(username), "快乐8", KL8, announcement)
    scheduler.look_until(lambda: "待确认适用条件" in shown(cen, plan))


def shown(person, path: str) -> str:
    person.open(path)
    return person.words


def sealed(visitor, cen, plan: str, made: Round) -> None:
    """Before opening: the commitment holds in anybody's browser, and nothing tells who scores what."""
    visitor.open("/lots")
    visitor.press("2026-0001")
    see(visitor, "封存了什么")
    public = path_of(visitor.page)
    assert "密封抽取" in visitor.words
    assert visitor.barriers() == ""
    bundle = visitor.context.request.get(f"{public}.json").text()
    visitor.press("在我的浏览器里重算")
    steps = steps_of(visitor)
    assert "failed" not in steps.values()
    assert {steps[one] for one in ("commit", "seed")} == {"ok"}
    assert {steps[one] for one in ("tickets", "ranking")} == {"not published"}
    assert visitor.barriers() == ""
    cen.open(plan)
    assert cen.barriers() == ""
    cen.press("看密封抽取")
    see(cen, "密封")
    for text in (bundle, visitor.words, cen.words, shown(cen, plan)):
        assert [word for word in made.secrets() if word in text] == []
    visitor.open(public)


def confirm(cen, plan: str, made: Round) -> None:
    """Which questions the case asks: one answer for all sheets."""
    made.confirm_others()
    with made.app.app_context():
        label = made.contested().label
    cen.open(plan)
    cen.page.get_by_role("link", name=label).click()
    assert cen.barriers() == ""
    for question in cen.page.locator("fieldset.field").all():
        if not question.locator("input:checked").count():
            question.locator("input[value=yes]").check()
    cen.press("确认，开始评分")
    see(cen, "适用条件已经确认")


def score(office, made: Round) -> None:
    """One on a phone is strict, the other at a desk is mild; neither sees the other."""
    made.sign_others()
    (strict, _), (mild, _) = sorted(made.evaluators_of_contested().items())
    phone, desk = at_desk(office, made, strict, PHONE), at_desk(office, made, mild, DESK)
    assert phone.barriers() == ""
    assert desk.barriers() == ""
    answer_finding(phone, "出示执法证件", accepted=True)
    answer_finding(phone, "文号断号", accepted=False, note="缺号已有作废说明")
    for code, document, passage in (
        ("P2.1a", "d02 现场笔录", UNTOLD),
        ("P6.1b", "d13 送达回证", LATE),
        ("P5.4b", "d12 行政处罚决定书", "只写了阶次，没有写理由"),
        ("P5.3a", "d12 行政处罚决定书", "只引用到条，没有引用到项"),
        ("P5.2a", "d12 行政处罚决定书", "没有写明违法行为的后果"),
        ("P3.1b", "d08 案件调查终结报告", "没有写裁量建议"),
        ("P4.1a", "d10 行政处罚告知书", "没有写明裁量的依据"),
    ):
        deduct(phone, code, document, passage)
    deduct(desk, "P2.1a", "d02 现场笔录", UNTOLD)
    assert points_shown(desk) - points_shown(phone) > 5
    assert UNTOLD in sign_sheet(phone)
    assert LATE not in sign_sheet(desk)
    assert "最终结果" not in desk.words


def at_desk(office, made: Round, username: str, size):
    """Somebody opens the contested file from the own list."""
    with made.app.app_context():
        label = made.contested().label
    evaluator = office.sit(username, size=size)
    evaluator.open("/evaluation/seats/")
    assert evaluator.barriers() == ""
    evaluator.page.get_by_role("link", name=label).click()
    see(evaluator, "评分期限")
    return evaluator


def decide(office, made: Round) -> None:
    """A third is called who knows of no other sheet."""
    ((third, _seat),) = made.evaluators_of_contested().items()
    assert third in EVALUATORS
    evaluator = at_desk(office, made, third, DESK)
    words = evaluator.words
    assert [word for word in (*made.secrets(), "相差", UNTOLD) if word in words] == []
    for code, document, passage in (
        ("P2.1a", "d02 现场笔录", UNTOLD),
        ("P6.1b", "d13 送达回证", LATE),
        ("P5.4b", "d12 行政处罚决定书", "没有说明为什么选择这一阶次"),
    ):
        deduct(evaluator, code, document, passage)
    sign_sheet(evaluator)


def close(cen, plan: str) -> None:
    """The end of scoring opens the list."""
    cen.open(plan)
    cen.press("结束评分")
    see(cen, "结束以后不能再评分")
    assert cen.barriers() == ""
    cen.press("结束评分，公开名单")
    see(cen, "抽取名单已经公开")
    cen.press("看评分结果")
    see(cen, "评查员之间的一致程度")
    assert cen.barriers() == ""


def opened(visitor) -> None:
    """After opening the same page recomputes all, the list and the evaluators too."""
    visitor.page.reload()
    assert "密封" not in visitor.page.locator(".page-head").inner_text()
    assert visitor.barriers() == ""
    visitor.press("在我的浏览器里重算")
    steps = steps_of(visitor)
    assert {steps[one] for one in ("commit", "seed", "tickets", "ranking")} == {"ok"}
    assert "failed" not in steps.values()
