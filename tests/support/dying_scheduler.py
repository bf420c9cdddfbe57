"""A real scheduler process that kills itself with SIGKILL at a moment of a draw, if it is the first to come there.

Before or after the commit of the transaction that brings a draw into a state. A file, made by the one that dies, keeps
the other one alive. The processes are forked from one that has read the program once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from enforcement.draws.models import Draw
from enforcement.draws.states import DrawState
from enforcement.identity.models import Organisation
from enforcement.jobs.registry import JOBS, Every, Job
from enforcement.jobs.scheduler import run_scheduler
from enforcement.platform.database import db
from tests.domains.identity.people import City
from tests.support.app import build_app
from tests.support.draws import DrawRoom


def freeze_approved(now: datetime) -> None:
    """What the inspection room does on the plan's day, for the draws of tests."""
    places = {one.code: one for one in db.session.scalars(select(Organisation))}
    bureau, west = places["云城市市场监督管理局"], places["西水县"]
    room = DrawRoom(City(bureau, bureau, bureau, bureau, bureau, west))
    for draw in db.session.scalars(select(Draw).where(Draw.state == DrawState.APPROVED)).all():
        room.freeze(draw, now)


def die_at(when: str, state: DrawState, file: str) -> None:
    """Die when a draw comes into the state, before or after its transaction is committed."""
    reached: list[Draw] = []

    def die(_session: Session) -> None:
        if not reached:
            return
        reached.clear()
        try:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(Session, "after_flush")
    def look(session: Session, _context: object) -> None:
        reached.extend(one for one in session.dirty if isinstance(one, Draw) and one.state is state)

    event.listen(Session, f"{when}_commit", die)


def run_dying(url: str, store: Mapping[str, str], moment: tuple[str, str], folder: Path) -> None:
    """Run the scheduler of an installation in this process until it dies or is told to end; what it says is logged."""
    with (folder / "log").open("ab") as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    when, state = moment
    die_at(when, DrawState(state), str(folder / "died"))
    jobs = (*JOBS, Job("test.freeze", Every(timedelta(seconds=10)), freeze_approved))
    run_scheduler(build_app(url, store), jobs)


def start_dying(
    url: str, store: Mapping[str, str], moment: tuple[str, str], folder: Path
) -> multiprocessing.process.BaseProcess:
    """A new process that runs it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=run_dying, args=(url, store, moment, folder))
    process.start()
    return process
