"""What the sealed paper says: true of each file, and in the same figures as the reports of the round."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from enforcement.evaluation.commands.feedback import IssueReports
from enforcement.evaluation.group_paper import group_report_content
from enforcement.evaluation.queries.final import final_files
from enforcement.evaluation.queries.reports import unit_report
from enforcement.evaluation.services.feedback import issue_reports
from enforcement.evaluation.services.re_evaluation import open_re_evaluations
from enforcement.rules.evaluation.sheets import Sheet, VetoMark
from tests.domains.documents.house import put_seal
from tests.domains.evaluation.told import FAULTS, account, closed_round, failed_round, told_round
from tests.support.evaluation import NOTHING
from tests.support.evaluation_reports import agency_id, closed

FAILED = Sheet(FAULTS.faults, (VetoMark("V04", "主要事实没有证据"),))


def paper_of(report):
    own = [one for one in final_files(report.plan.public_id) if one.decided.agency_org_id == report.agency_org_id]
    return group_report_content(report, own)


def re_evaluated(made):
    plan, now = closed_round(made, FAILED)
    open_re_evaluations(plan.public_id, now)
    failed = next(one for one in plan.files if one.agency_org_id == made.city.bureau.id)
    made.sign(next(one for one in made.seats(failed) if one.place == 4), FAILED, now=now)
    reports = issue_reports(made["planner"], IssueReports(plan.public_id, plan.version), now)
    return next(one for one in reports if one.agency_org_id == made.city.bureau.id)


@pytest.mark.parametrize(
    ("report_of", "word", "reason"),
    [
        (re_evaluated, "不合格（经过复评）", False),
        (lambda made: failed_round(made, FAILED).report, "不合格（未复评）", True),
        (lambda made: told_round(made).report, "优秀", False),
    ],
)
def test_art_12_the_paper_says_re_evaluated_only_of_a_file_that_was(made, report_of, word, reason):
    content = paper_of(report_of(made))
    (row,) = content["files"]
    assert row["grade"] == word
    assert ("第 1 件没有复评：负责人决定不再复评，维持原结果：没有别的评查员" in content["summary"]) is reason


def test_art_13_the_paper_and_the_report_of_the_agency_give_the_same_average(made):
    plan = closed(made, (FAULTS, NOTHING, NOTHING))
    put_seal(made.justice)
    account(made, "planner")
    unit = unit_report(made["planner"], plan.public_id, agency_id(plan, made.city.bureau.name)).group.mean
    now = made.start(plan) + timedelta(days=2)
    reports = issue_reports(made["planner"], IssueReports(plan.public_id, plan.version), now)
    report = next(one for one in reports if one.agency_org_id == made.city.bureau.id)
    assert sorted(one["points"] for one in paper_of(report)["files"]) == ["100.00", "96.81"]
    assert unit.points == Decimal("98.40")
    assert f"平均 {unit.words}" in paper_of(report)["summary"]


def test_only_a_veto_is_called_one_whatever_the_points_say(made):
    told = failed_round(made, FAILED)
    (final,) = [one for one in final_files(told.plan.public_id) if one.decided.public_id == told.file.public_id]
    shown = replace(final, told=tuple(replace(one, lost_points=Decimal(0)) for one in final.told))
    problems = group_report_content(told.report, [shown])["problems"]
    vetoes = {one["item"].split()[0]: one["problem"].startswith("一票否决：") for one in problems}
    assert vetoes == {"V04": True, "P1.1": False, "P2.3": False}
