"""监督看板: where duties are overdue, by agency and kind; behind every number stand the cases.

Agencies stand in the order of the catalogue of agencies and are never ranked by cases or fines.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from enforcement.casework import desk
from enforcement.casework.deadlines import CASE_TERM, CLOSING, PAYMENT, REVIEW, SERVICE, VERIFICATION
from enforcement.casework.desk import AgencyFigures
from enforcement.doors.access import current_actor, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisations_of
from enforcement.platform.demo_clock import current_instant
from enforcement.publicity.queries import late_duties, late_duty_counts
from enforcement.web.due import dues_of_cases
from enforcement.web.inspection_desks import supervision_figures

supervision = Blueprint("supervision", __name__)

DEPARTMENT = "department"
PUBLICATION = "publication"
KINDS: dict[str, str] = {
    VERIFICATION: "核查立案",
    CASE_TERM: "办案期限",
    REVIEW: "审核",
    SERVICE: "送达",
    PAYMENT: "缴款",
    CLOSING: "结案",
}
"""Kinds of deadlines, in the order in which a case meets them."""
SOON = timedelta(days=7)
FILTERS = ("agency", "kind", "soon")


@supervision.get("/supervision")
@requires(Permission.SUPERVISION_READ)
def board() -> str:
    """Overdue duties by agency and kind."""
    actor, now = current_actor(), current_instant()
    today = civil_date(now)
    figures = desk.agency_figures(actor, today, today + SOON)
    unpublished = late_duty_counts(actor, today)
    rows = [_row(place, figures.get(place.id, AgencyFigures()), unpublished.get(place.id, 0)) for place in _agencies()]
    return render_template(
        "supervision/board.html",
        rows=rows,
        inspections=supervision_figures(actor, now),
        kinds=KINDS | {PUBLICATION: _("公示")},
        totals={name: sum(row[name] for row in rows) for name in ("open", "soon", "late", PUBLICATION)},
        widest=max((100 * row["late"] / row["open"] for row in rows if row["open"]), default=0),
        today=today,
    )


@supervision.get("/supervision/duties")
@requires(Permission.SUPERVISION_READ)
def duties() -> str:
    """The duties behind a number: ``agency``, ``kind``, and ``soon=1`` for those that end within seven days."""
    actor, today = current_actor(), civil_date(current_instant())
    place, kind, soon = _agency(), request.args.get("kind", ""), request.args.get("soon") == "1"
    org_id = place.id if place else None
    first, last = (today, today + SOON) if soon else (None, today - timedelta(days=1))
    page = desk.duties_behind(
        actor, first, last, org_id, "" if kind == PUBLICATION else kind, request.args.get("cursor")
    )
    publications = late_duties(actor, today, org_id) if kind in {"", PUBLICATION} and not soon else []
    shown = [] if kind == PUBLICATION else page.items
    return render_template(
        "supervision/duties.html",
        lines=list(zip(shown, dues_of_cases(shown, today), strict=True)),
        publications=publications if not request.args.get("cursor") else [],
        names={one.id: one.name for one in _agencies()},
        place=place,
        kind=(KINDS | {PUBLICATION: _("公示")}).get(kind, ""),
        soon=soon,
        next_href=_next(page.next_cursor if kind != PUBLICATION else None),
        today=today,
    )


def _agencies() -> list[Any]:
    """Departments with cases of their own that the actor supervises, in the order of the tree."""
    found = organisations_of(current_actor(), Permission.SUPERVISION_READ)
    return [one for one in found if one.kind.value == DEPARTMENT]


def _agency() -> Any:
    wanted = request.args.get("agency", "")
    found = next((one for one in _agencies() if one.public_id == wanted), None)
    if wanted and found is None:
        raise NotFound
    return found


def _row(place: Any, figures: AgencyFigures, unpublished: int) -> dict[str, Any]:
    return {
        "place": place,
        "open": figures.open,
        "soon": figures.soon,
        "late": figures.overdue_in_all + unpublished,
        "kinds": dict(figures.overdue) | {PUBLICATION: unpublished},
        PUBLICATION: unpublished,
    }


def _next(cursor: str | None) -> str:
    if cursor is None:
        return ""
    kept: dict[str, Any] = {name: request.args[name] for name in FILTERS if name in request.args}
    return url_for("supervision.duties", **kept, cursor=cursor)
