"""Two at once: tries that are counted, sessions, and two administrators on one certificate."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from enforcement.foundation.errors import DomainError, TooMany, Unauthenticated
from enforcement.identity import services
from enforcement.identity.commands import RevokeCertificate, SuspendCertificate
from enforcement.identity.models import Certificate
from enforcement.identity.roles import SIGN_IN
from enforcement.platform.database import db
from enforcement.rules.officers import OfficerKind
from tests.domains.identity.people import SYSTEM, make_account, make_city, make_officer
from tests.support.app import NOON

THREADS = 8


def together(app: Flask, work) -> list[object]:
    """What each of the threads gave back, or the error it met."""

    def run(number: int) -> object:
        with app.app_context():
            try:
                return work(number)
            except DomainError as error:
                return error

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@pytest.mark.parametrize("username", ["zhao", "nobody"])
def test_guesses_side_by_side_do_not_exceed_the_limit(committed_app, username) -> None:
    with committed_app.app_context():
        make_account("zhao", make_city().bureau)
    answers = together(committed_app, lambda n: services.sign_in(username, f"guess {n}", "", "", NOON))
    refused = [type(one) for one in answers]
    assert refused.count(Unauthenticated) == SIGN_IN.lock_out.failures
    assert refused.count(TooMany) == THREADS - SIGN_IN.lock_out.failures


def test_one_suspension_is_registered_once(committed_app) -> None:
    with committed_app.app_context():
        officer = make_officer("赵敏", make_city().bureau, OfficerKind.OFFICER, "YN-0001")
        certificate = _certificate(officer.id)
    command = SuspendCertificate(certificate, NOON.date(), "考核")
    answers = together(committed_app, lambda _: services.suspend_certificate(SYSTEM, command, NOON))
    assert len([one for one in answers if not isinstance(one, DomainError)]) == 1


def test_one_revocation_wins(committed_app) -> None:
    with committed_app.app_context():
        officer = make_officer("赵敏", make_city().bureau, OfficerKind.OFFICER, "YN-0001")
        certificate = _certificate(officer.id)
    command = RevokeCertificate(certificate, NOON.date(), "骗取")
    answers = together(committed_app, lambda _: services.revoke_certificate(SYSTEM, command, NOON))
    assert len([one for one in answers if not isinstance(one, DomainError)]) == 1


def _certificate(officer_id: int) -> str:
    return db.session.scalars(select(Certificate.public_id).where(Certificate.officer_id == officer_id)).one()
