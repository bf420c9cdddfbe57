"""From signed sheets to a file's result. Points are scored again from the sheets: what is rounded is only shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from enforcement.evaluation.decisions import Decided, add_decision
from enforcement.evaluation.mapping import result_to, sheet_from, standard_of
from enforcement.evaluation.seating import THIRD, call_further
from enforcement.evaluation.states import DecisionKind, FileState, SeatState
from enforcement.foundation.actor import system_actor
from enforcement.rules.evaluation.correction import re_evaluated
from enforcement.rules.evaluation.deciding import final_result, third_needed
from enforcement.rules.evaluation.scoring import Score, score
from enforcement.rules.evaluation.sheets import FileFacts
from enforcement.rules.evaluation.standard import Standard

if TYPE_CHECKING:
    from enforcement.evaluation.models.core import EvaluationFile, EvaluationSeat

BOTH = 2
_SYSTEM = system_actor("评查复评")


def settle(file: EvaluationFile, now: datetime) -> None:
    """Both signed: decide, or call the third; the third signed: decide; the re-evaluation: one more decision.

    In the caller's transaction, under the lock.

    Nothing is entered in the record here: beside the entry of the signature it would tell who scores the file.
    ``services.closing`` enters results and thirds.

    Errors: ``Unavailable`` when a third is needed and the store of the draw is away.
    """
    standard = standard_of(file.plan.standard)
    signed = signed_seats(file)
    scores = [signed_score(standard, one) for one in signed]
    if file.state is FileState.RE_EVALUATION:
        _settle_again(file, standard, scores, now)
        return
    if len(signed) < BOTH or (file.state is FileState.THIRD and len(signed) < THIRD):
        return
    reasons = third_needed(standard, scores[0], scores[1])
    if reasons and len(signed) == BOTH:
        file.state = FileState.THIRD
        file.third_reasons = [{"code": one.code, "message": one.message, "basis": one.basis} for one in reasons]
        call_further(file, THIRD, now)
        return
    result = final_result(standard, scores)
    file.result, file.state, file.decided_at = result_to(result), FileState.DECIDED, now
    file.points, file.grade, file.grade_name = str(result.points), result.band.id, result.band.name


def _settle_again(file: EvaluationFile, standard: Standard, scores: Sequence[Score], now: datetime) -> None:
    """The re-evaluation is signed: the first result stays on its row, and one more decision counts."""
    result = re_evaluated(standard, scores)
    source = signed_seats(file)[-1].public_id
    file.state = FileState.DECIDED
    decided = Decided(DecisionKind.RE_EVALUATION, source, result_to(result), result.steps)
    add_decision(_SYSTEM, file, decided, now)


def signed_seats(file: EvaluationFile) -> list[EvaluationSeat]:
    """The signed seats in the order of their places."""
    return sorted((one for one in file.seats if one.state is SeatState.SIGNED), key=lambda one: one.place)


def signed_score(standard: Standard, seat: EvaluationSeat) -> Score:
    """The score of a signed sheet, computed again from what was signed."""
    signed = seat.sheet.signed or {}
    return score(standard, FileFacts(signed["kind"], signed["holds"]), sheet_from(signed["sheet"]))
