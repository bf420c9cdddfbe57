"""What this room does when a lower one tells: it only creates or updates rows, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from enforcement.casework.events import CaseDecided, CasePerformed
from enforcement.casework.queries import publication_facts
from enforcement.foundation.actor import system_actor
from enforcement.foundation.events import subscribe
from enforcement.publicity import services

_ACTOR = system_actor("公示任务")


def connect() -> None:
    """Listen to casework. Called once by the composition root."""
    subscribe(CaseDecided, on_case_decided)
    subscribe(CasePerformed, on_case_performed)


def on_case_decided(event: CaseDecided, now: datetime) -> None:
    """A decision without its duty to publish would be unlawful: an error here aborts it (行政处罚法第四十八条)."""
    services.open_publication_duty(_ACTOR, publication_facts(event.case_id), event.case_public_id, now)


def on_case_performed(event: CasePerformed, now: datetime) -> None:
    """The public page says that the penalty was performed."""
    services.note_performance(_ACTOR, event.case_public_id, event.performed_on, now)
