"""What an organisation is and on which level."""

from __future__ import annotations

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    JUSTICE = "justice"


class OrganisationLevel(StrEnum):
    """Administrative level, highest first."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
