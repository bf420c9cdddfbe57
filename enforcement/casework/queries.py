"""Reads of cases. Functions named ``*_facts`` have no actor: they serve higher rooms' services."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from enforcement.casework.assessment import decision_triggers
from enforcement.casework.content import item_of, reviewed_content
from enforcement.casework.deadlines import REVIEW, STATEMENT, open_deadlines
from enforcement.casework.loading import case_by_id
from enforcement.casework.models import (
    Case,
    CaseApproval,
    CaseDeadline,
    CaseDecision,
    CaseHandler,
    CaseParty,
    CasePayment,
    CaseRecord,
    CaseReview,
    CaseStep,
    Party,
)
from enforcement.casework.papers import officer_data
from enforcement.casework.policies import investigator_ids
from enforcement.documents.queries import document_facts
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisation_facts
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.rules.facts import State
from enforcement.rules.publicity import PublicationFacts

PAGE_SIZE = 30
_PERFORMED = frozenset({State.PERFORMED, State.CLOSING_ASKED, State.CLOSED, State.ARCHIVED})


@dataclass(frozen=True)
class CaseFilter:
    """Which cases a list shows; empty fields do not filter."""

    words: str = ""
    state: str = ""
    mine: bool = False
    overdue_on: date | None = None
    org_path: str = ""


def _readable(actor: Actor) -> ColumnElement[bool]:
    return within(actor, Permission.CASE_READ, Case.org_path, Case.public_id, "case")


def case(actor: Actor, public_id: str) -> Case:
    """One case with its party, handlers and proposal. Errors: ``NotFound``, also out of scope."""
    found = db.session.scalar(
        select(Case)
        .where(Case.public_id == public_id, _readable(actor))
        .options(joinedload(Case.party), selectinload(Case.handlers), joinedload(Case.proposal))
    )
    if found is None:
        raise NotFound
    return found


def cases(actor: Actor, wanted: CaseFilter, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[Case]:
    """A page of cases, newest registration first."""
    statement = _filtered(actor, wanted).options(
        joinedload(Case.party), selectinload(Case.handlers), joinedload(Case.proposal)
    )
    if cursor:
        (last,) = decode_cursor(cursor, (int,))
        statement = statement.where(Case.id < last)
    rows = db.session.scalars(statement.order_by(Case.id.desc()).limit(size + 1)).all()
    more = encode_cursor((rows[size - 1].id,)) if len(rows) > size else None
    return Page(rows[:size], more)


def count_cases(actor: Actor, wanted: CaseFilter) -> int:
    """How many cases the filter finds."""
    inner = _filtered(actor, wanted).with_only_columns(Case.id).subquery()
    return db.session.scalar(select(func.count()).select_from(inner)) or 0


def _filtered(actor: Actor, wanted: CaseFilter) -> Select[tuple[Case]]:
    statement = select(Case).where(_readable(actor))
    for word in wanted.words.split():
        statement = statement.where(
            or_(
                Case.title.contains(word, autoescape=True),
                Case.case_no.contains(word, autoescape=True),
                Case.party.has(CaseParty.name.contains(word, autoescape=True)),
            )
        )
    if wanted.state:
        statement = statement.where(Case.state == State(wanted.state))
    if wanted.org_path:
        statement = statement.where(Case.org_path.startswith(wanted.org_path, autoescape=True))
    if wanted.mine:
        statement = statement.where(
            select(CaseHandler.id)
            .where(
                CaseHandler.case_id == Case.id,
                CaseHandler.officer_id == (actor.officer_id or 0),
                CaseHandler.removed_at.is_(None),
            )
            .exists()
        )
    if wanted.overdue_on:
        statement = statement.where(
            select(CaseDeadline.id).where(CaseDeadline.case_id == Case.id, _overdue(wanted.overdue_on)).exists()
        )
    return statement


def _overdue(today: date) -> ColumnElement[bool]:
    return and_(
        CaseDeadline.current.is_(True),
        CaseDeadline.met_on.is_(None),
        CaseDeadline.kind != STATEMENT,
        CaseDeadline.due_on < today,
    )


def deadlines_due(actor: Actor, until: date, *, mine: bool) -> Sequence[tuple[CaseDeadline, Case]]:
    """Duties open up to a day with their cases, soonest first; the party's own term is a right and no duty."""
    statement = (
        select(CaseDeadline, Case)
        .join(Case, Case.id == CaseDeadline.case_id)
        .where(
            _readable(actor),
            CaseDeadline.current.is_(True),
            CaseDeadline.met_on.is_(None),
            CaseDeadline.kind != STATEMENT,
            CaseDeadline.due_on <= until,
        )
        .options(joinedload(Case.party))
        .order_by(CaseDeadline.due_on, CaseDeadline.id)
        .limit(100)
    )
    if mine:
        statement = statement.where(
            select(CaseHandler.id)
            .where(
                CaseHandler.case_id == Case.id,
                CaseHandler.officer_id == (actor.officer_id or 0),
                CaseHandler.removed_at.is_(None),
            )
            .exists()
        )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def approvals_waiting(actor: Actor) -> Sequence[tuple[CaseApproval, Case]]:
    """Open approvals in the actor's scope, oldest first."""
    statement = (
        select(CaseApproval, Case)
        .join(Case, Case.id == CaseApproval.case_id)
        .where(
            within(actor, Permission.CASE_APPROVE, Case.org_path, Case.public_id, "case"),
            CaseApproval.answered_at.is_(None),
        )
        .options(joinedload(Case.party), joinedload(Case.proposal))
        .order_by(CaseApproval.sent_at, CaseApproval.id)
        .limit(100)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def decisions_waiting(actor: Actor) -> Sequence[Case]:
    """Cases that wait for the heads: notified or discussed, in the actor's scope."""
    return db.session.scalars(
        select(Case)
        .where(
            within(actor, Permission.CASE_DECIDE, Case.org_path, Case.public_id, "case"),
            Case.state.in_((State.NOTIFIED, State.DISCUSSED)),
        )
        .options(joinedload(Case.party), joinedload(Case.proposal))
        .order_by(Case.state_since)
        .limit(100)
    ).all()


def parties_found(actor: Actor, words: str, limit: int = 20) -> Sequence[Party]:
    """Entries of the register of parties by name or code, for who may register leads."""
    if not actor.may_anywhere(Permission.CASE_REGISTER) or not words.strip():
        return ()
    statement = select(Party).order_by(Party.name).limit(limit)
    for word in words.split():
        statement = statement.where(
            or_(
                Party.name.contains(word, autoescape=True),
                Party.uscc.contains(word, autoescape=True),
            )
        )
    return db.session.scalars(statement).all()


@dataclass(frozen=True)
class ReviewFacts:
    """What the room of legal review needs to know of a case."""

    title: str
    handler_ids: frozenset[int]
    submitted_by: str
    review_due_on: date
    digest: str
    trigger_sentences: tuple[str, ...]


def review_facts(case_id: int) -> ReviewFacts:
    """A case as the review desk needs it. Internal."""
    found = case_by_id(case_id)
    deadlines = open_deadlines(found, REVIEW)
    submitted = db.session.scalars(
        select(CaseStep)
        .where(CaseStep.case_id == case_id, CaseStep.step == "submit_review")
        .order_by(CaseStep.id.desc())
    ).first()
    on = deadlines[-1].due_on if deadlines else found.received_on
    return ReviewFacts(
        title=found.title,
        handler_ids=investigator_ids(found),
        submitted_by=submitted.actor_name if submitted else "",
        review_due_on=on,
        digest=reviewed_content(found).digest,
        trigger_sentences=tuple(f"{one.sentence}（{one.basis}）" for one in decision_triggers(found, on).review),
    )


def publication_facts(case_id: int) -> PublicationFacts:
    """A decided case as the room of publicity needs it. Internal. Errors: ``NotFound``."""
    found = case_by_id(case_id)
    decision = db.session.scalar(select(CaseDecision).where(CaseDecision.case_id == case_id))
    if decision is None or found.decided_on is None:
        raise NotFound
    paper = next(one for one in document_facts(found.public_id) if one.public_id == decision.document_id)
    agency = organisation_facts(found.org_id)
    officers = officer_data([one.officer_id for one in found.handlers], found.filed_on or found.received_on)
    item = item_of(found)
    row, party = found.proposal, found.party
    paid_on = db.session.scalar(select(func.max(CasePayment.paid_on)).where(CasePayment.case_id == case_id))
    return PublicationFacts(
        case_no=found.case_no or "",
        title=found.title,
        party_name=party.name,
        party_kind=party.kind,
        party_uscc=party.uscc,
        party_id_no=party.id_no,
        legal_representative=party.legal_representative,
        party_address=party.address,
        party_phone=party.phone,
        third_persons=tuple(_third_persons(case_id)),
        officer_names=tuple(one["name"] for one in officers),
        certificate_nos=tuple(one["certificate_no"] for one in officers),
        bank_account=agency.bank_account,
        document_public_id=decision.document_id,
        document_number=decision.number,
        document_sha256=paper.sha256,
        decision_text=tuple(decision.paragraphs),
        decided_on=found.decided_on,
        agency_name=agency.name,
        org_id=found.org_id,
        org_path=found.org_path,
        act=item.act if item else "",
        basis=item.penalty.citation if item else "",
        kinds=tuple(row.kinds) if row else (),
        penalty_text=decision.penalty_text,
        fine_fen=decision.fine_fen,
        confiscation_fen=decision.confiscation_fen,
        grade=row.grade if row else "",
        performed_on=paid_on if found.state in _PERFORMED else None,
        served_on=paper.served_on,
        region_name=agency.region_name,
    )


def _third_persons(case_id: int) -> list[str]:
    """Names of persons who were heard, other than the party."""
    return list(db.session.scalars(select(CaseRecord.respondent).where(CaseRecord.case_id == case_id).distinct()))


@dataclass(frozen=True)
class ClosedCase:
    """A closed case by its public id, and how it came in (``assignment``, ``complaint`` …)."""

    public_id: str
    source_kind: str


def closed_cases(first: date, last: date, org_ids: Collection[int] | None = None) -> tuple[ClosedCase, ...]:
    """Cases closed on these days, both included, of some agencies or of all, in the order of closing. Internal."""
    statement = select(Case.public_id, Case.source_kind).where(Case.closed_on.between(first, last))
    if org_ids is not None:
        statement = statement.where(Case.org_id.in_(org_ids))
    rows = db.session.execute(statement.order_by(Case.closed_on, Case.id))
    return tuple(ClosedCase(row.public_id, row.source_kind) for row in rows)


def latest_reviews(case_id: int) -> Sequence[CaseReview]:
    """Finished rounds of a case, first to last. Internal."""
    return db.session.scalars(
        select(CaseReview).where(CaseReview.case_id == case_id).order_by(CaseReview.round_no)
    ).all()
