"""Acts after scoring: reports, objections, the end of the round. ``version`` is the one that the person read."""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.evaluation.commands.uploads import Upload


@dataclass(frozen=True)
class WaiveReEvaluation:
    """The head decides that a failed file (public id) can't be re-evaluated, because nobody lawful is left."""

    file: str
    version: int
    reason: str


@dataclass(frozen=True)
class IssueReports:
    """One group report for each agency of a plan (public id)."""

    plan: str
    version: int


@dataclass(frozen=True)
class WaiveObjections:
    """The agency has nothing (more) to object to a report (public id)."""

    report: str
    version: int


@dataclass(frozen=True)
class FileObjection:
    """The agency objects to one subject (``item:<no>``, ``veto:<no>``) of a file (public id) in its report."""

    report: str
    file: str
    subject: str
    grounds: str
    uploads: tuple[Upload, ...] = ()


@dataclass(frozen=True)
class AnswerObjection:
    """Whether an objection (public id) is upheld; ``fallen`` are the deductions that fall, empty: all of the item."""

    objection: str
    version: int
    upheld: bool
    reasons: str
    fallen: tuple[str, ...] = ()


@dataclass(frozen=True)
class FreezeResults:
    """The head fixes the results of a plan (public id)."""

    plan: str
    version: int
