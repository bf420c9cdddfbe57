"""What the leases tell of the scheduler: gaps, and runs that did not end."""

from datetime import timedelta

import pytest

from enforcement.jobs.registry import JOBS, Every
from enforcement.platform.leases import finish_lease, take_lease
from enforcement.platform.running import HEARTBEAT, running
from tests.support.app import NOON

MINUTE = timedelta(minutes=1)


def ran(at, job=HEARTBEAT, *, ended=True):
    take_lease(job, at.isoformat(), "me", at)
    if ended:
        finish_lease(job, at.isoformat(), "me", at)


def test_the_heartbeat_is_a_job_of_every_minute(app):
    (job,) = (one for one in JOBS if one.name == HEARTBEAT)
    assert job.plan == Every(MINUTE)


@pytest.mark.parametrize(("silent", "gap"), [(5, False), (6, True)])
def test_a_gap_is_more_than_five_minutes_without_a_run(app, silent, gap):
    ran(NOON - MINUTE * 60)
    back = NOON - MINUTE * 60 + MINUTE * silent
    for minute in range(0, 60 - silent, 5):
        ran(back + minute * MINUTE)
    found = running(back)
    assert found.gaps == (((NOON - MINUTE * 60), back),) * gap
    assert (found.last, found.unfinished) == (max(back + minute * MINUTE for minute in range(0, 60 - silent, 5)), ())


def test_nothing_since_is_a_gap_that_reaches_now(app):
    ran(NOON - MINUTE * 7)
    assert running(NOON).gaps == ((NOON - MINUTE * 7, NOON),)
    assert running(NOON - MINUTE * 3).gaps == ()


def test_without_any_run_there_is_nothing_to_tell(app):
    assert running(NOON) == type(running(NOON))(None, (), ())


def test_a_run_that_did_not_end_is_told_until_a_later_one_does(app):
    at = NOON - MINUTE * 30
    ran(at, "batches.freeze", ended=False)
    assert running(at + MINUTE * 10).unfinished == ()
    assert running(at + MINUTE * 11).unfinished == (("batches.freeze", at),)
    ran(NOON, "batches.freeze")
    assert running(NOON + MINUTE).unfinished == ()
