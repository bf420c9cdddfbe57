"""Numbers under concurrency, and a store that goes away in the middle of an issue."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from enforcement.documents.models import Document
from enforcement.documents.services import issue
from enforcement.foundation.errors import Unavailable
from enforcement.platform.database import db
from tests.domains.documents.house import House, build_house, command_for, last_number, rows
from tests.support.app import NOON

THREADS, EACH = 4, 4


@pytest.fixture
def committed_house(committed_app) -> House:
    """A house whose rows are really committed; loaded once, so that threads may read it."""
    with committed_app.app_context():
        built = build_house()
        for row in (built.bureau, built.other, *built.officers):
            db.session.refresh(row)
        db.session.expunge_all()
    return built


def test_numbers_of_concurrent_issues_have_no_gap_and_no_double(committed_app, committed_house):
    command = command_for(committed_house, "penalty_notice")
    start = threading.Barrier(THREADS)
    problems: list[BaseException] = []

    def work() -> None:
        try:
            with committed_app.app_context():
                start.wait()
                for _ in range(EACH):
                    issue(committed_house.handler, command, NOON)
        except BaseException as problem:  # noqa: BLE001 -- shown below
            problems.append(problem)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    with committed_app.app_context():
        numbers = db.session.scalars(select(Document.sequence).order_by(Document.sequence)).all()
        assert numbers == list(range(1, THREADS * EACH + 1))


def test_store_away_during_issue_leaves_no_row_and_no_number_and_then_succeeds(committed_app, committed_house, s3):
    command = command_for(committed_house, "penalty_notice")
    with committed_app.app_context():
        issue(committed_house.handler, command, NOON)
        s3.stop()
        try:
            with pytest.raises(Unavailable) as unavailable:
                issue(committed_house.handler, command, NOON)
            assert unavailable.value.remedy
            assert "文号没有占用" in unavailable.value.kept
            assert rows() == 1
            assert last_number(committed_house.bureau.id, "罚告") == 1
        finally:
            s3.start()
        db.session.rollback()
        assert issue(committed_house.handler, command, NOON).sequence == 2
        assert rows() == 2
