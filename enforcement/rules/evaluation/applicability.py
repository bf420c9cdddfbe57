"""What kind of file a case file is for a standard, and what the machine proposes to its questions.

A proposal is only that: people confirm it, once for all sheets of the file. Questions that a standard of one's own
adds, or that the file can't answer, get no proposal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from enforcement.rules.casefile.model import CaseFile
from enforcement.rules.casefile.terms import DocumentKind, Outcome, Procedure, StepKind
from enforcement.rules.evaluation.standard import Standard

UNPROVED = "unproved"
GENERAL, SIMPLIFIED, NO_PENALTY = "general", "simplified", "no_penalty"


def kind_of(file: CaseFile) -> str:
    """The kind of file in the words of the standards; a file without penalty is one in either procedure."""
    if file.case.outcome is Outcome.NO_PENALTY:
        return NO_PENALTY
    return SIMPLIFIED if file.case.procedure is Procedure.SUMMARY else GENERAL


def proposed_answers(standard: Standard, file: CaseFile) -> dict[str, bool | None]:
    """For each question that the standard asks about this kind of file: yes, no, or None without a proposal."""
    return {
        condition.id: PROPOSALS[condition.id](file) if condition.id in PROPOSALS else None
        for condition in standard.conditions_of(kind_of(file))
    }


def _legal_review(file: CaseFile) -> bool | None:
    """Yes where one took place; whether one was due otherwise is for people."""
    return True if any(review.legal for review in file.reviews) else None


def _discussion(file: CaseFile) -> bool | None:
    if file.discussion is not None or {"complex", "grave"} & set(file.case.flags):
        return True
    return None


def _overdue(file: CaseFile) -> bool | None:
    if file.payment is None:
        return False if not file.decision.due_fine_fen else None
    paid = sum(entry.fine_fen for entry in file.payment.entries)
    late = any(entry.surcharge_fen for entry in file.payment.entries)
    return late or paid < file.decision.due_fine_fen


def _hearing(file: CaseFile) -> bool | None:
    """Yes where it was held, no where nobody asked or the party took it back; whether it was due is for people."""
    if any(step.kind is StepKind.HEARING for step in file.steps):
        return True
    return False if file.hearing is None or file.hearing.withdrawn_on is not None else None


def _holds(kind: DocumentKind) -> Callable[[CaseFile], bool | None]:
    """Yes where the file has such a paper; whether there should be one is for people."""

    def found(file: CaseFile) -> bool | None:
        return True if any(paper.kind is kind for paper in file.documents) else None

    return found


def _mentions(*words: str) -> Callable[[CaseFile], bool | None]:
    """Yes where a paper's title names it; the absence of a paper proves nothing."""

    def found(file: CaseFile) -> bool | None:
        return True if any(word in paper.title for paper in file.documents for word in words) else None

    return found


PROPOSALS: Mapping[str, Callable[[CaseFile], bool | None]] = {
    "recordings": lambda file: file.recordings is not None and bool(file.recordings.items or file.recordings.files),
    "testing": lambda file: any("鉴定" in one.kind for one in file.evidence) or _mentions("检测", "检验", "鉴定")(file),
    "preservation": lambda file: bool(file.preservations),
    "legal_review": _legal_review,
    "discussion": _discussion,
    "notice": lambda file: True if file.notice is not None else None,
    "pleading": lambda file: bool(file.statements) or file.hearing is not None,
    "hearing": _hearing,
    "scene": _holds(DocumentKind.SCENE_RECORD),
    "inquiry": _holds(DocumentKind.INQUIRY_RECORD),
    "documents": lambda file: True if any("书证" in one.kind for one in file.evidence) else None,
    "education": lambda file: UNPROVED not in file.case.flags,
    "benchmark": lambda file: True if file.benchmark is not None else None,
    "fine": lambda file: bool(file.decision.fine_fen or file.decision.confiscation_fen),
    "overdue": _overdue,
    "reminder": _overdue,
    "correction": _mentions("责令改正", "责令限期改正"),
    "seizure": _mentions("查封", "扣押"),
    "court": _mentions("强制执行申请"),
    "daily_fine": _mentions("按日连续处罚"),
}
