"""What this room does when the draws tell: it only makes or changes rows, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from enforcement.draws.events import DrawPublished, DrawVoided, ObjectReplaced, OfficerReplaced
from enforcement.draws.queries import draw
from enforcement.foundation.actor import system_actor
from enforcement.foundation.events import subscribe
from enforcement.inspection.queries.plans import batch_of_matter
from enforcement.inspection.services import joining, tasks
from enforcement.inspection.services.batches import mark_drawn, mark_void

VOIDED = "抽取作废，理由见抽取记录"
_ACTOR = system_actor("抽查任务")


def connect() -> None:
    """Listen to the draws. Called once by the composition root."""
    subscribe(DrawPublished, on_draw_published)
    subscribe(DrawVoided, on_draw_voided)
    subscribe(OfficerReplaced, on_officer_replaced)
    subscribe(ObjectReplaced, on_object_replaced)


def on_draw_published(event: DrawPublished, now: datetime) -> None:
    """A published draw without its task would be an empty promise: an error here aborts it.

    Joint visits are proposed at once, before anybody can be told of a visit.
    """
    batch = batch_of_matter(event.matter)
    if batch is None:
        return
    mark_drawn(event.matter, event.public_id, now)
    tasks.make_task(_ACTOR, event.public_id, draw(_ACTOR, event.public_id).draw_no or "", batch, now)
    joining.propose_joint_visits(now, batch.public_id)


def on_draw_voided(event: DrawVoided, now: datetime) -> None:
    """Nobody is visited for a draw that does not count; a draft in whose place another stands ends no batch."""
    batch = batch_of_matter(event.matter)
    if batch is not None and batch.draw_public_id == event.public_id:
        mark_void(event.matter, VOIDED, now)
    tasks.void_task(_ACTOR, event.public_id, now)


def on_officer_replaced(event: OfficerReplaced, now: datetime) -> None:
    """The team of the check is the one of the draw."""
    tasks.replace_member(_ACTOR, event.public_id, event.object_id, event.old, event.new, now)


def on_object_replaced(event: ObjectReplaced, now: datetime) -> None:
    """The check of the old object is not made; the job opens the new one."""
    tasks.replace_object(_ACTOR, event.public_id, event.old, event.reason, now)
