"""What can be done about a check now, and why not: the same rules that refuse it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Reason
from enforcement.foundation.permissions import Permission
from enforcement.inspection.models.checks import Check
from enforcement.inspection.on_site import (
    OWN_TEAM,
    acting,
    guests,
    members,
    on_team,
    reasons_against_absence,
    team,
    team_size,
)
from enforcement.inspection.queries.checks import checks_joined_to
from enforcement.inspection.queries.plans import organs_with_proposal
from enforcement.inspection.services.answers import ON_SITE
from enforcement.inspection.services.checks import DRAWN_TEAM
from enforcement.inspection.services.follow_up import AFTER_RESULT, follow_up_facts
from enforcement.inspection.services.replacing import NOT_DRAWN
from enforcement.inspection.services.results import ENTERABLE
from enforcement.inspection.services.voiding import reasons_against_giving_up
from enforcement.inspection.services.windows import reasons_against_missing
from enforcement.rules.inspection.checks import (
    BEFORE_ARRIVAL,
    REQUEST_NAMES,
    STATE_NAMES,
    CheckState,
    Origin,
    RequestState,
    reasons_against_recording,
    reasons_against_team,
    unanswered_entries,
)
from enforcement.rules.inspection.plans import separate_visit_reasons
from enforcement.rules.inspection.results import ENTRY_NAMES, EntryState, ResultCode, reasons_against_closing_check

STATES: Mapping[str, tuple[CheckState, ...]] = {
    "officers": BEFORE_ARRIVAL,
    "no-team": BEFORE_ARRIVAL,
    "extension": BEFORE_ARRIVAL,
    "missed": ON_SITE,
    "assistance": BEFORE_ARRIVAL,
    "third-party": ON_SITE,
    "notice": (CheckState.ASSIGNED,),
    "arrive": (CheckState.NOTIFIED,),
    "late-entry": (CheckState.NOTIFIED,),
    "checklist": (CheckState.ARRIVED,),
    "recusal": ON_SITE,
    "widening": ON_SITE,
    "representative": ON_SITE,
    "replacement": BEFORE_ARRIVAL,
    "record": (CheckState.ARRIVED,),
    "result": (CheckState.RECORDED, CheckState.TOLD),
    "review": (CheckState.RECORDED, CheckState.TOLD),
    "tell": (CheckState.RECORDED,),
    "follow-up": AFTER_RESULT,
    "publish": (CheckState.TOLD,),
    "close": (CheckState.PUBLISHED,),
}
"""In which states an act is done."""
HEAD_ACTS = {
    "officers": Permission.CHECK_APPROVE,
    "no-team": Permission.CHECK_APPROVE,
    "extension": Permission.CHECK_APPROVE,
    "missed": Permission.CHECK_APPROVE,
    "review": Permission.CHECK_APPROVE,
    "publish": Permission.CHECK_APPROVE,
    "replacement": Permission.DRAW_APPROVE,
}
"""What the head does, and under which permission; the rest is the team's."""


def act_reasons(actor: Actor, check: Check, name: str, today: date) -> list[Reason]:
    """Every reason against an act now; none when it can be done."""
    if check.state not in STATES[name]:
        names = "、".join(STATE_NAMES[one] for one in STATES[name])
        now = f"现在是“{STATE_NAMES[check.state]}”，这一步在“{names}”时办理"
        return [Reason("check.state", now, "国办发〔2015〕58号：全过程留痕")]
    return [*_person(actor, check, name), *_own(check, name, today)]


def next_act(check: Check) -> str:
    """The act that leads on from where the check stands; empty at the end."""
    if check.state is CheckState.RECORDED:
        return "result" if check.entry_state in (None, EntryState.RETURNED) else "tell"
    if check.state is CheckState.TOLD:
        if check.entry_state is EntryState.CHECKED:
            return "publish"
        return "result" if check.entry_state is EntryState.RETURNED else "review"
    return {
        CheckState.ASSIGNED: "notice",
        CheckState.NOTIFIED: "arrive",
        CheckState.ARRIVED: "record",
        CheckState.PUBLISHED: "close",
    }.get(check.state, "")


def _person(actor: Actor, check: Check, name: str) -> list[Reason]:
    wanted = HEAD_ACTS.get(name, Permission.CHECK_CONDUCT)
    if not acting(actor, check).may(wanted, check.org_path):
        who = "负责人" if name in HEAD_ACTS else "本次检查的执法人员"
        return [Reason("permission", f"这一步由{who}办理", "国办发〔2015〕58号：谁检查、谁录入、谁公开")]
    if name not in HEAD_ACTS and not on_team(actor, check):
        return [OWN_TEAM]
    return []


def _own(check: Check, name: str, today: date) -> list[Reason]:
    if name == "notice":
        on = max(today, check.window_from)
        return [
            *reasons_against_team(members(check, on), team_size(check, on)),
            *separate_visit_reasons(organs_with_proposal(check)),
        ]
    if name in _OF_DRAWS:
        return _OF_DRAWS[name](check, today)
    if name == "record":
        absent = reasons_against_absence(check, today)
        answers = {(one.item_code, one.entry_no): one for one in check.answers}
        return absent + reasons_against_recording(
            arrived=bool(check.scans),
            unanswered=unanswered_entries(check.items, answers),
            waiting=[REQUEST_NAMES[one.kind] for one in check.requests if one.state is RequestState.ASKED],
            representative="",
            allowed=True,
        )
    if name == "close":
        return reasons_against_closing_check([ResultCode(one) for one in check.codes], follow_up_facts(check))
    return _entry(check, name)


_OF_DRAWS: Mapping[str, Callable[[Check, date], list[Reason]]] = {
    "officers": lambda check, _today: [DRAWN_TEAM] if check.origin is Origin.DRAW else [],
    "no-team": reasons_against_giving_up,
    "missed": reasons_against_missing,
    "replacement": lambda check, _today: [] if check.draw_public_id else [NOT_DRAWN],
}


def _entry(check: Check, name: str) -> list[Reason]:
    right = {
        "result": check.entry_state in ENTERABLE,
        "review": check.entry_state is EntryState.ENTERED,
        "publish": check.entry_state is EntryState.CHECKED,
        "tell": check.result_fixed_on is not None,
        "follow-up": bool(check.codes),
    }
    if right.get(name, True):
        return []
    now = ENTRY_NAMES[check.entry_state] if check.entry_state else "还没有录入"
    return [Reason("check.entry", f"检查结果{now}", "国办发〔2015〕58号", "先录入结果，再由另一人审核")]


def joint_agencies(check: Check) -> list[str]:
    """The other organs at the door in the same visit (D10): joined checks, and departments of a joint task."""
    names = [one.agency_name for one in checks_joined_to(check)]
    names += [organ.name for organ in guests(check, [one.officer_public_id for one in team(check)])]
    return list(dict.fromkeys(names))
