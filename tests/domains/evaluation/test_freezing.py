"""The group report (广东省行政执法案卷评查办法第十二条、第十三条), the end of the window, and the fixed result."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from enforcement.audit.models import AuditEntry
from enforcement.documents.models import Document, SealEntry
from enforcement.evaluation.commands.feedback import FreezeResults, IssueReports
from enforcement.evaluation.models.feedback import EvaluationReport
from enforcement.evaluation.outcome import SETTLING
from enforcement.evaluation.queries import feedback as queries
from enforcement.evaluation.queries.plans import notices
from enforcement.evaluation.queries.rectifications import rectifications
from enforcement.evaluation.services.feedback import freeze_reasons, freeze_results, issue_reasons, issue_reports
from enforcement.evaluation.services.re_evaluation import open_re_evaluations
from enforcement.evaluation.states import NoticeKind, PlanState
from enforcement.foundation.actor import Actor, Grant
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Forbidden, NotFound, Refused, Stale
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db
from enforcement.rules.evaluation.sheets import Sheet, VetoMark
from tests.domains.evaluation.told import FAULTS, Told, at, closed_round, told_round

FAILED = Sheet(FAULTS.faults, (VetoMark("V04", "主要事实没有证据"),))


@pytest.fixture
def told(made) -> Told:
    return told_round(made)


def issue(made, plan, now, by="planner"):
    return issue_reports(made[by], IssueReports(plan.public_id, plan.version), now)


def freeze(told, by="head", now=None, version=None):
    wanted = told.plan.version if version is None else version
    return freeze_results(told.made[by], FreezeResults(told.plan.public_id, wanted), now or told.now)


def codes(reasons):
    return [one.code for one in reasons]


def kinds(made, who):
    return {one.kind for one in notices(made[who])}


def test_art_13_each_agency_gets_a_numbered_and_sealed_report(told):
    assert sorted(told.reports) == sorted({told.made.city.bureau.id, told.made.city.east_bureau.id})
    assert {one.report_no for one in told.reports.values()} == {"云城市评查〔2026〕1号", "云城市评查〔2026〕2号"}
    assert db.session.scalar(select(func.count(SealEntry.id))) == 2
    assert told.plan.state is PlanState.FEEDBACK
    assert NoticeKind.OBJECTIONS_OPEN in kinds(told.made, "east")


def test_art_13_the_report_says_object_evaluators_files_grades_problems_and_advice(told):
    paper = queries.report_paper(told.made["agency"], told.report.public_id, told.now)
    pages = PdfReader(io.BytesIO(paper.content)).pages
    words = "".join("".join(page.extract_text() for page in pages).split())
    names = {one.evaluator_name for one in told.made.seats(told.file)}
    due = told.report.due_on
    for wanted in (
        told.report.agency_name,
        *names,
        "共评查1件",
        "案0001",
        "96.81",
        "优秀",
        "P2.3",
        "按照",
        f"{due.year}年{due.month}月{due.day}日前",
        "云城市评查〔2026〕",
    ):
        assert wanted.replace(" ", "") in words, wanted
    other = queries.report_paper(told.made["east"], told.other.public_id, told.now)
    clean = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(other.content)).pages).split())
    assert "没有发现扣分或者一票否决的问题" in clean
    assert "案0001" not in clean


def test_whoever_opens_a_report_is_written_down(told):
    queries.report_paper(told.made["agency"], told.report.public_id, told.now)
    wanted = select(AuditEntry).where(AuditEntry.action == "evaluation.report_opened")
    assert [one.actor_name for one in db.session.scalars(wanted)] == [told.made["agency"].name]


def test_art_12_no_report_while_a_failed_file_waits_for_its_re_evaluation(made):
    plan, now = closed_round(made, FAILED)
    assert codes(issue_reasons(plan, civil_date(now))) == ["re-evaluation-open"]
    with pytest.raises(Refused) as refusal:
        issue(made, plan, now)
    assert codes(refusal.value.reasons) == ["re-evaluation-open"]
    assert open_re_evaluations(plan.public_id, now) == 1
    assert codes(issue_reasons(plan, civil_date(now))) == ["re-evaluation-open"]
    failed = next(one for one in plan.files if one.agency_org_id == made.city.bureau.id)
    seat = next(one for one in made.seats(failed) if one.place == 4)
    made.sign(seat, FAULTS, now=now)
    assert issue_reasons(plan, civil_date(now)) == []
    reports = issue(made, plan, now)
    bureau = next(one for one in reports if one.agency_org_id == made.city.bureau.id)
    (file,) = queries.report(made["agency"], bureau.public_id, civil_date(now)).files
    assert (file.points, file.re_evaluated, file.failed) == ("96.81", True, False)
    (again,) = queries.re_evaluations(made["planner"], plan.public_id, civil_date(now))
    assert (again.state, again.first_points, again.points) == ("done", "0.00", "96.81")
    assert codes(again.waive_reasons) == ["wrong-state"]


def test_reports_are_issued_once_by_the_planner_and_all_or_none(made):
    plan, now = closed_round(made)
    with pytest.raises(Forbidden):
        issue(made, plan, now, by="head")
    with pytest.raises(NotFound):
        issue(made, plan, now, by="agency")
    version = plan.version
    issue(made, plan, now)
    with pytest.raises(Stale):
        issue_reports(made["planner"], IssueReports(plan.public_id, version), now)
    with pytest.raises(Refused) as refusal:
        issue(made, plan, now)
    assert codes(refusal.value.reasons) == ["wrong-state"]
    assert db.session.scalar(select(func.count(EvaluationReport.id))) == 2


def test_without_a_seal_nothing_is_issued_and_no_number_taken(made):
    plan, now = closed_round(made)
    with db.session.begin_nested():
        db.session.execute(text("UPDATE seals SET valid_to = '2026-01-02'"))
    db.session.expire_all()
    assert codes(issue_reasons(plan, civil_date(now))) == ["document.seal_unregistered"]
    with pytest.raises(Refused) as refusal:
        issue(made, plan, now)
    assert codes(refusal.value.reasons) == ["document.seal_unregistered"]
    assert db.session.scalar(select(func.count(Document.id))) == 0
    assert plan.state is PlanState.CLOSED


def test_results_are_fixed_only_when_every_window_is_over_and_every_objection_answered(told):
    last = told.report.due_on
    assert codes(freeze_reasons(told.plan, last)) == ["window-open"]
    assert freeze_reasons(told.plan, last + timedelta(days=1)) == []
    row = told.object()
    assert codes(freeze_reasons(told.plan, last + timedelta(days=1))) == ["objections-open"]
    told.waive(told.report, "agency")
    (reason, _waiting) = freeze_reasons(told.plan, last)
    assert told.other.agency_name in reason.message
    assert told.report.agency_name not in reason.message
    told.waive(told.other, "east")
    with pytest.raises(Refused) as refusal:
        freeze(told)
    assert codes(refusal.value.reasons) == ["objections-open"]
    told.answer(row)
    assert freeze(told).state is PlanState.FROZEN


def test_without_a_word_the_window_ends_after_the_tenth_day(told):
    with pytest.raises(Refused):
        freeze(told, now=at(told.report.due_on, 23))
    midnight = at(told.report.due_on + timedelta(days=1), 0)
    assert freeze(told, now=midnight + SETTLING).state is PlanState.FROZEN


def test_right_after_the_window_nothing_is_fixed_while_an_objection_of_the_last_day_may_be_stored(told):
    midnight = at(told.report.due_on + timedelta(days=1), 0)
    told.waive(told.other, "east")
    with pytest.raises(Refused) as refusal:
        freeze(told, now=midnight + SETTLING - timedelta(seconds=1))
    (reason,) = refusal.value.reasons
    assert (reason.code, reason.lift) == ("window-settling", "届满 15 分钟以后确定")
    told.object(now=midnight - timedelta(seconds=2))
    with pytest.raises(Refused) as refusal:
        freeze(told, now=midnight + SETTLING)
    assert codes(refusal.value.reasons) == ["objections-open"]


def test_where_every_agency_has_nothing_to_object_results_are_fixed_at_once(told):
    told.waive_all()
    assert freeze(told, now=at(told.report.due_on + timedelta(days=1), 0)).state is PlanState.FROZEN


def test_the_head_fixes_never_the_planner_himself(told):
    told.waive_all()
    with pytest.raises(Forbidden):
        freeze(told, by="planner")
    with pytest.raises(NotFound):
        freeze(told, by="agency")
    planner = told.made["planner"]
    both = Grant(frozenset({Permission.EVALUATION_PLAN, Permission.EVALUATION_APPROVE}), org_path=planner.org_path)
    told.made.people["both"] = Actor(
        planner.user_id, planner.name, org_id=planner.org_id, org_path=planner.org_path, grants=(both,)
    )
    with pytest.raises(Refused) as refusal:
        freeze(told, by="both")
    assert codes(refusal.value.reasons) == ["own-plan"]
    assert codes(freeze_reasons(told.plan, civil_date(told.now), told.made["both"])) == ["own-plan"]
    version = told.plan.version
    freeze(told)
    with pytest.raises(Stale):
        freeze(told, version=version)
    with pytest.raises(Refused):
        freeze(told)


def test_what_fell_needs_no_rectification_and_what_stands_does(told):
    told.answer(told.object())
    told.waive_all()
    freeze(told)
    today = civil_date(told.now)
    found = rectifications(told.made["agency"], told.plan.public_id, today)
    assert [one.row.subject for one in found] == ["item:P2.3"]
    assert rectifications(told.made["east"], told.plan.public_id, today) == ()
    assert NoticeKind.RESULTS_FROZEN in kinds(told.made, "agency")
    assert NoticeKind.OBJECTIONS_OPEN not in kinds(told.made, "agency")


def test_after_freezing_nothing_is_objected_to_or_answered(told):
    told.waive_all()
    freeze(told)
    view = queries.report(told.made["agency"], told.report.public_id, civil_date(told.now))
    assert (view.frozen, codes(view.window_reasons)) == (True, ["wrong-state"])
    with pytest.raises(Refused) as refusal:
        told.object("item:P2.3")
    assert codes(refusal.value.reasons) == ["wrong-state"]


def test_reports_are_never_deleted(told):
    with pytest.raises(DatabaseError), db.session.begin_nested():
        db.session.execute(text("DELETE FROM evaluation_reports"))
    assert told.report.report_no
