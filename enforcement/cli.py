"""The command line: `flask --app wsgi enforce …`."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from enforcement.foundation.errors import DomainError
from enforcement.platform.storage import current_store

enforce = AppGroup("enforce", help="Run and look after an installation.")


class _NeedsInstallation(click.Command):
    """Stands for every command that needs settings where there are none."""

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(name, help="Needs an installation; config/env.example names its settings.")
        self._fault = fault

    def invoke(self, _context: click.Context) -> None:
        raise click.ClickException(self._fault)


def register(app: Flask) -> None:
    """Give the application its commands."""
    app.cli.add_command(enforce)


def without_installation(error: Exception) -> Flask:
    """An application that only has the commands that need no settings; the others say what is missing."""
    app = Flask("enforcement")
    bare = AppGroup("enforce", help=enforce.help)
    for name, command in enforce.commands.items():
        bare.add_command(command if name in PURE else _NeedsInstallation(name, str(error)))
    app.cli.add_command(bare)
    app.cli.add_command(_NeedsInstallation("db", str(error)))
    return app


PURE = frozenset({"due-date"})


@enforce.command("check-store")
@with_appcontext
def check_store() -> None:
    """Write, read, sign, resume and delete in the object store, and say what works."""
    try:
        report = current_store()
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(report)
