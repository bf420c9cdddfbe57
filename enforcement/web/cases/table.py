"""Every form of a case in one table: its button, what it begins with, what stands beside it.

Its schema and its service stand in :mod:`enforcement.doors.case_acts`, which the API reads too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request

from enforcement.casework import overview
from enforcement.web.cases import asides, beginnings, choices
from enforcement.web.cases.place import Place


def _nothing(_place: Place) -> dict[str, Any]:
    return {}


def _evidence(place: Place) -> dict[str, Any]:
    return {"evidence": place.record}


def _approval(place: Place) -> dict[str, Any]:
    # an answered one too: who comes second is told that somebody was faster
    asked = overview.newest_approval(place.case)
    return {"approval": request.args.get("approval", asked.public_id if asked else "")}


@dataclass(frozen=True)
class FormPage:
    """One form: ``submit`` is its button, ``done`` what is said afterwards."""

    submit: str
    done: str
    begin: Callable[[Place], dict[str, Any]] = beginnings.nothing
    choices: Callable[[Place], choices.Choices] = choices.nothing
    bound: Callable[[Place], dict[str, Any]] = _nothing
    aside: str = ""
    beside: Callable[[Place], dict[str, Any]] = asides.nothing
    intro: str = ""
    danger: bool = False
    edits: bool = False
    """``begin`` is what is saved, so that two versions can stand side by side."""
    back: str = ""
    """Part of the case page to go back to; empty is the timeline."""


FORMS: dict[str, FormPage] = {
    "assign_handlers": FormPage(
        "指定承办人", "承办人已指定",
        beginnings.handlers, choices.agency_officers, edits=True,
        intro="执法应当由不少于两名具有行政执法资格的执法人员实施。",
    ),
    "start_verification": FormPage(
        "开始核查", "已开始核查",
    ),
    "state_facts": FormPage(
        "保存案情", "案情已保存",
        beginnings.facts, choices.items, edits=True, back="facts",
    ),
    "record_scene": FormPage(
        "完成现场笔录", "现场笔录已制作",
        beginnings.record, choices.case_officers, back="documents",
    ),
    "record_inquiry": FormPage(
        "完成询问笔录", "询问笔录已制作",
        beginnings.inquiry, choices.case_officers, back="documents",
    ),
    "add_evidence": FormPage(
        "列入证据目录", "证据已列入目录",
        beginnings.evidence, choices.evidence_sources, back="evidence",
    ),
    "verify_evidence": FormPage(
        "查证属实", "证据已查证",
        bound=_evidence, back="evidence", intro="证据必须经查证属实，方可作为认定案件事实的根据。",
    ),
    "amend_evidence": FormPage(
        "保存修改", "证据说明已修改",
        beginnings.evidence_words, edits=True, bound=_evidence, back="evidence",
    ),
    "exclude_evidence": FormPage(
        "排除证据", "证据已排除",
        bound=_evidence, back="evidence", danger=True,
    ),
    "ask_filing": FormPage(
        "提请立案", "已提请负责人批准立案", beginnings.filing,
    ),
    "answer_approval": FormPage(
        "提交意见", "意见已提交",
        bound=_approval, aside="cases/aside_approval.html", beside=asides.approval, back="course",
    ),
    "propose": FormPage(
        "保存处罚建议", "处罚建议已保存",
        beginnings.proposal, choices.penalties, edits=True, aside="cases/aside_benchmark.html", beside=asides.benchmark,
        back="facts",
    ),
    "conclude": FormPage(
        "调查终结", "调查终结，证据目录和调查终结报告已制作",
        beginnings.course, back="documents",
    ),
    "submit_review": FormPage(
        "送审", "已送审，审核期限开始计算",
        aside="cases/aside_content.html", beside=asides.content, back="review",
        intro="审核通过后绑定旁边的内容摘要；事实、证据、依据、裁量、拟处罚内容改动任一字，审核即失效。",
    ),
    "issue_notice": FormPage(
        "制作告知书", "行政处罚告知书已编号、用印",
        aside="cases/aside_content.html", beside=asides.content, back="documents",
        intro="告知书按审核通过的内容制作，告知拟作出的行政处罚内容及事实、理由、依据和陈述、申辩的权利。",
    ),
    "serve_notice": FormPage(
        "登记送达", "告知书送达已登记，陈述申辩期开始计算",
        beginnings.service, choices.servers, beside=asides.service, back="documents",
    ),
    "record_statement": FormPage(
        "登记陈述申辩", "陈述申辩已登记，请复核",
        beginnings.statement, back="course",
    ),
    "answer_statement": FormPage(
        "完成复核", "复核意见已记录",
        back="course",
    ),
    "record_waiver": FormPage(
        "登记放弃", "当事人放弃陈述申辩已登记",
        beginnings.waiver, back="course",
    ),
    "hold_discussion": FormPage(
        "完成集体讨论记录", "集体讨论已记录",
        beginnings.discussion, aside="cases/aside_content.html", beside=asides.content, back="course",
    ),
    "decide": FormPage(
        "作出处罚决定", "处罚决定书已编号、用印",
        aside="cases/aside_decision.html", beside=asides.decision, back="course",
    ),
    "serve_decision": FormPage(
        "登记送达", "决定书送达已登记",
        beginnings.service, choices.servers, beside=asides.service, back="documents",
    ),
    "extend_term": FormPage(
        "批准延长", "办案期限已延长",
    ),
    "record_payment": FormPage(
        "登记缴款", "缴款已登记",
        beginnings.payment, back="course",
    ),
    "settle_goods": FormPage(
        "登记处理", "财物处理已登记",
        beginnings.goods, back="course",
    ),
    "confirm_performance": FormPage(
        "确认履行", "已确认履行", back="course",
    ),
    "ask_closing": FormPage(
        "提请结案", "已提请负责人批准结案", beginnings.closing,
    ),
    "archive": FormPage(
        "归档", "案卷已归档", back="documents",
        intro="按归档顺序制作卷宗封面、卷内文件目录和备考表；归档后不能再改动。",
    ),
    "add_note": FormPage(
        "记下", "已记入时间线", back="",
    ),
}  # fmt: skip
"""Name of the act or step -> its form; the name stands in the address."""
