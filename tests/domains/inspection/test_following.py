"""A recusal that is granted after the arrival: the next in rank adds his own arrival, and the check goes on (O05)."""

import pytest

from enforcement.documents.models import Document
from enforcement.foundation.errors import Refused
from enforcement.inspection.commands import checks as commands
from enforcement.inspection.models.visits import Visit
from enforcement.inspection.on_site import arrived
from enforcement.inspection.services import answers, arrivals
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import CheckState, RequestKind, ScanWay
from tests.domains.inspection.checking import DAY, HOUR, make_check_world
from tests.domains.inspection.test_tasks import START, checks_of, codes


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_check_world()


@pytest.fixture
def followed(world):
    """A check on the spot whose first officer was recused: (check, who stays, who follows)."""
    check = checks_of(world.drawn())[0]
    check = world.fill(world.arrive(world.notify(check, START), START + HOUR), START + HOUR)
    old, stays = (one["id"] for one in check.scans[0].officers)
    ask = commands.AskHead(
        check.public_id, kind=RequestKind.RECUSAL, subject=old, reason="与经营者是亲属", reason_code="relation"
    )
    request = answers.ask_head(world.actors[stays], ask, START + HOUR)
    answer = commands.AnswerHead(check.public_id, request=request.public_id, granted=True)
    check = answers.answer_head(world.head, answer, START + HOUR)
    (follows,) = {one.officer_public_id for one in check.officers if one.removed_at is None} - {stays}
    world.actor = lambda _check, _index=0: world.actors[stays]
    return check, stays, follows


def scan(check, *officers, **changes):
    return commands.ScanArrival(check.code, officers, **changes)


def test_o01_one_officer_alone_does_not_finish_the_record(world, followed):
    check, _stays, _follows = followed
    with pytest.raises(Refused) as refusal:
        world.finish(check, START + 2 * HOUR)
    assert codes(refusal) == {"O01"}
    assert "接替" in refusal.value.reasons[0].lift


def test_o05_who_follows_adds_his_own_arrival_and_the_check_is_finished(world, followed):
    check, stays, follows = followed
    before = len(check.scans)
    arrivals.scan_arrival(world.actors[stays], scan(check, stays), START + 2 * HOUR)
    assert len(check.scans) == before
    for _ in range(2):
        arrivals.scan_arrival(world.actors[follows], scan(check, stays, follows), START + 2 * HOUR)
    assert [len(one.officers) for one in check.scans] == [2, 1]
    assert [one["id"] for one in check.scans[1].officers] == [follows]
    assert arrived(check)[1:] == [stays, follows]
    assert db.session.query(Visit).filter_by(check_public_id=check.public_id).count() == 1
    check = world.finish(check, START + 3 * HOUR)
    record = db.session.query(Document).filter_by(public_id=check.record_document).one()
    assert check.state is CheckState.RECORDED
    assert len(record.data["officers"]) == 2
    assert "随后到场" in record.data["arrival"]
    check = world.review(world.enter(check, now=START + 4 * HOUR), START + 4 * HOUR)
    assert world.tell(check, START + 4 * HOUR).state is CheckState.TOLD


def test_c06_who_follows_may_be_entered_later_with_a_reason(world, followed):
    check, stays, follows = followed
    late = commands.EnterLate(
        check.public_id, arrived_at=START + 2 * HOUR, reason="网络故障", officer_ids=(stays, follows)
    )
    arrivals.enter_late(world.actors[follows], late, START + DAY)
    assert [one.way for one in check.scans] == [ScanWay.SCAN, ScanWay.LATE]
    assert world.finish(check, START + DAY).state is CheckState.RECORDED
    with pytest.raises(Refused):
        arrivals.enter_late(world.actors[follows], late, START + DAY)
