"""The real parameters of argon2id, read before tests are given cheap ones."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from enforcement.identity import passwords

REAL = passwords._HASHER


@pytest.fixture
def real_hasher() -> PasswordHasher:
    return REAL
