"""Reports at the desk: page with charts and tables, PDF, Word, workbook; a score sheet as it was signed."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from enforcement.platform.demo_clock import move_clock_to
from tests.support.app import NOON
from tests.support.desk import plain, text
from tests.support.evaluation import NOTHING
from tests.support.evaluation_desk import Desks
from tests.support.evaluation_reports import LAST_HALF, agency_id, bureau_first, closed, frozen, lossy, told, vetoed


@pytest.fixture
def desks(app_with_store):
    move_clock_to(NOON)
    return Desks(app_with_store)


@pytest.fixture
def plan(desks):
    made = desks.round
    found = closed(made, (lossy(made), NOTHING, vetoed(made)))
    move_clock_to(made.start(found) + timedelta(days=40))
    return found


def address(plan, rest="report/"):
    return f"/evaluation/plans/{plan.public_id}/{rest}"


def words_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def words_in(docx):
    document = Document(io.BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return document, "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_page_shows_each_chart_beside_its_table_and_every_average_with_its_files(desks, plan):
    answer = desks.of("planner").get(address(plan))
    page, shown = text(answer), plain(answer)
    assert answer.status_code == 200
    assert page.count('<div class="chart-pair">') == 2
    for pair in page.split('<div class="chart-pair">')[1:]:
        assert "<svg" in pair.split("</section>")[0]
        assert "<table" in pair.split("</section>")[0]
    assert "未定稿" in shown
    for average in ("60.28 分（3 件）", "90.43 分（2 件）", "0.00 分（1 件）"):
        assert average in shown
    assert "没有可以比较的上一轮评查" in shown
    assert "1 件认定一票否决" in shown


def test_a_fixed_round_is_no_draft(desks, plan):
    frozen(desks.round, plan)
    shown = plain(desks.of("head").get(address(plan)))
    assert "已定稿" in shown
    assert "未定稿" not in shown


def test_the_workbook_has_a_sheet_for_every_table_with_numbers_as_numbers(desks, plan):
    answer = desks.of("planner").get(address(plan, "report.xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == [
        "概要", "等次", "平均分", "常见问题", "一票否决", "评查员一致程度", "全部问题", "逐件结果",
    ]  # fmt: skip
    means = list(book["平均分"].values)
    assert means[0][:3] == ("机关", "平均分", "件数")
    assert means[1][:3] == ("全部", 60.28, 3)
    assert any("未定稿" in str(cell) for row in book["概要"].values for cell in row)
    assert len(list(book["逐件结果"].values)) == 1 + len(plan.files)


def test_the_pdf_says_what_the_page_says_and_is_marked_as_a_draft(desks, plan):
    answer = desks.of("planner").get(address(plan, "report.pdf"))
    assert answer.mimetype == "application/pdf"
    found = words_of(answer.data)
    for words in ("行政处罚案卷评查总报告", plan.plan_no, "60.28", "90.43", "未定稿", desks.round.city.bureau.name):
        assert words in found


def test_the_word_document_has_headings_tables_and_pictures_of_the_charts(desks, plan):
    answer = desks.of("planner").get(address(plan, "report.docx"))
    document, found = words_in(answer.data)
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 2"]
    assert headings == ["等次", "平均分", "常见问题", "一票否决", "评查员一致程度"]
    assert len(document.inline_shapes) == 2
    for words in (plan.plan_no, "60.28", "90.43", "未定稿", desks.round.city.bureau.name):
        assert words in found
    assert document.core_properties.author == desks.round.justice.name


def test_a_comparison_stands_in_page_and_paper(desks, plan):
    made = desks.round
    old = frozen(made, closed(made, **LAST_HALF))
    page = desks.of("planner").get(address(plan))
    assert f"上一轮（{old.title}）平均 100.00 分（3 件），本轮低 39.72 分" in plain(page)
    assert 'class="chart-before"' in text(page)
    assert "低39.72分" in words_of(desks.of("planner").get(address(plan, "report.pdf")).data)


def test_an_agency_reads_its_own_report_as_page_and_files_and_no_other(desks, plan):
    made = desks.round
    own = f"agencies/{agency_id(plan, made.city.bureau.name)}/report"
    other = f"agencies/{agency_id(plan, made.city.east_bureau.name)}/report"
    agency = desks.agency_head()
    assert agency.get(address(plan, f"{own}/")).status_code == 404
    told(made, plan)
    answer = agency.get(address(plan, f"{own}/"))
    shown = plain(answer)
    assert all(one.label in shown for one in bureau_first(made, plan)[:2])
    assert made.city.east_bureau.name not in shown
    for forms in ("pdf", "docx", "xlsx"):
        assert agency.get(address(plan, f"{own}.{forms}")).status_code == 200
        assert agency.get(address(plan, f"{other}.{forms}")).status_code == 404
    assert agency.get(address(plan, f"{other}/")).status_code == 404
    assert agency.get(address(plan)).status_code in {403, 404}


def test_no_evaluator_is_named_to_an_agency(desks, plan):
    made = desks.round
    told(made, plan)
    own = address(plan, f"agencies/{agency_id(plan, made.city.bureau.name)}/report")
    agency = desks.agency_head()
    names = [one.name for one in made.evaluators.values()]
    texts = [
        text(agency.get(f"{own}/")),
        words_of(agency.get(f"{own}.pdf").data),
        words_in(agency.get(f"{own}.docx").data)[1],
    ]
    assert [name for name in names for one in texts if name in one] == []


def test_an_evaluator_reaches_no_report(desks, plan):
    evaluator = desks.evaluator(desks.round.seats(plan.files[0])[0])
    for rest in ("report/", "report.pdf", "report.docx", "report.xlsx"):
        assert evaluator.get(address(plan, rest)).status_code in {403, 404}


def test_a_score_sheet_is_printed_as_signed_with_who_when_and_digest(desks, plan):
    made = desks.round
    seat = made.seats(bureau_first(made, plan)[0])[0]
    answer = desks.of("planner").get(f"/evaluation/sheets/{seat.public_id}.pdf")
    found = words_of(answer.data)
    fault = seat.sheet.signed["sheet"]["faults"][0]
    for words in (seat.evaluator_name, seat.sheet.digest, "80.85", fault["deduction"], "第2页第3行", "与签名时一致"):
        assert words in found
    assert desks.evaluator(seat).get(f"/evaluation/sheets/{seat.public_id}.pdf").status_code in {403, 404}
    assert desks.agency_head().get(f"/evaluation/sheets/{seat.public_id}.pdf").status_code in {403, 404}
    assert desks.of("planner").get("/evaluation/sheets/nothere.pdf").status_code == 404
