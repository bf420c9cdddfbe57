"""Public pages of the item list and the plans (一公开). No sign-in."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from enforcement.doors.access import public
from enforcement.foundation.clock import civil_date
from enforcement.identity.queries import organisations_facts
from enforcement.inspection.pool_rules import POOL_RULES
from enforcement.inspection.register import plans as register
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.inspection.plans import BatchState
from enforcement.web import inspection_libraries_views as item_views
from enforcement.web import inspection_plans_views as views
from enforcement.web.sheets import sheet_file

public_plans = Blueprint("public_plans", __name__, url_prefix="/inspections")
COLUMNS = ("机关", "事项编码", "事项", "类别", "抽查依据", "抽查对象", "抽查比例", "抽查频次", "抽查方式", "检查标准")


@public_plans.get("/plans")
@public
def index() -> str:
    """Published plans, and the tasks outside them."""
    today = civil_date(current_instant())
    outside = register.public_outside()
    return render_template(
        "inspections/plans.html",
        plans=[(one, views.plan_late(one, today)) for one in register.public_plans()],
        outside=outside,
        agencies=organisations_facts([one.org_id for one in outside]),
    )


@public_plans.get("/plans/<public_id>")
@public
def plan(public_id: str) -> str:
    """One plan with its batches and the rules that make its pools."""
    found = register.public_plan(public_id)
    batches = [one for one in found.batches if one.state is not BatchState.CANCELLED]
    names = views.department_names(batches)
    return render_template(
        "inspections/plan.html",
        plan=found,
        batches=[(one, item_views.ratio_words(one.ratios), dict(views.batch_lines(one, names))) for one in batches],
        late=views.plan_late(found, civil_date(current_instant())),
    )


@public_plans.get("/items")
@public
def items() -> str:
    """The item list in force today, with the published standard of each."""
    text = request.args.get("text", "")
    rows = register.public_items(civil_date(current_instant()), text)
    return render_template(
        "inspections/items.html",
        rows=[(one, item_views.item_lines(one)) for one in rows],
        text=text,
        filters=POOL_RULES.filters.values(),
        exclusions=POOL_RULES.exclusions.values(),
    )


@public_plans.get("/items.<any(csv, xlsx):kind>")
@public
def items_file(kind: str) -> ResponseReturnValue:
    """The same list as a table."""
    rows = register.public_items(civil_date(current_instant()))
    lines = ((one, item_views.item_lines(one)) for one in rows)
    keys = ("类别", "抽查依据", "抽查对象", "抽查比例", "抽查频次", "抽查方式", "检查标准")
    return sheet_file(
        kind, "inspection-items", COLUMNS,
        ([one.org_name, one.code, words["名称"], *(words[key] for key in keys)] for one, words in lines),
    )  # fmt: skip
