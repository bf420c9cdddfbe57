"""Making a draw void: asked by one, agreed to by another, public for ever. There is no redraw (D05)."""

from __future__ import annotations

from datetime import datetime

from enforcement.draws.commands import AnswerVoid, AskVoid
from enforcement.draws.events import DrawVoided
from enforcement.draws.guards import answer_void_reasons, ask_void_reasons
from enforcement.draws.models import Draw
from enforcement.draws.policies import Action, may_ask_void
from enforcement.draws.services.loading import draw_for, needed, refuse, write_down
from enforcement.draws.services.notices import clear, tell
from enforcement.draws.services.results import event_row
from enforcement.draws.states import DrawState, EventKind, NoticeKind
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Forbidden
from enforcement.foundation.events import publish
from enforcement.platform.database import db, transaction

EXPIRED = "密封名单到期没有公开"


def ask_void(actor: Actor, command: AskVoid, now: datetime) -> Draw:
    """Ask to make the draw void, with the reason that will be public; who drafts or who approves may ask.

    Errors: ``Refused`` once checks began, or when it is void or asked already; ``Invalid`` without a reason.
    """
    with transaction():
        draw = draw_for(actor, Action.READ, command.public_id)
        if not may_ask_void(actor, draw.org_path):
            raise Forbidden
        refuse(ask_void_reasons(draw))
        draw.void_reason = needed(command.reason, "reason", "请写明作废的理由，这句话会公开")
        draw.void_asked_by, draw.void_asked_by_name, draw.void_asked_at = actor.user_id, actor.name, now
        tell(NoticeKind.APPROVAL_WAITING, f"void:{draw.public_id}", draw.org_path, f"{draw.title}：作废等待审批", now)
        write_down(actor, "draw.void_asked", draw, now, reason=draw.void_reason)
    return draw


def answer_void(actor: Actor, command: AnswerVoid, now: datetime) -> Draw:
    """Another person agrees, and the draw is void; or does not, and nothing but the record of it stays.

    A void draw that was committed still gets its would-be list once its values are there (``advance_draw``).
    """
    with transaction():
        draw = draw_for(actor, Action.APPROVE, command.public_id)
        refuse(answer_void_reasons(actor, draw))
        clear(NoticeKind.APPROVAL_WAITING, f"void:{draw.public_id}", now)
        if command.agreed:
            _make_void(actor, draw, now)
        else:
            write_down(actor, "draw.void_refused", draw, now, reason=draw.void_reason)
            draw.void_reason, draw.void_asked_by_name = "", ""
            draw.void_asked_by = draw.void_asked_at = None
    return draw


def expire_sealed_draw(actor: Actor, public_id: str, now: datetime) -> Draw:
    """K was not opened by its last day: alarm, and the draw is void, whether checks began or not. Safe to repeat."""
    with transaction():
        draw = draw_for(actor, Action.APPROVE, public_id)
        overdue = draw.open_on is not None and draw.open_on < civil_date(now)
        if draw.commit_hex is None or draw.opened_at or draw.state is DrawState.VOID or not overdue:
            return draw
        draw.void_reason = EXPIRED
        tell(NoticeKind.SEALED_EXPIRED, f"draw:{draw.public_id}", draw.org_path, f"{draw.title}：{EXPIRED}", now)
        clear(NoticeKind.SEALED_DUE, f"draw:{draw.public_id}", now)
        _make_void(actor, draw, now)
    return draw


def _make_void(actor: Actor, draw: Draw, now: datetime) -> None:
    draw.state, draw.voided_at = DrawState.VOID, now
    draw.voided_by, draw.voided_by_name = actor.user_id, actor.name
    clear(NoticeKind.APPROVAL_WAITING, f"draw:{draw.public_id}", now)
    db.session.add(event_row(actor, draw, EventKind.VOID, now, reason=draw.void_reason))
    db.session.flush()
    write_down(actor, "draw.voided", draw, now, reason=draw.void_reason)
    publish(DrawVoided(draw.id, draw.public_id, draw.matter), now)
