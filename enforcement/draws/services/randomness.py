"""Public random values: typed by two people who don't see each other's reading, corrected only visibly."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.draws.commands import CorrectValue, TypeValue
from enforcement.draws.courses import draws_waiting_for, leading_of, watching_of
from enforcement.draws.custody import keep_picture
from enforcement.draws.entries import TYPISTS, effective_entries, typed_by
from enforcement.draws.guards import needs_person, type_reasons
from enforcement.draws.models import RandomEntry, RandomValue, RandomWitness
from enforcement.draws.queries import values_announced
from enforcement.draws.services.loading import needed, refuse
from enforcement.draws.services.notices import clear, tell
from enforcement.draws.states import EntryKind, NoticeKind, ValueState
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Reason
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db, locked, transaction
from enforcement.platform.storage import Blob
from enforcement.rules.draw_roles import must_not_type, must_not_witness
from enforcement.rules.draws.hashing import DrawFault
from enforcement.rules.draws.sources import canonical_value, title_of

EVERYWHERE = "/"


def type_value(actor: Actor, command: TypeValue, now: datetime) -> RandomValue:
    """One person's reading; the second equal one makes the value agreed, an unequal one leaves it open.

    Errors: ``NotFound`` when no draw waits for it; ``Refused`` before the announcement (D02), for who drafted,
    approved or typed already (D08), or when two have typed; ``Invalid`` for the value or the picture.
    """
    _may(actor, Permission.RANDOMNESS_TYPE)
    blob = keep_picture(command.picture)
    with transaction():
        value = _locked(command.source_id)
        refuse(type_reasons(actor, value, now))
        _add(actor, value, EntryKind.TYPING, (_canonical(value, command.typed), blob), now)
        _settle(value, now)
        _write_down(actor, "randomness.typed", value, now)
    return value


def correct_value(actor: Actor, command: CorrectValue, now: datetime) -> RandomValue:
    """A new entry in place of a wrong one; it counts once a witness signed for it, and touches no seeded draw.

    Errors: ``NotFound``; ``Refused`` for who typed the other entry, or drafted or approved a draw that waits;
    ``Invalid`` without reason.
    """
    _may(actor, Permission.RANDOMNESS_TYPE)
    blob = keep_picture(command.picture)
    with transaction():
        value = _locked(command.source_id)
        entry = next((one for one in effective_entries(value) if one.public_id == command.entry), None)
        if entry is None:
            raise NotFound
        others = {one.typed_by for one in effective_entries(value) if one is not entry and one.typed_by is not None}
        reason = needed(command.reason, "reason", "请写明更正的理由，这句话会公开")
        waiting = draws_waiting_for(value.source_id)
        _refuse(
            needs_person(actor, "更正随机数"),
            must_not_type(actor.user_id, leading_of(waiting), others, watching_of(waiting)),
        )
        made = _add(actor, value, EntryKind.CORRECTION, (_canonical(value, command.typed), blob), now)
        made.corrects_id, made.reason = entry.id, reason
        _write_down(actor, "randomness.corrected", value, now, reason)
    return value


def witness_correction(actor: Actor, source_id: str, entry_public_id: str, now: datetime) -> RandomValue:
    """Sign for a correction; from now on it counts for draws that have no seed yet.

    Errors: ``NotFound``; ``Refused`` for who typed the value himself or leads a draw that waits.
    """
    _may(actor, Permission.DRAW_WITNESS)
    with transaction():
        value = _locked(source_id)
        entry = next(
            (
                one
                for one in value.entries
                if one.public_id == entry_public_id and one.kind is EntryKind.CORRECTION and one.witness is None
            ),
            None,
        )
        if entry is None:
            raise NotFound
        _refuse(
            needs_person(actor, "见证更正"),
            must_not_witness(actor.user_id, leading_of(draws_waiting_for(source_id)), typed_by(value)),
        )
        entry.witness = RandomWitness(user_id=actor.user_id, name=actor.name, at=now)
        db.session.flush()
        _settle(value, now)
        _write_down(actor, "randomness.witnessed", value, now)
    return value


def _may(actor: Actor, permission: Permission) -> None:
    """The values belong to everybody's draws: the permission counts wherever it is held."""
    if not actor.may_anywhere(permission):
        raise Forbidden


def _refuse(*reasons: Reason | None) -> None:
    refuse([reason for reason in reasons if reason is not None])


def _locked(source_id: str) -> RandomValue:
    return locked(select(RandomValue).where(RandomValue.source_id == source_id))


def _canonical(value: RandomValue, typed: str) -> str:
    try:
        return canonical_value(value.source, typed)
    except DrawFault as error:
        raise Invalid({"typed": [str(error)]}) from error


def _add(actor: Actor, value: RandomValue, kind: EntryKind, content: tuple[str, Blob], now: datetime) -> RandomEntry:
    typed, blob = content
    entry = RandomEntry(
        kind=kind,
        value=typed,
        picture_key=blob.key,
        picture_sha256=blob.sha256,
        typed_by=actor.user_id,
        typed_by_name=actor.name,
        at=now,
        reason="",
    )
    value.entries.append(entry)
    return entry


def _settle(value: RandomValue, now: datetime) -> None:
    """Agreed when two people's entries in force are equal; a draw keeps the value that its seed was made of."""
    db.session.flush()
    entries = effective_entries(value)
    readings = {one.value for one in entries}
    subject = f"value:{value.source_id}"
    value.unequal = len(readings) > 1
    if len(entries) == TYPISTS and not value.unequal:
        value.state, value.value, value.agreed_at = ValueState.AGREED, entries[0].value, now
        for kind in (NoticeKind.VALUE_WAITING, NoticeKind.VALUE_UNEQUAL):
            clear(kind, subject, now)
        return
    value.state, value.value, value.agreed_at = ValueState.OPEN, "", None
    if value.unequal:
        text = f"{title_of(value.source_id)}两人录入不一致，等待更正"
        tell(NoticeKind.VALUE_UNEQUAL, subject, EVERYWHERE, text, now)


def _write_down(actor: Actor, action: str, value: RandomValue, now: datetime, reason: str = "") -> None:
    """What was typed stays out of the entry: a second typist may read the record."""
    audit.record(
        actor,
        action,
        f"value:{value.source_id}",
        org_path=actor.org_path or EVERYWHERE,
        now=now,
        after={"state": value.state, "unequal": value.unequal},
        reason=reason,
    )


def remind_typists(now: datetime) -> None:
    """Tell, once for each, that a value is public and draws wait for it. For the job."""
    with transaction():
        for value in values_announced(now):
            text = f"{title_of(value.source_id)}已经公布，等待两人录入"
            tell(NoticeKind.VALUE_WAITING, f"value:{value.source_id}", EVERYWHERE, text, now)
