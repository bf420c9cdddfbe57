"""Walk one case along the main line, as its people would, each act on its own day.

Everything goes through the services, so that a demo case is as lawful as any other; what a guard
would refuse can't be made here either. Tests walk cases with it too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from enforcement.casework import commands as c
from enforcement.casework import queries, services
from enforcement.casework.assessment import decision_triggers
from enforcement.catalogue.law import current_calendar
from enforcement.demo.stories import Story
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import SHANGHAI, civil_date
from enforcement.identity.queries import organisation_facts
from enforcement.legal_review import queries as review_queries
from enforcement.legal_review import services as review_services
from enforcement.legal_review.commands import ConcludeReview, SaveItems
from enforcement.publicity import queries as publicity_queries
from enforcement.publicity import services as publicity
from enforcement.publicity.commands import ConfirmRedactions, ProposeRedactions
from enforcement.recording import services as recording_services
from enforcement.recording.commands import BeginUpload, ReceiveFile
from enforcement.recording.verification import verify_recording
from enforcement.rules.facts import State
from enforcement.rules.legal_review import ITEMS

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
class Walk:
    """One case on its way. ``day`` is the working day it has reached."""

    crew: Crew
    story: Story
    org_id: int
    film: bytes
    signature: bytes
    day: date
    case: str = ""
    hour: int = field(default=9)

    def to(self, state: State) -> str:
        """Go on until the case stands in a state; gives its public id."""
        for reached, act in self._acts():
            act()
            if reached is state:
                return self.case
        return self.case

    def _acts(self) -> list[tuple[State, Callable[[], None]]]:
        return [
            (State.LEAD, self.register),
            (State.VERIFYING, self.assign),
            (State.FILING_ASKED, self.inspect_and_ask),
            (State.INVESTIGATING, self.file),
            (State.CONCLUDED, self.investigate),
            (State.IN_REVIEW, self.submit),
            (State.REVIEWED, self.review),
            (State.NOTICE_READY, self.approve_notice),
            (State.NOTIFIED, self.notify),
            (State.DISCUSSED, self.answer_and_discuss),
            (State.DECIDED, self.decide),
            (State.SERVED, self.serve),
            (State.PERFORMED, self.perform),
            (State.CLOSING_ASKED, self.ask_closing),
            (State.CLOSED, self.close),
            (State.ARCHIVED, self.archive),
        ]

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
            ),
            self.now(),
        )

    def collect_evidence(self) -> None:
        """List what proves it, and check each piece."""
        for kind, title, proves in self.story.evidence():
            added = services.add_evidence(
                self.crew.officer,
                c.AddEvidence(
                    case=self.case, kind=kind, title=title, source="当事人经营场所",
                    proves=proves, collected_on=self.day,
                ),
                self.now(),
            )  # fmt: skip
            services.verify_evidence(
                self.crew.officer,
                c.VerifyEvidence(case=self.case, evidence=added.public_id),
                self.now(),
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

    def submit(self) -> None:
        """Send it to review."""
        services.submit_review(self.crew.officer, c.CaseCommand(self.case), self.now())

    def review(self) -> None:
        """The reviewer passes it."""
        self.pass_days(2)
        self.conclude_review("agree", "事实清楚，证据充分，程序合法，适用依据正确，裁量适当。", "ok")

    def conclude_review(self, opinion: str, reasons: str, facts_result: str) -> None:
        """End the open round; ``facts_result`` is the result of the item on facts."""
        reviewer = self.crew.reviewer
        opened = review_queries.rounds_of(reviewer, self.case)[-1]
        results = dict.fromkeys(ITEMS, ("ok", ""))
        results["facts"] = (facts_result, "" if facts_result == "ok" else reasons)
        review_services.save_items(reviewer, SaveItems(opened.public_id, results), self.now())
        digest = queries.review_facts(opened.case_id).digest
        review_services.conclude_review(
            reviewer, ConcludeReview(opened.public_id, opinion, reasons, digest), self.now()
        )

    def approve_notice(self) -> None:
        """The head approves the notice."""
        self.pass_days(1)
        self._answer()

    def notify(self) -> None:
        """Make and serve the notice."""
        services.issue_notice(self.crew.officer, c.CaseCommand(self.case), self.now())
        services.serve_notice(self.crew.officer, self._service(), self.now())

    def _service(self) -> c.ServePaper:
        return c.ServePaper(
            case=self.case,
            mode="direct",
            served_on=self.day,
            place=self.story.party.address,
            recipient=self.story.party.legal_representative,
            relation="法定代表人（负责人）",
            signature_png=self.signature,
        )

    def answer_and_discuss(self) -> None:
        """Hear the party where it speaks, let the term run out, discuss where it is due."""
        if self.story.statement:
            self.pass_days(2)
            services.record_statement(
                self.crew.officer,
                c.RecordStatement(
                    case=self.case, received_on=self.day, form="written",
                    content=self.story.statement,
                ),
                self.now(),
            )  # fmt: skip
            services.answer_statement(
                self.crew.officer,
                c.AnswerStatement(case=self.case, adopted="rejected", answer=self.story.answer),
                self.now(),
            )
        self.pass_days(6)
        if decision_triggers(self.row(), self.day).discussion:
            self.discuss()

    def discuss(self) -> None:
        """The heads discuss it."""
        names = self.crew.heads
        services.hold_discussion(
            self.crew.head,
            c.HoldDiscussion(
                case=self.case,
                held_at=self.now(),
                place="局党组会议室",
                chair=names[0],
                attendees=names,
                recorder="办公室",
                opinions=tuple((name, "同意处罚建议。") for name in names),
                conclusion="同意按审核通过的处罚建议作出处罚决定。",
                agreed=True,
            ),
            self.now(),
        )

    def decide(self) -> None:
        """The head decides."""
        services.decide(self.crew.head, c.Decide(case=self.case, opinion="同意处罚建议"), self.now())

    def serve(self) -> None:
        """Serve the decision."""
        self.pass_days(1)
        services.serve_decision(self.crew.officer, self._service(), self.now())

    def perform(self) -> None:
        """The party pays; goods are dealt with."""
        self.pass_days(4)
        if "没收非法财物" in self.story.kinds:
            services.settle_goods(
                self.crew.officer,
                c.SettleGoods(case=self.case, settled_on=self.day, how="全部销毁，有销毁记录和照片"),
                self.now(),
            )
        if self.story.fine_fen:
            services.record_payment(
                self.crew.officer,
                c.RecordPayment(
                    case=self.case, paid_on=self.day, amount_fen=self.story.fine_fen,
                    slip_no=f"990{self.day:%Y%m%d}{self.case[:6]}", channel="云州银行柜面",
                ),
                self.now(),
            )  # fmt: skip
        elif "没收非法财物" not in self.story.kinds:
            services.confirm_performance(self.crew.officer, c.CaseCommand(self.case), self.now())

    def ask_closing(self) -> None:
        """Ask for closing."""
        self.pass_days(1)
        services.ask_closing(
            self.crew.officer,
            c.SendForApproval(case=self.case, opinion="行政处罚决定执行完毕"),
            self.now(),
        )

    def close(self) -> None:
        """The head approves the closing."""
        self.pass_days(1)
        self._answer()

    def archive(self) -> None:
        """Bind the volume."""
        self.pass_days(2)
        services.archive(self.crew.officer, c.CaseCommand(self.case), self.now())

    def publish(self, proposer: Actor, confirmer: Actor) -> None:
        """Propose the machine's redactions and confirm them, by two people."""
        duty = publicity_queries.duties_of_matter(proposer, self.case)[0]
        drafted = publicity.draft_redactions(proposer, duty.public_id, self.now())
        spans = publicity.spans_of(drafted.redactions[-1])
        publicity.propose_redactions(proposer, ProposeRedactions(duty.public_id, drafted.version, spans), self.now())
        publicity.confirm_redactions(confirmer, ConfirmRedactions(duty.public_id, duty.version, spans), self.now())

    def row(self) -> Case:
        """The case as the officer sees it."""
        return queries.case(self.crew.officer, self.case)

    def today(self) -> date:
        """The civil day reached."""
        return civil_date(self.now())
