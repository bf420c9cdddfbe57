"""What the public pages of draws show: rows of the list, one draw, one enterprise, the steps of a verification."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from enforcement.draws import overview, queries, register
from enforcement.draws.bundles import is_open
from enforcement.draws.states import EventKind, ObjectReason, OfficerReason, Subject
from enforcement.foundation.errors import NotFound
from enforcement.inspection.register.results import published_teams
from enforcement.web.draws_views import (
    COUNT_COLUMNS,
    SHORT_ID,
    classes_of,
    count_rows,
    digest_cell,
    grade_of,
    sources_of,
    witness_state,
)
from enforcement.web.filters import day, moment

if TYPE_CHECKING:
    from enforcement.draws.models import Draw, DrawEvent, DrawSkip

STEPS: tuple[Mapping[str, str], ...] = (
    {"key": "pool_root", "title": "名单摘要", "what": "名单逐户排好、没有重复、一户只在一类，合出的摘要和封存的一样"},
    {"key": "exclude_root", "title": "排除摘要", "what": "被排除的每一户都写明规则，和封存的一样"},
    {"key": "counts", "title": "各类户数", "what": "数一遍名单，和封存时写的户数一样"},
    {"key": "source_order", "title": "随机数来源", "what": "来源和顺序和封存时的一样，外部随机数排在最后"},
    {"key": "commit", "title": "封存摘要", "what": "由机关、编号、户数、来源和上一次的摘要重新算出"},
    {"key": "seed", "title": "种子", "what": "由封存摘要和全部随机数重新算出"},
    {"key": "key_commitment", "title": "密钥", "what": "密封抽取公开的密钥，就是封存时承诺的那一把"},
    {"key": "quotas", "title": "应抽户数", "what": "每一类按比例应抽几户"},
    {"key": "tickets", "title": "签号和名单", "what": "算出每一户的签号，最小的几户就是抽中名单"},
    {"key": "selected_root", "title": "名单摘要（抽中）", "what": "抽中名单合出的摘要，和公布的一样"},
    {"key": "officer_root", "title": "执法人员摘要", "what": "参加分配的执法人员名单和封存时的一样"},
    {"key": "ranking", "title": "执法人员分配", "what": "按排序产生，没有越过任何人；跳过的都写明规则"},
    {"key": "events", "title": "以后的变动", "what": "回避、更换都是排序里的下一个，理由在公布的范围内"},
)
WORDS: Mapping[Subject, Mapping[str, str]] = {
    Subject.INSPECTION: {
        "unit": "户",
        "object": "检查对象",
        "drawn": "单位",
        "officer": "执法人员",
        "opened": "最后一次检查以后",
    },
    Subject.EVALUATION: {
        "unit": "件",
        "object": "案卷",
        "drawn": "案卷",
        "officer": "评查员",
        "opened": "评分结束以后",
    },
}
"""What is counted, what is drawn and who goes with it, and when a sealed list is opened."""
SKIP_WORDS: Mapping[str, str] = {
    "CERT": "计划检查日执法证无效",
    "LEAVE": "请假",
    "ITEM": "不在可检查的事项范围，或者缺少要求的专业资格",
    "AREA": "不在管辖区域",
    "CONFLICT": "与检查对象有利害关系，应当回避",
    "LOAD": "任务已满",
    "SAMEPAIR": "上一次由同一对人员检查",
    "DEPT": "检查组不需要该部门人员",
}


def address(endpoint: str, draw: Draw, **values: Any) -> str:
    """The address of a page of a draw. Errors: ``NotFound`` for one that was never committed."""
    if draw.draw_no is None:
        raise NotFound
    return url_for(endpoint, agency=draw.agency, draw_no=draw.draw_no, **values)


def head_view(draw: Draw) -> dict[str, Any]:
    """What every page of one draw names, with its addresses."""
    return {
        "number": draw.draw_no,
        "title": _("第 %(number)s 号抽取", number=draw.draw_no),
        "what": draw.title,
        "agency": draw.agency_name,
        "drawn": draw.selected_root is not None,
        "file_name": f"{draw.agency}-{draw.draw_no}.json",
        "href": address("lots.show", draw),
        "bundle_href": address("lots.bundle", draw),
        "verify_href": address("lots.verify", draw),
        "proof_href": address("lots.proof", draw),
        "live_href": address("lots.live", draw),
        "of_enterprises": draw.subject is Subject.INSPECTION,
        "words": WORDS[draw.subject],
    }


def bundle_view(draw: Draw) -> dict[str, Any]:
    """The public bundle; before there is a result, the commit alone."""
    if draw.selected_root is None:
        return {"v": 1, "commit_json": draw.commit_json, "commit": draw.commit_hex}
    return register.bundle_of(draw)


def board_links(draw: Draw) -> dict[str, str]:
    """Addresses on the public board."""
    return {
        "renew": address("lots.live_board", draw),
        "qr": address("lots.qr", draw),
        "verify_qr": address("lots.qr", draw, to="verify"),
        "actions": "",
    }


def draw_view(draw: Draw, now: datetime) -> dict[str, Any]:
    """Everything that is public of one draw, in the order of proof."""
    grade_title, grade_note = grade_of(draw)
    drawn = overview.drawn_of(draw) if draw.selected_root and is_open(draw) else None
    before, after = overview.neighbours_of(draw)
    return {
        **head_view(draw),
        "state_word": draw.state.words,
        "plan": _("计划 %(no)s", no=draw.plan_no) if draw.plan_no else "",
        "stages": overview.stages_of(draw, now),
        "void": _void(draw),
        "sealed_note": _sealed_note(draw),
        "commit_rows": _commit_rows(draw),
        "count_columns": COUNT_COLUMNS,
        "counts": count_rows(draw),
        "sources_note": "",
        "sources": sources_of(draw, overview.values_of(draw), now),
        "seed": draw.seed_hex or "",
        "selected_root": draw.selected_root or "",
        "classes": classes_of(draw, drawn, {}, of_object=_officers_told(draw)) if drawn else [],
        "officers_note": _officers_note(draw),
        "list_note": _list_note(draw),
        "skip_columns": skip_columns(draw),
        "skips": [skip_row(one) for one in drawn.skips] if drawn else [],
        "event_columns": EVENT_COLUMNS,
        "events": [event_row(one) for one in draw.events if drawn or not one.object_id],
        "check": _check(draw),
        "previous": _previous(draw, before),
        "next": {"href": address("lots.show", after), "number": after.draw_no} if after else {"href": ""},
        "grade_title": grade_title,
        "grade_note": grade_note,
        "witnesses": draw.witnesses,
        "witness_word": witness_state(draw)[1],
    }


def _officers_note(draw: Draw) -> str:
    if draw.subject is not Subject.INSPECTION:
        return ""
    return _("执法人员先以编号公开；检查结果公示以后，在该户旁写明姓名和执法证号，编号保留，供核验。")


def _officers_told(draw: Draw) -> dict[str, dict[str, str]]:
    return {
        uscc: {
            officer: _("%(name)s（执法证号 %(no)s，编号 %(id)s）", name=name, no=number, id=officer[:SHORT_ID])
            for officer, (name, number) in team.items()
        }
        for uscc, team in published_teams(draw.public_id).items()
    }


EVENT_COLUMNS = [
    {"key": "kind", "title": "变动"},
    {"key": "at", "title": "时间", "nowrap": True},
    {"key": "change", "title": "从、到"},
    {"key": "reason", "title": "理由"},
    {"key": "by", "title": "决定人"},
]


def skip_columns(draw: Draw) -> list[dict[str, str]]:
    """The head of the table of those passed over."""
    words = WORDS[draw.subject]
    return [
        {"key": "object", "title": words["object"]},
        {"key": "officer", "title": words["officer"]},
        {"key": "rule", "title": _("跳过的规则")},
    ]


def _void(draw: Draw) -> dict[str, Any] | None:
    if draw.voided_at is None:
        return None
    asked, agreed = draw.void_asked_by_name or _("系统"), draw.voided_by_name or _("系统")
    return {"reason": draw.void_reason, "asked_by": asked, "agreed_by": agreed, "at": draw.voided_at}


def _sealed_note(draw: Draw) -> str:
    if is_open(draw):
        return ""
    return _(
        "为免走漏消息，名单、签号和%(officer)s在%(opened)s公开，最迟%(on)s；现在只公布封存摘要、种子和名单摘要。"
        "到期不公开密钥的，本次抽取作废。公开以后，任何人都能验证名单就是现在封存的这一份。",
        on=day(draw.open_on),
        **WORDS[draw.subject],
    )


def _list_note(draw: Draw) -> str:
    if draw.selected_root is None:
        return _("随机数到齐后，名单由程序算出，立即公布。")
    return _("名单已经产生，密封到%(on)s；上面的名单摘要已经公布，改不了。", on=day(draw.open_on))


def _commit_rows(draw: Draw) -> list[dict[str, Any]]:
    content: Mapping[str, Any] = draw.commit_json or {}
    unit = WORDS[draw.subject]["unit"]
    rows = [
        (_("封存摘要"), digest_cell(draw.commit_hex or ""), _("由下面各项算出，改任何一个字都会变")),
        (_("封存时间"), moment(draw.frozen_at), _("服务器时间，早于全部外部随机数")),
        (_("参加抽取"), f"{draw.pool_size:,} {unit}", digest_cell(content.get("pool_root", ""))),
        (_("按规则排除"), f"{draw.excluded_size:,} {unit}", digest_cell(content.get("exclude_root", ""))),
        (_("算法"), draw.algorithm, ""),
        (_("上一次封存"), digest_cell(content.get("prev", "")), ""),
        (_("名录新旧"), _age(draw.library_age), _("封存时机关登记的名录更新情况")),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in rows if value]


AGE_WORDS: Mapping[str, str] = {
    "version": "第 %s 版",
    "updated_on": "更新于 %s",
    "total": "库内 %s 户",
    "dead": "已注销等 %s 户",
    "filtered_out": "不符合公布的筛选条件 %s 户",
}


def _age(age: Mapping[str, Any]) -> str:
    shown = dict(age)
    if shown.get("updated_on"):
        shown["updated_on"] = day(date.fromisoformat(shown["updated_on"]))
    return "，".join(words % shown[name] for name, words in AGE_WORDS.items() if shown.get(name) not in (None, ""))


def skip_row(one: DrawSkip) -> dict[str, Any]:
    """A row of the table of those passed over."""
    words = SKIP_WORDS[one.rule_id]
    return {
        "cells": {
            "object": one.object_id,
            "officer": one.officer_id[:SHORT_ID],
            "rule": {"text": words, "second": one.rule_id},
        }
    }


def event_row(one: DrawEvent) -> dict[str, Any]:
    """A row of the table of what happened after the draw."""
    return {
        "cells": {
            "kind": {"text": one.kind.words, "second": one.object_id},
            "at": moment(one.at),
            "change": f"{_short(one, one.old)} → {_short(one, one.new) or _('无人可接')}" if one.old else "",
            "reason": _reason(one),
            "by": one.decided_by_name,
        }
    }


def _short(one: DrawEvent, name: str) -> str:
    return name if one.kind is EventKind.REPLACEMENT else name[:SHORT_ID]


def _reason(one: DrawEvent) -> str:
    if one.kind in (EventKind.RECUSAL, EventKind.ABSENCE):
        return OfficerReason(one.reason).words
    return ObjectReason(one.reason).words if one.kind is EventKind.REPLACEMENT else one.reason


def _check(draw: Draw) -> dict[str, str] | None:
    last = queries.last_check(draw)
    if last is None:
        return None
    if last.passed:
        return {"level": "done", "word": _("%(at)s 系统重算，全部一致", at=moment(last.at))}
    return {"level": "late", "word": _("%(at)s 系统重算，有不一致", at=moment(last.at))}


def _previous(draw: Draw, before: Draw | None) -> dict[str, str]:
    if before is not None:
        return {
            "href": address("lots.show", before),
            "number": before.draw_no or "",
            "level": "done",
            "word": _("摘要相接"),
        }
    if set(draw.prev_hex or "") <= {"0"}:
        return {"href": "", "number": "", "note": _("这是本机关的第一次")}
    return {"href": "", "number": "", "note": _("缺少上一次"), "level": "late", "word": _("摘要接不上")}


def conditional(html: str) -> Response:
    """A fragment that is fetched again and again: 304 while it is the same."""
    answer = Response(html, mimetype="text/html")
    answer.add_etag()
    answer.make_conditional(request)
    return answer


OUTCOMES = {
    "selected": ("now", "在名单里，抽中"),
    "not_selected": ("done", "在名单里，没有抽中"),
    "replaced": ("idle", "抽中过，已按规则更换"),
    "replacing": ("now", "按签号递补，抽中"),
    "waiting": ("idle", "在名单里，还没有结果"),
    "withheld": ("idle", "在名单里，结果密封"),
}


def proof_view(draw: Draw, asked: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """One enterprise in words, and the proof that its browser follows to the committed root."""
    if found["standing"] == "unknown":
        verdict = _("这次抽取没有这一户：既不在名单里，也没有被排除。请核对代码。")
        return {"title": asked or _("查一户"), "level": "soon", "verdict": verdict, "rows": [], "path": None}
    level, verdict = OUTCOMES.get(found["outcome"], ("idle", _("按公布的规则排除，没有参加抽取")))
    if draw.voided_at is not None:
        verdict = _("%(verdict)s；本次抽取已作废，名单不使用", verdict=verdict)
    proof = {
        "alg": draw.algorithm,
        "line": found["line"],
        "index": found["index"],
        "size": found["size"],
        "path": found["proof"],
        "root": found["root"],
        "s": draw.seed_hex if not draw.sealed else None,
        "threshold": found.get("threshold"),
    }
    return {
        "title": asked,
        "level": level,
        "verdict": verdict,
        "rows": _proof_rows(found),
        "path": found["proof"],
        "json": json.dumps(proof, ensure_ascii=False),
    }


def _proof_rows(found: Mapping[str, Any]) -> Sequence[tuple[str, Any]]:
    rows = [
        (_("名单上的这一行"), found["line"]),
        (_("位置"), _("第 %(at)s 行，共 %(n)s 行", at=found["index"] + 1, n=found["size"])),
        (_("排除的规则"), found.get("rule_id")),
        (_("类别"), found.get("class")),
        (_("签号"), digest_cell(found.get("ticket") or "")),
        (_("中签线"), digest_cell(found.get("threshold") or "")),
        (_("名次"), found.get("rank")),
        (_("封存的摘要"), digest_cell(found["root"])),
    ]
    return [(label, value) for label, value in rows if value and value != digest_cell("")]
