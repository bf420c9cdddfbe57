"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from config.settings import Settings
from enforcement.doors.access import (
    SESSION_COOKIE,
    STAFF_DEVICE_COOKIE,
    current_actor,
    optional_actor,
    public,
    requires,
)
from enforcement.doors.forms import Form, build_form, load_form
from enforcement.doors.limits import limiter
from enforcement.foundation.errors import DomainError, Invalid, TooMany, Unauthenticated
from enforcement.foundation.permissions import Permission
from enforcement.identity import services
from enforcement.identity.services import SignedIn
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.identity import SignInSchema

sign_in = Blueprint("sign_in", __name__)

REMEMBERED = timedelta(days=400)
"""Browsers keep no cookie longer."""


def local_path(value: str) -> str:
    """The value if it is a path of this site, else an empty text: nobody is sent elsewhere."""
    parts = urlsplit(value)
    inside = value.startswith("/") and not value.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    return value if inside and "\\" not in value and value.isprintable() else ""


@sign_in.get("/sign-in")
@public
def show() -> ResponseReturnValue:
    """The form, or on to the first page for who is signed in already."""
    if optional_actor() is not None:
        return redirect(local_path(request.args.get("next", "")) or url_for("sign_in.home"))
    return _page(build_form(SignInSchema()), request.args.get("next", ""))


@sign_in.post("/sign-in")
@public
@limiter.limit("60 per minute")
def enter() -> ResponseReturnValue:
    """Open a session; an unknown name and a wrong password answer alike.

    Names are locked one by one; the limit by address is against one password tried on many names.
    """
    try:
        typed = load_form(SignInSchema(), request.form)
        opened = services.sign_in(
            typed["username"],
            typed["password"],
            request.remote_addr or "",
            request.user_agent.string,
            current_instant(),
            lifetime=_settings().session_lifetime,
        )
    except (Invalid, Unauthenticated, TooMany) as refusal:
        return _page(_refused(refusal), request.form.get("next", "")), refusal.status
    return _with_cookie(redirect(_target(opened), code=303), opened)


@sign_in.post("/sign-out")
@requires(Permission.SELF)
def leave() -> ResponseReturnValue:
    """End the session on the server, then forget it in the browser."""
    services.sign_out(current_actor(), current_instant())
    session.clear()
    response = redirect(url_for("sign_in.show"), code=303)
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="Lax", secure=_settings().https)
    return response


@sign_in.get("/home")
@requires(Permission.SELF)
def home() -> ResponseReturnValue:
    """The first page of who has just come in, by what the person may do."""
    actor = current_actor()
    for permission, endpoint in FIRST_PAGES:
        if endpoint in current_app.view_functions and actor.may_anywhere(permission):
            return redirect(url_for(endpoint))
    return redirect(url_for("account.show"))


FIRST_PAGES = (
    (Permission.ORGANISATION_MANAGE, "administration.organisations"),
    (Permission.SUPERVISION_READ, "supervision.board"),
    (Permission.CASE_APPROVE, "approvals.show"),
    (Permission.REVIEW_CONDUCT, "reviews.index"),
    (Permission.CASE_INVESTIGATE, "workbench.show"),
    (Permission.PUBLICATION_CONFIRM, "publicity.duties"),
    (Permission.AUDIT_READ, "administration.audit_entries"),
    (Permission.PLAN_DRAFT, "inspection_batches.index"),
    (Permission.EVALUATION_PLAN, "evaluation_plans.index"),
    (Permission.EVALUATION_SCORE, "scoring.index"),
    (Permission.RANDOMNESS_TYPE, "randomness.index"),
    (Permission.DRAW_READ, "draws.index"),
)


def _target(opened: SignedIn) -> str:
    if opened.password_temporary:
        return url_for("account.change_password")
    return local_path(request.form.get("next", "")) or url_for("sign_in.home")


def _with_cookie(response: Response, opened: SignedIn) -> Response:
    # A page opened before may not be sent with the rights of the person who signs in now.
    session.clear()
    response.set_cookie(
        SESSION_COOKIE,
        opened.token,
        # A length, not a day: in a demo the browser's clock shows another day than ours.
        max_age=opened.expires_at - current_instant(),
        path="/",
        httponly=True,
        samesite="Lax",
        secure=_settings().https,
    )
    response.set_cookie(
        STAFF_DEVICE_COOKIE, "1", max_age=REMEMBERED, path="/e", httponly=True, samesite="Lax", secure=_settings().https
    )
    return response


def _refused(refusal: DomainError) -> Form:
    errors = refusal.errors if isinstance(refusal, Invalid) else {"": [refusal.message]}
    return build_form(SignInSchema(), {"username": request.form.get("username", "")}, errors)


def _page(form: Form, target: str) -> str:
    return render_template("sign_in/sign_in.html", form=form, next=local_path(target))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
