"""A case that was worked in this system, as a file of the exchange format: what its records say, nothing corrected."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from enforcement.audit import services as audit
from enforcement.casework import queries as casework
from enforcement.casework.assessment import benchmark_of, confiscated_fen, statutory_range
from enforcement.casework.content import item_of, reviewed_content
from enforcement.casework.holdings import EvidenceView, Holdings, holdings_of
from enforcement.casework.services.notices import ADOPTIONS
from enforcement.catalogue.queries import recording_list_on, review_catalogue_on
from enforcement.documents.queries import documents_of, signatures_of, volume_index
from enforcement.evaluation.exported import (
    Json,
    Staff,
    payment_of,
    publication_of,
    recordings_of,
    services_of,
    volume_of,
)
from enforcement.evaluation.services.rendering import Paper, document_of
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.canonical import canonical_bytes
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Reason, Refused
from enforcement.identity.queries import organisation_facts
from enforcement.legal_review.queries import rounds_of
from enforcement.publicity.queries import duties_of_matter
from enforcement.recording.queries import recording_facts
from enforcement.rules.casefile.digests import contents_digest
from enforcement.rules.casefile.model import VERSION
from enforcement.rules.casefile.terms import DocumentKind, Outcome, Procedure, StepKind
from enforcement.rules.discretion import Approval
from enforcement.rules.facts_catalogue import Grade
from enforcement.rules.recording import RecordingFact, RecordingState

if TYPE_CHECKING:
    from enforcement.casework.models import Case, CaseDecision, CaseProposal
    from enforcement.documents.models import Document

READER = system_actor("案卷导出")
FINE = "罚款"


def exported_case(actor: Actor, matter_id: str, now: datetime) -> Json:
    """The file of a case that the actor may read; the look is recorded first.

    Errors: ``NotFound``, also out of scope; ``Refused`` before there is a decision.
    """
    case = casework.case(actor, matter_id)
    content = export_case(case.public_id)
    audit.record(actor, "evaluation.case_exported", f"case:{case.public_id}", org_path=case.org_path, now=now)
    return content


def export_case(matter_id: str) -> Json:
    """The file of a decided case as JSON values. Internal. Errors: ``NotFound``; ``Refused`` before the decision."""
    case = casework.case(READER, matter_id)
    holdings = holdings_of(case)
    if holdings.decision is None or case.proposal is None:
        message = "案件还没有作出处罚决定，没有可以导出的案卷"
        raise Refused([Reason("undecided", message, "行政处罚法第五十九条", "作出决定以后导出")])
    made = _Export(case, holdings, holdings.decision, case.proposal).make()
    found: Json = json.loads(canonical_bytes(made))
    return found


class _Export:
    """One case on its way into the format; sections in the order of the format."""

    def __init__(self, case: Case, holdings: Holdings, decision: CaseDecision, proposal: CaseProposal) -> None:
        self.case, self.held, self.decision, self.proposal = case, holdings, decision, proposal
        self.agency = organisation_facts(case.org_id)
        rows = documents_of(READER, case.public_id)
        self.rows = {row.public_id: row for row in rows}
        self.papers = {row.public_id: self._paper(row) for row in rows}
        self.bound = [one for one in self.papers.values() if one.bound]
        self.films = [
            one for one in recording_facts(case.public_id) if one.sha256 and one.state != RecordingState.ABANDONED.value
        ]
        shown = {one.row.recording_id for one in holdings.evidence if one.row.recording_id}
        self.attached = [one for one in self.films if one.public_id in shown]
        names = [one.public_id for one in self.bound] + [one.public_id for one in self.attached]
        self.ids = {public_id: f"d{place}" for place, public_id in enumerate(names, 1)}
        records = [officer for one in holdings.records for officer in one.officer_ids]
        reviewers = [one.reviewer_officer_id for one in holdings.reviews]
        self.staff = Staff.of([*(one.officer_id for one in case.handlers), *records, *reviewers])

    def make(self) -> Json:
        case = self.case
        documents = [document_of(one, self.ids[one.public_id], self.agency.name, self._printed) for one in self.bound]
        sections = {
            "format": "casefile",
            "version": VERSION,
            "agency": {
                "name": self.agency.name,
                "code": self.agency.code,
                "domain": case.domain,
                "region": case.region_name,
            },
            "case": self._case(),
            "parties": [self._party()],
            "limitation": {
                "ended_on": case.acted_on,
                "discovered_on": case.discovered_on or case.received_on,
                "harm": case.harm,
            },
            "steps": sorted([*self._steps(), *self._steps_between()], key=lambda one: one["on"]),
            "documents": documents + [self._attachment(one) for one in self.attached],
            "decision": {
                "document": self.ids[self.decision.document_id],
                "kinds": list(self.proposal.kinds),
                "fine_fen": self.decision.fine_fen,
                "confiscation_fen": self.decision.confiscation_fen + self._goods_fen,
            },
            "proposal": reviewed_content(case).as_dict(),
            "benchmark": self._benchmark(),
            "review_catalogue": self._catalogue(),
            "reviews": list(self._reviews()),
            "notice": self._notice(),
            "statements": list(self._statements()),
            "hearing": self._hearing(),
            "discussion": self._discussion(),
            "evidence": [self._evidence(one) for one in self.held.evidence if not one.row.excluded_reason],
            "services": list(services_of(list(self.rows.values()), self.ids, self.staff)),
            "payment": payment_of(self.held.payments, self.decision.fine_fen, self.decision.confiscation_fen),
            "publication": publication_of(duties_of_matter(READER, case.public_id)),
            "recordings": recordings_of(recording_list_on(case.org_id, case.received_on), self.films),
            "volume": self._volume() if case.archived_on else None,
        }
        for name in self._others():
            self.staff.named(name)
        return sections | {"officers": self.staff.records}

    @property
    def _goods_fen(self) -> int:
        return confiscated_fen(self.case, self.proposal) - self.proposal.confiscation_fen

    def _paper(self, row: Document) -> Paper:
        subject = next((f"record:{one.public_id}" for one in self.held.records if one.document_id == row.public_id), "")
        served = row.data.get("document_public_id", "")
        if served:
            subject = f"service:{served}"
        drawn = signatures_of(self.case.public_id, subject) if subject else ()
        signatures = [
            {"signer": one.signer, "role": one.role, "on": one.signed_on, "refused": one.refusal_note} for one in drawn
        ]
        return Paper(
            row.public_id, row.form, row.title, row.number, row.data, row.sha256, row.pages, row.sealed,
            row.issued_at, row.issued_by_name, signatures,
        )  # fmt: skip

    def _printed(self, officer: Any) -> str:
        return self.staff.named(officer["name"], officer.get("certificate_no", ""))

    def _attachment(self, film: RecordingFact) -> Json:
        return {
            "id": self.ids[film.public_id],
            "kind": DocumentKind.EVIDENCE,
            "title": film.title or film.filename,
            "issued_on": film.recorded_on,
            "pages": 1,
            "contents": {},
            "content_sha256": contents_digest({}),
            "file_sha256": film.sha256,
        }

    def _case(self) -> Json:
        flags = set(self.case.flags)
        flags |= {"departure"} if self.proposal.departure else set()
        flags |= {"mitigated"} if self.proposal.grade == Grade.MITIGATED else set()
        return {
            "number": self.case.case_no or self.decision.number,
            "title": self.case.title,
            "procedure": Procedure.ORDINARY,
            "outcome": Outcome.PENALTY,
            "party": "p1",
            "handlers": list(dict.fromkeys(self.staff.numbered(one.officer_id) for one in self.case.handlers)),
            "flags": sorted(flags),
        }

    def _party(self) -> Json:
        party = self.case.party
        return {
            "id": "p1",
            "name": party.name,
            "kind": party.kind,
            "code": party.uscc or party.id_no or "未登记",
            "legal_representative": party.legal_representative,
            "address": party.address,
        }

    def _steps(self) -> Iterator[Json]:
        case = self.case
        yield self._step(StepKind.LEAD, case.received_on, self._first("source_register"))
        if case.filed_on:
            yield self._step(StepKind.FILING, case.filed_on, self._first("filing_approval"))
        for record in self.held.records:
            acting = [self.staff.numbered(one) for one in record.officer_ids]
            kind = StepKind.SCENE if record.kind == "scene" else StepKind.INQUIRY
            yield self._step(kind, civil_date(record.started_at), record.document_id) | {"officers": acting}
        for report in self._of_form("investigation_report"):
            yield self._step(StepKind.REPORT, civil_date(report.issued_at), report.public_id)
        yield self._step(StepKind.DECISION, civil_date(self.decision.decided_at), self.decision.document_id)
        if case.closed_on:
            yield self._step(StepKind.CLOSING, case.closed_on, self._first("closing_approval"))
        if case.archived_on:
            yield self._step(StepKind.ARCHIVE, case.archived_on, "")

    def _steps_between(self) -> Iterator[Json]:
        for one in self._reviews():
            yield {
                "kind": StepKind.REVIEW_SENT,
                "on": one["submitted_on"],
                "document": self._report_at(one["submitted_on"]),
            }
        for review in self.held.reviews:
            yield self._step(StepKind.REVIEW, civil_date(review.concluded_at), review.document_id)
        for notice in self.held.notices:
            yield self._step(StepKind.NOTICE, civil_date(notice.issued_at), notice.document_id)
        for statement in self.held.statements:
            yield self._step(StepKind.STATEMENT, statement.received_on, statement.document_id)
            if statement.answered_at:
                answered = civil_date(statement.answered_at)
                yield self._step(StepKind.STATEMENT_ANSWER, answered, statement.document_id)
        for discussion in self.held.discussions:
            yield self._step(StepKind.DISCUSSION, civil_date(discussion.held_at), discussion.document_id)

    def _step(self, kind: StepKind, on: date, public_id: str) -> Json:
        return {"kind": kind, "on": on, "document": self.ids.get(public_id)}

    def _of_form(self, form: str) -> Sequence[Paper]:
        return [one for one in self.bound if one.form == form]

    def _first(self, form: str) -> str:
        return next((one.public_id for one in self._of_form(form)), "")

    def _report_at(self, on: date) -> str | None:
        """The report that was sent to review on a day: the latest there was, of a later one the first."""
        reports = self._of_form("investigation_report")
        there = [one for one in reports if civil_date(one.issued_at) <= on][-1:] or reports[:1]
        return self.ids[there[0].public_id] if there else None

    def _benchmark(self) -> Json | None:
        item, row, benchmark = item_of(self.case), self.proposal, benchmark_of(self.case)
        if item is None or benchmark is None or FINE not in row.kinds:
            return None
        statutory = statutory_range(self.case, item, row)
        tier = benchmark.tier(row.grade, statutory.when) or benchmark.tier(row.grade, row.band_when)
        superior = benchmark.org_id != self.case.org_id
        departure = {"reason": row.departure, "approval": Approval.COLLECTIVE, "superior_benchmark": superior}
        return {
            "title": row.benchmark_title or benchmark.title,
            "statutory_why": statutory.why,
            "reasons": row.grade_reasons,
            "tier": None
            if tier is None
            else {
                "grade": tier.grade,
                "name": tier.name,
                "conditions": list(tier.conditions),
                "standard": tier.standard,
                "min_fen": tier.min_fen,
                "max_fen": tier.max_fen,
                "min_times": None if tier.min_times is None else str(tier.min_times),
                "max_times": None if tier.max_times is None else str(tier.max_times),
                "min_inclusive": tier.min_inclusive,
                "max_inclusive": tier.max_inclusive,
            },
            "statutory_min_fen": statutory.min_fen,
            "statutory_max_fen": statutory.max_fen,
            "base_fen": self.case.goods_value_fen,
            "mitigation": row.mitigation,
            "departure": departure if row.departure else None,
        }

    def _catalogue(self) -> list[Json]:
        listed = review_catalogue_on(self.case.org_id, civil_date(self.decision.decided_at))
        return [
            {
                "no": one.no,
                "kind": one.kind,
                "text": one.text,
                "basis": one.basis,
                "parties": list(one.parties),
                "threshold_fen": one.threshold_fen,
                "inclusive": one.inclusive,
                "penalty_kinds": list(one.penalty_kinds),
                "discussion": one.discussion,
            }
            for one in (listed.entries if listed else ())
        ]

    def _reviews(self) -> Iterator[Json]:
        sent = {one.round_no: civil_date(one.requested_at) for one in rounds_of(READER, self.case.public_id)}
        for one in self.held.reviews:
            if one.document_id in self.ids:
                yield {
                    "document": self.ids[one.document_id],
                    "submitted_on": sent[one.round_no],
                    "reviewer": self.staff.numbered(one.reviewer_officer_id),
                    "legal": one.legal,
                    "passed": one.passed,
                    "content_sha256": one.digest,
                }

    def _notice(self) -> Json | None:
        if not self.held.notices:
            return None
        last = self.held.notices[-1]
        return {
            "document": self.ids[last.document_id],
            "kinds": list(self.proposal.kinds),
            "fine_fen": last.fine_fen,
            "confiscation_fen": last.confiscation_fen + self._goods_fen,
            "hearing_right_told": last.hearing_right_told,
            "waived_on": last.waived_on,
        }

    def _statements(self) -> Iterator[Json]:
        for one in self.held.statements:
            if one.document_id in self.ids:
                paper = self.ids[one.document_id]
                adopted = ADOPTIONS.get(one.adopted, "")
                yield {"document": paper, "answer_document": paper, "adopted": adopted, "reasons": one.answer}

    def _hearing(self) -> Json | None:
        asked = [one.received_on for one in self.held.statements if one.asks_hearing]
        return {"asked_on": asked[0]} if asked else None

    def _discussion(self) -> Json | None:
        if not self.held.discussions:
            return None
        last = self.held.discussions[-1]
        attending = [self.staff.named(one) for one in dict.fromkeys(last.attendees)]
        return {"document": self.ids[last.document_id], "attendees": attending, "agreed": last.agreed}

    def _evidence(self, one: EvidenceView) -> Json:
        row = one.row
        # What is neither paper nor film, a thing put away, is shown by the list of evidence.
        listed = self._of_form("evidence_list")[-1]
        document = self.ids.get(row.document_id) or self.ids.get(row.recording_id) or self.ids[listed.public_id]
        return {
            "no": row.no,
            "kind": row.kind,
            "title": row.title,
            "collected_on": row.collected_on,
            "document": document,
            "sha256": one.sha256 or listed.sha256,
        }

    def _volume(self) -> Json:
        attached = [(self.ids[one.public_id], one.title or one.filename) for one in self.attached]
        return volume_of(volume_index(self.case.public_id), self.ids, attached)

    def _others(self) -> Iterator[str]:
        """Whoever else of the agency the papers name: they must be known to be hidden from evaluators."""
        for paper in self.bound:
            yield paper.issued_by
            yield from (value["name"] for value in paper.data.values() if isinstance(value, dict) and "name" in value)
        for approval in self.held.approvals:
            yield from (one for one in (approval.sent_by, approval.answered_by) if one)
        yield from (one.answered_by for one in self.held.statements if one.answered_by)
        yield from (one.chair for one in self.held.discussions)
        yield self.case.registered_by
        yield self.decision.decided_by
