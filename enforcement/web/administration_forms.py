"""One page for every form of the administration and of one's own account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from werkzeug.wrappers import Response

from enforcement.doors.forms import Form
from enforcement.foundation.errors import DomainError
from enforcement.web.forms import Choices, show, submit


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
    act: Callable[[Any], Response | str],
    *,
    values: Callable[[], Mapping[str, Any]] = dict,
    choices: Callable[[], Choices] = dict,
    done: str = "",
) -> ResponseReturnValue:
    """GET draws the form; POST loads it, acts, and goes where ``act`` says, with ``done`` told there."""

    def draw(form: Form, error: DomainError | None) -> str:
        return render_template("administration/form.html", page=page, form=form, error=error)

    def go(target: Response | str) -> Response | str:
        if done:
            flash(done, "success")
        return target

    if request.method == "GET":
        return show(schema, draw, values(), choices())
    return submit(schema, act, go, draw, choices=choices, current=values)
