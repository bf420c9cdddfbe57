"""Third-party front-end files are named with version, licence and hash, and are what they claim to be."""

import hashlib
import json
import re
from pathlib import Path

VENDOR = Path("enforcement/web/static/vendor")
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
OURS = {"manifest.json"}
ELSEWHERE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""")


def files_of_manifest():
    for entry in MANIFEST["files"]:
        yield entry["file"]
        yield entry["licence_text"]
    for entry in MANIFEST["selections"]:
        yield entry["licence_text"]


def test_every_file_is_unchanged():
    for entry in MANIFEST["files"]:
        assert hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest() == entry["sha256"], entry["file"]


def test_every_file_is_in_the_manifest_and_there():
    found = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()} - OURS
    assert found == set(files_of_manifest())


def test_selections_are_there_and_name_their_version():
    for entry in MANIFEST["selections"]:
        assert entry["version"] in (VENDOR / entry["file"]).resolve().read_text(encoding="utf-8")


def test_no_page_loads_anything_from_elsewhere():
    for page in Path("enforcement/web/templates").rglob("*.html"):
        assert not re.search(
            r"<(?:script|link|img|iframe)[^>]*" + ELSEWHERE.pattern, page.read_text(encoding="utf-8")
        ), page
