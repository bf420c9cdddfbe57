"""Several at once, with real commits: one re-check counts, two schedulers tell once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from enforcement.evaluation.commands.rectifications import RecheckRectification
from enforcement.evaluation.models.core import EvaluationNotice
from enforcement.evaluation.models.feedback import EvaluationRectification, RectificationStep
from enforcement.evaluation.services.rectifications import escalate_rectifications, recheck_rectification
from enforcement.evaluation.states import NoticeKind, RectificationStepKind
from enforcement.foundation.errors import DomainError, Stale
from enforcement.platform.database import db
from tests.domains.evaluation.rectified import Rectified, frozen
from tests.support.evaluation import Round


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


@pytest.fixture
def ids(committed_app: Flask) -> tuple[Rectified, str, str]:
    """The world, its plan and its rectification."""
    with committed_app.app_context():
        world = frozen(Round())
        return world, world.plan.public_id, world.rows[0].public_id


def test_of_two_rechecks_at_once_one_counts_and_the_other_is_stale(committed_app: Flask, ids) -> None:
    world, _, public_id = ids
    with committed_app.app_context():
        row = db.session.scalars(select(EvaluationRectification)).one()
        version = world.submit(row, world.day(1)).version

    def recheck(name: str, *, passed: bool) -> Callable[[], object]:
        command = RecheckRectification(public_id, version, passed, "缺少签收日期")
        return lambda: recheck_rectification(world.made[name], command, world.day(2))

    refused = together(committed_app, recheck("planner", passed=True), recheck("planner2", passed=False))
    assert [type(one) for one in refused] == [Stale]
    with committed_app.app_context():
        steps = db.session.scalars(select(RectificationStep).order_by(RectificationStep.no)).all()
        assert [one.no for one in steps] == [1, 2]
        assert steps[0].kind is RectificationStepKind.SUBMITTED


def test_two_schedulers_at_once_tell_once(committed_app: Flask, ids) -> None:
    world, plan, _ = ids
    late = world.day(31)
    assert together(committed_app, *[lambda: escalate_rectifications(plan, late)] * 3) == []
    with committed_app.app_context():
        told = select(EvaluationNotice.kind, func.count()).where(EvaluationNotice.cleared_at.is_(None))
        found = dict(db.session.execute(told.group_by(EvaluationNotice.kind)).tuples().all())
        assert found[NoticeKind.RECTIFICATION_LATE] == found[NoticeKind.RECTIFICATIONS_LATE] == 1
