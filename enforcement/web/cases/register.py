"""A new lead, its party taken from the register of parties or typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.casework import queries, services
from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import Form
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.casework import RegisterLeadSchema
from enforcement.web.cases.blueprint import cases
from enforcement.web.forms import show, submit

if TYPE_CHECKING:
    from enforcement.casework.models import Case, Party


@cases.route("/cases/new", methods=["GET", "POST"])
@requires(Permission.CASE_REGISTER)
def new() -> ResponseReturnValue:
    """Register a lead for one's own agency."""
    actor = current_actor()
    schema = RegisterLeadSchema(actor.org_id or 0)
    if request.method == "GET":
        return show(schema, _page, _begin())
    return submit(schema, lambda command: services.register_lead(actor, command, current_instant()), _registered, _page)


@cases.get("/cases/parties")
@requires(Permission.CASE_REGISTER)
def parties() -> str:
    """Entries of the register of parties by name or code, for the form of a lead."""
    return render_template("cases/_parties.html", found=_found(), words=_words())


def _words() -> str:
    return request.args.get("party_words", "").strip()


def _found() -> list[Party]:
    return list(queries.parties_found(current_actor(), _words()))


def _page(form: Form, error: DomainError | None) -> str:
    return render_template("cases/new.html", form=form, error=error, found=_found(), words=_words())


def _registered(case: Case) -> str:
    flash(_("案源已登记，核查期限开始计算。请指定承办人。"), "success")
    return url_for("cases.show", case_id=case.public_id)


def _begin() -> dict[str, Any]:
    values: dict[str, Any] = {
        "received_on": civil_date(current_instant()),
        "source_kind": "inspection",
        "party_kind": "organisation",
    }
    chosen = request.args.get("party", "")
    party = next((one for one in _found() if one.public_id == chosen), None)
    if party is not None:
        values |= {
            "party_kind": party.kind,
            "party_name": party.name,
            "party_uscc": party.uscc or "",
            "legal_representative": party.legal_representative,
            "party_address": party.address,
            "party_phone": party.phone,
        }
    return values
