"""The first half of a walk: lead, inspection, filing, investigation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from enforcement.casework import commands as c
from enforcement.casework import queries, services
from enforcement.catalogue.law import current_calendar
from enforcement.demo.stories import Story
from enforcement.documents.queries import document_facts
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import SHANGHAI, civil_date
from enforcement.identity.queries import organisation_facts
from enforcement.recording import services as recording_services
from enforcement.recording.commands import BeginUpload, ReceiveFile
from enforcement.recording.queries import recording_facts
from enforcement.recording.verification import verify_recording

if TYPE_CHECKING:
    from enforcement.casework.models import Case


@dataclass(frozen=True)
class Crew:
    """Who works a case: two officers, the head, the reviewer."""

    officer: Actor
    second: Actor
    head: Actor
    reviewer: Actor
    heads: tuple[str, ...]

    @property
    def officer_ids(self) -> tuple[int, ...]:
        """The two officers in charge."""
        return tuple(one.officer_id or 0 for one in (self.officer, self.second))


@dataclass
class Beginning:
    """A case on its way to the end of the investigation. ``day`` is the working day it has reached."""

    crew: Crew
    story: Story
    org_id: int
    film: bytes
    signature: bytes
    day: date
    case: str = ""
    hour: int = field(default=9)

    def now(self) -> datetime:
        """The present instant of the walk; moves on a little at each question."""
        self.hour = min(self.hour + 1, 17)
        return datetime.combine(self.day, time(self.hour, 12), tzinfo=SHANGHAI).astimezone(UTC)

    def pass_days(self, working_days: int) -> None:
        """Some working days later, in the morning."""
        self.day = current_calendar().add_working_days(self.day, working_days)
        self.hour = 8

    def register(self) -> None:
        """A lead comes in."""
        party = self.story.party
        self.case = services.register_lead(
            self.crew.officer,
            c.RegisterLead(
                org_id=self.org_id,
                source_kind=self.story.source_kind,
                source_text=self.story.lead,
                received_on=self.day,
                party_kind=party.kind,
                party_name=party.name,
                party_uscc=party.uscc,
                legal_representative=party.legal_representative,
                party_address=party.address,
                party_phone=party.phone,
            ),
            self.now(),
        ).public_id

    def assign(self) -> None:
        """Two officers take it."""
        services.assign_handlers(
            self.crew.officer,
            c.AssignHandlers(case=self.case, officer_ids=self.crew.officer_ids),
            self.now(),
        )

    def inspect_and_ask(self) -> None:
        """They go there, record what they find, and ask for filing."""
        self.pass_days(1)
        self.inspect()
        services.ask_filing(
            self.crew.officer,
            c.SendForApproval(case=self.case, opinion="有初步证据，建议立案"),
            self.now(),
        )

    def inspect(self) -> None:
        """Facts, scene record, film."""
        story = self.story
        services.state_facts(
            self.crew.officer,
            c.StateFacts(
                case=self.case,
                item_code=story.item_code,
                acted_on=self.day,
                discovered_on=self.day,
                place=story.party.address,
                facts_text=story.facts(self.day),
                goods_value_fen=story.goods_value_fen,
                illegal_income_fen=story.illegal_income_fen,
            ),
            self.now(),
        )
        start = self.now()
        self.film_scene(start)
        services.make_record(
            self.crew.officer,
            c.MakeRecord(
                case=self.case,
                kind="scene",
                started_at=start - timedelta(minutes=50),
                ended_at=start,
                place=story.party.address,
                officer_ids=self.crew.officer_ids,
                certificate_shown=True,
                rights_told=True,
                respondent=story.party.legal_representative,
                respondent_role="负责人",
                content=story.findings(self.day),
                signature_png=self.signature,
                colleague_png=self.signature,
            ),
            self.now(),
        )

    def film_scene(self, at: datetime) -> str:
        """Upload and verify the film of the inspection."""
        recording = recording_services.receive_file(
            self.crew.officer,
            ReceiveFile(
                BeginUpload(
                    matter_id=self.case,
                    org_id=self.org_id,
                    org_path=organisation_facts(self.org_id).path,
                    filename=f"现场检查_{self.day:%Y%m%d}.mp4",
                    content_type="video/mp4",
                    size=len(self.film),
                    recorded_from_at=at - timedelta(minutes=50),
                    recorded_to_at=at,
                    title="现场检查",
                    list_item=1,
                    step="scene_inspection",
                    place=self.story.party.address,
                    device_no="A-0127",
                    party_told=True,
                    officer_ids=self.crew.officer_ids,
                ),
                self.film,
            ),
            self.now(),
        )
        verify_recording(recording.public_id, self.now())
        return recording.public_id

    def file(self) -> None:
        """The head approves the filing."""
        self.pass_days(1)
        self._answer()

    def _answer(self) -> None:
        waiting = [
            one for one, case in queries.approvals_waiting(self.crew.head)
            if case.public_id == self.case
        ]  # fmt: skip
        services.answer_approval(
            self.crew.head,
            c.AnswerApproval(case=self.case, approval=waiting[0].public_id, agree=True, reason="同意"),
            self.now(),
        )

    def investigate(self) -> None:
        """Inquiry, evidence, proposal, report."""
        self.pass_days(2)
        self.inquire()
        self.pass_days(1)
        self.collect_evidence()
        self.propose()
        self.pass_days(1)
        services.conclude(
            self.crew.officer,
            c.Conclude(case=self.case, course=f"{self.story.lead}经现场检查后立案，询问当事人，收集证据。"),
            self.now(),
        )

    def inquire(self) -> None:
        """Hear the person in charge."""
        end = self.now()
        services.make_record(
            self.crew.officer,
            c.MakeRecord(
                case=self.case,
                kind="inquiry",
                started_at=end - timedelta(minutes=40),
                ended_at=end,
                place="本机关询问室",
                officer_ids=self.crew.officer_ids,
                certificate_shown=True,
                rights_told=True,
                respondent=self.story.party.legal_representative,
                respondent_role="当事人的法定代表人（负责人）",
                exchanges=self.story.exchanges(),
                signature_png=self.signature,
                colleague_png=self.signature,
            ),
            self.now(),
        )

    def collect_evidence(self) -> None:
        """List what proves it, with its files, and check each piece."""
        papers = {one.form: one.public_id for one in document_facts(self.case)}
        films = [one.public_id for one in recording_facts(self.case)]
        for kind, title, proves, form in self.story.evidence():
            added = services.add_evidence(
                self.crew.officer,
                c.AddEvidence(
                    case=self.case,
                    kind=kind,
                    title=title,
                    source="当事人经营场所",
                    proves=proves,
                    collected_on=self.day,
                    document_id=papers.get(form, ""),
                    recording_id=films[0] if form == "film" else "",
                ),
                self.now(),
            )
            services.verify_evidence(
                self.crew.officer, c.VerifyEvidence(case=self.case, evidence=added.public_id), self.now()
            )

    def propose(self) -> None:
        """Propose the penalty of the story."""
        story = self.story
        services.propose(
            self.crew.officer,
            c.Propose(
                case=self.case,
                kinds=story.kinds,
                grade=story.grade,
                grade_reasons=story.grade_reasons,
                fine_fen=story.fine_fen,
                confiscation_text=story.confiscation_text,
                band_when=story.band_when,
            ),
            self.now(),
        )

    def row(self) -> Case:
        """The case as the officer sees it."""
        return queries.case(self.crew.officer, self.case)

    def today(self) -> date:
        """The civil day reached."""
        return civil_date(self.now())
