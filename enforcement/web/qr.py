"""QR codes of addresses, as pictures."""

from __future__ import annotations

import io

import segno
from flask import Response, current_app

INK = "#16201f"
DAY_OF_CACHE = "public, max-age=86400"


def absolute(path: str) -> str:
    """The permanent address of a path, as the world sees it."""
    return f"{current_app.config['PUBLIC_BASE_URL'].rstrip('/')}{path}"


def qr_svg(address: str) -> bytes:
    """The address as an SVG of dark squares."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=3, border=2, dark=INK)
    return drawn.getvalue()


def qr_answer(address: str) -> Response:
    """The same, to be shown by a page."""
    return Response(qr_svg(address), mimetype="image/svg+xml", headers={"Cache-Control": DAY_OF_CACHE})
