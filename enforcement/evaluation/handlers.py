"""What this room does when the draws tell: it only makes or changes rows, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from enforcement.draws.events import DrawOpened, DrawPublished, DrawVoided, OfficerReplaced
from enforcement.evaluation.queries.plans import plan_of_matter
from enforcement.evaluation.services.closing import close_opened
from enforcement.evaluation.services.drawing import mark_drawn, mark_void
from enforcement.evaluation.services.recusal import follow_draw
from enforcement.foundation.events import subscribe


def connect() -> None:
    """Listen to the draws. Called once by the composition root."""
    subscribe(DrawPublished, on_draw_published)
    subscribe(DrawVoided, on_draw_voided)
    subscribe(DrawOpened, on_draw_opened)
    subscribe(OfficerReplaced, on_officer_replaced)


def on_draw_published(event: DrawPublished, now: datetime) -> None:
    """The scheduler opens the files next."""
    plan = plan_of_matter(event.matter)
    if plan is not None:
        mark_drawn(plan, now)


def on_draw_voided(event: DrawVoided, now: datetime) -> None:
    """Nobody scores for a draw that does not count."""
    plan = plan_of_matter(event.matter)
    if plan is not None:
        mark_void(plan, now)


def on_draw_opened(event: DrawOpened, now: datetime) -> None:
    """Once the list is public, nothing is blind any more."""
    plan = plan_of_matter(event.matter)
    if plan is not None:
        close_opened(plan, now)


def on_officer_replaced(event: OfficerReplaced, now: datetime) -> None:
    """The seats are those of the draw."""
    plan = plan_of_matter(event.matter)
    if plan is not None:
        follow_draw(plan, event.object_id, event.old, event.new, now)
