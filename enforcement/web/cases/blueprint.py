"""The blueprint that the modules of this package hang their pages on."""

from __future__ import annotations

from flask import Blueprint

cases = Blueprint("cases", __name__)
