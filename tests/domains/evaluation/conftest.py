"""A justice bureau with two agencies whose files are closed."""

import pytest

from tests.support.evaluation import Round


@pytest.fixture
def made(app_with_store) -> Round:
    assert app_with_store is not None
    return Round()


@pytest.fixture
def filled(made) -> Round:
    made.fill()
    return made
