"""Whole bundles, proofs and lists cost the server much: the API gives them to anyone, but not all at once."""

from __future__ import annotations

import pytest

from enforcement.doors.limits import limiter

EACH_MINUTE = 60


@pytest.mark.parametrize("path", ["/lots/YZ/2026-0001/bundle", "/lots/YZ/2026-0001/proof?object=X", "/decisions"])
def test_the_public_api_is_slowed_down(app, client, monkeypatch, path) -> None:
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    limiter.reset()
    statuses = {client.get(f"/api/v1{path}").status_code for _ in range(EACH_MINUTE)}
    late = client.get(f"/api/v1{path}")
    limiter.reset()
    assert 429 not in statuses
    assert (late.status_code, late.mimetype, late.json["code"]) == (429, "application/problem+json", "too-many")
