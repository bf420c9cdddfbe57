"""How many requests a second: public decision page, search, case page, one step of a case; each as a share of hello.

    make bench                                              five rounds of three seconds each
    .venv/bin/python -m benchmarks.http --help              other bounds

Starts a throw-away PostgreSQL and S3 server, puts a bureau with published decisions into them, and serves the
application with `config/gunicorn.conf.py` and two workers. Rounds go through all targets in turn, so that what
else the machine does falls on all of them. Nothing but the loopback address is used.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.cookiejar import CookieJar
from pathlib import Path

from sqlalchemy import select

from benchmarks.hello import PREFIX
from benchmarks.load import HOST, Bounds, Target, answers_per_second, request, spread
from config.settings import ROOT
from enforcement.demo.enterprises import enterprise_seeds
from enforcement.platform.database import db
from enforcement.publicity.models import PublicRecord
from enforcement.rules.facts import State
from tests.support.app import build_app, let_go, migrate
from tests.support.bureau import FIRST_DAY, PASSWORD, make_bureau
from tests.support.postgres import Cluster, cluster
from tests.support.s3 import object_server
from tools.object_server import ObjectServer, end_with_parent, free_ports

READY_SECONDS = 30.0
WORKERS = 2
THREADS = 8
WORD = "食品"
OFFICER = "lin"


@dataclass(frozen=True)
class Plan:
    """How much is measured: rounds, bounds of each measurement, clients at once, decisions in the register."""

    rounds: int
    bounds: Bounds
    clients: int
    decisions: int


@dataclass(frozen=True)
class Contents:
    """What was put into the database: a public decision's code, a served case to look at, cases to act on."""

    code: str
    served: str
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """Answers per second of one target in each round."""

    name: str
    rates: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return statistics.median(self.rates)


def measure(plan: Plan, server: Cluster, store: ObjectServer) -> list[Result]:
    """Fill a database of its own, serve it, ask; the first result is hello."""
    name = f"bench_{secrets.token_hex(6)}"
    environment = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATABASE_URL": server.create(name),
        "DEMO": "0",
        **store.environment(),
    }
    try:
        contents = fill(environment, plan)
        with serving(environment) as port:
            targets = [_hello(plan), *_public(contents, plan), *_of_officer(port, contents, plan)]
            return ask(port, targets, plan)
    finally:
        server.drop(name)


def fill(environment: dict[str, str], plan: Plan) -> Contents:
    """Served cases with published decisions, and a case under investigation for each client."""
    app = build_app(environment["DATABASE_URL"], environment, demo=False)
    migrate(app)
    parties = [one for one in enterprise_seeds() if one.kind == "organisation"]
    with app.app_context():
        bureau = make_bureau()
        served = ""
        for number in range(plan.decisions):
            walk = bureau.walk(FIRST_DAY + timedelta(days=number), party=parties[number])
            served = walk.to(State.SERVED)
            walk.publish(bureau.actor("gong"), bureau.actor("pan"))
        walks = [bureau.walk(party=parties[-1 - number]) for number in range(plan.clients)]
        cases = tuple(walk.to(State.INVESTIGATING) for walk in walks)
        code = db.session.scalars(select(PublicRecord.code).order_by(PublicRecord.id)).first()
    let_go(app)
    if code is None:
        message = "At least one decision is needed."
        raise ValueError(message)
    return Contents(code, served, cases)


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[int]:
    """The port at which gunicorn answers with the application and hello."""
    port = free_ports(1)[0]
    settings = {
        **environment,
        "PORT": str(port),
        "PUBLIC_BASE_URL": f"http://{HOST}:{port}",
        "WEB_WORKERS": str(WORKERS),
        "WEB_THREADS": str(THREADS),
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.conf.py"]
    folder = Path(tempfile.mkdtemp(prefix="enforcement-bench-"))
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "benchmarks.hello:application()"],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=end_with_parent,  # noqa: PLW1509 -- one system call, no lock
        )
    try:
        _wait(port, process, log)
        yield port
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None or time.monotonic() > deadline:
                message = f"gunicorn does not answer:\n{log.read_text(errors='replace')[-3000:]}"
                raise RuntimeError(message) from None
            time.sleep(0.1)


def ask(port: int, targets: Sequence[Target], plan: Plan) -> list[Result]:
    """Each target once to warm up, then round by round, each round beginning with another one."""
    for target in targets:
        answers_per_second(port, target, Bounds(plan.bounds.seconds, min(plan.bounds.answers, 20)))
    rates: dict[str, list[float]] = {target.name: [] for target in targets}
    for number in range(plan.rounds):
        first = number % len(targets)
        for target in (*targets[first:], *targets[:first]):
            rates[target.name].append(answers_per_second(port, target, plan.bounds))
    return [Result(name, tuple(found)) for name, found in rates.items()]


def _hello(plan: Plan) -> Target:
    return Target("hello", spread([request(f"{PREFIX}/")], plan.clients), 200)


def _public(contents: Contents, plan: Plan) -> list[Target]:
    search = f"/decisions?q={urllib.parse.quote(WORD)}"
    return [
        Target("public decision page", spread([request(f"/p/{contents.code}")], plan.clients), 200),
        Target("public search", spread([request(search)], plan.clients), 200),
    ]


def _of_officer(port: int, contents: Contents, plan: Plan) -> list[Target]:
    """The page of a served case; a note, by each client on a case of its own, as officers have theirs."""
    browser = Browser(port)
    browser.sign_in(OFFICER)
    token = browser.token(f"/cases/{contents.cases[0]}/add_note")
    form = urllib.parse.urlencode({"csrf_token": token, "text": "已电话联系当事人，约定明日到局。"})
    page = request(f"/cases/{contents.served}", browser.cookies)
    steps = [request(f"/cases/{case}/add_note", browser.cookies, form) for case in contents.cases]
    return [
        Target("officer's case page", spread([page], plan.clients), 200),
        Target("a step: note on a case", spread(steps, plan.clients), 303),
    ]


class Browser:
    """One person's cookies."""

    def __init__(self, port: int) -> None:
        self._origin = f"http://{HOST}:{port}"
        self._jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))

    @property
    def cookies(self) -> str:
        """All cookies as a header has them."""
        return "; ".join(f"{one.name}={one.value}" for one in self._jar)

    def sign_in(self, username: str) -> None:
        """Through the form, as people do."""
        typed = {"csrf_token": self.token("/sign-in"), "username": username, "password": PASSWORD}
        self._opener.open(f"{self._origin}/sign-in", urllib.parse.urlencode(typed).encode()).close()

    def token(self, path: str) -> str:
        """What the form at a path carries against forgery."""
        with self._opener.open(f"{self._origin}{path}") as answer:
            page = answer.read().decode()
        return str(page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0])


def table(results: Sequence[Result]) -> str:
    """The results for a person."""
    hello = results[0].median
    lines = [f"{'':<26}{'requests/s':>12}{'lowest':>10}{'highest':>10}{'of hello':>10}"]
    lines += [
        f"{one.name:<26}{one.median:>12.1f}{min(one.rates):>10.1f}{max(one.rates):>10.1f}{one.median / hello:>10.1%}"
        for one in results
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.http", description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="of one measurement")
    parser.add_argument("--answers", type=int, default=2000, help="at most, for each client in one measurement")
    parser.add_argument("--clients", type=int, default=8, help="at once")
    parser.add_argument("--decisions", type=int, default=20, help="in the public register")
    given = parser.parse_args(arguments)
    plan = Plan(given.rounds, Bounds(given.seconds, given.answers), given.clients, given.decisions)
    before = os.getloadavg()[0]
    print(f"Filling PostgreSQL with {plan.decisions} published decisions and {plan.clients} cases …", flush=True)
    with cluster() as server, object_server() as store:
        results = measure(plan, server, store)
    print(
        f"{plan.rounds} rounds, {plan.clients} clients, {WORKERS} workers × {THREADS} threads, {os.cpu_count()} cores;"
    )
    print(f"load of the machine before: {before:.2f}\n\n{table(results)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
