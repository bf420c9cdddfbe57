"""Certificates on a day (行政处罚法第四十二条): both sides of every boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.rules.officers import (
    CertificatePaper,
    OfficerKind,
    OfficerPaper,
    Suspension,
    certificate_problem,
    officer_fact,
    valid_officers,
)

FIRST, LAST = date(2024, 3, 1), date(2029, 2, 28)
DAY = timedelta(days=1)
PAPER = CertificatePaper("YN-01-0001", FIRST, LAST, ("市场监督管理",), "/1/2/")
ZHAO = OfficerPaper(7, "赵敏", OfficerKind.OFFICER, "", (PAPER,))
DAYS = st.dates(date(2023, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("on", "valid"),
    [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)],
)
def test_article_42_certificate_counts_from_first_to_last_day(on: date, *, valid: bool) -> None:
    assert officer_fact(ZHAO, on).certificate_valid is valid


def test_article_42_expired_certificate_says_since_when() -> None:
    fact = officer_fact(ZHAO, LAST + DAY)
    assert fact.certificate_problem == "执法证YN-01-0001有效期至2029年2月28日，已经届满"
    assert fact.certificate_no == "YN-01-0001"


@pytest.mark.parametrize(
    ("on", "valid"),
    [
        (date(2025, 5, 31), True),
        (date(2025, 6, 1), False),
        (date(2025, 6, 30), False),
        (date(2025, 7, 1), True),
    ],
)
def test_article_42_suspended_interval_does_not_count(on: date, *, valid: bool) -> None:
    paper = replace(PAPER, suspensions=(Suspension(date(2025, 6, 1), date(2025, 6, 30)),))
    assert officer_fact(replace(ZHAO, certificates=(paper,)), on).certificate_valid is valid


def test_article_42_open_suspension_runs_until_the_certificate_is_returned() -> None:
    paper = replace(PAPER, suspensions=(Suspension(date(2025, 6, 1), None),))
    assert "暂扣" in certificate_problem(paper, LAST)


@pytest.mark.parametrize(("on", "valid"), [(date(2025, 8, 31), True), (date(2025, 9, 1), False)])
def test_article_42_revoked_certificate_ends_on_the_day(on: date, *, valid: bool) -> None:
    paper = replace(PAPER, revoked_on=date(2025, 9, 1))
    assert (certificate_problem(paper, on) == "") is valid


@pytest.mark.parametrize("kind", [OfficerKind.AUXILIARY, OfficerKind.SUPERVISOR])
def test_article_42_auxiliary_staff_never_count(kind: OfficerKind) -> None:
    fact = officer_fact(replace(ZHAO, kind=kind), FIRST)
    assert not fact.certificate_valid
    assert "不计入两名执法人员" in fact.certificate_problem


def test_article_42_without_certificate_nobody_counts() -> None:
    fact = officer_fact(replace(ZHAO, certificates=()), FIRST)
    assert (fact.certificate_valid, fact.certificate_problem) == (False, "赵敏没有行政执法证")


@pytest.mark.parametrize(("on", "valid"), [(date(2026, 1, 31), True), (date(2026, 2, 1), False)])
def test_article_42_who_left_the_post_does_not_count(on: date, *, valid: bool) -> None:
    assert officer_fact(replace(ZHAO, left_on=date(2026, 2, 1)), on).certificate_valid is valid


def test_renewed_certificate_takes_the_place_of_the_old_one() -> None:
    renewed = replace(PAPER, number="YN-01-0002", valid_from=LAST + DAY, valid_to=LAST + 365 * DAY)
    both = replace(ZHAO, certificates=(PAPER, renewed))
    assert officer_fact(both, LAST).certificate_no == "YN-01-0001"
    assert officer_fact(both, LAST + DAY).certificate_no == "YN-01-0002"
    assert officer_fact(both, LAST + DAY).certificate_valid


@pytest.mark.parametrize(("on", "fields"), [(LAST, ("知识产权", "市场监督管理")), (LAST + DAY, ("知识产权",))])
def test_article_42_the_fields_are_those_of_every_certificate_in_force(on: date, fields: tuple[str, ...]) -> None:
    other = replace(PAPER, number="YN-01-0003", valid_to=LAST + 365 * DAY, fields=("知识产权",))
    fact = officer_fact(replace(ZHAO, certificates=(other, PAPER)), on)
    assert (fact.certificate_no, fact.fields) == ("YN-01-0003", fields)


def test_article_42_one_person_named_twice_is_one() -> None:
    fact = officer_fact(ZHAO, FIRST)
    assert valid_officers([fact, fact]) == (fact,)


@given(on=DAYS, start=DAYS, length=st.none() | st.integers(0, 400), revoked=st.none() | DAYS)
def test_article_42_valid_exactly_when_nothing_speaks_against_it(
    on: date, start: date, length: int | None, revoked: date | None
) -> None:
    end = None if length is None else start + length * DAY
    paper = replace(PAPER, suspensions=(Suspension(start, end),), revoked_on=revoked)
    expected = (
        FIRST <= on <= LAST and not (start <= on and (end is None or on <= end)) and (revoked is None or on < revoked)
    )
    assert officer_fact(replace(ZHAO, certificates=(paper,)), on).certificate_valid is expected
