"""Seals of the agencies: registered, replaced, ended. The image itself is never shown or given out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.documents import queries, services
from enforcement.documents.commands import RegisterSeal, RevokeSeal
from enforcement.doors.access import current_actor, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.identity import queries as identity
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.documents import RegisterSealSchema, RevokeSealSchema
from enforcement.web.administration_forms import FormPage, answer
from enforcement.web.administration_lists import organisation_choices

seals = Blueprint("seals", __name__, url_prefix="/administration/seals")


@seals.get("/")
@requires(Permission.SEAL_MANAGE)
def index() -> str:
    """Every seal in scope, and which of them may be used today."""
    rows = queries.seals_of(current_actor())
    places = identity.organisations_facts([row.org_id for row in rows])
    today = civil_date(current_instant())
    return render_template("administration/seals.html", seals=rows, places=places, today=today)


@seals.route("/new", methods=["GET", "POST"])
@requires(Permission.SEAL_MANAGE)
def register() -> ResponseReturnValue:
    """Register a seal; it takes the place of the agency's present one."""

    def act(values: dict[str, Any]) -> str:
        place = identity.organisation_named(current_actor(), values.pop("organisation"), Permission.SEAL_MANAGE)
        services.register_seal(current_actor(), RegisterSeal(org_id=place.id, **values), current_instant())
        return url_for("seals.index")

    intro = _("启用新印章后，该单位现用的印章到启用日期的前一天为止。")
    page = FormPage(_("登记印章"), _("登记印章"), url_for("seals.index"), intro=intro)
    return answer(page, RegisterSealSchema(), act, choices=_places, done=_("印章已经登记"))


@seals.route("/<public_id>/end", methods=["GET", "POST"])
@requires(Permission.SEAL_MANAGE)
def revoke(public_id: str) -> ResponseReturnValue:
    """End a seal."""
    seal = queries.seal(current_actor(), public_id)

    def act(values: dict[str, Any]) -> str:
        services.revoke_seal(current_actor(), RevokeSeal(seal_public_id=public_id, **values), current_instant())
        return url_for("seals.index")

    page = FormPage(_("停用印章：%(name)s", name=seal.name), _("停用印章"), url_for("seals.index"), danger=True)
    return answer(
        page, RevokeSealSchema(), act, values=lambda: {"version": queries.seal(current_actor(), public_id).version},
        done=_("印章已经停用"),
    )  # fmt: skip


def _places() -> dict[str, list[tuple[str, str]]]:
    return {"organisation": organisation_choices(Permission.SEAL_MANAGE, only_active=True)}
