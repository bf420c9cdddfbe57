"""What the pages of public randomness show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import flash, url_for
from flask_babel import gettext as _

from enforcement.draws.queries import ValueDesk
from enforcement.draws.register import PublicValue
from enforcement.draws.states import EntryKind, ValueState
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page
from enforcement.foundation.permissions import Permission
from enforcement.web.draws_values import issue_of, name_of
from enforcement.web.filters import short_moment
from enforcement.web.public_draws_lists import pager, value_rows

if TYPE_CHECKING:
    from enforcement.draws.models import RandomValue


def listed(actor: Actor, waiting: Sequence[ValueDesk], page: Page[PublicValue], now: datetime) -> dict[str, Any]:
    """The desk: what is wanted with why one may not type, and all values with what was typed."""
    return {
        "waiting": [_waiting(one, now) for one in waiting],
        "values": [value_view(one) for one in page.items],
        "may_correct": actor.may_anywhere(Permission.RANDOMNESS_TYPE),
        "may_witness": actor.may_anywhere(Permission.DRAW_WITNESS),
        "pager": pager(page, "randomness.index"),
    }


def say_typed(value: RandomValue) -> None:
    """Tell the typist what came of the reading."""
    if value.state is ValueState.AGREED:
        flash(_("已录入；两人录入一致，已经生效"), "success")
    elif value.unequal:
        flash(_("已录入；和另一人录入的不一致，请双方各自核对公告，录错的人更正"), "info")
    else:
        flash(_("已录入；等另一人独立录入，一致才生效"), "success")


def open_value(source_id: str, waiting: Sequence[ValueDesk]) -> dict[str, Any]:
    """One value that waits. Errors: ``NotFound`` when none of the draws waits for it."""
    found = next((one for one in waiting if one.source_id == source_id), None)
    if found is None:
        raise NotFound
    return {
        "title": f"{name_of(source_id)}{issue_of(source_id)}",
        "announced_at": found.announced_at,
        "against": found.against,
        "href": url_for("randomness.type_value", source_id=source_id),
    }


def value_view(one: PublicValue) -> dict[str, Any]:
    """A value with its entries, and what may be done with each of them."""
    (row,) = value_rows([one])
    for shown, entry in zip(row["entries"], one.entries, strict=True):
        names = {"source_id": one.source_id, "entry": entry.public_id}
        unsigned = entry.kind is EntryKind.CORRECTION and entry.witnessed_at is None
        shown["correct_href"] = url_for("randomness.correct", **names) if entry.counted else ""  # type: ignore[arg-type]
        shown["witness_href"] = url_for("randomness.witness", **names) if unsigned else ""  # type: ignore[arg-type]
    return row


def _waiting(one: ValueDesk, now: datetime) -> dict[str, Any]:
    return {
        "title": name_of(one.source_id),
        "issue": issue_of(one.source_id),
        "level": "late" if one.unequal else "soon" if now >= one.announced_at else "idle",
        "word": _word(one, now),
        "announced_at": one.announced_at,
        "action": {
            "key": one.source_id.replace(":", "-"),
            "title": _("录入 %(name)s%(issue)s", name=name_of(one.source_id), issue=issue_of(one.source_id)),
            "method": "get",
            "href": url_for("randomness.type_value", source_id=one.source_id),
            "primary": True,
            "reasons": one.against,
        },
    }


def _word(one: ValueDesk, now: datetime) -> str:
    if one.unequal:
        return _("两人录入不一致，等待更正")
    if one.typed_by_me:
        return _("您已录入，等另一人")
    if one.typed_count:
        return _("一人已录入，等第二人")
    return (
        _("已经开奖，等两人分别录入")
        if now >= one.announced_at
        else _("%(at)s 开奖", at=short_moment(one.announced_at))
    )
