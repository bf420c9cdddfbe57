"""Lists of the public pages of draws: draws with their filters and files, public random values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from enforcement.draws import overview, register
from enforcement.draws.register import PublicFilter, PublicValue
from enforcement.draws.states import DrawState, EntryKind, ValueState
from enforcement.foundation.errors import Invalid
from enforcement.foundation.paging import Page
from enforcement.web.draws_values import issue_of, name_of, shown
from enforcement.web.filters import moment, short_moment
from enforcement.web.public_draws_views import address
from enforcement.web.public_lists import json_answer
from enforcement.web.qr import absolute
from enforcement.web.sheets import sheet_file

if TYPE_CHECKING:
    from enforcement.draws.models import Draw
    from enforcement.draws.register import PublicEntry

EXPORT_STEP = 500
EXPORT_SIZE = 5_000
COLUMNS = [
    {"key": "draw", "title": "编号"},
    {"key": "what", "title": "抽取什么"},
    {"key": "frozen", "title": "名单封存", "nowrap": True},
    {"key": "values", "title": "随机数"},
    {"key": "state", "title": "进行到", "nowrap": True},
]
PUBLIC_STATES = (DrawState.COMMITTED, DrawState.SEEDED, DrawState.PUBLISHED, DrawState.VOID)
LEVELS = {
    DrawState.COMMITTED: "now",
    DrawState.SEEDED: "now",
    DrawState.PUBLISHED: "published",
    DrawState.VOID: "withdrawn",
}
SHEET = (
    "机关",
    "编号",
    "抽取什么",
    "计划",
    "封存时间",
    "封存摘要",
    "进行到",
    "参加户数",
    "排除户数",
    "等级",
    "作废理由",
    "地址",
)


def found(wanted: PublicFilter, page: Page[Draw]) -> dict[str, Any]:
    """The list page of an answered question."""
    active = {name: value for name, value in asdict(wanted).items() if value not in ("", None)}
    return {
        "rows": [_row(draw) for draw in page.items],
        "columns": COLUMNS,
        "fields": _fields(),
        "values": request.args,
        "active": [
            {"text": _words(name, value), "drop_href": _address(without=name)} for name, value in active.items()
        ],
        "pager": pager(page, "lots.index"),
        "downloads": [
            (text, _address("lots.export", form=form)) for text, form in ((_("下载 CSV"), "csv"), ("JSON", "json"))
        ],
        "errors": {},
    }


def latest_draws(size: int = 4) -> list[dict[str, str]]:
    """The newest draws, for the home page."""
    return [
        {
            "href": address("lots.show", draw),
            "title": draw.title,
            "agency": draw.agency_name,
            "number": draw.draw_no,
            "state": draw.state.words,
        }
        for draw in register.public_draws(PublicFilter(), size=size).items
        if draw.draw_no
    ]


def refused(invalid: Invalid) -> dict[str, Any]:
    """The list page for a question that can't be answered."""
    blank: dict[str, Any] = {"rows": [], "columns": [], "active": [], "pager": {}, "downloads": []}
    return {**blank, "fields": _fields(), "values": request.args, "errors": invalid.errors}


def pager(page: Page[Any], endpoint: str) -> dict[str, str]:
    """Where the next page is, and the first."""
    following = _address(endpoint, cursor=page.next_cursor) if page.next_cursor else ""
    return {"next_href": following, "first_href": _address(endpoint) if request.args.get("cursor") else ""}


def list_file(wanted: PublicFilter, form: str) -> Response:
    """The whole list as CSV or JSON, at most ``EXPORT_SIZE`` draws."""
    draws = list(_everything(wanted))
    if form == "csv":
        return sheet_file("csv", "draws", SHEET, [_line(draw) for draw in draws])
    return json_answer({"count": len(draws), "items": [_item(draw) for draw in draws]})


def value_rows(values: Sequence[PublicValue]) -> list[dict[str, Any]]:
    """Public random values with what was typed."""
    return [_value(one) for one in values]


def _everything(wanted: PublicFilter) -> Iterator[Draw]:
    cursor, left = None, EXPORT_SIZE
    while left > 0:
        page = register.public_draws(wanted, cursor, EXPORT_STEP)
        yield from page.items[:left]
        left -= len(page.items)
        cursor = page.next_cursor
        if cursor is None:
            return


def _row(draw: Draw) -> dict[str, Any]:
    number = {"text": draw.draw_no, "href": address("lots.show", draw)} if draw.draw_no else {"text": _("未封存")}
    sources = "、".join(f"{name_of(one)}{issue_of(one)}" for one in draw.sources or draw.source_kinds)
    return {
        "cells": {
            "draw": {**number, "second": draw.agency_name},
            "what": {
                "text": draw.title,
                "second": _("%(n)s 户参加", n=f"{draw.pool_size:,}") if draw.pool_size else "",
            },
            "frozen": short_moment(draw.frozen_at),
            "values": sources,
            "state": {"text": draw.state.words, "level": LEVELS[draw.state], "second": draw.void_reason},
        }
    }


def _line(draw: Draw) -> tuple[object, ...]:
    return (
        draw.agency_name, draw.draw_no, draw.title, draw.plan_no, moment(draw.frozen_at), draw.commit_hex,
        draw.state.words, draw.pool_size, draw.excluded_size, draw.grade, draw.void_reason, _permanent(draw),
    )  # fmt: skip


def _item(draw: Draw) -> dict[str, Any]:
    return {
        "agency": draw.agency,
        "agency_name": draw.agency_name,
        "draw_no": draw.draw_no,
        "title": draw.title,
        "plan": draw.plan_no,
        "state": draw.state.value,
        "frozen_at": _instant(draw.frozen_at),
        "commit": draw.commit_hex,
        "prev": draw.prev_hex,
        "sources": draw.sources,
        "seed": draw.seed_hex,
        "selected_root": draw.selected_root,
        "grade": draw.grade,
        "sealed": draw.sealed,
        "void_reason": draw.void_reason,
        "address": _permanent(draw),
    }


def _permanent(draw: Draw) -> str | None:
    return absolute(address("lots.show", draw)) if draw.draw_no else None


def _instant(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _fields() -> list[dict[str, Any]]:
    states = [(state.value, state.words) for state in PUBLIC_STATES]
    return [
        {"name": "agency", "label": _("抽取机关"), "widget": "select", "choices": overview.public_agencies()},
        {"name": "state", "label": _("进行到"), "widget": "select", "choices": states},
        {"name": "year", "label": _("年份"), "widget": "number", "placeholder": "2026"},
    ]


def _words(name: str, value: Any) -> str:
    if name == "agency":
        return dict(overview.public_agencies()).get(value, value)
    return value.words if isinstance(value, DrawState) else _("%(year)s 年", year=value)


def _address(endpoint: str = "lots.index", without: str = "", **more: Any) -> str:
    names = ("agency", "state", "year")
    kept = {name: request.args[name] for name in names if request.args.get(name) and name != without}
    given: Mapping[str, Any] = {**kept, **more}
    return url_for(endpoint, **given)


def _value(one: PublicValue) -> dict[str, Any]:
    if one.state is ValueState.AGREED:
        level, word = "done", _("两人录入一致")
    elif one.unequal:
        level, word = "late", _("两人录入不一致，等待更正")
    else:
        level, word = "idle", _("等待两人分别录入；录齐以前互相看不见，也不公开")
    return {
        "anchor": one.source_id.replace(":", "-"),
        "shown": shown(one.source_id, one.value),
        "announced_at": one.announced_at,
        "agreed_at": one.agreed_at,
        "level": level,
        "word": word,
        "entries": [_entry(entry, number) for number, entry in enumerate(one.entries, start=1)],
    }


def _entry(entry: PublicEntry, number: int) -> dict[str, Any]:
    if entry.kind is EntryKind.TYPING:
        kind, note = _("录入"), "" if entry.counted else _("已被更正，不再使用")
    else:
        kind = _("更正")
        signed = (
            _("见证人 %(at)s 签名生效", at=moment(entry.witnessed_at)) if entry.witnessed_at else _("等待见证人签名")
        )
        note = f"{entry.reason}　{signed}"
    return {
        "who": _("第 %(n)s 条", n=number),
        "kind": kind,
        "value": entry.value,
        "note": note,
        "at": entry.at,
        "picture_href": url_for("lots.picture", entry=entry.public_id),
        "picture_sha256": entry.picture_sha256,
    }
