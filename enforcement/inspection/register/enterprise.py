"""What an enterprise reads with the code of its notice: that check, the earlier ones on it, how often it is visited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound
from enforcement.inspection.queries.checks import check_of_code, checks_of_object
from enforcement.inspection.queries.visits import standing
from enforcement.rules.inspection.checks import CheckFacts
from enforcement.rules.inspection.results import CODE_NAMES, ResultCode
from enforcement.rules.inspection.visits import KIND_OF_ORIGIN, Standing

SHOWN = 20


@dataclass(frozen=True)
class EnterpriseView:
    """The page behind a code. ``earlier``: checks that have taken place, newest first; plans stay unseen.

    Whether the code has rated is not among it: the officers have the code too, and the agency must not see who rated.
    """

    check: CheckFacts
    earlier: tuple[CheckFacts, ...]
    standing: Standing


def enterprise_view(code: str, now: datetime) -> EnterpriseView:
    """Errors: ``NotFound`` for every code that is none, whatever is wrong with it."""
    check = check_of_code(code) if code.isascii() and code.isalnum() else None
    if check is None:
        raise NotFound
    others = tuple(
        one for one in checks_of_object(check.uscc) if one.public_id != check.public_id and one.arrived_at is not None
    )
    known = standing(check.org_id, check.uscc, civil_date(now), check.item_codes)
    return EnterpriseView(check, others[:SHOWN], known)


def result_words(check: CheckFacts) -> str:
    """The results in words, once they were told."""
    if check.told_at is None and check.published_at is None:
        return ""
    return "；".join(CODE_NAMES[ResultCode(one)] for one in check.result_codes) or check.result_text


def kind_words(check: CheckFacts) -> str:
    """As what it was made (日常检查)."""
    return KIND_OF_ORIGIN[check.origin].words


def visited_on(check: CheckFacts) -> date | None:
    """The civil day of the visit."""
    return civil_date(check.arrived_at) if check.arrived_at else None
