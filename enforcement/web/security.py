"""What browsers are told about every answer: where its parts may come from, and that nobody may frame it."""

from __future__ import annotations

from flask import Flask, Response

from enforcement.platform.storage import current_store

FIXED = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()",
}


def register_security(app: Flask) -> None:
    """Add the headers to every answer that does not set them itself."""
    app.after_request(_add_headers)


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
