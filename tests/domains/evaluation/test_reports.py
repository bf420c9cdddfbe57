"""Reports of a round: figures from the sheets that count, examples that name nobody, each reader only what is theirs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.queries.files import case_file
from enforcement.evaluation.queries.reports import overall_report, signed_sheet, unit_report
from enforcement.evaluation.seating import RE_EVALUATION
from enforcement.evaluation.services.re_evaluation import open_re_evaluations
from enforcement.foundation.errors import NotFound, Refused
from enforcement.rules.evaluation.figures import Mean
from enforcement.rules.evaluation.sheets import Fault, Reference, Sheet
from tests.support.evaluation import NOTHING
from tests.support.evaluation_reports import (
    BUREAU_FILES,
    EAST_FILES,
    LAST_HALF,
    agency_id,
    bureau_first,
    closed,
    frozen,
    lossy,
    told,
    vetoed,
)


def test_the_overall_report_counts_files_grades_and_averages_by_agency(made):
    plan = closed(made, (lossy(made), NOTHING, vetoed(made)))
    found = overall_report(made["planner"], plan.public_id)
    bureau, east = made.city.bureau.name, made.city.east_bureau.name
    assert set(found.figures.agencies) == {bureau, east}
    assert found.figures.whole.files == BUREAU_FILES + EAST_FILES
    assert found.figures.agencies[east].mean == Mean(Decimal("0.00"), EAST_FILES)
    assert [(one.name, one.files) for one in found.figures.agencies[east].grades if one.files] == [("不合格", 1)]
    assert found.figures.agencies[bureau].mean.files == BUREAU_FILES
    assert sorted(one.points for one in plan.files if one.agency_name == bureau) == ["100.00", "80.85"]
    assert found.figures.agencies[bureau].mean.points == Decimal("90.43")
    assert [(one.no, one.files) for one in found.vetoes] == [(standard_of(made.standard()).vetoes[0].no, 1)]
    assert (found.agreement.files, found.agreement.equal_grades) == (3, 3)
    assert (found.thirds, found.comparison) == (0, None)
    assert not found.head.final


def test_frequent_faults_carry_their_article_and_examples_without_names(made):
    def named(file):
        content = case_file(file.case_file_public_id).content
        item = standard_of(made.standard()).items[0]
        words = f"{content.parties[0].name}一案，{content.officers[0].name}没有写明来源"
        return Sheet((Fault(item.deductions[0].code, Reference(f"{content.documents[0].id} 登记表", words, 1)),))

    plan = closed(made, (named, named, NOTHING))
    found = overall_report(made["planner"], plan.public_id)
    (fault,) = found.frequent
    assert (fault.count.files, fault.count.of, fault.count.agencies) == (2, 3, 1)
    assert fault.count.article == found.head.standard.items[0].basis
    assert len(fault.examples) == 2
    for example, file in zip(fault.examples, bureau_first(made, plan), strict=False):
        content = case_file(file.case_file_public_id).content
        assert "没有写明来源" in example
        for secret in (content.parties[0].name, content.officers[0].name, file.agency_name, content.case.number):
            assert secret not in example


def test_before_scoring_is_over_there_is_no_report(made):
    made.take_in(made.city.bureau)
    plan = made.scoring()
    with pytest.raises(Refused):
        overall_report(made["planner"], plan.public_id)
    with pytest.raises(Refused):
        unit_report(made["planner"], plan.public_id, agency_id(plan, made.city.bureau.name))
    with pytest.raises(Refused):
        signed_sheet(made["planner"], made.seats(plan.files[0])[0].public_id)


def test_an_agency_reads_its_own_part_and_nothing_else(made):
    plan = closed(made, (lossy(made), NOTHING, NOTHING))
    bureau = agency_id(plan, made.city.bureau.name)
    with pytest.raises(NotFound):
        unit_report(made["agency"], plan.public_id, bureau)
    told(made, plan)
    found = unit_report(made["agency"], plan.public_id, bureau)
    assert [one.label for one in found.files] == sorted(
        one.label for one in plan.files if one.agency_name == made.city.bureau.name
    )
    assert (found.group.mean.files, found.everybody) == (BUREAU_FILES, None)
    assert found.files[0].faults
    assert [one.name for one in made.evaluators.values() if one.name in repr(found)] == []
    with pytest.raises(NotFound):
        unit_report(made["agency"], plan.public_id, "nowhere")
    with pytest.raises(NotFound):
        overall_report(made["agency"], plan.public_id)
    with pytest.raises(NotFound):
        signed_sheet(made["agency"], made.seats(plan.files[0])[0].public_id)
    with pytest.raises(NotFound):
        unit_report(made["agency"], plan.public_id, agency_id(plan, made.city.east_bureau.name))


def test_an_evaluator_has_no_report(made):
    plan = closed(made)
    for actor in (made.actor(made.seats(plan.files[0])[0]), made["agency"]):
        with pytest.raises(NotFound):
            overall_report(actor, plan.public_id)
        with pytest.raises(NotFound):
            unit_report(actor, plan.public_id, agency_id(plan, made.city.east_bureau.name))


def test_once_fixed_an_agency_sees_the_average_of_all_beside_its_own(made):
    plan = frozen(made, closed(made))
    found = unit_report(made["agency"], plan.public_id, agency_id(plan, made.city.bureau.name))
    assert found.head.final
    assert found.everybody == Mean(Decimal("100.00"), BUREAU_FILES + EAST_FILES)


def test_a_round_is_compared_with_the_last_finished_one_of_the_same_standard(made):
    first = frozen(made, closed(made, (lossy(made), NOTHING, NOTHING), **LAST_HALF))
    second = closed(made)
    found = overall_report(made["planner"], second.public_id).comparison
    assert found is not None
    assert found.title == first.title
    assert found.whole.difference > 0
    assert (found.whole.before.files, found.whole.now.files) == (3, 3)
    assert overall_report(made["planner"], first.public_id).comparison is None


def test_a_round_by_another_standard_is_named_and_not_subtracted(made):
    frozen(made, closed(made, standard=made.standard("mee24").public_id, **LAST_HALF))
    found = overall_report(made["planner"], closed(made).public_id).comparison
    assert found is not None
    assert found.whole.difference is None
    assert any("标准不同" in one for one in found.caveats)


def test_an_unfinished_round_is_not_compared_with(made):
    closed(made, **LAST_HALF)
    assert overall_report(made["planner"], closed(made).public_id).comparison is None


def test_a_signed_sheet_is_given_as_it_was_signed_with_its_digest(made):
    plan = closed(made, (lossy(made), NOTHING, NOTHING))
    seat = made.seats(bureau_first(made, plan)[0])[0]
    found = signed_sheet(made["planner"], seat.public_id)
    assert found.intact
    assert found.digest == seat.sheet.digest
    assert found.signed == seat.sheet.signed
    assert found.signed_by == seat.evaluator_name
    with pytest.raises(NotFound):
        signed_sheet(made["planner"], "nowhere")


def test_what_counts_is_the_last_decision_and_its_sheets(made):
    """广东省行政执法案卷评查办法第十二条: a failed file is evaluated again, and that result counts."""
    plan = closed(made, (vetoed(made), NOTHING, NOTHING))
    before = overall_report(made["planner"], plan.public_id)
    assert (before.figures.whole.failed, before.again) == (1, 0)
    now = made.start(plan) + timedelta(days=2)
    assert open_re_evaluations(plan.public_id, now) == 1
    failed = bureau_first(made, plan)[0]
    (again,) = (one for one in made.seats(failed) if one.place == RE_EVALUATION)
    made.sign(again, NOTHING, now + timedelta(days=1))
    found = overall_report(made["planner"], plan.public_id)
    assert (found.figures.whole.failed, found.again, found.vetoes) == (0, 1, ())
    assert found.figures.whole.mean == Mean(Decimal("100.00"), 3)
    assert found.agreement == before.agreement
