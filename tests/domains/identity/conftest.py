"""Cheap argon2id parameters: these tests try hundreds of passwords; one test reads the real ones."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from enforcement.identity import passwords

REAL = passwords._HASHER


@pytest.fixture
def real_hasher() -> PasswordHasher:
    return REAL


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", cheap)
    monkeypatch.setattr(passwords, "_NOBODY", cheap.hash("nobody's password"))
