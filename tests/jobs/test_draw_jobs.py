"""The scheduler draws: alone, once, whatever happens to it; it reminds, and verifies every night."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from enforcement.audit.models import AuditEntry
from enforcement.draws import queries
from enforcement.draws.bundles import whole_bundle
from enforcement.draws.computing import compute, effective_seed, seed_of
from enforcement.draws.courses import values_of
from enforcement.draws.models import Draw, DrawCheck, DrawEvent, DrawNotice
from enforcement.draws.states import DrawState, NoticeKind
from enforcement.jobs.draws import advance_draws, remind_typists, verify_draws
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.draws.verification import verify
from tests.domains.identity.people import make_city
from tests.support.draws import FREEZE, KL8_OUT, OPEN_ON, SCHEDULER, DrawRoom
from tests.support.dying_scheduler import start_dying

PATIENCE = 90
MOMENTS = [
    (when, state)
    for state in (DrawState.COMMITTED, DrawState.SEEDED, DrawState.PUBLISHED, DrawState.VOID)
    for when in ("before", "after")
]


@pytest.fixture
def room(app_with_store: Flask) -> DrawRoom:
    return DrawRoom(make_city())


def kinds(room: DrawRoom) -> list[NoticeKind]:
    return [one.kind for one in queries.notices(room["head"])]


def test_the_scheduler_draws_alone_as_soon_as_the_values_are_there(room: DrawRoom) -> None:
    ready, waiting = room.committed(), room.committed(sources=("ssq", "kl8"))
    advance_draws(KL8_OUT)
    room.type_all(ready)
    advance_draws(KL8_OUT)
    assert (ready.state, waiting.state) == (DrawState.PUBLISHED, DrawState.COMMITTED)


def test_typists_are_reminded_once_of_what_is_out(room: DrawRoom) -> None:
    draw = room.committed()
    remind_typists(KL8_OUT - timedelta(seconds=1))
    assert kinds(room) == []
    for _ in range(2):
        remind_typists(KL8_OUT)
    assert kinds(room) == [NoticeKind.VALUE_WAITING]
    room.type_all(draw)
    assert kinds(room) == []


def test_the_approver_is_reminded_until_he_answers(room: DrawRoom) -> None:
    room.drafted()
    assert kinds(room) == [NoticeKind.APPROVAL_WAITING]
    room.approved()
    assert kinds(room) == [NoticeKind.APPROVAL_WAITING]


def test_d06_every_result_is_verified_again(room: DrawRoom) -> None:
    sealed, plain = room.published(sealed=True, open_on=OPEN_ON), room.published()
    verify_draws(KL8_OUT)
    for draw in (sealed, plain):
        check = queries.last_check(draw)
        assert check is not None
        assert check.passed
        assert {step["state"] for step in check.steps} == {"ok"}


def test_d06_a_changed_result_is_found_and_raises_the_alarm(room: DrawRoom) -> None:
    draw = room.published()
    with_triggers_off("draw_selections")
    change = "UPDATE draw_selections SET object_id = 'FRIEND' WHERE draw_id = :id AND rank = 1 AND class_name = 'A'"
    db.session.execute(text(change), {"id": draw.id})
    verify_draws(KL8_OUT)
    check = queries.last_check(draw)
    assert check is not None
    assert "tickets" in {step["step"] for step in check.steps if step["state"] == "failed"}
    assert NoticeKind.CHECK_FAILED in kinds(room)


def with_triggers_off(table: str) -> None:
    """What only the owner of the database can do."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    names = db.session.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t"), {"t": table}
    )
    for name in names.all():
        db.session.execute(text(f"DROP TRIGGER {name}"))


class Schedulers:
    """Two real scheduler processes, of which the first to reach a moment is killed."""

    def __init__(self, url: str, s3: dict[str, str], moment: tuple[str, DrawState], folder: Path) -> None:
        self.processes = [start_dying(url, s3, moment, folder) for _ in range(2)]

    def deaths(self) -> list[int]:
        """The exit codes of those that ended."""
        return [code for code in (one.exitcode for one in self.processes) if code is not None]

    def end(self) -> None:
        """End the one that lives."""
        for one in self.processes:
            one.terminate()
            one.join(timeout=30)
            one.close()


@contextmanager
def schedulers(*about) -> Iterator[Schedulers]:
    running = Schedulers(*about)
    try:
        yield running
    finally:
        running.end()


def wait_until(condition) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.25)


def begin(room: DrawRoom, state: DrawState) -> tuple[Draw, datetime, DrawState]:
    """A draw just before the state, the present, and where it must end."""
    if state is DrawState.COMMITTED:
        return room.approved(), FREEZE, DrawState.COMMITTED
    if state is DrawState.VOID:
        draw = room.published(sealed=True, open_on=OPEN_ON)
        return draw, KL8_OUT + timedelta(days=40), DrawState.VOID
    draw = room.committed()
    room.type_all(draw)
    return draw, KL8_OUT, DrawState.PUBLISHED


def expected_selection(draw: Draw) -> list[str]:
    """What commit and values lead to, computed here."""
    s = effective_seed(draw) if draw.seed_hex is not None else seed_of(draw, values_of(draw, KL8_OUT))
    assert s is not None
    return [one.object_id for each in compute(draw, s).draws for one in each.selected]


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS, ids="-".join)
def test_one_of_two_schedulers_is_killed_and_the_draw_ends_once(
    committed_app: Flask, private_database: str, s3, moment, tmp_path: Path
) -> None:
    with committed_app.app_context():
        draw, present, end = begin(DrawRoom(make_city()), moment[1])
        public_id = draw.public_id
        expected = expected_selection(draw) if draw.commit_hex else []
        move_clock_to(present)
    with schedulers(private_database, s3.environment(), moment, tmp_path) as running:
        wait_until(running.deaths)
        assert running.deaths() == [-9]
        with committed_app.app_context():
            move_clock_to(present + timedelta(minutes=11))
        wait_until(lambda: state_of(committed_app, public_id) is end and work_is_over(committed_app))
        assert running.deaths() == [-9]
    with committed_app.app_context():
        draw = queries.draw(SCHEDULER, public_id)
        assert draw.draw_no == "2026-0001"
        if expected:
            bundle = whole_bundle(draw)
            assert [one for each in bundle["classes"] for one in each["selected"]] == expected
            assert {step.state for step in verify(bundle)} == {"ok"}
        assert told_twice() == []


def told_twice() -> list[object]:
    """Notices, events and acts of the draw that exist more than once."""
    rows = [
        *db.session.execute(select(DrawNotice.kind, DrawNotice.subject)),
        *db.session.execute(select(DrawEvent.draw_id, DrawEvent.kind)),
        *db.session.execute(select(AuditEntry.record, AuditEntry.action).where(AuditEntry.action.startswith("draw."))),
    ]
    return [row for row, count in Counter(map(tuple, rows)).items() if count > 1]


def state_of(app: Flask, public_id: str) -> DrawState:
    with app.app_context():
        return queries.draw(SCHEDULER, public_id).state


def work_is_over(app: Flask) -> bool:
    """Whether the living scheduler has served a slot after the death."""
    with app.app_context():
        jobs = ("draws.advance", "draws.open_sealed", "test.freeze")
        query = text("SELECT count(*) FROM leases WHERE job = :job AND finished_at IS NOT NULL")
        return all(db.session.scalar(query, {"job": job}) for job in jobs)


def test_the_night_leaves_a_line_for_each_draw(room: DrawRoom) -> None:
    room.published()
    for _ in range(2):
        verify_draws(KL8_OUT)
    assert len(db.session.scalars(select(DrawCheck)).all()) == 2
