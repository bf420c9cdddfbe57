"""Who may enforce on a day: certificates, suspension, revocation (行政处罚法第四十二条、第五十五条).

Pure: the identity room collects the papers, these functions say what they are worth on one
civil date. A certificate is good from its first to its last day, both included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enforcement.rules.facts import OfficerFact


class OfficerKind(StrEnum):
    """What a person on the staff list is."""

    OFFICER = "officer"
    """行政执法人员: holds or may hold an enforcement certificate."""
    AUXILIARY = "auxiliary"
    """辅助人员: helps under command, never counts as one of the two (第四十二条)."""
    SUPERVISOR = "supervisor"
    """行政执法监督人员: supervises, does not enforce."""


@dataclass(frozen=True)
class Suspension:
    """暂扣: from the first day to the last, both included; ``None`` while not yet returned."""

    first_day: date
    last_day: date | None


@dataclass(frozen=True)
class CertificatePaper:
    """One enforcement certificate (行政执法证) with everything that ever happened to it."""

    number: str
    valid_from: date
    valid_to: date
    fields: tuple[str, ...]
    area_path: str
    suspensions: tuple[Suspension, ...] = ()
    revoked_on: date | None = None


@dataclass(frozen=True)
class OfficerPaper:
    """A person on the staff list with all certificates, old ones included."""

    officer_id: int
    name: str
    kind: OfficerKind
    law_qualification_no: str
    certificates: tuple[CertificatePaper, ...]
    left_on: date | None = None


def certificate_problem(paper: CertificatePaper, on: date) -> str:
    """Why the certificate is not in force on the civil date ``on``; empty when it is."""
    if paper.revoked_on is not None and on >= paper.revoked_on:
        return f"执法证{paper.number}已于{_day(paper.revoked_on)}吊销或者注销"
    if on < paper.valid_from:
        return f"执法证{paper.number}自{_day(paper.valid_from)}起才有效"
    if on > paper.valid_to:
        return f"执法证{paper.number}有效期至{_day(paper.valid_to)}，已经届满"
    for suspension in paper.suspensions:
        if _covers(suspension, on):
            return f"执法证{paper.number}自{_day(suspension.first_day)}起暂扣"
    return ""


def officer_fact(paper: OfficerPaper, on: date) -> OfficerFact:
    """What a procedure may rely on about a person on the civil date ``on``.

    Of several certificates the one in force with the latest end is shown; if none is in
    force, the latest one with its problem. The fields are those of every certificate in force.
    Only kind ``officer`` is ever valid.
    """
    valid = [item for item in paper.certificates if not certificate_problem(item, on)]
    shown = max(valid or paper.certificates, key=lambda item: item.valid_to, default=None)
    shown_alone = () if shown is None else (shown,)
    problem = _person_problem(paper, on)
    if not problem and shown is None:
        problem = f"{paper.name}没有行政执法证"
    if not problem and shown is not None:
        problem = certificate_problem(shown, on)
    return OfficerFact(
        officer_id=paper.officer_id,
        name=paper.name,
        certificate_no="" if shown is None else shown.number,
        certificate_valid=not problem,
        certificate_problem=problem,
        fields=tuple(dict.fromkeys(field for item in valid or shown_alone for field in item.fields)),
        kind=paper.kind.value,
        law_qualification_no=paper.law_qualification_no,
    )


def valid_officers(facts: Sequence[OfficerFact]) -> tuple[OfficerFact, ...]:
    """The distinct persons who count towards the two of 行政处罚法第四十二条."""
    seen: dict[int, OfficerFact] = {fact.officer_id: fact for fact in facts if fact.certificate_valid}
    return tuple(seen.values())


def _person_problem(paper: OfficerPaper, on: date) -> str:
    if paper.kind is OfficerKind.AUXILIARY:
        return f"{paper.name}是辅助人员，不计入两名执法人员（行政处罚法第四十二条）"
    if paper.kind is OfficerKind.SUPERVISOR:
        return f"{paper.name}是行政执法监督人员，不计入两名执法人员"
    if paper.left_on is not None and on >= paper.left_on:
        return f"{paper.name}已于{_day(paper.left_on)}离开执法岗位"
    return ""


def _covers(suspension: Suspension, on: date) -> bool:
    ended = suspension.last_day is not None and on > suspension.last_day
    return on >= suspension.first_day and not ended


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
