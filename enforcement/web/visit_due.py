"""The kept deadline of a complaint or an urgent visit, as ``deadline`` of macros/case.html draws it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Protocol

from flask_babel import gettext as _

from enforcement.rules.explanation import ExplanationRun, split_at
from enforcement.web.filters import day, relative_days


class Kept(Protocol):
    """A row that keeps its deadline with the explanation."""

    due_on: Any
    provisional: bool
    basis: str
    footnote: str
    explanation: list[dict[str, Any]]


def kept_deadline(row: Kept, name: str, began: datetime, today: date, closed: str) -> dict[str, Any]:
    """``closed``: the words once it is met, empty while it runs. Days are calendar days from today."""
    runs = tuple(ExplanationRun.from_record(item) for item in row.explanation)
    late = not closed and today > row.due_on
    return {
        "name": name,
        "due": row.due_on,
        "length_text": _("自%(day)s起算", day=day(began)),
        "start": None,
        "left_text": closed or relative_days((row.due_on - today).days),
        "level": "done" if closed else "late" if late else "ok",
        "runs": runs if closed else split_at(runs, today),
        "basis": row.basis,
        "rule_version": row.footnote,
        "provisional": row.provisional,
    }
