"""The officer's bureau, and a real clip."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from enforcement.identity import passwords
from enforcement.platform.media import make_demo_mp4
from tests.domains.recording.filming import Scene, make_scene


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch) -> None:
    """The accounts of a scene need no strong password."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def scene(app_with_store) -> Scene:
    return make_scene()


@pytest.fixture(scope="session")
def clip() -> bytes:
    return make_demo_mp4(4, "现场检查")
