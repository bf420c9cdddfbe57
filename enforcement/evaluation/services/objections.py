"""Objections of an agency, item by item, and their written answers.

广东省行政执法案卷评查办法第十二条第七项: within ten working days of the report, answered within ten working days.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.evaluation.commands.feedback import AnswerObjection, FileObjection
from enforcement.evaluation.correcting import corrected_result, falling
from enforcement.evaluation.decisions import Decided, add_decision
from enforcement.evaluation.loading import locked_file, locked_report, needed, refuse, require_version, write_down
from enforcement.evaluation.mapping import result_to
from enforcement.evaluation.models.core import EvaluationFile
from enforcement.evaluation.models.feedback import EvaluationObjection, EvaluationReport
from enforcement.evaluation.notices import clear, tell
from enforcement.evaluation.outcome import answer_reasons, window_reasons
from enforcement.evaluation.policies import Action, require, require_answering
from enforcement.evaluation.proofs import keep_proofs
from enforcement.evaluation.queries.final import final_file
from enforcement.evaluation.states import DecisionKind, NoticeKind, ObjectionAnswer
from enforcement.evaluation.terms import ANSWER, set_term
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound, Reason, Refused
from enforcement.platform.database import db, locked, transaction

LONGEST_TEXT = 4_000


def file_objection(actor: Actor, command: FileObjection, now: datetime) -> EvaluationObjection:
    """Object to one item or veto of a file in the agency's own report; the term for the answer begins today.

    Files are kept before any row names them; meanwhile results are not fixed (``outcome.settling_reasons``).

    Errors: ``NotFound``, also for another agency's file and for a subject that stands in no counted sheet;
    ``Forbidden`` for who evaluates; ``Refused`` after the window and for a second objection to the same subject;
    ``Invalid`` (``grounds``, ``uploads``); ``Unavailable``.
    """
    grounds = needed(command.grounds, "grounds", "请写明异议的理由", longest=LONGEST_TEXT)
    with transaction():
        _check(actor, command, now)
    attachments = keep_proofs(command.uploads)
    with transaction():
        report, file = _check(actor, command, now)
        row = EvaluationObjection(
            report_id=report.id,
            file_id=file.id,
            subject=command.subject,
            grounds=grounds,
            attachments=attachments,
            filed_by=actor.user_id,
            filed_by_name=actor.name,
            filed_at=now,
        )
        set_term(row, ANSWER, report.plan, civil_date(now))
        db.session.add(row)
        db.session.flush()
        text = f"{report.agency_name}对《{report.plan.title}》提出一项异议，请在期限内书面答复"
        tell(NoticeKind.OBJECTION_WAITING, f"objection:{row.public_id}", report.plan.org_path, text, now)
        after = {"subject": row.subject, "file": file.public_id, "files": [one["sha256"] for one in attachments]}
        write_down(actor, "objection_filed", f"objection:{row.public_id}", report.plan.org_path, now, after=after)
    return row


def answer_objection(actor: Actor, command: AnswerObjection, now: datetime) -> EvaluationObjection:
    """Answer in writing: rejected, or upheld; then one more decision gives the file its corrected result.

    Sheets and decisions before stay as they are. Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Refused`` when it is
    answered, and for whoever scored the file; ``Invalid`` without ``reasons`` or for codes of another item.
    """
    with transaction():
        row = _locked_objection(command.objection)
        plan = row.report.plan
        require(actor, Action.PLAN, plan.org_path)
        require_version(row, command.version)
        refuse(answer_reasons(actor, row))
        reasons = needed(command.reasons, "reasons", "请写明答复的理由", longest=LONGEST_TEXT)
        final = final_file(plan.public_id, row.file.public_id)
        fallen = falling(final, row.subject, command.fallen) if command.upheld else ()
        row.answer = ObjectionAnswer.UPHELD if command.upheld else ObjectionAnswer.REJECTED
        row.fallen, row.reasons = list(fallen), reasons
        row.answered_by, row.answered_by_name, row.answered_at = actor.user_id, actor.name, now
        db.session.flush()
        if command.upheld:
            result = corrected_result(final, row.subject, fallen)
            decided = Decided(DecisionKind.OBJECTION, row.public_id, result_to(result), result.steps)
            add_decision(actor, row.file, decided, now)
        subject = f"objection:{row.public_id}"
        clear(NoticeKind.OBJECTION_WAITING, subject, now)
        text = f"《{plan.title}》的一项异议已经答复：{row.answer.words}"
        tell(NoticeKind.OBJECTION_ANSWERED, subject, row.report.agency_path, text, now)
        after = {"answer": row.answer.value, "fallen": row.fallen, "late": civil_date(now) > row.due_on}
        write_down(actor, "objection_answered", subject, plan.org_path, now, after=after, reason=row.reasons)
    return row


def _check(actor: Actor, command: FileObjection, now: datetime) -> tuple[EvaluationReport, EvaluationFile]:
    """The locked report, its plan locked before it, and the file. Errors: as ``file_objection``."""
    report = locked_report(command.report)
    require_answering(actor, report.agency_path, report.plan.org_path)
    file = db.session.scalar(
        select(EvaluationFile).where(
            EvaluationFile.public_id == command.file,
            EvaluationFile.plan_id == report.plan_id,
            EvaluationFile.agency_org_id == report.agency_org_id,
        )
    )
    if file is None:
        raise NotFound
    refuse(window_reasons(report, civil_date(now)))
    told = final_file(report.plan.public_id, file.public_id).told
    if command.subject not in {one.subject for one in told}:
        raise NotFound
    known = select(EvaluationObjection.id).where(
        EvaluationObjection.file_id == file.id, EvaluationObjection.subject == command.subject
    )
    if db.session.scalar(known) is not None:
        raise Refused([Reason("already-filed", "这一项已经提出过异议", report.basis, "每一项提一次；等待书面答复")])
    return report, file


def _locked_objection(public_id: str) -> EvaluationObjection:
    """Locked after its file, so that two answers about one file follow each other."""
    wanted = EvaluationObjection.public_id == public_id
    file = db.session.scalar(select(EvaluationFile.public_id).join(EvaluationObjection).where(wanted))
    if file is None:
        raise NotFound
    locked_file(file)
    return locked(select(EvaluationObjection).where(wanted))
