"""The general procedure of a penalty case (普通程序) as one table.

Main line: lead, verification, filing, investigation, review, notice, statement, collective
discussion, decision, service, performance, closing, archive (行政处罚法 第五章第三节, 第六章;
市场监督管理行政处罚程序规定). Each row: from where, to where, who may, what it needs, which paper
it makes, its article. ``May this step be taken?`` is answered here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.foundation.errors import Reason
from enforcement.foundation.permissions import Permission
from enforcement.rules import needs
from enforcement.rules.facts import STATE_NAMES, CaseFacts, State
from enforcement.rules.needs import APL, SAMR, Need


@dataclass(frozen=True)
class Step:
    """One row of the procedure."""

    name: str
    title: str
    source: frozenset[State]
    target: State
    permission: Permission
    needs: tuple[Need, ...]
    basis: str
    document: str = ""

    def unmet(self, facts: CaseFacts) -> tuple[Reason, ...]:
        """All reasons why the step may not be taken on these facts; empty when it may.

        Out of its state it also tells what it would lack, for that is what the person has to bring about.
        """
        found = (need.reason(facts) for need in self.needs)
        lacking = tuple(reason for reason in found if reason is not None)
        return lacking if facts.state in self.source else (self._out_of_place(facts.state), *lacking)

    def _out_of_place(self, state: State) -> Reason:
        wanted = "、".join(f"“{STATE_NAMES[one]}”" for one in sorted(self.source))
        return Reason(
            "wrong-state",
            f"案件现在处于“{STATE_NAMES[state]}”，不能{self.title}",
            self.basis,
            f"案件处于{wanted}时办理",
        )


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


_BEFORE_DECISION: tuple[Need, ...] = (
    needs.TWO_HANDLERS,
    needs.RECORDS_STAND,
    needs.OF_AGE,
    needs.LIGHTER_FOR_MINOR,
    needs.IN_FORCE,
    needs.LAW_COMPARED,
    needs.REVIEW_PASSED,
    needs.REVIEWER_APART,
    needs.NOTICE_SERVED,
    needs.TERM_OVER,
    needs.STATEMENT_ANSWERED,
    needs.HEARING,
)

STEPS: tuple[Step, ...] = (
    Step(
        "start_verification",
        "开始核查",
        _from(State.LEAD),
        State.VERIFYING,
        Permission.CASE_INVESTIGATE,
        (needs.TWO_HANDLERS,),
        f"{SAMR}第十八条",
    ),
    Step(
        "ask_filing",
        "提请立案",
        _from(State.VERIFYING),
        State.FILING_ASKED,
        Permission.CASE_INVESTIGATE,
        (
            needs.TWO_HANDLERS,
            needs.SCENE_RECORDED,
            needs.RECORDS_STAND,
            needs.INITIAL_EVIDENCE,
            needs.WITHIN_LIMITATION,
            needs.OF_AGE,
            needs.IN_SCOPE,
            needs.IN_FORCE,
            needs.RECORDINGS_THERE,
        ),
        f"{APL}第五十四条；{SAMR}第十八条、第十九条",
    ),
    Step(
        "approve_filing",
        "批准立案",
        _from(State.FILING_ASKED),
        State.INVESTIGATING,
        Permission.CASE_APPROVE,
        (needs.TWO_HANDLERS, needs.WITHIN_LIMITATION),
        f"{APL}第五十四条；{SAMR}第十九条",
        "filing_approval",
    ),
    Step(
        "return_filing",
        "退回立案申请",
        _from(State.FILING_ASKED),
        State.VERIFYING,
        Permission.CASE_APPROVE,
        (),
        f"{SAMR}第十九条",
    ),
    Step(
        "conclude",
        "调查终结",
        _from(State.INVESTIGATING),
        State.CONCLUDED,
        Permission.CASE_INVESTIGATE,
        (
            needs.TWO_HANDLERS,
            needs.RECORDS_STAND,
            needs.INQUIRY_RECORDED,
            needs.EVIDENCE,
            needs.RECORDINGS_VERIFIED,
            needs.PROPOSAL,
            needs.LAW_COMPARED,
            needs.LIGHTER_FOR_MINOR,
        ),
        f"{APL}第五十七条；{SAMR}第四十八条",
        "investigation_report",
    ),
    Step(
        "submit_review",
        "送审",
        _from(State.CONCLUDED),
        State.IN_REVIEW,
        Permission.CASE_INVESTIGATE,
        (needs.TWO_HANDLERS, needs.PROPOSAL, needs.REPORT),
        f"{APL}第五十八条；{SAMR}第四十九条至第五十二条",
    ),
    Step(
        "pass_review",
        "审核同意",
        _from(State.IN_REVIEW),
        State.REVIEWED,
        Permission.REVIEW_CONDUCT,
        (needs.REVIEW_PASSED, needs.REVIEWER_APART),
        f"{APL}第五十八条；{SAMR}第五十四条",
        "review_opinion",
    ),
    Step(
        "return_review",
        "审核退回",
        _from(State.IN_REVIEW),
        State.INVESTIGATING,
        Permission.REVIEW_CONDUCT,
        (needs.REVIEWER_APART,),
        f"{APL}第五十八条；{SAMR}第五十四条",
        "review_opinion",
    ),
    Step(
        "void_review",
        "审核失效",
        _from(State.REVIEWED, State.NOTICE_READY, State.NOTIFIED, State.DISCUSSED),
        State.CONCLUDED,
        Permission.CASE_INVESTIGATE,
        (),
        f"{APL}第五十八条",
    ),
    Step(
        "approve_notice",
        "批准处罚告知",
        _from(State.REVIEWED),
        State.NOTICE_READY,
        Permission.CASE_APPROVE,
        (needs.REVIEW_PASSED, needs.REVIEWER_APART),
        f"{APL}第五十七条；{SAMR}第五十六条",
    ),
    Step(
        "return_notice",
        "退回处罚告知",
        _from(State.REVIEWED),
        State.INVESTIGATING,
        Permission.CASE_APPROVE,
        (),
        f"{SAMR}第五十六条",
    ),
    Step(
        "serve_notice",
        "送达告知书",
        _from(State.NOTICE_READY),
        State.NOTIFIED,
        Permission.CASE_INVESTIGATE,
        (
            needs.TWO_HANDLERS,
            needs.NOTICE_APPROVED,
            needs.REVIEW_PASSED,
            needs.NOTICE_ISSUED,
        ),
        f"{APL}第四十四条",
        "penalty_notice",
    ),
    Step(
        "hold_discussion",
        "集体讨论",
        _from(State.NOTIFIED),
        State.DISCUSSED,
        Permission.CASE_DISCUSS,
        (*_BEFORE_DECISION, needs.DISCUSSED),
        f"{APL}第五十七条第二款",
        "discussion_record",
    ),
    Step(
        "decide",
        "作出处罚决定",
        _from(State.NOTIFIED, State.DISCUSSED),
        State.DECIDED,
        Permission.CASE_DECIDE,
        (
            *_BEFORE_DECISION,
            needs.DISCUSSED,
            needs.NOT_ABOVE_NOTICE,
            needs.CARRIES_REVIEWED,
            needs.ONE_FINE,
            needs.IN_TIME,
        ),
        f"{APL}第五十七条、第五十九条",
        "penalty_decision",
    ),
    Step(
        "serve_decision",
        "送达决定书",
        _from(State.DECIDED),
        State.SERVED,
        Permission.CASE_INVESTIGATE,
        (needs.TWO_HANDLERS, needs.SEALED),
        f"{APL}第六十一条",
        "service_receipt",
    ),
    Step(
        "confirm_performance",
        "确认履行",
        _from(State.SERVED),
        State.PERFORMED,
        Permission.CASE_INVESTIGATE,
        (needs.PAID, needs.GOODS),
        f"{APL}第六十六条、第六十七条",
    ),
    Step(
        "ask_closing",
        "提请结案",
        _from(State.PERFORMED),
        State.CLOSING_ASKED,
        Permission.CASE_INVESTIGATE,
        (needs.PAID, needs.GOODS, needs.RECEIPTS),
        f"{SAMR}第七十七条",
    ),
    Step(
        "approve_closing",
        "批准结案",
        _from(State.CLOSING_ASKED),
        State.CLOSED,
        Permission.CASE_APPROVE,
        (needs.PAID, needs.GOODS, needs.RECEIPTS),
        f"{SAMR}第七十七条",
        "closing_approval",
    ),
    Step(
        "return_closing",
        "退回结案申请",
        _from(State.CLOSING_ASKED),
        State.PERFORMED,
        Permission.CASE_APPROVE,
        (),
        f"{SAMR}第七十七条",
    ),
    Step(
        "archive",
        "归档",
        _from(State.CLOSED),
        State.ARCHIVED,
        Permission.CASE_INVESTIGATE,
        (needs.VOLUME,),
        f"{APL}第四十七条；{SAMR}第七十八条",
        "volume_index",
    ),
)

BY_NAME: dict[str, Step] = {step.name: step for step in STEPS}


@dataclass(frozen=True)
class Stage:
    """One mark of the stepper: its states, and the step that leads out of it."""

    code: str
    title: str
    states: tuple[State, ...]
    onward: str


STAGES: tuple[Stage, ...] = (
    Stage("lead", "案源核查", (State.LEAD, State.VERIFYING), "ask_filing"),
    Stage("filing", "立案", (State.FILING_ASKED,), "approve_filing"),
    Stage("investigation", "调查取证", (State.INVESTIGATING,), "conclude"),
    Stage("review", "审核", (State.CONCLUDED, State.IN_REVIEW), "pass_review"),
    Stage("notice", "事先告知", (State.REVIEWED, State.NOTICE_READY), "serve_notice"),
    Stage("statement", "陈述申辩", (State.NOTIFIED,), "hold_discussion"),
    Stage("decision", "讨论决定", (State.DISCUSSED,), "decide"),
    Stage("service", "送达", (State.DECIDED,), "serve_decision"),
    Stage("performance", "执行", (State.SERVED,), "confirm_performance"),
    Stage("closing", "结案", (State.PERFORMED, State.CLOSING_ASKED), "approve_closing"),
    Stage("archive", "归档", (State.CLOSED, State.ARCHIVED), "archive"),
)


@dataclass(frozen=True)
class Requirement:
    """A need as the "what is missing" panel shows it."""

    need: Need
    reason: Reason | None


def onward_steps(facts: CaseFacts) -> tuple[Step, ...]:
    """The steps that lead on from the case's state, in the order of the table.

    From *notified* only the discussion is offered when it is due, otherwise the decision.
    """
    backward = {"return_filing", "return_review", "return_notice", "return_closing", "void_review"}
    steps = [s for s in STEPS if facts.state in s.source and s.name not in backward]
    if facts.state is State.NOTIFIED and not facts.discussion_due:
        steps = [s for s in steps if s.name != "hold_discussion"]
    return tuple(steps)


def requirements(facts: CaseFacts) -> tuple[Requirement, ...]:
    """Every applicable need of the steps ahead, met or not, each once."""
    seen: dict[str, Requirement] = {}
    for step in onward_steps(facts):
        for need in step.needs:
            if need.code not in seen and need.applies(facts):
                seen[need.code] = Requirement(need, need.reason(facts))
    return tuple(seen.values())
