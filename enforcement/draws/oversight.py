"""What the draws of a year show the supervision organ: voids, draws of one matter again, officers who did not go."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from enforcement.draws.models import Draw, DrawAssignment, DrawEvent, DrawSelection
from enforcement.draws.states import DrawState, EventKind, ObjectReason, Subject
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


@dataclass(frozen=True)
class ObjectFigures:
    """The objects of one draw. ``exchanged``: (reason in words, who decided) of each that was taken out."""

    public_id: str
    org_id: int
    draw_no: str
    drawn: int
    exchanged: tuple[tuple[str, str], ...]


def object_figures(year: int) -> dict[str, ObjectFigures]:
    """The draws of inspections of a year by public id; three queries. Internal."""
    draws = db.session.scalars(
        select(Draw).where(Draw.year == year, Draw.subject == Subject.INSPECTION).order_by(Draw.id)
    ).all()
    ids = [draw.id for draw in draws]
    drawn: dict[int, int] = dict(
        db.session.execute(
            select(DrawSelection.draw_id, func.count())
            .where(DrawSelection.draw_id.in_(ids), DrawSelection.event_id.is_(None))
            .group_by(DrawSelection.draw_id)
        )
        .tuples()
        .all()
    )
    gone: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for event in db.session.scalars(
        select(DrawEvent)
        .where(DrawEvent.draw_id.in_(ids), DrawEvent.kind == EventKind.REPLACEMENT)
        .order_by(DrawEvent.id)
    ):
        gone[event.draw_id].append((ObjectReason(event.reason).words, event.decided_by_name))
    return {
        draw.public_id: ObjectFigures(
            draw.public_id, draw.org_id, draw.draw_no or "", drawn.get(draw.id, 0), tuple(gone[draw.id])
        )
        for draw in draws
    }


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


def drawn_in(year: int, readable: ColumnElement[bool]) -> dict[tuple[str, EventKind, str], int]:
    """What an event of a kind is held against: ("officer" or "agency", kind, who) -> times drawn. Internal."""
    of_year = (readable, Draw.year == year)
    officers = select(DrawAssignment.officer_id, func.count()).join(Draw, Draw.id == DrawAssignment.draw_id)
    seats = select(Draw.agency_name, func.count()).join(DrawAssignment, DrawAssignment.draw_id == Draw.id)
    objects = select(Draw.agency_name, func.count()).join(DrawSelection, DrawSelection.draw_id == Draw.id)
    draws = select(Draw.agency_name, func.count())
    tables = (
        ("officer", LEFT, officers.where(*of_year).group_by(DrawAssignment.officer_id)),
        ("agency", LEFT, seats.where(*of_year).group_by(Draw.agency_name)),
        ("agency", (EventKind.REPLACEMENT,), objects.where(*of_year).group_by(Draw.agency_name)),
        ("agency", (EventKind.VOID,), draws.where(*of_year).group_by(Draw.agency_name)),
    )
    return {
        (by, kind, who): count
        for by, kinds, statement in tables
        for who, count in db.session.execute(statement)
        for kind in kinds
    }


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
