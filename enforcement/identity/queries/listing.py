"""What the lists of the room have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from enforcement.foundation.errors import NotFound
from enforcement.identity.models import Organisation
from enforcement.platform.database import db

PAGE_SIZE = 50

Row = TypeVar("Row")


@dataclass(frozen=True)
class ListFilter:
    """What a list shows: words in name or number, an organisation's public id, a state."""

    text: str = ""
    organisation: str = ""
    state: str = ""


def one(statement: Select[tuple[Row]]) -> Row:
    """The row of a statement. Errors: ``NotFound``."""
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def in_organisation(
    statement: Select[tuple[Row]], wanted: ListFilter, path: InstrumentedAttribute[str]
) -> Select[tuple[Row]]:
    """Only rows of the wanted organisation and below it."""
    if not wanted.organisation:
        return statement
    top = select(Organisation.path).where(Organisation.public_id == wanted.organisation).scalar_subquery()
    return statement.where(func.substr(path, 1, func.length(top)) == top)
