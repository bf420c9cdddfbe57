"""The database: one engine, one session, one way to begin and end a transaction.

PostgreSQL (``postgresql+psycopg://``) for real, SQLite in WAL mode for trying out. Services
are the only callers of :func:`transaction`; nested ones join the outermost.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, Select, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry

from enforcement.foundation.errors import NotFound, Stale, Unavailable

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

SQLITE_BUSY_SECONDS = 20


class Model(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)


class Versioned:
    """Mixin of mutable records: a lost update becomes ``StaleDataError``, never silence."""

    version: Mapped[int] = mapped_column(nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 -- a class, by SQLAlchemy's rule
        """Compare the version at every update."""
        return {"version_id_col": cls.version}


db = SQLAlchemy(model_class=Model)

Row = TypeVar("Row")


def init_database(app: Flask, url: str) -> None:
    """Bind the application to a database address."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    if url.startswith("sqlite"):
        options: dict[str, Any] = {"connect_args": {"timeout": SQLITE_BUSY_SECONDS}}
    else:
        options = {"pool_pre_ping": True, "pool_size": 10}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")


@contextmanager
def transaction() -> Iterator[None]:
    """Begin, commit at the end, roll back on any error; a nested one joins.

    Errors: ``Stale`` when somebody else saved in between; ``Unavailable`` when the database
    stays locked or can't be reached.
    """
    session = db.session
    depth = session.info.get("depth", 0)
    if depth == 0 and not _joined(session):
        _begin_writing(session)
    session.info["depth"] = depth + 1
    try:
        yield
        if depth == 0:
            session.commit()
        else:
            session.flush()
    except BaseException as error:
        if depth == 0:
            session.rollback()
        if isinstance(error, StaleDataError):
            raise Stale from error
        if isinstance(error, OperationalError):
            raise _unavailable(error) from error
        raise
    finally:
        session.info["depth"] = depth


def _joined(session: Any) -> bool:
    """Whether the session rides on a connection whose transaction a test began."""
    return isinstance(session.get_bind(), Connection)


def _begin_writing(session: Any) -> None:
    """Start a fresh transaction that sees the latest rows; on SQLite take the write lock."""
    session.rollback()
    if session.get_bind().dialect.name == "sqlite":
        try:
            session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        except OperationalError as error:
            session.rollback()
            raise _unavailable(error) from error


def _unavailable(error: OperationalError) -> Exception:
    if re.search(r"locked|connect|closed|terminat|timeout", str(error.orig)):
        return Unavailable("数据库暂时无法写入", kept="没有保存任何内容", remedy="请稍后再试一次")
    return error


def locked(statement: Select[tuple[Row]]) -> Row:
    """The one row of a statement, locked for this transaction and read afresh.

    Errors: ``NotFound`` when there is none.
    """
    row = db.session.execute(statement.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()
    if row is None:
        raise NotFound
    return row
