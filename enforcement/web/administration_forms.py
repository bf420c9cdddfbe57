"""One way for a form page: draw, load, act, and keep what was typed when it is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from werkzeug.datastructures import MultiDict

from enforcement.doors.forms import build_form, load_form
from enforcement.foundation.errors import Invalid, Stale

Choices = Mapping[str, Sequence[tuple[str, ...]]]


@dataclass(frozen=True)
class FormPage:
    """What stands around a form: its title, its button, where it leads back to."""

    title: str
    submit: str
    back_href: str
    intro: str = ""
    danger: bool = False
    links: tuple[tuple[str, str], ...] = ()
    """Other things to do with the same record: text and address."""


def answer(
    page: FormPage,
    schema: Schema,
    act: Callable[[Any], str],
    *,
    values: Callable[[], Mapping[str, Any]] = dict,
    choices: Callable[[], Choices] = dict,
    done: str = "",
) -> ResponseReturnValue:
    """GET draws the form; POST loads it, acts, and goes where ``act`` says.

    Refused input comes back with every sentence (422). When somebody else saved first, both
    versions stand side by side and what was typed is still in the form (409).
    """
    if request.method == "GET":
        return _draw(page, schema, values(), choices())
    try:
        target = act(load_form(schema, request.form))
    except Invalid as error:
        return _draw(page, schema, request.form, choices(), errors=error.errors), error.status
    except Stale as error:
        typed = MultiDict(request.form)
        typed["version"] = str(values().get("version", ""))
        return _draw(page, schema, typed, choices(), stale=error), error.status
    if done:
        flash(done, "success")
    return redirect(target, code=303)


def _draw(
    page: FormPage,
    schema: Schema,
    values: Mapping[str, Any],
    choices: Choices,
    *,
    errors: Mapping[str, Sequence[str]] | None = None,
    stale: Stale | None = None,
) -> str:
    form = build_form(schema, values, errors, choices)  # type: ignore[arg-type]  # a choice may carry a hint
    labels = {one.name: one.label for one in form.fields}
    changes = [replace(change, name=labels.get(change.name, change.name)) for change in stale.changes] if stale else []
    return render_template("administration/form.html", page=page, form=form, stale=stale, changes=changes)
