"""Contents of the papers of a check, as their forms in ``documents`` declare them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from enforcement.documents.forms import date_words, time_words
from enforcement.foundation.clock import civil_date
from enforcement.inspection.commands.checks import FinishRecord, GiveNotice, TellResult
from enforcement.inspection.models.checks import Check, CheckScan
from enforcement.inspection.queries.visits import standing
from enforcement.recording.queries import recording_facts
from enforcement.rules.inspection.checks import ORIGIN_NAMES, WAY_NAMES, MemberFact, Origin
from enforcement.rules.inspection.results import CODE_NAMES, ResultCode, item_title

RIGHTS = (
    "认为执法人员与本次检查有直接利害关系或者其他关系、可能影响公正检查的，有权申请回避，由本机关负责人决定（行政处罚法第四十三条）",
    "执法人员少于两人、不出示行政执法证件、不出示本通知书或者检查码的，有权拒绝接受检查",
    "检查超出本通知书所列事项的，有权拒绝；对检查结果有异议的，有权陈述、申辩",
    "可以扫描本通知书上的检查码，核对检查人员和事项，检查后作出评价，对违法、不当的检查投诉举报",
)
BANS = (
    "严禁逐利检查：不得接受被检查企业的任何馈赠、报酬、福利待遇，不得由企业承担任何费用",
    "严禁干扰企业正常生产经营：不得随意要求法定代表人到场，不得随意查封、扣押、冻结、责令停产停业",
    "严禁任性处罚企业：不得乱查封、乱扣押、乱罚款",
    "严禁下达检查指标：不得以检查次数、罚没款数额作为绩效考核指标",
    "严禁变相检查：不得以观摩、督导、考察等名义行检查之实，不得由第三方单独检查",
)
"""The five bans of 国办发〔2024〕54号 and what stands under each."""


def notice_data(
    check: Check, present: Sequence[MemberFact], command: GiveNotice, matrix: list[str], now: datetime
) -> dict[str, Any]:
    """行政检查通知书（随机抽查通知书）."""
    day = command.visit_on.isoformat()
    return {
        "object_name": check.name,
        "object_uscc": check.uscc,
        "object_address": check.address,
        "source": source_words(check),
        "items": item_rows(check),
        "visit_on": day,
        "window": f"{date_words(check.window_from.isoformat())}至{date_words(check.window_to.isoformat())}",
        "methods": list(dict.fromkeys(method for item in check.items for method in item["methods"])) or ["实地检查"],
        "papers": list(command.papers) or ["营业执照；与检查事项有关的许可、台账等材料（现场出示即可，不需要复印）"],
        "officers": officer_rows(present),
        "assistants": [f"{one.organisation} {one.name}（协议编号：{one.agreement_no}）" for one in check.third_parties]
        or ["没有第三方人员参加"],
        "frequency": frequency_words(check, now),
        "rights": list(RIGHTS),
        "bans": list(BANS),
        "code": check.code or "",
        "code_rows": matrix,
        "contact": f"{command.contact_name or present[0].name} {command.contact_phone}".strip(),
    }


def record_data(
    check: Check, present: Sequence[MemberFact], command: FinishRecord, signatures: list[str]
) -> dict[str, Any]:
    """现场检查笔录（随机抽查情况记录表）."""
    scan = check.scans[0]
    answers = {(one.item_code, one.entry_no): one for one in check.answers}
    rows = []
    for item in check.items:
        for entry in item["standard"]:
            answer = answers[item["code"], entry["no"]]
            rows.append(
                {"item": item_title(item), "entry": entry["text"], "answer": answer.answer, "note": answer.note}
            )
    return {
        "object_name": check.name,
        "object_uscc": check.uscc,
        "object_address": check.address,
        "source": source_words(check),
        "notice_number": check.notice_number,
        "started_at": scan.arrived_at.isoformat(),
        "ended_at": command.ended_at.isoformat(),
        "arrival": "；".join(arrival_words(one, first=one is scan) for one in check.scans),
        "place": scan.place or check.address,
        "officers": officer_rows(present),
        "assistants": [
            f"{one['organisation']} {one['name']}（{one['agreement_no']}）"
            for row in check.scans
            for one in row.third_parties
        ],
        "person": f"{command.person}（{command.person_role}）",
        "representative": command.representative,
        "certificate_shown": command.certificate_shown,
        "rights_told": command.rights_told,
        "entries": rows,
        "findings": command.findings,
        "opinion": command.opinion,
        "recordings": [one.title or one.filename for one in recording_facts(check.public_id)],
        "signatures": signatures,
    }


def arrival_words(scan: CheckScan, *, first: bool) -> str:
    """How an arrival came into the record; of a later one also who came."""
    who = "" if first else f"{'、'.join(one['name'] for one in scan.officers)}随后到场，"
    late = f"，补录原因：{scan.late_reason}" if scan.late_reason else ""
    return f"{who}{WAY_NAMES[scan.way]}（{time_words(scan.recorded_at.isoformat())}登记）{late}"


def result_data(
    check: Check, present: Sequence[MemberFact], lines: Sequence[dict[str, str]], command: TellResult
) -> dict[str, Any]:
    """行政检查结果告知书."""
    return {
        "object_name": check.name,
        "object_uscc": check.uscc,
        "visited_on": check.arrived_on.isoformat() if check.arrived_on else "",
        "source": source_words(check),
        "items": [{"no": one["no"], "item": one["item"], "result": one["result"]} for one in lines],
        "result": "；".join(CODE_NAMES[ResultCode(code)] for code in check.codes),
        "text": check.result_text,
        "fixed_on": check.result_fixed_on.isoformat() if check.result_fixed_on else "",
        "told_way": command.way,
        "told_to": command.told_to,
        "objection": "对检查结果有异议的，可以自收到本告知书之日起向本机关陈述、申辩，或者扫描检查码投诉",
        "officers": officer_rows(present),
    }


def source_words(check: Check) -> str:
    """Where the check comes from, as the papers print it (任务来源)."""
    if check.origin is Origin.DRAW:
        plan = f"，{check.task.plan_no or check.task.title}" if check.task else ""
        return f"{ORIGIN_NAMES[check.origin]}，抽取编号{check.source_document}{plan}"
    return f"{ORIGIN_NAMES[check.origin]}，来源材料{check.source_document}：{check.source_reason}"


def item_rows(check: Check) -> list[dict[str, str]]:
    """No, item and basis of each item."""
    return [
        {
            "no": str(number),
            "item": item_title(item),
            "basis": "；".join(f"{one['law']}{one['article']}" for one in item["bases"]),
        }
        for number, item in enumerate(check.items, start=1)
    ]


def officer_rows(present: Sequence[MemberFact]) -> list[dict[str, str]]:
    """Names and certificates."""
    return [{"name": one.name, "certificate_no": one.certificate_no} for one in present]


def frequency_words(check: Check, now: datetime) -> str:
    """How often the object was visited this year before this check, as the notice must say (C05)."""
    today = civil_date(now)
    found = standing(check.org_id, check.uscc, today, [item["code"] for item in check.items])
    own = found.counted + found.exempt + found.other_names
    return (
        f"{today.year}年度本机关已到该单位{own}次，其中计入频次{found.counted}次，"
        f"年度上限{found.cap}次；各机关以各种名义入户合计{found.total}次（均不含本次）"
    )
