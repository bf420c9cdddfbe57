"""Secrets that must be read again: masked at rest under the application's secret.

A one-time pad: HMAC-SHA-256 of the installation's secret over a purpose and a nonce that is used once, XORed with the
32 bytes to be kept. Whoever has the database alone learns nothing; whoever has the secret too can read it
(docs/claims.md says so).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import current_app

MASKED_BYTES = 32


def new_nonce() -> str:
    """64 hex digits, for one masking only."""
    return secrets.token_hex(32)


def mask(purpose: str, nonce: str, data: bytes) -> bytes:
    """Mask 32 bytes; the same call on what it gave unmasks them.

    Errors: ``ValueError`` for another length.
    """
    if len(data) != MASKED_BYTES:
        message = f"a masked value has {MASKED_BYTES} bytes"
        raise ValueError(message)
    key = str(current_app.config["SECRET_KEY"]).encode()
    pad = hmac.new(key, f"{purpose}\x00{nonce}".encode(), hashlib.sha256).digest()
    return bytes(one ^ other for one, other in zip(data, pad, strict=True))
