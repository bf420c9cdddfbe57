"""Draws, what came out of them, what happened to them afterwards, and the public random values they wait for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.draws.states import (
    DrawState,
    EntryKind,
    EventKind,
    NoticeKind,
    Subject,
    ValueState,
)
from enforcement.foundation.identifiers import new_public_id
from enforcement.platform.database import Model, Versioned
from enforcement.platform.types import Json, UtcDateTime, enum_column

SPENT = text("state <> 'void' OR commit_hex IS NOT NULL")
"""A matter whose draw was committed is spent for ever, even when the draw was made void: there is no redraw (D05)."""


class Draw(Versioned, Model):
    """One draw from draft to result. Number and commit come together, so that numbers follow the chain."""

    __tablename__ = "draws"
    __table_args__ = (
        UniqueConstraint("org_id", "draw_no"),
        Index("uq_draws_matter", "matter", unique=True, sqlite_where=SPENT, postgresql_where=SPENT),
        Index("ix_draws_scope", "org_path", "id"),
        Index("ix_draws_state", "state", "id"),
        Index("ix_draws_agency", "agency", "draw_no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200))
    agency: Mapped[str] = mapped_column(String(60))
    """Code of the organisation, as it stands in the commit."""
    agency_name: Mapped[str] = mapped_column(String(120))
    year: Mapped[int | None]
    draw_no: Mapped[str | None] = mapped_column(String(20))
    """``2026-0007``, given at the commit; a draft that was never committed has none."""
    title: Mapped[str] = mapped_column(String(200))
    matter: Mapped[str] = mapped_column(String(80))
    subject: Mapped[Subject] = mapped_column(enum_column(Subject))
    plan_no: Mapped[str] = mapped_column(String(40))
    algorithm: Mapped[str] = mapped_column(String(20))
    state: Mapped[DrawState] = mapped_column(enum_column(DrawState))
    sealed: Mapped[bool]
    open_on: Mapped[date | None]
    """Sealed: the last civil day for opening K."""
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    classes: Mapped[list[list[Any]]] = mapped_column(Json)
    """``[[class, basis points], …]``."""
    source_kinds: Mapped[list[str]] = mapped_column(Json)
    sources: Mapped[list[str]] = mapped_column(Json, default=list)
    """Ids with issues, fixed at the commit; outside values last."""
    outside_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the first outside value is announced: contributions and dice end before it (D02)."""
    needs: Mapped[dict[str, Any]] = mapped_column(Json)
    grade: Mapped[str] = mapped_column(String(1))
    drafted_by: Mapped[int | None]
    drafted_by_name: Mapped[str] = mapped_column(String(100))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[int | None]
    approved_by_name: Mapped[str] = mapped_column(String(100), default="")
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    commit_json: Mapped[dict[str, Any] | None] = mapped_column(Json)
    commit_hex: Mapped[str | None] = mapped_column(String(64))
    prev_hex: Mapped[str | None] = mapped_column(String(64))
    pool_size: Mapped[int] = mapped_column(default=0)
    excluded_size: Mapped[int] = mapped_column(default=0)
    pool_key: Mapped[str] = mapped_column(String(100), default="")
    exclusions_key: Mapped[str] = mapped_column(String(100), default="")
    officers_key: Mapped[str] = mapped_column(String(100), default="")
    material_key: Mapped[str] = mapped_column(String(100), default="")
    library_age: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """How fresh the libraries were at the freeze (A03), as the room that froze them tells."""
    contributions_closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dice_closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    values: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    """``[[source id, canonical value], …]`` as they went into the seed."""
    seed_hex: Mapped[str | None] = mapped_column(String(64))
    seeded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    """Per class: ``class, N, k, threshold`` (hex or null)."""
    selected_root: Mapped[str | None] = mapped_column(String(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checks_began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Told by the room whose matter it is; nothing can be made void afterwards."""
    void_reason: Mapped[str] = mapped_column(Text, default="")
    void_asked_by: Mapped[int | None]
    void_asked_by_name: Mapped[str] = mapped_column(String(100), default="")
    void_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    voided_by: Mapped[int | None]
    voided_by_name: Mapped[str] = mapped_column(String(100), default="")
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    events: Mapped[list[DrawEvent]] = relationship(order_by="DrawEvent.id")
    witnesses: Mapped[list[DrawWitness]] = relationship(order_by="DrawWitness.id")
    spoken: Mapped[list[DrawValue]] = relationship(order_by="DrawValue.id")


class DrawChain(Model):
    """Per agency: the last number of a year and the last commit. Its row is the lock of the chain."""

    __tablename__ = "draw_chains"

    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    year: Mapped[int]
    last_no: Mapped[int]
    head_hex: Mapped[str] = mapped_column(String(64))


class DrawValue(Model):
    """One contribution or one roll of dice in the room; added openly, never changed."""

    __tablename__ = "draw_values"
    __table_args__ = (Index("ix_draw_values_draw", "draw_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draws.id"))
    source: Mapped[str] = mapped_column(String(10))
    """``contrib`` or ``dice``."""
    who: Mapped[str] = mapped_column(String(60))
    """Who spoke or rolled."""
    text: Mapped[str] = mapped_column(String(200))
    typed_by: Mapped[int | None]
    typed_by_name: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class DrawWitness(Model):
    """Somebody signed for having watched; ``commit_hex`` is what he saw."""

    __tablename__ = "draw_witnesses"
    __table_args__ = (UniqueConstraint("draw_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draws.id"))
    user_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(100))
    organisation: Mapped[str] = mapped_column(String(120))
    outside: Mapped[bool]
    """Whether his organisation is not the drawing one, nor below it."""
    commit_hex: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DrawKey(Model):
    """K of a sealed draw, masked (see ``platform.masking``); the plain key is in no table before opening."""

    __tablename__ = "draw_keys"

    draw_id: Mapped[int] = mapped_column(ForeignKey("draws.id"), primary_key=True)
    masked_hex: Mapped[str] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(64))


class DrawSelection(Model):
    """A drawn object by rank in its class; ``event_id`` when it replaced another afterwards."""

    __tablename__ = "draw_selections"
    __table_args__ = (
        UniqueConstraint("draw_id", "object_id"),
        UniqueConstraint("draw_id", "class_name", "rank"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draws.id"))
    class_name: Mapped[str] = mapped_column(String(60))
    rank: Mapped[int]
    object_id: Mapped[str] = mapped_column(String(120))
    label: Mapped[str] = mapped_column(String(300))
    ticket: Mapped[str] = mapped_column(String(64))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("draw_events.id"))


class DrawAssignment(Model):
    """An officer drawn for an object, in the order of the walk; ``event_id`` when he came in afterwards."""

    __tablename__ = "draw_assignments"
    __table_args__ = (UniqueConstraint("draw_id", "object_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draws.id"))
    object_id: Mapped[str] = mapped_column(String(120))
    place: Mapped[int]
    officer_id: Mapped[str] = mapped_column(String(120), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("draw_events.id"))


class DrawSkip(Model):
    """An officer whom the walk passed over for an object, with the rule."""

    __tablename__ = "draw_skips"
    __table_args__ = (Index("ix_draw_skips_draw", "draw_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draws.id"))
    object_id: Mapped[str] = mapped_column(String(120))
    officer_id: Mapped[str] = mapped_column(String(120))
    rule_id: Mapped[str] = mapped_column(String(20))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("draw_events.id"))


class DrawInfeasible(Model):
    """An object for which no lawful team could be drawn; never filled by hand."""

    __tablename__ = "draw_infeasible"
    __table_args__ = (UniqueConstraint("draw_id", "object_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draws.id"))
    object_id: Mapped[str] = mapped_column(String(120))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("draw_events.id"))


class DrawEvent(Model):
    """Recusal, absence, replacement, opening, void: old, new, reason, evidence, decider, time."""

    __tablename__ = "draw_events"
    __table_args__ = (Index("ix_draw_events_draw", "draw_id", "id"), Index("ix_draw_events_kind", "kind", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draws.id"))
    kind: Mapped[EventKind] = mapped_column(enum_column(EventKind))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    object_id: Mapped[str] = mapped_column(String(120))
    old: Mapped[str] = mapped_column(String(120))
    new: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)
    """A code of ``OfficerReason`` or ``ObjectReason``; the words of a void."""
    evidence: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[int | None]
    decided_by_name: Mapped[str] = mapped_column(String(100))


class RandomValue(Versioned, Model):
    """The announced value of one issue of one source, shared by every draw that waits for it."""

    __tablename__ = "random_values"
    __table_args__ = (Index("ix_random_values_open", "state", "announced_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(String(40), unique=True)
    """``ssq:2026135``."""
    source: Mapped[str] = mapped_column(String(10))
    issue: Mapped[str] = mapped_column(String(20))
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[ValueState] = mapped_column(enum_column(ValueState))
    value: Mapped[str] = mapped_column(String(200), default="")
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unequal: Mapped[bool] = mapped_column(default=False)

    entries: Mapped[list[RandomEntry]] = relationship(order_by="RandomEntry.id", back_populates="record")


class RandomEntry(Model):
    """What one person typed, with the picture of the announcement; corrections are further entries."""

    __tablename__ = "random_entries"
    __table_args__ = (Index("ix_random_entries_value", "value_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    value_id: Mapped[int] = mapped_column(ForeignKey("random_values.id"))
    kind: Mapped[EntryKind] = mapped_column(enum_column(EntryKind))
    value: Mapped[str] = mapped_column(String(200))
    """Canonical."""
    picture_key: Mapped[str] = mapped_column(String(100))
    picture_sha256: Mapped[str] = mapped_column(String(64))
    typed_by: Mapped[int | None]
    typed_by_name: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("random_entries.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    record: Mapped[RandomValue] = relationship(back_populates="entries")
    corrects: Mapped[RandomEntry | None] = relationship(remote_side="RandomEntry.id")
    witness: Mapped[RandomWitness | None] = relationship()


class RandomWitness(Model):
    """Somebody signed for a correction; before that it doesn't count."""

    __tablename__ = "random_witnesses"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("random_entries.id"), unique=True)
    user_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class DrawCheck(Model):
    """One re-verification of a published draw by the system itself."""

    __tablename__ = "draw_checks"
    __table_args__ = (Index("ix_draw_checks_draw", "draw_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draws.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    passed: Mapped[bool]
    steps: Mapped[list[dict[str, str]]] = mapped_column(Json)
    """``step, state, message`` of every step."""


class DrawNotice(Model):
    """Something people are told once: the unique key keeps two schedulers from telling it twice."""

    __tablename__ = "draw_notices"
    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        Index("ix_draw_notices_open", "cleared_at", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(enum_column(NoticeKind))
    subject: Mapped[str] = mapped_column(String(80))
    """``draw:<public id>`` or ``value:<source id>``, with a day where it may come again."""
    org_path: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
