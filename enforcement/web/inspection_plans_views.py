"""What the pages of plans and batches show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from enforcement.foundation.clock import civil_date
from enforcement.identity.queries import organisations_coded
from enforcement.inspection.mapping import choices_from, papers_from
from enforcement.inspection.pool_rules import POOL_RULES
from enforcement.rules.inspection.plans import BatchState, Origin, PlanState, PoolChoice, publication_late
from enforcement.rules.inspection.ratios import CLASSES
from enforcement.rules.inspection.visits import OffSite
from enforcement.schemas.inspection_plans import PAPERS, SOURCES
from enforcement.web.filters import day
from enforcement.web.inspection_libraries_views import ratio_words

if TYPE_CHECKING:
    from enforcement.inspection.models.plans import InspectionBatch, InspectionPlan, JointVisitProposal

SOURCE_NAMES = {name: words.partition("（")[0] for name, words in SOURCES}
LEVELS = {
    BatchState.PLANNED: "idle",
    BatchState.APPROVED: "ok",
    BatchState.FROZEN: "now",
    BatchState.DRAWN: "now",
    BatchState.RUNNING: "now",
    BatchState.FINISHED: "done",
    BatchState.CANCELLED: "withdrawn",
}
PLAN_LEVELS = {
    PlanState.DRAFT: "idle",
    PlanState.SUBMITTED: "soon",
    PlanState.APPROVED: "ok",
    PlanState.PUBLISHED: "done",
}


def plan_late(plan: InspectionPlan, today: date) -> bool:
    """Whether the red mark of rule I03 stands on a plan."""
    public_on = civil_date(plan.published_at) if plan.published_at else None
    return publication_late(public_on, plan.public_until, today)


def plan_rows(plans: Sequence[InspectionPlan], today: date) -> list[dict[str, Any]]:
    """Rows of the list of plans."""
    return [
        {
            "cells": {
                "title": {
                    "text": one.title,
                    "href": url_for("inspection_plans.plan", public_id=one.public_id),
                    "second": f"{one.no}　{one.org_name}",
                },
                "batches": str(sum(row.state is not BatchState.CANCELLED for row in one.batches)),
                "state": {"text": one.state.words, "level": PLAN_LEVELS[one.state]},
                "public": {"text": _("逾期"), "level": "late", "second": day(one.public_until)}
                if plan_late(one, today)
                else day(one.public_until),
                "filed": one.filing_receipt or _("没有备案"),
            }
        }
        for one in plans
    ]


def batch_rows(rows: Sequence[InspectionBatch]) -> list[dict[str, Any]]:
    """Rows of batches."""
    return [
        {
            "cells": {
                "name": {
                    "text": one.name,
                    "href": url_for("inspection_batches.batch", public_id=one.public_id),
                    "second": "、".join(one.item_codes),
                },
                "origin": {"text": one.origin.words, "level": "soon"}
                if one.origin is not Origin.PLAN
                else one.kind.words,
                "ratios": ratio_words(one.ratios),
                "draw": day(one.draw_on),
                "visits": f"{day(one.visit_from)}—{day(one.visit_to)}",
                "state": {
                    "text": one.state.words,
                    "level": "late" if _hindered(one) else LEVELS[one.state],
                    "second": one.hindrance if _hindered(one) else "",
                },
            }
        }
        for one in rows
    ]


def _hindered(row: InspectionBatch) -> bool:
    return bool(row.hindrance) and row.state is BatchState.APPROVED


BATCH_COLUMNS = (
    ("name", "批次"), ("origin", "来源和类型"), ("ratios", "抽查比例"), ("draw", "抽取日期"), ("visits", "检查时间"),
    ("state", "状态"),
)  # fmt: skip


def batch_columns() -> list[dict[str, Any]]:
    """Columns of ``batch_rows``."""
    return [{"key": key, "title": title, "nowrap": key in ("draw", "state")} for key, title in BATCH_COLUMNS]


def department_names(rows: Sequence[InspectionBatch]) -> dict[str, str]:
    """Codes of the departments of batches -> their names, in one question."""
    codes = [code for row in rows for code in row.departments]
    return {code: one.name for code, one in organisations_coded(codes).items()}


def batch_lines(row: InspectionBatch, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """A batch as label and words; ``names`` of departments by code."""
    lines = [
        (_("来源"), row.origin.words),
        (_("抽查类型"), row.kind.words + (_("　密封抽取") if row.sealed else "")),
        (_("检查事项"), "、".join(row.item_codes)),
        (_("检查内容"), row.scope_text),
        (_("筛选条件"), _rules_words(choices_from(row.filters), filters=True) or _("没有筛选，以整个名录库为范围")),
        (_("排除规则"), _rules_words(choices_from(row.exclusions), filters=False)),
        (_("抽查比例"), ratio_words(row.ratios)),
        (_("频次"), row.frequency),
        (_("计划数量"), str(row.planned_count or "")),
        (_("参加部门"), "、".join(names.get(code, code) for code in row.departments)),
        (_("抽取日期"), day(row.draw_on)),
        (_("检查时间"), f"{day(row.visit_from)}—{day(row.visit_to)}"),
        *((_("%(way)s为什么不够", way=way.words), row.off_site.get(way.value, "")) for way in OffSite),
        (_("每组人数"), str(row.team_size)),
        (_("随机数来源"), "、".join(SOURCE_NAMES.get(one, one) for one in row.sources)),
        (_("起草"), row.drafted_by_name),
        (_("批准"), row.approved_by_name),
    ]
    if row.origin is not Origin.PLAN:
        lines.append((_("开展的理由"), row.reason))
    papers = papers_from(row.papers)
    for name, label in PAPERS:
        paper = getattr(papers, name)
        if paper:
            lines.append((label, f"{paper.number}　{day(paper.on)}"))
    if row.stacking_reason:
        lines.append((_("与计划内抽查重叠的理由"), row.stacking_reason))
    return lines


def batch_values(row: InspectionBatch) -> dict[str, Any]:
    """A batch as the form shows it."""
    exclusions = {one.rule: one.value for one in choices_from(row.exclusions)}
    return {
        "version": row.version,
        "name": row.name,
        "scope_text": row.scope_text,
        "item_codes": list(row.item_codes),
        "kind": row.kind.value,
        "draw_on": row.draw_on.isoformat(),
        "visit_from": row.visit_from.isoformat(),
        "visit_to": row.visit_to.isoformat(),
        "frequency": row.frequency,
        "planned_count": row.planned_count or "",
        "joint": "true" if row.joint else "",
        "departments": list(row.departments),
        "sealed": "true" if row.sealed else "",
        "team_size": row.team_size,
        "sources": list(row.sources),
        "algorithm": row.algorithm,
        **{f"off_site_{way.value}": row.off_site.get(way.value, "") for way in OffSite},
        "exclude": [name for name, value in exclusions.items() if not value],
        **{f"ratio_{name.lower()}": f"{row.ratios.get(name, 0) / 100:g}" for name in CLASSES},
        **{f"filter_{one.rule}": one.value for one in choices_from(row.filters)},
        **{f"exclude_{name}": value for name, value in exclusions.items() if value},
    }


def proposal_rows(proposals: Sequence[JointVisitProposal]) -> list[dict[str, Any]]:
    """Rows of proposals to join visits."""
    return [
        {
            "cells": {
                "name": {
                    "text": one.name,
                    "href": url_for("inspection_batches.proposal", public_id=one.public_id),
                    "second": one.uscc,
                },
                "apart": _("相隔 %(n)s 天", n=one.days_apart) if one.days_apart else _("时间重叠"),
                "state": {"text": one.state.words, "level": "soon" if one.state.value == "open" else "done"},
                "reason": one.reason,
            }
        }
        for one in proposals
    ]


def _rules_words(chosen: Sequence[PoolChoice], *, filters: bool) -> str:
    """Rules of a batch as the public reads them, those that hold for every batch among them."""
    table = POOL_RULES.filters if filters else POOL_RULES.exclusions
    always = () if filters else tuple(PoolChoice(name) for name in POOL_RULES.mandatory)
    named = {one.rule: one for one in (*always, *chosen)}
    return "；".join(table[name].words(one.value or _("规定的")) for name, one in named.items() if name in table)
