"""What the pages of standards show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from enforcement.doors.access import current_actor
from enforcement.evaluation.queries.standards import standard_difference, standard_of
from enforcement.evaluation.states import StandardState
from enforcement.foundation.errors import DomainError, Invalid, Reason
from enforcement.foundation.permissions import Permission
from enforcement.rules.evaluation.difference import NAMES, Difference
from enforcement.rules.evaluation.standard import Effect, Per
from enforcement.schemas.evaluation_forms import overlaid
from enforcement.web.filters import moment
from enforcement.web.inspection_libraries_views import Trail

if TYPE_CHECKING:
    from enforcement.evaluation.models.core import EvaluationStandard

BASIS = "行政执法监督条例第十九条"
PUBLISHED = Reason("version-published", "这一版已经公布，内容不能再改", BASIS, "起草新版本")
PERS = [(one.value, one.words) for one in Per]
EFFECTS = [(one.value, one.words) for one in Effect]
COLUMNS = [
    {"key": "name", "title": "标准"},
    {"key": "version", "title": "版本", "nowrap": True},
    {"key": "state", "title": "状态", "nowrap": True},
    {"key": "published", "title": "公布", "nowrap": True},
]
FIELDS = {
    "name": "名称",
    "version": "版本号",
    "valid_from": "启用日期",
    "basis": "依据",
    "source": "来源",
    "note": "说明",
    "legality_points": "合法性基础分",
    "form_points": "规范性总分",
    "places": "小数位数",
    "points": "分值",
    "title": "项目名称",
    "text": "内容",
    "most": "最多扣",
    "per": "计量",
    "missing": "文书缺失",
    "floor": "最低得分",
    "question": "问题",
    "condition": "适用条件",
    "kinds": "适用案卷种类",
    "section": "所属部分",
    "group": "组别",
    "effect": "效果",
    "at_least": "起始分",
    "failed": "是否不合格",
    "role": "计分方式",
    "order": "顺序",
    "largest_difference": "最大分差",
    "third_when": "第三名评分的情形",
    "final": "最终结果",
}


MORE_WORDS = {"id": "编号", "no": "编号", "code": "编码", "form_points": "规范性总分", "failed": "不合格"}
WORD = re.compile(r"[a-z][a-z_]+")


def trail() -> Trail:
    """The list of standards, above every page of one."""
    return [(_("评查标准"), url_for("evaluation_standards.index"))]


def standard_rows(rows: Sequence[EvaluationStandard]) -> list[dict[str, Any]]:
    """Rows of the list."""
    return [
        {
            "cells": {
                "name": {
                    "text": one.name,
                    "href": url_for("evaluation_standards.show", standard_id=one.public_id),
                    "second": one.code,
                },
                "version": one.version_no,
                "state": {
                    "text": one.state.words,
                    "level": "done" if one.state is StandardState.PUBLISHED else "soon",
                },
                "published": moment(one.published_at) if one.published_at else "",
            }
        }
        for one in rows
    ]


def standard_context(row: EvaluationStandard) -> dict[str, Any]:
    """One version: its content, what changed, what may be done."""
    actor, standard = current_actor(), standard_of(row)
    draft = row.state is StandardState.DRAFT
    own = [Reason("own-draft", _("起草人不能公布自己起草的标准"), BASIS, _("由另一名负责人审核公布"))]
    return {
        "row": row,
        "standard": standard,
        "sections": [(one, [item for item in standard.items if item.section == one.id]) for one in standard.sections],
        "conditions": {one.id: one.name for one in standard.conditions},
        "kinds": {one.id: one.name for one in standard.kinds},
        "changes": [_change(one) for one in standard_difference(row)],
        "may_edit": draft and actor.may(Permission.EVALUATION_PLAN, row.org_path),
        "may_publish": draft and actor.may(Permission.EVALUATION_APPROVE, row.org_path),
        "publish_reasons": own if actor.user_id == row.drafted_by else [],
    }


def editor_context(row: EvaluationStandard, typed: Mapping[str, str], error: DomainError | None) -> dict[str, Any]:
    """A draft with what was typed, what is wrong with it, and the choices of its fields."""
    content = overlaid(row.content, typed)
    return {
        "row": row,
        "content": content,
        "typed": typed,
        "faults": _in_words(error),
        "pers": PERS,
        "effects": EFFECTS,
        "sections": [(one["id"], one["name"]) for one in content["sections"]],
        "conditions": [("", _("总是适用")), *((one["id"], one["name"]) for one in content["conditions"])],
    }


def _in_words(error: DomainError | None) -> list[str]:
    """What doesn't add up, with tables and fields under the names that the page gives them."""
    names = {**FIELDS, **MORE_WORDS, **NAMES}
    faults = error.errors.get("content", []) if isinstance(error, Invalid) else []
    return [WORD.sub(lambda word: names.get(word.group(), word.group()), one) for one in faults]


def _change(one: Difference) -> dict[str, str]:
    return {
        "table": one.table_name,
        "entry": one.entry,
        "field": FIELDS.get(one.field, one.field) if one.field else _("整条"),
        "before": _words(one.before),
        "after": _words(one.after),
    }


def _words(value: Any) -> str:
    if value is None:
        return _("（没有）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Mapping):
        words = str(value.get("title") or value.get("text") or value.get("name") or _points(value))
        return _("%(words)s（%(n)s 分）", words=words, n=value["points"]) if "title" in value else words
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(_words(one) for one in value)
    return str(value)


def _points(value: Mapping[str, Any]) -> str:
    return "，".join(f"{name} {number}" for name, number in value.items())
