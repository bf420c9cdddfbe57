"""整改: what stands after the results are fixed is put right with proof, re-checked by others, and called when late."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from enforcement.evaluation.commands.rectifications import RecheckRectification, SubmitRectification
from enforcement.evaluation.loading import locked_plan, needed, refuse, require_version, write_down
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan
from enforcement.evaluation.models.feedback import EvaluationRectification, EvaluationReport, RectificationStep
from enforcement.evaluation.notices import clear, tell
from enforcement.evaluation.policies import Action, require, require_answering
from enforcement.evaluation.proofs import FIELD, keep_proofs
from enforcement.evaluation.queries.final import StandingSubject, final_files
from enforcement.evaluation.rectification_calls import call_for_rectifications
from enforcement.evaluation.rectifying import recheck_reasons, submit_reasons, was_late
from enforcement.evaluation.states import NoticeKind, RectificationState, RectificationStepKind
from enforcement.evaluation.terms import RECTIFICATION, set_term
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid
from enforcement.platform.database import db, locked, transaction

LONGEST_TEXT = 4_000
LONGEST_TITLE = 300
_SYSTEM = system_actor("评查整改")


def open_rectifications(row: EvaluationPlan, now: datetime) -> int:
    """One for each subject that stands after the results are fixed; gives how many are new.

    In the caller's transaction, under the lock of the plan. The term begins today: agencies receive it in the system.
    """
    issued = db.session.scalars(select(EvaluationReport).where(EvaluationReport.plan_id == row.id))
    reports = {one.agency_org_id: one for one in issued}
    files = {one.public_id: one for one in row.files}
    there = set(
        db.session.execute(
            select(EvaluationRectification.file_id, EvaluationRectification.subject)
            .join(EvaluationReport, EvaluationReport.id == EvaluationRectification.report_id)
            .where(EvaluationReport.plan_id == row.id)
        ).tuples()
    )
    new = 0
    for found in final_files(row.public_id):
        file, report = files[found.decided.public_id], reports[found.decided.agency_org_id]
        for subject in found.standing:
            if (file.id, subject.subject) not in there:
                db.session.add(_rectification(row, report, file, subject, now))
                new += 1
    db.session.flush()
    return new


def submit_rectification(actor: Actor, command: SubmitRectification, now: datetime) -> EvaluationRectification:
    """Hand in what was put right, with at least one file that proves it. After the term too: then it is late.

    Files are kept before any row names them.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Refused`` while it waits or has passed; ``Invalid`` without words
    or proof; ``Unavailable`` when the store is away.
    """
    text = needed(command.text, "text", "请写明整改情况", LONGEST_TEXT)
    if not command.uploads:
        raise Invalid({FIELD: ["请附上能够证明整改的材料"]})
    with transaction():
        _to_submit(actor, command)
    attachments = keep_proofs(command.uploads)
    with transaction():
        row = _to_submit(actor, command)
        row.state = RectificationState.SUBMITTED
        _step(row, RectificationStepKind.SUBMITTED, actor, text, attachments, now)
        plan = row.report.plan
        clear(NoticeKind.RECTIFICATION_RETURNED, _subject(row), now)
        call_for_rectifications(plan, now)
        after = {"late": was_late(row, civil_date(now)), "files": len(attachments)}
        write_down(actor, "rectification_submitted", _subject(row), plan.org_path, now, after=after)
    return row


def recheck_rectification(actor: Actor, command: RecheckRectification, now: datetime) -> EvaluationRectification:
    """Pass what was handed in, or return it with what is lacking. The term goes on: late stays late.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Refused`` when nothing waits, or for who handed it in; ``Invalid``
    when it is returned without reasons.
    """
    with transaction():
        row = _locked(command.rectification)
        require(actor, Action.PLAN, row.report.plan.org_path)
        require_version(row, command.version)
        refuse(recheck_reasons(actor, row))
        plan, agency_path = row.report.plan, row.report.agency_path
        if command.passed:
            text = command.reasons.strip()
            row.state, kind = RectificationState.PASSED, RectificationStepKind.PASSED
        else:
            text = needed(command.reasons, "reasons", "请写明退回的理由：还差什么", LONGEST_TEXT)
            row.state, kind = RectificationState.RETURNED, RectificationStepKind.RETURNED
            told = f"《{plan.title}》有一项整改被退回：{row.file.label}，{row.title}"
            tell(NoticeKind.RECTIFICATION_RETURNED, _subject(row), agency_path, told, now)
        _step(row, kind, actor, text, [], now)
        call_for_rectifications(plan, now)
        after = {"passed": command.passed, "late": was_late(row, civil_date(now))}
        write_down(actor, "rectification_rechecked", _subject(row), plan.org_path, now, after=after, reason=text)
    return row


def escalate_rectifications(plan_public_id: str, now: datetime) -> int:
    """For the scheduler: remind agencies whose term runs out, tell them and the plan's head of what is late.

    One notice a day for each agency and one for the head, however often it runs. Gives how many are late.
    """
    with transaction():
        plan = locked_plan(_SYSTEM, Action.PLAN, plan_public_id)
        return call_for_rectifications(plan, now)


def _rectification(
    plan: EvaluationPlan, report: EvaluationReport, file: EvaluationFile, subject: StandingSubject, now: datetime
) -> EvaluationRectification:
    row = EvaluationRectification(
        report=report,
        file=file,
        subject=subject.subject,
        title=f"{subject.no} {subject.title}"[:LONGEST_TITLE],
        problem="\n".join((*subject.texts, *(f"见：{one}" for one in subject.references))),
        article="；".join(subject.articles),
        state=RectificationState.OPEN,
        received_at=now,
    )
    set_term(row, RECTIFICATION, plan, civil_date(now))
    return row


def _to_submit(actor: Actor, command: SubmitRectification) -> EvaluationRectification:
    """The locked row. Errors: as ``submit_rectification``."""
    row = _locked(command.rectification)
    require_answering(actor, row.report.agency_path, row.report.plan.org_path)
    require_version(row, command.version)
    refuse(submit_reasons(row))
    return row


def _locked(public_id: str) -> EvaluationRectification:
    return locked(select(EvaluationRectification).where(EvaluationRectification.public_id == public_id))


def _step(
    row: EvaluationRectification,
    kind: RectificationStepKind,
    actor: Actor,
    text: str,
    attachments: list[dict[str, Any]],
    now: datetime,
) -> None:
    row.steps.append(
        RectificationStep(
            no=len(row.steps) + 1,
            kind=kind,
            text=text,
            attachments=attachments,
            by_user_id=actor.user_id,
            by_name=actor.name,
            at=now,
        )
    )
    db.session.flush()


def _subject(row: EvaluationRectification) -> str:
    return f"rectification:{row.public_id}"
