"""Identifiers that tell nothing: no sequence, no time, no size of the register."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: nothing that is read as something else."""


def new_public_id() -> str:
    """20 characters, 100 random bits, for addresses."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(20))


def new_check_code() -> str:
    """8 characters that a person can type from paper (核验码)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8)).upper()


def new_secret() -> str:
    """A URL-safe secret of 256 bits."""
    return secrets.token_urlsafe(32)
