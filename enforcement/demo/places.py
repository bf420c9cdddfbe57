"""The organisations of 云州市: a city, a district, a county, a street, a town; eight departments and branches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from stdnum.cn import uscc

from enforcement.foundation.actor import Actor
from enforcement.identity.commands import CreateOrganisation, OrganisationDetails
from enforcement.identity.kinds import OrganisationKind, OrganisationLevel
from enforcement.identity.services import create_organisation

if TYPE_CHECKING:
    from enforcement.identity.models import Organisation

CITY, COUNTY, TOWN = OrganisationLevel.CITY, OrganisationLevel.COUNTY, OrganisationLevel.TOWN
GOVERNMENT, DEPARTMENT, JUSTICE = OrganisationKind.GOVERNMENT, OrganisationKind.DEPARTMENT, OrganisationKind.JUSTICE

CITY_CODE = "YZ"
TOUR_BUREAU = "YZ-SCJG"
DEPARTMENTS = ("YZ-SCJG", "YZ-STHJ", "YZ-YJGL", "YZ-JTYS", "YZ-CSGL", "YZ-XFJY", "YZ-NYNC", "YZ-WHLY")
"""The eight departments of the city, in the order in which they are listed everywhere."""


@dataclass(frozen=True)
class Region:
    """A region with its code and the organs that hear reviews and suits against its agencies."""

    name: str
    code: str
    review_organ: str
    court: str
    street: str


CITY_REGION = Region("云州市", "990100", "云州市人民政府", "云州市临江区人民法院", "云州市临江区政务路")
DISTRICT = Region("云州市临江区", "990102", "云州市临江区人民政府", "云州市临江区人民法院", "云州市临江区江畔路")
RURAL = Region("云州市北塘县", "990121", "云州市北塘县人民政府", "云州市北塘县人民法院", "云州市北塘县塘前街")


@dataclass(frozen=True)
class Place:
    """One organisation before it is created; ``parent`` is the code of the one above."""

    code: str
    parent: str
    name: str
    short_name: str
    kind: OrganisationKind
    level: OrganisationLevel
    domain: str
    region: Region


PLACES = (
    Place("YZ", "", "云州市人民政府", "云政", GOVERNMENT, CITY, "", CITY_REGION),
    Place("YZ-SFJ", "YZ", "云州市司法局", "云司", JUSTICE, CITY, "司法行政", CITY_REGION),
    Place("YZ-SCJG", "YZ", "云州市市场监督管理局", "云市监", DEPARTMENT, CITY, "市场监督管理", CITY_REGION),
    Place("YZ-STHJ", "YZ", "云州市生态环境局", "云环", DEPARTMENT, CITY, "生态环境", CITY_REGION),
    Place("YZ-YJGL", "YZ", "云州市应急管理局", "云应急", DEPARTMENT, CITY, "应急管理", CITY_REGION),
    Place("YZ-JTYS", "YZ", "云州市交通运输局", "云交", DEPARTMENT, CITY, "交通运输", CITY_REGION),
    Place("YZ-CSGL", "YZ", "云州市城市管理局", "云城管", DEPARTMENT, CITY, "城市管理", CITY_REGION),
    Place("YZ-XFJY", "YZ", "云州市消防救援支队", "云消", DEPARTMENT, CITY, "消防救援", CITY_REGION),
    Place("YZ-NYNC", "YZ", "云州市农业农村局", "云农", DEPARTMENT, CITY, "农业农村", CITY_REGION),
    Place("YZ-WHLY", "YZ", "云州市文化和旅游局", "云文旅", DEPARTMENT, CITY, "文化和旅游", CITY_REGION),
    Place("YZ-LJ", "YZ", "云州市临江区人民政府", "临政", GOVERNMENT, COUNTY, "", DISTRICT),
    Place("LJ-SFJ", "YZ-LJ", "云州市临江区司法局", "临司", JUSTICE, COUNTY, "司法行政", DISTRICT),
    Place("LJ-SCJG", "YZ-LJ", "云州市临江区市场监督管理局", "临市监", DEPARTMENT, COUNTY, "市场监督管理", DISTRICT),
    Place("LJ-CSGL", "YZ-LJ", "云州市临江区城市管理局", "临城管", DEPARTMENT, COUNTY, "城市管理", DISTRICT),
    Place("LJ-JP", "YZ-LJ", "云州市临江区江畔街道办事处", "临江畔", GOVERNMENT, TOWN, "", DISTRICT),
    Place("YZ-BT", "YZ", "云州市北塘县人民政府", "北政", GOVERNMENT, COUNTY, "", RURAL),
    Place("BT-SFJ", "YZ-BT", "云州市北塘县司法局", "北司", JUSTICE, COUNTY, "司法行政", RURAL),
    Place("BT-SCJG", "YZ-BT", "云州市北塘县市场监督管理局", "北市监", DEPARTMENT, COUNTY, "市场监督管理", RURAL),
    Place("BT-NYNC", "YZ-BT", "云州市北塘县农业农村局", "北农", DEPARTMENT, COUNTY, "农业农村", RURAL),
    Place("BT-QH", "YZ-BT", "云州市北塘县青禾镇人民政府", "北青禾", GOVERNMENT, TOWN, "", RURAL),
    Place("BT-STHJ", "YZ-STHJ", "云州市生态环境局北塘分局", "云环北", DEPARTMENT, COUNTY, "生态环境", RURAL),
)


def create_places(actor: Actor, now: datetime) -> dict[str, Organisation]:
    """Create all organisations, parents first; by code."""
    made: dict[str, Organisation] = {}
    for number, place in enumerate(PLACES, start=1):
        parent = made[place.parent].public_id if place.parent else None
        command = CreateOrganisation(_details(place, number), place.kind, place.level, parent)
        made[place.code] = create_organisation(actor, command, now)
    return made


def credit_code(authority: str, region: str, number: str) -> str:
    """A 统一社会信用代码 with valid check digits.

    ``authority`` are the first two characters (91 enterprise, 92 个体工商户, 11 organ),
    ``number`` the eight characters of the body's own code.
    """
    body = f"{authority}{region}{number}{organisation_check(number)}"
    return body + uscc.calc_check_digit(body)


def organisation_check(number: str) -> str:
    """The check character of an eight-character organisation code (GB 11714)."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(alphabet.index(one) * weight for one, weight in zip(number, weights, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _details(place: Place, number: int) -> OrganisationDetails:
    return OrganisationDetails(
        code=place.code,
        name=place.name,
        short_name=place.short_name,
        domain=place.domain,
        uscc=credit_code("11", place.region.code, f"00{number:06d}"),
        region_name=place.region.name,
        address=f"{place.region.street}{number * 2}号",
        phone=f"0990-8800{number:04d}",
        review_organ=CITY_REGION.review_organ if place.code in {"YZ", *DEPARTMENTS} else place.region.review_organ,
        court=place.region.court,
        bank_name=f"云州银行{'北塘支行' if place.region is RURAL else '营业部'}",
        bank_account=f"990188{number:02d}00066{number:04d}",
    )
