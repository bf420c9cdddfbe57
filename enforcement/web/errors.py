"""Problems as pages. Nobody signed in: to the sign-in page, and back again afterwards."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from flask import g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2 import Template

from enforcement.doors.problems import Problem
from enforcement.web.forms import go_on

SIGN_IN_FIRST = 401


def problem_page(problem: Problem) -> ResponseReturnValue:
    """The page of a problem, or the way to sign in. A fault's page asks nothing of database and session."""
    if problem.status == SIGN_IN_FIRST:
        return go_on(url_for("sign_in.show", next=_way_back()))
    if problem.fault:
        g.setdefault("actor", None)
    else:
        problem = replace(problem, request_id="")
    response = make_response(render_template(_template(problem), problem=problem), problem.status)
    response.headers.update(dict(problem.headers))
    return response


def _template(problem: Problem) -> list[str | Template]:
    named = "errors/conflict.html" if problem.code == "stale" else f"errors/{problem.status}.html"
    return [named, "errors/500.html" if problem.fault else "errors/400.html"]


def _way_back() -> str:
    """The page asked for; after a sent form the page on which it stood."""
    if request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request"):
        return request.full_path.rstrip("?")
    before = urlsplit(request.referrer or "")
    same = before.netloc == request.host
    return f"{before.path}?{before.query}".rstrip("?") if same else ""
