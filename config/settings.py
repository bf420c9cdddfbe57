"""The settings of one installation, read once from the environment and never changed afterwards."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SECRET_LENGTH = 32
BUCKET_LENGTH = (3, 63)
PORTS = (1, 65535)
PLACEHOLDER = "change-me"
DATABASES = ("sqlite", "postgresql+psycopg")
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


class SettingsError(ValueError):
    """A variable is missing or cannot be used; the message names each one and what it should hold."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one installation to another.

    Durations are hours, ports are TCP ports, folders are absolute, endpoints are URLs without a path.
    `workbook_megabytes` is what an uploaded Excel file may unpack to.
    `s3_endpoint` is how the program reaches the store, `s3_public_endpoint` how a browser does.
    """

    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    s3_endpoint: str
    s3_public_endpoint: str
    s3_access_key: str = field(repr=False)
    s3_secret_key: str = field(repr=False)
    s3_region: str
    s3_bucket: str
    public_base_url: str
    platform_name: str
    demo: bool
    ruleset_folders: tuple[Path, ...]
    calendar_folders: tuple[Path, ...]
    standard_folders: tuple[Path, ...]
    session_hours: int
    workbook_megabytes: int
    port: int
    proxies: int

    @property
    def https(self) -> bool:
        """Whether people reach the site through TLS, so that cookies may be kept to it."""
        return self.public_base_url.startswith("https://")

    @property
    def session_lifetime(self) -> timedelta:
        """How long a person stays signed in."""
        return timedelta(hours=self.session_hours)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from `environ` (the process environment if none is given).

        Raises SettingsError with one line per unusable variable.
        """
        reader = _Reader(os.environ if environ is None else environ)
        settings = cls(
            demo=reader.flag("DEMO", default=False),
            secret_key=reader.secret("SECRET_KEY"),
            database_url=reader.database("DATABASE_URL"),
            s3_endpoint=reader.url("S3_ENDPOINT"),
            s3_public_endpoint=reader.url("S3_PUBLIC_ENDPOINT", default_from="S3_ENDPOINT"),
            s3_access_key=reader.text("S3_ACCESS_KEY"),
            s3_secret_key=reader.text("S3_SECRET_KEY"),
            s3_region=reader.text("S3_REGION", default="us-east-1"),
            s3_bucket=reader.bucket("S3_BUCKET", default="enforcement"),
            public_base_url=reader.url("PUBLIC_BASE_URL"),
            platform_name=reader.text("PLATFORM_NAME", default="行政执法全过程记录与监督平台"),
            ruleset_folders=(HERE / "rulesets", *reader.folders("RULESET_FOLDERS")),
            calendar_folders=(HERE / "calendars", *reader.folders("CALENDAR_FOLDERS")),
            standard_folders=(HERE / "evaluation", *reader.folders("STANDARD_FOLDERS")),
            session_hours=reader.number("SESSION_HOURS", default=10, least=1, most=24),
            workbook_megabytes=reader.number("WORKBOOK_MEGABYTES", default=200, least=20, most=2000),
            port=reader.number("PORT", default=8000, least=PORTS[0], most=PORTS[1]),
            proxies=reader.number("PROXIES", default=0, least=0, most=5),
        )
        reader.finish()
        return settings


class _Reader:
    """Collects every fault instead of stopping at the first: an operator mends them in one go."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._faults: list[str] = []

    def finish(self) -> None:
        if self._faults:
            lines = "\n".join(f"  {fault}" for fault in self._faults)
            raise SettingsError(f"These settings cannot be used (see config/env.example):\n{lines}")

    def text(self, name: str, *, default: str | None = None) -> str:
        value = self._environ.get(name, "").strip() or default
        if value is None:
            self._fault(name, "is not set")
            return ""
        if PLACEHOLDER in value:
            self._fault(name, "still holds the placeholder of the example; put a value of your own")
        return value

    def secret(self, name: str) -> str:
        value = self.text(name)
        if value and len(value) < SECRET_LENGTH:
            self._fault(name, f"needs at least {SECRET_LENGTH} random characters, it has {len(value)}")
        return value

    def url(self, name: str, *, default_from: str | None = None) -> str:
        if default_from is not None and not self._environ.get(name, "").strip():
            return self._environ.get(default_from, "").strip().rstrip("/")
        value = self.text(name).rstrip("/")
        if value and not _is_endpoint(value):
            self._fault(name, f"must look like https://host:port, it is {value!r}")
        return value

    def database(self, name: str) -> str:
        value = self.text(name)
        if value and value.split(":", 1)[0] not in DATABASES:
            self._fault(name, f"must begin with one of {', '.join(f'{kind}://' for kind in DATABASES)}")
        return value

    def bucket(self, name: str, *, default: str) -> str:
        value = self.text(name, default=default)
        allowed = value.replace("-", "").replace(".", "")
        if not (BUCKET_LENGTH[0] <= len(value) <= BUCKET_LENGTH[1] and allowed.isalnum() and value == value.lower()):
            self._fault(name, f"must be 3 to 63 lower-case letters, digits, '-' or '.', it is {value!r}")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        value = self._environ.get(name, "").strip().lower()
        if value and value not in TRUE | FALSE:
            self._fault(name, f"must be 1 or 0, it is {value!r}")
        return value in TRUE if value else default

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        value = self._environ.get(name, "").strip() or str(default)
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            self._fault(name, f"must be a whole number from {least} to {most}, it is {value!r}")
            return default
        return int(value)

    def folders(self, name: str) -> tuple[Path, ...]:
        value = self._environ.get(name, "").strip()
        paths = tuple(Path(part).resolve() for part in value.split(os.pathsep) if part.strip())
        for path in paths:
            if not path.is_dir():
                self._fault(name, f"names {path}, which is no folder")
        return paths

    def _fault(self, name: str, complaint: str) -> None:
        self._faults.append(f"{name} {complaint}")


def _is_endpoint(value: str) -> bool:
    try:
        parts = urlsplit(value)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and has_host and not (parts.path or parts.query or parts.fragment)


def read_env_file(path: Path) -> dict[str, str]:
    """Read `NAME=value` lines; blank lines and lines that begin with # say nothing.

    Raises SettingsError for any other line, with its number.
    """
    values: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, sign, value = text.partition("=")
        if not sign:
            message = f"{path}, line {number}: expected NAME=value"
            raise SettingsError(message)
        values[name.strip()] = value.strip()
    return values
