"""A city, and the people of its bureau's draws."""

import pytest

from tests.domains.identity.people import City, make_city
from tests.support.draws import DrawRoom


@pytest.fixture
def city(app_with_store) -> City:
    return make_city()


@pytest.fixture
def room(city) -> DrawRoom:
    return DrawRoom(city)
