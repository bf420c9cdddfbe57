"""What the list of jobs promises."""

from datetime import timedelta

from sqlalchemy import select

from enforcement.jobs.registry import JOBS, forget_old_runs
from enforcement.platform.database import db
from enforcement.platform.leases import Lease, finish_lease, take_lease
from tests.support.app import NOON


def test_names_are_unique():
    assert len({job.name for job in JOBS}) == len(JOBS)


def test_every_job_runs_on_an_empty_database(app_with_store):
    for job in JOBS:
        job.run(NOON)


def test_finished_runs_are_kept_for_a_week_and_unfinished_ones_for_ever(app):
    week = timedelta(days=7)
    for slot, ended in (("old", NOON - week - timedelta(seconds=1)), ("young", NOON - week), ("open", None)):
        take_lease("job", slot, "me", NOON - week)
        if ended:
            finish_lease("job", slot, "me", ended)
    forget_old_runs(NOON)
    assert set(db.session.scalars(select(Lease.slot))) == {"young", "open"}
