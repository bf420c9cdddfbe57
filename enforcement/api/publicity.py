"""Public decisions for everyone, and duties to publish for whoever holds a token."""

from __future__ import annotations

from typing import Any

from flask import current_app

from enforcement.api.blueprint import ApiBlueprint
from enforcement.doors.access import current_actor, public, requires
from enforcement.doors.limits import SINGLE_ANSWERS, limiter
from enforcement.foundation.paging import Page
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.publicity import queries, register
from enforcement.publicity.content import is_intact, public_content
from enforcement.publicity.queries import DutyFilter
from enforcement.publicity.register import RegisterFilter
from enforcement.schemas.publicity import RegisterFilterSchema
from enforcement.schemas.publicity_shown import (
    DutyPageSchema,
    DutyQuerySchema,
    DutyShownSchema,
    PublicDecisionSchema,
    PublicPageSchema,
)
from enforcement.schemas.shown import PageQuerySchema

publicity = ApiBlueprint("publicity", "公示")


@publicity.operation("GET", "/decisions", "查询公示的决定")
@public
@publicity.arguments(RegisterFilterSchema, location="query", unknown="exclude")
@publicity.arguments(PageQuerySchema, location="query", unknown="exclude")
@publicity.response(200, PublicPageSchema)
@limiter.limit(SINGLE_ANSWERS)
def list_decisions(wanted: RegisterFilter, page: dict[str, Any]) -> object:
    """Published and withdrawn decisions."""
    return register.find_public(wanted, page["cursor"] or None, page["limit"])


@publicity.operation("GET", "/decisions/<code>", "一份公示的决定")
@public
@publicity.response(200, PublicDecisionSchema)
def get_decision(code: str) -> dict[str, Any]:
    """By its check code, whatever its state."""
    record = register.record_of(code)
    return {
        "content": public_content(record),
        "content_sha256": record.digest,
        "intact": is_intact(record),
        "address": f"{current_app.config['PUBLIC_BASE_URL']}/p/{record.code}",
    }


@publicity.operation("GET", "/duties", "公示和撤下的职责")
@requires(Permission.PUBLICATION_READ)
@publicity.arguments(DutyQuerySchema, location="query")
@publicity.response(200, DutyPageSchema)
def list_duties(asked: dict[str, Any]) -> Page[Any]:
    """Duties by the day they are due; finished ones newest first."""
    wanted = DutyFilter(asked["which"])
    return queries.duties(current_actor(), wanted, current_instant(), asked["cursor"] or None, asked["limit"])


@publicity.operation("GET", "/duties/<duty_id>", "一项职责")
@requires(Permission.PUBLICATION_READ)
@publicity.response(200, DutyShownSchema)
def get_duty(duty_id: str) -> object:
    """One duty."""
    return queries.duty(current_actor(), duty_id)
