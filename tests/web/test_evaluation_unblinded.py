"""What can't be blinded opens only by a click that says so, for who scores the file, and tells nobody who that is."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.evaluation.services.closing import close_finished
from enforcement.identity.models import Organisation
from enforcement.platform.database import db, transaction
from enforcement.platform.demo_clock import move_clock_to
from enforcement.platform.storage import current_store
from enforcement.recording.models import Recording
from enforcement.rules.recording import RecordingKind, RecordingState, Retention
from tests.domains.identity.people import make_account
from tests.support.app import NOON
from tests.support.bureau import cheap_hashing
from tests.support.desk import plain, text
from tests.support.evaluation_desk import Desks

PDF = b"%PDF-1.7 scanned"
FILM = b"film of the handler"
MATTER = "c" * 20


@pytest.fixture
def desks(app_with_store):
    return Desks(app_with_store)


@pytest.fixture
def file(desks):
    """Worked in this system: the first recording of its list is held here, the others only have names."""
    bureau = desks.round.city.bureau
    row = desks.round.take_in(bureau, matter_id=MATTER, volume_key=current_store().put(PDF, "application/pdf").key)
    hold_film(bureau, json.loads(current_store().get(row.content_key))["recordings"]["files"][0]["sha256"])
    plan = desks.round.scoring()
    move_clock_to(desks.round.start(plan) + timedelta(hours=2))
    (only,) = plan.files
    return only


def hold_film(org: Organisation, sha256: str) -> None:
    blob = current_store().put(FILM, "video/mp4")
    with transaction():
        db.session.add(
            Recording(
                public_id="r" * 20, matter_id=MATTER, org_id=org.id, org_path=org.path, kind=RecordingKind.VIDEO,
                state=RecordingState.VERIFIED, title="现场检查录像", filename="film.mp4", content_type="video/mp4",
                size=len(FILM), part_size=len(FILM), object_key=blob.key, server_sha256=sha256, recorded_from_at=NOON,
                recorded_to_at=NOON, officer_ids=[], due_at=NOON, due_sentence="", due_basis="",
                retention=Retention.PERMANENT, kept_until_on=NOON.date(), uploaded_by_name="", began_at=NOON,
                touched_at=NOON,
            )
        )  # fmt: skip


@pytest.fixture
def seats(desks, file):
    return desks.round.seats(file)


def volume(seat):
    return f"/evaluation/seats/{seat.public_id}/volume"


def film(seat, place=0):
    return f"/evaluation/seats/{seat.public_id}/recordings/{place}"


def entries(seat):
    wanted = (
        AuditEntry.action == "evaluation.unblinded_opened",
        AuditEntry.record == f"evaluation_seat:{seat.public_id}",
    )
    return db.session.scalars(select(AuditEntry).where(*wanted).order_by(AuditEntry.id)).all()


def test_the_desk_says_what_cannot_be_blinded_and_links_to_none_of_it(desks, seats):
    page = desks.evaluator(seats[0]).get(f"/evaluation/seats/{seats[0].public_id}")
    assert "扫描件和音像记录不能遮盖" in plain(page)
    assert "打开扫描件（不能遮盖，打开会被记录）" in plain(page)
    assert "案卷里只有名称，没有文件" in plain(page)
    assert f'href="{volume(seats[0])}' not in text(page)
    assert PDF.decode() not in text(page)
    assert entries(seats[0]) == []


def test_the_volume_opens_by_a_click_only_and_is_entered(desks, seats):
    client = desks.evaluator(seats[0])
    assert client.get(volume(seats[0])).status_code == 405
    answer = client.post(volume(seats[0]))
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert [one.after for one in entries(seats[0])] == [{"what": "volume"}]


def test_a_recording_opens_by_a_click_only_and_is_entered(desks, seats):
    client = desks.evaluator(seats[0])
    assert client.get(film(seats[0])).status_code == 405
    page = client.post(film(seats[0]))
    assert page.status_code == 200
    assert "音像记录不能遮盖" in plain(page)
    assert "<video" in text(page)
    assert [one.after for one in entries(seats[0])] == [{"what": "recording"}]
    assert client.post(film(seats[0], 1)).status_code == 404


def test_nobody_else_opens_it_and_not_after_signing(desks, seats):
    first, second = seats
    for client in (desks.evaluator(second), desks.agency_head(), desks.of("planner"), desks.of("head")):
        for address in (volume(first), film(first)):
            assert client.post(address).status_code in {403, 404}
    client = desks.evaluator(first)
    desks.round.sign(first)
    for address in (volume(first), film(first)):
        assert client.post(address).status_code == 409
    assert "打开扫描件" not in plain(client.get(f"/evaluation/seats/{first.public_id}"))
    assert entries(first) == []


def test_a_file_without_a_volume_has_none_to_open(desks):
    desks.round.take_in(desks.round.city.bureau)
    (file,) = desks.round.scoring().files
    seat = desks.round.seats(file)[0]
    assert desks.evaluator(seat).post(volume(seat)).status_code == 404


def test_until_closing_no_reader_of_the_record_learns_whose_file_was_opened(desks, file, seats):
    seat = seats[0]
    client = desks.evaluator(seat)
    for address in (volume(seat), film(seat)):
        assert client.post(address).status_code == 200
    told = [repr((one.record, one.org_path, one.before, one.after, one.reason)) for one in entries(seat)]
    hidden = (file.public_id, file.case_file_public_id, file.agency_path, MATTER, "r" * 20, file.label)
    assert not [word for word in hidden for one in told if word in one]
    named = AuditEntry.record.in_([f"recording:{'r' * 20}", f"evaluation_case_file:{file.case_file_public_id}"])
    assert seat.evaluator_name not in {one.actor_name for one in db.session.scalars(select(AuditEntry).where(named))}
    with cheap_hashing():
        supervisor = desks.browser(make_account("justice.supervisor", desks.round.justice, "supervisor"))
    page = text(supervisor.get(f"/administration/audit?text={seat.evaluator_name}"))
    assert seat.public_id in page
    assert not [word for word in hidden if word in page]
    # No page of the plan names a seat before closing; the results do afterwards.
    plan = f"/evaluation/plans/{file.plan.public_id}"
    for reader in (supervisor, desks.of("planner"), desks.of("head")):
        assert seat.public_id not in text(reader.get(plan))
    for one in seats:
        desks.round.sign(one)
    close_finished(file.plan.public_id, desks.round.start(file.plan) + timedelta(days=2))
    assert len(entries(seat)) == 2
