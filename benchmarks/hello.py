"""The whole application, and beside it under `/hello` a Flask application that only says hello.

Both are served by the same gunicorn workers, so that one can be told as a share of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

import wsgi

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PREFIX = "/hello"


def application() -> WSGIApplication:
    """What gunicorn serves for `benchmarks/http.py`."""
    return DispatcherMiddleware(wsgi.application(), {PREFIX: say_hello()})


def say_hello() -> Flask:
    """No database, no session, no template."""
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "hello"

    return app
