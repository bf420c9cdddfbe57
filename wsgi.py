"""Where web servers and the `flask` command find the application.

`gunicorn "wsgi:application()"` serves it. `flask --app wsgi …` uses `create_app`, which also works
where no installation is set up: then only the commands that need none are there.
"""

import os

from flask import Flask

from config.settings import ROOT, Settings, SettingsError, read_env_file
from enforcement import app, cli

LOCAL = ROOT / "var" / "local.env"


def application() -> Flask:
    """The whole application. Raises SettingsError when the environment does not describe an installation."""
    return app.create_app(Settings.from_env(_environment()))


def create_app() -> Flask:
    """The whole application, or only its pure commands when the settings cannot be used."""
    try:
        settings = Settings.from_env(_environment())
    except SettingsError as error:
        return cli.without_installation(error)
    return app.create_app(settings)


def _environment() -> dict[str, str]:
    # `make run` leaves its settings there, so that commands typed beside it reach the same installation.
    local = read_env_file(LOCAL) if LOCAL.is_file() and "DATABASE_URL" not in os.environ else {}
    return {**local, **os.environ}
