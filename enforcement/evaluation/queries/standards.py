"""Reads of standards. Whoever plans, approves, reads, scores or answers may see them; drafts only their organ."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.core import EvaluationStandard
from enforcement.evaluation.policies import Action
from enforcement.evaluation.states import StandardState
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.rules.evaluation.difference import Difference, difference

__all__ = ["published_standards", "standard", "standard_difference", "standard_of", "standards"]


def standards(actor: Actor) -> Sequence[EvaluationStandard]:
    """Every version that the actor may see, by code, the newest first."""
    return db.session.scalars(
        select(EvaluationStandard)
        .where(_readable(actor))
        .order_by(EvaluationStandard.code, EvaluationStandard.id.desc())
    ).all()


def published_standards(actor: Actor) -> Sequence[EvaluationStandard]:
    """Versions that a plan may name."""
    return [row for row in standards(actor) if row.state is StandardState.PUBLISHED]


def standard(actor: Actor, public_id: str) -> EvaluationStandard:
    """One version. Errors: ``NotFound``, also out of scope."""
    found = db.session.scalar(
        select(EvaluationStandard).where(EvaluationStandard.public_id == public_id, _readable(actor))
    )
    if found is None:
        raise NotFound
    return found


def standard_difference(row: EvaluationStandard) -> tuple[Difference, ...]:
    """What changed against the version of the same standard published before it; empty for the first."""
    before = db.session.scalar(
        select(EvaluationStandard)
        .where(
            EvaluationStandard.code == row.code,
            EvaluationStandard.state == StandardState.PUBLISHED,
            EvaluationStandard.id < row.id,
        )
        .order_by(EvaluationStandard.id.desc())
        .limit(1)
    )
    return () if before is None else difference(standard_of(before), standard_of(row))


def _readable(actor: Actor) -> ColumnElement[bool]:
    published = EvaluationStandard.state == StandardState.PUBLISHED
    drafts = or_(*(within(actor, one.value, EvaluationStandard.org_path) for one in (Action.PLAN, Action.APPROVE)))
    anyone = any(actor.may_anywhere(one.value) for one in Action)
    return or_(published, drafts) if anyone else drafts
