"""What people are told, once each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlalchemy.dialects import postgresql, sqlite

from enforcement.evaluation.models.core import EvaluationNotice
from enforcement.evaluation.states import NoticeKind
from enforcement.foundation.clock import civil_date
from enforcement.platform.database import db

SEAT_CALLS = (
    NoticeKind.SEAT_OPENED,
    NoticeKind.SEAT_LATE,
    NoticeKind.CONDITIONS_CHANGED,
    NoticeKind.RECUSAL_WAITING,
)


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


def tell_today(
    kind: NoticeKind, subject: str, org_path: str, text: str, now: datetime, *, user_id: int | None = None
) -> None:
    """Give the notice of the day about a subject; it takes the place of those of the days before."""
    today = f"{subject}:{civil_date(now)}"
    _clear(EvaluationNotice.kind == kind, _of_days(subject), EvaluationNotice.subject != today, now=now)
    tell(kind, today, org_path, text, now, user_id=user_id)


def clear_days(kind: NoticeKind, subject: str, now: datetime) -> None:
    """What the notices of days about a subject asked for is done."""
    _clear(EvaluationNotice.kind == kind, _of_days(subject), now=now)


def clear(kind: NoticeKind, subject: str, now: datetime) -> None:
    """What the notice asked for is done."""
    _clear(EvaluationNotice.kind == kind, EvaluationNotice.subject == subject, now=now)


def clear_seat(public_id: str, now: datetime) -> None:
    """A seat is signed or over: nothing about it is asked for any more."""
    subject = f"seat:{public_id}"
    for kind in SEAT_CALLS:
        clear(kind, subject, now)
    clear(NoticeKind.LOAD_EXCEEDED, f"load:{public_id}", now)
    clear_days(NoticeKind.SEAT_REMINDER, subject, now)


def _of_days(subject: str) -> ColumnElement[bool]:
    return EvaluationNotice.subject.startswith(f"{subject}:", autoescape=True)


def _clear(*which: ColumnElement[bool], now: datetime) -> None:
    db.session.execute(
        update(EvaluationNotice).where(*which, EvaluationNotice.cleared_at.is_(None)).values(cleared_at=now)
    )
