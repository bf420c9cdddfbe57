"""Who acts in the demo's stories."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from enforcement.demo.people import DemoPeople, actor_of
from enforcement.foundation.actor import Actor


@dataclass
class Cast:
    """People by user name or as officers, with the actors they are ``now``."""

    people: DemoPeople
    now: datetime
    known: dict[str, Actor] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        """The actor of an account."""
        if username not in self.known:
            self.known[username] = actor_of(self.people.named(username), self.now)
        return self.known[username]

    def of_role(self, org_code: str, role: str) -> Actor:
        """The first account holder of a role in an organisation."""
        return self.actor(self.people.of(org_code, role)[0].username)

    def of_officer(self, officer_public_id: str) -> Actor:
        """The actor of an officer."""
        for person in self.people.people:
            if person.officer is not None and person.officer.public_id == officer_public_id:
                return self.actor(person.username)
        raise KeyError(officer_public_id)
