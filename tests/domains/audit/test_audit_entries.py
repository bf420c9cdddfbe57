"""The record: written with the action or not at all, never changed, read within one's scope."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from enforcement.audit import queries, services
from enforcement.audit.models import AuditEntry
from enforcement.audit.queries import EntryFilter
from enforcement.foundation.actor import Actor, Grant, system_actor
from enforcement.foundation.permissions import Permission
from enforcement.identity import services as identity
from enforcement.identity.commands import EditOrganisation, MoveOrganisation, OrganisationDetails
from enforcement.identity.models import Organisation
from enforcement.platform.database import db, transaction
from tests.domains.identity.people import SYSTEM, make_city
from tests.support.app import NOON

pytestmark = pytest.mark.usefixtures("app")


def auditor(path: str) -> Actor:
    return Actor(1, "审计员", org_path=path, grants=(Grant(frozenset({Permission.AUDIT_READ}), org_path=path),))


def write(record: str = "case:a", path: str = "/1/2/", action: str = "case.filed") -> AuditEntry:
    return services.record(SYSTEM, action, record, org_path=path, now=NOON, after={"state": "filed"}, reason="立案")


def test_entry_says_who_what_where_and_what_changed() -> None:
    actor = Actor(5, "赵敏", session_id=9, org_path="/1/", address="192.0.2.7")
    entry = services.record(
        actor, "case.edited", "case:a", org_path="/1/2/", now=NOON, before={"goods_fen": 1}, after={"goods_fen": 2}
    )
    db.session.expire_all()
    (read,) = queries.entries_of(system_actor("测试"), "case:a")
    assert read.id == entry.id
    assert (read.at, read.actor_user_id, read.actor_name, read.session_id) == (NOON, 5, "赵敏", 9)
    assert (read.address, read.action, read.org_id) == ("192.0.2.7", "case.edited", 2)
    assert (read.before, read.after) == ({"goods_fen": 1}, {"goods_fen": 2})


@pytest.mark.parametrize("change", [update(AuditEntry).values(reason="改过"), delete(AuditEntry)])
def test_entries_refuse_update_and_delete(change) -> None:
    write()
    with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
        db.session.execute(change)
    assert db.session.scalar(select(AuditEntry.reason)) == "立案"


@pytest.mark.postgresql
def test_entries_refuse_truncate() -> None:
    write()
    with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
        db.session.execute(text("TRUNCATE audit_entries"))
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 1


def test_unwritable_entry_aborts_the_action() -> None:
    city = make_city()
    details = OrganisationDetails(code="新代码", name="改了名", short_name="东")
    nameless = Actor(1, None, org_path="/", grants=SYSTEM.grants)  # type: ignore[arg-type]  # the table refuses it
    with pytest.raises(DBAPIError):
        identity.edit_organisation(nameless, EditOrganisation(city.east.public_id, details, city.east.version), NOON)
    names = db.session.scalars(select(Organisation.name)).all()
    assert "改了名" not in names


def test_entry_goes_when_the_action_fails_later() -> None:
    def act() -> None:
        with transaction():
            write()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 0


@pytest.mark.parametrize("secret", [{"password": "x"}, {"user": {"token_hash": "x"}}, {"list": [{"secret": 1}]}])
def test_entry_never_holds_a_secret(secret) -> None:
    with pytest.raises(ValueError, match="never holds"):
        services.record(SYSTEM, "case.edited", "case:a", org_path="/1/", now=NOON, after=secret)


def test_action_is_a_room_and_a_past_tense() -> None:
    with pytest.raises(ValueError, match="not an action name"):
        write(action="Filed!")


def test_entries_are_read_within_scope_only() -> None:
    write(path="/1/2/")
    assert [entry.action for entry in queries.entries_of(auditor("/1/"), "case:a")] == ["case.filed"]
    assert queries.entries_of(auditor("/1/2/"), "case:a")
    assert not queries.entries_of(auditor("/1/3/"), "case:a")
    assert not queries.entries_of(Actor(1, "无权", org_path="/1/2/"), "case:a")


def test_entries_follow_an_organisation_that_moved() -> None:
    city = make_city()
    write(path=city.east_bureau.path)
    identity.move_organisation(
        SYSTEM, MoveOrganisation(city.east_bureau.public_id, city.west.public_id, "机构改革"), NOON
    )
    assert queries.entries_of(auditor(city.west.path), "case:a")
    assert not queries.entries_of(auditor(city.east.path), "case:a")


def test_pages_go_on_where_they_stopped() -> None:
    for number in range(5):
        write(record=f"case:{number}")
    first = queries.entries(auditor("/1/"), EntryFilter(), size=3)
    second = queries.entries(auditor("/1/"), EntryFilter(), cursor=first.next_cursor, size=3)
    assert [entry.record for entry in [*first.items, *second.items]] == [f"case:{n}" for n in (4, 3, 2, 1, 0)]
    assert second.next_cursor is None


def test_filter_by_action_name_and_time() -> None:
    write(action="case.filed")
    write(action="recording.opened")
    found = queries.entries(auditor("/1/"), EntryFilter(action="recording.", name="测", start_at=NOON))
    assert [entry.action for entry in found.items] == ["recording.opened"]
    assert not queries.entries(auditor("/1/"), EntryFilter(end_at=NOON)).items


def test_looks_are_told_apart_from_actions() -> None:
    write(record="recording:a", action="recording.opened")
    write(record="recording:a", action="recording.verified")
    write(record="document:b", action="document.viewed")
    assert queries.look_counts(["recording:a", "document:b", "recording:c"]) == {
        "recording:a": 1,
        "document:b": 1,
        "recording:c": 0,
    }


def test_digest_finds_what_was_changed_past_the_triggers() -> None:
    write(record="case:b")
    entry = write()
    assert not services.tell_altered(SYSTEM, NOON)
    _drop_triggers()
    db.session.execute(update(AuditEntry).where(AuditEntry.id == entry.id).values(reason="另有隐情"))
    db.session.expire_all()
    assert services.tell_altered(SYSTEM, NOON) == (entry.id,)
    assert services.tell_altered(SYSTEM, NOON) == (entry.id,)
    (told,) = queries.entries_of(auditor("/1/2/"), f"audit:{entry.id}")
    assert "被改动" in told.reason


def _drop_triggers() -> None:
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("DROP TRIGGER audit_entries_append_only ON audit_entries"))
    else:
        db.session.execute(text("DROP TRIGGER audit_entries_no_UPDATE"))
