"""An account that somebody else got into is the owner's alone again after a reset."""

from __future__ import annotations

import pytest

from enforcement.identity import services
from enforcement.identity.commands import IssueToken
from tests.domains.identity.people import actor_for, make_account, make_city
from tests.support.app import NOON


@pytest.fixture
def city(app):
    return make_city()


def test_a_reset_ends_the_tokens_of_the_account_and_of_no_other(city) -> None:
    user, other = make_account("zhao", city.bureau, "officer"), make_account("qian", city.bureau, "officer")
    boss = actor_for(make_account("boss", city.city, "administrator"))
    command = IssueToken("业务系统", ("case:read",), 30)
    _, secret = services.issue_token(actor_for(user), command, NOON)
    _, kept = services.issue_token(actor_for(other), command, NOON)
    services.reset_password(boss, user.public_id, "Quiet-River-77?", NOON)
    assert services.actor_of_token(secret, "", NOON) is None
    assert services.actor_of_token(kept, "", NOON) is not None
