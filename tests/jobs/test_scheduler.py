"""Jobs run once per planned instant, however many schedulers look."""

from datetime import UTC, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from enforcement.foundation.clock import SHANGHAI
from enforcement.jobs.registry import JOBS, Daily, Every, Hours, Job
from enforcement.jobs.scheduler import Watch
from enforcement.platform.database import db
from enforcement.platform.leases import Lease


class Counted:
    """A job that counts its runs, on a clock that the test holds."""

    def __init__(self, plan):
        self.now = datetime(2026, 9, 1, 4, 0, 3, tzinfo=UTC)
        self.runs = []
        self.job = Job("counted", plan, self.runs.append)

    def watch(self, app, holder, job=None):
        return Watch(app, job or self.job, holder, clock=lambda: self.now)


@pytest.fixture
def minutely():
    return Counted(Every(timedelta(minutes=1)))


def test_planned_instants_of_a_day_are_civil_time_in_china():
    plan = Daily(time(1, 30))
    assert plan.slot(datetime(2026, 9, 1, 17, 29, 59, tzinfo=UTC)) == datetime(2026, 8, 31, 17, 30, tzinfo=UTC)
    assert plan.slot(datetime(2026, 9, 1, 17, 30, tzinfo=UTC)) == datetime(2026, 9, 1, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ((8, 59, 59), (-1, 18, 0)),
        ((9, 0, 0), (0, 9, 0)),
        ((9, 9, 59), (0, 9, 0)),
        ((9, 10, 0), (0, 9, 10)),
        ((17, 59, 59), (0, 17, 50)),
        ((18, 0, 0), (0, 18, 0)),
        ((23, 59, 59), (0, 18, 0)),
    ],
)
def test_planned_instants_within_hours_of_a_day(now, slot):
    plan = Hours(time(9, 0), time(18, 0), timedelta(minutes=10))
    day, hour, minute = slot
    wanted = datetime(2026, 9, 2, hour, minute, tzinfo=SHANGHAI) + timedelta(days=day)
    assert plan.slot(datetime(2026, 9, 2, *now, tzinfo=SHANGHAI)) == wanted


def test_a_batch_that_was_hindered_at_nine_is_tried_again_the_same_day():
    (job,) = (one for one in JOBS if one.name == "batches.freeze")
    nine = datetime(2026, 9, 2, 9, 0, tzinfo=SHANGHAI)
    assert [job.plan.slot(nine + timedelta(minutes=minute)) - nine for minute in (5, 10)] == [
        timedelta(0), timedelta(minutes=10),
    ]  # fmt: skip


def test_a_planned_instant_is_served_once(app, minutely):
    first, second = minutely.watch(app, "first"), minutely.watch(app, "second")
    assert [first.look(), first.look(), second.look()] == [True, False, False]
    minutely.now += timedelta(minutes=1)
    assert [second.look(), first.look()] == [True, False]
    assert len(minutely.runs) == 2


def test_missed_runs_are_caught_up_once(app, minutely):
    minutely.watch(app, "before").look()
    minutely.now += timedelta(days=3)
    after = minutely.watch(app, "after")
    assert [after.look(), after.look()] == [True, False]


def test_a_run_that_was_missed_says_so_once(app, minutely, caplog):
    minutely.watch(app, "before").look()
    minutely.now += timedelta(minutes=1)
    minutely.watch(app, "in time").look()
    assert caplog.messages == []
    minutely.now += timedelta(days=3)
    after = minutely.watch(app, "after")
    after.look()
    minutely.now += timedelta(minutes=1)
    after.look()
    assert ["caught up once" in message for message in caplog.messages] == [True]


def test_a_run_that_died_is_taken_over_after_ten_minutes(app):
    counted = Counted(Daily(time(0, 0)))

    def die(_now):
        raise OSError("power cut")

    with pytest.raises(OSError, match="power cut"):
        counted.watch(app, "first", Job("counted", counted.job.plan, die)).look()
    second = counted.watch(app, "second")
    counted.now += timedelta(minutes=10) - timedelta(seconds=1)
    assert not second.look()
    counted.now += timedelta(seconds=1)
    assert second.look()
    assert db.session.scalar(select(Lease.holder)) == "second"


def test_two_schedulers_at_once_run_it_once(committed_app, minutely):
    together = Barrier(2)

    def look(holder):
        together.wait()
        minutely.watch(committed_app, holder).look_and_go_on()

    threads = [Thread(target=look, args=(name,)) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(minutely.runs) == 1
