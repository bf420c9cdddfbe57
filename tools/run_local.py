"""`make run`: the whole system on this machine, for trying out and training.

Starts the S3 server, brings the SQLite database up to date, loads the demo data at the first start, starts
web and scheduler, and ends all of them in order when it is told to end. Everything it keeps stands in `var/`.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from types import FrameType

import flask_migrate

import wsgi
from config.settings import ROOT
from enforcement.demo.loading import ACCOUNTS, PASSWORD, load
from enforcement.platform.demo_clock import current_instant
from tools.object_server import ObjectServer, ServerFailed, end_with_parent

VAR = ROOT / "var"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_SECONDS = 10.0
READY_SECONDS = 30.0
LOOK_SECONDS = 0.3


class ToldToEnd(BaseException):
    """A signal came; not an error, so that nothing catches it on its way."""


class Fault(Exception):
    """Something a person can mend; the message says how."""


@dataclass
class Kept:
    """What must be the same at the next start. `loaded` tells that the first start came to its end."""

    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    s3_secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    loaded: bool = False

    def save(self) -> None:
        path = VAR / "kept.json"
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")
        path.chmod(0o600)


def read_kept() -> Kept:
    """What the last start left; an unfinished first start is begun anew."""
    path = VAR / "kept.json"
    if path.exists():
        kept = Kept(**json.loads(path.read_text(encoding="utf-8")))
        if kept.loaded:
            return kept
    for name in ("enforcement.sqlite", "enforcement.sqlite-wal", "enforcement.sqlite-shm"):
        (VAR / name).unlink(missing_ok=True)
    shutil.rmtree(VAR / "objects", ignore_errors=True)
    kept = Kept()
    kept.save()
    return kept


class Processes:
    """The children, each in a process group of its own, so that Ctrl-C reaches only this program."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        """Start a program of the environment beside this one; its output goes to `var/NAME.log`."""
        with (VAR / f"{name}.log").open("wb") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                preexec_fn=end_with_parent,  # noqa: PLW1509 -- one system call, no lock
            )

    def complain_if_ended(self) -> None:
        """Raises Fault with the end of the log when a child has ended by itself."""
        for name, process in self.running.items():
            if process.poll() is not None:
                tail = (VAR / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-2000:]
                raise Fault(f"{name} ended by itself (see var/{name}.log):\n{tail}")

    def stop(self) -> None:
        """Ask each to end, wait at most ten seconds for all, then end what is left of their groups."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def run() -> None:
    """Start everything, say where it is, and stay until a signal comes."""
    began = time.monotonic()
    for number in SIGNALS:
        signal.signal(number, _end)
    VAR.mkdir(exist_ok=True)
    port = int(os.environ.get("PORT") or 8000)
    with ExitStack() as stack:
        _alone(stack)
        _port_must_be_free(port)
        kept = read_kept()
        store = ObjectServer(VAR / "objects", secret_key=kept.s3_secret_key)
        stack.callback(store.stop)
        store.start()
        environment = _environment(port, kept, store)
        _bring_up_to_date(kept, environment)
        processes = Processes()
        stack.callback(processes.stop)
        web = ["gunicorn", "--config", "config/gunicorn.conf.py", "wsgi:application()"]
        processes.start("web", web, environment)
        processes.start("scheduler", ["flask", "--app", "wsgi", "enforce", "run-scheduler"], environment)
        _wait_until_answering(port, processes)
        _welcome(port, time.monotonic() - began)
        while True:
            processes.complain_if_ended()
            if store.process is None or store.process.poll() is not None:
                raise Fault("The S3 server ended by itself (see var/objects/weed.log).")
            time.sleep(LOOK_SECONDS)


def _end(_number: int, _frame: FrameType | None) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    print("\nStopping …", flush=True)
    raise ToldToEnd


def _alone(stack: ExitStack) -> None:
    lock = stack.enter_context((VAR / "lock").open("w"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Fault("`make run` is already running in this folder. End it first, or use another clone.") from None


def _port_must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Fault(f"Port {port} is in use. Choose another one: make run PORT={port + 1}") from None


def _environment(port: int, kept: Kept, store: ObjectServer) -> dict[str, str]:
    """The settings of this start; also left in `var/local.env` for commands that are typed beside it."""
    settings = {
        "SECRET_KEY": kept.secret_key,
        "DATABASE_URL": f"sqlite:///{VAR / 'enforcement.sqlite'}",
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "DEMO": "1",
        **store.environment(),
    }
    path = VAR / "local.env"
    path.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
    path.chmod(0o600)
    return {**os.environ, **settings}


def _bring_up_to_date(kept: Kept, environment: dict[str, str]) -> None:
    os.environ.update(environment)
    app = wsgi.application()
    with app.app_context():
        flask_migrate.upgrade()
        if not kept.loaded:
            print("First start: loading the demo data …", flush=True)
            load(lambda line: print(f"  {line}", flush=True), current_instant())
            kept.loaded = True
            kept.save()


def _wait_until_answering(port: int, processes: Processes) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        time.sleep(0.1)
        processes.complain_if_ended()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise Fault("The web server does not answer (see var/web.log).") from None


def _welcome(port: int, seconds: float) -> None:
    print(f"\nReady after {seconds:.1f} s: http://127.0.0.1:{port}")
    print(f"Demo accounts 演示账号, all with the password 密码 {PASSWORD}:")
    for username, person in ACCOUNTS:
        print(f"  {username:<8} {person}")
    print("Ctrl-C stops everything.", flush=True)


def main() -> int:
    """Run until told to end; 1 with a plain sentence when something is in the way."""
    try:
        run()
    except ToldToEnd:
        print("Stopped. Everything is kept in var/; `make run` goes on from here.")
    except (Fault, ServerFailed) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
