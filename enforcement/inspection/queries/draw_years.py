"""What became of each organ's draws of inspections in a year: facts for the supervision organ's alarms."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import select

from enforcement.draws.oversight import ObjectFigures, object_figures
from enforcement.identity.queries import organisations_facts
from enforcement.inspection.models.plans import InspectionBatch
from enforcement.platform.database import db
from enforcement.rules.inspection.draw_alarms import DirectedDraw, DrawYear, Exchange
from enforcement.rules.inspection.plans import BatchKind


def draw_years(year: int) -> tuple[DrawYear, ...]:
    """Objects drawn, those exchanged, and draws of narrowed pools, by organ. Internal."""
    figures = object_figures(year)
    directed = _directed(year, figures)
    of_organ: dict[int, list[ObjectFigures]] = defaultdict(list)
    for one in figures.values():
        of_organ[one.org_id].append(one)
    places = organisations_facts(list(of_organ))
    return tuple(
        DrawYear(
            org_id=org_id,
            org_path=places[org_id].path,
            agency_name=places[org_id].name,
            year=year,
            drawn=sum(one.drawn for one in found),
            exchanged=tuple(
                Exchange(one.public_id, f"{one.draw_no} {reason}", decider)
                for one in found
                for reason, decider in one.exchanged
            ),
            directed=tuple(directed[one.public_id] for one in found if one.public_id in directed),
        )
        for org_id, found in of_organ.items()
    )


def _directed(year: int, figures: dict[str, ObjectFigures]) -> dict[str, DirectedDraw]:
    rows = db.session.scalars(
        select(InspectionBatch).where(
            InspectionBatch.kind == BatchKind.DIRECTIONAL,
            InspectionBatch.pool_size.is_not(None),
            InspectionBatch.draw_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
    )
    return {
        row.draw_public_id: DirectedDraw(
            row.draw_public_id, row.name, row.pool_size or 0, figures[row.draw_public_id].drawn
        )
        for row in rows
        if row.draw_public_id in figures
    }
