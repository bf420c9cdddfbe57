"""What this machine must bring along, because no Python package does: fonts, and for tests servers and a browser.

`python3 -m tools.system run` and `… test` look for it, install it through apt where that may be done, and
otherwise say what to install. Standard library only: it runs before the environment exists.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
)
SERIF = ("notoserifcjk", "notoserifsc", "sourcehanserif", "simsun", "fangsong", "songti", "uming")
SANS = ("notosanscjk", "notosanssc", "sourcehansans", "simhei", "msyh", "pingfang", "wqy", "ukai")


@dataclass(frozen=True)
class Need:
    """A thing of the system, the Debian package that brings it, and how to see that it is there."""

    what: str
    package: str
    present: Callable[[], bool]


def has_chinese_fonts() -> bool:
    """Whether a Chinese serif (documents) and a sans (pages) are installed."""
    names = " ".join(
        path.name.lower().replace("-", "").replace("_", "")
        for folder in FONT_FOLDERS
        for path in Path(folder).expanduser().rglob("*")
        if path.suffix.lower() in {".ttc", ".ttf", ".otf"}
    )
    return any(name in names for name in SERIF) and any(name in names for name in SANS)


def has_postgresql() -> bool:
    """Whether the programs of a PostgreSQL server are installed, or a server for tests is named."""
    return bool(
        os.environ.get("TEST_DATABASE_URL")
        or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        or shutil.which("initdb")
    )


def has_chromium() -> bool:
    """Whether Chromium or Chrome is installed, or playwright has brought its own."""
    own = Path("~/.cache/ms-playwright").expanduser().glob("chromium*")
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")) or any(own)


def has_pdf_tools() -> bool:
    """Whether PDFs can be turned into pictures and text."""
    return bool(shutil.which("pdftoppm") and shutil.which("pdftotext"))


FONTS = Need("Chinese serif and sans fonts", "fonts-noto-cjk", has_chinese_fonts)
TO_RUN = (FONTS,)
TO_TEST = (
    FONTS,
    Need("PostgreSQL server", "postgresql", has_postgresql),
    Need("Chromium (or: .venv/bin/playwright install chromium)", "chromium", has_chromium),
    Need("pdftoppm and pdftotext", "poppler-utils", has_pdf_tools),
)


def provide(needs: tuple[Need, ...], *, with_sudo: bool) -> list[Need]:
    """Install what is missing, as far as this account may; returns what is missing still."""
    missing = [need for need in needs if not need.present()]
    prefix = _privilege(with_sudo=with_sudo)
    if missing and prefix is not None:
        packages = [need.package for need in missing]
        print(f"Installing {', '.join(packages)} …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
            # A failure shows itself below, by what is missing still.
            subprocess.run(
                [*prefix, "apt-get", *command],
                check=False,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=sys.stderr,
            )
    return [need for need in missing if not need.present()]


def _privilege(*, with_sudo: bool) -> list[str] | None:
    """What to write before apt-get: nothing for root, sudo where it asks no password, None where neither works."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if with_sudo and shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], check=False).returncode == 0:
        return ["sudo", "-n"]
    return None


def how_to_install(missing: list[Need]) -> str:
    """One sentence for a person: what is missing and the command that mends it."""
    what = ", ".join(need.what for need in missing)
    return f"Missing: {what}. Please install: sudo apt-get install {' '.join(need.package for need in missing)}"


def main() -> int:
    """Provide for `run` or `test`; 1 when tests lack something. Without fonts the program still runs, and says so."""
    testing = sys.argv[1:] == ["test"]
    missing = provide(TO_TEST if testing else TO_RUN, with_sudo=testing)
    if missing:
        print(how_to_install(missing), file=sys.stderr)
    if missing and not testing:
        print("Without the fonts no document can be issued, and Chinese text may show as boxes.", file=sys.stderr)
    return 1 if missing and testing else 0


if __name__ == "__main__":
    sys.exit(main())
