"""Taking case files in to a database: files a second, and how many statements each file costs it.

Part of `python -m benchmarks.precheck`. A throw-away SQLite database and S3 server; every file is read, pre-checked,
kept in the store and written with its findings and its entry in the record. Making the files is not measured.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import event

from enforcement.evaluation.commands.files import TakeIn
from enforcement.evaluation.services.files import take_in
from enforcement.foundation.actor import system_actor
from enforcement.platform.database import db
from tests.domains.identity.people import make_city
from tests.support.app import NOON, build_app, let_go, migrate
from tests.support.casefiles import clean_file
from tests.support.faults import spoil
from tests.support.s3 import object_server

ACTOR = system_actor("压力测试")


@dataclass(frozen=True)
class TakenIn:
    """Seconds of all, and the statements of each file in the order they came: clean ones, then spoilt ones."""

    seconds: float
    clean: tuple[int, ...]
    spoilt: tuple[int, ...]

    @property
    def files_per_second(self) -> float:
        """Files taken in a second."""
        return (len(self.clean) + len(self.spoilt)) / self.seconds

    @property
    def constant(self) -> bool:
        """Whether every file costs as much as the first of its sort, however many are there before it."""
        return all(len(set(sort)) <= 1 for sort in (self.clean, self.spoilt))


def measure_taking_in(files: int) -> TakenIn:
    """Take in `files` files, every second one spoilt; a first one, not measured, fills the caches of the process."""
    with _installation() as agency:
        half = (files + 1) // 2
        clean = [clean_file(number) for number in range(half + 1)]
        spoilt = [one.file for one in spoil(lambda n: clean_file(half + 1 + n), files - half, files - half)]
        for one in (*clean, *spoilt):
            one["agency"]["code"] = agency
        _statements(clean.pop(0))
        begin = time.perf_counter()
        counted = [[_statements(one) for one in sort] for sort in (clean, spoilt)]
        return TakenIn(time.perf_counter() - begin, tuple(counted[0]), tuple(counted[1]))


@contextmanager
def _installation() -> Iterator[str]:
    """Within it there is an application whose commits are real; gives the code of an agency."""
    with tempfile.TemporaryDirectory() as folder, object_server() as store:
        app = build_app(f"sqlite:///{Path(folder) / 'take-in.sqlite'}", store.environment())
        migrate(app)
        with app.app_context():
            code = make_city().bureau.code
            db.session.commit()
            yield code
        let_go(app)


def _statements(file: dict[str, object]) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        take_in(ACTOR, TakeIn(json.dumps(file, ensure_ascii=False).encode()), NOON)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    # A web server answers each request in a session of its own.
    db.session.remove()
    return len(asked)
