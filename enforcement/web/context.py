"""What stands around every page: menu, person, demo banner. Nothing is asked before a page draws it.

A page that draws none of it (the public register, a fault page) costs no query; and while the
database is down the rest of the page still comes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.local import LocalProxy

from enforcement.doors.access import optional_actor
from enforcement.foundation.errors import DomainError
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import own_account
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, in_demo


@dataclass(frozen=True)
class Entry:
    """A line of the menu: shown to who holds one of the permissions, if the page exists."""

    title: str
    endpoint: str
    permissions: tuple[Permission, ...]
    rooms: tuple[str, ...] = ()
    """Other blueprints whose pages stand under this line."""
    group: str = ""
    """In a long menu entries of one group fold into one, where the first of them stands."""


FOLDED_FROM = 8
"""Entries: a menu of so many no longer stands on one line of a page 1280 px wide."""
CHECKS, EVALUATION, SUPERVISION = "抽查检查", "案卷评查", "执法监督"

MENU: tuple[Entry, ...] = (
    Entry("我的工作台", "workbench.show", (Permission.CASE_INVESTIGATE,)),
    Entry("案件", "cases.index", (Permission.CASE_READ,), ("recordings", "documents")),
    Entry("审批", "approvals.show", (Permission.CASE_APPROVE, Permission.CASE_DECIDE)),
    Entry("法制审核", "reviews.index", (Permission.REVIEW_READ,)),
    Entry("抽查计划", "inspection_plans.index", (Permission.CHECK_READ,), ("inspection_batches",), group=CHECKS),
    Entry("一单两库", "library_items.index", (Permission.CHECK_READ,), ("libraries",), group=CHECKS),
    Entry("抽取", "draws.index", (Permission.DRAW_READ,), ("randomness",), group=CHECKS),
    Entry("公示", "publicity.duties", (Permission.PUBLICATION_READ,)),
    Entry("行政检查", "checks.index", (Permission.CHECK_READ,), ("check_lists",), group=CHECKS),
    Entry("入企检查", "visits.index", (Permission.CHECK_READ,), ("inspection_statistics",), group=CHECKS),
    Entry("案卷评分", "scoring.index", (Permission.EVALUATION_SCORE,), group=EVALUATION),
    Entry(
        "案卷评查",
        "evaluation_plans.index",
        (Permission.EVALUATION_PLAN, Permission.EVALUATION_APPROVE, Permission.EVALUATION_READ),
        ("evaluation_files", "evaluation_results", "evaluation_standards", "evaluation_outcome", "evaluation_reports"),
        EVALUATION,
    ),
    Entry(
        "评查反馈",
        "evaluation_feedback.reports",
        (Permission.EVALUATION_PLAN, Permission.EVALUATION_ANSWER),
        ("evaluation_objections", "evaluation_rectifications"),
        EVALUATION,
    ),
    Entry("监督", "supervision.board", (Permission.SUPERVISION_READ,), group=SUPERVISION),
    Entry("入企监督", "oversight.alarms", (Permission.SUPERVISION_READ,), group=SUPERVISION),
    Entry("组织与人员", "administration.organisations", (Permission.ORGANISATION_MANAGE,), ("staff", "seals")),
    Entry("操作日志", "administration.audit_entries", (Permission.AUDIT_READ,), group=SUPERVISION),
    Entry("我的账号", "account.show", (Permission.SELF,)),
)


@dataclass(frozen=True)
class DemoBanner:
    """The day the demo's clock shows."""

    now: datetime


def register_context(app: Flask) -> None:
    """Give every template of the application its surroundings."""
    app.context_processor(surroundings)


def surroundings() -> dict[str, Any]:
    """The context that base.html and public_base.html ask for."""
    return {
        "product_name": current_app.config["PLATFORM_NAME"],
        "current_actor": _later("actor", optional_actor),
        "actor_line": _later("actor_line", _actor_line),
        "navigation": _later("navigation", _navigation),
        "home_href": _later("home_href", lambda: _address("sign_in.home")),
        "find_href": _later("find_href", lambda: _address("cases.index", Permission.CASE_READ)),
        "sign_out_href": _later("sign_out_href", lambda: _address("sign_in.leave")),
        "demo": _later("demo", _demo_banner),
    }


def _later(name: str, load: Callable[[], Any]) -> LocalProxy[Any]:
    key = f"around_{name}"

    def value() -> Any:
        if key not in g:
            setattr(g, key, _unless_down(load))
        return g.get(key)

    return LocalProxy(value)


def _unless_down(load: Callable[[], Any]) -> Any:
    try:
        return load()
    except SQLAlchemyError:
        # The page itself has been made; without its menu it still tells what it came to tell.
        current_app.logger.exception("surroundings of %s", request.path)
        db.session.rollback()
        return None


def _demo_banner() -> DemoBanner | None:
    return DemoBanner(current_instant()) if in_demo() else None


def _actor_line() -> str:
    actor = optional_actor()
    if actor is None:
        return ""
    try:
        user = own_account(actor)
    except DomainError:
        return actor.name
    position = f"（{user.position}）" if user.position else ""
    return f"{user.organisation.short_name} {user.name}{position}"


def _navigation() -> list[dict[str, Any]]:
    actor = optional_actor()
    if actor is None:
        return []
    here = request.endpoint or ""
    shown = [
        (entry.group, {"title": entry.title, "href": url_for(entry.endpoint), "current": _under(entry, here)})
        for entry in MENU
        if entry.endpoint in current_app.view_functions and any(actor.may_anywhere(one) for one in entry.permissions)
    ]
    return [line for _, line in shown] if len(shown) < FOLDED_FROM else _folded(shown)


def _folded(shown: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for group, line in shown:
        groups.setdefault(group or line["href"], []).append(line)
    return [
        lines[0]
        if len(lines) == 1
        else {"title": group, "current": any(one["current"] for one in lines), "entries": lines}
        for group, lines in groups.items()
    ]


def _under(entry: Entry, here: str) -> bool:
    exact = {one.endpoint for one in MENU}
    if here in exact:
        return here == entry.endpoint
    room = here.partition(".")[0]
    return room == entry.endpoint.partition(".")[0] or room in entry.rooms


def _address(endpoint: str, permission: Permission = Permission.SELF) -> str:
    actor = optional_actor()
    if actor is None or not actor.may_anywhere(permission) or endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint)
