"""`make run` in a fresh copy: starts, answers, stops without leaving anything behind, and goes on where it was."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import urllib3

from tools.object_server import free_ports

PARTS = ("config", "enforcement", "migrations", "tools", "wsgi.py")
FIRST_START_SECONDS = 600
pytestmark = [pytest.mark.slow, pytest.mark.timeout(2 * FIRST_START_SECONDS)]


class Running:
    """The supervisor in a folder, and what it has said so far."""

    def __init__(self, folder, port):
        self.folder = folder
        self.address = f"http://127.0.0.1:{port}"
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tools.run_local"],
            cwd=folder,
            env=environment | {"PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_for(self, words):
        # Reading ends by itself when the process does; the timer ends a process that hangs.
        timer = threading.Timer(FIRST_START_SECONDS, self.process.kill)
        timer.start()
        said = []
        try:
            for line in self.process.stdout:
                said.append(line)
                if words in line:
                    return "".join(said)
        finally:
            timer.cancel()
        pytest.fail(f"{words!r} was not said:\n{''.join(said)}")

    def get(self, path):
        return urllib3.request("GET", self.address + path, timeout=10).data

    def end(self, number=None):
        """The exit code and the last words, after a signal or by itself."""
        if number is not None:
            self.process.send_signal(number)
        said = self.process.communicate(timeout=60)[0]
        return self.process.returncode, said

    def left_behind(self):
        """Processes that still work in the folder."""
        return [
            (link.parent / "cmdline").read_text()
            for link in Path("/proc").glob("[0-9]*/cwd")
            if os.access(link, os.R_OK) and str(self.folder) in str(link.resolve())
        ]


@pytest.fixture
def copy(tmp_path):
    for part in PARTS:
        if Path(part).is_dir():
            shutil.copytree(part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(part, tmp_path / part)
    return tmp_path


def test_start_stop_and_start_again(copy):
    port = free_ports(1)[0]
    first = Running(copy, port)
    said = first.wait_for("Ctrl-C")
    assert first.address in said
    assert "loading the demo data" in said
    assert json.loads(first.get("/readyz")) == {"missing": [], "status": "ready"}
    code, complaint = Running(copy, port).end()
    assert code == 1
    assert "already running in this folder" in complaint
    assert first.end(signal.SIGINT)[0] == 0
    assert first.left_behind() == []

    again = Running(copy, port)
    assert "loading the demo data" not in again.wait_for("Ctrl-C")
    again.end(signal.SIGKILL)
    assert_all_gone(again)


def assert_all_gone(running):
    """The kernel tells the children that their parent was killed; they need a moment to end in order."""
    gone = threading.Event()
    for _ in range(100):
        if not running.left_behind():
            return
        gone.wait(0.2)
    pytest.fail(str(running.left_behind()))


def test_a_port_in_use_is_told_with_the_way_out(copy, live_server):
    port = int(live_server.rsplit(":", 1)[1])
    code, said = Running(copy, port).end()
    assert code == 1
    assert f"Port {port} is in use. Choose another one: make run PORT={port + 1}" in said
