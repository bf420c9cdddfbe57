"""Every act on a check that a door takes: by which schema it is read, by which service it is done.

Pages and API share this table, so that a form and a JSON body of the same name can't differ in what they ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from enforcement.foundation.actor import Actor
from enforcement.foundation.permissions import Permission
from enforcement.inspection.services import answers, arrivals, checks, follow_up, replacing, results, voiding, windows
from enforcement.schemas import checks as schemas


@dataclass(frozen=True)
class CheckAct:
    """One act; ``about`` is the argument of its schema that names a record of the check, if any."""

    title: str
    schema: Callable[..., schemas.CheckSchema]
    service: Callable[[Actor, Any, datetime], Any]
    asks: Permission
    about: str = ""


CONDUCT, APPROVE = Permission.CHECK_CONDUCT, Permission.CHECK_APPROVE
CHECK_ACTS: dict[str, CheckAct] = {
    "officers": CheckAct("指定执法人员", schemas.NameOfficersSchema, checks.name_officers, APPROVE),
    "no-team": CheckAct("没有合法的执法人员组合，终止检查", schemas.GiveUpCheckSchema, voiding.give_up_check, APPROVE),
    "extension": CheckAct("延长检查期间", schemas.ExtendDaysSchema, windows.extend_days, APPROVE),
    "missed": CheckAct("登记为未按期检查", schemas.EndMissedCheckSchema, windows.end_missed_check, APPROVE),
    "assistance": CheckAct("登记异地协助函", schemas.AddAssistanceSchema, checks.add_assistance, CONDUCT),
    "third-party": CheckAct("登记第三方人员", schemas.AddThirdPartySchema, checks.add_third_party, CONDUCT),
    "notice": CheckAct("制发检查通知书", schemas.GiveNoticeSchema, checks.give_notice, CONDUCT),
    "late-entry": CheckAct("补录到场", schemas.EnterLateSchema, arrivals.enter_late, CONDUCT),
    "checklist": CheckAct("填写检查表", schemas.AnswerChecklistSchema, answers.answer_checklist, CONDUCT),
    "recusal": CheckAct("提出回避", schemas.AskRecusalSchema, answers.ask_head, CONDUCT),
    "widening": CheckAct("申请扩大检查事项", schemas.AskWideningSchema, answers.ask_head, CONDUCT),
    "representative": CheckAct("申请要求法定代表人到场", schemas.AskRepresentativeSchema, answers.ask_head, CONDUCT),
    "answer": CheckAct("答复申请", schemas.AnswerHeadSchema, answers.answer_head, APPROVE, "request"),
    "replacement": CheckAct(
        "更换检查对象", schemas.ReplaceObjectSchema, replacing.replace_drawn_object, Permission.DRAW_APPROVE
    ),
    "record": CheckAct("完成检查笔录", schemas.FinishRecordSchema, answers.finish_record, CONDUCT),
    "result": CheckAct("录入检查结果", schemas.EnterResultSchema, results.enter_result, CONDUCT),
    "review": CheckAct("审核检查结果", schemas.ReviewResultSchema, results.review_result, APPROVE),
    "tell": CheckAct("告知检查结果", schemas.TellResultSchema, results.tell_result, CONDUCT),
    "follow-up": CheckAct("后续处置", schemas.OpenFollowUpSchema, follow_up.open_follow_up, CONDUCT),
    "finish": CheckAct("办结处置", schemas.FinishFollowUpSchema, follow_up.finish_follow_up, CONDUCT, "follow_up"),
}
"""Name of the act, as in addresses -> how it is read and done."""

ARRIVAL = "/inspection/arrive?code="
"""Where the QR code of a notice leads, before the code itself."""


def schema_of(name: str, check_id: str, record: str = "") -> schemas.CheckSchema:
    """The schema of an act, bound to what the address says. Errors: ``KeyError`` for an unknown act."""
    act = CHECK_ACTS[name]
    bound = {act.about: record} if act.about else {}
    if act.service is checks.give_notice:
        bound["arrival_address"] = f"{current_app.config['PUBLIC_BASE_URL']}{ARRIVAL}"
    return act.schema(check=check_id, **bound)
