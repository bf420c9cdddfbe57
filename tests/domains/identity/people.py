"""A small city made through the services, for tests of this room and of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from enforcement.foundation.actor import Actor, system_actor
from enforcement.identity import services
from enforcement.identity.actors import actor_of_user
from enforcement.identity.commands import (
    CreateAccount,
    CreateOrganisation,
    GrantRole,
    IssueCertificate,
    OrganisationDetails,
    RegisterOfficer,
)
from enforcement.identity.kinds import OrganisationKind, OrganisationLevel
from enforcement.identity.models import Officer, Organisation, User
from enforcement.rules.officers import OfficerKind
from tests.support.app import NOON

SYSTEM = system_actor("测试")
PASSWORD = "Cloud-Gate-42!"
FIRST_DAY, LAST_DAY = date(2024, 3, 1), date(2029, 2, 28)


@dataclass(frozen=True)
class City:
    """One province, a city and two of its counties, each with a market bureau."""

    province: Organisation
    city: Organisation
    bureau: Organisation
    east: Organisation
    east_bureau: Organisation
    west: Organisation


def organisation(
    name: str,
    parent: Organisation | None,
    level: OrganisationLevel,
    kind: OrganisationKind = OrganisationKind.GOVERNMENT,
) -> Organisation:
    details = OrganisationDetails(
        code=name, name=name, short_name=name[:3], domain="" if kind is OrganisationKind.GOVERNMENT else "市场监督管理"
    )
    command = CreateOrganisation(details, kind, level, parent.public_id if parent else None)
    return services.create_organisation(SYSTEM, command, NOON)


def make_city() -> City:
    levels, department = OrganisationLevel, OrganisationKind.DEPARTMENT
    province = organisation("云岭省", None, levels.PROVINCE)
    city = organisation("云城市", province, levels.CITY)
    east = organisation("东山县", city, levels.COUNTY)
    return City(
        province=province,
        city=city,
        bureau=organisation("云城市市场监督管理局", city, levels.CITY, department),
        east=east,
        east_bureau=organisation("东山县市场监督管理局", east, levels.COUNTY, department),
        west=organisation("西水县", city, levels.COUNTY),
    )


def make_account(username: str, org: Organisation, role: str | None = None, at: Organisation | None = None) -> User:
    command = CreateAccount(org.public_id, username, f"{username}的姓名", PASSWORD, temporary=False)
    user = services.create_account(SYSTEM, command, NOON)
    if role is not None:
        grant(user, role, at or org)
    return user


def grant(user: User, role: str, org: Organisation, first: date = date(2026, 1, 1), last: date | None = None) -> None:
    command = GrantRole(user.public_id, role, first, organisation=org.public_id, valid_to=last)
    services.grant_role(SYSTEM, command, NOON)


def actor_for(user: User, now: datetime = NOON) -> Actor:
    return actor_of_user(user, "192.0.2.1", now)


def make_officer(name: str, org: Organisation, kind: OfficerKind = OfficerKind.OFFICER, number: str = "") -> Officer:
    officer = services.register_officer(SYSTEM, RegisterOfficer(org.public_id, name, kind), NOON)
    if kind is OfficerKind.OFFICER:
        certificate = IssueCertificate(
            officer.public_id, number or f"证-{name}", "云岭省人民政府", FIRST_DAY, LAST_DAY, ("市场监督管理",)
        )
        services.issue_certificate(SYSTEM, certificate, NOON)
    return officer


def after(**parts: float) -> datetime:
    return NOON + timedelta(**parts)
