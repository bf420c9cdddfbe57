"""Scope in SQL is scope in Python, whatever the grants."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from enforcement.foundation.actor import Actor, Grant
from enforcement.foundation.errors import Forbidden, NotFound
from enforcement.foundation.permissions import Permission
from enforcement.identity.kinds import OrganisationKind, OrganisationLevel
from enforcement.identity.models import Organisation
from enforcement.platform.database import db
from enforcement.platform.scopes import require, within

PATHS = ("/1/", "/1/2/", "/1/2/3/", "/1/21/", "/1/21/3/", "/12/", "/12/1/", "/2/", "/2/3/", "/%/", "/_/")
PERMISSIONS = (Permission.CASE_READ, Permission.CASE_DECIDE, Permission.AUDIT_READ)
RECORDS = [f"record{number:02}" for number in range(len(PATHS))]

some_permissions = st.frozensets(st.sampled_from(PERMISSIONS))
path_grants = st.builds(Grant, some_permissions, org_path=st.sampled_from((*PATHS, "/")))
record_grants = st.builds(
    lambda permissions, kind, record: Grant(permissions, record=f"{kind}:{record}"),
    some_permissions,
    st.sampled_from(("case", "document")),
    st.sampled_from(RECORDS),
)
actors = st.builds(
    lambda grants: Actor(1, "某", grants=tuple(grants)), st.lists(path_grants | record_grants, max_size=4)
)


@pytest.fixture
def rows(app) -> dict[str, str]:
    for record, path in zip(RECORDS, PATHS, strict=True):
        db.session.add(
            Organisation(
                public_id=record,
                code=record,
                name=record,
                short_name="",
                kind=OrganisationKind.DEPARTMENT,
                level=OrganisationLevel.TOWN,
                domain="",
                path=path,
            )
        )
    db.session.flush()
    return dict(zip(RECORDS, PATHS, strict=True))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actor=actors, permission=st.sampled_from(PERMISSIONS))
def test_scope_in_sql_is_scope_in_python(rows, actor: Actor, permission: Permission) -> None:
    condition = within(actor, permission, Organisation.path, Organisation.public_id, "case")
    found = set(db.session.scalars(select(Organisation.public_id).where(condition)))
    assert found == {record for record, path in rows.items() if actor.may(permission, path, f"case:{record}")}


@given(actor=actors, permission=st.sampled_from(PERMISSIONS), path=st.sampled_from(PATHS))
def test_out_of_scope_is_not_found_and_in_scope_is_forbidden(actor: Actor, permission: Permission, path: str) -> None:
    if actor.may(permission, path):
        require(actor, permission, path, reading=Permission.CASE_READ)
    elif actor.may(Permission.CASE_READ, path):
        with pytest.raises(Forbidden):
            require(actor, permission, path, reading=Permission.CASE_READ)
    else:
        with pytest.raises(NotFound):
            require(actor, permission, path, reading=Permission.CASE_READ)
