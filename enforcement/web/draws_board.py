"""The board of the ceremony page: one draw, each step as it happens, for the room and for those who watch from afar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from enforcement.draws import overview
from enforcement.draws.bundles import is_open
from enforcement.web.draws_views import COUNT_COLUMNS, classes_of, count_rows, grade_of, sources_of, witness_state
from enforcement.web.filters import day

if TYPE_CHECKING:
    from enforcement.draws.models import Draw

DIGITS = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五"}


def board_of(draw: Draw, officers: Mapping[str, str], now: datetime, links: Mapping[str, str]) -> dict[str, Any]:
    """What the room sees. ``officers``: names by id; ``links``: renew, qr, verify_qr, actions (may be empty)."""
    grade_title, grade_note = grade_of(draw)
    level, word = witness_state(draw)
    return {
        "number": draw.draw_no or draw.title,
        "title": _("第 %(number)s 号抽取", number=draw.draw_no) if draw.draw_no else draw.title,
        "line": "　".join(one for one in (draw.agency_name, _plan(draw), draw.title if draw.draw_no else "") if one),
        "state": draw.state.value,
        "stages": overview.stages_of(draw, now),
        "void": draw.void_reason if draw.voided_at else "",
        "commit": draw.commit_hex or "",
        "commit_note": _("随机数产生以前已经公布") if draw.commit_hex else _("名单还没有封存"),
        "commit_summary": _(
            "待抽 %(n)s 户，排除 %(out)s 户，%(alg)s", n=draw.pool_size, out=draw.excluded_size, alg=draw.algorithm
        ),
        "sources_note": _("%(n)s个来源缺一不可", n=DIGITS[len(draw.source_kinds)])
        if len(draw.source_kinds) > 1
        else "",
        "sources": sources_of(draw, overview.values_of(draw), now),
        "seed": draw.seed_hex or "",
        "list_note": _("每类按签号从小到大，取最小的几户"),
        "list_hidden": _hidden(draw),
        "classes": _classes(draw, officers),
        "count_columns": COUNT_COLUMNS,
        "counts": count_rows(draw),
        "selected_root": draw.selected_root or "",
        "grade_title": grade_title,
        "grade_note": grade_note,
        "witness_level": level,
        "witness_word": word,
        **{f"{name}_href": href for name, href in links.items()},
    }


def _plan(draw: Draw) -> str:
    return _("计划 %(no)s", no=draw.plan_no) if draw.plan_no else ""


def _classes(draw: Draw, officers: Mapping[str, str]) -> list[dict[str, Any]]:
    if not is_open(draw) or draw.outcome is None:
        return []
    return classes_of(draw, overview.drawn_of(draw), officers)


def _hidden(draw: Draw) -> str:
    if draw.outcome is None:
        return _("随机数到齐后，名单由程序算出，逐户出现在这里。")
    if not is_open(draw):
        return _("密封抽取：名单已经产生，现在只公布摘要；%(on)s前公开密钥和名单。", on=day(draw.open_on))
    return ""
