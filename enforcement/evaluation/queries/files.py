"""Reads of case files taken in. Functions without an actor are internal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select

from enforcement.evaluation.blinded import blind
from enforcement.evaluation.facts import BlindedFile, CaseFileFacts, ClosedCase, FilePerson, FoundFinding
from enforcement.evaluation.models.files import EvaluationCaseFile, PrecheckFinding
from enforcement.evaluation.policies import governments
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.queries import organisation_facts, organisations_facts
from enforcement.platform.database import db
from enforcement.platform.storage import current_store
from enforcement.recording.queries import recording_facts
from enforcement.rules.casefile.reading import read_case_file
from enforcement.rules.evaluation.drawing import MustDraw
from enforcement.rules.precheck.registry import titles
from enforcement.rules.recording import COMPLETE


def closed_files(org_ids: Collection[int], period_from: date, period_to: date) -> tuple[ClosedCase, ...]:
    """The newest version of every file of these agencies that was closed in the period, by agency and number."""
    newest = select(func.max(EvaluationCaseFile.id)).group_by(EvaluationCaseFile.org_id, EvaluationCaseFile.file_no)
    rows = db.session.scalars(
        select(EvaluationCaseFile)
        .where(
            EvaluationCaseFile.id.in_(newest),
            EvaluationCaseFile.org_id.in_(set(org_ids)),
            EvaluationCaseFile.closed_on.between(period_from, period_to),
        )
        .order_by(EvaluationCaseFile.org_id, EvaluationCaseFile.file_no)
    ).all()
    return _closed(rows, organisations_facts([row.org_id for row in rows]))


def files_named(public_ids: Collection[str]) -> tuple[ClosedCase, ...]:
    """These versions, newest or not; unknown ones are left out."""
    rows = db.session.scalars(
        select(EvaluationCaseFile)
        .where(EvaluationCaseFile.public_id.in_(set(public_ids)))
        .order_by(EvaluationCaseFile.org_id, EvaluationCaseFile.file_no)
    ).all()
    return _closed(rows, organisations_facts([row.org_id for row in rows]))


def case_file(public_id: str) -> CaseFileFacts:
    """One version with its content. Errors: ``NotFound``; ``Unavailable`` when the store is away."""
    row = db.session.scalar(select(EvaluationCaseFile).where(EvaluationCaseFile.public_id == public_id))
    if row is None:
        raise NotFound
    (closed,) = _closed([row], {row.org_id: organisation_facts(row.org_id)})
    return CaseFileFacts(closed, read_case_file(current_store().get(row.content_key)))


def supervised(actor: Actor, public_id: str) -> str:
    """The id of a file that lies below a government of the actor's organs. Errors: ``NotFound``."""
    path = db.session.scalar(select(EvaluationCaseFile.org_path).where(EvaluationCaseFile.public_id == public_id))
    if path is None or not path.startswith(governments(actor)):
        raise NotFound
    return public_id


def findings_of(public_id: str) -> tuple[FoundFinding, ...]:
    """What the machine found in one version, in the order of the procedure; people are named in it."""
    rows = db.session.scalars(
        select(PrecheckFinding)
        .join(EvaluationCaseFile, EvaluationCaseFile.id == PrecheckFinding.file_id)
        .where(EvaluationCaseFile.public_id == public_id)
        .order_by(PrecheckFinding.no)
    ).all()
    names = titles()
    return tuple(
        FoundFinding(
            public_id=one.public_id,
            rule=one.rule,
            # a rule that a later program no longer has keeps its id
            title=names.get(one.rule, one.rule),
            article=one.article,
            documents=tuple(one.documents),
            explanation=one.explanation,
            rule_version=one.rule_version,
        )
        for one in rows
    )


def blinded_file(public_id: str) -> BlindedFile:
    """One version as an evaluator may see it. Internal: whoever asks proves that the seat is the evaluator's own.

    Errors: ``NotFound``; ``Unavailable`` when the store is away.
    """
    found = case_file(public_id)
    has_volume = volume_key(public_id) is not None
    return blind(public_id, found.content, findings_of(public_id), has_volume=has_volume)


def volume_key(public_id: str) -> str | None:
    """Where the scanned volume of a version lies; None without one. Internal."""
    wanted = select(EvaluationCaseFile.volume_key).where(EvaluationCaseFile.public_id == public_id)
    return db.session.scalar(wanted)


def recordings_there(public_id: str) -> dict[int, str]:
    """Place in the list of a version's recordings (from 0) -> recording (public id), for those this system holds.

    A file from outside has only their names. Internal. Errors: as ``case_file``.
    """
    matter = db.session.scalar(select(EvaluationCaseFile.matter_id).where(EvaluationCaseFile.public_id == public_id))
    listed = case_file(public_id).content.recordings if matter else None
    if matter is None or listed is None:
        return {}
    held = {one.sha256: one.public_id for one in recording_facts(matter) if one.state in COMPLETE}
    return {place: held[one.sha256] for place, one in enumerate(listed.files) if one.sha256 in held}


def _closed(rows: Sequence[EvaluationCaseFile], agencies: dict[int, OrganisationFacts]) -> tuple[ClosedCase, ...]:
    return tuple(
        ClosedCase(
            public_id=row.public_id,
            org_id=row.org_id,
            org_path=row.org_path,
            org_code=agencies[row.org_id].code,
            org_name=agencies[row.org_id].name,
            file_no=row.file_no,
            title=row.title,
            kind=row.kind,
            closed_on=row.closed_on,
            traits=frozenset(MustDraw(one) for one in row.traits),
            people=tuple(FilePerson(one["role"], one["name"], tuple(one["numbers"])) for one in row.people),
        )
        for row in rows
    )
