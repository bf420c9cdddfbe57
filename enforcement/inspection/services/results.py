"""Results: entered, checked by a second person, told to the object, published (C08, P01, P03)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from enforcement.documents import services as documents
from enforcement.documents.commands import IssueDocument
from enforcement.draws.queries import unopened_draws
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.foundation.events import publish
from enforcement.foundation.permissions import Permission
from enforcement.inspection import papers
from enforcement.inspection.commands.checks import EnterResult, ReviewResult, TellResult
from enforcement.inspection.events import ResultPublished
from enforcement.inspection.models.checks import Check, CheckFollowUp, CheckResult
from enforcement.inspection.on_site import acting, arrived, check_for, leave_trace, members, on_team, require_state
from enforcement.inspection.terms import ABNORMAL_LIST, TELL, deadline_of
from enforcement.platform import scopes
from enforcement.platform.database import db, locked, transaction
from enforcement.rules.inspection.checks import CheckState, Verdict
from enforcement.rules.inspection.results import (
    EntryState,
    FollowUpKind,
    ResultCode,
    item_results,
    reasons_against_codes,
)

ENTERABLE = (None, EntryState.ENTERED, EntryState.RETURNED)


def enter_result(actor: Actor, command: EnterResult, now: datetime) -> Check:
    """Enter the result codes of a recorded check; the term to tell the object begins (C08).

    Errors: ``Refused`` for codes that don't stand together (P02, P03) or a result that was checked already;
    ``Invalid`` without words for a finding or for a day that can't be.
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_CONDUCT, command.check, command.version)
        require_state(check, CheckState.RECORDED, CheckState.TOLD)
        if check.entry_state not in ENTERABLE:
            raise Refused((_CHECKED,))
        _require_day(check, command, now)
        verdicts = verdicts_of(check)
        failing = sum(one is Verdict.FAILS for one in verdicts.values())
        reasons = reasons_against_codes(command.codes, failing)
        if reasons:
            raise Refused(reasons)
        codes = sorted({one.value for one in command.codes})
        if codes != [ResultCode.NO_FINDING.value] and not command.text.strip():
            raise Invalid({"text": ["请写明检查结果的具体情况"]})
        if check.told_at is not None and codes != check.codes:
            # What the object was told is no longer so: it is told again.
            check.state, check.told_at = CheckState.RECORDED, None
        check.codes_key = f"|{'|'.join(codes)}|"
        check.codes, check.result_text, check.result_fixed_on = codes, command.text.strip(), command.fixed_on
        check.tell_due_on = deadline_of(TELL, command.fixed_on, check.domain, check.region_name).due
        _step(actor, check, EntryState.ENTERED, now)
        leave_trace(actor, check, "result_entered", now, {"codes": codes, "fixed_on": command.fixed_on})
    return check


def review_result(actor: Actor, command: ReviewResult, now: datetime) -> Check:
    """The second person passes the entry or sends it back; an object that was not found goes to the list (P05).

    Errors: ``Refused`` for the team itself or when nothing was entered; ``Invalid`` without a reason to return it.
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_APPROVE, command.check, command.version)
        if check.entry_state is not EntryState.ENTERED:
            raise Refused((_NOTHING_ENTERED,))
        if on_team(actor, check):
            raise Refused((_APART,))
        if not command.passed and not command.reason.strip():
            raise Invalid({"reason": ["退回的，请写明需要改什么"]})
        _step(actor, check, EntryState.CHECKED if command.passed else EntryState.RETURNED, now, command.reason)
        if command.passed and ResultCode.NOT_FOUND.value in check.codes:
            _ask_abnormal_list(actor, check, now)
        leave_trace(actor, check, "result_reviewed", now, {"passed": command.passed}, reason=command.reason.strip())
    return check


def tell_result(actor: Actor, command: TellResult, now: datetime) -> Check:
    """Tell the object its result with the paper; on the spot, or within the term (C08).

    Errors: ``Refused`` while no result is entered; ``Invalid`` without the way or the person.
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_CONDUCT, command.check, command.version)
        require_state(check, CheckState.RECORDED)
        if check.result_fixed_on is None:
            raise Refused((_NOTHING_ENTERED,))
        empty = {name: ["请填写"] for name in ("way", "told_to") if not getattr(command, name).strip()}
        if empty:
            raise Invalid(empty)
        document = documents.issue(
            acting(actor, check),
            IssueDocument(
                matter_id=check.public_id,
                org_id=check.org_id,
                form="inspection_result",
                title=f"{check.name}行政检查结果告知书",
                data=papers.result_data(
                    check, members(check, civil_date(now), arrived(check)), check.results[-1].items, command
                ),
                seal=True,
                permission=Permission.CHECK_CONDUCT,
            ),
            now,
        )
        check.state, check.told_at, check.told_way = CheckState.TOLD, now, command.way.strip()
        check.told_document = document.public_id
        late = check.tell_due_on is not None and civil_date(now) > check.tell_due_on
        leave_trace(actor, check, "told", now, {"way": check.told_way, "late": late, "to": command.told_to.strip()})
    return check


def publish_result(actor: Actor, public_id: str, now: datetime) -> Check:
    """Put the result on the public pages; one that is there already is left as it is.

    Errors: ``Refused`` while it is not checked by a second person, the object was not told, or its list is sealed.
    """
    with transaction():
        check = locked(select(Check).where(Check.public_id == public_id))
        scopes.require(actor, Permission.CHECK_APPROVE, check.org_path, reading=Permission.CHECK_READ)
        if check.published_at is not None:
            return check
        if check.entry_state is not EntryState.CHECKED:
            raise Refused((_UNCHECKED,))
        require_state(check, CheckState.TOLD)
        if check.draw_public_id in unopened_draws():
            raise Refused((_SEALED,))
        check.state, check.published_at = CheckState.PUBLISHED, now
        _step(actor, check, EntryState.PUBLISHED, now)
        leave_trace(actor, check, "published", now, {"codes": check.codes})
        publish(ResultPublished(check.public_id), now)
    return check


def verdicts_of(check: Check) -> dict[tuple[str, str], Verdict]:
    """The answers of the checklist by item and entry."""
    return {(one.item_code, one.entry_no): one.verdict for one in check.answers}


_CHECKED = Reason("P03", "检查结果已经审核，不能再改", "国办发〔2015〕58号", "确有错误的，请审核人先退回")
_NOTHING_ENTERED = Reason("P02", "还没有录入待审核的检查结果", "国办发〔2015〕58号", "请检查人员先录入检查结果")
_UNCHECKED = Reason(
    "P01", "检查结果还没有经过审核", "谁检查、谁录入、谁公开；国办发〔2015〕58号", "请另一名工作人员审核后公示"
)
_SEALED = Reason(
    "P01",
    "密封名单还没有公开，检查结果现在不能公示",
    "抽取规程：密封名单在最后一次检查以后公开，公开以前不得泄露",
    "最后一次检查以后名单自动公开，结果随后自动公示",
)
_APART = Reason("P01", "参加检查的人员不能审核自己录入的结果", "国办发〔2015〕58号", "请没有参加检查的负责人审核")


def _require_day(check: Check, command: EnterResult, now: datetime) -> None:
    first = check.arrived_on
    if first is None or not first <= command.fixed_on <= civil_date(now):
        raise Invalid({"fixed_on": ["结果确定的日期应当在检查之后、今天之前"]})


def _step(actor: Actor, check: Check, step: EntryState, now: datetime, reason: str = "") -> None:
    check.entry_state = step
    codes: Sequence[ResultCode] = [ResultCode(one) for one in check.codes]
    check.results.append(
        CheckResult(
            no=len(check.results) + 1,
            step=step,
            codes=list(check.codes),
            items=item_results(codes, check.items, verdicts_of(check)),
            text=check.result_text,
            reason=reason.strip(),
            at=now,
            by_user_id=actor.user_id,
            by_name=actor.name,
        )
    )
    db.session.flush()


def _ask_abnormal_list(actor: Actor, check: Check, now: datetime) -> None:
    if any(one.kind is FollowUpKind.ABNORMAL_LIST for one in check.follow_ups):
        return
    due = deadline_of(ABNORMAL_LIST, civil_date(now), check.domain, check.region_name).due
    check.follow_ups.append(
        CheckFollowUp(
            kind=FollowUpKind.ABNORMAL_LIST,
            text="通过登记的住所（经营场所）无法联系，提请登记机关列入经营异常名录",
            due_on=due,
            opened_at=now,
            opened_by=actor.name,
        )
    )
