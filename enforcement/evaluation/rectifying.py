"""What stands against the acts of a rectification, and whether it is late. Of a loaded row, with its steps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from enforcement.evaluation.states import RectificationState, RectificationStepKind
from enforcement.evaluation.terms import running
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Reason
from enforcement.rules.evaluation.rectification import rectification_late

if TYPE_CHECKING:
    from enforcement.evaluation.models.feedback import EvaluationRectification

TO_BE_DONE = (RectificationState.OPEN, RectificationState.RETURNED)
"""The agency has to act."""


def was_late(row: EvaluationRectification, today: date) -> bool:
    """Whether the agency is late on a civil day, or handed in late what waits or passed."""
    handed_in = [one.at for one in row.steps if one.kind is RectificationStepKind.SUBMITTED]
    acted = bool(handed_in) and row.state not in TO_BE_DONE
    return rectification_late(running(row), civil_date(handed_in[-1]) if acted else None, today)


def submit_reasons(row: EvaluationRectification) -> list[Reason]:
    """Against handing in."""
    if row.state in TO_BE_DONE:
        return []
    message = f"这项整改处于“{row.state.words}”，不能再提交"
    lift = "等评查机关复核" if row.state is RectificationState.SUBMITTED else "已经办结，不需要再提交"
    return [Reason("wrong-state", message, row.basis, lift)]


def recheck_reasons(actor: Actor, row: EvaluationRectification) -> list[Reason]:
    """Against a re-check by the actor."""
    if row.state is not RectificationState.SUBMITTED:
        message = f"这项整改处于“{row.state.words}”，没有等待复核的材料"
        return [Reason("wrong-state", message, row.basis, "被评查机关提交整改材料以后复核")]
    submitters = {one.by_user_id for one in row.steps if one.kind is RectificationStepKind.SUBMITTED}
    if actor.user_id in submitters:
        return [Reason("own-work", "您提交过这项整改的材料，不能由本人复核", row.basis, "由评查机关的其他经办人复核")]
    return []
