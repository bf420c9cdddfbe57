"""The staff list and what a certificate is worth on a day (行政处罚法第四十二条)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.foundation.errors import Invalid, NotFound, Refused
from enforcement.identity import queries, services
from enforcement.identity.commands import (
    IssueCertificate,
    RegisterOfficer,
    ReturnCertificate,
    RevokeCertificate,
    SuspendCertificate,
)
from enforcement.identity.models import Certificate
from enforcement.platform.database import db
from enforcement.rules.officers import OfficerKind
from tests.domains.identity.people import (
    FIRST_DAY,
    LAST_DAY,
    SYSTEM,
    actor_for,
    make_account,
    make_city,
    make_officer,
)
from tests.support.app import NOON

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture
def city(app):
    return make_city()


@pytest.fixture
def officer(city):
    return make_officer("赵敏", city.bureau, number="YN-0001")


def certificate_of(officer) -> str:
    return db.session.scalars(select(Certificate.public_id).where(Certificate.officer_id == officer.id)).one()


def valid(officer, on: date) -> bool:
    (fact,) = queries.officer_facts([officer.id], on)
    return fact.certificate_valid


@pytest.mark.parametrize(
    ("on", "counts"),
    [(FIRST_DAY - DAY, False), (FIRST_DAY, True), (LAST_DAY, True), (LAST_DAY + DAY, False)],
)
def test_article_42_certificate_in_force_from_first_to_last_day(officer, on, *, counts) -> None:
    assert valid(officer, on) is counts


def test_article_42_auxiliary_has_no_certificate_and_never_counts(city) -> None:
    helper = make_officer("孙协", city.bureau, OfficerKind.AUXILIARY)
    command = IssueCertificate(helper.public_id, "YN-0009", "省政府", FIRST_DAY, LAST_DAY, ("市场监督管理",))
    with pytest.raises(Refused, match="不是行政执法人员") as refusal:
        services.issue_certificate(SYSTEM, command, NOON)
    assert refusal.value.reasons[0].basis == "行政处罚法第四十二条"
    (fact,) = queries.officer_facts([helper.id], JUNE)
    assert not fact.certificate_valid
    assert "辅助人员" in fact.certificate_problem


def test_article_42_suspended_days_do_not_count_and_stay_so_after_the_return(officer) -> None:
    certificate = certificate_of(officer)
    services.suspend_certificate(SYSTEM, SuspendCertificate(certificate, JUNE, "年度考核不合格"), NOON)
    assert valid(officer, JUNE - DAY)
    assert not valid(officer, JUNE)
    assert not valid(officer, JULY)
    services.return_certificate(SYSTEM, ReturnCertificate(certificate, JULY, "考试合格"), NOON)
    assert valid(officer, JULY)
    assert not valid(officer, JULY - DAY)
    services.suspend_certificate(SYSTEM, SuspendCertificate(certificate, date(2026, 9, 1), "再次"), NOON)
    assert not valid(officer, JUNE)
    assert valid(officer, date(2026, 8, 31))


@pytest.mark.parametrize(("first", "taken"), [(date(2026, 6, 30), False), (JULY, True)])
def test_suspensions_do_not_overlap(officer, first, *, taken) -> None:
    certificate = certificate_of(officer)
    services.suspend_certificate(SYSTEM, SuspendCertificate(certificate, JUNE, "一", JULY - DAY), NOON)
    command = SuspendCertificate(certificate, first, "二", date(2026, 8, 1))
    if taken:
        services.suspend_certificate(SYSTEM, command, NOON)
    else:
        with pytest.raises(Invalid):
            services.suspend_certificate(SYSTEM, command, NOON)


def test_nothing_is_returned_that_was_not_suspended(officer) -> None:
    with pytest.raises(Invalid):
        services.return_certificate(SYSTEM, ReturnCertificate(certificate_of(officer), JULY, "误"), NOON)


def test_article_42_revoked_certificate_counts_until_the_day_before(officer) -> None:
    command = RevokeCertificate(certificate_of(officer), JUNE, "以欺骗手段取得")
    services.revoke_certificate(SYSTEM, command, NOON)
    assert valid(officer, JUNE - DAY)
    assert not valid(officer, JUNE)
    with pytest.raises(Refused, match="已经吊销"):
        services.revoke_certificate(SYSTEM, command, NOON)


def test_article_42_who_left_counts_until_the_day_before(officer) -> None:
    services.record_departure(SYSTEM, officer.public_id, JUNE, "退休", NOON)
    assert valid(officer, JUNE - DAY)
    assert not valid(officer, JUNE)


def test_number_is_registered_once(city, officer) -> None:
    other = make_officer("钱进", city.bureau)
    command = IssueCertificate(other.public_id, "YN-0001", "省政府", FIRST_DAY, LAST_DAY, ("市场监督管理",))
    with pytest.raises(Invalid) as refusal:
        services.issue_certificate(SYSTEM, command, NOON)
    assert "number" in refusal.value.errors


def test_last_day_not_before_the_first(officer) -> None:
    command = IssueCertificate(officer.public_id, "YN-0002", "省政府", JUNE, JUNE - DAY, ("市场监督管理",))
    with pytest.raises(Invalid):
        services.issue_certificate(SYSTEM, command, NOON)


def test_facts_come_in_the_order_asked_and_unknown_people_are_told(city, officer) -> None:
    other = make_officer("钱进", city.bureau)
    facts = queries.officer_facts([other.id, officer.id, other.id], JUNE)
    assert [fact.name for fact in facts] == ["钱进", "赵敏"]
    assert facts[1].fields == ("市场监督管理",)
    with pytest.raises(NotFound):
        queries.officer_facts([officer.id, 0], JUNE)


def test_account_stands_for_one_person(city) -> None:
    user = make_account("zhao", city.bureau)
    command = RegisterOfficer(city.bureau.public_id, "赵敏", OfficerKind.OFFICER, user.public_id)
    officer = services.register_officer(SYSTEM, command, NOON)
    assert actor_for(user).officer_id == officer.id
    with pytest.raises(Invalid):
        services.register_officer(SYSTEM, command, NOON)


def test_staff_of_another_county_is_not_there(city, officer) -> None:
    east = make_officer("东山", city.east_bureau)
    boss = actor_for(make_account("boss", city.east, "administrator"))
    page = queries.officers(boss, queries.ListFilter(), JUNE)
    assert [row.id for row, _ in page.items] == [east.id]
    with pytest.raises(NotFound):
        queries.officer_named(boss, officer.public_id)
    with pytest.raises(NotFound):
        services.suspend_certificate(boss, SuspendCertificate(certificate_of(officer), JUNE, "试"), NOON)


def test_staff_list_filters_and_pages(city) -> None:
    for number in range(5):
        make_officer(f"某{number}", city.bureau, number=f"YN-1{number}")
    make_officer("孙协", city.east_bureau, OfficerKind.AUXILIARY)
    listed = lambda **wanted: [  # noqa: E731 -- said once
        row.name for row, _ in queries.officers(SYSTEM, queries.ListFilter(**wanted), JUNE).items
    ]
    assert listed(text="YN-13") == ["某3"]
    assert listed(text="孙") == ["孙协"]
    assert listed(state="auxiliary") == ["孙协"]
    assert listed(organisation=city.east.public_id) == ["孙协"]
    first = queries.officers(SYSTEM, queries.ListFilter(), JUNE, size=4)
    second = queries.officers(SYSTEM, queries.ListFilter(), JUNE, first.next_cursor, size=4)
    assert len({row.id for row, _ in [*first.items, *second.items]}) == 6
    assert second.next_cursor is None


def test_every_change_is_on_record_with_its_reason(officer) -> None:
    services.suspend_certificate(SYSTEM, SuspendCertificate(certificate_of(officer), JUNE, "出借证件"), NOON)
    statement = select(AuditEntry).where(AuditEntry.record == f"officer:{officer.public_id}").order_by(AuditEntry.id)
    actions = [(entry.action, entry.reason) for entry in db.session.scalars(statement)]
    assert actions == [
        ("officer.registered", ""),
        ("certificate.issued", ""),
        ("certificate.suspended", "出借证件"),
    ]
