"""The officer's bureau, and a real clip."""

from __future__ import annotations

import pytest

from enforcement.platform.media import make_demo_mp4
from tests.domains.recording.filming import Scene, make_scene


@pytest.fixture
def scene(app_with_store) -> Scene:
    return make_scene()


@pytest.fixture(scope="session")
def clip() -> bytes:
    return make_demo_mp4(4, "现场检查")
