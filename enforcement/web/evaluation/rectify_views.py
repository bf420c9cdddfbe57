"""What the pages of rectification show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from enforcement.doors.forms import Form
from enforcement.evaluation.queries.rectifications import RectificationView
from enforcement.evaluation.states import RectificationState, RectificationStepKind
from enforcement.foundation.errors import DomainError
from enforcement.web.evaluation.feedback_views import due_of, proof_rows
from enforcement.web.inspection_libraries_views import Trail

LEVELS = {
    RectificationState.OPEN: "now",
    RectificationState.SUBMITTED: "soon",
    RectificationState.RETURNED: "now",
    RectificationState.PASSED: "done",
}
STEP_LEVELS = {
    RectificationStepKind.SUBMITTED: "now",
    RectificationStepKind.RETURNED: "late",
    RectificationStepKind.PASSED: "done",
}
LATE = "late"


@dataclass(frozen=True)
class StepPage:
    """The form of a step, below what it is about."""

    view: RectificationView
    action: str
    button: str
    back: str
    trail: Trail
    today: date

    def draw(self, form: Form, error: DomainError | None) -> str:
        """The page."""
        return render_template(
            "evaluation/feedback/rectify.html",
            **context(self.view, self.today),
            form=form,
            error=error,
            action=self.action,
            button=self.button,
            back=self.back,
            trail=self.trail,
        )


def index_context(found: Sequence[RectificationView], asked: Mapping[str, str], today: date) -> dict[str, Any]:
    """The list with its figures, each of which is a filter."""
    state, plan = asked.get("state", ""), asked.get("plan") or None
    counts = Counter(one.row.state.value for one in found) | {LATE: sum(one.late for one in found)}
    rows = [one for one in found if state in ("", one.row.state.value) or (state == LATE and one.late)]
    names = [(one.value, one.words) for one in RectificationState] + [(LATE, _("逾期"))]
    return {
        "figures": [
            {
                "title": title,
                "value": counts.get(name, 0),
                "href": url_for("evaluation_rectifications.index", plan=plan, state=name),
            }
            for name, title in names
        ],
        "all_href": url_for("evaluation_rectifications.index", plan=plan) if state else "",
        "state_word": dict(names).get(state, ""),
        "entries": [context(one, today) for one in rows],
        "total": len(found),
        "finished": bool(found) and counts.get(RectificationState.PASSED.value) == len(found),
        "plan_title": found[0].plan_title if plan and found else "",
        "today": today,
    }


def context(view: RectificationView, today: date) -> dict[str, Any]:
    """One, with its term and its steps."""
    row = view.row
    closed = row.state.words if row.state in (RectificationState.SUBMITTED, RectificationState.PASSED) else ""
    return {
        "view": view,
        "row": row,
        "href": url_for("evaluation_rectifications.show_one", rectification_id=row.public_id),
        "level": LEVELS[row.state],
        "due": due_of(row, _("整改期限"), row.received_at, today, closed),
        "steps": [_step(view, one) for one in view.steps],
        "today": today,
    }


def _step(view: RectificationView, one: Any) -> dict[str, Any]:
    def address(place: int) -> str:
        return url_for(
            "evaluation_rectifications.proof", rectification_id=view.row.public_id, step_no=one.no, place=place
        )

    return {"row": one, "level": STEP_LEVELS[one.kind], "proofs": proof_rows(one.attachments, address)}
