"""Seats of evaluations for programs: recusals, people who don't come, what can't be blinded."""

from __future__ import annotations

import re

from flask import Response

from enforcement.api.blueprint import ApiBlueprint
from enforcement.api.bodies import read, sent
from enforcement.doors.access import current_actor, requires
from enforcement.draws.states import OfficerReason
from enforcement.evaluation.commands.plans import AnswerRecusal, ReplaceAbsent
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.services import recusal, unblinded
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas import evaluation as forms
from enforcement.schemas import evaluation_shown as shown

evaluation_seats = ApiBlueprint("evaluation_seats", "案卷评查的席位")
PDF = "application/pdf"


@evaluation_seats.operation("GET", "/evaluation-seats/notices", "给评查员本人的提醒")
@requires(Permission.EVALUATION_SCORE)
@evaluation_seats.response(200, shown.EvaluationNoticeSchema(many=True))
def list_own_evaluation_notices() -> object:
    """New files, terms that end, what the organiser corrected."""
    return list(queries.own_notices(current_actor()))


@evaluation_seats.operation("GET", "/evaluation-recusals", "等待决定的回避申请")
@requires(Permission.EVALUATION_APPROVE)
@evaluation_seats.response(200, shown.EvaluationRecusalSchema(many=True))
def list_evaluation_recusals() -> object:
    """For the head who decides."""
    return list(queries.recusals(current_actor()))


@evaluation_seats.operation(
    "POST", "/evaluation-seats/<seat_id>/recusal-answer", "决定回避", body=forms.AnswerFields(exclude=("version",))
)
@requires(Permission.EVALUATION_APPROVE)
@evaluation_seats.response(204)
def answer_evaluation_recusal(seat_id: str) -> None:
    """Agreed, the next of the ranking takes the seat."""
    given = read(forms.AnswerFields(exclude=("version",)), sent())
    command = AnswerRecusal(seat_id, agreed=given["answer"] == "agree", reason=given["reason"])
    recusal.answer_recusal(current_actor(), command, current_instant())


@evaluation_seats.operation("GET", "/evaluation-plans/<plan_id>/late-seats", "逾期没有签名的评查员")
@requires(Permission.EVALUATION_APPROVE)
@evaluation_seats.response(200, shown.EvaluationLateSeatSchema(many=True))
def list_late_evaluation_seats(plan_id: str) -> object:
    """Without their files."""
    return list(queries.late_seats(current_actor(), plan_id, civil_date(current_instant())))


@evaluation_seats.operation("POST", "/evaluation-seats/<seat_id>/replacement", "换评查员", body=forms.AbsenceFields())
@requires(Permission.EVALUATION_APPROVE)
@evaluation_seats.response(204)
def replace_absent_evaluator(seat_id: str) -> None:
    """Somebody who doesn't come; the next of the ranking takes the seat."""
    given = read(forms.AbsenceFields(), sent())
    command = ReplaceAbsent(seat_id, OfficerReason(given["reason_code"]), given["text"])
    recusal.replace_absent(current_actor(), command, current_instant())


@evaluation_seats.operation("POST", "/evaluation-seats/<seat_id>/volume", "打开案卷扫描件（不能遮盖）")
@requires(Permission.EVALUATION_SCORE)
@evaluation_seats.response(200, {"type": "string", "format": "binary"}, content_type=PDF)
def open_evaluation_volume(seat_id: str) -> Response:
    """Names the people of the case; the look is entered first."""
    answer = Response(unblinded.open_volume(current_actor(), seat_id, current_instant()), mimetype=PDF)
    answer.headers["Content-Disposition"] = "attachment; filename=volume.pdf"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@evaluation_seats.operation("POST", "/evaluation-seats/<seat_id>/recordings/<place>", "打开音像记录（不能遮盖）")
@requires(Permission.EVALUATION_SCORE)
@evaluation_seats.response(200, shown.UnblindedRecordingSchema)
def open_evaluation_recording(seat_id: str, place: str) -> object:
    """By its place in the list of the file, from 0; the look is entered first, the link soon ends."""
    if not re.fullmatch("[0-9]{1,4}", place):
        raise NotFound
    return unblinded.open_recording(current_actor(), seat_id, int(place), current_instant())
