"""The reference part of the demo city: places, people, enterprises and what its agencies publish."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from stdnum.cn import ric, uscc

from config.settings import ROOT
from enforcement.catalogue import queries, seeding
from enforcement.catalogue.models import Benchmark, PowerItem
from enforcement.demo.enterprises import TOUR_ENTERPRISE, enterprise_seeds, identity_number
from enforcement.demo.loading import ACCOUNTS, PASSWORD
from enforcement.demo.people import create_people
from enforcement.demo.places import DEPARTMENTS, TOUR_BUREAU, create_places, organisation_check
from enforcement.foundation.actor import system_actor
from enforcement.foundation.permissions import Permission
from enforcement.identity.models import Officer
from enforcement.identity.queries import officer_facts, people_with
from enforcement.platform.database import db
from enforcement.rules.discretion import GradeShares, grade_bands
from enforcement.rules.facts_catalogue import Grade
from enforcement.rules.major_decision import discussion_due, hearing_due, hearing_thresholds, review_due
from enforcement.rules.officers import OfficerKind
from enforcement.rules.penalty import Range
from enforcement.rules.rulesets import load_rulesets

SYSTEM = system_actor("演示数据")
START = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
RULESETS = load_rulesets([ROOT / "config" / "rulesets"])


@pytest.fixture
def places(app):
    return create_places(SYSTEM, NOW)


@pytest.fixture
def catalogue(places):
    seeding.seed_items(SYSTEM, NOW)
    seeding.seed_agency_lists(SYSTEM, {code: (org.id, org.name) for code, org in places.items()}, NOW)
    return places


def test_three_levels_a_justice_bureau_and_eight_departments(places):
    assert {str(org.level) for org in places.values()} == {"city", "county", "town"}
    assert places["YZ-SFJ"].kind == "justice"
    assert len(DEPARTMENTS) == 8
    assert all(uscc.is_valid(org.uscc) for org in places.values())
    assert all(org.path.startswith(places["YZ"].path) for org in places.values())


def test_sixty_officers_some_out_of_force_on_purpose_and_every_post_filled(places):
    made = create_people(SYSTEM, places, START, NOW, PASSWORD)
    ids = db.session.scalars(select(Officer.id).where(Officer.kind == OfficerKind.OFFICER)).all()
    facts = officer_facts(ids, START)
    assert len(facts) == 60
    problems = [fact.certificate_problem for fact in facts if not fact.certificate_valid]
    assert len(problems) == 5
    assert any("届满" in problem for problem in problems)
    assert any("暂扣" in problem for problem in problems)
    assert any("吊销" in problem for problem in problems)
    assert [one.username for one in made.of(TOUR_BUREAU, "publisher")] == ["gong", "pan"]
    assert made.named("lin").certificate.number == "云A-0127"
    assert dict(ACCOUNTS)["ji"] == "季某 法规科法制审核员"
    _each_department_can_work_a_case(places)


def _each_department_can_work_a_case(places):
    """Two officers, a head, two publishers, and a reviewer who passed the law examination (行政处罚法 42, 57, 58)."""
    for code in (*DEPARTMENTS, "LJ-SCJG", "BT-SCJG"):
        path = places[code].path
        (reviewer,) = people_with(Permission.REVIEW_CONDUCT, path, START)
        assert reviewer.law_qualification_no
        assert len(people_with(Permission.CASE_INVESTIGATE, path, START)) >= 2
        assert len(people_with(Permission.PUBLICATION_CONFIRM, path, START)) == 2
        assert len(people_with(Permission.CASE_DECIDE, path, START)) == 1


def test_five_hundred_enterprises_with_valid_codes_the_same_each_time():
    made = enterprise_seeds()
    assert made == enterprise_seeds()
    assert made[0] is TOUR_ENTERPRISE
    assert made[0].uscc == "91990102MA2HL7K66L"
    assert len({one.name for one in made}) == len({one.uscc for one in made}) == 500
    assert all(uscc.is_valid(one.uscc) and one.uscc[16] == organisation_check(one.uscc[8:16]) for one in made)
    assert {one.kind for one in made} == {"organisation", "individual_business"}
    assert all(one.id_no[17] == ric.calc_check_digit(one.id_no) for one in made)


def test_the_check_of_identity_numbers_is_the_standards():
    assert identity_number("110105", date(1949, 12, 31), 2) == "11010519491231002X"


def test_the_files_are_published_for_the_city(catalogue):
    assert db.session.scalar(select(func.count(PowerItem.id))) == 100
    counts = queries.counts_on(START)
    assert counts == {"items": 92, "benchmarks": 9, "review_catalogues": 2, "recording_lists": 8}
    assert db.session.scalar(select(func.count(Benchmark.id))) == 10
    assert queries.review_catalogue_on(catalogue["LJ-SCJG"].id, START).org_id == catalogue[TOUR_BUREAU].id
    assert queries.recording_list_on(catalogue["BT-STHJ"].id, START).org_id == catalogue["YZ-STHJ"].id
    assert queries.review_catalogue_on(catalogue["YZ-XFJY"].id, START) is None


def test_the_tour_case_needs_review_and_discussion_and_no_hearing(catalogue):
    bureau = catalogue[TOUR_BUREAU]
    entries = queries.review_catalogue_on(bureau.id, START).entries
    triggers = review_due(entries, "organisation", 5_000_000, 0, ["罚款", "没收非法财物"])
    assert [trigger.no for trigger in triggers] == [3]
    assert [trigger.no for trigger in discussion_due(triggers)] == [3]
    thresholds = hearing_thresholds(RULESETS, bureau.domain, bureau.region_name, START)
    assert hearing_due(thresholds, "organisation", 5_000_000, 0, ["罚款"]) == ()
    assert hearing_due(thresholds, "organisation", 10_000_000, 0, ["罚款"])


def test_the_benchmark_of_the_tour_agrees_with_the_rule_set_of_discretion(catalogue):
    benchmark = queries.benchmark_on(catalogue[TOUR_BUREAU].id, "FOOD-124-1-5", START)
    shares = GradeShares.of(RULESETS, "市场监督管理", "云州市", START)
    bands = {band.grade: band for band in grade_bands(Range(5_000_000, 10_000_000, ""), shares)}
    for grade in (Grade.LIGHTER, Grade.GENERAL, Grade.HEAVIER):
        tier = benchmark.tier(grade, "货值金额不足一万元")
        assert (tier.min_fen, tier.max_fen) == (bands[grade].min_fen, bands[grade].max_fen)
        assert (tier.min_inclusive, tier.max_inclusive) == (bands[grade].min_inclusive, bands[grade].max_inclusive)


def test_the_edition_before_applied_until_the_day_before(catalogue):
    bureau = catalogue[TOUR_BUREAU]
    day = date(2026, 1, 1)
    assert queries.benchmark_on(bureau.id, "FOOD-124-1-5", day - timedelta(days=1)).entry_no == 31
    assert queries.benchmark_on(bureau.id, "FOOD-124-1-5", day).entry_no == 27
