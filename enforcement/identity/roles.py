"""Roles are a file (config/roles.toml); the numbers of sign-in are another (sign_in.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from enforcement.foundation.permissions import Permission

CONFIG = Path(__file__).resolve().parents[2] / "config"


class ConfigurationError(ValueError):
    """A file under config/ can't be used; names the file, the entry and what is wrong."""


@dataclass(frozen=True)
class Role:
    """A named set of permissions."""

    code: str
    name: str
    permissions: frozenset[Permission]
    exclusive: bool = False
    """Can't be held together with any other role on one account."""


@dataclass(frozen=True)
class LockOut:
    """After ``failures`` wrong passwords within a time a name is locked for a time."""

    failures: int
    within: timedelta
    locked: timedelta


@dataclass(frozen=True)
class SessionTimes:
    """How long a sign-in lasts without use, and at most."""

    idle: timedelta
    lifetime: timedelta
    touch: timedelta


@dataclass(frozen=True)
class PasswordPolicy:
    """What a password must look like; lengths in characters."""

    least_characters: int
    most_characters: int
    long_characters: int
    least_kinds: int


@dataclass(frozen=True)
class SignInPolicy:
    """The numbers of config/sign_in.toml."""

    lock_out: LockOut
    session: SessionTimes
    password: PasswordPolicy
    token_lifetime: timedelta


def load_roles(path: Path) -> Mapping[str, Role]:
    """Roles by code; ``ConfigurationError`` for an unknown permission or a missing name."""
    with path.open("rb") as file:
        tables = tomllib.load(file)
    return {code: _role(path, code, table) for code, table in tables.items()}


def load_sign_in_policy(path: Path) -> SignInPolicy:
    """The policy; ``ConfigurationError`` when a number is missing or not positive."""
    with path.open("rb") as file:
        tables = tomllib.load(file)

    def number(section: str, name: str) -> int:
        value = tables.get(section, {}).get(name)
        if not isinstance(value, int) or value < 1:
            message = f"{path.name}: [{section}] {name} must be a whole number from 1, is {value!r}"
            raise ConfigurationError(message)
        return value

    return SignInPolicy(
        lock_out=LockOut(
            failures=number("lock_out", "failures"),
            within=timedelta(minutes=number("lock_out", "within_minutes")),
            locked=timedelta(minutes=number("lock_out", "locked_minutes")),
        ),
        session=SessionTimes(
            idle=timedelta(minutes=number("session", "idle_minutes")),
            lifetime=timedelta(hours=number("session", "hours")),
            touch=timedelta(seconds=number("session", "touch_seconds")),
        ),
        password=PasswordPolicy(
            least_characters=number("password", "least_characters"),
            most_characters=number("password", "most_characters"),
            long_characters=number("password", "long_characters"),
            least_kinds=number("password", "least_kinds"),
        ),
        token_lifetime=timedelta(days=number("token", "most_days")),
    )


def _role(path: Path, code: str, table: Mapping[str, Any]) -> Role:
    known = {permission.value for permission in Permission}
    unknown = sorted(set(table.get("permissions", ())) - known)
    if unknown:
        message = f"{path.name}: [{code}] names unknown permissions: {', '.join(unknown)}"
        raise ConfigurationError(message)
    if not table.get("name") or not table.get("permissions"):
        message = f"{path.name}: [{code}] needs a name and permissions"
        raise ConfigurationError(message)
    return Role(
        code=code,
        name=table["name"],
        permissions=frozenset(Permission(word) for word in table["permissions"]),
        exclusive=bool(table.get("exclusive", False)),
    )


ROLES = load_roles(CONFIG / "roles.toml")
SIGN_IN = load_sign_in_policy(CONFIG / "sign_in.toml")
