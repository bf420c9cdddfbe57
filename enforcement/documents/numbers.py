"""Document numbers (文号): one series per agency, kind of paper and civil year; no gap, no double."""

from __future__ import annotations

from datetime import date

from sqlalchemy.dialects import postgresql, sqlite

from enforcement.documents.models import NumberSequence
from enforcement.platform.database import db


def take_number(org_id: int, series: str, on: date) -> int:
    """The next number of the series in the year of ``on``, within the caller's transaction.

    The row stays locked until that transaction ends, so the next caller waits for its number,
    and a roll-back gives it back.
    """
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(NumberSequence)
        .values(org_id=org_id, series=series, year=on.year, last=1)
        .on_conflict_do_update(index_elements=["org_id", "series", "year"], set_={"last": NumberSequence.last + 1})
        .returning(NumberSequence.last)
    )
    last: int = db.session.execute(statement).scalar_one()
    return last


def number_words(short_name: str, series: str, year: int, sequence: int) -> str:
    """``云市监处罚〔2026〕12号``."""
    return f"{short_name}{series}〔{year}〕{sequence}号"
