"""Complaints of enterprises about a visit: to the supervision organ alone, answered within the term."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Stale
from enforcement.foundation.identifiers import new_check_code
from enforcement.foundation.permissions import Permission
from enforcement.inspection.commands.visits import AnswerComplaint, MakeComplaint
from enforcement.inspection.models.visits import Complaint, ComplaintAnswer
from enforcement.inspection.oversight_states import ComplaintState
from enforcement.inspection.queries.checks import check_of_code
from enforcement.inspection.terms import deadline_of
from enforcement.platform import scopes
from enforcement.platform.database import db, locked, transaction
from enforcement.rules.inspection.voices import CATEGORIES

ANSWER = "visit.complaint.answer"
ENTERPRISE = system_actor("企业投诉")


def make_complaint(command: MakeComplaint, now: datetime) -> tuple[Complaint, str]:
    """Keep a complaint and begin its term; gives it with the query code, which is told once and kept as a digest.

    Errors: ``NotFound`` for a code that is none; ``Invalid`` without words.
    """
    check = check_of_code(command.code)
    if check is None:
        raise NotFound
    errors: dict[str, list[str]] = {}
    if command.category not in CATEGORIES:
        errors["category"] = ["请选择投诉的事项"]
    if not command.text.strip():
        errors["text"] = ["请写明投诉的事实"]
    if errors:
        raise Invalid(errors)
    today = civil_date(now)
    deadline = deadline_of(ANSWER, today, check.domain, check.region_name)
    query_code = new_check_code()
    with transaction():
        row = Complaint(
            number=f"TS{today:%Y%m%d}-{new_check_code()}",
            query_digest=query_digest(query_code),
            state=ComplaintState.OPEN,
            org_id=check.org_id,
            org_path=check.org_path,
            agency_name=check.agency_name,
            check_public_id=check.public_id,
            category=command.category,
            text=command.text.strip(),
            contact=command.contact.strip(),
            made_at=now,
            due_on=deadline.due,
            provisional=deadline.provisional,
            basis=deadline.basis,
            footnote=f"{deadline.rule_version}；{deadline.calendar_source}",
            explanation=[run.as_record() for run in deadline.explanation],
        )
        db.session.add(row)
        db.session.flush()
        # The audit record is read by the agency's auditors too: that there is one, not what or by whom.
        audit.record(ENTERPRISE, "complaint.made", f"complaint:{row.number}", org_path="/", now=now)
    return row, query_code


def answer_complaint(actor: Actor, command: AnswerComplaint, now: datetime) -> Complaint:
    """Answer a complaint; the answer is read with number and query code.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``, ``Invalid`` without words.
    """
    if not command.text.strip():
        raise Invalid({"text": ["请写明核查的情况和答复"]})
    with transaction():
        row = locked(select(Complaint).where(Complaint.number == command.number))
        scopes.require(actor, Permission.COMPLAINT_HANDLE, row.org_path)
        if row.version != command.version or row.state is not ComplaintState.OPEN:
            raise Stale(changed_by=row.answers[-1].by_name if row.answers else "", changed_at=row.closed_at)
        row.state, row.closed_at = ComplaintState.ANSWERED, now
        row.answers.append(
            ComplaintAnswer(
                outcome=command.outcome,
                text=command.text.strip(),
                at=now,
                by_user_id=actor.user_id,
                by_name=actor.name,
            )
        )
        audit.record(
            actor,
            "complaint.answered",
            f"complaint:{row.number}",
            org_path="/",
            now=now,
            after={"outcome": command.outcome.value, "late": civil_date(now) > row.due_on},
        )
    return row


def complaint_of_codes(number: str, query_code: str) -> Complaint:
    """A complaint, for who has number and query code. Errors: ``NotFound``, the same for each wrong one."""
    row = db.session.scalar(select(Complaint).where(Complaint.number == number.strip().upper()))
    given = query_digest(query_code)
    if row is None or not hmac.compare_digest(row.query_digest, given):
        raise NotFound
    return row


def query_digest(query_code: str) -> str:
    """What is kept of a query code."""
    return hashlib.sha256(query_code.strip().upper().encode()).hexdigest()
