"""Pages of the supervision organ: alarms, ratings, complaints; closed to the agency."""

from datetime import timedelta

import pytest

from enforcement.foundation.actor import system_actor
from enforcement.inspection.commands.visits import MakeComplaint, RateVisit
from enforcement.inspection.queries import alarms, ratings
from enforcement.inspection.queries.alarms import AlarmFilter
from enforcement.inspection.services.alarms import raise_alarms
from enforcement.inspection.services.complaints import make_complaint
from enforcement.inspection.services.ratings import rate_visit
from enforcement.platform.demo_clock import move_clock_to
from tests.domains.inspection.noticed import CODE, make_check
from tests.domains.inspection.visiting import make_place, sign_in
from tests.support.app import NOON
from tests.support.desk import plain

LATER = NOON + timedelta(days=1)


@pytest.fixture
def place(app):
    found = make_place()
    make_check(found)
    found.visit(NOON, scanned=False)
    raise_alarms(system_actor("测试"), LATER)
    rate_visit(RateVisit(CODE, 4, {}, "态度很好"), NOON)
    make_complaint(MakeComplaint(CODE, "too-often", "一周来了三次"), NOON)
    move_clock_to(LATER)
    return found


def test_a02_alarms_are_listed_and_answered(app, place):
    supervisor = sign_in(app, "supervisor")
    shown = plain(supervisor.get("/supervision/alarms"))
    assert "到场未扫码" in shown
    assert "没有审批的入企检查" in shown
    assert (
        "没有审批的入企检查" not in plain(supervisor.get("/supervision/alarms?rule=no-scan")).split("预警，新的在前")[1]
    )
    row = alarms.alarms(place.supervisor, AlarmFilter()).items[0]
    address = f"/supervision/alarms/{row.public_id}"
    assert row.message in plain(supervisor.get(address))
    empty = supervisor.post(address, data={"version": row.version, "answer": ""})
    assert empty.status_code == 422
    assert supervisor.post(address, data={"version": row.version, "answer": "已核实"}).status_code == 303
    assert "已核实" in plain(supervisor.get(address))


def test_a01_single_ratings_and_complaints(app, place):
    supervisor = sign_in(app, "supervisor")
    shown = plain(supervisor.get("/supervision/ratings"))
    assert "态度很好" in shown
    assert "麦田超市" not in shown
    assert "少于5份" in shown
    row = ratings.complaints(place.supervisor, None).items[0]
    address = f"/supervision/complaints/{row.number}"
    assert row.number in plain(supervisor.get("/supervision/complaints"))
    assert "是这样算出的" in plain(supervisor.get(address))
    answer = {"version": row.version, "outcome": "upheld", "text": "已责令改正"}
    assert supervisor.post(address, data=answer).status_code == 303
    assert "反映的问题属实" in plain(supervisor.get(address))


PAGES = ["/supervision/alarms", "/supervision/draws", "/supervision/ratings", "/supervision/complaints"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("who", ["head", "officer"])
def test_a01_the_agency_does_not_enter(app, place, address, who):
    assert sign_in(app, who).get(address).status_code == 403
