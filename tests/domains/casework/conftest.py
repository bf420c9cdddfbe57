"""The bureau of the tests, in the transaction of each test, with a real S3 server."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.bureau import Bureau, make_bureau


@pytest.fixture
def bureau(app_with_store: Flask) -> Bureau:
    """A market supervision bureau with its people and lists."""
    assert app_with_store is not None
    return make_bureau()
