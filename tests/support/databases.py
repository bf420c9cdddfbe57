"""Copies of a migrated database: SQLite by copying its file, PostgreSQL by `CREATE DATABASE … TEMPLATE`."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.support.app import build_app, migrate
from tests.support.postgres import Cluster

UNREACHABLE = {
    "S3_ENDPOINT": "http://127.0.0.1:1",
    "S3_ACCESS_KEY": "app",
    "S3_SECRET_KEY": "no server listens there",
}
SQLITE = "sqlite:///"


class Copies:
    """Makes databases of a kind (`sqlite`, `postgresql`); the revisions run once per kind."""

    def __init__(self, folder: Path, cluster: Callable[[], Cluster]) -> None:
        self._folder = folder
        self._cluster = cluster
        self._templates: dict[str, str] = {}

    def empty(self, kind: str) -> str:
        """The URL of a new database without tables."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        return f"{SQLITE}{self._folder / name}.sqlite" if kind == "sqlite" else self._cluster().create(name)

    def make(self, kind: str) -> str:
        """The URL of a new migrated database."""
        return self.copy(self._template(kind))

    def copy(self, template: str) -> str:
        """The URL of a copy of a database that nobody is connected to."""
        if template.startswith(SQLITE):
            url = self.empty("sqlite")
            _copy_file(template.removeprefix(SQLITE), url.removeprefix(SQLITE))
            return url
        return self._cluster().create(f"test_{uuid.uuid4().hex[:12]}", template=template.rsplit("/", 1)[1])

    def discard(self, url: str) -> None:
        """Remove a database."""
        if url.startswith(SQLITE):
            Path(url.removeprefix(SQLITE)).unlink()
        else:
            self._cluster().drop(url.rsplit("/", 1)[1])

    def _template(self, kind: str) -> str:
        if kind not in self._templates:
            url = self.empty(kind)
            migrate(build_app(url, UNREACHABLE))
            self._templates[kind] = url
        return self._templates[kind]


def _copy_file(source: str, target: str) -> None:
    """Copy through SQLite: what still stands in the write-ahead log comes along."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
