"""Collect the facts the rules look at. Reads only; the number of queries is constant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, func, select

from enforcement.casework.assessment import decision_triggers, proposal_problems
from enforcement.casework.content import content_of, material_of
from enforcement.casework.deadlines import (
    CASE_TERM,
    HEARING_REQUEST,
    STATEMENT,
    case_number,
    case_term,
    deadlines_of,
)
from enforcement.casework.loading import latest
from enforcement.casework.models import (
    Case,
    CaseApproval,
    CaseDecision,
    CaseDiscussion,
    CaseGoods,
    CaseNotice,
    CaseParty,
    CasePayment,
    CaseRecord,
    CaseReview,
    CaseStatement,
)
from enforcement.casework.policies import investigator_ids
from enforcement.catalogue import queries as catalogue
from enforcement.catalogue.law import current_calendar, current_rulesets
from enforcement.documents.form_list import FORMS
from enforcement.foundation.clock import civil_date
from enforcement.identity.queries import officer_papers
from enforcement.platform.database import db
from enforcement.rules.deadlines import Deadline, compute_deadline
from enforcement.rules.duties import right_lapsed
from enforcement.rules.facts import (
    CaseFacts,
    DiscussionFact,
    LimitationFact,
    NoticeFact,
    ProposalFact,
    RecordFact,
    ReviewFact,
    StatementFact,
)
from enforcement.rules.facts_catalogue import ItemFacts, LawChange
from enforcement.rules.limitation import (
    LimitationFacts,
    check_limitation,
    limitation_term,
)
from enforcement.rules.officers import OfficerPaper, officer_fact
from enforcement.rules.publicity import age_on, birth_date
from enforcement.rules.recording import RecordingFact, missing_entries

RECORD_NAMES = {"scene": "现场笔录", "inquiry": "询问笔录"}
_VOLUME_FORMS = (
    "source_register", "filing_approval", "scene_record", "inquiry_record", "evidence_list", "investigation_report",
    "review_opinion", "penalty_notice", "penalty_decision", "service_receipt", "closing_approval",
)  # fmt: skip
_RECORDED_STEPS = {"scene": "scene_inspection", "inquiry": "inquiry"}


def collect_facts(case: Case, today: date) -> CaseFacts:
    """The case on a day, as the rules see it."""
    material = material_of(case)
    item, documents, evidence = material.item, material.documents, material.evidence
    content = content_of(case, material)
    triggers = decision_triggers(case, today)
    decision = latest(CaseDecision, case)
    notice = latest(CaseNotice, case)
    records = _records_of(case)
    papers = officer_papers([*_handler_ids(case), *(one for row in records for one in row.officer_ids)])
    facts = CaseFacts(
        state=case.state,
        today=today,
        party_kind=case.party.kind,
        handlers=tuple(officer_fact(papers[one], today) for one in _handler_ids(case)),
        investigators=investigator_ids(case),
        age_at_act=_age(case),
        punishable_age=case_number(case, "age.no_penalty", today).whole,
        lighter_age=case_number(case, "age.lighter", today).whole,
        minimum_officers=case_number(case, "officers.minimum", today).whole,
        minimum_discussants=case_number(case, "discussion.quorum", today).whole,
        field_name=case.domain,
        item_in_scope=item is not None and item.field == case.domain,
        item_in_force=item is not None,
        law_change=_law_change(case, today),
        acted_on=case.acted_on,
        limitation=_limitation(case),
        facts_found=bool(case.facts_text.strip()),
        evidence_count=len(evidence),
        evidence_unverified=tuple(f"{one.no}.{one.title}" for one in evidence if not one.verified),
        filing_approved_on=case.filed_on,
        decide_by=_decide_by(case),
        proposal=_proposal(case, item),
        report_issued=any(one.form == "investigation_report" for one in documents),
        content_digest=content.digest,
        review_triggers=triggers.review,
        discussion_triggers=triggers.discussion,
        hearing_triggers=triggers.hearing,
        review=_review(case),
        notice_approved=_notice_approved(case),
        notice=_notice(notice, case, today),
        waived_on=notice.waived_on if notice else None,
        statement=_statement(case, notice),
        discussion=_discussion(case),
        volume_gaps=_volume_gaps({one.form for one in documents}, discussed=triggers.discussion != ()),
        decision_issued=decision is not None,
        decision_sealed=any(one.form == "penalty_decision" and one.sealed for one in documents),
        decision_served_on=next((one.served_on for one in documents if one.form == "penalty_decision"), None),
        fine_due_fen=decision.fine_fen + decision.confiscation_fen if decision else 0,
        fine_paid_fen=_paid(case),
        goods_unsettled=_goods_unsettled(case),
        double_fine=_double_fine(case),
        service_receipts_missing=tuple(
            one.title
            for one in documents
            if one.form in {"penalty_notice", "penalty_decision"} and one.served_on is None
        ),
    )
    missing, pending = _recordings(case, {row.kind for row in records}, material.recordings)
    facts = replace(facts, recordings_missing=missing, recordings_pending=pending)
    return _with_records(facts, records, papers)


def _law_change(case: Case, today: date) -> str:
    if case.item_code is None or case.acted_on is None:
        return ""
    versions = catalogue.versions_for(case.item_code, case.acted_on, today)
    return "" if versions.change is LawChange.SAME else versions.explanation


def _volume_gaps(forms: set[str], *, discussed: bool) -> tuple[str, ...]:
    """Papers of the main line that SAMR 78 puts into the volume and that are not there."""
    due = (*_VOLUME_FORMS, "discussion_record") if discussed else _VOLUME_FORMS
    return tuple(FORMS[form].name for form in due if form not in forms)


def _handler_ids(case: Case) -> list[int]:
    return [one.officer_id for one in case.handlers if one.removed_at is None]


def _records_of(case: Case) -> Sequence[CaseRecord]:
    statement = select(CaseRecord).where(CaseRecord.case_id == case.id).order_by(CaseRecord.id)
    return db.session.scalars(statement).all()


def _with_records(facts: CaseFacts, rows: Sequence[CaseRecord], papers: Mapping[int, OfficerPaper]) -> CaseFacts:
    by_kind: dict[str, list[RecordFact]] = {"scene": [], "inquiry": []}
    for row in rows:
        on = civil_date(row.started_at)
        by_kind[row.kind].append(
            RecordFact(
                kind=RECORD_NAMES[row.kind],
                on=on,
                officers=tuple(officer_fact(papers[one], on) for one in row.officer_ids),
                certificate_shown=row.certificate_shown,
                rights_told=row.rights_told,
                settled=row.signed or bool(row.refusal),
            )
        )
    return replace(facts, scene_records=tuple(by_kind["scene"]), inquiry_records=tuple(by_kind["inquiry"]))


def _recordings(
    case: Case, kinds: set[str], recordings: Sequence[RecordingFact]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the agency's recording list asks of the acts done, missing and not yet verified."""
    listed = catalogue.recording_list_on(case.org_id, case.received_on)
    if listed is None:
        return (), ()
    steps = {_RECORDED_STEPS[kind] for kind in kinds} | {"scene_inspection"}
    due = [one for one in listed.entries if one.required and one.step in steps]
    missing, pending = missing_entries(due, recordings)
    return tuple(one.item for one in missing), tuple(one.item for one in pending)


def _limitation(case: Case) -> LimitationFact | None:
    if case.acted_on is None:
        return None
    judged = LimitationFacts(
        ended_on=case.acted_on,
        discovered_on=case.discovered_on or case.received_on,
        harm=case.harm,
    )
    term = limitation_term(judged, current_rulesets(), case.domain, case.region_name)
    reasons = check_limitation(judged, term)
    return LimitationFact(not reasons, reasons[0].message if reasons else "")


def _age(case: Case) -> int | None:
    born, acted = case.party.born_on or birth_date(case.party.id_no), case.acted_on
    if case.party.kind != "person" or born is None or acted is None:
        return None
    return age_on(born, acted)


def _decide_by(case: Case) -> date | None:
    current = [one for one in deadlines_of(case.id) if one.kind == CASE_TERM and one.current]
    return current[-1].due_on if current else None


def _proposal(case: Case, item: ItemFacts | None) -> ProposalFact | None:
    row = case.proposal
    if row is None:
        return None
    return ProposalFact(
        kinds=tuple(row.kinds),
        fine_fen=row.fine_fen,
        confiscation_fen=row.confiscation_fen,
        grade=row.grade,
        reasons=row.grade_reasons,
        problems=proposal_problems(case, item),
    )


def _review(case: Case) -> ReviewFact | None:
    row = latest(CaseReview, case)
    if row is None:
        return None
    return ReviewFact(
        round_no=row.round_no,
        legal=row.legal,
        passed=row.passed,
        digest=row.digest,
        reviewer_id=row.reviewer_officer_id,
        qualified=row.qualified,
        concluded_on=civil_date(row.concluded_at),
        voided=row.voided_at is not None,
    )


def _notice(row: CaseNotice | None, case: Case, today: date) -> NoticeFact | None:
    if row is None:
        return None
    deadlines = _party_terms(row, case)
    return NoticeFact(
        document_id=row.document_id,
        digest=row.digest,
        fine_fen=row.fine_fen,
        confiscation_fen=row.confiscation_fen,
        served_on=row.served_on,
        lapsed=bool(deadlines) and all(right_lapsed(one, today) for one in deadlines),
        term_due=max((one.due for one in deadlines), default=None),
        hearing_right_told=row.hearing_right_told,
    )


def _party_terms(row: CaseNotice, case: Case) -> list[Deadline]:
    """The party's terms from service: to state and defend, and to ask for a hearing where told of it."""
    if row.served_on is None:
        return []
    rules = [STATEMENT, HEARING_REQUEST] if row.hearing_right_told else [STATEMENT]
    return [compute_deadline(case_term(case, rule, row.served_on), row.served_on, current_calendar()) for rule in rules]


def _statement(case: Case, notice: CaseNotice | None) -> StatementFact | None:
    """All statements as one: answered when each is, asking for a hearing when one did so in time (64(1)1)."""
    rows = db.session.scalars(
        select(CaseStatement).where(CaseStatement.case_id == case.id).order_by(CaseStatement.id)
    ).all()
    if not rows or notice is None:
        return None
    terms = _party_terms(notice, case)
    return StatementFact(
        received_on=rows[-1].received_on,
        answered=all(one.answered_at is not None for one in rows),
        asks_hearing=any(
            one.asks_hearing and not (terms and all(right_lapsed(term, one.received_on) for term in terms))
            for one in rows
        ),
    )


def oldest_unanswered(case: Case) -> CaseStatement | None:
    """The statement that waits longest for its answer."""
    return db.session.scalars(
        select(CaseStatement)
        .where(CaseStatement.case_id == case.id, CaseStatement.answered_at.is_(None))
        .order_by(CaseStatement.id)
        .limit(1)
    ).first()


def _discussion(case: Case) -> DiscussionFact | None:
    row = latest(CaseDiscussion, case)
    if row is None:
        return None
    return DiscussionFact(civil_date(row.held_at), row.digest, row.agreed, len(row.attendees))


def _notice_approved(case: Case) -> bool:
    return (
        db.session.scalar(
            select(CaseApproval.outcome)
            .where(CaseApproval.case_id == case.id, CaseApproval.kind == "notice")
            .order_by(CaseApproval.id.desc())
            .limit(1)
        )
        == "agreed"
    )


def _paid(case: Case) -> int:
    total = db.session.scalar(
        select(func.coalesce(func.sum(CasePayment.amount_fen), 0)).where(CasePayment.case_id == case.id)
    )
    return int(total or 0)


def _goods_unsettled(case: Case) -> bool:
    row = case.proposal
    if row is None or "没收非法财物" not in row.kinds:
        return False
    return latest(CaseGoods, case) is None


def _double_fine(case: Case) -> str:
    """Another fine for the same act: same party, same power item, same day of the act."""
    row = case.proposal
    same_party = _same_party(case)
    if row is None or row.fine_fen == 0 or same_party is None:
        return ""
    number = db.session.scalar(
        select(CaseDecision.number)
        .join(Case, Case.id == CaseDecision.case_id)
        .join(CaseParty, CaseParty.case_id == Case.id)
        .where(
            Case.id != case.id,
            Case.acted_on == case.acted_on,
            Case.item_code == case.item_code,
            same_party,
            CaseDecision.fine_fen > 0,
        )
        .limit(1)
    )
    return f"同一违法行为已由{number}给予罚款" if number else ""


def _same_party(case: Case) -> ColumnElement[bool] | None:
    """The party by its code, a person by the number of the identity paper; none without either."""
    if case.party.uscc:
        return CaseParty.uscc == case.party.uscc
    if case.party.id_no:
        return CaseParty.id_no == case.party.id_no
    return None
