"""Recusal and absence: asked by the evaluator, decided by the head; the next of the same ranking takes the seat.

广东省行政执法案卷评查办法第十条; 行政处罚法第四十三条.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from enforcement.draws import services as draws
from enforcement.draws.commands import ReplaceOfficer
from enforcement.draws.queries import result_facts
from enforcement.draws.states import OfficerReason
from enforcement.evaluation.commands.plans import AnswerRecusal, AskRecusal, ReplaceAbsent
from enforcement.evaluation.events import SeatReplaced
from enforcement.evaluation.loading import locked_file, locked_seat, needed, own_seat, refuse, write_down
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan, EvaluationSeat
from enforcement.evaluation.notices import clear, clear_seat, tell
from enforcement.evaluation.policies import Action, require
from enforcement.evaluation.pool import snapshots
from enforcement.evaluation.queries.files import files_named
from enforcement.evaluation.seating import seat, take_further, tell_load
from enforcement.evaluation.states import OPEN_SEATS, NoticeKind, SeatState
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason
from enforcement.foundation.events import publish
from enforcement.platform.database import db, transaction
from enforcement.rules.draws.lines import FULL
from enforcement.rules.draws.snapshots import OfficerSnapshot
from enforcement.rules.evaluation.bases import APART

BASIS = f"{APART}；行政处罚法第四十三条"
RECUSALS = (OfficerReason.INTEREST, OfficerReason.RELATION, OfficerReason.ASKED)


def ask_recusal(actor: Actor, command: AskRecusal, now: datetime) -> EvaluationSeat:
    """An evaluator asks not to score a file. Errors: ``NotFound`` for another's seat; ``Refused``; ``Invalid``."""
    with transaction():
        row = own_seat(actor, command.seat)
        refuse(_open_reasons(row, SeatState.ACTIVE))
        if command.reason_code not in RECUSALS:
            raise Invalid({"reason_code": ["请选择回避的情形；不能到岗的，由负责人换人"]})
        row.asked_text = needed(command.text, "text", "请写明回避的理由")
        row.state, row.asked_code, row.asked_at = SeatState.RECUSAL_ASKED, command.reason_code.value, now
        plan = row.file.plan
        text = f"《{plan.title}》有评查员申请回避，等待决定"
        tell(NoticeKind.RECUSAL_WAITING, f"seat:{row.public_id}", plan.org_path, text, now)
        write_down(actor, "recusal_asked", f"seat:{row.public_id}", plan.org_path, now, reason=row.asked_text)
    return row


def answer_recusal(actor: Actor, command: AnswerRecusal, now: datetime) -> EvaluationSeat:
    """The head decides; refused, the evaluator goes on. Errors: ``Refused``; ``Invalid`` without a reason."""
    with transaction():
        row = locked_seat(command.seat)
        plan = row.file.plan
        require(actor, Action.APPROVE, plan.org_path)
        refuse([*_open_reasons(row, SeatState.RECUSAL_ASKED), *_own_reasons(actor, row)])
        clear(NoticeKind.RECUSAL_WAITING, f"seat:{row.public_id}", now)
        row.answered_by_name, row.answered_at, row.answer_text = actor.name, now, command.reason.strip()
        if not command.agreed:
            row.answer_text = needed(command.reason, "reason", "请填写不同意回避的理由")
            row.state = SeatState.ACTIVE
            write_down(actor, "recusal_refused", f"seat:{row.public_id}", plan.org_path, now, reason=row.answer_text)
            return row
        _leave(actor, row, OfficerReason(row.asked_code), row.asked_text, now)
    return row


def replace_absent(actor: Actor, command: ReplaceAbsent, now: datetime) -> EvaluationSeat:
    """The head takes the seat from somebody who doesn't come. Errors: ``Refused``; ``Invalid``."""
    with transaction():
        row = locked_seat(command.seat)
        require(actor, Action.APPROVE, row.file.plan.org_path)
        refuse([*_open_reasons(row, *OPEN_SEATS), *_own_reasons(actor, row)])
        text = needed(command.text, "text", "请写明换人的理由")
        row.answered_by_name, row.answered_at, row.answer_text = actor.name, now, text
        _leave(actor, row, command.reason_code, text, now)
    return row


def follow_draw(matter_plan: str, object_id: str, old: str, new: str, now: datetime) -> None:
    """The draw replaced an evaluator of the first two seats: his seat is over, the successor gets one. Idempotent.

    When nobody of the ranking after him follows, whoever may read the file at all is called; without one the place
    stays empty and ``empty_seats`` tries again.
    """
    with transaction():
        found = select(EvaluationFile).join(EvaluationPlan, EvaluationPlan.id == EvaluationFile.plan_id)
        file = db.session.scalar(
            found.where(EvaluationPlan.public_id == matter_plan, EvaluationFile.case_file_public_id == object_id)
        )
        if file is None:
            return
        file = locked_file(file.public_id)
        row = next((one for one in file.seats if one.evaluator == old and one.state is not SeatState.RECUSED), None)
        if row is None:
            return
        _end(row, now)
        successor = seat(file, row.place, new, now) if new else take_further(file, row.place, now)
        if new and successor is not None:
            tell_load(successor, now)
        publish(SeatReplaced(matter_plan, row.public_id, successor.public_id if successor else ""), now)


def _leave(actor: Actor, row: EvaluationSeat, code: OfficerReason, evidence: str, now: datetime) -> None:
    file, plan = row.file, row.file.plan
    write_down(actor, "seat_replaced", f"seat:{row.public_id}", plan.org_path, now, reason=code.words)
    if row.evaluator not in result_facts(plan.draw_public_id or "").teams.get(file.case_file_public_id, ()):
        _end(row, now)
        successor = take_further(file, row.place, now)
        publish(SeatReplaced(plan.public_id, row.public_id, successor.public_id if successor else ""), now)
        return
    command = ReplaceOfficer(
        draw_public_id=plan.draw_public_id or "",
        object_id=file.case_file_public_id,
        officer_id=row.evaluator,
        reason_code=code,
        evidence=evidence,
        officers=_others(file, now, load_limit=plan.load_limit),
        beyond=_others(file, now, load_limit=FULL),
    )
    draws.replace_officer(actor, command, now)


def _others(file: EvaluationFile, now: datetime, *, load_limit: int) -> tuple[OfficerSnapshot, ...]:
    """Today's evaluators; whoever has or had a seat at the file does not follow anybody there."""
    seated = {one.evaluator for one in file.seats}
    known = files_named([file.case_file_public_id])
    return tuple(
        replace(one, conflicts=(*one.conflicts, file.case_file_public_id)) if one.officer_id in seated else one
        for one in snapshots(file.plan, known, civil_date(now), load_limit=load_limit)
    )


def _end(row: EvaluationSeat, now: datetime) -> None:
    row.state = SeatState.RECUSED
    clear_seat(row.public_id, now)
    db.session.flush()


def _open_reasons(row: EvaluationSeat, *wanted: SeatState) -> list[Reason]:
    if row.state in wanted and (row.file.scored_now or not row.file.plan.state.scored):
        return []
    words = "、".join(f"“{state.words}”" for state in wanted)
    message = f"评分席位处于“{row.state.words}”，不能办理"
    return [Reason("wrong-state", message, BASIS, f"处于{words}时办理")]


def _own_reasons(actor: Actor, row: EvaluationSeat) -> list[Reason]:
    if actor.user_id is None or actor.user_id == row.user_id:
        return [Reason("own-recusal", "评查员的回避由负责人决定，不能自己决定", BASIS, "由另一名负责人决定")]
    return []
