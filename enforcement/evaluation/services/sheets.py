"""Blind scoring: an evaluator's draft, saved as often as he likes, and the signature after which nothing changes.

广东省行政执法案卷评查办法第十条: each evaluator scores alone. Every service takes the actor's own seat; anybody
else's seat answers as if it were not there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from enforcement.evaluation.commands.sheets import AnswerFinding, SaveDraft, SignSheet
from enforcement.evaluation.loading import LONGEST_REASON, own_seat, refuse, write_down
from enforcement.evaluation.mapping import facts_of, score_to, sheet_from, sheet_to, standard_of
from enforcement.evaluation.models.core import EvaluationNotice, EvaluationSeat, FindingAnswer, ScoreSheet
from enforcement.evaluation.notices import clear, clear_seat
from enforcement.evaluation.queries.files import findings_of
from enforcement.evaluation.seating import renew
from enforcement.evaluation.settling import settle
from enforcement.evaluation.states import FileState, NoticeKind, SeatState
from enforcement.foundation.actor import Actor
from enforcement.foundation.canonical import content_digest
from enforcement.foundation.errors import Invalid, NotFound, Reason, Stale
from enforcement.platform.database import db, transaction
from enforcement.rules.evaluation.bases import APART
from enforcement.rules.evaluation.scoring import running_score, score

BASIS = APART


def save_draft(actor: Actor, command: SaveDraft, now: datetime) -> ScoreSheet:
    """Keep what was found so far; references and reasons may still be missing.

    Errors: ``NotFound`` for another's seat; ``Stale`` when another tab saved since; ``Invalid`` by field for what
    can't be counted; ``Refused`` before scoring begins or after signing.
    """
    with transaction():
        seat, sheet = _open_sheet(actor, command.seat, command.version)
        if len(command.remark) > LONGEST_REASON:
            raise Invalid({"remark": [f"至多 {LONGEST_REASON} 个字"]})
        running_score(standard_of(seat.file.plan.standard), facts_of(seat.file), command.sheet)
        sheet.draft, sheet.remark, sheet.saved_at = sheet_to(command.sheet), command.remark.strip(), now
        clear(NoticeKind.CONDITIONS_CHANGED, f"seat:{seat.public_id}", now)
    return sheet


def sign_sheet(actor: Actor, command: SignSheet, now: datetime) -> ScoreSheet:
    """Sign the saved draft. With the last signature of a file its result follows, or a third evaluator is called.

    Errors: as ``save_draft``; ``Invalid`` also for a deduction without document and passage, a veto without reason.
    """
    with transaction():
        seat, sheet = _open_sheet(actor, command.seat, command.version)
        standard, facts = standard_of(seat.file.plan.standard), facts_of(seat.file)
        found = score(standard, facts, sheet_from(sheet.draft))
        signed: dict[str, Any] = {
            "standard": seat.file.plan.standard_digest,
            "case_file": seat.file.case_file_public_id,
            "kind": facts.kind,
            "holds": dict(facts.holds),
            "sheet": sheet.draft or {"faults": [], "vetoes": []},
            "remark": sheet.remark,
            "findings": _answered(seat),
            "score": score_to(found),
            "evaluator": seat.evaluator_name,
            "signed_at": now.isoformat(),
        }
        sheet.signed, sheet.digest = signed, content_digest(signed)
        sheet.signed_by_name, sheet.signed_at = actor.name, now
        seat.state = SeatState.SIGNED
        clear_seat(seat.public_id, now)
        after = {"digest": sheet.digest}
        write_down(actor, "sheet_signed", f"seat:{seat.public_id}", seat.file.plan.org_path, now, after=after)
        db.session.flush()
        settle(seat.file, now)
    return sheet


def answer_finding(actor: Actor, command: AnswerFinding, now: datetime) -> FindingAnswer:
    """Say whether a finding of the machine in this file holds; until signing. It is part of what a signature is under.

    Errors: ``NotFound``, also for a finding of another file; ``Refused`` as ``save_draft``; ``Invalid`` for a rejection
    without a word why.
    """
    with transaction():
        seat = own_seat(actor, command.seat)
        refuse(_reasons(seat))
        rules = {one.public_id: one.rule for one in findings_of(seat.file.case_file_public_id)}
        if command.finding not in rules:
            raise NotFound
        note = command.note.strip()
        if not command.accepted and not note:
            raise Invalid({"note": ["不采纳机器提示的，请写明理由"]})
        mine = select(FindingAnswer).where(FindingAnswer.seat_id == seat.id, FindingAnswer.finding == command.finding)
        row = db.session.scalar(mine)
        if row is None:
            row = FindingAnswer(seat_id=seat.id, finding=command.finding)
            db.session.add(row)
        changed = (row.accepted, row.note) != (command.accepted, note)
        row.rule, row.accepted, row.note, row.at = rules[command.finding], command.accepted, note, now
        if changed:
            renew(seat.sheet)
    return row


def _open_sheet(actor: Actor, seat_id: str, version: int) -> tuple[EvaluationSeat, ScoreSheet]:
    seat = own_seat(actor, seat_id)
    refuse(_reasons(seat))
    sheet = seat.sheet
    db.session.refresh(sheet)
    if sheet.version != version:
        raise _stale(seat, sheet)
    return seat, sheet


def _stale(seat: EvaluationSeat, sheet: ScoreSheet) -> Stale:
    """What changed since the page was opened, as far as the rows tell."""
    told = select(EvaluationNotice).where(
        EvaluationNotice.kind == NoticeKind.CONDITIONS_CHANGED,
        EvaluationNotice.subject == f"seat:{seat.public_id}",
        EvaluationNotice.cleared_at.is_(None),
    )
    corrected = db.session.scalar(told)
    if corrected is not None:
        return Stale(f"{corrected.text}；您这里的内容还没有保存", changed_by="评查组织者", changed_at=corrected.at)
    answered = db.session.scalar(select(func.max(FindingAnswer.at)).where(FindingAnswer.seat_id == seat.id))
    if answered is not None and (sheet.saved_at is None or answered >= sheet.saved_at):
        message = "您对机器提示的答复在这一页打开以后改过，您这里的内容还没有保存"
        return Stale(message, changed_by=seat.evaluator_name, changed_at=answered)
    message = "这份评分表在另一个页面保存过，您这里的内容还没有保存"
    return Stale(message, changed_by=seat.evaluator_name, changed_at=sheet.saved_at)


def _reasons(seat: EvaluationSeat) -> list[Reason]:
    """Against writing on the sheet of a seat."""
    if seat.state is SeatState.SIGNED:
        lift = "有不同意见的，在反馈阶段另作更正评分，原评分表保留"
        return [Reason("signed", "评分表已经签名，不能再改", BASIS, lift)]
    if seat.state is SeatState.RECUSAL_ASKED:
        return [Reason("recusal-asked", "您已经申请回避，决定以前不能评分", BASIS, "等待负责人决定")]
    if seat.file.state is FileState.WAITING:
        return [Reason("answers-open", "这件案卷的适用条件还没有确认", BASIS, "等待评查组织者确认适用条件")]
    if seat.state is not SeatState.ACTIVE or not seat.file.scored_now:
        return [Reason("scoring-over", "这件案卷不再由您评分", BASIS, "评分结束以后可以查看结果")]
    return []


def _answered(seat: EvaluationSeat) -> list[dict[str, Any]]:
    rows = db.session.scalars(select(FindingAnswer).where(FindingAnswer.seat_id == seat.id).order_by(FindingAnswer.id))
    return [{"finding": one.finding, "rule": one.rule, "accepted": one.accepted, "note": one.note} for one in rows]
