"""What people ask of this room. Organisations, accounts and officers are named by public id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enforcement.identity.kinds import OrganisationKind, OrganisationLevel
from enforcement.rules.officers import OfficerKind


@dataclass(frozen=True)
class OrganisationDetails:
    """What stands in an organisation's documents; ``code`` is unique in the installation."""

    code: str
    name: str
    short_name: str
    domain: str = ""
    uscc: str = ""
    region_name: str = ""
    address: str = ""
    phone: str = ""
    review_organ: str = ""
    court: str = ""
    bank_name: str = ""
    bank_account: str = ""


@dataclass(frozen=True)
class CreateOrganisation:
    """A new organisation below ``parent``; without one it is the root of the tree."""

    details: OrganisationDetails
    kind: OrganisationKind
    level: OrganisationLevel
    parent: str | None = None


@dataclass(frozen=True)
class FoundInstallation:
    """The root of the tree and the first administrator."""

    details: OrganisationDetails
    kind: OrganisationKind
    level: OrganisationLevel
    username: str
    person: str
    password: str


@dataclass(frozen=True)
class EditOrganisation:
    """New details of an organisation as read at ``version``."""

    organisation: str
    details: OrganisationDetails
    version: int
    active: bool = True


@dataclass(frozen=True)
class MoveOrganisation:
    """An organisation with all below it goes under another parent (机构改革)."""

    organisation: str
    parent: str
    reason: str


@dataclass(frozen=True)
class CreateAccount:
    """A new account. ``temporary``: the owner must change the password before anything else."""

    organisation: str
    username: str
    name: str
    password: str
    position: str = ""
    temporary: bool = True


@dataclass(frozen=True)
class ChangePassword:
    """One's own password."""

    current: str
    password: str


@dataclass(frozen=True)
class GrantRole:
    """A role on an organisation and all below it, or on one record; days included."""

    account: str
    role: str
    valid_from: date
    organisation: str | None = None
    record: str | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class RegisterOfficer:
    """A person on the staff list of an organisation, perhaps with an account."""

    organisation: str
    name: str
    kind: OfficerKind
    account: str | None = None
    position: str = ""
    law_qualification_no: str = ""


@dataclass(frozen=True)
class IssueCertificate:
    """行政执法证, first and last day included; ``area`` is the organisation of its territory."""

    officer: str
    number: str
    issuer: str
    valid_from: date
    valid_to: date
    fields: tuple[str, ...]
    area: str | None = None


@dataclass(frozen=True)
class SuspendCertificate:
    """暂扣 from a day; ``suspended_to`` is the last day, ``None`` while open."""

    certificate: str
    suspended_from: date
    reason: str
    suspended_to: date | None = None


@dataclass(frozen=True)
class ReturnCertificate:
    """The certificate is given back and counts again from ``returned_on``."""

    certificate: str
    returned_on: date
    reason: str


@dataclass(frozen=True)
class RevokeCertificate:
    """吊销 or 注销: from ``revoked_on`` on it no longer counts."""

    certificate: str
    revoked_on: date
    reason: str


@dataclass(frozen=True)
class IssueToken:
    """A token for an agency's own system, with some of its owner's permissions."""

    name: str
    scopes: tuple[str, ...]
    days: int
