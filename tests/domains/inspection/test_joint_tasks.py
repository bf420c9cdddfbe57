"""A planned joint task: one team with officers of every department, one door, a visit counted for each organ (D10)."""

import pytest

from enforcement.draws.bundles import object_proof
from enforcement.draws.queries import draw
from enforcement.foundation.errors import Forbidden, NotFound
from enforcement.foundation.permissions import Permission
from enforcement.inspection.check_overview import act_reasons, joint_agencies
from enforcement.inspection.commands.libraries import KeepOfficer
from enforcement.inspection.models.checks import Check
from enforcement.inspection.models.visits import Visit, VisitAlarm
from enforcement.inspection.on_site import check_for, team
from enforcement.inspection.queries import checks as queries
from enforcement.inspection.queries.statistics import statistics
from enforcement.inspection.services import officers
from enforcement.inspection.services.alarms import raise_alarms
from enforcement.platform.database import db
from enforcement.rules.inspection.statistics import Saved
from enforcement.rules.inspection.visits import VisitKind
from tests.domains.identity.people import SYSTEM, OrganisationKind, OrganisationLevel, organisation
from tests.domains.inspection.checking import CODE, DAY, HOUR, make_check_world, with_account
from tests.domains.inspection.library_world import TODAY, World, credit_code
from tests.support.app import NOON

AT_DOOR = NOON + 5 * DAY


@pytest.fixture
def departments(app_with_store):
    """Two departments of one city with officers for the same item."""
    assert app_with_store is not None
    made = make_check_world()
    other = organisation("云城市应急管理局", made.world.city.city, OrganisationLevel.CITY, OrganisationKind.DEPARTMENT)
    for name in ("shen", "wei"):
        public_id, actor = with_account(name, World(made.world.city, made.world.planner, made.world.head), other)
        made.actors[public_id] = actor
        command = KeepOfficer(public_id, 0, (CODE,), (), (), (), 30, active=True)
        officers.keep_officer(SYSTEM, command, NOON)
    return made, other


@pytest.fixture
def joint(departments):
    """A drawn joint task of two departments, with one of its checks and the officer of the other department."""
    made, other = departments
    task = made.drawn(joint=True, departments=(other.code,))
    check = db.session.query(Check).filter_by(task_id=task.id).order_by(Check.id).first()
    guest = next(one for one in team(check) if made.actors[one.officer_public_id].org_id == other.id)
    return made, other, check, made.actors[guest.officer_public_id]


def test_d10_every_team_of_a_joint_task_has_an_officer_of_each_department(joint):
    world, other, check, _guest = joint
    for one in db.session.query(Check).filter_by(task_id=check.task_id):
        homes = {world.actors[member.officer_public_id].org_id for member in team(one)}
        assert homes == {world.world.bureau.id, other.id}
        assert joint_agencies(one) == [other.name]


def test_d10_the_officer_of_the_other_department_works_the_check_and_only_it(joint):
    world, other, check, guest = joint
    seen = queries.checks(guest, queries.CheckFilter(), TODAY).items
    assert {one.public_id for one in seen} == {
        one.public_id
        for one in db.session.query(Check).filter_by(task_id=check.task_id)
        if guest.officer_id in {member.officer_id for member in team(one)}
    }
    assert not [one for one in act_reasons(guest, check, "notice", TODAY) if one.code == "permission"]
    stranger = next(
        actor
        for actor in world.actors.values()
        if actor.org_id == other.id and actor.officer_id not in {member.officer_id for member in team(check)}
    )
    with pytest.raises(NotFound):
        check_for(stranger, Permission.CHECK_CONDUCT, check.public_id, None)
    with pytest.raises(Forbidden):
        check_for(guest, Permission.CHECK_APPROVE, check.public_id, None)


def test_d10_one_door_is_one_visit_of_each_organ_and_one_is_saved(joint):
    world, other, check, guest = joint
    world.actor = lambda _check: guest
    check = world.finish(
        world.fill(world.arrive(world.notify(check, AT_DOOR), AT_DOOR + HOUR), AT_DOOR + HOUR), AT_DOOR + 2 * HOUR
    )
    visits = db.session.query(Visit).order_by(Visit.id).all()
    assert [one.org_id for one in visits] == [world.world.bureau.id, other.id]
    assert {one.joint_key for one in visits} == {check.public_id}
    assert statistics(SYSTEM, 2026, TODAY).saved == Saved(1, 1, 0)
    assert guest.officer_id in {member.officer_id for member in team(check)}


def test_c04_the_other_organ_comes_on_the_approval_of_the_one_that_leads(joint):
    world, _other, check, guest = joint
    world.actor = lambda _check: guest
    world.arrive(world.notify(check, AT_DOOR), AT_DOOR + HOUR)
    approvals = [one.approval_id for one in db.session.query(Visit).order_by(Visit.id)]
    assert approvals[0] is not None
    assert approvals == approvals[:1] * 2
    raise_alarms(SYSTEM, AT_DOOR + DAY)
    assert db.session.query(VisitAlarm).count() == 0


def test_c01_whom_another_department_may_not_visit_again_is_not_in_the_pool_of_a_joint_task(departments):
    made, other = departments
    full, visited = credit_code(1), credit_code(2)
    for organ, uscc, times in ((other, full, 2), (other, visited, 1), (made.world.city.east_bureau, visited, 2)):
        for number in range(times):
            db.session.add(counted_visit(organ, uscc, f"{organ.id}-{uscc}-{number}"))
    db.session.commit()
    task = made.drawn(joint=True, departments=(other.code,))
    drawn = draw(SYSTEM, task.draw_public_id)
    assert object_proof(drawn, full)["standing"] == "excluded"
    assert object_proof(drawn, visited)["standing"] == "pool"


def test_c01_a_task_of_one_department_does_not_ask_for_the_caps_of_others(departments):
    made, other = departments
    for number in range(2):
        db.session.add(counted_visit(other, credit_code(1), str(number)))
    db.session.commit()
    task = made.drawn()
    assert object_proof(draw(SYSTEM, task.draw_public_id), credit_code(1))["standing"] == "pool"


def counted_visit(organ, uscc, key):
    """A visit of the year that counts, a week before."""
    at = NOON - 7 * DAY
    return Visit(
        org_id=organ.id, org_path=organ.path, agency_name=organ.name, uscc=uscc, name="超市", year=2026, visited_at=at,
        visited_on=at.date(), kind=VisitKind.DAILY, counted=True, exempt_reason="", officers=[], pair_key=key,
        scanned=True, recorded_at=at, late_days=0, items=1, joint_key=key, purpose="",
    )  # fmt: skip
