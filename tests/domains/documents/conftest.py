"""A house of papers for each test."""

from __future__ import annotations

import pytest

from tests.domains.documents.house import House, build_house


@pytest.fixture
def house(app_with_store) -> House:
    """An agency with two officers and a registered seal; what is written is undone."""
    return build_house()
