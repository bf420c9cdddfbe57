"""Proposal, end of investigation, and the review's result (处罚建议、调查终结、送审)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from enforcement.casework.assessment import benchmark_of
from enforcement.casework.commands import CaseCommand, Conclude, Propose, RecordReview
from enforcement.casework.content import evidence_of, item_of, reviewed_content
from enforcement.casework.deadlines import REVIEW, meet_deadline, start_deadline
from enforcement.casework.events import ReviewRequested
from enforcement.casework.facts import collect_facts
from enforcement.casework.loading import open_case
from enforcement.casework.models import Case, CaseApproval, CaseProposal, CaseReview
from enforcement.casework.papers import handler_data, issue_paper, party_data
from enforcement.casework.services.voiding import void_if_changed
from enforcement.casework.steps import take_step, write_audit, write_note
from enforcement.casework.wording import discretion_words, evidence_words, penalty_lines
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Reason, Refused
from enforcement.foundation.events import publish
from enforcement.platform.database import db, transaction
from enforcement.rules.facts import CaseFacts
from enforcement.rules.facts_catalogue import ItemFacts
from enforcement.rules.procedure import BY_NAME


def propose(actor: Actor, command: Propose, now: datetime) -> Case:
    """Propose a penalty. What speaks against it is shown and stops the end of investigation."""
    with transaction():
        case = open_case(actor, command.case, "propose", now, command.version)
        benchmark = benchmark_of(case)
        row = case.proposal
        before = _as_dict(row) if row else None
        if row is None:
            row = CaseProposal(case_id=case.id)
            case.proposal = row
        row.kinds = list(command.kinds)
        row.fine_fen = command.fine_fen
        row.confiscation_fen = command.confiscation_fen
        row.confiscation_text = command.confiscation_text
        row.other_penalty = command.other_penalty
        row.grade = command.grade
        row.grade_reasons = command.grade_reasons
        row.band_when = command.band_when
        row.mitigation = command.mitigation
        row.departure = command.departure
        row.benchmark_id = benchmark.public_id if benchmark else ""
        row.benchmark_title = (
            f"《{benchmark.title}》第{benchmark.entry_no}项（第{benchmark.version_no}版）" if benchmark else ""
        )
        db.session.flush()
        headline = f"提出处罚建议：{'；'.join(penalty_lines(case))}"
        write_note(actor, case, headline, now, text=command.grade_reasons)
        write_audit(actor, case, "propose", now, before=before, after=_as_dict(row))
        void_if_changed(actor, case, now)
        return case


def _as_dict(row: CaseProposal) -> dict[str, object]:
    return {
        "kinds": list(row.kinds),
        "fine_fen": row.fine_fen,
        "confiscation_fen": row.confiscation_fen,
        "grade": row.grade,
        "grade_reasons": row.grade_reasons,
        "departure": row.departure,
    }


def conclude(actor: Actor, command: Conclude, now: datetime) -> Case:
    """End the investigation: evidence list and report are issued (第五十七条)."""
    with transaction():
        case = open_case(actor, command.case, "conclude", now, command.version)
        facts = collect_facts(case, civil_date(now))
        reasons = BY_NAME["conclude"].unmet(facts)
        if reasons:
            raise Refused(reasons)
        issue_paper(actor, case, "evidence_list", _evidence_data(case, now), now)
        report = issue_paper(actor, case, "investigation_report", _report_data(case, command, now), now)
        take_step(actor, case, "conclude", facts, now, document_id=report.public_id)
        for line in triggers_lines(facts):
            write_note(actor, case, line, now, by_system=True)
        return case


def triggers_lines(facts: CaseFacts) -> list[str]:
    """Why review and discussion are due, one sentence each."""
    lines = [f"须法制审核：{one.sentence}（{one.basis}）" for one in facts.review_triggers]
    lines += [f"须集体讨论：{one.sentence}（{one.basis}）" for one in facts.discussion_triggers]
    lines += [f"须告知听证权利：{one.sentence}（{one.basis}）" for one in facts.hearing_triggers]
    return lines


def _evidence_data(case: Case, now: datetime) -> dict[str, object]:
    today = civil_date(now)
    return {
        "case_title": case.title,
        "evidence": [
            {
                "no": str(one.no),
                "name": one.title,
                "kind": one.kind,
                "source": one.source,
                "proves": one.proves,
                "sha256": hashes,
            }
            for one, hashes in zip(
                evidence_of(case.id),
                ("、".join(entry.sha256) for entry in reviewed_content(case).evidence),
                strict=True,
            )
        ],
        "officers": handler_data(case, today),
        "listed_on": today.isoformat(),
    }


def _report_data(case: Case, command: Conclude, now: datetime) -> dict[str, object]:
    item = _item(case)
    today = civil_date(now)
    return party_data(case) | {
        "case_title": case.title,
        "course": command.course,
        "facts": case.facts_text,
        "evidence": [evidence_words(one) for one in evidence_of(case.id)],
        "nature": f"违反{item.duty.citation}，属于{item.act}的行为",
        "penalty_basis": item.penalty.citation,
        "discretion": discretion_words(case),
        "proposal": penalty_lines(case),
        "officers": handler_data(case, today),
        "reported_on": today.isoformat(),
    }


def _item(case: Case) -> ItemFacts:
    item = item_of(case)
    if item is None:
        raise Refused((Reason("in-force", "没有选定有效的处罚依据", "行政处罚法第三十八条", "填写案情"),))
    return item


def submit_review(actor: Actor, command: CaseCommand, now: datetime) -> Case:
    """Send the case to review; the room of legal review hears of it."""
    today = civil_date(now)
    with transaction():
        case = open_case(actor, command.case, "submit_review", now, command.version)
        facts = collect_facts(case, today)
        take_step(actor, case, "submit_review", facts, now)
        start_deadline(case, REVIEW, today, now, reason="送审材料齐备")
        publish(
            ReviewRequested(
                case.id,
                case.public_id,
                case.org_id,
                case.org_path,
                next_round(case),
                legal=facts.legal_review_due,
            ),
            now,
        )
        return case


def next_round(case: Case) -> int:
    """Number of the round of review that comes next."""
    last = db.session.scalar(select(func.max(CaseReview.round_no)).where(CaseReview.case_id == case.id))
    return (last or 0) + 1


def record_review(actor: Actor, command: RecordReview, now: datetime) -> Case:
    """Take down how a round ended. A pass holds only for the content reviewed (第五十八条).

    Errors: ``Refused`` when the content is no longer the one the reviewer saw, when the
    reviewer handled the case, or lacks the qualification a legal review asks.
    """
    step = "pass_review" if command.passed else "return_review"
    with transaction():
        case = open_case(actor, command.case, step, now, command.version)
        content = reviewed_content(case)
        if content.digest != command.digest:
            raise Refused(
                (
                    Reason(
                        "content-changed",
                        "审核期间内容被改动，和您看到的不是同一份",
                        "行政处罚法第五十八条",
                        "重新打开审核页，按现在的内容审核",
                    ),
                )
            )
        db.session.add(
            CaseReview(
                case_id=case.id,
                round_no=next_round(case),
                legal=command.legal,
                passed=command.passed,
                opinion=command.opinion,
                text=command.text,
                digest=content.digest,
                content=content.as_dict(),
                reviewer_officer_id=command.reviewer_officer_id,
                reviewer_name=command.reviewer_name,
                qualified=command.qualified,
                concluded_at=now,
                document_id=command.document_id,
            )
        )
        db.session.flush()
        today = civil_date(now)
        take_step(
            actor, case, step, collect_facts(case, today), now,
            remark=command.text, document_id=command.document_id,
        )  # fmt: skip
        meet_deadline(case, REVIEW, today)
        if command.passed:
            db.session.add(
                CaseApproval(
                    case_id=case.id, kind="notice", sent_at=now, sent_by=command.reviewer_name,
                    opinion="审核同意，报负责人批准处罚告知",
                )
            )  # fmt: skip
            write_note(
                actor, case, f"审核内容摘要 {content.digest[:12]}… 已绑定", now,
                text="事实、证据目录、依据、裁量、拟处罚内容改动任一字，审核即失效。", by_system=True,
            )  # fmt: skip
        return case
