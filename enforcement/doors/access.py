"""Who may enter an endpoint.

Every endpoint states a permission with :func:`requires` or says :func:`public`; one that says
neither is closed. A test walks the URL map. Whether the *record* may be touched is decided in
the service or query that loads it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request

from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Forbidden, Unauthenticated
from enforcement.foundation.permissions import Permission
from enforcement.identity import services as identity
from enforcement.platform.demo_clock import current_instant

View = TypeVar("View", bound=Callable[..., Any])

SESSION_COOKIE = "enforcement_session"
STAFF_DEVICE_COOKIE = "staff_device"
"""Stays on a device at which somebody has signed in; it says that much, and not who."""
OPEN_ENDPOINTS = frozenset({"static"})


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Mark a view: the actor holds at least one of the permissions somewhere."""

    def mark(view: View) -> View:
        cast(Any, view).required_permissions = permissions
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as open to everyone, signed in or not."""
    cast(Any, view).required_permissions = ()
    return view


def required_permissions(endpoint: str) -> tuple[Permission, ...] | None:
    """What an endpoint asks; ``()`` is public, ``None`` is not stated (closed)."""
    if endpoint in OPEN_ENDPOINTS or endpoint.endswith(".static"):
        return ()
    view = current_app.view_functions[endpoint]
    stated = getattr(view, "required_permissions", None)
    return cast("tuple[Permission, ...] | None", stated)


def current_actor() -> Actor:
    """The actor of this request.

    Errors: ``Unauthenticated`` when nobody is signed in.
    """
    actor = optional_actor()
    if actor is None:
        raise Unauthenticated
    return actor


def optional_actor() -> Actor | None:
    """The actor of this request, if any."""
    if "actor" not in g:
        g.actor = _load_actor()
    return cast("Actor | None", g.actor)


def _load_actor() -> Actor | None:
    address = request.remote_addr or ""
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer ") and request.path.startswith("/api/"):
        token = header.removeprefix("Bearer ").strip()
        return identity.actor_of_token(token, address, current_instant())
    cookie = request.cookies.get(SESSION_COOKIE)
    if cookie and not request.path.startswith("/api/"):
        return identity.actor_of_session(cookie, address, current_instant())
    return None


def from_staff_device() -> bool:
    """Whether somebody has signed in at the device that asks, now or earlier."""
    return not request.cookies.keys().isdisjoint((SESSION_COOKIE, STAFF_DEVICE_COOKIE))


def _guard() -> None:
    if request.endpoint is None:
        return
    permissions = required_permissions(request.endpoint)
    if permissions == ():
        return
    actor = current_actor()
    if permissions is None or not any(actor.may_anywhere(wanted) for wanted in permissions):
        raise Forbidden


def init_access(app: Flask) -> None:
    """Guard every endpoint of the application."""
    app.before_request(_guard)
