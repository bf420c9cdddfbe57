"""Who goes where now: the drawn teams with what happened to them since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from enforcement.draws.models import Draw, DrawAssignment, DrawEvent, DrawInfeasible, DrawSelection
from enforcement.draws.states import EventKind
from enforcement.platform.database import db

OFFICER_EVENTS = (EventKind.RECUSAL, EventKind.ABSENCE)


def events_of(draw: Draw) -> Sequence[DrawEvent]:
    """Everything that happened to the draw since its commit, oldest first."""
    return db.session.scalars(select(DrawEvent).where(DrawEvent.draw_id == draw.id).order_by(DrawEvent.id)).all()


def replaced_objects(draw: Draw) -> set[str]:
    """Drawn objects whose place another one took, or nobody."""
    return {one.object_id for one in events_of(draw) if one.kind is EventKind.REPLACEMENT}


def selection_now(draw: Draw) -> Sequence[DrawSelection]:
    """The objects to be checked now, by class and rank."""
    gone = replaced_objects(draw)
    rows = db.session.scalars(
        select(DrawSelection)
        .where(DrawSelection.draw_id == draw.id)
        .order_by(DrawSelection.class_name, DrawSelection.rank)
    )
    return [row for row in rows if row.object_id not in gone]


def teams_of(draw: Draw) -> dict[str, tuple[str, ...]]:
    """Officers of each object to be checked now, in the order of the walk; successors stand at their place."""
    teams: dict[str, list[str]] = {}
    rows = db.session.scalars(
        select(DrawAssignment).where(DrawAssignment.draw_id == draw.id).order_by(DrawAssignment.id)
    )
    for row in rows:
        teams.setdefault(row.object_id, []).append(row.officer_id)
    for event in events_of(draw):
        if event.kind in OFFICER_EVENTS:
            team = teams[event.object_id]
            team[team.index(event.old)] = event.new
        elif event.kind is EventKind.REPLACEMENT:
            teams.pop(event.object_id, None)
    return {name: tuple(one for one in team if one) for name, team in teams.items()}


def infeasible_of(draw: Draw) -> frozenset[str]:
    """Objects without a lawful team: none could be drawn, or nobody lawful follows one who left."""
    drawn = db.session.scalars(select(DrawInfeasible.object_id).where(DrawInfeasible.draw_id == draw.id))
    left = {one.object_id for one in events_of(draw) if one.kind in OFFICER_EVENTS and not one.new}
    return frozenset((set(drawn) | left) - replaced_objects(draw))


def loads_of(teams: Mapping[str, Sequence[str]]) -> Counter[str]:
    """Objects that each officer holds."""
    return Counter(officer for team in teams.values() for officer in team)
