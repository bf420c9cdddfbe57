"""Frozen facts that higher rooms read; no table leaves this room through them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class OrganisationFacts:
    """An organisation as its documents name it."""

    org_id: int
    public_id: str
    code: str
    name: str
    short_name: str
    kind: str
    level: str
    domain: str
    parent_id: int | None
    path: str
    uscc: str
    region_name: str
    address: str
    phone: str
    review_organ: str
    court: str
    bank_name: str
    bank_account: str
    active: bool


@dataclass(frozen=True)
class PersonFact:
    """Somebody who may be asked to act."""

    user_id: int
    name: str
    position: str
    officer_id: int | None
    law_qualification_no: str


@dataclass(frozen=True)
class KnownPerson:
    """Somebody with an account, and what tells them from others.

    ``paths`` are those of the account's and the staff list's organisation; ``numbers`` certificates and qualification.
    """

    user_id: int
    public_id: str
    name: str
    org_code: str
    paths: frozenset[str]
    numbers: frozenset[str]


@dataclass(frozen=True)
class GrantLine:
    """A role somebody holds, as a line of a list; ``where`` is a place or a record."""

    public_id: str
    role: str
    where: str
    valid_from: date
    valid_to: date | None
    in_force: bool
