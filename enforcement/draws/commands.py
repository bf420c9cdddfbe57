"""Acts of the room that mean something in law. ``public_id`` names a draw, ``source_id`` a random value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from enforcement.draws.states import ObjectReason, OfficerReason, Subject
from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.lines import ExclusionLine, PoolLine
from enforcement.rules.draws.snapshots import ObjectSnapshot, OfficerSnapshot, TeamNeeds


@dataclass(frozen=True)
class DraftDraw:
    """What is to be drawn, and from which kinds of randomness.

    ``matter`` is the higher room's word (``batch:<public id>``); one matter has one draw. ``classes`` are
    (class, basis points); ``sources`` are kinds (``contrib``, ``dice``, ``ssq``, ``dlt``, ``kl8``), whose issues
    are fixed at the commit. ``open_on`` is the last day for opening a sealed draw.
    """

    org_id: int
    matter: str
    subject: Subject
    title: str
    plan_no: str
    classes: tuple[tuple[str, int], ...]
    sources: tuple[str, ...]
    needs: TeamNeeds
    algorithm: Algorithm = Algorithm.SHA256
    sealed: bool = False
    open_on: date | None = None


@dataclass(frozen=True)
class CommitDraw:
    """The frozen libraries. ``objects`` and ``labels`` (names for people) are by object id, for the whole pool."""

    public_id: str
    pool: Sequence[PoolLine]
    exclusions: Sequence[ExclusionLine]
    officers: Sequence[OfficerSnapshot]
    objects: Mapping[str, ObjectSnapshot]
    labels: Mapping[str, str]
    library_age: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AddContribution:
    """Words spoken in the room and typed openly; neither holds ``/``, ``:`` or control characters."""

    public_id: str
    who: str
    text: str


@dataclass(frozen=True)
class RollDice:
    """Digits in the order of rolling, and who rolled them."""

    public_id: str
    who: str
    digits: str


@dataclass(frozen=True)
class TypeValue:
    """One person's reading of an announcement, with the bytes of its picture (PNG or JPEG)."""

    source_id: str
    typed: str
    picture: bytes


@dataclass(frozen=True)
class CorrectValue:
    """A typing error: a new entry in place of ``entry`` (public id), counted once a witness signed for it."""

    source_id: str
    entry: str
    typed: str
    picture: bytes
    reason: str


@dataclass(frozen=True)
class AskVoid:
    """The first person asks, with the reason that will be public."""

    public_id: str
    reason: str


@dataclass(frozen=True)
class AnswerVoid:
    """Another person agrees, or does not."""

    public_id: str
    agreed: bool


@dataclass(frozen=True)
class ReplaceOfficer:
    """An officer doesn't go: the next of the same ranking who passes the facts of now takes the place.

    ``beyond``: the same officers with a wider limit, asked only when nobody of ``officers`` follows.
    """

    draw_public_id: str
    object_id: str
    officer_id: str
    reason_code: OfficerReason
    evidence: str
    officers: Sequence[OfficerSnapshot]
    beyond: Sequence[OfficerSnapshot] = ()


@dataclass(frozen=True)
class ReplaceObject:
    """The next ticket of the class takes the place, for one of the five reasons."""

    draw_public_id: str
    object_id: str
    reason_code: ObjectReason
    evidence: str
    officers: Sequence[OfficerSnapshot]
