"""Publishing and reading on both databases: versions, scope, fallback, immutability, audit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from enforcement.audit.models import AuditEntry
from enforcement.catalogue import queries, services
from enforcement.catalogue.commands import EndItem, PublishItems, PublishRecordingList
from enforcement.catalogue.models import Benchmark
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused
from enforcement.foundation.permissions import Permission
from enforcement.identity.kinds import OrganisationKind, OrganisationLevel
from enforcement.platform.database import db
from enforcement.rules.facts_catalogue import LawChange, RecordingListEntry, RecordingWay
from tests.domains.catalogue.catalogue_city import (
    FOOD,
    NOW,
    SYSTEM,
    TODAY,
    benchmark_command,
    content,
    publish,
    publisher,
    review_command,
    tiers,
)
from tests.domains.identity.people import make_city, organisation

pytestmark = pytest.mark.usefixtures("app")
LAST_OLD_DAY = date(2026, 8, 14)


@pytest.fixture
def city(app):
    publish(FOOD, "AIR-99-2", "ENV-1107", "SOLID-112-1-4", "FIRE-60-1-5")
    return make_city()


@pytest.mark.usefixtures("city")
def test_article_37_an_item_is_offered_until_its_statute_ends_and_not_after():
    assert queries.item_version_on("AIR-99-2", LAST_OLD_DAY)
    assert queries.item_version_on("AIR-99-2", LAST_OLD_DAY + timedelta(days=1)) is None
    assert queries.item_version_on("ENV-1107", LAST_OLD_DAY) is None
    assert queries.item_version_on("ENV-1107", LAST_OLD_DAY + timedelta(days=1))
    old, new = LAST_OLD_DAY, LAST_OLD_DAY + timedelta(days=1)
    assert [item.code for item in queries.search_items("污染物 排放", old)] == ["AIR-99-2"]
    assert [item.code for item in queries.search_items("污染物 排放", new)] == ["ENV-1107"]


@pytest.mark.usefixtures("city")
def test_article_37_the_old_law_of_the_act_and_the_new_law_of_the_decision_stand_side_by_side():
    found = queries.versions_for("AIR-99-2", date(2026, 8, 1), TODAY)
    assert found.change is LawChange.REPLACED
    assert (found.at_act.code, found.at_decision.code) == ("AIR-99-2", "ENV-1107")
    assert "第三十七条" in found.explanation


@pytest.mark.usefixtures("city")
def test_article_37_a_new_law_does_not_reach_back():
    found = queries.versions_for("ENV-1107", date(2026, 8, 14), TODAY)
    assert (found.change, found.at_decision) == (LawChange.NOT_YET, None)
    assert queries.versions_for("ENV-1107", date(2026, 8, 15), TODAY).change is LawChange.SAME


@pytest.mark.usefixtures("city")
def test_article_37_no_counterpart_in_the_catalogue_is_told():
    found = queries.versions_for("SOLID-112-1-4", date(2026, 8, 1), TODAY)
    assert found.change is LawChange.ENDED
    assert found.at_decision is None


@pytest.mark.usefixtures("city")
def test_article_37_a_new_version_ends_the_one_before_the_day_before():
    start = date(2026, 10, 1)
    services.publish_items(SYSTEM, PublishItems([replace(content(FOOD), in_force_from=start, note="修订")]), NOW)
    assert queries.item_version_on(FOOD, start - timedelta(days=1)).version_no == 1
    assert queries.item_version_on(FOOD, start).version_no == 2
    assert queries.versions_for(FOOD, TODAY, start).change is LawChange.CHANGED
    assert [item.version_no for item in queries.item_versions(FOOD)] == [2, 1]
    assert queries.item_versions(FOOD)[-1].in_force_to == start - timedelta(days=1)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("start", [None, date(2026, 8, 15)])
def test_article_37_spans_of_versions_never_overlap(start):
    with pytest.raises(Refused):
        services.publish_items(SYSTEM, PublishItems([replace(content("ENV-1107"), in_force_from=start)]), NOW)


@pytest.mark.usefixtures("city")
def test_an_item_is_ended_once_when_its_statute_is_repealed():
    command = EndItem("FIRE-60-1-5", date(2026, 12, 31), "", "消防法修订")
    services.end_item(SYSTEM, command, NOW)
    assert queries.item_version_on("FIRE-60-1-5", date(2026, 12, 31))
    assert queries.item_version_on("FIRE-60-1-5", date(2027, 1, 1)) is None
    with pytest.raises(Refused):
        services.end_item(SYSTEM, replace(command, last_day=date(2027, 6, 30)), NOW)


def test_items_are_published_for_the_whole_installation_only(city):
    assert services.publish_items(publisher(city.province.path), PublishItems([content("COS-60-5")]), NOW)
    with pytest.raises(Forbidden):
        services.publish_items(publisher(city.city.path), PublishItems([content("COS-59-2")]), NOW)


def test_a_benchmark_is_published_by_its_own_agency(city):
    row = services.publish_benchmark(publisher(city.bureau.path), benchmark_command(city.bureau), NOW)
    assert queries.benchmark(row.public_id).tiers == tiers()
    with pytest.raises(NotFound):
        services.publish_benchmark(publisher(city.east.path), benchmark_command(city.bureau), NOW)


def test_gb27_a_county_bureau_falls_back_to_the_city_bureau(city):
    services.publish_benchmark(SYSTEM, benchmark_command(city.bureau), NOW)
    found = queries.benchmark_on(city.east_bureau.id, FOOD, TODAY)
    assert found.org_id == city.bureau.id
    own = benchmark_command(city.east_bureau, graded=tiers(lighter_to=6_000_000))
    services.publish_benchmark(SYSTEM, own, NOW)
    assert queries.benchmark_on(city.east_bureau.id, FOOD, TODAY).org_id == city.east_bureau.id
    assert queries.benchmark_on(city.bureau.id, FOOD, TODAY).org_id == city.bureau.id


def test_gb27_5_a_county_bureau_can_not_leave_the_city_bureaus_grade(city):
    services.publish_benchmark(SYSTEM, benchmark_command(city.bureau), NOW)
    with pytest.raises(Invalid) as caught:
        services.publish_benchmark(SYSTEM, benchmark_command(city.east_bureau, graded=tiers(6_500_001)), NOW)
    assert "上级机关" in caught.value.errors["tiers.2"][0]


def test_gb27_a_branch_does_not_apply_the_benchmark_of_the_branch_beside_it(city):
    county, department = OrganisationLevel.COUNTY, OrganisationKind.DEPARTMENT
    north, south = (organisation(name, city.bureau, county, department) for name in ("云北分局", "云南分局"))
    services.publish_benchmark(SYSTEM, benchmark_command(north), NOW)
    assert queries.benchmark_on(south.id, FOOD, TODAY) is None
    assert queries.benchmark_on(city.bureau.id, FOOD, TODAY) is None
    services.publish_benchmark(SYSTEM, benchmark_command(city.bureau), NOW)
    assert queries.benchmark_on(south.id, FOOD, TODAY).org_id == city.bureau.id


def test_a_government_without_the_field_has_no_benchmark(city):
    services.publish_benchmark(SYSTEM, benchmark_command(city.bureau), NOW)
    assert queries.benchmark_on(city.west.id, FOOD, TODAY) is None


def test_article_34_a_benchmark_applies_from_its_first_day(city):
    services.publish_benchmark(SYSTEM, benchmark_command(city.bureau), NOW)
    assert queries.benchmark_on(city.bureau.id, FOOD, date(2025, 12, 31)) is None
    assert queries.benchmark_on(city.bureau.id, FOOD, date(2026, 1, 1)).version_no == 1


def test_article_34_the_next_version_ends_the_one_before(city):
    services.publish_benchmark(SYSTEM, benchmark_command(city.bureau), NOW)
    services.publish_benchmark(SYSTEM, benchmark_command(city.bureau, date(2026, 10, 1), TODAY), NOW)
    assert queries.benchmark_on(city.bureau.id, FOOD, date(2026, 9, 30)).version_no == 1
    assert queries.benchmark_on(city.bureau.id, FOOD, date(2026, 10, 1)).version_no == 2


def test_article_34_a_published_version_is_not_replaced_on_its_own_days(city):
    services.publish_benchmark(SYSTEM, benchmark_command(city.bureau), NOW)
    with pytest.raises(Refused) as caught:
        services.publish_benchmark(SYSTEM, benchmark_command(city.bureau), NOW)
    assert caught.value.reasons[0].code == "version-published"


def test_article_5_what_is_not_published_is_no_basis(city):
    with pytest.raises(Refused):
        services.publish_benchmark(SYSTEM, benchmark_command(city.bureau, date(2026, 8, 31), TODAY), NOW)
    with pytest.raises(Invalid):
        services.publish_benchmark(
            SYSTEM, benchmark_command(city.bureau, date(2026, 9, 2), TODAY + timedelta(days=1)), NOW
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE benchmarks SET tiers = '[]'",
        "UPDATE benchmarks SET valid_from = '2020-01-01'",
        "UPDATE power_item_versions SET act = 'x'",
        "UPDATE review_catalogues SET entries = '[]'",
        "DELETE FROM benchmarks",
        "DELETE FROM power_item_versions",
        "DELETE FROM review_catalogues",
    ],
)
def test_a_published_version_can_not_be_changed_even_in_the_database(city, statement):
    services.publish_benchmark(SYSTEM, benchmark_command(city.bureau), NOW)
    services.publish_review_catalogue(SYSTEM, review_command(city.bureau), NOW)
    with pytest.raises(DBAPIError, match="does not change"), db.session.begin_nested():
        db.session.execute(text(statement))


def test_the_last_day_is_set_once_in_the_database(city):
    services.publish_benchmark(SYSTEM, benchmark_command(city.bureau), NOW)
    db.session.execute(text("UPDATE benchmarks SET valid_to = '2026-12-31'"))
    with pytest.raises(DBAPIError, match="does not change"), db.session.begin_nested():
        db.session.execute(text("UPDATE benchmarks SET valid_to = '2027-12-31'"))


def test_a_moved_organisation_still_finds_its_lists(city):
    services.publish_benchmark(SYSTEM, benchmark_command(city.bureau), NOW)
    db.session.execute(text("UPDATE benchmarks SET org_path = '/9/8/'"))
    assert db.session.scalars(select(Benchmark.org_path)).one() == "/9/8/"


def test_the_review_catalogue_of_the_day_binds(city):
    services.publish_review_catalogue(SYSTEM, review_command(city.bureau), NOW)
    services.publish_review_catalogue(SYSTEM, review_command(city.bureau, date(2026, 10, 1), 10_000_000), NOW)
    assert queries.review_catalogue_on(city.bureau.id, date(2025, 12, 31)) is None
    assert queries.review_catalogue_on(city.bureau.id, date(2026, 9, 30)).entries[0].threshold_fen == 5_000_000
    assert queries.review_catalogue_on(city.east_bureau.id, date(2026, 10, 1)).entries[0].threshold_fen == 10_000_000


def test_a_review_entry_without_an_amount_is_refused(city):
    command = review_command(city.bureau, threshold_fen=None)
    with pytest.raises(Invalid) as caught:
        services.publish_review_catalogue(SYSTEM, command, NOW)
    assert list(caught.value.errors) == ["entries.1.threshold_fen"]


def test_gb118_the_recording_list_says_which_step_is_recorded_how(city):
    entries = (
        RecordingListEntry(
            1, "scene_inspection", "现场检查", RecordingWay.AUDIO_VIDEO, True, "全程", 24, "同案卷", "47"
        ),
        RecordingListEntry(2, "inquiry", "询问", RecordingWay.AUDIO_VIDEO, False, "全程", 24, "同案卷", "47"),
    )
    command = PublishRecordingList(city.bureau.id, "清单", "", date(2025, 12, 10), date(2026, 1, 1), entries)
    services.publish_recording_list(SYSTEM, command, NOW)
    found = queries.recording_list_on(city.east_bureau.id, TODAY)
    assert found.entries == entries
    assert [entry.no for entry in found.entries_for("inquiry")] == [2]


def test_each_publication_leaves_an_audit_entry(city):
    row = services.publish_benchmark(SYSTEM, benchmark_command(city.bureau), NOW)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.record == f"benchmark:{row.public_id}")).one()
    assert (entry.action, entry.org_path) == ("catalogue.benchmark_published", city.bureau.path)
    assert entry.after["version_no"] == 1


@pytest.mark.usefixtures("city")
def test_search_needs_all_words_and_takes_signs_literally():
    assert [item.code for item in queries.search_items("食品安全法 保质期", TODAY)] == [FOOD]
    assert [item.code for item in queries.search_items("第一百二十四条 罚款", TODAY)] == [FOOD]
    assert queries.search_items("保质期 消防车", TODAY) == ()
    assert queries.search_items("100%", TODAY) == ()
    assert [item.code for item in queries.search_items("", TODAY, field="消防救援")] == ["FIRE-60-1-5"]


@pytest.mark.usefixtures("city")
def test_pages_of_items_follow_one_another_without_gap():
    first = queries.items_in_force(TODAY, size=2)
    second = queries.items_in_force(TODAY, cursor=first.next_cursor, size=2)
    assert [item.code for item in (*first.items, *second.items)] == ["ENV-1107", "FIRE-60-1-5", FOOD]
    assert second.next_cursor is None
    assert queries.domains_in_force(TODAY) == (("消防", 1), ("生态环境", 1), ("食品", 1))


def test_only_the_permission_to_publish_publishes(city):
    reader = replace(publisher(city.bureau.path), grants=())
    assert not reader.may(Permission.CATALOGUE_PUBLISH, city.bureau.path)
    with pytest.raises(NotFound):
        services.publish_review_catalogue(reader, review_command(city.bureau), NOW)
