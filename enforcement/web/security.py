"""What protects a browser: forms carry a token, and every answer says where its parts may come from."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask_wtf import CSRFProtect
from werkzeug.exceptions import BadRequest

from enforcement.foundation.errors import NotFound
from enforcement.platform.storage import current_store

FIXED = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()",
}


csrf = CSRFProtect()


def register_security(app: Flask) -> None:
    """Ask forms for their token, and add the headers to every answer that does not set them itself."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)
    app.before_request(_refuse_nul)
    app.before_request(_ask_for_token)
    app.after_request(_add_headers)


def _refuse_nul() -> None:
    """No address of a page holds U+0000, which PostgreSQL does not even compare."""
    if request.path.startswith("/api/"):
        return
    if "\x00" in request.path:
        raise NotFound
    if any("\x00" in value for values in request.args.listvalues() for value in values):
        raise BadRequest


def _ask_for_token() -> None:
    # The API knows its callers by a header that no foreign page can make a browser send.
    if current_app.config["WTF_CSRF_ENABLED"] and not request.path.startswith("/api/"):
        csrf.protect()


def _add_headers(response: Response) -> Response:
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", content_policy(current_store().public_origin))
    return response


def content_policy(store_origin: str) -> str:
    """The content policy of a page: everything from here, recordings also from the store at `store_origin`."""
    parts = {
        "default-src": "'self'",
        # hash-wasm compiles its own WebAssembly; no other code is evaluated
        "script-src": "'self' 'wasm-unsafe-eval'",
        "style-src": "'self'",
        # a bar's width is a number of the page; no style sheet can be smuggled in by an attribute
        "style-src-attr": "'unsafe-inline'",
        "img-src": f"'self' data: blob: {store_origin}",
        "media-src": f"'self' blob: {store_origin}",
        "connect-src": f"'self' {store_origin}",
        "font-src": "'self'",
        "object-src": "'none'",
        "frame-src": "'self'",
        "frame-ancestors": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())
