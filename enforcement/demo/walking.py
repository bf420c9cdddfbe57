"""Walk one case along the main line, as its people would, each act on its own day.

Everything goes through the services, so that a demo case is as lawful as any other; what a guard
would refuse can't be made here either. Tests walk cases with it too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from enforcement.casework import commands as c
from enforcement.casework import queries, services
from enforcement.casework.assessment import decision_triggers
from enforcement.demo.beginning import Beginning, Crew
from enforcement.foundation.actor import Actor
from enforcement.legal_review import queries as review_queries
from enforcement.legal_review import services as review_services
from enforcement.legal_review.commands import ConcludeReview, SaveItems
from enforcement.publicity import queries as publicity_queries
from enforcement.publicity import services as publicity
from enforcement.publicity.commands import ConfirmRedactions, ProposeRedactions
from enforcement.rules.facts import State
from enforcement.rules.legal_review import ITEMS


@dataclass
class Walk(Beginning):
    """One case on its way along the whole main line."""

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


__all__ = ["Crew", "Walk"]
