"""The words of the interface: the Chinese sentence is the key, so Chinese needs no catalogue.

Every sentence in a template goes through `_()`. An English catalogue is added with
`pybabel extract -F babel.cfg -k _ -o messages.pot .` and `pybabel init -l en`; it belongs in
`enforcement/web/translations`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import Babel

if TYPE_CHECKING:
    from flask import Flask

LANGUAGE = "zh_Hans_CN"
TIME_ZONE = "Asia/Shanghai"


def register_languages(app: Flask) -> None:
    """Give the templates of the app `_()` and `ngettext()`."""
    Babel(app, default_locale=LANGUAGE, default_timezone=TIME_ZONE)
