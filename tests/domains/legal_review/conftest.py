"""The bureau with staged cases under the name that these tests use."""

from __future__ import annotations

import pytest

from tests.support.bureau import Bureau


@pytest.fixture
def bureau(staged_bureau: Bureau) -> Bureau:
    """A market supervision bureau with its people, lists and staged cases."""
    return staged_bureau
