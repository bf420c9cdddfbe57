"""On the spot: the locked checklist, what only the head may allow, and the record that ends the visit."""

from __future__ import annotations

from datetime import datetime

from enforcement.documents import services as documents
from enforcement.documents.commands import AddSignature, IssueDocument
from enforcement.draws import services as draws
from enforcement.draws.commands import ReplaceOfficer
from enforcement.draws.states import OfficerReason
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Reason, Refused
from enforcement.foundation.permissions import Permission
from enforcement.inspection import papers
from enforcement.inspection.commands.checks import AnswerChecklist, AnswerHead, AskHead, FinishRecord
from enforcement.inspection.models.checks import Check, CheckAnswer, CheckRequest
from enforcement.inspection.on_site import (
    acting,
    arrived,
    check_for,
    leave_trace,
    members,
    on_team,
    reasons_against_absence,
    require_state,
    team,
)
from enforcement.inspection.queries.libraries import item_facts
from enforcement.inspection.services.checks import checklist_item, lock_items
from enforcement.inspection.services.replacing import officers_today
from enforcement.platform.database import db, transaction
from enforcement.rules.inspection.checks import (
    BEFORE_ARRIVAL,
    GBF54,
    REQUEST_NAMES,
    CheckState,
    RequestKind,
    RequestState,
    Verdict,
    reasons_against_recording,
    unanswered_entries,
    verdict_of,
)

ON_SITE = (*BEFORE_ARRIVAL, CheckState.ARRIVED)
HEADS: dict[RequestKind, Permission] = {
    RequestKind.WIDENING: Permission.CHECK_APPROVE,
    # 行政处罚法第四十三条 and 海南条例第二十三条 ask the head of the agency; only that role holds this permission.
    RequestKind.REPRESENTATIVE: Permission.DRAW_APPROVE,
    RequestKind.RECUSAL: Permission.DRAW_APPROVE,
}
"""Who answers which request."""


def answer_checklist(actor: Actor, command: AnswerChecklist, now: datetime) -> Check:
    """Answer entries of the checklist, or answer them anew until the record is finished; others stay as they are.

    Errors: ``Refused`` (C07) for an entry that is not on the locked list, or once the record is finished; ``Invalid``
    for an answer that the standard does not have, or a finding without a word; ``Stale``.
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_CONDUCT, command.check, command.version)
        require_state(check, CheckState.ARRIVED)
        entries = {(item["code"], entry["no"]): entry for item in check.items for entry in item["standard"]}
        if any((item, entry) not in entries for item, entry, _answer, _note in command.answers):
            raise Refused((_BEYOND,))
        rows = {(one.item_code, one.entry_no): one for one in check.answers}
        errors: dict[str, list[str]] = {}
        changed: dict[str, str] = {}
        for item_code, entry_no, answer, note in command.answers:
            place = (item_code, entry_no)
            allowed = entries[place]["answers"]
            if answer not in allowed:
                errors[f"answer-{item_code}-{entry_no}"] = ["请从检查标准规定的答案中选择"]
                continue
            verdict = verdict_of(answer, allowed)
            if verdict is Verdict.FAILS and not note.strip():
                errors[f"note-{item_code}-{entry_no}"] = ["不符合的项目请写明发现的情况"]
                continue
            row = rows.get(place)
            if row is None:
                row = CheckAnswer(item_code=item_code, entry_no=entry_no, answer="", note="")
                check.answers.append(row)
            if (row.answer, row.note) != (answer, note.strip()):
                row.answer, row.verdict, row.note = answer, verdict, note.strip()
                row.answered_at, row.answered_by = now, actor.name
                changed[f"{item_code}.{entry_no}"] = f"{answer} {row.note}".strip()
        if errors:
            raise Invalid(errors)
        leave_trace(actor, check, "answered", now, changed)
    return check


def ask_head(actor: Actor, command: AskHead, now: datetime) -> CheckRequest:
    """Ask the head: to widen the check (C07), for the legal representative's presence (C09), for a recusal (O05).

    Errors: ``Invalid`` without a reason, or for a subject that can't be meant; ``Refused`` once the record is finished.
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_CONDUCT, command.check, command.version)
        require_state(check, *ON_SITE)
        if not command.reason.strip():
            raise Invalid({"reason": ["请写明理由"]})
        _require_subject(check, command, now)
        request = CheckRequest(
            kind=command.kind,
            state=RequestState.ASKED,
            subject=command.subject.strip(),
            asked_by_object=command.by_object,
            reason_code=command.reason_code,
            reason=command.reason.strip(),
            asked_at=now,
            asked_by_id=actor.user_id,
            asked_by=actor.name,
        )
        check.requests.append(request)
        after = {"kind": command.kind.value, "subject": request.subject, "by_object": command.by_object}
        leave_trace(actor, check, "head_asked", now, after, reason=request.reason)
    return request


def answer_head(actor: Actor, command: AnswerHead, now: datetime) -> Check:
    """The head allows or refuses. A recusal that is allowed brings the next in rank (O05).

    Errors: ``Refused`` for who asked or is on the team; ``Invalid`` for a refusal without reason; ``NotFound``.
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_APPROVE, command.check, command.version)
        request = next((one for one in check.requests if one.public_id == command.request), None)
        if request is None or request.state is not RequestState.ASKED:
            raise NotFound
        _require_head(actor, check, request)
        if not command.granted and not command.answer.strip():
            raise Invalid({"answer": ["不同意的，请写明理由"]})
        request.state = RequestState.GRANTED if command.granted else RequestState.REFUSED
        request.answered_at, request.answered_by, request.answer = now, actor.name, command.answer.strip()
        if command.granted and request.kind is RequestKind.WIDENING:
            _widen(check, request.subject, now)
        if command.granted and request.kind is RequestKind.RECUSAL:
            _recuse(actor, check, request, now)
        after = {"kind": request.kind.value, "subject": request.subject, "granted": command.granted}
        leave_trace(actor, check, "head_answered", now, after, reason=request.answer)
    return check


def finish_record(actor: Actor, command: FinishRecord, now: datetime) -> Check:
    """End the visit with its record, signed or with the note of refusal.

    Errors: ``Refused`` with everything that is missing (O01 of those who arrived, C06, C07, C09, the form's contents,
    the signature).
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_CONDUCT, command.check, command.version)
        require_state(check, CheckState.ARRIVED)
        # Times are typed to the minute.
        if not (check.arrived_at and check.arrived_at.replace(second=0, microsecond=0) <= command.ended_at <= now):
            raise Invalid({"ended_at": ["结束时间应当在到场之后、现在之前"]})
        answers = {(one.item_code, one.entry_no): one for one in check.answers}
        reasons = reasons_against_recording(
            arrived=bool(check.scans),
            unanswered=unanswered_entries(check.items, answers),
            waiting=[REQUEST_NAMES[one.kind] for one in check.requests if one.state is RequestState.ASKED],
            representative=command.representative,
            allowed=representative_allowed(check, command.representative),
        )
        reasons += reasons_against_absence(check, civil_date(now))
        if reasons:
            raise Refused(reasons)
        signature = documents.add_signature(
            acting(actor, check),
            AddSignature(
                matter_id=check.public_id,
                org_id=check.org_id,
                subject="inspection_record",
                signer=command.person,
                role=command.person_role,
                permission=Permission.CHECK_CONDUCT,
                image_png=command.signature_png,
                refusal_note=command.refusal,
            ),
            now,
        )
        team_then = members(check, civil_date(check.arrived_at), arrived(check))
        document = documents.issue(
            acting(actor, check),
            IssueDocument(
                matter_id=check.public_id,
                org_id=check.org_id,
                form="inspection_record",
                title=f"{check.name}现场检查笔录",
                data=papers.record_data(check, team_then, command, [signature.public_id]),
                seal=False,
                permission=Permission.CHECK_CONDUCT,
            ),
            now,
        )
        check.state, check.recorded_at, check.record_document = CheckState.RECORDED, now, document.public_id
        check.object_opinion, check.representative = command.opinion.strip(), command.representative.strip()
        leave_trace(actor, check, "recorded", now, {"document": document.public_id, "refused": bool(command.refusal)})
    return check


def representative_allowed(check: Check, name: str) -> bool:
    """Whether the main head agreed that this legal representative be asked to come (C09)."""
    return any(
        one.kind is RequestKind.REPRESENTATIVE and one.state is RequestState.GRANTED and one.subject == name.strip()
        for one in check.requests
    )


_BEYOND = Reason(
    "C07",
    "这一项不在锁定的检查表上，检查不得超出通知书所列事项",
    f"{GBF54}；北京市优化营商环境条例第六十九条",
    "发现其他问题的，报负责人批准扩大检查；不属于本机关职责的，移送线索",
)
_APART = Reason(
    "O05",
    "提出申请的人和本次检查的执法人员不能作出决定",
    "行政处罚法第四十三条",
    "请由机关负责人决定",
)


def _require_subject(check: Check, command: AskHead, now: datetime) -> None:
    subject = command.subject.strip()
    if not subject:
        raise Invalid({"subject": ["请填写"]})
    if command.kind is RequestKind.RECUSAL and subject not in {one.officer_public_id for one in team(check)}:
        raise Invalid({"subject": ["请选择本次检查的执法人员"]})
    if command.kind is RequestKind.RECUSAL and command.reason_code not in set(OfficerReason):
        raise Invalid({"reason_code": ["请选择回避的情形"]})
    if command.kind is RequestKind.WIDENING:
        if subject in {item["code"] for item in check.items}:
            raise Invalid({"subject": ["这个事项已经在检查表上"]})
        if not item_facts(check.org_id, [subject], civil_date(now)):
            raise Invalid({"subject": ["请从本机关已经公布的检查事项清单中选择"]})
    if any(one.state is RequestState.ASKED and one.subject == subject for one in check.requests):
        raise Invalid({"subject": ["已经提出过，正在等负责人答复"]})


def _require_head(actor: Actor, check: Check, request: CheckRequest) -> None:
    apart = on_team(actor, check) or (actor.user_id is not None and actor.user_id == request.asked_by_id)
    if apart or not actor.may(HEADS[request.kind], check.org_path):
        raise Refused((_APART,))


def _widen(check: Check, item_code: str, now: datetime) -> None:
    added = item_facts(check.org_id, [item_code], civil_date(now))
    lock_items(check, [*check.items, *(checklist_item(one) for one in added)])
    db.session.flush()


def _recuse(actor: Actor, check: Check, request: CheckRequest, now: datetime) -> None:
    if check.draw_public_id is None:
        for one in team(check):
            if one.officer_public_id == request.subject:
                one.removed_at, one.removed_reason = now, f"回避：{request.reason}"
        return
    draws.replace_officer(
        actor,
        ReplaceOfficer(
            draw_public_id=check.draw_public_id,
            object_id=check.uscc,
            officer_id=request.subject,
            reason_code=OfficerReason(request.reason_code),
            evidence=request.reason,
            officers=officers_today(check, civil_date(now)),
        ),
        now,
    )
