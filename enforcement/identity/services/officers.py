"""The staff list and its certificates (行政处罚法第四十二条)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.identity.commands import (
    IssueCertificate,
    RegisterOfficer,
    ReturnCertificate,
    RevokeCertificate,
    SuspendCertificate,
)
from enforcement.identity.loading import (
    locked_certificate,
    locked_officer,
    locked_user,
    organisation_named,
)
from enforcement.identity.models import Certificate, CertificateSuspension, Officer
from enforcement.identity.policies import Action, require
from enforcement.platform.database import db, transaction
from enforcement.rules.officers import OfficerKind


def register_officer(actor: Actor, command: RegisterOfficer, now: datetime) -> Officer:
    """Put a person on the staff list.

    Errors: ``NotFound``; ``Invalid`` when the account already belongs to somebody on a list.
    """
    with transaction():
        organisation = organisation_named(command.organisation)
        require(actor, Action.MANAGE_ORGANISATION, organisation.path)
        user_id = None
        if command.account is not None:
            user = locked_user(command.account)
            require(actor, Action.MANAGE_ORGANISATION, user.org_path)
            user_id = user.id
            if db.session.scalar(select(Officer.id).where(Officer.user_id == user_id)):
                raise Invalid({"account": ["这个账号已经登记在另一名人员名下"]})
        officer = Officer(
            user_id=user_id,
            org_id=organisation.id,
            org_path=organisation.path,
            name=command.name,
            kind=command.kind,
            position=command.position,
            law_qualification_no=command.law_qualification_no,
        )
        db.session.add(officer)
        db.session.flush()
        _record(actor, "officer.registered", officer, now, after={"name": officer.name, "kind": officer.kind})
    return officer


def record_departure(actor: Actor, officer: str, left_on: date, reason: str, now: datetime) -> Officer:
    """The person leaves the post on a day: certificates no longer count from then on (注销).

    Errors: ``NotFound``.
    """
    with transaction():
        row = locked_officer(officer)
        require(actor, Action.MANAGE_ORGANISATION, row.org_path)
        before = {"left_on": row.left_on}
        row.left_on = left_on
        _record(actor, "officer.departed", row, now, before=before, after={"left_on": left_on}, reason=reason)
    return row


def issue_certificate(actor: Actor, command: IssueCertificate, now: datetime) -> Certificate:
    """Register a certificate that was issued.

    Errors: ``NotFound``; ``Refused`` for auxiliary staff; ``Invalid`` for a number in use or
    a last day before the first.
    """
    with transaction():
        officer = locked_officer(command.officer)
        require(actor, Action.MANAGE_ORGANISATION, officer.org_path)
        area_path = officer.org_path
        if command.area is not None:
            area_path = organisation_named(command.area).path
        _check_certificate(officer, command)
        certificate = Certificate(
            officer_id=officer.id,
            number=command.number,
            issuer=command.issuer,
            valid_from=command.valid_from,
            valid_to=command.valid_to,
            fields=list(command.fields),
            area_path=area_path,
        )
        db.session.add(certificate)
        db.session.flush()
        after = {
            "number": command.number,
            "valid_from": command.valid_from,
            "valid_to": command.valid_to,
            "fields": command.fields,
        }
        _record(actor, "certificate.issued", officer, now, after=after)
    return certificate


def suspend_certificate(actor: Actor, command: SuspendCertificate, now: datetime) -> Certificate:
    """暂扣: records and decisions of these days can't rest on the certificate.

    Errors: ``NotFound``; ``Invalid`` when the days overlap another suspension or end before
    they begin.
    """
    with transaction():
        certificate = locked_certificate(command.certificate)
        require(actor, Action.MANAGE_ORGANISATION, certificate.officer.org_path)
        first, last = command.suspended_from, command.suspended_to
        if last is not None and last < first:
            raise Invalid({"suspended_to": ["暂扣的最后一日不能早于第一日"]})
        if any(_overlap(one, first, last) for one in certificate.suspensions):
            raise Invalid({"suspended_from": ["这段日期与已登记的暂扣重叠"]})
        certificate.suspensions.append(
            CertificateSuspension(suspended_from=first, suspended_to=last, reason=command.reason)
        )
        after = {"number": certificate.number, "suspended_from": first, "suspended_to": last}
        _record(
            actor,
            "certificate.suspended",
            certificate.officer,
            now,
            after=after,
            reason=command.reason,
        )
    return certificate


def return_certificate(actor: Actor, command: ReturnCertificate, now: datetime) -> Certificate:
    """Give a suspended certificate back; it counts again from ``returned_on``.

    Errors: ``NotFound``; ``Invalid`` when it is not suspended on the day before.
    """
    last = command.returned_on - timedelta(days=1)
    with transaction():
        certificate = locked_certificate(command.certificate)
        require(actor, Action.MANAGE_ORGANISATION, certificate.officer.org_path)
        running = [
            one
            for one in certificate.suspensions
            if one.suspended_from <= last and (one.suspended_to is None or one.suspended_to >= last)
        ]
        if not running:
            raise Invalid({"returned_on": ["这一日之前执法证没有处于暂扣状态"]})
        before = {"number": certificate.number, "suspended_to": running[0].suspended_to}
        running[0].suspended_to = last
        _record(
            actor,
            "certificate.returned",
            certificate.officer,
            now,
            before=before,
            after={"suspended_to": last},
            reason=command.reason,
        )
    return certificate


def revoke_certificate(actor: Actor, command: RevokeCertificate, now: datetime) -> Certificate:
    """吊销、注销: from the day on it no longer counts; final.

    Errors: ``NotFound``; ``Refused`` when it is revoked already.
    """
    with transaction():
        certificate = locked_certificate(command.certificate)
        require(actor, Action.MANAGE_ORGANISATION, certificate.officer.org_path)
        if certificate.revoked_on is not None:
            message = f"执法证{certificate.number}已经吊销或者注销"
            raise Refused([Reason("certificate-revoked", message, "行政处罚法第四十二条")])
        certificate.revoked_on = command.revoked_on
        certificate.revocation_reason = command.reason
        after = {"number": certificate.number, "revoked_on": command.revoked_on}
        _record(
            actor,
            "certificate.revoked",
            certificate.officer,
            now,
            after=after,
            reason=command.reason,
        )
    return certificate


def _check_certificate(officer: Officer, command: IssueCertificate) -> None:
    if officer.kind is not OfficerKind.OFFICER:
        reason = Reason(
            "not-an-officer",
            f"{officer.name}不是行政执法人员，不能登记行政执法证",
            "行政处罚法第四十二条",
            "先按规定取得行政执法资格，再以执法人员登记",
        )
        raise Refused([reason])
    if command.valid_to < command.valid_from:
        raise Invalid({"valid_to": ["有效期的最后一日不能早于第一日"]})
    taken = select(Certificate.id).where(Certificate.number == command.number)
    if db.session.scalar(taken) is not None:
        raise Invalid({"number": [f"证件号{command.number}已经登记过"]})


def _overlap(one: CertificateSuspension, first: date, last: date | None) -> bool:
    begins_before_other_ends = one.suspended_to is None or first <= one.suspended_to
    ends_after_other_begins = last is None or last >= one.suspended_from
    return begins_before_other_ends and ends_after_other_begins


def _record(
    actor: Actor,
    action: str,
    officer: Officer,
    now: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        actor,
        action,
        f"officer:{officer.public_id}",
        org_path=officer.org_path,
        now=now,
        before=before,
        after=after,
        reason=reason,
    )
