"""What stands against an act on a draw: empty when it may be done. Services refuse with these, pages grey with them.

Permissions are not asked here (see ``policies``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from enforcement.draws.courses import (
    DICE,
    SPOKEN,
    closed_at,
    draws_waiting_for,
    leading_of,
    typists_of,
    watching_of,
)
from enforcement.draws.entries import TYPISTS, effective_entries, typed_by
from enforcement.draws.models import Draw, RandomValue
from enforcement.draws.states import DrawState
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import SHANGHAI, civil_date
from enforcement.foundation.errors import Reason
from enforcement.rules.draw_roles import (
    BASIS,
    grade_problem,
    must_not_approve_own,
    must_not_type,
    must_not_void_alone,
    must_not_witness,
)

ORDER = "抽取规程：起草、审批、承诺、取种、公布依次进行，没有重抽"
CEREMONY_ORDER = "抽取规程：现场发言先截止，再掷骰，公开随机数最后产生"
SEALED = "抽取规程：密封名单最迟在确定的日期公开，到期没有公开的，抽取作废"
TWO_TYPISTS = "抽取规程：公开随机数由两人分别独立录入，一致才算数；更正另记一条，永远可见"
VOIDING = "抽取规程：检查开始以前可以作废，理由和批准人永远公开"


def approve_reasons(actor: Actor, draw: Draw) -> tuple[Reason, ...]:
    """Against approving."""
    return _found(
        _wrong_state(draw, (DrawState.DRAFT,), "审批"),
        needs_person(actor, "审批抽取"),
        must_not_approve_own(draw.drafted_by, actor.user_id),
    )


def commit_reasons(draw: Draw, now: datetime) -> tuple[Reason, ...]:
    """Against freezing and committing."""
    late = draw.open_on is not None and draw.open_on <= civil_date(now)
    return _found(
        _wrong_state(draw, (DrawState.APPROVED,), "锁定名单"),
        grade_problem(draw.grade, draw.source_kinds),
        Reason("opening-passed", "公开密封名单的日期已经到了", SEALED, "重新起草，另定公开日期") if late else None,
    )


def room_reasons(draw: Draw, source: str, now: datetime) -> tuple[Reason, ...]:
    """Against adding a contribution or a roll of dice (``source``: ``contrib``, ``dice``)."""
    return _found(_wrong_state(draw, (DrawState.COMMITTED,), "登记现场环节"), _room_closed(draw, source, now))


def close_reasons(draw: Draw, source: str, now: datetime) -> tuple[Reason, ...]:
    """Against closing a part of the ceremony."""
    empty = all(one.source != source for one in draw.spoken)
    nothing = Reason("nothing-yet", "还没有登记内容", CEREMONY_ORDER, "至少登记一项后再截止")
    return _found(*room_reasons(draw, source, now), nothing if empty else None)


def witness_reasons(actor: Actor, draw: Draw) -> tuple[Reason, ...]:
    """Against signing as a witness."""
    signed = any(one.user_id == actor.user_id for one in draw.witnesses)
    return _found(
        _wrong_state(draw, (DrawState.COMMITTED,), "见证"),
        needs_person(actor, "见证"),
        must_not_witness(actor.user_id, leading_of([draw]), typists_of(draw)),
        Reason("signed-already", "您已经签名", BASIS, "无需重复签名") if signed else None,
    )


def open_reasons(draw: Draw, now: datetime, *, finished: bool = False) -> tuple[Reason, ...]:
    """Against opening a sealed draw: before its day only once the last visit is done or scoring is closed."""
    if not draw.sealed or draw.open_on is None:
        return (Reason("not-sealed", "这次抽取没有密封", SEALED, "名单已经公开"),)
    if draw.opened_at is not None:
        return (Reason("opened", "密封名单已经公开", SEALED, "无需重复公开"),)
    today = civil_date(now)
    early = today < draw.open_on and not finished
    wait = f"{_day(draw)}公开，或者最后一次检查结束后公开"
    return _found(
        _wrong_state(draw, (DrawState.PUBLISHED,), "公开密封名单"),
        Reason("too-early", "检查还没有结束，不能公开名单", SEALED, wait) if early else None,
        Reason("too-late", f"公开期限{_day(draw)}已过", SEALED, "本次抽取作废") if today > draw.open_on else None,
    )


def ask_void_reasons(draw: Draw) -> tuple[Reason, ...]:
    """Against asking to make the draw void."""
    asked = Reason("void-asked", "已经有人提出作废，等待审批", VOIDING, "由另一名负责人答复")
    return _found(*_void_reasons(draw), asked if draw.void_asked_at is not None else None)


def answer_void_reasons(actor: Actor, draw: Draw) -> tuple[Reason, ...]:
    """Against answering who asked."""
    nothing = Reason("void-not-asked", "没有人提出作废", VOIDING, "先由一人提出作废并写明理由")
    return _found(
        *_void_reasons(draw),
        needs_person(actor, "审批作废"),
        nothing if draw.void_asked_at is None else must_not_void_alone(draw.void_asked_by, actor.user_id),
    )


def replace_reasons(draw: Draw) -> tuple[Reason, ...]:
    """Against replacing an officer or an object."""
    return _found(_wrong_state(draw, (DrawState.PUBLISHED,), "更换"))


def type_reasons(actor: Actor, value: RandomValue, now: datetime) -> tuple[Reason, ...]:
    """Against typing a public value: before its announcement (D02), by who leads a draw that waits, a third time."""
    when = _instant(value.announced_at)
    early = Reason("not-announced", f"这一期号码在{when}公布，现在不能录入", TWO_TYPISTS, f"{when}以后录入")
    full = Reason("typed-by-two", "这一期已由两人录入", TWO_TYPISTS, "录入有误的，由录入人更正并经见证人签名")
    waiting = draws_waiting_for(value.source_id)
    return _found(
        needs_person(actor, "录入随机数"),
        early if now < value.announced_at else None,
        must_not_type(actor.user_id, leading_of(waiting), typed_by(value), watching_of(waiting)),
        full if len(effective_entries(value)) >= TYPISTS else None,
    )


def needs_person(actor: Actor, act: str) -> Reason | None:
    """Some acts are of people who answer for them, and not of a job."""
    if actor.user_id is not None:
        return None
    return Reason("needs-person", f"{act}须由具体人员办理", BASIS, "请有权限的人员登录后办理")


def _void_reasons(draw: Draw) -> tuple[Reason, ...]:
    began = Reason("checks-began", "检查已经开始，不能作废", VOIDING, "个别情形按回避、更换办理")
    return _found(
        _wrong_state(draw, [state for state in DrawState if state is not DrawState.VOID], "作废"),
        began if draw.checks_began_at is not None else None,
    )


def _room_closed(draw: Draw, source: str, now: datetime) -> Reason | None:
    if source not in draw.source_kinds:
        return Reason("no-such-source", "本次抽取没有这个现场环节", CEREMONY_ORDER, "以已经承诺的来源为准")
    if closed_at(draw, source, now) is not None:
        return Reason("closed", "这个环节已经截止", CEREMONY_ORDER, "已经登记的内容不能再增加")
    if source == DICE and SPOKEN in draw.source_kinds and closed_at(draw, SPOKEN, now) is None:
        return Reason("contributions-open", "现场发言还没有截止，不能掷骰", CEREMONY_ORDER, "先截止现场发言")
    return None


def _wrong_state(draw: Draw, wanted: Sequence[DrawState], act: str) -> Reason | None:
    if draw.state in wanted:
        return None
    words = "、".join(f"“{state.words}”" for state in wanted)
    return Reason("wrong-state", f"抽取现在处于“{draw.state.words}”，不能{act}", ORDER, f"抽取处于{words}时办理")


def _found(*reasons: Reason | None) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if reason is not None)


def _day(draw: Draw) -> str:
    day = draw.open_on
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def _instant(instant: datetime) -> str:
    local = instant.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"
