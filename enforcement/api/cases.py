"""Cases: list, register a lead, one case, and every act and step on it."""

from __future__ import annotations

from typing import Any

from enforcement.api.blueprint import ApiBlueprint
from enforcement.api.bodies import asked_version, at_version, read, sent, version_header
from enforcement.api.case_view import case_view
from enforcement.api.steps import step_bodies, step_of
from enforcement.casework import queries, services
from enforcement.casework.queries import CaseFilter
from enforcement.doors.access import current_actor, requires
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisations_of
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.casework import RegisterLeadSchema
from enforcement.schemas.casework_shown import CasePageSchema, CaseQuerySchema, CaseShownSchema

cases = ApiBlueprint("cases", "案件")

ACTING = (
    Permission.CASE_INVESTIGATE,
    Permission.CASE_APPROVE,
    Permission.CASE_DECIDE,
    Permission.CASE_DISCUSS,
    Permission.CASE_NOTE,
)
Shown = tuple[dict[str, Any], int, dict[str, str]]


@cases.operation("GET", "/cases", "查询案件")
@requires(Permission.CASE_READ)
@cases.arguments(CaseQuerySchema, location="query")
@cases.response(200, CasePageSchema)
def list_cases(asked: dict[str, Any]) -> Any:
    """Cases the token may see, newest registration first."""
    actor = current_actor()
    return queries.cases(actor, _wanted(actor, asked), asked["cursor"] or None, asked["limit"])


@cases.operation("POST", "/cases", "登记案源", body=RegisterLeadSchema(0))
@requires(Permission.CASE_REGISTER)
@cases.response(201, CaseShownSchema, headers={"ETag": {"schema": {"type": "string"}}})
def register_lead() -> Shown:
    """A new lead of the token's agency."""
    actor = current_actor()
    command = read(RegisterLeadSchema(actor.org_id or 0), sent())
    return _shown(actor, services.register_lead(actor, command, current_instant()).public_id, 201)


@cases.operation("GET", "/cases/<case_id>", "读取案件")
@requires(Permission.CASE_READ)
@cases.response(200, CaseShownSchema, headers={"ETag": {"schema": {"type": "string"}}})
def get_case(case_id: str) -> Shown:
    """Where the case stands, what is missing, what may be done, until when, and everything it holds."""
    return _shown(current_actor(), case_id)


@cases.operation("POST", "/cases/<case_id>/steps", "办理步骤", body=step_bodies, versioned=True)
@requires(*ACTING)
@cases.response(200, CaseShownSchema, headers={"ETag": {"schema": {"type": "string"}}})
def take_step(case_id: str) -> Shown:
    """Do one act or step of the shared table; a refusal names every reason."""
    actor, version = current_actor(), asked_version()
    act, command = step_of(queries.case(actor, case_id), sent(), version)
    with at_version():
        act.service(actor, command, current_instant())
    return _shown(actor, case_id)


def _shown(actor: Actor, case_id: str, status: int = 200) -> Shown:
    case = queries.case(actor, case_id)
    return case_view(actor, case, current_instant()), status, version_header(case.version)


def _wanted(actor: Actor, asked: dict[str, Any]) -> CaseFilter:
    return CaseFilter(
        words=asked["words"],
        state=asked["state"],
        mine=asked["mine"],
        overdue_on=civil_date(current_instant()) if asked["overdue"] else None,
        org_path=_agency_path(actor, asked["agency"]),
    )


def _agency_path(actor: Actor, agency: str) -> str:
    if not agency:
        return ""
    for one in organisations_of(actor, Permission.CASE_READ):
        if one.public_id == agency:
            return one.path
    raise Invalid({"agency": ["没有这个机关，或者不在您的管辖范围内"]})
