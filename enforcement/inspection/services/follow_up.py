"""后续处置: what is done about a result, until the loop is closed (P04, P05)."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import or_, select

from enforcement.casework import services as casework
from enforcement.casework.commands import RegisterLead
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Refused
from enforcement.foundation.permissions import Permission
from enforcement.inspection.commands.checks import FinishFollowUp, OpenFollowUp
from enforcement.inspection.models.checks import Check, CheckFollowUp
from enforcement.inspection.on_site import check_for, leave_trace, require_state
from enforcement.platform.database import db, transaction
from enforcement.rules.inspection.checks import CheckState, Origin
from enforcement.rules.inspection.results import (
    CODE_NAMES,
    KIND_NAMES,
    LINKED,
    FollowUpFact,
    FollowUpKind,
    ResultCode,
    reasons_against_closing_check,
)

AFTER_RESULT = (CheckState.RECORDED, CheckState.TOLD, CheckState.PUBLISHED)
AT_ONCE = frozenset({FollowUpKind.NONE, FollowUpKind.DAILY})
"""Kinds that are done by being said."""
PROOF_NUMBER = re.compile(r"[\u4e00-\u9fff].*\d")
"""The number of a paper names what it is: 云市监改〔2026〕3号, 书面复查材料2026-3."""
INDIVIDUAL = "个体工商户"


def open_follow_up(actor: Actor, command: OpenFollowUp, now: datetime) -> CheckFollowUp:
    """Say what is done about the result; a lead is registered in casework at once (行政处罚法第五十四条).

    Errors: ``Invalid`` for a correction without a day, a transfer without words, 无需处置 beside a finding; ``Refused``
    before there is a result.
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_CONDUCT, command.check, command.version)
        require_state(check, *AFTER_RESULT)
        _require_fitting(check, command, now)
        row = CheckFollowUp(
            kind=command.kind,
            text=command.text.strip(),
            due_on=command.due_on,
            opened_at=now,
            opened_by=actor.name,
        )
        check.follow_ups.append(row)
        if command.kind is FollowUpKind.CASE_LEAD:
            row.link = _lead(actor, check, command, now)
        if command.kind in AT_ONCE or row.link:
            row.done_at, row.done_by, row.outcome = now, actor.name, KIND_NAMES[command.kind]
        db.session.flush()
        after = {"kind": command.kind.value, "due_on": command.due_on, "link": row.link}
        leave_trace(actor, check, "follow_up_opened", now, after, reason=row.text)
    return row


def finish_follow_up(actor: Actor, command: FinishFollowUp, now: datetime) -> CheckFollowUp:
    """A follow-up is done: what came of it, and the number of the record it led to.

    A correction ends with a re-check of the same object that took place, or with the number of written proof.
    Errors: ``NotFound``; ``Invalid`` without words, or without the number where one is asked (P04).
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_CONDUCT, command.check, command.version)
        row = next((one for one in check.follow_ups if one.public_id == command.follow_up), None)
        if row is None or row.done_at is not None:
            raise NotFound
        errors: dict[str, list[str]] = {}
        if not command.outcome.strip():
            errors["outcome"] = ["请写明办理结果"]
        link = command.link.strip()
        if row.kind in (*LINKED, FollowUpKind.CORRECTION) and not link:
            errors["link"] = [_LINK_ASKED[row.kind]]
        elif row.kind is FollowUpKind.CORRECTION:
            link, fault = _proof(check, link)
            errors |= {"link": [fault]} if fault else {}
        if errors:
            raise Invalid(errors)
        row.outcome, row.link = command.outcome.strip(), link
        row.done_at, row.done_by = now, actor.name
        late = row.due_on is not None and civil_date(now) > row.due_on
        after = {"kind": row.kind.value, "link": row.link, "late": late}
        leave_trace(actor, check, "follow_up_done", now, after, reason=row.outcome)
    return row


def close_check(actor: Actor, public_id: str, version: int | None, now: datetime) -> Check:
    """End a published check; the loop must be closed (P04, P05). Errors: ``Refused`` with everything still open."""
    with transaction():
        check = check_for(actor, Permission.CHECK_CONDUCT, public_id, version)
        require_state(check, CheckState.PUBLISHED)
        reasons = reasons_against_closing_check([ResultCode(one) for one in check.codes], follow_up_facts(check))
        if reasons:
            raise Refused(reasons)
        check.state, check.closed_at = CheckState.CLOSED, now
        leave_trace(actor, check, "closed", now)
    return check


def follow_up_facts(check: Check) -> list[FollowUpFact]:
    """The follow-ups as the rules see them."""
    return [FollowUpFact(one.kind, one.done_at is not None, one.link) for one in check.follow_ups]


def _proof(check: Check, link: str) -> tuple[str, str]:
    """What shows that the correction was made, as it is kept, and what is wrong with it."""
    named = or_(Check.public_id == link, Check.notice_number == link, Check.code == link.upper())
    again = db.session.scalars(select(Check).where(named, Check.org_id == check.org_id).limit(1)).one_or_none()
    if again is None:
        return link, "" if PROOF_NUMBER.search(link) else "没有这个编号的复查；书面复查的，请填写材料的名称和编号"
    if again.origin is not Origin.RECHECK or again.uscc != check.uscc:
        return link, "这项检查不是对同一对象的复查"
    if again.arrived_at is None or again.state is CheckState.VOID:
        return link, "这项复查还没有进行"
    return again.public_id, ""


_LINK_ASKED = {
    FollowUpKind.CASE_LEAD: "请填写案源或者案件编号",
    FollowUpKind.TRANSFER: "请填写接收部门的回执编号",
    FollowUpKind.ABNORMAL_LIST: "请填写列入经营异常名录的决定文号或者登记机关的回执编号",
    FollowUpKind.CORRECTION: "请填写复查的检查编号，或者书面复查材料的编号",
}


def _require_fitting(check: Check, command: OpenFollowUp, now: datetime) -> None:
    errors: dict[str, list[str]] = {}
    if not check.codes:
        errors["kind"] = ["请先录入检查结果"]
    if command.kind is FollowUpKind.NONE and ResultCode.TO_BE_HANDLED.value in check.codes:
        errors["kind"] = ["结果是“发现问题待后续处理”，不能选“不需要处置”"]
    if command.kind not in AT_ONCE and not command.text.strip():
        errors["text"] = ["请写明处置的内容"]
    if command.kind is FollowUpKind.CORRECTION and (command.due_on is None or command.due_on < civil_date(now)):
        errors["due_on"] = ["责令改正应当写明改正的最后一天，不能早于今天"]
    if errors:
        raise Invalid(errors)


def _lead(actor: Actor, check: Check, command: OpenFollowUp, now: datetime) -> str:
    found = "；".join(CODE_NAMES[ResultCode(code)] for code in check.codes)
    words = f"{check.notice_number}行政检查发现：{found}。{check.result_text}{command.text.strip()}"
    case = casework.register_lead(
        actor,
        RegisterLead(
            org_id=check.org_id,
            source_kind="inspection",
            source_text=words,
            received_on=civil_date(now),
            party_kind="individual_business" if check.library.get("kind") == INDIVIDUAL else "organisation",
            party_name=check.name,
            party_uscc=check.uscc,
            legal_representative=str(check.library.get("legal_representative", "")),
            party_address=check.address,
            party_phone=str(check.library.get("phone", "")),
        ),
        now,
    )
    return case.public_id
