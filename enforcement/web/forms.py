"""One way for a form page: load, act, go on; refused, the page comes back with what was typed.

    return submit(
        FileCaseSchema(),
        act=lambda command: services.file_case(current_actor(), command, current_instant()),
        done=lambda case: url_for("cases.show", public_id=case.public_id),
        page=lambda form, error: render_template("cases/file.html", form=form, error=error),
    )

The page draws ``refusal(error)`` of macros/refusal.html above ``form(form, …)`` of macros/forms.html.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import make_response, redirect, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from enforcement.doors.forms import Form, build_form, load_form
from enforcement.foundation.errors import DomainError, Forbidden, Invalid, Refused, Stale, Unavailable

Choices = Mapping[str, Sequence[tuple[str, str]]]
Draw = Callable[[Form, DomainError | None], str]

KEPT = (Invalid, Refused, Stale, Unavailable, Forbidden)
"""Errors after which the form comes back filled in; others (not found, signed out) leave the page."""


def _nothing() -> dict[str, Any]:
    return {}


def submit(
    schema: Schema,
    act: Callable[[Any], Any],
    done: Callable[[Any], Response | str],
    page: Draw,
    typed: MultiDict[str, Any] | None = None,
    *,
    choices: Callable[[], Choices] = _nothing,
    current: Callable[[], Mapping[str, Any]] = _nothing,
) -> ResponseReturnValue:
    """Load what was typed (fields and files), act on it, and answer 303 to where ``done`` says.

    ``choices`` fills the lists of the form. ``current`` gives the record as it stands; after somebody
    else's save (``Stale``) its ``version`` replaces the one typed, so that the next click is meant for
    what is now on the screen. A file arrives in the schema as a werkzeug ``FileStorage``.
    """
    sent = typed_values() if typed is None else typed
    try:
        result = act(load_form(schema, sent))
    except KEPT as error:
        return _again(schema, sent, error, page, choices, current)
    return go_on(done(result))


def show(schema: Schema, page: Draw, values: Mapping[str, Any], choices: Choices | None = None) -> str:
    """The form as it is first seen, with the values it begins with."""
    return page(build_form(schema, values, choices=choices), None)


def go_on(target: Response | str) -> Response:
    """303 to an address; for a request of htmx the header that makes the browser go there."""
    if not isinstance(target, str):
        return target
    if request.headers.get("HX-Request"):
        response = make_response("", 204)
        response.headers["HX-Redirect"] = target
        return response
    return redirect(target, code=303)


def typed_values() -> MultiDict[str, Any]:
    """Fields and files of this request together."""
    sent: MultiDict[str, Any] = MultiDict(request.form)
    for name, file in request.files.items(multi=True):
        if file.filename:
            sent.add(name, file)
    return sent


def _again(
    schema: Schema,
    sent: MultiDict[str, Any],
    error: DomainError,
    page: Draw,
    choices: Callable[[], Choices],
    current: Callable[[], Mapping[str, Any]],
) -> ResponseReturnValue:
    errors = error.errors if isinstance(error, Invalid) else {}
    standing = current() if isinstance(error, Stale) else {}
    if "version" in standing:
        sent = MultiDict(sent)
        sent["version"] = str(standing["version"])
    form = build_form(schema, sent, errors, choices())
    if isinstance(error, Stale):
        labels = {one.name: one.label for one in form.fields}
        error.changes = tuple(replace(one, name=labels.get(one.name, one.name)) for one in error.changes)
    return page(form, error), error.status
