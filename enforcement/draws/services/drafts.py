"""Draft and approve: two people, before anything is frozen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from enforcement.draws.commands import DraftDraw
from enforcement.draws.guards import approve_reasons, needs_person
from enforcement.draws.models import Draw
from enforcement.draws.policies import Action, require
from enforcement.draws.services.loading import draw_for, needed, refuse, write_down
from enforcement.draws.services.notices import clear, tell
from enforcement.draws.states import DrawState, NoticeKind
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.identity.queries import organisation_facts
from enforcement.platform.database import db, transaction
from enforcement.rules.draw_roles import grade_problem
from enforcement.rules.draws.lines import FULL
from enforcement.rules.draws.snapshots import to_plain
from enforcement.rules.draws.sources import KINDS, OUTSIDE, grade, ordered

_NO_REDRAW = "抽取规程：一项任务只抽取一次，没有重抽；国办发〔2015〕58号：全程留痕"


def draft_draw(actor: Actor, command: DraftDraw, now: datetime) -> Draw:
    """Prepare a draw for a matter.

    Errors: ``Invalid`` field by field; ``Refused`` when the matter has a draw already or spent one (D05), or the
    randomness is grade B without a ceremony.
    """
    organisation = organisation_facts(command.org_id)
    require(actor, Action.DRAFT, organisation.path)
    kinds = _checked(command, now)
    with transaction():
        found = grade(kinds)
        against = (needs_person(actor, "起草抽取"), _spent(command.matter), grade_problem(found, kinds))
        refuse([reason for reason in against if reason is not None])
        draw = Draw(
            org_id=organisation.org_id,
            org_path=organisation.path,
            agency=organisation.code,
            agency_name=organisation.name,
            title=needed(command.title, "title", "请填写抽取名称"),
            matter=command.matter,
            subject=command.subject,
            plan_no=command.plan_no,
            algorithm=command.algorithm.value,
            state=DrawState.DRAFT,
            sealed=command.sealed,
            open_on=command.open_on,
            classes=[[name, points] for name, points in sorted(command.classes)],
            source_kinds=list(kinds),
            needs=to_plain(command.needs),
            grade=found,
            drafted_by=actor.user_id,
            drafted_by_name=actor.name,
            drafted_at=now,
        )
        _add(draw, command.matter)
        tell(NoticeKind.APPROVAL_WAITING, f"draw:{draw.public_id}", draw.org_path, f"{draw.title}等待审批", now)
        write_down(actor, "draw.drafted", draw, now, after={"matter": draw.matter, "title": draw.title})
    return draw


def approve_draw(actor: Actor, public_id: str, now: datetime) -> Draw:
    """Approve, as another person than the drafter (D08). Errors: ``Refused``."""
    with transaction():
        draw = draw_for(actor, Action.APPROVE, public_id)
        refuse(approve_reasons(actor, draw))
        draw.state, draw.approved_at = DrawState.APPROVED, now
        draw.approved_by, draw.approved_by_name = actor.user_id, actor.name
        clear(NoticeKind.APPROVAL_WAITING, f"draw:{draw.public_id}", now)
        write_down(actor, "draw.approved", draw, now)
    return draw


def _checked(command: DraftDraw, now: datetime) -> tuple[str, ...]:
    """The kinds of sources, outside ones last. Errors: ``Invalid``."""
    errors: dict[str, list[str]] = {}
    names = [name for name, _ in command.classes]
    if not names or len(set(names)) != len(names):
        errors["classes"] = ["请为每个类别各填写一个抽取比例"]
    elif not all(0 <= points <= FULL for _, points in command.classes):
        errors["classes"] = ["抽取比例在0到100%之间"]
    kinds = command.sources
    if len(set(kinds)) != len(kinds) or not set(kinds) <= set(KINDS):
        errors["sources"] = ["随机数来源无效"]
    elif not set(kinds) & set(OUTSIDE):
        errors["sources"] = ["至少选择一个公开随机数来源，最后一个来源须是现场无人能控制的"]
    if command.sealed and (command.open_on is None or command.open_on <= civil_date(now)):
        errors["open_on"] = ["密封抽取须填写公开名单的最后日期，且在今天以后"]
    if not command.sealed and command.open_on is not None:
        errors["open_on"] = ["不密封的抽取没有公开日期"]
    if errors:
        raise Invalid(errors)
    return ordered(kinds)


def _spent(matter: str) -> Reason | None:
    """Why the matter takes no further draw."""
    state = db.session.scalar(
        select(Draw.state)
        .where(Draw.matter == matter, (Draw.state != DrawState.VOID) | Draw.commit_hex.is_not(None))
        .limit(1)
    )
    if state is None:
        return None
    if state is DrawState.VOID:
        return Reason(
            "matter-spent", "这项任务的抽取在承诺以后作废，不能重新抽取", _NO_REDRAW, "另立任务，经批准后再抽取"
        )
    return Reason("already-drawn", "这项任务已经有一次抽取", _NO_REDRAW, "查看已有的抽取")


def _add(draw: Draw, matter: str) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(draw)
    except IntegrityError as error:
        reason = _spent(matter)
        if reason is None:
            raise
        raise Refused((reason,)) from error
