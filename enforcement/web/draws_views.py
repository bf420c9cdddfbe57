"""What pages of a draw have in common: sources with their state, the drawn list, grade, witnesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from markupsafe import Markup

from enforcement.draws.courses import closed_at
from enforcement.draws.overview import Drawn
from enforcement.rules.draw_roles import Watcher, is_ceremony, witnesses_missing
from enforcement.rules.draws.sources import GAMES, GRADE_A_BITS, bits
from enforcement.rules.draws.tickets import quota
from enforcement.web.draws_values import Shown, name_of, shown
from enforcement.web.filters import short_moment

if TYPE_CHECKING:
    from enforcement.draws.models import Draw, RandomValue

SHORT_ID = 8
FULL_PERCENT = 100
COUNT_COLUMNS = [
    {"key": "class", "title": "类别"},
    {"key": "n", "title": "户数", "number": True},
    {"key": "ratio", "title": "比例", "number": True},
    {"key": "k", "title": "应抽", "number": True},
]


def sources_of(draw: Draw, values: Mapping[str, RandomValue], now: datetime) -> list[Shown]:
    """The sources in the order of the commit (before it: the kinds), each with its value or what it waits for."""
    seeded: dict[str, str] = dict(draw.values)
    return [
        _outside(source, values.get(source), seeded.get(source, ""), now)
        if source.partition(":")[0] in GAMES
        else _spoken(draw, source, seeded.get(source, ""), now)
        for source in draw.sources or draw.source_kinds
    ]


def _outside(source: str, record: RandomValue | None, value: str, now: datetime) -> Shown:
    if record is None:
        return shown(source, value, waiting=_("封存名单时确定期号"))
    if value or record.agreed_at:
        word = _("%(at)s 两人分别录入，一致", at=short_moment(record.agreed_at)) if record.agreed_at else ""
        return shown(source, value or record.value, level="done", word=word, at=record.agreed_at)
    if record.unequal:
        return shown(source, "", waiting=_("等待更正"), level="late", word=_("两人录入不一致"))
    if now < record.announced_at:
        return shown(source, "", waiting=_("%(at)s 开奖", at=short_moment(record.announced_at)))
    word = _("一人已录入，等第二人") if record.entries else _("已经开奖，等两人分别录入")
    return shown(source, "", level="soon", word=word)


def _spoken(draw: Draw, source: str, value: str, now: datetime) -> Shown:
    rows = [one for one in draw.spoken if one.source == source]
    joined = (
        "".join(f"{one.who}:{one.text}/" for one in rows) if source == "contrib" else "".join(one.text for one in rows)
    )
    closed = closed_at(draw, source, now)
    if closed is None:
        return shown(
            source, joined, waiting=_("在现场产生"), level="now" if rows else "", word=_("进行中") if rows else ""
        )
    if not (value or joined):
        return shown(
            source, "", waiting=_("截止前没有登记"), level="late", word=_("%(at)s 截止", at=short_moment(closed))
        )
    return shown(source, value or joined, level="done", word=_("%(at)s 截止", at=short_moment(closed)), at=closed)


def classes_of(
    draw: Draw,
    drawn: Drawn,
    officers: Mapping[str, str],
    *,
    of_object: Mapping[str, Mapping[str, str]] | None = None,
    full_names: bool = True,
) -> list[dict[str, Any]]:
    """The drawn list by class, for ``drawn_table``; ``officers`` gives names, else the beginning of the id stands.

    ``of_object``: names that may stand beside one object only.
    """
    entered = {one.id: one for one in draw.events}
    made: list[dict[str, Any]] = []
    for one in draw.outcome or ():
        selected = [row for row in drawn.selections if row.class_name == one["class"]]
        known = of_object or {}
        rows = [_row(row, drawn, {**officers, **known.get(row.object_id, {})}, entered) for row in selected]
        made.append(
            {
                "title": _("%(name)s 类", name=one["class"]) if full_names else one["class"],
                "line": _("%(n)s 户抽 %(k)s", n=one["N"], k=one["k"]),
                "rows": rows or [{"label": _("本类不抽"), "key": f"none-{one['class']}"}],
            }
        )
    return made


def _row(row: Any, drawn: Drawn, officers: Mapping[str, str], entered: Mapping[int, Any]) -> dict[str, Any]:
    team = drawn.teams.get(row.object_id, ())
    event = entered.get(row.event_id)
    return {
        "key": f"{row.class_name}-{row.rank}",
        "rank": row.rank,
        "label": row.label,
        "id": row.object_id,
        "ticket": row.ticket,
        "officers": [officers.get(one, one[:SHORT_ID]) for one in team],
        "no_officers": _("没有合法的组合，不得手工指派") if row.object_id in drawn.infeasible else _("随名单公开"),
        "note": _note(row, drawn, event),
    }


def _note(row: Any, drawn: Drawn, event: Any) -> str:
    if row.object_id in drawn.gone:
        return _("已按规则更换，见以后的变动")
    return _("按签号递补，替换 %(old)s", old=event.old) if event else ""


def grade_of(draw: Draw) -> tuple[str, str]:
    """B 级随机, and why."""
    outside = [kind for kind in draw.source_kinds if kind in GAMES]
    names, total = "、".join(name_of(kind) for kind in outside), sum(bits(kind) for kind in outside)
    enough = _("达到 %(n)s", n=GRADE_A_BITS) if total >= GRADE_A_BITS else _("不足 %(n)s", n=GRADE_A_BITS)
    return _("%(grade)s 级随机", grade=draw.grade), _(
        "%(names)s %(bits)s 比特，%(enough)s", names=names, bits=total, enough=enough
    )


def witness_state(draw: Draw) -> tuple[str, str]:
    """Level and words: who watched, or who is still missing."""
    if not is_ceremony(draw.source_kinds):
        return "idle", _("没有现场环节，由系统按时自动产生")
    watchers = [Watcher(one.user_id, one.outside) for one in draw.witnesses]
    missing = witnesses_missing(draw.grade, draw.source_kinds, watchers)
    if missing is not None:
        return "soon", missing.message
    outside = sum(one.outside for one in watchers)
    return "done", _("%(n)s 名见证人已签字，其中外部 %(outside)s 名", n=len(watchers), outside=outside)


def digest_cell(text: str) -> Markup:
    """A digest in a cell: fixed width, breaks anywhere."""
    return Markup('<span class="digest">{}</span>').format(text)


def count_rows(draw: Draw) -> list[dict[str, Any]]:
    """Class, objects, proportion and quota of the commit."""
    counts: Sequence[Sequence[Any]] = (draw.commit_json or {}).get("n", ())
    return [
        {
            "cells": {
                "class": name,
                "n": n,
                "ratio": f"{points / FULL_PERCENT:g}%",
                "k": quota(n, points),
            }
        }
        for name, n, points in counts
    ]
