"""The body of a step: which act of the shared table it names, and the command it makes of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from enforcement.api.bodies import body_schema, read
from enforcement.casework import overview
from enforcement.doors.case_acts import CASE_ACTS, CaseAct
from enforcement.foundation.errors import Invalid
from enforcement.rules.acts import ACTS
from enforcement.rules.procedure import BY_NAME

if TYPE_CHECKING:
    from enforcement.casework.models import Case

STEP = "step"
UNKNOWN_STEP = "没有这个步骤；可以办理的步骤见案件的 steps"


def step_of(case: Case, body: Mapping[str, Any], version: int) -> tuple[CaseAct, Any]:
    """The act a body names and its command. Errors: ``Invalid``."""
    name = body.get(STEP)
    act = CASE_ACTS.get(name) if isinstance(name, str) else None
    if act is None:
        raise Invalid({STEP: [UNKNOWN_STEP]})
    bound, rest = {}, {key: value for key, value in body.items() if key != STEP}
    if act.about:
        bound = {act.about: _about(case, act.about, rest.pop(act.about, None))}
    return act, read(act.schema(case=case.public_id, **bound), rest, version)


def _about(case: Case, kind: str, given: Any) -> str:
    """The record of the case that the act is on; an approval may be left out, for only one is open."""
    asked = overview.open_approval(case) if kind == "approval" and given is None else None
    if asked is not None:
        return asked.public_id
    if not isinstance(given, str) or not given:
        raise Invalid({kind: ["请写明是哪一条（id）"]})
    return given


def step_bodies(converter: Any) -> dict[str, Any]:
    """The JSON schema of every step's body, one of which is sent."""
    return {"oneOf": [_step_body(converter, name, act) for name, act in CASE_ACTS.items()]}


def _step_body(converter: Any, name: str, act: CaseAct) -> dict[str, Any]:
    bound = {act.about: ""} if act.about else {}
    made = body_schema(converter, act.schema(case="", **bound))
    about = {act.about: {"type": "string", "description": "记录的 id"}} if act.about else {}
    made["properties"] = {STEP: {"const": name, "title": "步骤"}, **about, **made["properties"]}
    needed = [act.about] if act.about == "evidence" else []
    made["required"] = [STEP, *needed, *made.get("required", [])]
    return {"title": act_title(name), **made}


def act_title(name: str) -> str:
    """What an act or step is called."""
    return ACTS[name].title if name in ACTS else BY_NAME[name].title if name in BY_NAME else "答复审批"
