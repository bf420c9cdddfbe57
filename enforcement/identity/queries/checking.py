"""Checking an officer at the door: name and number of the certificate, nothing else, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from enforcement.identity.models import Certificate, Officer, Organisation
from enforcement.identity.queries.staff import paper_of
from enforcement.platform.database import db
from enforcement.rules.officers import OfficerPaper, officer_fact


@dataclass(frozen=True)
class CertificateCheck:
    """What the public may know of a certificate (国办发〔2018〕118号: 人员信息公开); ``problem`` empty: in force."""

    name: str
    number: str
    issuer: str
    agency: str
    fields: tuple[str, ...]
    area: str
    valid_from: date
    valid_to: date
    problem: str


def check_certificate(name: str, number: str, on: date) -> CertificateCheck | None:
    """The certificate of that name and number as it stands on a day; both must match exactly. Public.

    ``None`` when they don't belong together, so that nobody learns whose number it is.
    """
    statement = (
        select(Certificate)
        .join(Officer, Officer.id == Certificate.officer_id)
        .where(Certificate.number == number.strip(), Officer.name == name.strip())
        .options(
            joinedload(Certificate.officer).joinedload(Officer.organisation),
            joinedload(Certificate.officer).selectinload(Officer.certificates).selectinload(Certificate.suspensions),
        )
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        return None
    fact = officer_fact(_alone(paper_of(found.officer), found.number), on)
    return CertificateCheck(
        name=found.officer.name,
        number=found.number,
        issuer=found.issuer,
        agency=found.officer.organisation.name,
        fields=tuple(found.fields),
        area=db.session.scalar(select(Organisation.region_name).where(Organisation.path == found.area_path)) or "",
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        problem=fact.certificate_problem,
    )


def _alone(paper: OfficerPaper, number: str) -> OfficerPaper:
    """The person with this certificate only: a valid newer one does not revive the one shown at the door."""
    certificates = tuple(one for one in paper.certificates if one.number == number)
    return OfficerPaper(
        paper.officer_id, paper.name, paper.kind, paper.law_qualification_no, certificates, paper.left_on
    )
