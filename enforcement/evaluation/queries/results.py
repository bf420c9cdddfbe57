"""Files of a plan with everything that was signed about them. Internal: for feedback and reports of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from enforcement.evaluation.mapping import facts_of, fraction_from, standard_of
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan, EvaluationSeat
from enforcement.evaluation.settling import BOTH, signed_score, signed_seats
from enforcement.evaluation.states import FileState
from enforcement.platform.database import db
from enforcement.rules.evaluation.scoring import Score
from enforcement.rules.evaluation.sheets import FileFacts
from enforcement.rules.evaluation.standard import Band, Standard


@dataclass(frozen=True)
class SignedSheet:
    """A signed sheet, scored again from what was signed; ``place`` 3 is the third."""

    seat: str
    place: int
    evaluator_name: str
    score: Score
    remark: str
    digest: str
    signed_at: datetime


@dataclass(frozen=True)
class FileResult:
    """What follows from the sheets."""

    points: str
    unrounded: Fraction
    band: Band
    vetoes: tuple[str, ...]
    counted: tuple[int, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class DecidedFile:
    """A drawn file after scoring: ``result`` is None for one that was not scored to the end."""

    public_id: str
    case_file: str
    agency_org_id: int
    agency_path: str
    agency_name: str
    label: str
    kind: str
    must_kinds: tuple[str, ...]
    state: FileState
    standard: Standard
    facts: FileFacts
    third_reasons: tuple[str, ...]
    sheets: tuple[SignedSheet, ...]
    result: FileResult | None

    @property
    def paired(self) -> bool:
        """Whether both first sheets are there to be compared."""
        return len(self.sheets) >= BOTH


def decided_files(plan_public_id: str) -> tuple[DecidedFile, ...]:
    """Every drawn file of a plan, by agency and label."""
    rows = db.session.scalars(
        select(EvaluationFile)
        .join(EvaluationPlan, EvaluationPlan.id == EvaluationFile.plan_id)
        .where(EvaluationPlan.public_id == plan_public_id)
        .options(
            joinedload(EvaluationFile.plan).joinedload(EvaluationPlan.standard),
            selectinload(EvaluationFile.seats).joinedload(EvaluationSeat.sheet),
        )
        .order_by(EvaluationFile.agency_path, EvaluationFile.label)
    ).all()
    if not rows:
        return ()
    standard = standard_of(rows[0].plan.standard)
    return tuple(_decided(row, standard) for row in rows)


def file_result(stored: Mapping[str, Any], standard: Standard) -> FileResult:
    """A result as rows keep it."""
    band = next(one for one in standard.bands if one.id == stored["grade"])
    return FileResult(
        stored["points"],
        fraction_from(stored["unrounded"]),
        band,
        tuple(stored["vetoes"]),
        tuple(stored["counted"]),
        tuple(stored["steps"]),
    )


def _decided(row: EvaluationFile, standard: Standard) -> DecidedFile:
    return DecidedFile(
        public_id=row.public_id,
        case_file=row.case_file_public_id,
        agency_org_id=row.agency_org_id,
        agency_path=row.agency_path,
        agency_name=row.agency_name,
        label=row.label,
        kind=row.kind,
        must_kinds=tuple(row.must_kinds),
        state=row.state,
        standard=standard,
        facts=facts_of(row),
        third_reasons=tuple(one["message"] for one in row.third_reasons),
        sheets=tuple(_sheet(standard, one) for one in signed_seats(row)),
        result=None if row.result is None else file_result(row.result, standard),
    )


def _sheet(standard: Standard, row: EvaluationSeat) -> SignedSheet:
    sheet = row.sheet
    if sheet.signed_at is None:
        raise ValueError(row.public_id)
    return SignedSheet(
        seat=row.public_id,
        place=row.place,
        evaluator_name=row.evaluator_name,
        score=signed_score(standard, row),
        remark=sheet.remark,
        digest=sheet.digest,
        signed_at=sheet.signed_at,
    )
