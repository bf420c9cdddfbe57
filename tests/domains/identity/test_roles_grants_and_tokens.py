"""Roles from their file, grants with their walls, tokens that never hold more than their owner."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid, NotFound, Refused
from enforcement.foundation.permissions import Permission
from enforcement.identity import queries, services
from enforcement.identity.commands import GrantRole, IssueToken
from enforcement.identity.models import ApiToken, RoleGrant
from enforcement.identity.roles import ROLES, ConfigurationError, load_roles, load_sign_in_policy
from enforcement.platform.database import db
from tests.domains.identity.people import SYSTEM, actor_for, after, grant, make_account, make_city
from tests.support.app import NOON

TODAY = date(2026, 9, 1)
DAY = timedelta(days=1)
CASES_AND_EVIDENCE = ("case:", "document:", "recording:", "review:", "publication:")


@pytest.fixture
def city(app):
    return make_city()


def test_administrator_has_no_way_into_cases_or_evidence() -> None:
    role = ROLES["administrator"]
    assert role.exclusive
    assert not [one for one in role.permissions if one.value.startswith(CASES_AND_EVIDENCE)]


def test_roles_of_the_contract_are_there() -> None:
    expected = (
        "officer unit_head agency_head planner typist witness reviewer publisher supervisor "
        "evaluation_planner evaluator auditor administrator"
    )
    assert set(ROLES) == set(expected.split())


def test_the_supervisor_drafts_and_plans_nothing() -> None:
    held = {one.value for one in ROLES["supervisor"].permissions}
    assert not [one for one in held if one.endswith((":draft", ":plan", ":approve", ":score", ":type"))]
    assert {"draw:draft", "evaluation:plan"} <= {one.value for one in ROLES["evaluation_planner"].permissions}


def test_only_the_administrator_hands_out_accounts() -> None:
    for permission in (Permission.ACCOUNT_MANAGE, Permission.ORGANISATION_MANAGE):
        assert [role.code for role in ROLES.values() if permission in role.permissions] == ["administrator"]


def test_unknown_permission_stops_the_start(tmp_path) -> None:
    path = tmp_path / "roles.toml"
    path.write_text('[x]\nname = "某"\npermissions = ["case:read", "case:invent"]\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="case:invent"):
        load_roles(path)


def test_missing_number_of_sign_in_stops_the_start(tmp_path) -> None:
    path = tmp_path / "sign_in.toml"
    path.write_text("[lock_out]\nfailures = 0\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="failures"):
        load_sign_in_policy(path)


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (TODAY, TODAY, True),
        (TODAY + DAY, None, False),
        (TODAY - DAY, TODAY - DAY, False),
        (TODAY - DAY, None, True),
    ],
)
def test_grant_holds_from_its_first_to_its_last_day(city, first, last, *, held) -> None:
    user = make_account("zhao", city.bureau)
    grant(user, "officer", city.bureau, first, last)
    assert actor_for(user).may_anywhere(Permission.CASE_READ) is held


def test_grant_ends_with_the_civil_day_in_china(city) -> None:
    user = make_account("zhao", city.bureau)
    grant(user, "officer", city.bureau, TODAY, TODAY)
    assert actor_for(user, after(hours=11, minutes=59)).may_anywhere(Permission.CASE_READ)
    assert not actor_for(user, after(hours=12)).may_anywhere(Permission.CASE_READ)


def test_grant_on_one_record_opens_that_record_only(city) -> None:
    user = make_account("lin", city.east)
    services.grant_role(SYSTEM, GrantRole(user.public_id, "reviewer", TODAY, record="case:abc"), NOON)
    actor = actor_for(user)
    assert actor.may(Permission.CASE_READ, city.bureau.path, "case:abc")
    assert not actor.may(Permission.CASE_READ, city.bureau.path, "case:xyz")


def test_revoked_grant_is_gone_at_once(city) -> None:
    user = make_account("zhao", city.bureau, "officer")
    held = db.session.scalars(select(RoleGrant)).one()
    services.revoke_grant(SYSTEM, held.public_id, "调岗", NOON)
    assert not actor_for(user).may_anywhere(Permission.CASE_READ)


def test_administrator_grants_nothing_to_himself(city) -> None:
    boss = make_account("boss", city.city, "administrator")
    command = GrantRole(boss.public_id, "officer", TODAY, organisation=city.bureau.public_id)
    with pytest.raises(Refused, match="不能给自己"):
        services.grant_role(actor_for(boss), command, NOON)
    assert not actor_for(boss).may_anywhere(Permission.CASE_READ)


def test_administrator_role_stands_alone_both_ways(city) -> None:
    boss = make_account("boss", city.city, "administrator")
    officer = make_account("zhao", city.bureau, "officer")
    with pytest.raises(Refused, match="不能与") as refusal:
        grant(boss, "officer", city.bureau)
    assert refusal.value.reasons[0].lift.startswith("先收回“系统管理员”")
    with pytest.raises(Refused, match="不能与"):
        grant(officer, "administrator", city.bureau)


def test_other_roles_go_together(city) -> None:
    user = make_account("zhao", city.bureau, "officer")
    grant(user, "publisher", city.bureau)
    assert actor_for(user).may(Permission.PUBLICATION_CONFIRM, city.bureau.path)


def test_administrator_grants_only_where_he_administers(city) -> None:
    boss = actor_for(make_account("boss", city.east, "administrator"))
    outside = make_account("zhao", city.bureau)
    inside = make_account("qian", city.east_bureau)
    command = GrantRole(outside.public_id, "officer", TODAY, organisation=city.east.public_id)
    with pytest.raises(NotFound):
        services.grant_role(boss, command, NOON)
    command = GrantRole(inside.public_id, "officer", TODAY, organisation=city.city.public_id)
    with pytest.raises(NotFound):
        services.grant_role(boss, command, NOON)
    services.grant_role(boss, GrantRole(inside.public_id, "officer", TODAY, organisation=city.east.public_id), NOON)


@pytest.mark.parametrize(
    "parts", [{}, {"organisation": "x", "record": "case:a"}, {"record": "case:a", "valid_to": TODAY - DAY}]
)
def test_grant_names_an_organisation_or_a_record_and_days_in_order(city, parts) -> None:
    user = make_account("zhao", city.bureau)
    with pytest.raises(Invalid):
        services.grant_role(SYSTEM, GrantRole(user.public_id, "officer", TODAY, **parts), NOON)


def test_people_with_a_permission_are_those_to_ask(city) -> None:
    head = make_account("head", city.bureau, "agency_head")
    make_account("other", city.east_bureau, "agency_head")
    make_account("zhao", city.bureau, "officer")
    gone = make_account("gone", city.bureau, "agency_head")
    services.disable_account(SYSTEM, gone.public_id, "离任", NOON)
    above = make_account("above", city.city, "agency_head")
    found = queries.people_with(Permission.CASE_DECIDE, city.bureau.path, TODAY)
    assert {one.user_id for one in found} == {head.id, above.id}


def issue(user, *scopes: str, days: int = 30) -> str:
    _, secret = services.issue_token(actor_for(user), IssueToken("业务系统", scopes, days), NOON)
    return secret


def test_token_acts_as_its_owner_with_its_scopes_only(city) -> None:
    user = make_account("system", city.bureau, "officer")
    actor = services.actor_of_token(issue(user, "case:read"), "192.0.2.5", NOON)
    assert (actor.user_id, actor.session_id) == (user.id, None)
    assert actor.may(Permission.CASE_READ, city.bureau.path)
    assert not actor.may_anywhere(Permission.CASE_INVESTIGATE)
    assert not actor.may_anywhere(Permission.SELF)
    assert not actor.may(Permission.CASE_READ, city.east.path)


def test_only_a_hash_of_the_api_token_is_stored(city) -> None:
    secret = issue(make_account("system", city.bureau, "officer"), "case:read")
    stored = db.session.scalar(select(ApiToken.token_hash))
    assert secret not in stored
    assert services.actor_of_token(stored, "", NOON) is None
    written = [f"{row.before}{row.after}" for row in db.session.scalars(select(AuditEntry))]
    assert not [text for text in written if secret in text or stored in text]


@pytest.mark.parametrize("scopes", [("case:decide",), ("self",), ("case:read", "nonsense"), ()])
def test_token_holds_nothing_its_owner_lacks(city, scopes) -> None:
    user = make_account("system", city.bureau, "officer")
    with pytest.raises(Invalid) as refusal:
        issue(user, *scopes)
    assert "scopes" in refusal.value.errors


def test_token_loses_what_its_owner_loses(city) -> None:
    user = make_account("system", city.bureau, "officer")
    secret = issue(user, "case:read")
    services.revoke_grant(SYSTEM, db.session.scalars(select(RoleGrant.public_id)).one(), "调岗", NOON)
    assert not services.actor_of_token(secret, "", NOON).may_anywhere(Permission.CASE_READ)
    services.disable_account(SYSTEM, user.public_id, "停用", NOON)
    assert services.actor_of_token(secret, "", NOON) is None


@pytest.mark.parametrize(("short", "alive"), [(timedelta(seconds=1), True), (timedelta(), False)])
def test_token_expires_on_the_instant(city, short, *, alive) -> None:
    secret = issue(make_account("system", city.bureau, "officer"), "case:read", days=30)
    assert (services.actor_of_token(secret, "", after(days=30) - short) is not None) is alive


@pytest.mark.parametrize("days", [0, 367])
def test_token_lives_a_year_at_most(city, days) -> None:
    with pytest.raises(Invalid):
        issue(make_account("system", city.bureau, "officer"), "case:read", days=days)


def test_revoked_token_is_refused_at_once(city) -> None:
    user = make_account("system", city.bureau, "officer")
    secret = issue(user, "case:read")
    (token,) = queries.own_tokens(actor_for(user))
    services.revoke_token(actor_for(user), token.public_id, NOON)
    assert services.actor_of_token(secret, "", NOON) is None


def test_token_is_revoked_by_owner_or_administrator_only(city) -> None:
    user = make_account("system", city.bureau, "officer")
    secret = issue(user, "case:read")
    (token,) = queries.own_tokens(actor_for(user))
    with pytest.raises(NotFound):
        services.revoke_token(actor_for(make_account("qian", city.bureau, "officer")), token.public_id, NOON)
    assert services.actor_of_token(secret, "", NOON) is not None
    services.revoke_token(actor_for(make_account("boss", city.city, "administrator")), token.public_id, NOON)
    assert services.actor_of_token(secret, "", NOON) is None


def test_nobody_holds_a_token_of_nobody() -> None:
    with pytest.raises(NotFound):
        services.issue_token(Actor(None, "某"), IssueToken("x", ("case:read",), 1), NOON)
