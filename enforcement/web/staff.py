"""The staff list and enforcement certificates."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from enforcement.doors.access import current_actor, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.identity import queries, services
from enforcement.identity.commands import (
    IssueCertificate,
    RegisterOfficer,
    ReturnCertificate,
    RevokeCertificate,
    SuspendCertificate,
)
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.identity import (
    OFFICER_KINDS,
    DepartureSchema,
    IssueCertificateSchema,
    RegisterOfficerSchema,
    ReturnCertificateSchema,
    RevokeCertificateSchema,
    SuspendCertificateSchema,
)
from enforcement.web.administration_forms import FormPage, answer
from enforcement.web.administration_lists import listing, organisation_choices, wanted

staff = Blueprint("staff", __name__, url_prefix="/administration/officers")

KIND_NAMES = {kind[0]: kind[1] for kind in OFFICER_KINDS}


@staff.get("/")
@requires(Permission.ORGANISATION_MANAGE)
def officers() -> str:
    """The staff in scope, and who may enforce today."""
    today = civil_date(current_instant())
    page = queries.officers(current_actor(), wanted(), today, request.args.get("cursor"))
    places = organisation_choices(Permission.ORGANISATION_MANAGE)
    states = list(KIND_NAMES.items())
    context = listing("staff.officers", page, text="姓名或者证件号", states=states, organisations=places)
    return render_template("administration/officers.html", **context, today=today, kinds=KIND_NAMES)


@staff.route("/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def register() -> ResponseReturnValue:
    """Put a person on the list."""

    def act(command: RegisterOfficer) -> str:
        officer = services.register_officer(current_actor(), command, current_instant())
        return _page_of(officer.public_id)

    page = FormPage("登记人员", "登记人员", url_for("staff.officers"))
    return answer(page, RegisterOfficerSchema(), act, choices=_people, done="人员已经登记")


@staff.get("/<public_id>")
@requires(Permission.ORGANISATION_MANAGE)
def officer(public_id: str) -> str:
    """One person with all certificates."""
    row = queries.officer_named(current_actor(), public_id)
    today = civil_date(current_instant())
    (fact,) = queries.officer_facts([row.id], today)
    states = queries.certificate_states(row, today)
    return render_template(
        "administration/officer.html", officer=row, fact=fact, states=states, today=today, kinds=KIND_NAMES
    )


@staff.route("/<public_id>/certificates/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def issue(public_id: str) -> ResponseReturnValue:
    """Register a certificate that was issued."""
    row = queries.officer_named(current_actor(), public_id)

    def act(command: IssueCertificate) -> str:
        services.issue_certificate(current_actor(), command, current_instant())
        return _page_of(public_id)

    page = FormPage(f"登记{row.name}的执法证", "登记执法证", _page_of(public_id))
    schema = IssueCertificateSchema(officer=public_id)
    return answer(page, schema, act, choices=_fields_and_areas, done="执法证已经登记")


@staff.route("/<public_id>/certificates/<certificate>/suspend", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def suspend(public_id: str, certificate: str) -> ResponseReturnValue:
    """暂扣."""
    row = queries.officer_named(current_actor(), public_id)

    def act(command: SuspendCertificate) -> str:
        services.suspend_certificate(current_actor(), command, current_instant())
        return _page_of(public_id)

    page = FormPage(f"暂扣{row.name}的执法证", "暂扣", _page_of(public_id), danger=True)
    return answer(page, SuspendCertificateSchema(certificate=certificate), act, done="暂扣已经登记")


@staff.route("/<public_id>/certificates/<certificate>/return", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def give_back(public_id: str, certificate: str) -> ResponseReturnValue:
    """发还."""
    row = queries.officer_named(current_actor(), public_id)

    def act(command: ReturnCertificate) -> str:
        services.return_certificate(current_actor(), command, current_instant())
        return _page_of(public_id)

    page = FormPage(f"发还{row.name}的执法证", "发还", _page_of(public_id))
    return answer(page, ReturnCertificateSchema(certificate=certificate), act, done="发还已经登记")


@staff.route("/<public_id>/certificates/<certificate>/revoke", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def revoke(public_id: str, certificate: str) -> ResponseReturnValue:
    """吊销、注销."""
    row = queries.officer_named(current_actor(), public_id)

    def act(command: RevokeCertificate) -> str:
        services.revoke_certificate(current_actor(), command, current_instant())
        return _page_of(public_id)

    page = FormPage(f"吊销或者注销{row.name}的执法证", "登记吊销（注销）", _page_of(public_id), danger=True)
    return answer(page, RevokeCertificateSchema(certificate=certificate), act, done="吊销（注销）已经登记")


@staff.route("/<public_id>/departure", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def depart(public_id: str) -> ResponseReturnValue:
    """The person leaves the post."""
    row = queries.officer_named(current_actor(), public_id)

    def act(typed: dict[str, Any]) -> str:
        services.record_departure(current_actor(), public_id, typed["left_on"], typed["reason"], current_instant())
        return _page_of(public_id)

    page = FormPage(f"登记{row.name}离岗", "登记离岗", _page_of(public_id), danger=True)
    return answer(page, DepartureSchema(), act, done="离岗已经登记")


def _page_of(public_id: str) -> str:
    return url_for("staff.officer", public_id=public_id)


def _people() -> dict[str, Any]:
    accounts = queries.accounts_without_officer(current_actor())
    return {
        "organisation": organisation_choices(Permission.ORGANISATION_MANAGE, only_active=True),
        "account": [(user.public_id, f"{user.name}（{user.username}）") for user in accounts],
    }


def _fields_and_areas() -> dict[str, Any]:
    rows = queries.organisations_of(current_actor(), Permission.ORGANISATION_MANAGE)
    return {
        "domains": [(domain, domain) for domain in sorted({row.domain for row in rows if row.domain})],
        "area": organisation_choices(Permission.ORGANISATION_MANAGE),
    }
