"""A refusal and the sealed paper cite what the loaded rule set says of the place, never the law of another province."""

from __future__ import annotations

from datetime import timedelta

import pytest

from enforcement.evaluation.group_paper import group_report_content
from enforcement.evaluation.models.feedback import EvaluationRectification
from enforcement.evaluation.outcome import freeze_reasons, window_reasons
from enforcement.evaluation.queries.final import final_files
from enforcement.evaluation.rectifying import submit_reasons
from enforcement.evaluation.states import RectificationState
from enforcement.foundation.clock import civil_date
from enforcement.rules.rulesets import BY_DEFAULT
from tests.domains.evaluation.told import Told, told_round

OWN = "某省行政执法案卷评查办法第九条"
MODEL = f"{BY_DEFAULT}（参照广东省行政执法案卷评查办法第十二条第七项）"


@pytest.fixture
def told(made) -> Told:
    return told_round(made)


def objection_words(report):
    own = [one for one in final_files(report.plan.public_id) if one.decided.agency_org_id == report.agency_org_id]
    return group_report_content(report, own)["objection"]


def test_where_no_rule_of_the_place_is_loaded_the_term_says_that_it_is_a_default(told):
    assert told.report.basis == MODEL
    assert objection_words(told.report).endswith(f"（{MODEL}）。")


def test_where_one_is_loaded_the_paper_and_the_refusals_cite_it(told):
    told.report.basis = told.other.basis = OWN
    today = civil_date(told.now)
    assert objection_words(told.report).endswith(f"（{OWN}）。")
    (open_still,) = freeze_reasons(told.plan, today)
    assert (open_still.code, open_still.basis) == ("window-open", OWN)
    (closed,) = window_reasons(told.report, told.report.due_on + timedelta(days=1))
    assert (closed.code, closed.basis) == ("window-closed", OWN)


def test_the_paper_says_of_a_term_that_passed_only_what_follows(told):
    assert "视为没有异议" not in objection_words(told.report)
    assert "期限届满以后，按本报告和对异议的答复确定结果" in objection_words(told.report)


def test_a_refusal_of_a_rectification_cites_its_term():
    row = EvaluationRectification(state=RectificationState.SUBMITTED, basis=OWN)
    assert [one.basis for one in submit_reasons(row)] == [OWN]
