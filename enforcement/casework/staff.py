"""Only officers of the case's agency act in it."""

from __future__ import annotations

from collections.abc import Sequence

from enforcement.casework.models import Case
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid
from enforcement.identity.queries import officers_of


def require_staff(actor: Actor, case: Case, officer_ids: Sequence[int], field: str) -> None:
    """Pass, or ``Invalid`` at the field for somebody who is not on the agency's staff list."""
    staff = {one.id for one in officers_of(actor, case.org_path)}
    if not set(officer_ids) <= staff:
        raise Invalid({field: ["只能选择本机关登记在册的执法人员"]})
