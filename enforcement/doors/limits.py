"""Whole lists, proofs and guessed codes are slowed down; reading is not. Each process counts for itself, by address."""

from __future__ import annotations

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)
WHOLE_LISTS = "30 per minute"
SINGLE_ANSWERS = "60 per minute"


@limiter.request_filter
def _is_uncounted() -> bool:
    return not current_app.config.get("RATELIMIT_ENABLED", True)
