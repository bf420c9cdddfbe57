"""What every action of the room begins and ends with: the locked draw, the refusal, the audit entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.draws.models import Draw
from enforcement.draws.policies import Action, require
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.platform.database import locked

LONGEST_REASON = 1000


def draw_for(actor: Actor, action: Action, public_id: str) -> Draw:
    """The draw, locked for this transaction. Errors: ``NotFound`` out of scope, ``Forbidden`` within it."""
    draw = locked(select(Draw).where(Draw.public_id == public_id))
    require(actor, action, draw.org_path)
    return draw


def refuse(reasons: Sequence[Reason]) -> None:
    """Raise ``Refused`` with every reason there is."""
    if reasons:
        raise Refused(reasons)


def needed(text: str, field: str, message: str) -> str:
    """The stripped text. Errors: ``Invalid`` when there is none, or too much."""
    stripped = text.strip()
    if not stripped:
        raise Invalid({field: [message]})
    if len(stripped) > LONGEST_REASON:
        raise Invalid({field: [f"至多 {LONGEST_REASON} 个字"]})
    return stripped


def write_down(
    actor: Actor, action: str, draw: Draw, now: datetime, *, after: Mapping[str, Any] | None = None, reason: str = ""
) -> None:
    """The audit entry of an act on a draw."""
    audit.record(actor, action, f"draw:{draw.public_id}", org_path=draw.org_path, now=now, after=after, reason=reason)
