"""The door for programs: JSON under `/api/v1`, described by OpenAPI. It knows no HTML and no job."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Give the application its API."""
