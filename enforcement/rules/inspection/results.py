"""Result codes of a check, their exclusions, and what each result obliges to (P01 to P05, C08).

The codes are those of 国家企业信用信息公示系统 as proposed for this product (待核对).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from enforcement.foundation.errors import Reason
from enforcement.rules.inspection.checks import Verdict, few

GF5 = "国务院关于在市场监管领域全面推行部门联合“双随机、一公开”监管的意见（国发〔2019〕5号）"
GBF58 = "国办发〔2015〕58号"
REGISTER = "企业信息公示暂行条例第十四条"


class ResultCode(StrEnum):
    """抽查结果."""

    NO_FINDING = "01"
    NOT_PUBLISHED = "02"
    FALSE_STATEMENT = "03"
    NOT_FOUND = "04"
    CORRECTED = "05"
    REFUSED_TO_COOPERATE = "06"
    NO_SUCH_BUSINESS = "07"
    TO_BE_HANDLED = "08"


CODE_NAMES: dict[ResultCode, str] = {
    ResultCode.NO_FINDING: "未发现问题",
    ResultCode.NOT_PUBLISHED: "未按规定公示应当公示的信息",
    ResultCode.FALSE_STATEMENT: "公示信息隐瞒真实情况、弄虚作假",
    ResultCode.NOT_FOUND: "通过登记的住所（经营场所）无法联系",
    ResultCode.CORRECTED: "发现问题已责令改正",
    ResultCode.REFUSED_TO_COOPERATE: "不配合检查情节严重",
    ResultCode.NO_SUCH_BUSINESS: "未发现本次抽查涉及的经营活动",
    ResultCode.TO_BE_HANDLED: "发现问题待后续处理",
}
NEEDS_FINDING = frozenset({ResultCode.CORRECTED, ResultCode.TO_BE_HANDLED})
"""Codes that say that an entry of the checklist was not met."""


class FollowUpKind(StrEnum):
    """后续处置: what is done about a result (a to f), and the duties that follow from a code."""

    NONE = "none"
    DAILY = "daily"
    CORRECTION = "correction"
    CASE_LEAD = "case_lead"
    TRANSFER = "transfer"
    OTHER = "other"
    ABNORMAL_LIST = "abnormal_list"
    WITHDRAWAL = "withdrawal"


KIND_NAMES: dict[FollowUpKind, str] = {
    FollowUpKind.NONE: "无问题或者已改正，不需要处置",
    FollowUpKind.DAILY: "转日常监管",
    FollowUpKind.CORRECTION: "责令改正并复查",
    FollowUpKind.CASE_LEAD: "作为案件线索移交办案机构",
    FollowUpKind.TRANSFER: "抄告、移送其他部门",
    FollowUpKind.OTHER: "其他处置",
    FollowUpKind.ABNORMAL_LIST: "提请列入经营异常名录",
    FollowUpKind.WITHDRAWAL: "告知检查取消",
}
BY_HAND = tuple(kind for kind in FollowUpKind if kind is not FollowUpKind.WITHDRAWAL)
"""Kinds that people choose for a result; the other follows from a check that is not made."""
LINKED = frozenset({FollowUpKind.CASE_LEAD, FollowUpKind.TRANSFER, FollowUpKind.ABNORMAL_LIST})
"""Kinds that are done only when the record they led to is named."""


class EntryState(StrEnum):
    """录入—审核—公示: how far a result has come inside the agency."""

    ENTERED = "entered"
    RETURNED = "returned"
    CHECKED = "checked"
    PUBLISHED = "published"


ENTRY_NAMES = {
    EntryState.ENTERED: "待审核",
    EntryState.RETURNED: "审核退回",
    EntryState.CHECKED: "审核通过",
    EntryState.PUBLISHED: "已公示",
}


@dataclass(frozen=True)
class FollowUpFact:
    """A follow-up as the rules see it; ``link`` is the public id of a case or the number of a receipt."""

    kind: FollowUpKind
    done: bool
    link: str = ""


def reasons_against_codes(codes: Sequence[ResultCode], failing: int) -> list[Reason]:
    """P03: which codes stand together; ``failing`` counts entries of the checklist that were not met."""
    chosen = set(codes)
    reasons = []
    if not chosen:
        reasons.append(Reason("P02", "没有选择检查结果", f"{GBF58}；{GF5}", "每个抽中的对象都要有检查结果"))
    if ResultCode.NO_FINDING in chosen and len(chosen) > 1:
        reasons.append(_excluded("“未发现问题”不能与其他结果并列", "请去掉“未发现问题”，或者只保留它"))
    if ResultCode.NO_FINDING in chosen and failing:
        reasons.append(_excluded(f"检查表有{failing}项不符合，不能填“未发现问题”", "请按检查表选择结果"))
    if ResultCode.NO_SUCH_BUSINESS in chosen and chosen & NEEDS_FINDING:
        reasons.append(
            _excluded("“未发现本次抽查涉及的经营活动”不能与“责令改正”“待后续处理”并列", "请只选择其中一种情形")
        )
    if ResultCode.NOT_FOUND in chosen and failing:
        reasons.append(
            _excluded(
                "通过登记的住所无法联系的，不能有逐项的检查发现", "请把检查表各项改为“不涉及”，或者去掉“无法联系”"
            )
        )
    if chosen & NEEDS_FINDING and not failing and ResultCode.NOT_FOUND not in chosen:
        reasons.append(_excluded("检查表没有不符合的项目，与“发现问题”不一致", "请在检查表中标出不符合的项目"))
    return reasons


def item_results(
    codes: Sequence[ResultCode], items: Sequence[Mapping[str, Any]], verdicts: Mapping[tuple[str, str], Verdict]
) -> list[dict[str, str]]:
    """The public line of each item: an item whose entries are all met shows 未发现问题, the others the findings.

    Codes about the whole object (04, 06, 07) stand with every item.
    """
    whole = [one for one in codes if one in _WHOLE]
    found = [one for one in codes if one not in _WHOLE and one is not ResultCode.NO_FINDING]
    lines = []
    for number, item in enumerate(items, start=1):
        fails = any(verdicts.get((str(item["code"]), str(entry["no"]))) is Verdict.FAILS for entry in item["standard"])
        about = [*whole, *(found if fails or not _any_failing(verdicts) else [])] or [ResultCode.NO_FINDING]
        lines.append(
            {
                "no": str(number),
                "code": str(item["code"]),
                "item": item_title(item),
                "result": "；".join(CODE_NAMES[one] for one in about),
            }
        )
    return lines


def item_title(item: Mapping[str, Any]) -> str:
    """Name and sub-item as the public list prints them."""
    return f"{item['name']}（{item['sub_item']}）" if item.get("sub_item") else str(item["name"])


def reasons_against_closing_task(without_result: Sequence[str]) -> list[Reason]:
    """P02: a task ends when every drawn object has a result."""
    if not without_result:
        return []
    return [
        Reason(
            "P02",
            f"还有{len(without_result)}户没有检查结果：{few(without_result)}",
            f"{GBF58}；{GF5}",
            "请先录入每一户的检查结果；逾期没有检查的，由负责人延长检查期间，或者登记为未按期检查",
        )
    ]


def reasons_against_closing_check(codes: Sequence[ResultCode], follow_ups: Sequence[FollowUpFact]) -> list[Reason]:
    """P04: the loop is closed: 08, d and e end in a case or a receipt; every follow-up is done."""
    reasons = []
    linked = [one for one in follow_ups if one.kind in (FollowUpKind.CASE_LEAD, FollowUpKind.TRANSFER)]
    if ResultCode.TO_BE_HANDLED in codes and not any(one.link for one in linked):
        reasons.append(
            Reason(
                "P04",
                "结果是“发现问题待后续处理”，还没有关联案源或者移送回执",
                f"{GBF58}；海南省涉企行政检查条例（试行）第二十条",
                "请登记案源或者移送其他部门，并登记编号",
            )
        )
    for one in follow_ups:
        if one.kind in LINKED and one.done and not one.link:
            reasons.append(_open(one.kind, "没有登记编号"))
        elif not one.done:
            reasons.append(_open(one.kind, "还没有办完"))
    if ResultCode.NOT_FOUND in codes and not any(one.kind is FollowUpKind.ABNORMAL_LIST for one in follow_ups):
        reasons.append(Reason("P05", "无法联系的对象还没有提请列入经营异常名录", REGISTER, "请登记提请列入的编号"))
    if not follow_ups:
        reasons.append(Reason("P04", "没有填写后续处置", GBF58, "请选择处置方式；没有发现问题的选“不需要处置”"))
    return reasons


_WHOLE = frozenset({ResultCode.NOT_FOUND, ResultCode.REFUSED_TO_COOPERATE, ResultCode.NO_SUCH_BUSINESS})


def _any_failing(verdicts: Mapping[tuple[str, str], Verdict]) -> bool:
    return any(one is Verdict.FAILS for one in verdicts.values())


def _excluded(message: str, lift: str) -> Reason:
    return Reason("P03", message, GBF58, lift)


def _open(kind: FollowUpKind, what: str) -> Reason:
    return Reason("P04", f"“{KIND_NAMES[kind]}”{what}", GBF58, "请办完并登记结果后再办结")
