"""What people are told, once each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from enforcement.evaluation.models.core import EvaluationNotice
from enforcement.evaluation.states import NoticeKind
from enforcement.platform.database import db


def tell(
    kind: NoticeKind, subject: str, org_path: str, text: str, now: datetime, *, user_id: int | None = None
) -> None:
    """Add a notice to the caller's transaction; one that stands is not given again, a settled one opens again."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    db.session.execute(
        dialect.insert(EvaluationNotice)
        .values(kind=kind, subject=subject, org_path=org_path, user_id=user_id, text=text, at=now)
        .on_conflict_do_update(
            index_elements=["kind", "subject"],
            set_={"at": now, "text": text, "cleared_at": None},
            where=EvaluationNotice.cleared_at.is_not(None),
        )
    )


def clear(kind: NoticeKind, subject: str, now: datetime) -> None:
    """What the notice asked for is done."""
    db.session.execute(
        update(EvaluationNotice)
        .where(
            EvaluationNotice.kind == kind, EvaluationNotice.subject == subject, EvaluationNotice.cleared_at.is_(None)
        )
        .values(cleared_at=now)
    )
