"""An agency with officers, seal and rules, for tests of papers."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import func, select

from enforcement.documents.commands import AddSignature, IssueDocument, RegisterSeal, ServeDocument
from enforcement.documents.form_list import FORMS
from enforcement.documents.models import Document, NumberSequence, Signature
from enforcement.documents.services import add_signature, draw_demo_seal, issue, register_seal
from enforcement.foundation.actor import Actor, Grant
from enforcement.foundation.permissions import Permission
from enforcement.identity.models import Officer, Organisation
from enforcement.platform.database import db
from enforcement.rules.service import ServiceMode
from tests.domains.documents.samples import contents
from tests.domains.identity.people import SYSTEM, make_city, make_officer
from tests.support.app import NOON

MATTER = "m0000000000000000001"
TODAY = date(2026, 9, 1)
"""The civil date of NOON."""


@dataclass(frozen=True)
class House:
    bureau: Organisation
    other: Organisation
    officers: tuple[Officer, Officer]
    handler: Actor
    """Holds what an officer holds on the bureau."""
    stranger: Actor
    """Holds the same on another agency."""

    @property
    def server_ids(self) -> tuple[int, ...]:
        return tuple(officer.id for officer in self.officers)


def handler_of(org: Organisation) -> Actor:
    permissions = frozenset({Permission.CASE_INVESTIGATE, Permission.CASE_READ, Permission.DOCUMENT_READ})
    return Actor(None, "承办人", org_id=org.id, org_path=org.path, grants=(Grant(permissions, org_path=org.path),))


def build_house(*, sealed: bool = True) -> House:
    city = make_city()
    officers = (make_officer("陈志远", city.bureau), make_officer("林晓岚", city.bureau))
    if sealed:
        put_seal(city.bureau)
    return House(city.bureau, city.east_bureau, officers, handler_of(city.bureau), handler_of(city.east_bureau))


def put_seal(org: Organisation, valid_from: date = date(2026, 1, 1)) -> None:
    command = RegisterSeal(org.id, org.name, draw_demo_seal(org.name), valid_from)
    register_seal(SYSTEM, command, NOON)


def picture(size: tuple[int, int] = (600, 220)) -> bytes:
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.line([(10, size[1] - 10), (size[0] // 2, 10), (size[0] - 10, size[1] - 10)], fill=(10, 10, 40, 255), width=6)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def sign(house: House, matter: str = MATTER) -> Signature:
    command = AddSignature(
        matter, house.bureau.id, "scene_record", "周海平", "当事人", Permission.CASE_INVESTIGATE, image_png=picture()
    )
    return add_signature(house.handler, command, NOON)


def command_for(house: House, code: str, data: dict[str, Any] | None = None, matter: str = MATTER) -> IssueDocument:
    form = FORMS[code]
    return IssueDocument(
        matter_id=matter,
        org_id=house.bureau.id,
        form=code,
        title=form.name,
        data=contents([])[code] if data is None else data,
        seal=form.sealed,
        permission=Permission.CASE_INVESTIGATE,
    )


def issue_one(house: House, code: str, data: dict[str, Any] | None = None) -> Document:
    return issue(house.handler, command_for(house, code, data), NOON)


def direct_service(house: House, document: Document, **changes: Any) -> ServeDocument:
    values: dict[str, Any] = {
        "document_public_id": document.public_id,
        "mode": ServiceMode.DIRECT,
        "served_on": TODAY,
        "place": "云州市临江区江畔路66号",
        "server_ids": house.server_ids,
        "recipient": "周海平",
        "relation": "法定代表人",
        "signature_png": picture(),
    }
    return ServeDocument(**(values | changes))


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(Document)) or 0


def last_number(org_id: int, series: str) -> int | None:
    return db.session.scalar(
        select(NumberSequence.last).where(NumberSequence.org_id == org_id, NumberSequence.series == series)
    )
