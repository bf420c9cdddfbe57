"""What the draws of a year show the supervision organ: voids, draws of one matter again, officers who did not go."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select

from enforcement.draws.models import Draw, DrawAssignment, DrawEvent
from enforcement.draws.states import DrawState, EventKind
from enforcement.platform.database import db

LEFT = (EventKind.RECUSAL, EventKind.ABSENCE)


@dataclass(frozen=True)
class DrawFigures:
    """An agency's draws of a year. Pairs are (public id of the draw, words).

    ``repeated``: draws of a matter that had been drawn before. ``assigned``: officers drawn, one for each object.
    ``replaced``: officers who were drawn and did not go.
    """

    org_id: int
    org_path: str
    agency_name: str
    voids: tuple[tuple[str, str], ...]
    repeated: tuple[tuple[str, str], ...]
    assigned: int
    replaced: tuple[tuple[str, str], ...]


def draw_figures(year: int) -> tuple[DrawFigures, ...]:
    """The figures of each agency that drew in a year; four queries. Internal."""
    draws = db.session.scalars(select(Draw).where(Draw.year == year).order_by(Draw.id)).all()
    ids = [draw.id for draw in draws]
    assigned: dict[int, int] = dict(
        db.session.execute(
            select(DrawAssignment.draw_id, func.count())
            .where(DrawAssignment.draw_id.in_(ids), DrawAssignment.event_id.is_(None))
            .group_by(DrawAssignment.draw_id)
        )
        .tuples()
        .all()
    )
    left: dict[int, list[str]] = defaultdict(list)
    for event in db.session.scalars(
        select(DrawEvent).where(DrawEvent.draw_id.in_(ids), DrawEvent.kind.in_(LEFT)).order_by(DrawEvent.id)
    ):
        left[event.draw_id].append(event.kind.words)
    before = _matters_before(year)
    of_agency: dict[int, list[Draw]] = defaultdict(list)
    for draw in draws:
        of_agency[draw.org_id].append(draw)
    return tuple(_figures(rows, assigned, left, before) for rows in of_agency.values())


def _matters_before(year: int) -> set[str]:
    return set(db.session.scalars(select(Draw.matter).where(Draw.year < year)))


def _figures(draws: list[Draw], assigned: dict[int, int], left: dict[int, list[str]], before: set[str]) -> DrawFigures:
    seen = set(before)
    repeated: list[tuple[str, str]] = []
    for draw in draws:
        if draw.matter in seen:
            repeated.append((draw.public_id, f"{draw.draw_no} {draw.title}"))
        seen.add(draw.matter)
    return DrawFigures(
        org_id=draws[0].org_id,
        org_path=draws[0].org_path,
        agency_name=draws[0].agency_name,
        voids=tuple((draw.public_id, f"{draw.draw_no} {draw.title}") for draw in draws if draw.state is DrawState.VOID),
        repeated=tuple(repeated),
        assigned=sum(assigned.get(draw.id, 0) for draw in draws),
        replaced=tuple(
            (draw.public_id, f"{draw.draw_no} {words}") for draw in draws for words in left.get(draw.id, ())
        ),
    )
