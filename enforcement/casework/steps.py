"""Taking a step: the one place where a case's state changes, and what is written with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from enforcement.audit.services import record
from enforcement.casework.models import Case, CaseNote, CaseStep
from enforcement.casework.policies import case_record
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Refused
from enforcement.platform.database import db
from enforcement.rules.facts import STATE_NAMES, CaseFacts
from enforcement.rules.procedure import BY_NAME


def take_step(
    actor: Actor,
    case: Case,
    name: str,
    facts: CaseFacts,
    now: datetime,
    *,
    remark: str = "",
    document_id: str = "",
) -> None:
    """Move the case along the table.

    Errors: ``Refused`` with every reason why not.
    """
    step = BY_NAME[name]
    reasons = step.unmet(facts)
    if reasons:
        raise Refused(reasons)
    source = case.state
    case.state = step.target
    case.state_since = now
    db.session.add(
        CaseStep(
            case_id=case.id,
            step=name,
            source=source.value,
            target=step.target.value,
            at=now,
            actor_user_id=actor.user_id,
            actor_name=actor.name,
            remark=remark,
            document_id=document_id,
        )
    )
    write_note(actor, case, step.title, now, text=remark, link=_document_link(document_id))
    write_audit(
        actor,
        case,
        name,
        now,
        before={"state": source.value},
        after={"state": step.target.value, "document": document_id},
        reason=remark,
    )


def _document_link(document_id: str) -> str:
    return f"document:{document_id}" if document_id else ""


def write_note(
    actor: Actor,
    case: Case,
    headline: str,
    now: datetime,
    *,
    text: str = "",
    link: str = "",
    by_system: bool = False,
) -> None:
    """Add a line to the timeline; ``link`` is ``kind:public_id``."""
    # the version the case will have once this is saved; a flush before may have counted it on already
    coming = case.version + 1 if db.session.is_modified(case) else case.version
    db.session.add(
        CaseNote(
            case_id=case.id,
            case_version=coming,
            at=now,
            by_system=by_system,
            actor_name="系统" if by_system else actor.name,
            headline=headline,
            text=text,
            link=link,
        )
    )


def write_audit(
    actor: Actor,
    case: Case,
    act: str,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write the audit entry of an act in the same transaction."""
    record(
        actor,
        f"case.{act}",
        case_record(case.public_id),
        org_path=case.org_path,
        now=now,
        before=before,
        after=after,
        reason=reason,
    )


def state_name(case: Case) -> str:
    """The state in words."""
    return STATE_NAMES[case.state]
