"""Acts on the item list and the libraries (一单两库). ``version`` is the one the person saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from enforcement.rules.inspection.items import Basis, ItemKind, StandardEntry


@dataclass(frozen=True)
class ItemContent:
    """What a version of an item says. ``ratios`` in basis points, ``frequency`` in times a year, by class."""

    code: str
    name: str
    sub_item: str
    bases: tuple[Basis, ...]
    subject: str
    object_kind: str
    kind: ItemKind
    ratios: Mapping[str, int]
    frequency: Mapping[str, int]
    methods: tuple[str, ...]
    qualification: str
    standard: tuple[StandardEntry, ...]
    yearly_cap: int | None
    note: str = ""


@dataclass(frozen=True)
class DraftItem:
    """Write the draft of an item's first or next version; ``version`` 0 where there is no draft yet."""

    org_id: int
    content: ItemContent
    version: int = 0


@dataclass(frozen=True)
class PublishItem:
    """Publish a draft; the version before ends the day before ``valid_from``."""

    public_id: str
    version: int
    valid_from: date


@dataclass(frozen=True)
class UploadLibrary:
    """An Excel file of objects for an agency's library."""

    org_id: int
    file_name: str
    content: bytes


@dataclass(frozen=True)
class Leave:
    """Days on which an officer can't be sent, both included."""

    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True)
class Conflict:
    """An enterprise from whose inspection an officer recuses, and why (行政处罚法第四十三条)."""

    uscc: str
    reason: str


@dataclass(frozen=True)
class KeepOfficer:
    """What the library of inspectors says about one person of the staff list; ``version`` 0 for a new entry."""

    officer_public_id: str
    version: int
    item_codes: tuple[str, ...]
    areas: tuple[str, ...]
    specialities: tuple[str, ...]
    qualified_items: tuple[str, ...]
    load_limit: int
    active: bool
    leaves: tuple[Leave, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
