"""Load a case for an act: locked, allowed, at the version the person saw."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from enforcement.casework import policies
from enforcement.casework.models import (
    Case,
    CaseDecision,
    CaseDiscussion,
    CaseGoods,
    CaseNote,
    CaseNotice,
    CaseReview,
    CaseStatement,
)
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Change, NotFound, Refused, Stale
from enforcement.platform.database import db, locked
from enforcement.rules.acts import ACTS
from enforcement.rules.procedure import BY_NAME

CaseRow = TypeVar(
    "CaseRow",
    CaseDecision,
    CaseDiscussion,
    CaseGoods,
    CaseNotice,
    CaseReview,
    CaseStatement,
)


def open_case(actor: Actor, public_id: str, doing: str, now: datetime, version: int | None) -> Case:
    """The case, locked, for an act or step by name.

    Errors: ``NotFound`` (not there or not yours), ``Forbidden``, ``Refused`` (separation of
    duties, or the act is out of place in this state), ``Stale`` with what happened since.
    """
    statement = select(Case).where(Case.public_id == public_id)
    case = locked(statement)
    act = ACTS.get(doing)
    permission = act.permission if act else BY_NAME[doing].permission
    policies.require(actor, permission, case)
    if version is not None and version != case.version:
        raise stale(case, version)
    if act is not None:
        problem = act.problem(case.state)
        if problem is not None:
            raise Refused((problem,))
    case.touched_at = now
    case.touched_by = actor.name
    case.touches += 1
    return case


def stale(case: Case, version: int) -> Stale:
    """What others did to the case after the version that was seen."""
    notes = db.session.scalars(
        select(CaseNote).where(CaseNote.case_id == case.id, CaseNote.case_version > version).order_by(CaseNote.id)
    ).all()
    return Stale(
        "这个案件刚被别人改过，您的内容还没有保存",
        changed_by=case.touched_by,
        changed_at=case.touched_at,
        changes=tuple(Change(f"{one.actor_name} {one.headline}", one.text, "") for one in notes),
    )


def case_by_id(case_id: int) -> Case:
    """A case by its row id, for handlers of events. Internal. Errors: ``NotFound``."""
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotFound
    return case


def latest(model: type[CaseRow], case: Case) -> CaseRow | None:
    """The newest row of a kind on a case."""
    return db.session.scalars(select(model).where(model.case_id == case.id).order_by(model.id.desc()).limit(1)).first()
