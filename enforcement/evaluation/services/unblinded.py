"""What can't be blinded, opened by the evaluator of an active seat: the scanned volume, recordings.

The look is entered about the seat and names neither file nor agency: who scores what stays sealed until scoring is
closed. For the same reason the custody trail of a recording, which its agency reads, has no entry of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from enforcement.evaluation.loading import own_seat, refuse, write_down
from enforcement.evaluation.models.core import EvaluationSeat
from enforcement.evaluation.queries.files import recordings_there, volume_key
from enforcement.evaluation.states import SeatState
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound, Reason
from enforcement.platform.database import transaction
from enforcement.platform.storage import current_store
from enforcement.recording.services import open_blindly
from enforcement.rules.evaluation.bases import APART
from enforcement.rules.recording import RecordingKind

BASIS = APART


@dataclass(frozen=True)
class UnblindedRecording:
    """A recording and a signed address that reads it until ``expires_at``."""

    title: str
    kind: RecordingKind
    url: str
    expires_at: datetime


def open_volume(actor: Actor, seat: str, now: datetime) -> bytes:
    """The scanned volume (PDF) of the actor's own file; the entry first.

    Errors: ``NotFound`` for another's seat, for a file without one; ``Refused`` unless the seat is being scored;
    ``Unavailable``.
    """
    with transaction():
        row = _active(actor, seat)
        key = volume_key(row.file.case_file_public_id)
        if key is None:
            raise NotFound
        _enter(actor, row, "volume", now)
    return current_store().get(key)


def open_recording(actor: Actor, seat: str, place: int, now: datetime) -> UnblindedRecording:
    """A recording of the actor's own file, by its place in the list (from 0); the entry first.

    Errors: as ``open_volume``.
    """
    with transaction():
        row = _active(actor, seat)
        public_id = recordings_there(row.file.case_file_public_id).get(place)
        if public_id is None:
            raise NotFound
        opened = open_blindly(public_id, now)
        _enter(actor, row, "recording", now)
    found = opened.recording
    return UnblindedRecording(found.title or found.filename, RecordingKind(found.kind), opened.url, opened.expires_at)


def _active(actor: Actor, seat: str) -> EvaluationSeat:
    row = own_seat(actor, seat)
    if row.state is not SeatState.ACTIVE:
        message = f"评分席位处于“{row.state.words}”，不能打开不能遮盖的材料"
        refuse([Reason("not-scoring", message, BASIS, "只有正在评分的评查员可以打开")])
    return row


def _enter(actor: Actor, row: EvaluationSeat, what: str, now: datetime) -> None:
    path = row.file.plan.org_path
    write_down(actor, "unblinded_opened", f"seat:{row.public_id}", path, now, after={"what": what})
