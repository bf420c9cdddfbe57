"""公开随机数: values that draws wait for, typed by two people who don't see each other's reading."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import Form
from enforcement.draws import queries, register, services
from enforcement.draws.commands import CorrectValue, TypeValue
from enforcement.foundation.errors import DomainError
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.draws import CorrectionSchema, ValueSchema
from enforcement.web import randomness_views as views
from enforcement.web.forms import show, submit

randomness = Blueprint("randomness", __name__, url_prefix="/randomness")


@randomness.get("/")
@requires(Permission.RANDOMNESS_TYPE, Permission.DRAW_READ)
def index() -> str:
    """Values that are wanted, and those that are agreed."""
    actor, now = current_actor(), current_instant()
    page = register.public_values(request.args.get("cursor") or None)
    context = views.listed(actor, queries.open_values(actor, now), page, now)
    return render_template("randomness/index.html", **context)


@randomness.route("/<source_id>/type", methods=["GET", "POST"])
@requires(Permission.RANDOMNESS_TYPE)
def type_value(source_id: str) -> ResponseReturnValue:
    """One person's reading with the picture of the announcement; nobody else's is shown."""
    desk = views.open_value(source_id, queries.open_values(current_actor(), current_instant()))

    def page(form: Form, error: DomainError | None) -> str:
        return render_template("randomness/type.html", desk=desk, form=form, error=error)

    def act(typed: dict[str, str | bytes]) -> None:
        command = TypeValue(source_id, **typed)  # type: ignore[arg-type]
        views.say_typed(services.type_value(current_actor(), command, current_instant()))

    if request.method == "GET":
        return show(ValueSchema(), page, {})
    return submit(ValueSchema(), act, lambda _done: url_for("randomness.index"), page)


@randomness.route("/<source_id>/entries/<entry>/correct", methods=["GET", "POST"])
@requires(Permission.RANDOMNESS_TYPE)
def correct(source_id: str, entry: str) -> ResponseReturnValue:
    """A typing error: a new entry beside the old one, visible for ever, counted once a witness signed."""
    record = views.value_view(register.value_records(source_id))

    def page(form: Form, error: DomainError | None) -> str:
        return render_template("randomness/correct.html", value=record, form=form, error=error, entry=entry)

    def act(typed: dict[str, str | bytes]) -> None:
        command = CorrectValue(source_id, entry, **typed)  # type: ignore[arg-type]
        services.correct_value(current_actor(), command, current_instant())
        flash(_("更正已登记；见证人签名后生效"), "success")

    if request.method == "GET":
        return show(CorrectionSchema(), page, {})
    return submit(CorrectionSchema(), act, lambda _done: url_for("randomness.index"), page)


@randomness.post("/<source_id>/entries/<entry>/witness")
@requires(Permission.DRAW_WITNESS)
def witness(source_id: str, entry: str) -> ResponseReturnValue:
    """Sign for a correction."""
    services.witness_correction(current_actor(), source_id, entry, current_instant())
    flash(_("已签名，更正生效"), "success")
    return redirect(url_for("randomness.index"), code=303)
