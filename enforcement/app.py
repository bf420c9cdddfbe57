"""The composition root: settings -> database -> store -> law files -> handlers -> doors."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

import enforcement
from config.settings import ROOT, Settings
from enforcement import api, cli, handlers, web
from enforcement.catalogue.law import install_law
from enforcement.doors.access import init_access
from enforcement.doors.limits import limiter
from enforcement.doors.problems import register_problems
from enforcement.evaluation.installation import install_standards
from enforcement.platform.database import db, init_database
from enforcement.platform.storage import init_store
from enforcement.platform.workbooks import limit_workbooks
from enforcement.rules.calendars import load_calendars
from enforcement.rules.evaluation.reading import load_standards
from enforcement.rules.rulesets import load_rulesets
from enforcement.web.errors import problem_page

LARGEST_FORM_BYTES = 16 * 1024 * 1024
TABLES_OF_PLATFORM = ("demo_clock", "leases", "search")
WEB = Path(__file__).resolve().parent / "web"


def create_app(settings: Settings) -> Flask:
    """The application of one installation. Asks nothing of the database or the store yet."""
    app = Flask("enforcement", template_folder=WEB / "templates", static_folder=WEB / "static")
    _configure(app, settings)
    install_law(load_rulesets(settings.ruleset_folders), load_calendars(settings.calendar_folders))
    install_standards(load_standards(settings.standard_folders))
    limit_workbooks(settings.workbook_megabytes)
    limiter.init_app(app)
    load_tables()
    init_database(app, settings.database_url)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    init_store(app, settings)
    handlers.connect_handlers()
    register_problems(app, problem_page)
    init_access(app)
    web.register(app)
    api.register(app)
    cli.register(app)
    return app


def load_tables() -> None:
    """Import the tables of every room, so that foreign keys by name and migrations see all of them."""
    rooms = [f"enforcement.{room.name}.models" for room in iter_modules(enforcement.__path__) if room.ispkg]
    platform = [f"enforcement.platform.{name}" for name in TABLES_OF_PLATFORM]
    for name in rooms + platform:
        if find_spec(name):
            import_module(name)


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        DEMO=settings.demo,
        PLATFORM_NAME=settings.platform_name,
        PUBLIC_BASE_URL=settings.public_base_url,
        PERMANENT_SESSION_LIFETIME=settings.session_lifetime,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=LARGEST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
