"""A throw-away PostgreSQL cluster on the loopback address, without durability: for tests only."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tools.object_server import free_ports

USER = "app"
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"
HINT = "PostgreSQL was not found. Install it (Debian, Ubuntu: apt-get install postgresql) or set TEST_DATABASE_URL."


class Cluster:
    """A running server, and the databases in it."""

    def __init__(self, address: str) -> None:
        self.address = address

    def url(self, database: str) -> str:
        """What the application calls a database of this server."""
        return f"postgresql+psycopg://{self.address}/{database}"

    def create(self, database: str, template: str | None = None) -> str:
        """Make an empty database, or a copy of `template`; returns its URL."""
        source = sql.Identifier(template or "template1")
        self._execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), source))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database and whoever is still connected to it."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _execute(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(f"postgresql://{self.address}/postgres", autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A cluster that lives as long as the context, or the server that TEST_DATABASE_URL names.

    `TEST_DATABASE_URL` is `postgresql+psycopg://user:password@host:port/anything`; its user may create databases.
    """
    given = os.environ.get("TEST_DATABASE_URL", "")
    if given:
        yield Cluster(given.split("://", 1)[1].rsplit("/", 1)[0])
        return
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="enforcement-postgres-"))
    as_user = _unprivileged(folder)
    data = folder / "data"
    try:
        _run(
            [
                *as_user,
                programs / "initdb",
                "-D",
                data,
                "-U",
                USER,
                "--auth=trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N",
            ]
        )
        port = free_ports(1)[0]
        options = f"{OPTIONS} -p {port} -k {folder}"
        _run(
            [
                *as_user,
                programs / "pg_ctl",
                "start",
                "-w",
                "-D",
                data,
                "-l",
                folder / "log",
                "-o",
                options,
            ]
        )
        try:
            yield Cluster(f"{USER}@127.0.0.1:{port}")
        finally:
            _run([*as_user, programs / "pg_ctl", "stop", "-w", "-D", data, "-m", "immediate"])
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if folders and (folders[-1] / "initdb").exists():
        return folders[-1]
    found = shutil.which("initdb")
    if found is None:
        raise RuntimeError(HINT)
    return Path(found).resolve().parent


def _unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the account that its package made."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[str | Path]) -> None:
    # Output into a file: a server that inherits a pipe would keep its reader waiting for ever.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/", check=False)
        output.seek(0)
        if done.returncode:
            raise RuntimeError(f"{command} failed:\n{output.read()[-3000:]}")
