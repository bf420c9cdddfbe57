"""Plans, batches and proposals as the desk, the scheduler and higher rooms read them. Without an actor: internal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import joinedload, selectinload

from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.permissions import Permission
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.queries import (
    organisation_facts,
    organisations_coded,
    organisations_facts,
    paths_below,
)
from enforcement.inspection.library_states import NoticeKind, ProposalState
from enforcement.inspection.mapping import batch_facts_of
from enforcement.inspection.models.checks import Check, InspectionTask
from enforcement.inspection.models.plans import InspectionBatch, InspectionNotice, InspectionPlan, JointVisitProposal
from enforcement.inspection.queries.libraries import published_codes
from enforcement.inspection.task_states import TaskState
from enforcement.platform.database import db
from enforcement.platform.scopes import TextColumn, within
from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.plans import BatchFacts, BatchState, Origin

Row = TypeVar("Row")
MATTER = "batch:"


def matter_of(batch_public_id: str) -> str:
    """What a batch is called in the draws room."""
    return MATTER + batch_public_id


def batch_facts(public_id: str) -> BatchFacts:
    """A batch with what its plan says. Internal. Errors: ``NotFound``."""
    row = _one(_batches().where(InspectionBatch.public_id == public_id))
    return batch_facts_of(row, row.plan, organisation_facts(row.org_id))


def batch_of_matter(matter: str) -> BatchFacts | None:
    """The batch behind a draw, ``None`` when the draw is of another kind. Internal."""
    if not matter.startswith(MATTER):
        return None
    return batch_facts(matter.removeprefix(MATTER))


def all_batch_facts(rows: Sequence[InspectionBatch]) -> tuple[BatchFacts, ...]:
    """Rows with their plans loaded, as facts, in one question for all agencies. Internal."""
    agencies = organisations_facts([row.org_id for row in rows])
    return tuple(batch_facts_of(row, row.plan, agencies[row.org_id]) for row in rows)


def due_batches(on: date) -> tuple[str, ...]:
    """Public ids of approved batches whose draw day has come, oldest first. Internal."""
    return tuple(
        db.session.scalars(
            select(InspectionBatch.public_id)
            .where(InspectionBatch.state == BatchState.APPROVED, InspectionBatch.draw_on <= on)
            .order_by(InspectionBatch.draw_on, InspectionBatch.id)
        )
    )


def planned_between(org_path: str, first: date, last: date) -> tuple[BatchFacts, ...]:
    """Batches of an agency whose visits lie in a span of days, cancelled ones left out. Internal."""
    rows = db.session.scalars(
        _batches()
        .where(
            InspectionBatch.org_path == org_path,
            InspectionBatch.visit_from <= last,
            InspectionBatch.visit_to >= first,
            InspectionBatch.state != BatchState.CANCELLED,
        )
        .order_by(InspectionBatch.id)
    ).all()
    return all_batch_facts(rows)


def drawn_batches(since: date) -> tuple[BatchFacts, ...]:
    """Batches with a draw whose visits have not ended before a day. Internal."""
    rows = db.session.scalars(
        _batches()
        .where(
            InspectionBatch.state.in_((BatchState.DRAWN, BatchState.RUNNING)),
            InspectionBatch.visit_to >= since,
        )
        .order_by(InspectionBatch.id)
    ).all()
    return all_batch_facts(rows)


def plans(actor: Actor, year: int | None = None) -> Sequence[InspectionPlan]:
    """Plans in scope with their batches, newest year first."""
    statement = select(InspectionPlan).where(_readable(actor, InspectionPlan.org_path))
    if year is not None:
        statement = statement.where(InspectionPlan.year == year)
    return db.session.scalars(
        statement.options(selectinload(InspectionPlan.batches)).order_by(
            InspectionPlan.year.desc(), InspectionPlan.org_path, InspectionPlan.id
        )
    ).all()


def plan(actor: Actor, public_id: str) -> InspectionPlan:
    """One plan with its batches. Errors: ``NotFound``, also out of scope."""
    return _one(
        select(InspectionPlan)
        .where(InspectionPlan.public_id == public_id, _readable(actor, InspectionPlan.org_path))
        .options(selectinload(InspectionPlan.batches))
    )


def batches(
    actor: Actor, state: BatchState | None = None, origin: Origin | None = None, limit: int = 200
) -> Sequence[InspectionBatch]:
    """Batches in scope by draw day, latest first, with their plans."""
    statement = _batches().where(_readable(actor, InspectionBatch.org_path))
    if state is not None:
        statement = statement.where(InspectionBatch.state == state)
    if origin is not None:
        statement = statement.where(InspectionBatch.origin == origin)
    return db.session.scalars(
        statement.order_by(InspectionBatch.draw_on.desc(), InspectionBatch.id.desc()).limit(limit)
    ).all()


def batch(actor: Actor, public_id: str) -> InspectionBatch:
    """One batch with its plan. Errors: ``NotFound``, also out of scope."""
    return _one(_batches().where(InspectionBatch.public_id == public_id, _readable(actor, InspectionBatch.org_path)))


def proposals(actor: Actor, state: ProposalState | None = None, limit: int = 200) -> Sequence[JointVisitProposal]:
    """Proposals to join visits in which one of the two agencies is in scope: those that wait, then newest first."""
    statement = select(JointVisitProposal).where(_readable_proposal(actor))
    if state is not None:
        statement = statement.where(JointVisitProposal.state == state)
    waits = JointVisitProposal.state == ProposalState.OPEN
    return db.session.scalars(statement.order_by(waits.desc(), JointVisitProposal.id.desc()).limit(limit)).all()


def proposal(actor: Actor, public_id: str) -> JointVisitProposal:
    """One proposal. Errors: ``NotFound``, also when neither agency is in scope."""
    return _one(select(JointVisitProposal).where(JointVisitProposal.public_id == public_id, _readable_proposal(actor)))


def organs_with_proposal(check: Check) -> tuple[str, ...]:
    """Names of the organs with which a joint visit of this check is proposed and not answered (D10). Internal.

    One whose draw is void, or who does not visit the object any more, is not waited for.
    """
    batch = check.task.batch_public_id if check.task is not None else ""
    beside = case(
        (JointVisitProposal.first_batch == batch, JointVisitProposal.second_batch),
        else_=JointVisitProposal.first_batch,
    )
    named = or_(JointVisitProposal.first_batch == batch, JointVisitProposal.second_batch == batch)
    theirs = and_(Check.task_id == InspectionTask.id, Check.uscc == check.uscc, Check.state != CheckState.VOID)
    statement = (
        select(InspectionTask.agency_name)
        .join(JointVisitProposal, beside == InspectionTask.batch_public_id)
        .outerjoin(Check, theirs)
        .where(
            named,
            JointVisitProposal.uscc == check.uscc,
            JointVisitProposal.state == ProposalState.OPEN,
            InspectionTask.state != TaskState.VOID,
            or_(Check.id.is_not(None), InspectionTask.state == TaskState.OPENING),
        )
        .distinct()
        .order_by(InspectionTask.agency_name)
    )
    return tuple(db.session.scalars(statement))


def visited_jointly(check: Check) -> bool:
    """Whether another check visits the object together with this one, or stands in a joint task of its organ. Internal.

    What is still sealed counts as none: the answer would tell whom it is about.
    """
    others = db.session.execute(
        select(Check.joint_key, InspectionTask.batch_public_id)
        .join(InspectionTask, InspectionTask.id == Check.task_id)
        .where(
            Check.uscc == check.uscc,
            Check.id != check.id,
            Check.state != CheckState.VOID,
            InspectionTask.sealed.is_(False),
            Check.window_to.between(date(check.window_to.year, 1, 1), date(check.window_to.year, 12, 31)),
        )
    ).all()
    if check.joint_key and any(key == check.joint_key for key, _ in others):
        return True
    own = organisation_facts(check.org_id).code
    joint = (one for one in (batch_facts(batch) for _, batch in others) if one.joint)
    return any(own in one.departments for one in joint)


def notices(actor: Actor, kinds: Sequence[NoticeKind]) -> Sequence[InspectionNotice]:
    """What is due and not yet settled, in scope, oldest first."""
    return db.session.scalars(
        select(InspectionNotice)
        .where(
            InspectionNotice.kind.in_(kinds),
            InspectionNotice.cleared_at.is_(None),
            _readable(actor, InspectionNotice.org_path),
        )
        .order_by(InspectionNotice.at, InspectionNotice.id)
        .limit(100)
    ).all()


def departments_beside(org_id: int) -> tuple[OrganisationFacts, ...]:
    """Departments of the same government, who may join a draw. Internal."""
    agency = organisation_facts(org_id)
    government = agency.path.removesuffix("/").rpartition("/")[0] + "/"
    found = organisations_coded(tuple(paths_below(government)))
    beside = [one for one in found.values() if one.domain and one.active and one.parent_id == agency.parent_id]
    return tuple(sorted((one for one in beside if one.org_id != org_id), key=lambda one: one.code))


def codes_for_officers(org_id: int, on: date) -> frozenset[str]:
    """Codes an officer may hold on a civil day: of the own list, and of departments whose joint tasks he is drawn for.

    Internal.
    """
    organs = (org_id, *(one.org_id for one in departments_beside(org_id)))
    return frozenset().union(*(published_codes(one, on) for one in organs))


def _batches() -> Select[tuple[InspectionBatch]]:
    return select(InspectionBatch).options(joinedload(InspectionBatch.plan))


def _readable(actor: Actor, path: TextColumn) -> ColumnElement[bool]:
    return within(actor, Permission.CHECK_READ, path)


def _readable_proposal(actor: Actor) -> ColumnElement[bool]:
    return or_(_readable(actor, JointVisitProposal.first_path), _readable(actor, JointVisitProposal.second_path))


def _one(statement: Select[tuple[Row]]) -> Row:
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found
