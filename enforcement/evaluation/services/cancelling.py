"""A plan that will not be carried out: withdrawn as a draft, or cancelled before its list is committed to.

Once the list is committed to, only its draw can be made void, asked by one and agreed to by another: nobody ends a
round alone that was announced in public.
"""

from __future__ import annotations

from datetime import datetime

from enforcement.draws import services as draws
from enforcement.draws.commands import AnswerVoid, AskVoid
from enforcement.evaluation.commands.plans import CancelPlan, WithdrawPlan
from enforcement.evaluation.loading import locked_plan, needed, refuse, write_down
from enforcement.evaluation.models.core import EvaluationPlan
from enforcement.evaluation.notices import clear
from enforcement.evaluation.outcome import cancel_reasons, withdraw_reasons
from enforcement.evaluation.policies import Action
from enforcement.evaluation.states import NoticeKind, PlanState
from enforcement.foundation.actor import Actor, system_actor
from enforcement.platform.database import transaction

__all__ = ["cancel_plan", "cancel_reasons", "withdraw_plan", "withdraw_reasons"]

_SYSTEM = system_actor("评查方案")


def withdraw_plan(actor: Actor, command: WithdrawPlan, now: datetime) -> EvaluationPlan:
    """Its drafter takes the draft back for good. Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Refused``."""
    with transaction():
        row = locked_plan(actor, Action.PLAN, command.public_id, command.version)
        refuse(withdraw_reasons(actor, row))
        _end(actor, row, PlanState.WITHDRAWN, "", now)
    return row


def cancel_plan(actor: Actor, command: CancelPlan, now: datetime) -> EvaluationPlan:
    """The head gives up an approved plan; its draw, to which nothing is committed yet, is void with the same reason.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Refused`` with ``cancel_reasons``; ``Invalid`` without a reason.
    """
    with transaction():
        row = locked_plan(actor, Action.APPROVE, command.public_id, command.version)
        refuse(cancel_reasons(actor, row))
        reason = needed(command.reason, "reason", "请写明取消的理由，这句话会随抽取公开")
        _end(actor, row, PlanState.CANCELLED, reason, now)
        draw = row.draw_public_id or ""
        draws.ask_void(_SYSTEM, AskVoid(draw, reason), now)
        draws.answer_void(actor, AnswerVoid(draw, agreed=True), now)
    return row


def _end(actor: Actor, row: EvaluationPlan, state: PlanState, reason: str, now: datetime) -> None:
    row.state, row.hindrance, row.close_reason = state, "", reason
    for kind in (NoticeKind.PLAN_WAITING, NoticeKind.HINDRANCE):
        clear(kind, f"plan:{row.public_id}", now)
    write_down(actor, f"plan_{state.value}", f"plan:{row.public_id}", row.org_path, now, reason=reason)
