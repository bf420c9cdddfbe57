"""One password tried on many names: each name stays below its lock, so the address is what is counted."""

from __future__ import annotations

import pytest

from enforcement.doors.limits import limiter

MOST_IN_A_MINUTE = 60


@pytest.fixture
def counting(app, monkeypatch):
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    limiter.reset()
    yield app
    limiter.reset()


def test_many_names_from_one_address_are_slowed_down(counting, client) -> None:
    def enter(number):
        return client.post("/sign-in", data={"username": f"name{number}", "password": "Spring-2026"}).status_code

    assert {enter(number) for number in range(MOST_IN_A_MINUTE)} == {401}
    assert enter(MOST_IN_A_MINUTE) == 429
    assert client.get("/sign-in").status_code == 200
    elsewhere = client.post(
        "/sign-in", data={"username": "a", "password": "b"}, environ_base={"REMOTE_ADDR": "192.0.2.7"}
    )
    assert elsewhere.status_code == 401
