"""The process that looks at the clock. Several may run: a lease gives each planned instant to one of them.

A run that was missed while no scheduler ran is caught up once, because the first look of a new process
finds the latest planned instant without a finished lease; the log says since when nothing ran. Planned
instants follow the demo's clock in a demo, so that moving the day forward also brings the jobs of that day.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from types import FrameType

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask
from sqlalchemy import select

from enforcement.foundation.errors import Unavailable
from enforcement.jobs.registry import JOBS, Job
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant
from enforcement.platform.leases import Lease, finish_lease, take_lease

LOOK_SECONDS = 2
A_MOMENT = timedelta(microseconds=1)
HOLDER = f"{socket.gethostname()[:60]}:{os.getpid()}"
log = logging.getLogger(__name__)


class Watch:
    """Looks whether a job is due, and runs it when this process gets the lease."""

    def __init__(
        self, app: Flask, job: Job, holder: str = HOLDER, clock: Callable[[], datetime] = current_instant
    ) -> None:
        self._app = app
        self._job = job
        self._holder = holder
        self._clock = clock
        self._settled = ""

    def look(self) -> bool:
        """Run the job if its latest planned instant is still to be served; tells whether it ran.

        A failure is logged and leaves the lease unfinished, so that it is tried again after the take-over time.
        """
        with self._app.app_context():
            now = self._clock()
            slot = self._job.plan.slot(now).isoformat()
            if slot == self._settled:
                return False
            if self._finished(slot):
                self._settled = slot
                return False
            if not take_lease(self._job.name, slot, self._holder, now):
                return False
            self._say_what_was_missed(now)
            log.debug("job %s of %s begins", self._job.name, slot)
            self._job.run(now)
            finish_lease(self._job.name, slot, self._holder, self._clock())
            self._settled = slot
            return True

    def look_and_go_on(self) -> None:
        """Look, and keep the process alive whatever happens: the next look is a new chance."""
        try:
            self.look()
        except Unavailable as error:
            log.warning("job %s waits: %s", self._job.name, error)
        except Exception:
            log.exception("job %s failed", self._job.name)

    def _say_what_was_missed(self, now: datetime) -> None:
        """In the first run of a process: since when nothing ran that was planned. It is caught up once, with this."""
        if self._settled:
            return
        last = db.session.scalar(
            select(Lease.slot)
            .where(Lease.job == self._job.name, Lease.finished_at.is_not(None))
            .order_by(Lease.slot.desc())
            .limit(1)
        )
        before = self._job.plan.slot(self._job.plan.slot(now) - A_MOMENT).isoformat()
        if last is not None and last < before:
            log.warning("job %s did not run after %s; caught up once at %s", self._job.name, last, now.isoformat())

    def _finished(self, slot: str) -> bool:
        statement = select(Lease.finished_at).where(Lease.job == self._job.name, Lease.slot == slot)
        return db.session.scalar(statement) is not None


def run_scheduler(app: Flask, jobs: Sequence[Job] = JOBS) -> None:
    """Watch the jobs until the process is told to end; a run that has begun is finished first."""
    scheduler = BlockingScheduler(timezone="Asia/Shanghai")
    for job in jobs:
        watch = Watch(app, job)
        scheduler.add_job(
            watch.look_and_go_on, "interval", seconds=LOOK_SECONDS, id=job.name, coalesce=True, max_instances=1
        )

    def end(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        scheduler.start()
    except SystemExit:
        scheduler.shutdown(wait=True)
