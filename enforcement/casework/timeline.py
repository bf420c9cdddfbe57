"""The timeline of a case: what people wrote and what the system noted, in one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from enforcement.casework.models import Case, CaseNote
from enforcement.platform.database import db

PEOPLE, SYSTEM = "people", "system"
LONGEST = 300
"""Lines shown at once; a case of the main line has some forty."""


@dataclass(frozen=True)
class TimelineEntry:
    """One line; ``document_id`` is the paper it is about, if any."""

    at: datetime
    who: str
    system: bool
    text: str
    quote: str
    document_id: str


def timeline_of(case: Case, show: str = "") -> Sequence[TimelineEntry]:
    """Lines of a case the actor may see, newest first; ``show`` keeps those of people or of the system."""
    statement = select(CaseNote).where(CaseNote.case_id == case.id)
    if show in {PEOPLE, SYSTEM}:
        statement = statement.where(CaseNote.by_system.is_(show == SYSTEM))
    rows = db.session.scalars(statement.order_by(CaseNote.id.desc()).limit(LONGEST))
    return [
        TimelineEntry(
            at=row.at,
            who=row.actor_name,
            system=row.by_system,
            text=row.headline,
            quote=row.text,
            document_id=row.link.removeprefix("document:") if row.link.startswith("document:") else "",
        )
        for row in rows
    ]
