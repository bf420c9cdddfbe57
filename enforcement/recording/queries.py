"""Reading: the recordings of a matter, one recording, its custody trail, facts for higher rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from enforcement.audit.queries import entries_of, look_counts
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.platform.storage import current_store
from enforcement.recording.models import Recording
from enforcement.recording.policies import MATTER_KIND
from enforcement.rules.recording import RecordingFact, RecordingState

ACTION_NAMES: Mapping[str, str] = {
    "recording.announced": "开始上传",
    "recording.received": "全部收到",
    "recording.verified": "服务器核验一致，已完整解码",
    "recording.mismatch": "服务器核验：摘要不一致",
    "recording.undecodable": "服务器核验：不能完整播放",
    "recording.abandoned": "放弃上传",
    "recording.opened": "调阅",
    "recording.marked": "添加时间点",
    "recording.lateness_explained": "说明迟传原因",
}


@dataclass(frozen=True)
class CustodyEntry:
    """One line of the custody trail: when, who, from where, what, and why where it was said."""

    at: datetime
    name: str
    address: str
    what: str
    reason: str


def recordings_of(actor: Actor, matter_id: str) -> Sequence[Recording]:
    """Recordings of a matter with their marks, oldest first; empty when out of scope."""
    statement = select(Recording).where(Recording.matter_id == matter_id, _readable(actor)).order_by(Recording.id)
    return db.session.scalars(statement).all()


def unsettled_recordings(actor: Actor, matter_ids: Sequence[str]) -> Sequence[Recording]:
    """Recordings of many matters that do not count yet: unfinished, unverified, unequal; oldest first."""
    settled = (RecordingState.VERIFIED, RecordingState.ABANDONED)
    statement = select(Recording).where(
        Recording.matter_id.in_(matter_ids), Recording.state.not_in(settled), _readable(actor)
    )
    return db.session.scalars(statement.order_by(Recording.id)).all()


def recorded_items(matter_ids: Sequence[str]) -> Mapping[str, frozenset[int]]:
    """Which items of the recording list each matter has a complete recording of. Internal, one query."""
    there = (RecordingState.UPLOADED, RecordingState.VERIFIED)
    rows = db.session.execute(
        select(Recording.matter_id, Recording.list_item).where(
            Recording.matter_id.in_(matter_ids), Recording.state.in_(there), Recording.list_item.is_not(None)
        )
    ).all()
    return {matter: frozenset(row.list_item for row in rows if row.matter_id == matter) for matter in matter_ids}


def recording(actor: Actor, public_id: str) -> Recording:
    """One recording. Raises `NotFound` when there is none or it is out of scope."""
    statement = select(Recording).where(Recording.public_id == public_id, _readable(actor))
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def thumbnail(actor: Actor, public_id: str) -> bytes:
    """The small JPEG of a recording. Raises `NotFound` when there is none."""
    found = recording(actor, public_id)
    if not found.thumbnail_key:
        raise NotFound
    return current_store().get(found.thumbnail_key)


def looks(recordings: Sequence[Recording]) -> Mapping[str, int]:
    """How often each recording was opened, by public id; one query."""
    counted = look_counts([one.record for one in recordings])
    return {one.public_id: counted[one.record] for one in recordings}


def custody_trail(actor: Actor, public_id: str) -> Sequence[CustodyEntry]:
    """Everything that happened to a recording, oldest first, for whoever may look at it."""
    found = recording(actor, public_id)
    # Whoever may see the recording may see who saw it: the right to audit records at large is not needed.
    entries = entries_of(system_actor("保管链"), found.record)
    return [
        CustodyEntry(entry.at, entry.actor_name, entry.address, ACTION_NAMES[entry.action], entry.reason)
        for entry in entries
    ]


def recording_facts(matter_id: str) -> tuple[RecordingFact, ...]:
    """Recordings of a matter as rules see them, oldest first. Internal: for higher rooms' services, no scope."""
    statement = select(Recording).where(Recording.matter_id == matter_id).order_by(Recording.id)
    return tuple(
        RecordingFact(
            public_id=one.public_id,
            kind=str(one.kind),
            list_item=one.list_item,
            step=one.step,
            state=str(one.state),
            sha256=one.server_sha256 or one.declared_sha256,
            filename=one.filename,
            recorded_on=civil_date(one.recorded_from_at),
            title=one.title,
        )
        for one in db.session.scalars(statement)
    )


def _readable(actor: Actor) -> ColumnElement[bool]:
    return within(actor, Permission.RECORDING_READ, Recording.org_path, Recording.matter_id, MATTER_KIND)
