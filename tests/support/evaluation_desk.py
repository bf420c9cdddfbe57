"""People of a round of evaluation at their browsers."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from enforcement.doors.access import SESSION_COOKIE
from enforcement.evaluation.models.core import EvaluationSeat
from enforcement.identity import services as identity
from enforcement.identity.models import User
from enforcement.platform.database import transaction
from enforcement.platform.demo_clock import current_instant
from tests.domains.identity.people import PASSWORD, actor_for, make_account
from tests.support.bureau import cheap_hashing
from tests.support.evaluation import Round

POSTS = {"planner": "evaluation_planner", "head": "agency_head", "deputy": "agency_head"}


class Desks:
    """The round whose planner, heads and evaluators have accounts."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with cheap_hashing():
            self.round = Round()
            self.users = {
                name: make_account(f"justice.{name}", self.round.justice, role) for name, role in POSTS.items()
            }
            password = next(iter(self.users.values())).password_hash
        for name, user in self.users.items():
            self.round.people[name] = actor_for(user)
        with transaction():
            for user in self.round.evaluators.values():
                user.password_hash = password

    def browser(self, user: User) -> FlaskClient:
        """The browser of a person who has signed in."""
        with cheap_hashing():
            opened = identity.sign_in(user.username, PASSWORD, "127.0.0.1", "test", current_instant())
        client = self.app.test_client()
        client.set_cookie(SESSION_COOKIE, opened.token)
        return client

    def of(self, name: str) -> FlaskClient:
        """The planner, the head or the deputy."""
        return self.browser(self.users[name])

    def evaluator(self, seat: EvaluationSeat) -> FlaskClient:
        """Whose seat it is."""
        return self.browser(self.round.evaluators[seat.evaluator])

    def agency_head(self) -> FlaskClient:
        """The head of an agency that is judged."""
        with cheap_hashing():
            user = make_account("agency.head", self.round.city.bureau, "agency_head")
        return self.browser(user)
