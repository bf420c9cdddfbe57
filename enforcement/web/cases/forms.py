"""One way for every form of a case: draw it, load it, act, and keep what was typed when it is refused."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import Schema
from werkzeug.datastructures import FileStorage, MultiDict

from enforcement.casework import overview
from enforcement.doors.access import current_actor, requires
from enforcement.doors.case_acts import CASE_ACTS
from enforcement.doors.forms import Form
from enforcement.foundation.errors import DomainError, Forbidden, NotFound, Reason, Stale
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.casework_fields import CaseSchema, Picture, Rows
from enforcement.web.cases.blueprint import cases
from enforcement.web.cases.place import Place, act_title, place_of
from enforcement.web.cases.stale import both_versions
from enforcement.web.cases.table import FORMS, FormPage
from enforcement.web.forms import show, submit, typed_values

KEPT = "-kept"
"""Ending of the hidden field that brings a signature back after a refusal."""
MORE = "more"
BLANK_ROWS = 2
ANSWERED_BY = {"filing": "approve_filing", "notice": "approve_notice", "closing": "approve_closing"}


@cases.route("/cases/<case_id>/<act>", methods=["GET", "POST"])
@cases.route("/cases/<case_id>/<act>/<record>", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def act(case_id: str, act: str, record: str = "") -> ResponseReturnValue:
    """Draw or take the form of an act or step. Errors: ``NotFound`` for one that is not in the table."""
    if act not in FORMS:
        raise NotFound
    place = place_of(case_id, record)
    if request.method == "POST" and MORE not in request.form:
        return _take(act, place)
    schema = _schema(act, place)
    begin = typed_of(schema) if MORE in request.form else FORMS[act].begin(place) | {"version": place.case.version}
    return show(schema, lambda form, error: _page(act, place, form, error), begin, FORMS[act].choices(place))


def _schema(act: str, place: Place) -> CaseSchema:
    return CASE_ACTS[act].schema(case=place.case.public_id, **FORMS[act].bound(place))


def _take(act: str, place: Place) -> ResponseReturnValue:
    case_id, record, form_page = place.case.public_id, place.record, FORMS[act]
    schema = _schema(act, place)
    return submit(
        schema,
        lambda command: CASE_ACTS[act].service(current_actor(), command, current_instant()),
        lambda _result: _done(form_page, case_id),
        lambda form, error: _page(act, place_of(case_id, record), form, error),
        typed_of(schema),
        choices=lambda: form_page.choices(place_of(case_id, record)),
        current=lambda: {"version": place_of(case_id).case.version},
    )


def _done(form_page: FormPage, case_id: str) -> str:
    flash(form_page.done, "success")
    return url_for("cases.show", case_id=case_id, tab=form_page.back or None)


def _page(act: str, place: Place, form: Form, error: DomainError | None) -> str:
    reasons = _reasons(act, place) if error is None else ()
    if any(reason.code == "not-your-office" for reason in reasons):
        raise Forbidden(reasons[0].message)
    form_page = FORMS[act]
    return render_template(
        "cases/form.html",
        act=act,
        page=form_page,
        title=_title(act, place),
        case=place.case,
        today=place.today,
        form=form,
        error=error,
        reasons=reasons,
        rows=_rows(_schema(act, place), form),
        versions=both_versions(form, form_page.begin(place)) if form_page.edits and isinstance(error, Stale) else (),
        record=place.record,
        **form_page.beside(place),
    )


def _reasons(act: str, place: Place) -> Sequence[Reason]:
    asked = overview.open_approval(place.case) if act == "answer_approval" else None
    name = ANSWERED_BY[asked.kind if asked else "filing"] if act == "answer_approval" else act
    return overview.act_reasons(place.actor, place.case, place.facts, name)


def _title(act: str, place: Place) -> str:
    asked = overview.open_approval(place.case) if act == "answer_approval" else None
    return act_title(ANSWERED_BY[asked.kind]) if asked else act_title(act) or _("答复审批")


def typed_of(schema: Schema) -> MultiDict[str, Any]:
    """What was typed, rows gathered, files as text, so that all of it can be shown again."""
    sent = typed_values()
    for name, one in schema.load_fields.items():
        if isinstance(one, Rows):
            sent[name] = json.dumps(_gathered(sent, name, one), ensure_ascii=False)
        elif isinstance(one, Picture):
            sent[name] = _as_text(sent.get(name)) or sent.get(f"{name}{KEPT}", "")
    return sent


def _gathered(sent: MultiDict[str, Any], name: str, one: Rows) -> list[dict[str, str]]:
    """``exchanges-0-question`` … as a list of rows; empty rows are left out."""
    pattern = re.compile(rf"{re.escape(name)}-(\d+)-")
    numbers = sorted({int(found[1]) for key in sent if (found := pattern.match(key))})
    rows = [
        {part: sent.get(f"{name}-{number}-{part}", "").strip() for part, _label in one.columns} for number in numbers
    ]
    return [row for row in rows if any(row.values())]


def _as_text(given: Any) -> str:
    if not isinstance(given, FileStorage):
        return str(given or "")
    data = given.read()
    kind = "image/jpeg" if given.mimetype == "image/jpeg" else "image/png"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}" if data else ""


def _rows(schema: Schema, form: Form) -> dict[str, dict[str, Any]]:
    """For each field of rows: its columns, what is filled in, and some blank ones beneath."""
    drawn = {}
    for one in form.fields:
        field = schema.load_fields[one.name]
        if isinstance(field, Rows):
            filled = json.loads(one.value) if one.value else []
            drawn[one.name] = {"columns": field.columns, "rows": [*filled, *({} for _blank in range(BLANK_ROWS))]}
    return drawn
