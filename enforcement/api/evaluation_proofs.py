"""Files of objections and rectifications as programs get them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response

from enforcement.evaluation.proofs import Proof

BINARY: dict[str, Any] = {"type": "string", "format": "binary"}


def proof_file(proof: Proof) -> Response:
    """The bytes under the name they were handed in with, never kept by caches."""
    answer = Response(proof.content, mimetype=proof.mime)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(proof.name)}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
