"""One more result of a file, beside those that stand. Joins the caller's transaction, under the lock of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from enforcement.evaluation.loading import write_down
from enforcement.evaluation.models.core import EvaluationFile
from enforcement.evaluation.models.feedback import EvaluationDecision
from enforcement.evaluation.states import DecisionKind
from enforcement.foundation.actor import Actor
from enforcement.platform.database import db


@dataclass(frozen=True)
class Decided:
    """What is decided: ``result`` as ``mapping.result_to`` writes it; ``source`` the seat or objection behind it."""

    kind: DecisionKind
    source: str
    result: dict[str, Any]
    steps: Sequence[str]


def add_decision(actor: Actor, file: EvaluationFile, decided: Decided, now: datetime) -> EvaluationDecision:
    """Add the next decision; the first result and every decision before stay as they are."""
    last = db.session.scalar(select(func.max(EvaluationDecision.no)).where(EvaluationDecision.file_id == file.id))
    row = EvaluationDecision(
        file_id=file.id,
        no=(last or 0) + 1,
        kind=decided.kind,
        source=decided.source,
        result=decided.result,
        points=decided.result["points"],
        grade=decided.result["grade"],
        grade_name=decided.result["grade_name"],
        steps=list(decided.steps),
        decided_by=actor.user_id,
        decided_by_name=actor.name,
        decided_at=now,
    )
    db.session.add(row)
    db.session.flush()
    after = {"no": row.no, "kind": row.kind.value, "points": row.points, "grade": row.grade}
    write_down(actor, "result_decided", f"file:{file.public_id}", file.plan.org_path, now, after=after)
    return row
