"""Visits: what counts (C01, C11), what an approval says (C03), and that it comes before (C04)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from enforcement.rules.inspection.checks import Origin
from enforcement.rules.inspection.visits import (
    EXEMPT_REASONS,
    KIND_OF_ORIGIN,
    OTHER_NAMES,
    ApprovalFacts,
    OffSite,
    Standing,
    VisitKind,
    counts_against_cap,
    reason_beyond_cap,
    reason_cap_reached,
    reason_not_approved,
    reason_same_person,
    reasons_against_approval,
)

START = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
INSPECTIONS = frozenset(VisitKind) - OTHER_NAMES
WHY = "需要查看现场的实际情况，书面材料不能证明"
FORM = ApprovalFacts(
    kind=VisitKind.CASE,
    exempt_reason="",
    source_document="",
    off_site=dict.fromkeys(OffSite, WHY),
    officers=2,
    items=1,
    window=(date(2026, 9, 1), date(2026, 9, 1)),
)


def standing(counted=0, reserved=0, cap=2):
    return Standing("91", 2026, counted, 0, 0, counted, reserved, cap, "国办发〔2024〕54号")


def codes(**changes):
    return [reason.code for reason in reasons_against_approval(replace(FORM, **changes))]


def test_a_full_form_lacks_nothing():
    assert codes() == []


@pytest.mark.parametrize("way", OffSite)
def test_c03_each_off_site_way_needs_its_reason(way):
    assert codes(off_site={one: WHY for one in OffSite if one is not way}) == ["off-site-first"]


def test_c03_ten_characters_are_a_reason_nine_are_none():
    assert codes(off_site=dict.fromkeys(OffSite, "一二三四五六七八九十")) == []
    assert codes(off_site=dict.fromkeys(OffSite, "一二三四五六七八九 ")) == ["off-site-first"]


def test_o01_two_officers_one_is_too_few():
    assert codes(officers=1) == ["two-officers"]


def test_an_inspection_names_its_items():
    assert codes(items=0) == ["no-items"]


def test_c11_a_visit_under_another_name_needs_no_items_and_no_off_site_reasons():
    assert codes(kind=VisitKind.SURVEY, items=0, off_site={}, officers=1) == []


def test_a_reason_outside_the_cap_is_one_of_the_list_with_its_paper():
    assert codes(exempt_reason="leader-wants-it", source_document="x") == ["unknown-exemption"]
    assert codes(exempt_reason="complaint") == ["exemption-document"]
    assert codes(exempt_reason="complaint", source_document="投诉〔2026〕3号") == []
    assert codes(exempt_reason="high-risk") == []


def test_the_window_does_not_end_before_it_begins():
    assert codes(window=(date(2026, 9, 2), date(2026, 9, 1))) == ["window"]


@pytest.mark.parametrize(("counted", "reserved", "refused"), [(1, 0, False), (0, 1, False), (2, 0, True), (1, 1, True)])
def test_c01_made_and_approved_visits_together_stay_within_the_cap(counted, reserved, refused):
    assert (reason_beyond_cap(standing(counted, reserved)) is not None) is refused


def test_c01_on_arrival_only_visits_made_are_looked_at():
    assert reason_cap_reached(standing(counted=1, reserved=5)) is None
    assert reason_cap_reached(standing(counted=2)) is not None


def test_c01_names_numbers_and_what_lifts_it():
    reason = reason_beyond_cap(standing(counted=2))
    assert "已经检查2次" in reason.message
    assert "上限2次" in reason.message
    assert reason.basis == "国办发〔2024〕54号"
    assert "负责人批准" in reason.lift


def test_c01_a_kind_that_the_rule_does_not_count_or_a_reason_outside_stays_outside():
    assert counts_against_cap(VisitKind.DAILY, "", INSPECTIONS)
    assert not counts_against_cap(VisitKind.DAILY, "complaint", INSPECTIONS)
    assert not counts_against_cap(VisitKind.CASE, "", INSPECTIONS - {VisitKind.CASE})


@pytest.mark.parametrize("kind", sorted(OTHER_NAMES))
def test_c11_other_names_are_kinds_that_never_count(kind):
    assert kind.other_name
    assert kind.words in "观摩督导调研走访考察"
    assert not counts_against_cap(kind, "", INSPECTIONS)


@pytest.mark.parametrize("kind", sorted(INSPECTIONS))
def test_c11_inspections_go_under_their_own_name(kind):
    assert not kind.other_name


def test_c04_approval_comes_before_the_start():
    assert reason_not_approved(START - A_SECOND, None, START) is None
    assert reason_not_approved(START, None, START).code == "not-approved"
    assert reason_not_approved(None, None, START).code == "not-approved"


def test_c04_an_urgent_visit_begins_once_it_is_reported():
    assert reason_not_approved(None, START, START) is None
    assert reason_not_approved(None, START + A_SECOND, START).code == "not-approved"


def test_c04_nobody_approves_what_they_asked():
    assert reason_same_person(7, 7).code == "own-request"
    assert reason_same_person(7, 8) is None


def test_every_ground_of_a_check_is_an_inspection_that_counts_as_something():
    assert set(KIND_OF_ORIGIN) == set(Origin)
    assert not set(KIND_OF_ORIGIN.values()) & OTHER_NAMES


def test_c02_reasons_outside_the_cap_have_their_article():
    assert all(one.basis and one.words for one in EXEMPT_REASONS.values())
