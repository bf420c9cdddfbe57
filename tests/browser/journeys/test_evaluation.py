"""A round of evaluation from the plan to the report, each at a browser of their own. On SQLite."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.support.draws import KL8
from tests.support.evaluation_journey import (
    EVALUATORS,
    TITLE,
    Round,
    answer_finding,
    approve_plan,
    deduct,
    points_shown,
    save,
    see,
    sign_sheet,
    steps_of,
    stock_files,
    write_plan,
)
from tests.support.inspection_journey import Scheduler, make_announcement, path_of, type_number
from tests.support.journey import DESK, PATIENCE_MS, PHONE, make_photo

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

SHOWING, REASONS_OF_TIER = "出示执法证件", "写明裁量基准、阶次"
UNTOLD = "没有写出示执法证件的经过"
TOGETHER = "两名从业人员一起询问"
LATE = "送达回证上的日期超过七个工作日"


def test_an_evaluation_from_the_plan_to_the_report(office, tmp_path) -> None:
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
    strict = score(office, made)
    decide(office, made)
    close(cen, plan)
    opened(visitor)
    report(scheduler, cen, plan, made)
    shen = office.sit("shen", size=PHONE)
    object_to_one(shen, tmp_path)
    uphold(cen, plan)
    freeze(lu, plan)
    rectify(shen, cen, tmp_path)
    read_reports(cen, plan, strict)
    published(visitor, made)


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
    assert [word for word in ("密封抽取", "名单、签号和评查员在评分结束以后公开") if word not in visitor.words] == []
    assert "企业抽中" not in visitor.words
    assert visitor.barriers() == ""
    bundle = visitor.context.request.get(f"{public}.json").text()
    visitor.press("在我的浏览器里重算")
    assert "企业抽中" not in visitor.words
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


def score(office, made: Round) -> str:
    """One on a phone is strict, whose seat this gives, the other at a desk is mild; neither sees the other."""
    made.sign_others()
    (strict, seat), (mild, _) = sorted(made.evaluators_of_contested().items())
    phone, desk = at_desk(office, made, strict, PHONE), at_desk(office, made, mild, DESK)
    assert phone.barriers() == ""
    assert desk.barriers() == ""
    answer_finding(phone, "出示执法证件", accepted=True)
    answer_finding(phone, "文号断号", accepted=False, note="缺号已有作废说明")
    for code, document, passage in (
        ("P2.1a", "d02 现场笔录", UNTOLD),
        ("P2.3a", "d04 询问笔录", TOGETHER),
        ("P5.4b", "d12 行政处罚决定书", "只写了阶次，没有写理由"),
        ("P5.6a", "d12 行政处罚决定书", "没有延长期限的审批"),
    ):
        deduct(phone, code, document, passage)
    save(phone)
    deduct(desk, "P2.1a", "d02 现场笔录", UNTOLD)
    save(desk)
    assert points_shown(desk) - points_shown(phone) > 5
    assert UNTOLD in sign_sheet(phone)
    assert TOGETHER not in sign_sheet(desk)
    assert "最终结果" not in desk.words
    return seat


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
    save(evaluator)
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


def report(scheduler, cen, plan: str, made: Round) -> None:
    """No agency is told before the file that failed was evaluated once more by somebody else."""
    board = f"{plan}/feedback/"
    cen.open(board)
    assert cen.button("发出评查组报告").get_attribute("aria-disabled") == "true"
    assert cen.barriers() == ""
    scheduler.look_until(lambda: made.seats_open() == 1)
    made.re_evaluate()
    cen.open(board)
    cen.press("发出评查组报告")
    see(cen, "发出以后不能撤回")
    cen.press("发出评查组报告")
    see(cen, "异议期开始")
    assert cen.barriers() == ""


def object_to_one(shen, folder) -> None:
    """The head of the agency reads the report, on a phone, and objects to one item with a proof."""
    shen.open("/evaluation/reports/")
    assert shen.barriers() == ""
    shen.page.get_by_role("link", name=TITLE, exact=True).click()
    see(shen, UNTOLD)
    assert shen.barriers() == ""
    told = path_of(shen.page)
    paper = shen.read_pdf(f"{told}/paper.pdf")
    assert [word for word in (TITLE, "没有说明裁量理由", "异议") if word not in paper] == []
    shen.press("统计和比较")
    see(shen, "逐件问题")
    assert shen.barriers() == ""
    shen.open(told)
    point(shen, REASONS_OF_TIER).get_by_role("link", name="提出异议").click()
    see(shen, "异议的理由")
    shen.write({"异议的理由": "裁量理由写在决定书第二页第三段，附页面照片。"})
    shen.page.set_input_files("#field-uploads", make_photo(folder, "决定书第二页"))
    assert shen.barriers() == ""
    shen.press("提交异议")
    see(shen, "异议已经提交")
    shen.press("没有（其他）异议")
    see(shen, "确认没有（其他）异议")
    shen.press("确认没有（其他）异议")
    see(shen, "已经告知评查机关没有异议")


def point(shen, title: str):
    """A point of the report by the item it stands on."""
    return shen.page.locator("article.told-point").filter(has_text=title)


def uphold(cen, plan: str) -> None:
    """The planner sees what the answer would change before giving it; the points come back."""
    cen.open(f"{plan}/feedback/")
    cen.page.locator("#objections").get_by_role("link", name=REASONS_OF_TIER).click()
    see(cen, "裁量理由写在决定书第二页")
    assert cen.barriers() == ""
    cen.press("答复")
    see(cen, "答复以后的得分")
    cen.mark("异议成立")
    cen.write({"答复的理由": "经核对，决定书第二页写明了从轻的理由，扣分撤销。"})
    cen.press("看得分的变化")
    see(cen, "答复以后的得分")
    expect(cen.page.locator("#preview .change")).to_be_visible(timeout=PATIENCE_MS)
    assert cen.barriers() == ""
    cen.press("提交答复")
    see(cen, "答复已经送达被评查机关")
    see(cen, "更正后")
    assert cen.barriers() == ""


def freeze(lu, plan: str) -> None:
    """The head fixes the results; what still stands has to be put right."""
    lu.open(f"{plan}/feedback/")
    lu.press("确定评查结果")
    see(lu, "结果确定以后不能再变")
    lu.press("确定评查结果")
    see(lu, "整改开始")
    assert lu.barriers() == ""


def rectify(shen, cen, folder) -> None:
    """The agency puts one thing right and proves it; the planner looks at the proof and passes it."""
    shen.open("/evaluation/rectifications/")
    assert REASONS_OF_TIER not in shen.words
    assert shen.barriers() == ""
    shen.page.get_by_role("link", name=SHOWING).click()
    see(shen, "要改正的问题")
    assert shen.barriers() == ""
    shen.press("提交整改情况")
    shen.write({"整改情况": "九月起笔录模板增加出示证件一栏，全员培训一次。"})
    shen.page.set_input_files("#field-uploads", make_photo(folder, "培训签到表"))
    shen.press("提交整改")
    see(shen, "等待评查机关复核")
    cen.open("/evaluation/rectifications/")
    cen.page.get_by_role("link", name=SHOWING).click()
    see(cen, "培训签到表")
    proof = cen.page.locator(".proofs a").first.get_attribute("href")
    assert cen.context.request.get(proof).headers["content-type"] == "image/jpeg"
    cen.press("复核整改")
    see(cen, "复核结论")
    assert cen.barriers() == ""
    cen.mark("整改通过")
    cen.press("复核整改")
    see(cen, "复核结论已经告知被评查机关")


def read_reports(cen, plan: str, seat: str) -> None:
    """The whole round, as page, PDF, Word and workbook; a sheet as it was signed."""
    assert TOGETHER in cen.read_pdf(f"/evaluation/sheets/{seat}.pdf")
    cen.open(f"{plan}/report/")
    assert cen.barriers() == ""
    assert "已定稿" in cen.words
    summary = cen.page.locator(".report-summary li").first.inner_text()
    words = cen.read_pdf(f"{plan}/report.pdf")
    assert [word for word in (TITLE, re.sub(r"\s", "", summary), "一致程度") if word not in words] == []
    assert summary in [one.text for one in Document(downloaded(cen, f"{plan}/report.docx")).paragraphs]
    book = load_workbook(downloaded(cen, f"{plan}/report.xlsx"), read_only=True)
    assert "云州市市场监督管理局" in {
        cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    }


def published(visitor, made: Round) -> None:
    """The numbers of the round are public, and nobody in them; from there back to the draw."""
    visitor.open("/evaluations")
    assert visitor.barriers() == ""
    visitor.press(TITLE)
    see(visitor, "怎么评的")
    assert visitor.barriers() == ""
    assert [word for word in (*made.secrets(), UNTOLD, "安和食品") if word in visitor.words] == []
    visitor.press("案卷和评查员怎么抽出来的：看抽取的全部数据，自己重算")
    see(visitor, "封存了什么")


def downloaded(person, path: str) -> io.BytesIO:
    """A file from the person's browser."""
    answer = person.context.request.get(path)
    assert answer.status == 200, (path, answer.status)
    return io.BytesIO(answer.body())
