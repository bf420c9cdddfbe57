"""A city with a bureau that publishes."""

import pytest

from tests.domains.identity.people import City, make_city


@pytest.fixture
def city(app) -> City:
    return make_city()


@pytest.fixture
def bureau(city):
    return city.bureau
