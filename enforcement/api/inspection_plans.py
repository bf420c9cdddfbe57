"""Published items and plans for everyone; plans in preparation and the object library for whoever holds a token."""

from __future__ import annotations

from typing import Any

from enforcement.api.blueprint import ApiBlueprint
from enforcement.doors.access import current_actor, public, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.paging import Page
from enforcement.foundation.permissions import Permission
from enforcement.inspection.queries import library_desk
from enforcement.inspection.queries import plans as queries
from enforcement.inspection.queries.library_desk import ObjectFilter
from enforcement.inspection.register import plans as register
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.inspection_plans_shown import (
    InspectionItemPageSchema,
    InspectionPlanPageSchema,
    InspectionPlanShownSchema,
    LibraryObjectPageSchema,
    LibraryObjectQuerySchema,
)

inspection_plans = ApiBlueprint("inspection_plans", "抽查计划")


@inspection_plans.operation("GET", "/inspection-items", "查询公布的抽查事项清单")
@public
@inspection_plans.response(200, InspectionItemPageSchema)
def list_inspection_items() -> Page[Any]:
    """Items in force today, with their published standards."""
    return Page(register.public_items(civil_date(current_instant())))


@inspection_plans.operation("GET", "/published-plans", "查询公布的抽查计划")
@public
@inspection_plans.response(200, InspectionPlanPageSchema)
def list_published_plans() -> Page[Any]:
    """Published plans with their batches."""
    return Page(register.public_plans())


@inspection_plans.operation("GET", "/inspection-plans", "查询抽查计划")
@requires(Permission.CHECK_READ)
@inspection_plans.response(200, InspectionPlanPageSchema)
def list_inspection_plans() -> Page[Any]:
    """Plans in scope, those in preparation too."""
    return Page(queries.plans(current_actor()))


@inspection_plans.operation("GET", "/inspection-plans/<plan_id>", "一份抽查计划")
@requires(Permission.CHECK_READ)
@inspection_plans.response(200, InspectionPlanShownSchema)
def get_inspection_plan(plan_id: str) -> object:
    """One plan with its batches."""
    return queries.plan(current_actor(), plan_id)


@inspection_plans.operation("GET", "/library-objects", "查询检查对象名录库")
@requires(Permission.CHECK_READ)
@inspection_plans.arguments(LibraryObjectQuerySchema, location="query")
@inspection_plans.response(200, LibraryObjectPageSchema)
def list_library_objects(asked: dict[str, Any]) -> Page[Any]:
    """Objects of the library in scope, by code."""
    wanted = ObjectFilter(asked["text"], asked["risk_class"])
    return library_desk.objects(current_actor(), wanted, asked["cursor"] or None, asked["limit"])
