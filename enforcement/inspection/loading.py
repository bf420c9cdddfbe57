"""What every action on the list, the libraries and the plans begins with: the locked row, its version, the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from enforcement.catalogue.law import current_rulesets
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Reason, Refused, Stale
from enforcement.identity.facts import OrganisationFacts
from enforcement.inspection.models.libraries import InspectionItem, LibraryImport
from enforcement.inspection.models.plans import InspectionBatch, InspectionPlan, JointVisitProposal
from enforcement.inspection.policies import Action, require
from enforcement.platform.database import Versioned, locked
from enforcement.rules.rulesets import Number


def locked_item(actor: Actor, action: Action, public_id: str, version: int) -> InspectionItem:
    """A version of an item, locked. Errors: ``NotFound``, ``Forbidden``, ``Stale``."""
    row = locked(select(InspectionItem).where(InspectionItem.public_id == public_id))
    require(actor, action, row.org_path)
    require_version(row, version)
    return row


def locked_import(actor: Actor, public_id: str) -> LibraryImport:
    """An upload, locked. Errors: ``NotFound``, ``Forbidden``."""
    row = locked(select(LibraryImport).where(LibraryImport.public_id == public_id))
    require(actor, Action.KEEP_LIBRARY, row.org_path)
    return row


def locked_plan(actor: Actor, action: Action, public_id: str, version: int | None) -> InspectionPlan:
    """A plan with its batches, locked; ``version`` None where a batch's own is compared.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``.
    """
    row = locked(
        select(InspectionPlan)
        .where(InspectionPlan.public_id == public_id)
        .options(selectinload(InspectionPlan.batches))
    )
    require(actor, action, row.org_path)
    if version is not None:
        require_version(row, version)
    return row


def locked_batch(public_id: str) -> InspectionBatch:
    """A batch with its plan, locked. Errors: ``NotFound``."""
    return locked(
        select(InspectionBatch)
        .where(InspectionBatch.public_id == public_id)
        .options(selectinload(InspectionBatch.plan))
    )


def locked_proposal(public_id: str) -> JointVisitProposal:
    """A proposal, locked. Errors: ``NotFound``."""
    return locked(select(JointVisitProposal).where(JointVisitProposal.public_id == public_id))


def require_version(row: Versioned, version: int) -> None:
    """Errors: ``Stale`` when somebody saved since the person looked."""
    if row.version != version:
        raise Stale


def refuse(reasons: Sequence[Reason]) -> None:
    """Errors: ``Refused`` with all reasons, when there is one."""
    if reasons:
        raise Refused(reasons)


def number(rule_id: str, agency: OrganisationFacts, on: date) -> Number:
    """A number of the rule sets as it holds for an agency on a civil day."""
    return current_rulesets().number(rule_id, agency.domain, agency.region_name, on)
