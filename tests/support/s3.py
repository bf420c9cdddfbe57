"""A real S3 server for one test process, with a switch to take it away."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.object_server import ObjectServer


@contextmanager
def object_server() -> Iterator[ObjectServer]:
    """A started server in a throw-away folder; a test may `stop()` and `start()` it again."""
    folder = Path(tempfile.mkdtemp(prefix="enforcement-s3-"))
    server = ObjectServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
