"""A score sheet as paper, made of what was signed (评分表)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from enforcement.evaluation.queries.reports import SignedPaper
from enforcement.platform.rendering import render_pdf
from enforcement.rules.evaluation.scoring import ItemScore
from enforcement.rules.evaluation.sheets import VetoMark
from enforcement.rules.evaluation.standard import decimal_text
from enforcement.rules.precheck import titles
from enforcement.web.evaluation.report_parts import NOTHING, place_words
from enforcement.web.filters import day, digest_lines, moment

TEMPLATE = "documents/templates/evaluation_sheet.typ"
NAME = "行政处罚案卷评分表"
INTACT = "按保存的签名内容重新计算，摘要与签名时一致。本件由系统按签名内容制作，签名后任何人不能修改。"
BROKEN = "按保存的签名内容重新计算，摘要与签名时不一致：内容在签名后变动过，本件不能作为评分依据。"


def sheet_pdf(paper: SignedPaper, now: datetime) -> bytes:
    """PDF/A of a signed sheet, dated ``now``. Errors: ``Unavailable`` without a Chinese face."""
    head = {"title": f"{NAME} {paper.file_label}", "name": NAME, "agency": paper.organ, "number": paper.plan_no}
    data = {**head, "issued_on": day(now), "seal": None, "content": _content(paper)}
    return render_pdf(TEMPLATE, data, created_at=now)


def _content(paper: SignedPaper) -> dict[str, Any]:
    signed, standard = paper.signed, paper.standard
    kinds = {one.id: one.name for one in standard.kinds}
    holds = "；".join(
        f"{one.name}：{'是' if signed['holds'][one.id] else '否'}"
        for one in standard.conditions
        if one.id in signed["holds"]
    )
    return {
        "facts": [
            ("评查方案", f"{paper.plan_no} {paper.plan_title}"),
            ("被评查机关", paper.agency),
            ("案卷", f"{paper.file_label}（{kinds[signed['kind']]}）"),
            ("评查标准", f"《{standard.name}》{standard.version} 版"),
            ("标准摘要", signed["standard"]),
            ("适用条件", holds),
            ("得分和等次", f"{signed['score']['points']} 分，{signed['score']['grade_name']}"),
        ],
        "vetoes": [_veto(one, {veto.no: veto.text for veto in standard.vetoes}) for one in paper.score.vetoes],
        "items": [_item(one) for one in paper.score.items],
        "steps": signed["score"]["steps"],
        "findings": [_finding(one) for one in signed["findings"]],
        "remark": signed["remark"],
        "signed": [
            ("评查员", paper.signed_by),
            ("签名时间", moment(paper.signed_at)),
            ("评分顺序", f"第 {paper.place} 份"),
        ],
        "digest": digest_lines(paper.digest),
        "check": INTACT if paper.intact else BROKEN,
    }


def _item(one: ItemScore) -> list[str]:
    if not one.applicable:
        return [one.no, one.title, NOTHING, NOTHING, "本案不适用"]
    faults = [
        f"{deducted.code} {deducted.text} ×{deducted.times}，扣 {decimal_text(deducted.points)} 分："
        + "；".join(
            place_words(fault.reference) + (f"（{fault.remark}）" if fault.remark else "") for fault in deducted.faults
        )
        for deducted in one.deducted
    ]
    return [one.no, one.title, decimal_text(one.possible), decimal_text(one.won), "\n".join(faults) or NOTHING]


def _veto(mark: VetoMark, texts: Mapping[str, str]) -> list[str]:
    return [mark.veto, texts[mark.veto], mark.reason, place_words(mark.reference) if mark.reference else NOTHING]


def _finding(one: Mapping[str, Any]) -> list[str]:
    rule = str(one["rule"])
    return [titles().get(rule, rule), "采纳" if one["accepted"] else "不采纳", str(one["note"]) or NOTHING]
