"""Collective discussion, decision, its service, and more time for a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from enforcement.casework.commands import Decide, ExtendTerm, HoldDiscussion, ServePaper
from enforcement.casework.content import item_of, reviewed_content
from enforcement.casework.deadlines import (
    CASE_TERM,
    PAYMENT,
    SERVICE,
    STATEMENT,
    case_term,
    deadlines_of,
    meet_deadline,
    start_deadline,
)
from enforcement.casework.decision_text import DecisionText, statement_reply, write_decision
from enforcement.casework.events import CaseDecided, CaseServed
from enforcement.casework.facts import collect_facts
from enforcement.casework.loading import latest, open_case
from enforcement.casework.models import (
    Case,
    CaseDecision,
    CaseDiscussion,
    CaseNotice,
    CaseReview,
)
from enforcement.casework.papers import handler_data, issue_paper, opinion, party_data
from enforcement.casework.services.serving import serve_paper
from enforcement.casework.steps import take_step, write_audit, write_note
from enforcement.casework.wording import penalty_lines
from enforcement.documents.queries import document_facts
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.foundation.events import publish
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db, transaction
from enforcement.rules.deadlines import Extension
from enforcement.rules.facts import CaseFacts, DiscussionFact, IntendedDecision
from enforcement.rules.procedure import BY_NAME
from enforcement.rules.rulesets import RuleMissing, Unit

EXTENSION = "D05.extension"


def hold_discussion(actor: Actor, command: HoldDiscussion, now: datetime) -> Case:
    """Record the heads' discussion of the reviewed content and its conclusion (第五十七条第二款)."""
    if command.held_at > now:
        raise Invalid({"held_at": ["讨论时间不能晚于现在"]})
    with transaction():
        case = open_case(actor, command.case, "hold_discussion", now, command.version)
        digest = reviewed_content(case).digest
        facts = replace(
            collect_facts(case, civil_date(now)),
            discussion=DiscussionFact(civil_date(command.held_at), digest, command.agreed, len(command.attendees)),
        )
        reasons = BY_NAME["hold_discussion"].unmet(facts)
        if reasons:
            raise Refused(reasons)
        document = issue_paper(
            actor, case, "discussion_record", _discussion_data(case, command), now,
            permission=Permission.CASE_DISCUSS,
        )  # fmt: skip
        db.session.add(
            CaseDiscussion(
                case_id=case.id,
                held_at=command.held_at,
                chair=command.chair,
                attendees=list(command.attendees),
                opinions="\n".join(f"{name}：{words}" for name, words in command.opinions),
                conclusion=command.conclusion,
                agreed=command.agreed,
                digest=digest,
                document_id=document.public_id,
            )
        )
        take_step(
            actor, case, "hold_discussion", facts, now, remark=command.conclusion,
            document_id=document.public_id,
        )  # fmt: skip
        return case


def _discussion_data(case: Case, command: HoldDiscussion) -> dict[str, object]:
    return {
        "case_title": case.title,
        "started_at": command.held_at.isoformat(),
        "place": command.place,
        "chair": command.chair,
        "attendees": list(command.attendees),
        "recorder": command.recorder,
        "report": f"{case.facts_text}\n处罚建议：{'；'.join(penalty_lines(case))}",
        "opinions": [{"name": name, "opinion": words} for name, words in command.opinions],
        "conclusion": command.conclusion,
    }


def decide(actor: Actor, command: Decide, now: datetime) -> Case:
    """Make the decision: every guard of the table, then number, seal, PDF, duty to publish.

    Errors: ``Refused`` with all reasons and articles; ``Unavailable`` when the store is away
    (nothing is written then, no number is used up).
    """
    today = civil_date(now)
    with transaction():
        case = open_case(actor, command.case, "decide", now, command.version)
        facts = _facts_to_decide(case, command, today)
        reasons = BY_NAME["decide"].unmet(facts)
        if reasons:
            raise Refused(reasons)
        text = _text(case, facts, today)
        issue_paper(
            actor, case, "decision_approval", _approval_data(actor, case, command, now), now,
            permission=Permission.CASE_DECIDE,
        )  # fmt: skip
        document = issue_paper(actor, case, "penalty_decision", text.data, now, permission=Permission.CASE_DECIDE)
        case.decided_on = today
        db.session.add(
            CaseDecision(
                case_id=case.id,
                document_id=document.public_id,
                number=document.number,
                digest=facts.content_digest,
                fine_fen=facts.intended.fine_fen if facts.intended else 0,
                confiscation_fen=facts.intended.confiscation_fen if facts.intended else 0,
                paragraphs=list(text.paragraphs),
                penalty_text="；".join(text.penalties),
                decided_at=now,
                decided_by=actor.name,
            )
        )
        take_step(
            actor, case, "decide", facts, now, remark=command.opinion,
            document_id=document.public_id,
        )  # fmt: skip
        for kind in (CASE_TERM, STATEMENT):
            meet_deadline(case, kind, today)
        start_deadline(case, SERVICE, today, now, reason="作出处罚决定")
        publish(CaseDecided(case.id, case.public_id, case.org_id, document.public_id, today), now)
        return case


def _facts_to_decide(case: Case, command: Decide, today: date) -> CaseFacts:
    content = reviewed_content(case)
    fine = content.fine_fen if command.fine_fen is None else command.fine_fen
    carried = replace(content, fine_fen=fine)
    return replace(
        collect_facts(case, today),
        intended=IntendedDecision(fine, content.confiscation_fen, carried.digest),
    )


def _text(case: Case, facts: CaseFacts, today: date) -> DecisionText:
    item = item_of(case)
    notice = latest(CaseNotice, case)
    papers = {one.public_id: one for one in document_facts(case.public_id)}
    if item is None or notice is None or facts.intended is None:
        raise Refused((Reason("in-force", "没有有效的处罚依据", "行政处罚法第三十八条", "核对案情"),))
    return write_decision(case, item, papers[notice.document_id], facts.intended.fine_fen, today)


def _approval_data(actor: Actor, case: Case, command: Decide, now: datetime) -> dict[str, object]:
    item = item_of(case)
    review = latest(CaseReview, case)
    discussion = latest(CaseDiscussion, case)
    notice = latest(CaseNotice, case)
    served = f"{notice.served_on:%Y年%-m月%-d日}送达告知书。" if notice and notice.served_on else ""
    return party_data(case) | {
        "case_title": case.title,
        "facts": case.facts_text,
        "notice_course": served + statement_reply(case),
        "review_result": f"第 {review.round_no} 轮审核{review.opinion}" if review else "",
        "discussion_result": discussion.conclusion if discussion else "",
        "penalty_basis": item.penalty.full_citation if item else "",
        "proposal": penalty_lines(case),
        "officers": handler_data(case, civil_date(now)),
        "head_opinion": opinion(actor, command.opinion, now),
    }


def serve_decision(actor: Actor, command: ServePaper, now: datetime) -> Case:
    """Serve the decision; fifteen days to pay begin (第六十一条、第六十七条)."""
    with transaction():
        case = open_case(actor, command.case, "serve_decision", now, command.version)
        facts = collect_facts(case, civil_date(now))
        decision = db.session.scalars(select(CaseDecision).where(CaseDecision.case_id == case.id)).one_or_none()
        if decision is None:
            raise Refused(BY_NAME["serve_decision"].unmet(facts))
        take_step(
            actor, case, "serve_decision", facts, now, document_id=decision.document_id,
            remark=command.note,
        )  # fmt: skip
        served_on = serve_paper(actor, case, decision.document_id, command, now)
        meet_deadline(case, SERVICE, command.served_on)
        if decision.fine_fen + decision.confiscation_fen > 0:
            start_deadline(case, PAYMENT, served_on, now, reason="决定书送达")
        publish(CaseServed(case.id, case.public_id, served_on), now)
        return case


def extend_term(actor: Actor, command: ExtendTerm, now: datetime) -> Case:
    """More time for the case: first by the head, again only after collective discussion."""
    with transaction():
        case = open_case(actor, command.case, "extend_term", now, command.version)
        computed = [one for one in deadlines_of(case.id) if one.kind == CASE_TERM]
        started_on = computed[0].started_on
        # A new computation for a holiday notice carries the extensions on; it is none itself.
        extensions = [Extension(int(one["length"]), Unit(one["unit"])) for one in computed[-1].extensions]
        extensions.append(_collective_extension(case, command) if extensions else _head_extension(case, started_on))
        deadline = start_deadline(case, CASE_TERM, started_on, now, reason=command.reason, extensions=extensions)
        write_note(
            actor, case, f"批准延长办案期限至{deadline.due:%Y年%-m月%-d日}", now,
            text=command.reason,
        )  # fmt: skip
        write_audit(actor, case, "extend_term", now, after={"due": deadline.due}, reason=command.reason)
        return case


def _head_extension(case: Case, started_on: date) -> Extension:
    try:
        term = case_term(case, EXTENSION, started_on)
    except RuleMissing as error:
        raise Refused(
            (
                Reason(
                    "no-extension-rule",
                    f"规则集中没有{case.domain}领域延长办案期限的规定",
                    "行政处罚法第六十条",
                    "查明本领域法律、法规、规章的规定，由部署机关登记到规则集",
                ),
            )
        ) from error
    return Extension(term.length, term.unit)


def _collective_extension(case: Case, command: ExtendTerm) -> Extension:
    discussion = latest(CaseDiscussion, case)
    if command.days is None or discussion is None:
        raise Refused(
            (
                Reason(
                    "second-extension",
                    "已经延长过一次，再次延长须经集体讨论并确定合理期限",
                    "市场监督管理行政处罚程序规定第六十四条",
                    "集体讨论后写明再延长的天数",
                ),
            )
        )
    return Extension(command.days, Unit.CD)
