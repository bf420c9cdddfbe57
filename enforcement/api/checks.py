"""Checks and their tasks: list, read, and every act of the shared table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from enforcement.api.blueprint import ApiBlueprint
from enforcement.api.bodies import asked_version, at_version, body_schema, read, sent, version_header
from enforcement.doors.access import current_actor, requires
from enforcement.doors.check_acts import CHECK_ACTS, schema_of
from enforcement.doors.sealed_checks import check_for_act, withheld
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid
from enforcement.foundation.permissions import Permission
from enforcement.inspection.queries import checks as queries
from enforcement.inspection.queries.checks import CheckFilter
from enforcement.inspection.services.arrivals import scan_arrival
from enforcement.inspection.services.checks import open_case_check
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.checks import OpenCaseCheckSchema, ScanArrivalSchema
from enforcement.schemas.checks_shown import (
    CheckPageSchema,
    CheckQuerySchema,
    CheckShownSchema,
    InspectionTaskListSchema,
)

if TYPE_CHECKING:
    from enforcement.inspection.models.checks import Check

checks = ApiBlueprint("checks", "行政检查")

Shown = tuple[Any, int, dict[str, str]]
ACT, RECORD = "act", "record"
ETAG = {"ETag": {"schema": {"type": "string"}}}


def _bodies(converter: Any) -> dict[str, Any]:
    """The JSON schema of every act's body, one of which is sent."""
    return {"oneOf": [_body(converter, name) for name in CHECK_ACTS]}


@checks.operation("GET", "/checks", "查询行政检查")
@requires(Permission.CHECK_READ)
@checks.arguments(CheckQuerySchema, location="query")
@checks.response(200, CheckPageSchema)
def list_checks(asked: dict[str, Any]) -> Any:
    """Checks in scope by the last day of their window."""
    wanted = CheckFilter(asked["which"], asked["mine"], asked["task"], asked["text"])
    return queries.checks(current_actor(), wanted, civil_date(current_instant()), asked["cursor"] or None)


@checks.operation("POST", "/checks", "抽查以外的检查", body=OpenCaseCheckSchema(0))
@requires(Permission.CHECK_APPROVE)
@checks.response(201, CheckShownSchema, headers=ETAG)
def open_check() -> Shown:
    """A check outside the draw, of the token's agency."""
    actor = current_actor()
    command = read(OpenCaseCheckSchema(actor.org_id or 0), sent())
    return _shown(actor, open_case_check(actor, command, current_instant()).public_id, 201)


@checks.operation("GET", "/checks/<check_id>", "读取行政检查")
@requires(Permission.CHECK_READ)
@checks.response(200, CheckShownSchema, headers=ETAG)
def get_check(check_id: str) -> Shown:
    """One check with everything recorded on it; of a sealed list the head reads what he must decide on."""
    actor = current_actor()
    loaded = check_for_act(actor, check_id, "answer", current_instant())
    return _withheld(loaded.check) if loaded.sealed else _shown(actor, check_id)


@checks.operation("POST", "/checks/arrivals", "扫码到场", body=ScanArrivalSchema())
@requires(Permission.CHECK_CONDUCT)
@checks.response(200, CheckShownSchema, headers=ETAG)
def arrive() -> Shown:
    """The officers are there; the server's time counts."""
    actor = current_actor()
    command = read(ScanArrivalSchema(), sent())
    return _shown(actor, scan_arrival(actor, command, current_instant()).public_id)


@checks.operation("POST", "/checks/<check_id>/acts", "办理检查", body=_bodies, versioned=True)
@requires(Permission.CHECK_CONDUCT, Permission.CHECK_APPROVE)
@checks.response(200, CheckShownSchema, headers=ETAG)
def do_act(check_id: str) -> Shown:
    """Do one act of the shared table; a refusal names every reason."""
    actor, version, body, now = current_actor(), asked_version(), sent(), current_instant()
    name = _name(body)
    loaded = check_for_act(actor, check_id, name, now)
    rest = {key: value for key, value in body.items() if key not in (ACT, RECORD)}
    command = read(schema_of(name, check_id, str(body.get(RECORD, ""))), rest, version)
    with at_version():
        CHECK_ACTS[name].service(actor, command, now)
    return _withheld(loaded.check) if loaded.sealed else _shown(actor, check_id)


@checks.operation("GET", "/inspection-tasks", "抽查任务")
@requires(Permission.CHECK_READ)
@checks.response(200, InspectionTaskListSchema)
def list_tasks() -> dict[str, Any]:
    """Tasks that are not ended, soonest due first."""
    return {"items": [task for task, _total, _done in queries.tasks(current_actor())]}


def _name(body: Mapping[str, Any]) -> str:
    name = body.get(ACT)
    if not isinstance(name, str) or name not in CHECK_ACTS:
        raise Invalid({ACT: [f"没有这个步骤；可以办理：{'、'.join(CHECK_ACTS)}"]})
    return name


def _body(converter: Any, name: str) -> dict[str, Any]:
    act = CHECK_ACTS[name]
    made = body_schema(converter, act.schema(check="", **({act.about: ""} if act.about else {})))
    about = {RECORD: {"type": "string", "description": "所办理的申请或者处置的 id"}} if act.about else {}
    made["properties"] = {ACT: {"const": name, "title": "步骤"}, **about, **made["properties"]}
    made["required"] = [ACT, *([RECORD] if act.about else []), *made.get("required", [])]
    return {"title": act.title, **made}


def _shown(actor: Actor, check_id: str, status: int = 200) -> Shown:
    check = queries.check(actor, check_id)
    return check, status, version_header(check.version)


def _withheld(check: Check) -> Shown:
    return withheld(check), 200, version_header(check.version)
