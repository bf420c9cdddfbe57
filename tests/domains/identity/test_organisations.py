"""The tree, and what moves with an organisation."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from enforcement.foundation.actor import Actor, Grant
from enforcement.foundation.errors import Invalid, NotFound, Stale
from enforcement.foundation.permissions import Permission
from enforcement.identity import queries, services
from enforcement.identity.commands import (
    CreateOrganisation,
    EditOrganisation,
    MoveOrganisation,
    OrganisationDetails,
)
from enforcement.identity.kinds import OrganisationKind, OrganisationLevel
from enforcement.identity.paths import path_columns
from enforcement.platform.database import db
from tests.domains.identity.people import SYSTEM, actor_for, grant, make_account, make_city, make_officer, organisation
from tests.support.app import NOON

pytestmark = pytest.mark.usefixtures("app")


def test_path_holds_every_parent_and_ends_with_itself() -> None:
    city = make_city()
    assert city.province.path == f"/{city.province.id}/"
    assert city.east_bureau.path == f"{city.east.path}{city.east_bureau.id}/"
    assert city.east.path.startswith(city.city.path)


def test_facts_hold_what_documents_print() -> None:
    bureau = make_city().bureau
    facts = queries.organisation_facts(bureau.id)
    assert (facts.name, facts.short_name, facts.path) == (bureau.name, "云城市", bureau.path)
    assert (facts.kind, facts.level, facts.domain) == ("department", "city", "市场监督管理")
    with pytest.raises(NotFound):
        queries.organisation_facts(0)


def test_level_can_not_stand_above_its_parent() -> None:
    city = make_city()
    with pytest.raises(Invalid, match="需要修改") as refusal:
        organisation("错", city.east, OrganisationLevel.CITY)
    assert "层级不能高于" in refusal.value.errors["level"][0]


def test_government_does_not_stand_under_a_department() -> None:
    city = make_city()
    with pytest.raises(Invalid):
        organisation("错", city.bureau, OrganisationLevel.COUNTY)


def test_code_is_used_once() -> None:
    city = make_city()
    with pytest.raises(Invalid) as refusal:
        organisation("东山县", city.city, OrganisationLevel.COUNTY)
    assert "code" in refusal.value.errors


def test_edit_with_an_old_version_overwrites_nothing() -> None:
    city = make_city()
    details = OrganisationDetails(code="bureau", name="云城市市监局", short_name="云市监")
    read_at = city.bureau.version
    services.edit_organisation(SYSTEM, EditOrganisation(city.bureau.public_id, details, read_at), NOON)
    with pytest.raises(Stale):
        services.edit_organisation(SYSTEM, EditOrganisation(city.bureau.public_id, details, read_at), NOON)


def test_only_the_system_makes_a_root() -> None:
    city = make_city()
    boss = actor_for(make_account("boss", city.city, "administrator"))
    details = OrganisationDetails(code="根", name="根", short_name="根")
    command = CreateOrganisation(details, OrganisationKind.GOVERNMENT, OrganisationLevel.PROVINCE)
    with pytest.raises(NotFound):
        services.create_organisation(boss, command, NOON)


def test_administrator_of_one_county_finds_nothing_of_the_other() -> None:
    city = make_city()
    boss = actor_for(make_account("boss", city.east, "administrator"))
    mine = queries.organisations_of(boss, Permission.ORGANISATION_MANAGE)
    assert [one.name for one in mine] == [city.east.name, city.east_bureau.name]
    with pytest.raises(NotFound):
        queries.organisation_named(boss, city.west.public_id, Permission.ORGANISATION_MANAGE)
    details = OrganisationDetails(code="西", name="西", short_name="西")
    with pytest.raises(NotFound):
        services.edit_organisation(boss, EditOrganisation(city.west.public_id, details, city.west.version), NOON)


def test_moving_takes_everything_along_and_nothing_else() -> None:
    city = make_city()
    user = make_account("zhao", city.east_bureau, "officer")
    grant(make_account("qian", city.bureau, "officer"), "supervisor", city.east)
    officer = make_officer("赵敏", city.east_bureau)
    stays = make_officer("钱进", city.bureau)
    old, stayed = city.east_bureau.path, stays.org_path

    services.move_organisation(SYSTEM, MoveOrganisation(city.east.public_id, city.west.public_id, "撤县设区"), NOON)

    new = f"{city.west.path}{city.east.id}/{city.east_bureau.id}/"
    assert queries.organisation(city.east_bureau.id).path == new
    assert officer.org_path == new
    assert user.org_path == new
    assert stays.org_path == stayed
    actor = actor_for(user)
    assert actor.may(Permission.CASE_INVESTIGATE, new)
    assert not actor.may(Permission.CASE_INVESTIGATE, old)
    assert queries.officers_of(SYSTEM, new)[0].certificates[0].area_path == new


def test_similar_beginning_is_not_below() -> None:
    """/1/2/ is not the parent of /1/21/."""
    actor = Actor(1, "某", grants=(Grant(frozenset({Permission.CASE_READ}), org_path="/1/2/"),))
    assert actor.may(Permission.CASE_READ, "/1/2/3/")
    assert not actor.may(Permission.CASE_READ, "/1/21/")


def test_no_move_below_itself() -> None:
    city = make_city()
    with pytest.raises(Invalid) as refusal:
        services.move_organisation(SYSTEM, MoveOrganisation(city.city.public_id, city.east.public_id, "试"), NOON)
    assert "parent" in refusal.value.errors


def test_move_needs_both_ends_in_scope() -> None:
    city = make_city()
    boss = actor_for(make_account("boss", city.east, "administrator"))
    with pytest.raises(NotFound):
        services.move_organisation(boss, MoveOrganisation(city.east_bureau.public_id, city.west.public_id, "试"), NOON)


def test_every_copied_path_is_known() -> None:
    known = {f"{column.table.name}.{column.name}" for column in path_columns()}
    assert {"organisations.path", "users.org_path", "grants.org_path", "certificates.area_path"} <= known
    assert not [name for name in known if name.startswith("audit_entries")]


def test_no_append_only_table_refuses_a_move() -> None:
    """A room may freeze what a record says, not where its organisation stands."""
    moving = {(column.table.name, column.name) for column in path_columns()}
    if db.session.get_bind().dialect.name == "postgresql":
        statement = text(
            "SELECT t.tgname, c.relname, coalesce(array_agg(a.attname) FILTER (WHERE a.attname IS NOT NULL), '{}') "
            "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (t.tgattr::int2[]) "
            "WHERE NOT t.tgisinternal AND (t.tgtype & 16) > 0 GROUP BY t.tgname, c.relname"
        )
        triggers = [(name, table, set(columns)) for name, table, columns in db.session.execute(statement)]
    else:
        statement = text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = [
            (name, table, re.search(r"BEFORE UPDATE(?: OF ([\w, ]+?))? ON", sql.replace('"', "")))
            for name, table, sql in db.session.execute(statement)
        ]
        triggers = [(name, table, set((hit[1] or "").split(", ")) - {""}) for name, table, hit in found if hit]
    refusing = [
        name
        for name, table, columns in triggers
        for moved_table, column in moving
        if table == moved_table and (not columns or column in columns)
    ]
    assert triggers
    assert not refusing
