"""A published bundle as it comes in: every key there and of the right type, or the first one that is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from enforcement.rules.draws.bundle import VERSION
from enforcement.rules.draws.hashing import Algorithm, DrawFault
from enforcement.rules.draws.lines import SURROGATE
from enforcement.rules.draws.seed import sealed_seed

_HEX = re.compile(r"[0-9a-f]{64}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")

Value = TypeVar("Value")
Reader = Callable[[Any, str], Value]


class Unreadable(DrawFault):
    """The bundle can't be read: `key` names the place, the message says why."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}：{why}")
        self.key = key


@dataclass(frozen=True, slots=True)
class PublishedClass:
    """One entry of `classes`; `threshold` and `selected` are None while a sealed draw is not opened."""

    name: str
    size: int
    k: int
    threshold: str | None
    selected: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class PublishedOfficers:
    """The `officers` of a bundle."""

    pool: tuple[str, ...]
    assigned: tuple[tuple[str, tuple[str, ...]], ...]
    skips: tuple[tuple[str, str, str], ...]
    infeasible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A bundle whose shape is right; nothing is said yet about what it claims."""

    algorithm: Algorithm
    commit_json: Mapping[str, Any]
    commit: str
    sources: tuple[tuple[str, str], ...]
    seed: str
    sealed_key: str | None
    pool: tuple[str, ...]
    exclusions: tuple[str, ...]
    classes: tuple[PublishedClass, ...]
    selected_root: str
    officers: PublishedOfficers | None
    events: tuple[Mapping[str, Any], ...]

    @property
    def unopened(self) -> bool:
        """Whether the draw is sealed and its key is not public yet."""
        return "kc" in self.commit_json and self.sealed_key is None

    @property
    def s(self) -> bytes | None:
        """What tickets and rankings are made from; None when it is not public or is no digest."""
        value = digest_of(self.seed)
        if "kc" not in self.commit_json:
            return value
        key = digest_of(self.sealed_key)
        return None if value is None or key is None else sealed_seed(self.algorithm, value, key)


def digest_of(text: Any) -> bytes | None:
    """The 32 bytes of 64 lower-case hexadecimal digits; None for anything else."""
    return bytes.fromhex(text) if isinstance(text, str) and _HEX.fullmatch(text) else None


def instant_of(text: Any) -> datetime | None:
    """The instant of ISO 8601 text with seconds and zone; None for anything else."""
    if not isinstance(text, str) or not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def read_bundle(plain: Any) -> Published:
    """Read a bundle from JSON data. Raises Unreadable with the key that is missing or of the wrong type."""
    bundle = _mapping(plain, "bundle")
    version = _at(bundle, "v", _integer)
    if version != VERSION:
        raise Unreadable("v", f"只认识第 {VERSION} 版，这里是 {version}")
    commit_json = _at(bundle, "commit_json", _mapping)
    algorithm = _at(commit_json, "alg", _text, "commit_json.")
    if algorithm not in set(Algorithm):
        raise Unreadable("commit_json.alg", f"应为 {' 或 '.join(Algorithm)}，这里是 {algorithm}")
    return Published(
        algorithm=Algorithm(algorithm),
        commit_json=commit_json,
        commit=_at(bundle, "commit", _text),
        sources=_at(bundle, "sources", _rows(_pair(_text, _text))),
        seed=_at(bundle, "seed", _text),
        sealed_key=_at(bundle, "sealed_key", _perhaps(_text)),
        pool=_at(bundle, "pool", _rows(_text)),
        exclusions=_at(bundle, "exclusions", _rows(_text)),
        classes=_at(bundle, "classes", _rows(_class)),
        selected_root=_at(bundle, "selected_root", _text),
        officers=_at(bundle, "officers", _perhaps(_officers)),
        events=_at(bundle, "events", _rows(_mapping)),
    )


def _class(value: Any, key: str) -> PublishedClass:
    row = _mapping(value, key)
    return PublishedClass(
        name=_at(row, "class", _text, f"{key}."),
        size=_at(row, "N", _integer, f"{key}."),
        k=_at(row, "k", _integer, f"{key}."),
        threshold=_at(row, "threshold", _perhaps(_text), f"{key}."),
        selected=_at(row, "selected", _perhaps(_rows(_text)), f"{key}."),
    )


def _officers(value: Any, key: str) -> PublishedOfficers:
    officers = _mapping(value, key)
    return PublishedOfficers(
        pool=_at(officers, "pool", _rows(_text), f"{key}."),
        assigned=_at(officers, "assigned", _rows(_pair(_text, _rows(_text))), f"{key}."),
        skips=_at(officers, "skips", _rows(_triple), f"{key}."),
        infeasible=_at(officers, "infeasible", _rows(_text), f"{key}."),
    )


def _at(mapping: Mapping[str, Any], name: str, read: Reader[Value], where: str = "") -> Value:
    if name not in mapping:
        raise Unreadable(f"{where}{name}", "缺少这一项")
    return read(mapping[name], f"{where}{name}")


def _mapping(value: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(key, "应为对象")
    return value


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str):
        raise Unreadable(key, "应为文字")
    if not value.isascii() and SURROGATE.search(value):
        raise Unreadable(key, "含有不成对的代理字符")
    return value


def _integer(value: Any, key: str) -> int:
    if type(value) is not int:
        raise Unreadable(key, "应为整数")
    return value


def _perhaps(read: Reader[Value]) -> Reader[Value | None]:
    return lambda value, key: None if value is None else read(value, key)


def _rows(read: Reader[Value]) -> Reader[tuple[Value, ...]]:
    def rows(value: Any, key: str) -> tuple[Value, ...]:
        if not isinstance(value, list):
            raise Unreadable(key, "应为数组")
        return tuple(read(one, f"{key}[{place}]") for place, one in enumerate(value))

    return rows


Other = TypeVar("Other")


def _pair(first: Reader[Value], second: Reader[Other]) -> Reader[tuple[Value, Other]]:
    def pair(value: Any, key: str) -> tuple[Value, Other]:
        if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - a pair
            raise Unreadable(key, "应为两项的数组")
        return first(value[0], f"{key}[0]"), second(value[1], f"{key}[1]")

    return pair


def _triple(value: Any, key: str) -> tuple[str, str, str]:
    if not isinstance(value, list) or len(value) != 3:  # noqa: PLR2004 - object, officer, rule
        raise Unreadable(key, "应为三项的数组")
    one, two, three = (_text(text, f"{key}[{place}]") for place, text in enumerate(value))
    return one, two, three
