"""A file that failed is scored once more before its agency is told (复评).

广东省行政执法案卷评查办法第十二条: re-evaluation comes after the group's result and before the feedback.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.evaluation.commands.feedback import WaiveReEvaluation
from enforcement.evaluation.decisions import Decided, add_decision
from enforcement.evaluation.loading import locked_file, locked_plan, needed, refuse, require_version, write_down
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.feedback import EvaluationDecision
from enforcement.evaluation.outcome import open_seats, waive_reasons
from enforcement.evaluation.policies import Action, require
from enforcement.evaluation.seating import RE_EVALUATION, call_further, end_seats
from enforcement.evaluation.states import DecisionKind, FileState, PlanState
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.platform.database import db, transaction
from enforcement.rules.evaluation.correction import must_be_re_evaluated

__all__ = ["open_re_evaluations", "waive_re_evaluation", "waive_reasons"]

_SYSTEM = system_actor("评查复评")


def open_re_evaluations(plan_public_id: str, now: datetime) -> int:
    """Give every failed file of a closed plan a further evaluator who had no seat there; gives how many seats are new.

    The next of the file's ranking in the draw takes it. Where nobody lawful is left, the planner is told and the head
    decides (``waive_re_evaluation``). Safe to repeat and to run twice at once. Errors: ``Unavailable``.
    """
    with transaction():
        plan = locked_plan(_SYSTEM, Action.PLAN, plan_public_id)
        if plan.state is not PlanState.CLOSED:
            return 0
        standard = standard_of(plan.standard)
        failed = [one.public_id for one in plan.files if must_be_re_evaluated(standard, one.grade)]
        return sum(_call(one, now) for one in failed)


def waive_re_evaluation(actor: Actor, command: WaiveReEvaluation, now: datetime) -> EvaluationDecision:
    """The head decides that a failed file is not evaluated again; its first result stands, with this reason.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Refused`` while somebody may still score; ``Invalid``.
    """
    with transaction():
        file = locked_file(command.file)
        require(actor, Action.APPROVE, file.plan.org_path)
        require_version(file, command.version)
        refuse(waive_reasons(file, civil_date(now)))
        reason = needed(command.reason, "reason", "请写明不再复评的理由")
        end_seats(file, now)
        steps = (f"负责人决定不再复评，维持原结果：{reason}",)
        decided = Decided(DecisionKind.NOT_RE_EVALUATED, "", {**(file.result or {}), "steps": list(steps)}, steps)
        file.state = FileState.DECIDED
        return add_decision(actor, file, decided, now)


def _call(file_public_id: str, now: datetime) -> bool:
    file = locked_file(file_public_id)
    if file.state is FileState.DECIDED:
        known = select(EvaluationDecision.id).where(EvaluationDecision.file_id == file.id).limit(1)
        if db.session.scalar(known) is not None:
            return False
        file.state = FileState.RE_EVALUATION
        write_down(_SYSTEM, "re_evaluation_opened", f"file:{file.public_id}", file.plan.org_path, now)
    if file.state is not FileState.RE_EVALUATION or open_seats(file):
        return False
    return call_further(file, RE_EVALUATION, now) is not None
