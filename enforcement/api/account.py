"""Who the token acts as, and what it may do."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from enforcement.api.blueprint import ApiBlueprint
from enforcement.doors.access import current_actor, requires
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisation
from enforcement.schemas.casework_shown import AgencyShownSchema

account = ApiBlueprint("account", "令牌")


class ScopeSchema(Schema):
    """A permission, on an organisation path with all below it, or on one record."""

    permission = fields.String()
    org_path = fields.String(allow_none=True)
    record = fields.String(allow_none=True)


class MeSchema(Schema):
    """The token."""

    name = fields.String(metadata={"description": "持有人（令牌名称）"})
    organisation = fields.Nested(AgencyShownSchema)
    officer_id = fields.Integer(allow_none=True, metadata={"description": "执法人员编号，可写进 officer_ids"})
    scopes = fields.List(fields.Nested(ScopeSchema))


@account.operation("GET", "/me", "我是谁，能做什么")
@requires(*Permission)
@account.response(200, MeSchema)
def get_me() -> dict[str, Any]:
    """The owner of the token and its scopes."""
    actor = current_actor()
    scopes = [
        {"permission": str(permission), "org_path": grant.org_path, "record": grant.record}
        for grant in actor.grants
        for permission in sorted(grant.permissions)
    ]
    agency = organisation(actor.org_id or 0)
    return {"name": actor.name, "organisation": agency, "officer_id": actor.officer_id, "scopes": scopes}
