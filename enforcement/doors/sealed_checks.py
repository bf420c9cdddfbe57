"""A check for an act, at either door: of a sealed list the head gets what he must decide on, and the look is on record.

What the doors show of such a check is ``Withheld``: never whom it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from enforcement.draws.services import note_look
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound
from enforcement.inspection.on_site import check_record
from enforcement.inspection.queries.checks import check as readable_check
from enforcement.inspection.queries.for_head import sealed_check_to_decide
from enforcement.rules.inspection.checks import CheckState, Origin
from enforcement.rules.inspection.results import EntryState

if TYPE_CHECKING:
    from enforcement.inspection.models.checks import Check, CheckOfficer, CheckRequest

SEALED_NAME = "密封名单中的一户"
SEALED_ACTS = ("answer", "no-team")
"""What a head decides on a check whose list is sealed; an object is exchanged by its code, on the page of the draw."""


@dataclass(frozen=True)
class Loaded:
    """A check for an act. ``sealed``: whom it is about is withheld from who acts."""

    check: Check
    sealed: bool

    @property
    def name(self) -> str:
        """The object, or words in its place."""
        return SEALED_NAME if self.sealed else self.check.name


@dataclass(frozen=True)
class Withheld:
    """A sealed check as the head sees it who decides on it, and nothing more."""

    public_id: str
    version: int
    state: CheckState
    origin: Origin
    agency_name: str
    window_from: date
    window_to: date
    officers: Sequence[CheckOfficer]
    requests: Sequence[CheckRequest]
    entry_state: EntryState | None = None


def check_for_act(actor: Actor, public_id: str, name: str, now: datetime) -> Loaded:
    """The check on which an act of the table is to be done.

    Errors: ``NotFound``, also for a sealed check on which this person has nothing to decide.
    """
    try:
        return Loaded(readable_check(actor, public_id), sealed=False)
    except NotFound:
        if name not in SEALED_ACTS:
            raise
    check = sealed_check_to_decide(actor, public_id, civil_date(now))
    note_look(actor, check.draw_public_id or "", check_record(check.public_id), now)
    return Loaded(check, sealed=True)


def withheld(check: Check) -> Withheld:
    """What may be shown of a sealed check."""
    return Withheld(
        public_id=check.public_id,
        version=check.version,
        state=check.state,
        origin=check.origin,
        agency_name=check.agency_name,
        window_from=check.window_from,
        window_to=check.window_to,
        officers=check.officers,
        requests=check.requests,
    )
