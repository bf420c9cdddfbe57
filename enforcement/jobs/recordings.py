"""Jobs of recording: verify what was uploaded, give up what nobody goes on with."""

from __future__ import annotations

import logging
from datetime import datetime

from enforcement.foundation.errors import DomainError, Unavailable
from enforcement.recording.services import sweep_abandoned
from enforcement.recording.verification import recordings_to_verify, verify_recording

log = logging.getLogger(__name__)


def verify_recordings(now: datetime) -> None:
    """Verify complete uploads, oldest first; one that can't be verified now is left for the next run.

    Raises `Unavailable` when the store is away, for then no other upload can be read either.
    """
    for public_id in recordings_to_verify():
        try:
            verify_recording(public_id, now)
        except Unavailable:
            raise
        except (DomainError, OSError) as error:
            log.warning("recording %s is not verified: %s", public_id, error)


def sweep_abandoned_uploads(now: datetime) -> None:
    """Give up uploads without a sign of life; their records stay."""
    sweep_abandoned(now)
