"""Rows as the facts that rules read, and facts as the JSON that rows keep. Fractions are kept as ``[n, d]``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from enforcement.rules.evaluation.deciding import Result
from enforcement.rules.evaluation.reading import read_standard
from enforcement.rules.evaluation.scoring import Score
from enforcement.rules.evaluation.sheets import Fault, FileFacts, Reference, Sheet, VetoMark
from enforcement.rules.evaluation.standard import Standard

if TYPE_CHECKING:
    from enforcement.evaluation.models.core import EvaluationFile, EvaluationStandard


def standard_of(row: EvaluationStandard) -> Standard:
    """A version as the rules take it."""
    return read_standard(row.content, f"{row.code} {row.version_no}")


def facts_of(file: EvaluationFile) -> FileFacts:
    """Kind and answers of a drawn file; questions still open count as yes until somebody answers them."""
    return FileFacts(file.kind, {name: answer is not False for name, answer in file.answers.items()})


def sheet_to(sheet: Sheet) -> dict[str, Any]:
    """A sheet as it is stored."""
    return asdict(sheet)


def sheet_from(stored: Mapping[str, Any]) -> Sheet:
    """A stored sheet."""
    return Sheet(
        tuple(
            Fault(one["deduction"], Reference(**one["reference"]), one["times"], one["remark"])
            for one in stored.get("faults", ())
        ),
        tuple(
            VetoMark(one["veto"], one["reason"], Reference(**one["reference"]) if one["reference"] else None)
            for one in stored.get("vetoes", ())
        ),
    )


def score_to(score: Score) -> dict[str, Any]:
    """What a signed sheet says about its points: shown, never computed with (the sheet itself is scored again)."""
    return {
        "points": str(score.points),
        "unrounded": fraction_to(score.unrounded),
        "grade": score.band.id,
        "grade_name": score.band.name,
        "vetoes": [mark.veto for mark in score.vetoes],
        "steps": list(score.steps),
    }


def result_to(result: Result) -> dict[str, Any]:
    """The result of a file as it is stored."""
    return {
        "points": str(result.points),
        "unrounded": fraction_to(result.unrounded),
        "grade": result.band.id,
        "grade_name": result.band.name,
        "vetoes": list(result.vetoes),
        "counted": list(result.counted),
        "steps": list(result.steps),
    }


def fraction_to(value: Fraction) -> list[int]:
    """Numerator and denominator."""
    return [value.numerator, value.denominator]


def fraction_from(stored: list[int]) -> Fraction:
    """The fraction of numerator and denominator."""
    return Fraction(*stored)
