"""Visits, their approvals and the alarms about them, for whoever holds a token. Nothing here can be sorted (C10)."""

from __future__ import annotations

from typing import Any

from enforcement.api.blueprint import ApiBlueprint
from enforcement.doors.access import current_actor, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page
from enforcement.foundation.permissions import Permission
from enforcement.inspection.queries import alarms as alarm_queries
from enforcement.inspection.queries import visits as queries
from enforcement.inspection.queries.alarms import AlarmFilter
from enforcement.inspection.queries.visits import VisitFilter
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.visits_shown import (
    AlarmPageSchema,
    AlarmQuerySchema,
    StandingShownSchema,
    VisitApprovalPageSchema,
    VisitApprovalQuerySchema,
    VisitPageSchema,
    VisitQuerySchema,
)

visits = ApiBlueprint("visits", "入企检查")


@visits.operation("GET", "/visits", "查询入企记录")
@requires(Permission.CHECK_READ)
@visits.arguments(VisitQuerySchema, location="query")
@visits.response(200, VisitPageSchema)
def list_visits(asked: dict[str, Any]) -> Page[Any]:
    """Every visit in scope, newest first."""
    wanted = VisitFilter(asked["text"], asked["kind"], asked["which"])
    return queries.visits(current_actor(), wanted, asked["cursor"] or None, asked["limit"])


@visits.operation("GET", "/visits/standing/<uscc>", "本机关对一家企业的检查频次")
@requires(Permission.CHECK_READ)
@visits.response(200, StandingShownSchema)
def get_standing(uscc: str) -> object:
    """This year's frequency, seen from the caller's own organ."""
    org_id = current_actor().org_id
    if org_id is None:
        raise NotFound
    return queries.standing(org_id, uscc.upper(), civil_date(current_instant()))


@visits.operation("GET", "/visits/approvals", "查询行政检查审批表")
@requires(Permission.CHECK_READ)
@visits.arguments(VisitApprovalQuerySchema, location="query")
@visits.response(200, VisitApprovalPageSchema)
def list_approvals(asked: dict[str, Any]) -> Page[Any]:
    """Forms in scope, newest first."""
    return queries.approvals(current_actor(), asked["state"], asked["cursor"] or None, asked["limit"])


@visits.operation("GET", "/visits/alarms", "查询入企检查预警")
@requires(Permission.SUPERVISION_READ)
@visits.arguments(AlarmQuerySchema, location="query")
@visits.response(200, AlarmPageSchema)
def list_alarms(asked: dict[str, Any]) -> Page[Any]:
    """Alarms in the supervisor's scope, newest first."""
    wanted = AlarmFilter(asked["state"])
    return alarm_queries.alarms(current_actor(), wanted, asked["cursor"] or None, asked["limit"])
