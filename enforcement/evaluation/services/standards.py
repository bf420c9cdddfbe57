"""Standards: those of the installation, drafts of one's own, publishing for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from enforcement.evaluation.commands.standards import DraftStandard, EditStandard, PublishStandard
from enforcement.evaluation.loading import locked_standard, refuse, write_down
from enforcement.evaluation.models.core import EvaluationStandard
from enforcement.evaluation.policies import Action, require
from enforcement.evaluation.states import StandardState
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.identity.queries import organisation_facts
from enforcement.platform.database import db, transaction
from enforcement.rules.evaluation.checks import StandardError
from enforcement.rules.evaluation.reading import read_standard
from enforcement.rules.evaluation.standard import Standard, changed_since_published, content, standard_digest

EVERYWHERE = "/"
BASIS = "行政执法监督条例第十九条"


def seed_standards(actor: Actor, standards: Sequence[Standard], now: datetime) -> int:
    """Publish the installation's standards that are not there yet, and say how many. Safe to repeat.

    Errors: ``Refused`` for a file that was changed after its version was published.
    """
    with transaction():
        known = {
            (row.code, row.version_no): row.digest
            for row in db.session.execute(
                select(EvaluationStandard.code, EvaluationStandard.version_no, EvaluationStandard.digest)
            )
        }
        named = [(one, known.get((one.id, one.version))) for one in standards]
        changed = [changed_since_published(one, digest) for one, digest in named if digest is not None]
        refuse([reason for reason in changed if reason is not None])
        new = [one for one, digest in named if digest is None]
        for one in new:
            row = _row(actor, one, EVERYWHERE, now)
            row.state, row.published_at, row.published_by_name = StandardState.PUBLISHED, now, actor.name
            db.session.add(row)
            db.session.flush()
            write_down(actor, "standard_published", f"standard:{row.public_id}", EVERYWHERE, now, after=_told(row))
    return len(new)


def draft_standard(actor: Actor, command: DraftStandard, now: datetime) -> EvaluationStandard:
    """A new version as a draft. Errors: ``Invalid`` (``content``) naming the entry; ``Refused`` for a version taken."""
    organ = organisation_facts(command.org_id)
    require(actor, Action.PLAN, organ.path)
    with transaction():
        row = _row(actor, _read(command.content), organ.path, now)
        _save(row)
        write_down(actor, "standard_drafted", f"standard:{row.public_id}", row.org_path, now, after=_told(row))
    return row


def edit_standard(actor: Actor, command: EditStandard, now: datetime) -> EvaluationStandard:
    """The whole content anew. Errors: ``Stale``; ``Invalid``; ``Refused`` once it is published."""
    with transaction():
        row = locked_standard(actor, Action.PLAN, command.public_id, command.version)
        standard = _read(command.content)
        _require_draft(row)
        row.code, row.version_no, row.name = standard.id, standard.version, standard.name
        row.content, row.digest = content(standard), standard_digest(standard)
        row.drafted_by, row.drafted_by_name, row.drafted_at = actor.user_id, actor.name, now
        _save(row)
        write_down(actor, "standard_edited", f"standard:{row.public_id}", row.org_path, now, after=_told(row))
    return row


def publish_standard(actor: Actor, command: PublishStandard, now: datetime) -> EvaluationStandard:
    """The head publishes; from now on nothing of this version changes.

    Errors: ``Stale``; ``Refused`` for who wrote the draft himself, or once it is published.
    """
    with transaction():
        row = locked_standard(actor, Action.APPROVE, command.public_id, command.version)
        _require_draft(row)
        if actor.user_id is None or actor.user_id == row.drafted_by:
            raise Refused([Reason("own-draft", "起草人不能公布自己起草的标准", BASIS, "由另一名负责人审核公布")])
        row.state, row.published_at, row.published_by_name = StandardState.PUBLISHED, now, actor.name
        write_down(actor, "standard_published", f"standard:{row.public_id}", row.org_path, now, after=_told(row))
    return row


def _read(data: Mapping[str, Any]) -> Standard:
    try:
        return read_standard(data, "")
    except StandardError as error:
        raise Invalid({"content": error.faults}) from error


def _row(actor: Actor, standard: Standard, org_path: str, now: datetime) -> EvaluationStandard:
    return EvaluationStandard(
        code=standard.id,
        version_no=standard.version,
        org_path=org_path,
        state=StandardState.DRAFT,
        name=standard.name,
        content=content(standard),
        digest=standard_digest(standard),
        drafted_by=actor.user_id,
        drafted_by_name=actor.name,
        drafted_at=now,
    )


def _require_draft(row: EvaluationStandard) -> None:
    if row.state is StandardState.PUBLISHED:
        message = f"《{row.name}》{row.version_no} 版已经公布，内容不能再改"
        lift = "改用新的版本号另存为新版本；已经启动的评查仍然按原版本评分"
        raise Refused([Reason("version-published", message, BASIS, lift)])


def _save(row: EvaluationStandard) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        message = f"标准 {row.code} 已经有 {row.version_no} 版"
        raise Refused([Reason("version-taken", message, BASIS, "改用新的版本号")]) from error


def _told(row: EvaluationStandard) -> dict[str, str]:
    return {"code": row.code, "version": row.version_no, "digest": row.digest}
