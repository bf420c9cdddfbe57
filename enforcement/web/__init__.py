"""The door for people: pages and htmx fragments. It knows no JSON API and no job."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect

from enforcement.web.filters import register_filters
from enforcement.web.health import health
from enforcement.web.kit import kit
from enforcement.web.languages import register_languages
from enforcement.web.security import register_security

BLUEPRINTS: tuple[Blueprint, ...] = (health, kit)
"""Every blueprint of pages, in the order of the menu."""

csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Give the application its pages."""
    register_filters(app)
    register_languages(app)
    register_security(app)
    csrf.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
