"""What the pages of a draw show: its stages, what came out, what may be done now and why not.

Read models only. The caller has loaded the draw through ``draws.queries.draw`` or the public register.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from enforcement.draws import guards
from enforcement.draws.courses import DICE, SPOKEN, missing_for_seed
from enforcement.draws.models import Draw, DrawSelection, DrawSkip, RandomValue
from enforcement.draws.policies import Action
from enforcement.draws.states import DrawState
from enforcement.draws.teams import infeasible_of, replaced_objects, teams_of
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import SHANGHAI
from enforcement.foundation.errors import Reason
from enforcement.platform.database import db
from enforcement.rules.draw_roles import BASIS

Row = TypeVar("Row", DrawSelection, DrawSkip)
_STAGES = ("封存名单", "公开随机数", "产生名单", "公开全部数据")
WHO = {
    Action.DRAFT: "抽取经办人",
    Action.APPROVE: "行政机关负责人",
    Action.WITNESS: "见证人",
    Action.TYPE: "随机数录入员",
}


@dataclass(frozen=True)
class Stage:
    """One mark of the stepper; ``state`` is done, now, next or later."""

    number: int
    title: str
    state: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ActionView:
    """Something that may be done, or the reasons why not. ``name`` is the endpoint of the page."""

    name: str
    title: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """What came out, replacements included. ``gone``: objects replaced since; ``teams``: object id -> who goes now."""

    selections: Sequence[DrawSelection]
    gone: frozenset[str]
    teams: dict[str, tuple[str, ...]]
    skips: Sequence[DrawSkip]
    infeasible: frozenset[str]


def drawn_of(draw: Draw) -> Drawn:
    """All objects that were drawn, in the order of the draw, and their teams as they stand now."""
    return Drawn(
        selections=sorted(_rows(DrawSelection, draw), key=lambda one: (one.class_name, one.rank)),
        gone=frozenset(replaced_objects(draw)),
        teams=teams_of(draw),
        skips=_rows(DrawSkip, draw),
        infeasible=infeasible_of(draw),
    )


def values_of(draw: Draw) -> dict[str, RandomValue]:
    """The records of the outside values that the draw names, by source id, with what was typed."""
    statement = (
        select(RandomValue).where(RandomValue.source_id.in_(draw.sources)).options(selectinload(RandomValue.entries))
    )
    return {one.source_id: one for one in db.session.scalars(statement)}


def public_agencies() -> tuple[tuple[str, str], ...]:
    """Code and name of the agencies that have committed draws, for the filter of the public list."""
    statement = select(Draw.agency, Draw.agency_name).where(Draw.commit_hex.is_not(None)).distinct()
    return tuple((code, name) for code, name in db.session.execute(statement.order_by(Draw.agency)))


def neighbours_of(draw: Draw) -> tuple[Draw | None, Draw | None]:
    """The draws before and after it in the agency's chain of commits."""
    chain = select(Draw).where(Draw.org_id == draw.org_id)
    before = db.session.scalar(chain.where(Draw.commit_hex == draw.prev_hex))
    after = db.session.scalar(chain.where(Draw.prev_hex == draw.commit_hex))
    return before, after


def _rows(model: type[Row], draw: Draw) -> Sequence[Row]:
    return db.session.scalars(select(model).where(model.draw_id == draw.id).order_by(model.id)).all()


def stages_of(draw: Draw, now: datetime) -> tuple[Stage, ...]:
    """The stepper: what was done when, what the draw waits for."""
    reached = _reached(draw)
    lines = (_commit_line(draw), _values_line(draw, now), _list_line(draw), _data_line(draw))
    return tuple(
        Stage(number, title, _state(number, reached), (line,) if line else ())
        for number, (title, line) in enumerate(zip(_STAGES, lines, strict=True), start=1)
    )


def _reached(draw: Draw) -> int:
    """How many stages are done."""
    if draw.commit_hex is None:
        return 0
    if draw.seed_hex is None:
        return 1
    if draw.published_at is None:
        return 2
    return 3 if draw.sealed and draw.opened_at is None else len(_STAGES)


def _state(number: int, reached: int) -> str:
    if number <= reached:
        return "done"
    return {1: "now", 2: "next"}.get(number - reached, "later")


def _moment(instant: datetime) -> str:
    local = instant.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def _commit_line(draw: Draw) -> str:
    return draw.state.words if draw.frozen_at is None else _moment(draw.frozen_at)


def _values_line(draw: Draw, now: datetime) -> str:
    if draw.seeded_at is not None:
        return f"{_moment(draw.seeded_at)} 到齐"
    if draw.outside_at is None:
        return "封存以后才产生"
    return f"{_moment(draw.outside_at)} 开奖" if now < draw.outside_at else "等待两人录入"


def _list_line(draw: Draw) -> str:
    if draw.published_at is None or draw.outcome is None:
        return "随机数到齐后自动产生"
    return f"抽出 {sum(one['k'] for one in draw.outcome)} 户"


def _data_line(draw: Draw) -> str:
    if draw.sealed and draw.opened_at is None and draw.open_on is not None:
        return f"密封，{draw.open_on.month}月{draw.open_on.day}日前公开"
    return "任何人可复算"


def actions_of(actor: Actor, draw: Draw, now: datetime) -> tuple[ActionView, ...]:
    """What this state of the draw offers, with the reasons that stand against it for this person."""
    return tuple(
        ActionView(name, title, _against(actor, draw, doers, reasons))
        for name, title, doers, reasons in _offers(actor, draw, now)
    )


_Offer = tuple[str, str, tuple[Action, ...], tuple[Reason, ...]]
_PLANNER, _HEAD, _WITNESS = (Action.DRAFT,), (Action.APPROVE,), (Action.WITNESS,)


def _offers(actor: Actor, draw: Draw, now: datetime) -> list[_Offer]:
    offers: list[_Offer] = []
    if draw.state is DrawState.DRAFT:
        offers.append(("approve", "批准抽取方案", _HEAD, guards.approve_reasons(actor, draw)))
    if draw.state is DrawState.COMMITTED:
        offers += _room_offers(draw, now)
        offers.append(("sign", "见证签字", _WITNESS, guards.witness_reasons(actor, draw)))
        offers.append(("advance", "现在计算并公布", _PLANNER, missing_for_seed(draw, now)))
    if draw.sealed and draw.state is DrawState.PUBLISHED and draw.opened_at is None:
        offers.append(("open_sealed", "公开密封名单", _HEAD, guards.open_reasons(draw, now)))
    if draw.state is not DrawState.VOID and draw.void_asked_at is None:
        offers.append(("ask_void", "提出作废", _PLANNER + _HEAD, guards.ask_void_reasons(draw)))
    elif draw.state is not DrawState.VOID:
        offers.append(("answer_void", "答复作废", _HEAD, guards.answer_void_reasons(actor, draw)))
    return offers


def _room_offers(draw: Draw, now: datetime) -> list[_Offer]:
    """The part of the ceremony that is open now; the parts follow one another."""
    parts = (("close_contributions", "截止在场发言", SPOKEN), ("close_dice", "截止掷骰", DICE))
    return [
        (name, title, _PLANNER, guards.close_reasons(draw, source, now))
        for name, title, source in parts
        if not guards.room_reasons(draw, source, now)
    ]


def _against(actor: Actor, draw: Draw, doers: tuple[Action, ...], reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    if any(actor.may(one.value, draw.org_path) for one in doers):
        return reasons
    who = "或者".join(WHO[one] for one in doers)
    return (Reason("not-yours", f"这一步由{who}办理", BASIS, f"请{who}办理"), *reasons)
