"""Jobs of publicity: propose redactions for new duties, take down what was shown for the longest time."""

from __future__ import annotations

import logging
from datetime import datetime

from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError
from enforcement.publicity import services
from enforcement.publicity.queries import undrafted_duties
from enforcement.publicity.register import expired_codes

log = logging.getLogger(__name__)


def draft_redactions(now: datetime) -> None:
    """The machine's proposal for every duty that has none yet."""
    actor = system_actor("隐去建议")
    for public_id in undrafted_duties():
        try:
            services.draft_redactions(actor, public_id, now)
        except DomainError as error:
            log.warning("duty %s has no proposal yet: %s", public_id, error)


def take_down_expired(now: datetime) -> None:
    """Stop showing what reached the end of its longest time (信用修复管理办法)."""
    actor = system_actor("公示期满")
    for code in expired_codes(civil_date(now)):
        try:
            services.take_down_expired(actor, code, now)
        except DomainError as error:
            log.warning("public record %s is still shown: %s", code, error)
