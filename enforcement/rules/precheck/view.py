"""A case file as the rules look at it: papers by kind, days by step, terms by the law of that day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from enforcement.rules.calendars import WorkCalendar
from enforcement.rules.casefile import sections
from enforcement.rules.casefile.digests import reviewed_content
from enforcement.rules.casefile.model import CaseFile, Document, Officer, Party
from enforcement.rules.casefile.sections import Notice, Proposal, Service
from enforcement.rules.casefile.terms import DocumentKind, ExtendedTerm, Outcome, Procedure, StepKind
from enforcement.rules.deadlines import Deadline, Extension, Stop, compute_deadline
from enforcement.rules.facts import OfficerFact
from enforcement.rules.facts_catalogue import ReviewEntry
from enforcement.rules.major_decision import (
    Trigger,
    discussion_due,
    hearing_due,
    hearing_thresholds,
    review_due,
)
from enforcement.rules.officers import CertificatePaper, OfficerPaper, Suspension, officer_fact
from enforcement.rules.rulesets import Number, Rulesets, Term
from enforcement.rules.service import Served, served_when

UNPROVED = "unproved"
OF_TESTING = ("检测", "检验", "检疫", "鉴定", "鉴别", "辨认")
"""What is not counted before filing either (市场监督管理行政处罚程序规定第十八条)."""
DECISIONS = (DocumentKind.DECISION, DocumentKind.NO_PENALTY_DECISION, DocumentKind.SUMMARY_DECISION)


@dataclass(frozen=True, eq=False)
class Law:
    """The numbers and the calendar that files are held against."""

    rulesets: Rulesets
    calendar: WorkCalendar


@lru_cache(maxsize=8192)
def _deadline(
    term: Term, start: date, calendar: WorkCalendar, stops: tuple[Stop, ...], extensions: tuple[Extension, ...]
) -> Deadline:
    # Thousands of files of one round share their days; counting them day by day is the dearest part of a check.
    return compute_deadline(term, start, calendar, stops=stops, extensions=extensions)


class CaseView:
    """One file together with the law. Reads only; each answer is worked out once."""

    def __init__(self, file: CaseFile, law: Law) -> None:
        self.file = file
        self.law = law
        self._documents = {one.id: one for one in file.documents}
        self._officers = {one.id: one for one in file.officers}
        self._papers: dict[str, OfficerPaper] = {}

    @property
    def ordinary(self) -> bool:
        """General procedure."""
        return self.file.case.procedure is Procedure.ORDINARY

    @property
    def penalty(self) -> bool:
        """A penalty was given."""
        return self.file.case.outcome is Outcome.PENALTY

    @property
    def unproved(self) -> bool:
        """No penalty because the breach was not proved (行政处罚法第五十七条第一款第三项)."""
        return UNPROVED in self.file.case.flags

    @property
    def party(self) -> Party:
        """The party that was dealt with."""
        return next(one for one in self.file.parties if one.id == self.file.case.party)

    def document(self, document_id: str) -> Document:
        """A paper by its id."""
        return self._documents[document_id]

    def has(self, document_id: str) -> bool:
        """Whether there is a paper of this id."""
        return document_id in self._documents

    def of_kind(self, *kinds: DocumentKind) -> tuple[Document, ...]:
        """The papers of some kinds, in the order of the file."""
        return tuple(one for kind in kinds for one in self._by_kind.get(kind, ()))

    @cached_property
    def _by_kind(self) -> Mapping[DocumentKind, list[Document]]:
        found: dict[DocumentKind, list[Document]] = {}
        for one in self.file.documents:
            found.setdefault(one.kind, []).append(one)
        return found

    @property
    def decision(self) -> Document:
        """The paper of the decision."""
        return self._documents[self.file.decision.document]

    @property
    def decided_on(self) -> date:
        """The day of the decision."""
        return self.decision.issued_on

    @cached_property
    def _days(self) -> Mapping[StepKind, list[date]]:
        found: dict[StepKind, list[date]] = {}
        for step in self.file.steps:
            found.setdefault(step.kind, []).append(step.on)
        return found

    def first(self, kind: StepKind) -> date | None:
        """The earliest day of a step, if the file has it."""
        return min(self._days.get(kind, ()), default=None)

    def last(self, kind: StepKind) -> date | None:
        """The latest day of a step, if the file has it."""
        return max(self._days.get(kind, ()), default=None)

    @cached_property
    def heard_on(self) -> date | None:
        """The day on which the hearing was held, the last of several, by its steps and its record."""
        hearing = self.file.hearing
        days = list(self._days.get(StepKind.HEARING, ()))
        if hearing is not None and hearing.record_document is not None:
            days.append(self.document(hearing.record_document).issued_on)
        return max(days, default=None)

    def papers_of(self, kind: StepKind) -> tuple[str, ...]:
        """The ids of the papers of a step."""
        return tuple(one.document for one in self.file.steps if one.kind is kind and one.document is not None)

    def term(self, rule_id: str, on: date) -> Term:
        """The term in force for this agency on a day. Raises RuleMissing."""
        return self.law.rulesets.term(rule_id, self.file.agency.domain, self.file.agency.region, on)

    def number(self, rule_id: str, on: date) -> Number:
        """The number in force for this agency on a day. Raises RuleMissing."""
        return self.law.rulesets.number(rule_id, self.file.agency.domain, self.file.agency.region, on)

    def deadline(
        self, rule_id: str, start: date, stops: tuple[Stop, ...] = (), extensions: tuple[Extension, ...] = ()
    ) -> Deadline:
        """The last day of a term triggered on `start`, by the law of that day."""
        return _deadline(self.term(rule_id, start), start, self.law.calendar, stops, extensions)

    def stops(self, *reasons: str) -> tuple[Stop, ...]:
        """The days not counted, where reasons are given only those for one of them."""
        return tuple(
            Stop(one.first, one.last, one.reason, one.document or "")
            for one in self.file.interruptions
            if not reasons or any(reason in one.reason for reason in reasons)
        )

    def approved(self, term: ExtendedTerm) -> tuple[sections.Extension, ...]:
        """The extensions of a term in the order of their approval."""
        found = (one for one in self.file.extensions if one.term is term)
        return tuple(sorted(found, key=lambda one: self.document(one.document).issued_on))

    def approved_for(self, review: sections.Review) -> tuple[sections.Extension, ...]:
        """The extensions of the term of one round of review: those approved before the next round was sent."""
        rounds = sorted(self.file.reviews, key=lambda one: one.submitted_on)
        found = []
        for extension in self.approved(ExtendedTerm.REVIEW):
            on = self.document(extension.document).issued_on
            running = [one for one in rounds if one.submitted_on <= on] or rounds[:1]
            if running[-1] is review:
                found.append(extension)
        return tuple(found)

    def officer(self, officer_id: str) -> Officer:
        """A person of the agency."""
        return self._officers[officer_id]

    @cached_property
    def investigators(self) -> frozenset[str]:
        """Who investigated: the handlers, and the officers of every record of scene and inquiry."""
        records = self.of_kind(DocumentKind.SCENE_RECORD, DocumentKind.INQUIRY_RECORD)
        return frozenset(self.file.case.handlers).union(*(one.officers for one in records))

    def officer_on(self, officer_id: str, on: date) -> OfficerFact:
        """What an officer's certificates are worth on a day."""
        if officer_id not in self._papers:
            self._papers[officer_id] = _paper(len(self._papers) + 1, self._officers[officer_id])
        return officer_fact(self._papers[officer_id], on)

    def services_of(self, document_id: str) -> tuple[Service, ...]:
        """Every act of service of a paper."""
        return tuple(one for one in self.file.services if one.document == document_id)

    def served(self, document_id: str) -> Served | None:
        """From when a paper counts as served, the first time."""
        days = [
            served_when(one.mode, one.acted_on, self.term("D19", one.acted_on), self.law.calendar)
            for one in self.services_of(document_id)
        ]
        return min(days, key=lambda one: one.on, default=None)

    @cached_property
    def hearing_triggers(self) -> tuple[Trigger, ...]:
        """Why the party had to be told of the right to a hearing: by what it was told, or by more that was decided."""
        kinds, fine, confiscation = self._heaviest(self.file.notice)
        agency = self.file.agency
        thresholds = hearing_thresholds(self.law.rulesets, agency.domain, agency.region, self.decided_on)
        return hearing_due(thresholds, self.party.kind.value, fine, confiscation, kinds)

    @cached_property
    def review_triggers(self) -> tuple[Trigger, ...]:
        """Why legal review was due: by what was proposed, or by more that was decided."""
        kinds, fine, confiscation = self._heaviest(self.file.proposal)
        entries = [
            ReviewEntry(
                one.no, one.kind, one.text, one.basis, one.parties, one.threshold_fen, one.inclusive,
                one.penalty_kinds, one.discussion,
            )
            for one in self.file.review_catalogue
        ]  # fmt: skip
        held = self.heard_on is not None
        flags = self.file.case.flags
        return review_due(entries, self.party.kind.value, fine, confiscation, kinds, hearing_held=held, flags=flags)

    @cached_property
    def discussion_triggers(self) -> tuple[Trigger, ...]:
        """Why the heads had to discuss the case together."""
        return discussion_due(self.review_triggers, self.file.case.flags)

    @cached_property
    def reviewed_digest(self) -> str:
        """The digest of the proposal as it stands in the file; empty without one."""
        return "" if self.file.proposal is None else reviewed_content(self.file.proposal).digest

    def _heaviest(self, intended: Notice | Proposal | None) -> tuple[tuple[str, ...], int, int]:
        """Kinds, fine and confiscation as intended or decided, whichever is more."""
        decision = self.file.decision
        if intended is None:
            return decision.kinds, decision.fine_fen, decision.confiscation_fen
        return (
            tuple(dict.fromkeys((*decision.kinds, *intended.kinds))),
            max(decision.fine_fen, intended.fine_fen),
            max(decision.confiscation_fen, intended.confiscation_fen),
        )


def counted_on(extensions: Iterable[sections.Extension]) -> tuple[Extension, ...]:
    """Extensions as they are counted."""
    return tuple(Extension(one.length, one.unit, one.document) for one in extensions)


def _paper(number: int, officer: Officer) -> OfficerPaper:
    certificates = tuple(
        CertificatePaper(
            one.number,
            one.valid_from,
            one.valid_to,
            one.fields,
            "",
            tuple(Suspension(pause.first_day, pause.last_day) for pause in one.suspensions),
            one.revoked_on,
        )
        for one in officer.certificates
    )
    return OfficerPaper(number, officer.name, officer.kind, officer.law_qualification_no, certificates, officer.left_on)
