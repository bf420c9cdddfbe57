"""Where a page of a case stands: who looks, at which case, when; and the addresses of its acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from flask import current_app, url_for

from enforcement.casework import queries
from enforcement.casework.facts import collect_facts
from enforcement.doors.access import current_actor
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.identity.queries import organisation
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.acts import ACTS
from enforcement.rules.facts import CaseFacts
from enforcement.rules.procedure import BY_NAME

if TYPE_CHECKING:
    from enforcement.casework.models import Case
    from enforcement.identity.models import Organisation

APPROVALS = frozenset({"approve_filing", "approve_notice", "approve_closing"})


@dataclass(frozen=True)
class Place:
    """One case as one person sees it at one instant; ``record`` is a piece of evidence, where the act is on one."""

    actor: Actor
    case: Case
    now: datetime
    agency: Organisation
    """Held, so that the many facts that ask for it find it in the session."""
    record: str = ""

    @property
    def today(self) -> date:
        """The civil date."""
        return civil_date(self.now)

    @cached_property
    def facts(self) -> CaseFacts:
        """The case as the rules see it."""
        return collect_facts(self.case, self.today)

    @property
    def handler_ids(self) -> list[int]:
        """The officers in charge."""
        return [one.officer_id for one in self.case.handlers if one.removed_at is None]


def place_of(case_id: str, record: str = "") -> Place:
    """The case of an address. Errors: ``NotFound``, also out of scope."""
    actor = current_actor()
    case = queries.case(actor, case_id)
    return Place(actor, case, current_instant(), organisation(case.org_id), record)


def act_title(name: str) -> str:
    """What an act or step is called."""
    return ACTS[name].title if name in ACTS else BY_NAME[name].title if name in BY_NAME else ""


def act_href(case: Case, name: str) -> str:
    """Where an act or step is done; empty when no page does it."""
    if name == "upload_recording":
        return url_for("recordings.of_matter", matter_id=case.public_id)
    if name == "pass_review":
        return url_for("reviews.index") if "reviews.index" in current_app.view_functions else ""
    if not name:
        return ""
    target = "answer_approval" if name in APPROVALS else name
    return url_for("cases.act", case_id=case.public_id, act=target)
