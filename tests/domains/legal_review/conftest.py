"""The bureau of the tests, in the transaction of each test, with a real S3 server."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from flask import Flask

from enforcement.identity import passwords
from tests.support.bureau import Bureau, make_bureau


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch) -> None:
    # Twenty accounts are made for each test, and none of these tests signs in.
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def bureau(app_with_store: Flask) -> Bureau:
    """A market supervision bureau with its people and lists."""
    assert app_with_store is not None
    return make_bureau()
