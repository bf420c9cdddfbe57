"""Several at once, with real commits: the chain, the number, the value, the result exist once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from enforcement.draws import queries, register, services
from enforcement.draws.models import Draw, DrawNotice, DrawSelection
from enforcement.draws.states import DrawState, NoticeKind, ValueState
from enforcement.foundation.errors import DomainError
from enforcement.platform.database import db
from enforcement.rules.draws.commitment import FIRST_PREV
from tests.domains.identity.people import make_city
from tests.support.draws import KL8_OUT, SCHEDULER, DrawRoom


@pytest.fixture
def room(committed_app: Flask) -> DrawRoom:
    with committed_app.app_context():
        made = DrawRoom(make_city())
        db.session.commit()
        for place in (made.city.bureau, made.city.west):
            _ = place.id, place.path, place.name
            db.session.expunge(place)
        return made


def together(app: Flask, *acts: Callable[[], object]) -> list[DomainError]:
    """Run each act in a thread with a context of its own, all at once; gives what was refused."""
    barrier, refused = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                act()
            except DomainError as error:
                refused.append(error)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_commits_at_once_make_one_chain_without_gap(committed_app: Flask, room: DrawRoom) -> None:
    with committed_app.app_context():
        ids = [room.approved().public_id for _ in range(5)]

    def freeze(public_id: str) -> Callable[[], object]:
        return lambda: room.freeze(queries.draw(SCHEDULER, public_id))

    assert together(committed_app, *map(freeze, ids)) == []
    with committed_app.app_context():
        draws = db.session.scalars(select(Draw).order_by(Draw.draw_no)).all()
        assert [one.draw_no for one in draws] == [f"2026-{number:04d}" for number in range(1, 6)]
        assert [one.prev_hex for one in draws] == [FIRST_PREV, *(one.commit_hex for one in draws[:-1])]


def test_a_commit_that_fails_gives_its_number_back(committed_app: Flask, room: DrawRoom) -> None:
    with committed_app.app_context():
        first, second = room.approved(), room.approved()
        with pytest.raises(KeyError):
            room.freeze(first, labels={})
        assert room.freeze(second).draw_no == "2026-0001"


def test_the_same_draw_is_committed_once(committed_app: Flask, room: DrawRoom) -> None:
    with committed_app.app_context():
        public_id = room.approved().public_id
    refused = together(committed_app, *[lambda: room.freeze(queries.draw(SCHEDULER, public_id))] * 3)
    assert len(refused) == 2


def test_two_drafts_of_one_matter_at_once_are_one(committed_app: Flask, room: DrawRoom) -> None:
    refused = together(committed_app, *[lambda: room.drafted(matter="lot:same")] * 2)
    assert [one.code for one in refused] == ["refused"]


def test_both_typists_at_once_agree(committed_app: Flask, room: DrawRoom) -> None:
    with committed_app.app_context():
        source_id = room.committed().sources[-1]
    typed = [lambda: room.type(source_id, "first"), lambda: room.type(source_id, "second")]
    assert together(committed_app, *typed) == []
    with committed_app.app_context():
        assert register.value_records(source_id).state is ValueState.AGREED


def test_three_schedulers_at_once_publish_one_result(committed_app: Flask, room: DrawRoom) -> None:
    with committed_app.app_context():
        draw = room.committed()
        room.type_all(draw)
        public_id = draw.public_id
    assert together(committed_app, *[lambda: services.advance_draw(SCHEDULER, public_id, KL8_OUT)] * 3) == []
    with committed_app.app_context():
        assert queries.draw(SCHEDULER, public_id).state is DrawState.PUBLISHED
        assert db.session.scalar(select(func.count()).select_from(DrawSelection)) == 4
        told = select(func.count()).where(DrawNotice.kind == NoticeKind.PUBLISHED)
        assert db.session.scalar(told) == 1
