"""From the commit to the result: seed, tickets, teams; and the opening of what was sealed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert

from enforcement.draws.bundles import is_open, whole_bundle
from enforcement.draws.computing import Outcome, algorithm_of, compute, effective_seed, key_of, seed_of
from enforcement.draws.courses import missing_for_seed, values_of
from enforcement.draws.events import DrawOpened, DrawPublished
from enforcement.draws.guards import open_reasons
from enforcement.draws.models import Draw, DrawAssignment, DrawEvent, DrawInfeasible, DrawSelection, DrawSkip
from enforcement.draws.policies import Action, may_look
from enforcement.draws.services.loading import draw_for, refuse, write_down
from enforcement.draws.services.notices import clear, tell
from enforcement.draws.states import DrawState, EventKind, NoticeKind
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound, Unavailable
from enforcement.foundation.events import publish
from enforcement.platform.database import db, transaction
from enforcement.rules.draws.officers import Assignment
from enforcement.rules.draws.tickets import selected_root

KEY_LOST = Unavailable(
    "密封抽取的密钥与承诺不符，不能计算名单",
    kept="登记信息没有变化",
    remedy="请管理员核对应用密钥（SECRET_KEY）是否更换；到期不能公开的，抽取作废",
)


def advance_draw(actor: Actor, public_id: str, now: datetime) -> Draw:
    """Go as far as possible: COMMITTED -> SEEDED once all values are there, -> PUBLISHED.

    Safe to repeat and to run twice at once: each step is one transaction under the draw's lock, and asks again what is
    still to be done. What is computed follows from commit and values alone. A draw that waits comes back unchanged
    (``courses.missing_for_seed`` says for what). A void draw that was committed gets its would-be list, and nothing
    else.

    Errors: ``Unavailable`` when the store is away or K is lost.
    """
    draw = _seed(actor, public_id, now)
    if draw.seed_hex is None or draw.selected_root is not None:
        return draw
    s = effective_seed(draw)
    if s is None:
        raise KEY_LOST
    outcome = compute(draw, s)
    with transaction():
        draw = draw_for(actor, Action.DRAFT, public_id)
        if draw.selected_root is None:
            _store(draw, outcome)
            if draw.state is DrawState.SEEDED:
                _publish(actor, draw, now)
            else:
                write_down(actor, "draw.would_be_listed", draw, now, after={"selected_root": draw.selected_root})
    return draw


def look_at_list(actor: Actor, public_id: str, now: datetime) -> dict[str, Any]:
    """The whole bundle of a sealed draw for the supervision organ; the look is written down first.

    Errors: ``NotFound`` for who may not look, and when no sealed list is there; ``Unavailable``.
    """
    with transaction():
        draw = draw_for(actor, Action.READ, public_id)
        if not may_look(actor, draw):
            raise NotFound
        bundle = whole_bundle(draw)
        write_down(actor, "draw.viewed", draw, now)
    return bundle


def note_look(actor: Actor, public_id: str, record: str, now: datetime) -> None:
    """Write down that somebody looks at one line of a sealed list, on a record of the room whose matter it is."""
    with transaction():
        draw = draw_for(actor, Action.READ, public_id)
        if not is_open(draw):
            write_down(actor, "draw.viewed", draw, now, after={"record": record})


def lock_draw(actor: Actor, public_id: str, now: datetime) -> Draw:
    """Checks began: from now on the draw can't be made void. Told by the room whose matter it is; safe to repeat."""
    with transaction():
        draw = draw_for(actor, Action.READ, public_id)
        if draw.checks_began_at is None and draw.state is DrawState.PUBLISHED:
            draw.checks_began_at = now
            write_down(actor, "draw.locked", draw, now)
    return draw


def open_sealed_draw(actor: Actor, public_id: str, now: datetime, *, finished: bool = False) -> Draw:
    """Make K, list and officers public.

    ``finished``: the higher room says that the last visit is done or scoring is closed; otherwise only on the day.

    Errors: ``Refused`` too early, too late or not sealed; ``Unavailable`` when what was kept doesn't fit the commit.
    """
    with transaction():
        draw = draw_for(actor, Action.APPROVE, public_id)
        refuse(open_reasons(draw, now, finished=finished))
        if key_of(draw) is None:
            raise KEY_LOST
        draw.opened_at = now
        db.session.add(event_row(actor, draw, EventKind.OPENED, now))
        clear(NoticeKind.SEALED_DUE, f"draw:{draw.public_id}", now)
        write_down(actor, "draw.opened", draw, now)
        publish(DrawOpened(draw.id, draw.public_id, draw.matter), now)
    return draw


def open_due_draw(actor: Actor, public_id: str, now: datetime) -> Draw:
    """Open a sealed draw on its last day; should that fail, people are told and have the rest of the day.

    Errors: as ``open_sealed_draw``.
    """
    with transaction():
        draw = draw_for(actor, Action.APPROVE, public_id)
        text = f"{draw.title}：今天是公开密封名单的最后一天"
        tell(NoticeKind.SEALED_DUE, f"draw:{draw.public_id}", draw.org_path, text, now)
    return open_sealed_draw(actor, public_id, now)


def event_row(  # noqa: PLR0913 -- the parts that the protocol asks of an event
    actor: Actor,
    draw: Draw,
    kind: EventKind,
    now: datetime,
    *,
    object_id: str = "",
    old: str = "",
    new: str = "",
    reason: str = "",
    evidence: str = "",
) -> DrawEvent:
    """An event with its decider; not yet added."""
    return DrawEvent(
        draw_id=draw.id,
        kind=kind,
        at=now,
        object_id=object_id,
        old=old,
        new=new,
        reason=reason,
        evidence=evidence,
        decided_by=actor.user_id,
        decided_by_name=actor.name,
    )


def store_assignment(draw: Draw, assignment: Assignment, event_id: int | None = None) -> None:
    """The rows of drawn teams, of those passed over, and of objects without a team."""
    about = {"draw_id": draw.id, "event_id": event_id}
    teams = [
        {**about, "object_id": name, "place": place, "officer_id": officer}
        for name, team in assignment.assigned
        for place, officer in enumerate(team, start=1)
    ]
    skips = [{**about, "object_id": o, "officer_id": f, "rule_id": rule} for o, f, rule in assignment.skips]
    infeasible = [{**about, "object_id": name} for name in assignment.infeasible]
    for table, rows in ((DrawAssignment, teams), (DrawSkip, skips), (DrawInfeasible, infeasible)):
        _add_all(table, rows)


def _seed(actor: Actor, public_id: str, now: datetime) -> Draw:
    with transaction():
        draw = draw_for(actor, Action.DRAFT, public_id)
        if draw.commit_hex is None or draw.seed_hex is not None or missing_for_seed(draw, now):
            return draw
        values = values_of(draw, now)
        draw.values, draw.seed_hex, draw.seeded_at = values, seed_of(draw, values).hex(), now
        if draw.state is DrawState.COMMITTED:
            draw.state = DrawState.SEEDED
        write_down(actor, "draw.seeded", draw, now, after={"seed": draw.seed_hex, "values": values})
    return draw


def _store(draw: Draw, outcome: Outcome) -> None:
    draw.outcome = [
        {
            "class": one.class_name,
            "N": one.size,
            "k": one.k,
            "threshold": one.threshold.hex() if one.threshold else None,
        }
        for one in outcome.draws
    ]
    draw.selected_root = selected_root(algorithm_of(draw), outcome.draws).hex()
    rows = [
        {
            "draw_id": draw.id,
            "class_name": each.class_name,
            "rank": rank,
            "object_id": one.object_id,
            "label": outcome.labels[one.object_id],
            "ticket": one.ticket.hex(),
            "event_id": None,
        }
        for each in outcome.draws
        for rank, one in enumerate(each.selected, start=1)
    ]
    _add_all(DrawSelection, rows)
    store_assignment(draw, outcome.assignment)


def _publish(actor: Actor, draw: Draw, now: datetime) -> None:
    draw.state, draw.published_at = DrawState.PUBLISHED, now
    tell(
        NoticeKind.PUBLISHED,
        f"draw:{draw.public_id}",
        draw.org_path,
        f"{draw.title}（{draw.draw_no}）结果已经公布",
        now,
    )
    write_down(actor, "draw.published", draw, now, after={"selected_root": draw.selected_root})
    publish(DrawPublished(draw.id, draw.public_id, draw.matter), now)


def _add_all(table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table), rows)
