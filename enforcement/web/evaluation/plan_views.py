"""What the pages of plans show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from enforcement.catalogue.law import current_rulesets
from enforcement.doors.access import current_actor
from enforcement.evaluation.policies import government_of
from enforcement.evaluation.pool import PlannedPool
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.queries.plans import DrawnFile, PlanProgress
from enforcement.evaluation.queries.standards import published_standards
from enforcement.evaluation.services.cancelling import cancel_reasons, withdraw_reasons
from enforcement.evaluation.states import FileState, PlanState
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Reason, Refused
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisations_coded, organisations_of, paths_below
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.evaluation.drawing import MustDraw
from enforcement.rules.evaluation.standard import Standard
from enforcement.web.filters import day

if TYPE_CHECKING:
    from enforcement.evaluation.models.core import EvaluationPlan

INTRO = "一次评查只用一个标准。抽取的案卷和评查员由密封抽取确定，评分结束以前不公开谁评哪件。"
APPROVING = "批准后，案卷名单即固定，以后导入的案卷归下一次评查；抽取由系统在方案的抽取日期进行。"
CLOSING = "结束以后不能再评分；抽取的名单和评查员随之公开，可以查看全部评分表。"
WITHDRAWING = "撤回以后，方案不再提交审批，也不能恢复；需要时另行起草。"
CANCELLING = "取消以后不能恢复；为方案准备的抽取随之作废，理由公开。需要评查的，另行起草方案。"
GOVERNMENT = "government"
PLAN_COLUMNS = [
    {"key": "title", "title": "方案"},
    {"key": "period", "title": "评查期间"},
    {"key": "standard", "title": "标准"},
    {"key": "state", "title": "状态", "nowrap": True},
]
FILE_COLUMNS = [
    {"key": "label", "title": "案卷"},
    {"key": "kind", "title": "种类"},
    {"key": "must", "title": "必查原因"},
    {"key": "state", "title": "状态", "nowrap": True},
    {"key": "result", "title": "结果", "nowrap": True},
]
SHARE_COLUMNS = [
    {"key": "agency", "title": "机关"},
    {"key": "closed", "title": "已结案卷", "number": True},
    {"key": "must", "title": "必查", "number": True},
    {"key": "draw", "title": "随机抽取", "number": True},
]
LEVELS = {
    PlanState.DRAFT: "soon",
    PlanState.APPROVED: "now",
    PlanState.COMMITTED: "now",
    PlanState.DRAWN: "soon",
    PlanState.SCORING: "now",
    PlanState.CLOSED: "done",
    PlanState.FEEDBACK: "now",
    PlanState.FROZEN: "done",
    PlanState.VOID: "late",
    PlanState.WITHDRAWN: "idle",
    PlanState.CANCELLED: "idle",
}
FILE_LEVELS = {
    FileState.WAITING: "soon",
    FileState.SCORING: "now",
    FileState.THIRD: "now",
    FileState.DECIDED: "done",
    FileState.RE_EVALUATION: "now",
    FileState.INFEASIBLE: "late",
    FileState.UNDECIDED: "late",
}


def plan_rows(plans: Sequence[EvaluationPlan]) -> list[dict[str, Any]]:
    """Rows of the list."""
    return [
        {
            "cells": {
                "title": {
                    "text": one.title,
                    "href": url_for("evaluation_plans.plan", plan_id=one.public_id),
                    "second": one.plan_no,
                },
                "period": f"{day(one.period_from)}—{day(one.period_to)}",
                "standard": {"text": one.standard.name, "second": one.standard.version_no},
                "state": {"text": one.state.words, "level": LEVELS[one.state]},
            }
        }
        for one in plans
    ]


def new_plan() -> dict[str, Any]:
    """What a new plan begins with: the least that the rule sets ask."""
    today, law = civil_date(current_instant()), current_rulesets()
    return {
        "ratio_bp": f"{law.number('evaluation.ratio', '', '', today).value:f}",
        "least": law.number("evaluation.least_files", "", "", today).whole,
        "sources": ["kl8"],
        "must_kinds": [one.value for one in MustDraw],
    }


def plan_choices() -> dict[str, Sequence[tuple[str, str]]]:
    """The lists of the form: organs, published standards, agencies of their governments."""
    actor = current_actor()
    organs = [one for one in organisations_of(actor, Permission.EVALUATION_PLAN) if one.kind.value != GOVERNMENT]
    codes = {code for path in {government_of(one.path) for one in organs} for code in paths_below(path)}
    own = {one.code for one in organs}
    agencies = [one for one in organisations_coded(sorted(codes - own)).values() if one.kind != GOVERNMENT]
    return {
        "organisation": [(one.public_id, one.name) for one in organs],
        "standard": [(one.public_id, f"{one.name} {one.version_no}") for one in published_standards(actor)],
        "agencies": [(one.code, one.name) for one in sorted(agencies, key=lambda one: one.path) if one.active],
    }


def plan_values(row: EvaluationPlan) -> dict[str, Any]:
    """A plan as the form shows it."""
    organs = organisations_of(current_actor(), Permission.EVALUATION_PLAN)
    return {
        "organisation": next((one.public_id for one in organs if one.id == row.org_id), ""),
        "title": row.title,
        "period_from": row.period_from.isoformat(),
        "period_to": row.period_to.isoformat(),
        "standard": row.standard.public_id,
        "agencies": list(row.agencies),
        "must_kinds": list(row.must_kinds),
        "ratio_bp": f"{row.ratio_bp / 100:g}",
        "least": row.least,
        "draw_on": row.draw_on.isoformat(),
        "open_on": row.open_on.isoformat(),
        "load_limit": row.load_limit,
        "sources": list(row.sources),
        "version": row.version,
    }


def plan_context(plan_id: str) -> dict[str, Any]:
    """One plan with its pool or its files, and the acts that are open to the person."""
    actor, today = current_actor(), civil_date(current_instant())
    found = queries.plan(actor, plan_id)
    names = {code: one.name for code, one in organisations_coded(found.agencies).items()}
    pool, hindrance = _pool(found)
    progress = queries.progress(actor, plan_id, today)
    kinds = {one["id"]: one["name"] for one in found.standard.content["kinds"]}
    return {
        "plan": found,
        "level": LEVELS[found.state],
        "lines": _lines(found, names),
        "share_rows": share_rows(pool or found.shares, names),
        "share_columns": SHARE_COLUMNS,
        "pool_refused": hindrance,
        "progress": progress,
        "figures": _figures(progress),
        "waiting": progress.files.get(FileState.WAITING, 0),
        "file_rows": [_file_row(found, one, kinds) for one in queries.drawn_files(actor, plan_id)],
        "file_columns": FILE_COLUMNS,
        "late": queries.late_seats(actor, plan_id, today),
        "may_plan": actor.may(Permission.EVALUATION_PLAN, found.org_path),
        "may_approve": actor.may(Permission.EVALUATION_APPROVE, found.org_path),
        "may_see_draw": actor.may(Permission.DRAW_READ, found.org_path),
        "own_reasons": _own_reasons(found),
        "withdraw_reasons": withdraw_reasons(actor, found),
        "cancel_reasons": cancel_reasons(actor, found),
        "close_reasons": _close_reasons(progress),
    }


def share_rows(shares: PlannedPool | Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """What each agency gives: of a preview, or as approved."""
    if isinstance(shares, PlannedPool):
        given = [(one.agency, one.closed, len(one.must), one.draw) for one in shares.shares]
    else:
        given = [(one["agency"], one["closed"], len(one["must"]), one["draw"]) for one in shares]
    return [
        {"cells": {"agency": names.get(agency, agency), "closed": closed, "must": must, "draw": drawn}}
        for agency, closed, must, drawn in given
    ]


def condition_rows(standard: Standard, file: DrawnFile, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The questions of a file with what is answered or proposed."""
    return [
        {"one": one, "answer": answers.get(one.id), "proposed": file.answers.get(one.id)}
        for one in standard.conditions_of(file.kind)
    ]


def _pool(found: EvaluationPlan) -> tuple[PlannedPool | None, Refused | None]:
    if found.state is not PlanState.DRAFT:
        return None, None
    try:
        return queries.pool_preview(current_actor(), found.public_id), None
    except Refused as refusal:
        return None, refusal


def _lines(found: EvaluationPlan, names: Mapping[str, str]) -> list[tuple[str, str]]:
    must = "、".join(MustDraw(one).words for one in found.must_kinds)
    return [
        (_("评查期间"), f"{day(found.period_from)}—{day(found.period_to)}"),
        (_("评查标准"), f"{found.standard.name} {found.standard.version_no}"),
        (_("被评查机关"), "、".join(names.get(code, code) for code in found.agencies)),
        (_("抽取比例"), _("%(n)s%%，每个机关不少于 %(m)s 件", n=f"{found.ratio_bp / 100:g}", m=found.least)),
        (_("必查案卷"), must),
        (_("抽取日期"), day(found.draw_on)),
        (_("名单最迟公开日期"), day(found.open_on)),
        (_("每名评查员最多件数"), str(found.load_limit)),
        (_("起草"), found.drafted_by_name),
        (_("批准"), f"{found.approved_by_name}　{day(found.approved_at)}" if found.approved_at else ""),
        (_("结束评分"), f"{found.closed_by_name}　{day(found.closed_at)}" if found.closed_at else ""),
        (_("取消的理由") if found.state is PlanState.CANCELLED else _("未评完而结束的理由"), found.close_reason),
    ]


def _figures(progress: PlanProgress) -> list[dict[str, Any]]:
    files = sum(progress.files.values())
    late = {"level": "late", "word": _("逾期")} if progress.late else {}
    return [
        {"title": _("抽取的案卷"), "value": files},
        {"title": _("待确认适用条件"), "value": progress.files.get(FileState.WAITING, 0)},
        {"title": _("评分表已签名"), "value": f"{progress.signed} / {progress.sheets}"},
        {"title": _("逾期的评分表"), "value": progress.late, **late},
        {"title": _("待决定的回避"), "value": progress.recusals},
    ]


def _file_row(plan: EvaluationPlan, one: DrawnFile, kinds: Mapping[str, str]) -> dict[str, Any]:
    answers = url_for("evaluation_files.answers", plan_id=plan.public_id, file_id=one.public_id)
    waiting = one.state is FileState.WAITING
    may = waiting and current_actor().may(Permission.EVALUATION_PLAN, plan.org_path)
    label = {"text": one.label, "href": answers} if may else {"text": one.label}
    result = {"text": f"{one.points} {one.grade_name}", "level": "done"} if one.points else ""
    return {
        "cells": {
            "label": label,
            "kind": kinds.get(one.kind, one.kind),
            "must": "、".join(MustDraw(kind).words for kind in one.must_kinds),
            "state": {"text": one.state.words, "level": FILE_LEVELS[one.state]},
            "result": result,
        }
    }


def _own_reasons(found: EvaluationPlan) -> list[Reason]:
    if current_actor().user_id != found.drafted_by:
        return []
    basis = "案卷评查职责分离：制定与批准由不同的人办理"
    return [Reason("own-plan", _("起草人不能批准自己起草的评查方案"), basis, _("由另一名负责人批准"))]


def _close_reasons(progress: PlanProgress) -> list[Reason]:
    unsigned = progress.sheets - progress.signed - progress.late - progress.vacant
    if not unsigned and not progress.files.get(FileState.WAITING, 0):
        return []
    message = _("还有评分表没有签名，期限也没有到")
    lift = _("等全部签名，或者期限届满以后结束")
    return [Reason("scoring-open", message, "抽取规程：谁评哪件案卷，评分结束以后才公开", lift)]
