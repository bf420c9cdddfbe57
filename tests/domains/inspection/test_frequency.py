"""How often an object is drawn for an item in a year, and when it was last checked: what this system counted itself."""

from datetime import date

import pytest

from enforcement.inspection.models.checks import Check
from enforcement.inspection.queries.frequency import times_drawn
from enforcement.inspection.queries.library_desk import ObjectFilter, object_in_library, objects
from enforcement.inspection.services.freezing import freeze_batch
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.visits import VisitKind
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.checking import CODE, DAY, HOUR, MORE, make_check_world
from tests.domains.inspection.library_world import TODAY, batch, rows_of
from tests.domains.inspection.test_replacing_grounds import START, visited
from tests.support.app import NOON

AGAIN = NOON + 22 * DAY


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_check_world()


def drawn_checks(found):
    return db.session.query(Check).filter_by(task_id=found.id).order_by(Check.id).all()


def frozen_again(world, code=CODE):
    """A second batch in the same year."""
    later = {"draw_on": TODAY + 22 * DAY, "visit_from": TODAY + 30 * DAY, "visit_to": TODAY + 40 * DAY}
    (planned,) = rows_of(world.world.public_plan(batch(item_codes=(code,), sources=("kl8",), **later)))
    return freeze_batch(SYSTEM, planned.public_id, AGAIN)


def test_d04_who_was_drawn_as_often_as_the_item_allows_is_not_drawn_again(world):
    task = world.drawn(40)
    checks = drawn_checks(task)
    once = {one.uscc for one in checks if one.library["risk_class"] in "AB"}
    assert once
    assert len(once) < len(checks)
    first = next(one for one in checks if one.uscc in once)
    first.state = CheckState.VOID
    db.session.commit()
    frozen = frozen_again(world)
    assert (frozen.excluded, frozen.pool_size) == (len(once) - 1, 40 - len(once) + 1)


def test_d04_another_item_has_a_frequency_of_its_own(world):
    task = world.drawn(40)
    checks = drawn_checks(task)
    counted = times_drawn(world.world.bureau.id, (CODE, MORE), 2026)
    assert counted == {(one.uscc, CODE): 1 for one in checks}
    assert times_drawn(world.world.bureau.id, (CODE,), 2025) == {}


def test_d04_a_sealed_check_counts_from_its_visit_on(world):
    check = drawn_checks(world.drawn(40, sealed=True))[0]
    assert times_drawn(world.world.bureau.id, (CODE,), 2026) == {}
    world.arrive(world.notify(check, START), START + HOUR)
    assert times_drawn(world.world.bureau.id, (CODE,), 2026) == {(check.uscc, CODE): 1}


@pytest.mark.parametrize(
    ("imported", "kind", "shown"),
    [
        (None, None, None),
        (date(2025, 5, 1), None, date(2025, 5, 1)),
        (date(2025, 5, 1), VisitKind.DAILY, date(2026, 8, 30)),
        (date(2026, 8, 31), VisitKind.DAILY, date(2026, 8, 31)),
        (None, VisitKind.SURVEY, None),
    ],
)
def test_the_last_check_is_the_later_of_the_file_and_of_what_was_counted(world, imported, kind, shown):
    world.world.fill(1, last_check_on=imported)
    (row,) = objects(world.head, ObjectFilter(text="第0号超市")).items
    if kind is not None:
        visited(world, world.open(uscc=row.uscc), NOON - 2 * DAY, kind)
    (row,) = objects(world.head, ObjectFilter(text="第0号超市")).items
    assert row.checked_on == shown
    assert object_in_library(world.head, row.org_id, row.uscc).checked_on == shown
