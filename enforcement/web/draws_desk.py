"""What the desk of draws shows: rows of the list, one draw with its forms, the board of the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from enforcement.doors.forms import Form, build_form, load_form
from enforcement.draws import guards, overview, queries, services
from enforcement.draws.bundles import is_open
from enforcement.draws.courses import DICE, SPOKEN
from enforcement.draws.policies import may_look
from enforcement.draws.queries import DrawFilter
from enforcement.draws.states import DrawState, Subject
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import DomainError, Invalid
from enforcement.foundation.paging import Page
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import officer_names
from enforcement.schemas import draws as schemas
from enforcement.web.draws_board import board_of
from enforcement.web.draws_values import issue_of, name_of
from enforcement.web.draws_views import (
    COUNT_COLUMNS,
    classes_of,
    count_rows,
    digest_cell,
    grade_of,
    sources_of,
    witness_state,
)
from enforcement.web.filters import moment, short_moment
from enforcement.web.public_draws_lists import LEVELS
from enforcement.web.public_draws_views import EVENT_COLUMNS, address, event_row, skip_columns, skip_row
from enforcement.web.qr import absolute

if TYPE_CHECKING:
    from enforcement.draws.models import Draw, DrawNotice

STEPS: Mapping[str, tuple[Callable[[Actor, str, datetime], object], str]] = {
    "approve": (services.approve_draw, "已批准；到计划日由系统按公布的规则封存名单"),
    "close_contributions": (services.close_contributions, "在场发言已截止"),
    "close_dice": (services.close_dice, "掷骰已截止"),
    "sign": (services.sign_witness, "已签字"),
    "advance": (services.advance_draw, "已按现有随机数推进"),
    "open_sealed": (services.open_sealed_draw, "密钥、名单和执法人员已公开"),
}
"""Acts that need no words: the service, and what to say afterwards."""
FORMS = {
    "contribution": schemas.ContributionSchema,
    "dice": schemas.DiceSchema,
    "void": schemas.VoidSchema,
    "void_answer": schemas.VoidAnswerSchema,
    "sealed_object": schemas.SealedObjectSchema,
}
IN_A_FORM = ("ask_void", "answer_void")
"""Actions that are drawn as forms when nothing stands against them."""
COLUMNS = [
    {"key": "draw", "title": "抽取"},
    {"key": "state", "title": "进行到", "nowrap": True},
    {"key": "waits", "title": "现在等什么"},
    {"key": "agency", "title": "机关"},
    {"key": "frozen", "title": "名单封存", "nowrap": True},
]


@dataclass(frozen=True)
class Typed:
    """What came back from a refused form of the page, and why."""

    form: str = ""
    values: MultiDict[str, str] | None = None
    error: DomainError | None = None


def wanted() -> DrawFilter:
    """The question to the list. Errors: ``Invalid``."""
    found = load_form(schemas.DrawsSchema(), request.args)
    return DrawFilter(state=found["state"], q=found["q"])


def listed(page: Page[Draw], notices: Sequence[DrawNotice], now: datetime) -> dict[str, Any]:
    """The list page."""
    here = {name: request.args[name] for name in ("state", "q") if request.args.get(name)}
    following: dict[str, Any] = {**here, "cursor": page.next_cursor}
    return {
        "columns": COLUMNS,
        "rows": [_row(draw, now) for draw in page.items],
        "notices": notices,
        "pager": {
            "next_href": url_for("draws.index", **following) if page.next_cursor else "",
            "first_href": url_for("draws.index") if request.args.get("cursor") else "",
        },
        "fields": _fields(),
        "values": request.args,
        "active": [{"text": _shown(name, value), "drop_href": url_for("draws.index")} for name, value in here.items()],
        "errors": {},
    }


def refused_list(invalid: Invalid) -> dict[str, Any]:
    """The list page for a question that can't be answered."""
    blank: dict[str, Any] = {"columns": [], "rows": [], "notices": [], "pager": {}, "active": []}
    return {**blank, "fields": _fields(), "values": request.args, "errors": invalid.errors}


def draw_context(draw: Draw, actor: Actor, now: datetime, typed: Typed) -> dict[str, Any]:
    """One draw for the desk."""
    actions = overview.actions_of(actor, draw, now)
    drawn = overview.drawn_of(draw) if draw.selected_root and is_open(draw) else None
    level, word = witness_state(draw)
    grade_title, grade_note = grade_of(draw)
    return {
        "draw": draw,
        "now": now,
        "error": typed.error,
        "typed_form": typed.form,
        "stages": [_stage(one) for one in overview.stages_of(draw, now)],
        "actions": [_action(draw, one) for one in actions if one.reasons or one.name not in IN_A_FORM],
        "forms": _forms(draw, actor, now, typed),
        "facts": _facts(draw),
        "commit_rows": _commit_rows(draw),
        "counts": count_rows(draw),
        "count_columns": COUNT_COLUMNS,
        "sources": sources_of(draw, overview.values_of(draw), now),
        "board": room_board(draw, now),
        "skips": [skip_row(one) for one in drawn.skips] if drawn else [],
        "skip_columns": skip_columns(draw),
        "events": [event_row(one) for one in draw.events if drawn or not one.object_id],
        "event_columns": EVENT_COLUMNS,
        "grade": (grade_title, grade_note),
        "witness": (level, word),
        "check": queries.last_check(draw),
        "may_look": may_look(actor, draw),
        "public_href": address("lots.show", draw) if draw.commit_hex else "",
        "verify_href": address("lots.verify", draw) if draw.commit_hex else "",
    }


def may_replace_sealed(actor: Actor, draw: Draw) -> bool:
    """Whether the head may take an object out of a list of inspections that is drawn and still sealed."""
    hidden = draw.selected_root is not None and not is_open(draw) and not guards.replace_reasons(draw)
    return hidden and draw.subject is Subject.INSPECTION and actor.may(Permission.DRAW_APPROVE, draw.org_path)


def drawn_classes(draw: Draw) -> list[dict[str, Any]]:
    """The list with the names of the officers, sealed or not: only after the look is written down."""
    drawn = overview.drawn_of(draw)
    return classes_of(draw, drawn, officer_names({one for team in drawn.teams.values() for one in team}))


def room_board(draw: Draw, now: datetime) -> dict[str, Any]:
    """The board of the room, with the names of the officers."""
    officers = {one for team in overview.drawn_of(draw).teams.values() for one in team} if is_open(draw) else set()
    links = {
        "renew": url_for("draws.board", public_id=draw.public_id),
        "qr": url_for("draws.qr", public_id=draw.public_id),
        "verify_qr": url_for("draws.qr", public_id=draw.public_id, to="verify"),
        "actions": url_for("draws.show", public_id=draw.public_id),
    }
    return board_of(draw, officer_names(officers), now, links)


def public_address(draw: Draw, *, verify: bool) -> str:
    """Where everybody finds the draw. Errors: ``NotFound`` before the commit."""
    return absolute(address("lots.verify" if verify else "lots.show", draw))


def _row(draw: Draw, now: datetime) -> dict[str, Any]:
    href = url_for("draws.show", public_id=draw.public_id)
    return {
        "cells": {
            "draw": {"text": draw.title, "href": href, "second": draw.draw_no or _("还没有编号")},
            "state": {"text": draw.state.words, "level": LEVELS.get(draw.state, "now")},
            "waits": _waits(draw, now),
            "agency": draw.agency_name,
            "frozen": short_moment(draw.frozen_at),
        }
    }


def _waits(draw: Draw, now: datetime) -> str:
    if draw.void_asked_at is not None and draw.state is not DrawState.VOID:
        return _("作废等待答复")
    if draw.state is DrawState.DRAFT:
        return _("等待负责人批准")
    if draw.state is DrawState.APPROVED:
        return _("等待计划日封存名单")
    if draw.state is DrawState.COMMITTED and draw.outside_at is not None:
        outside = "、".join(f"{name_of(one)}{issue_of(one)}" for one in draw.sources if ":" in one)
        if now < draw.outside_at:
            return _("%(source)s %(at)s 开奖", source=outside, at=short_moment(draw.outside_at))
        return _("%(source)s 已开奖，等待两人录入", source=outside)
    return ""


def _fields() -> list[dict[str, Any]]:
    states = [(state.value, state.words) for state in DrawState]
    return [
        {"name": "q", "label": _("名称或者编号"), "widget": "text"},
        {"name": "state", "label": _("进行到"), "widget": "select", "choices": states},
    ]


def _shown(name: str, value: str) -> str:
    return DrawState(value).words if name == "state" else value


def _stage(one: overview.Stage) -> dict[str, Any]:
    return {"number": one.number, "title": one.title, "state": one.state, "lines": one.lines}


def _action(draw: Draw, one: overview.ActionView) -> dict[str, Any]:
    href = "" if one.name in IN_A_FORM else url_for("draws.step", public_id=draw.public_id, act=one.name)
    primary = one.name in ("approve", "sign", "advance")
    return {
        "key": one.name,
        "title": one.title,
        "reasons": one.reasons,
        "method": "post",
        "href": href,
        "primary": primary,
    }


def _forms(draw: Draw, actor: Actor, now: datetime, typed: Typed) -> dict[str, Form]:
    """The forms of what this person can write now."""
    free = {one.name for one in overview.actions_of(actor, draw, now) if not one.reasons}
    may_speak = actor.may(Permission.DRAW_DRAFT, draw.org_path)
    names = {
        "contribution": may_speak and not guards.room_reasons(draw, SPOKEN, now),
        "dice": may_speak and not guards.room_reasons(draw, DICE, now),
        "void": "ask_void" in free,
        "void_answer": "answer_void" in free,
        "sealed_object": may_replace_sealed(actor, draw),
    }
    return {name: _form(name, typed) for name, wanted_now in names.items() if wanted_now}


def _form(name: str, typed: Typed) -> Form:
    if typed.form != name:
        return build_form(FORMS[name]())
    errors = typed.error.errors if isinstance(typed.error, Invalid) else {}
    return build_form(FORMS[name](), typed.values, errors)


def _facts(draw: Draw) -> list[tuple[str, str]]:
    rows = [
        (_("计划"), draw.plan_no),
        (_("随机数来源"), "、".join(name_of(kind) for kind in draw.source_kinds)),
        (_("算法"), draw.algorithm),
        (_("经办"), _("%(who)s，%(at)s", who=draw.drafted_by_name, at=moment(draw.drafted_at))),
        (
            _("批准"),
            _("%(who)s，%(at)s", who=draw.approved_by_name, at=moment(draw.approved_at))
            if draw.approved_at
            else _("还没有批准"),
        ),
        (_("密封"), _("是") if draw.sealed else _("否")),
    ]
    return [(label, value) for label, value in rows if value]


def _commit_rows(draw: Draw) -> list[dict[str, Any]]:
    content: Mapping[str, Any] = draw.commit_json or {}
    rows = (
        (_("封存时间"), moment(draw.frozen_at), ""),
        (_("参加抽取"), _("%(n)s 户", n=f"{draw.pool_size:,}"), content.get("pool_root", "")),
        (_("按规则排除"), _("%(n)s 户", n=f"{draw.excluded_size:,}"), content.get("exclude_root", "")),
        (_("执法人员"), _("名单摘要"), content.get("officer_root", "")),
        (_("上一次封存"), digest_cell(draw.prev_hex or ""), ""),
    )
    return [{"label": label, "value": value, "note": note and digest_cell(note)} for label, value, note in rows]
