"""What people are told, once each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from enforcement.draws.models import DrawNotice
from enforcement.draws.states import NoticeKind
from enforcement.platform.database import db


def tell(kind: NoticeKind, subject: str, org_path: str, text: str, now: datetime) -> bool:
    """Add a notice to the caller's transaction, and tell whether it is new.

    One that stands is not given again; one whose matter was settled meanwhile is opened again.
    """
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(DrawNotice)
        .values(kind=kind, subject=subject, org_path=org_path, text=text, at=now)
        .on_conflict_do_update(
            index_elements=["kind", "subject"],
            set_={"at": now, "text": text, "cleared_at": None},
            where=DrawNotice.cleared_at.is_not(None),
        )
        .returning(DrawNotice.id)
    )
    return db.session.scalar(statement) is not None


def clear(kind: NoticeKind, subject: str, now: datetime) -> None:
    """What the notice asked for is done."""
    db.session.execute(
        update(DrawNotice)
        .where(DrawNotice.kind == kind, DrawNotice.subject == subject, DrawNotice.cleared_at.is_(None))
        .values(cleared_at=now)
    )
