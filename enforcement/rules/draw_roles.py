"""Who may not do what in one draw (D08), and what a grade asks.

The drafter, the approver and the two typists of the public values are four different people, and none of them
signs as a witness: whoever could gain by one step never holds the next one too. 国办发〔2015〕58号 asks that the whole
course be traceable so that responsibility can be found; how the duties are parted is the draw protocol's own rule.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from enforcement.foundation.errors import Reason

BASIS = "国办发〔2015〕58号：全程留痕、责任可追溯；抽取规程：经办、审批、录入、见证四项职责分离"
CEREMONY = frozenset({"contrib", "dice"})
"""Sources that people in the room make."""
GRADE_B = "B"
WITNESSES = 1
OUTSIDE_WITNESSES_OF_B = 2


@dataclass(frozen=True)
class Watcher:
    """Somebody who signed; ``outside`` when he does not belong to the drawing organ."""

    user_id: int | None
    outside: bool


def must_not_approve_own(drafter: int | None, actor: int | None) -> Reason | None:
    """The approver is another person than the drafter."""
    if drafter is None or drafter != actor:
        return None
    return Reason("drafted-it", "您是本次抽取的经办人，不能审批", BASIS, "由没有经办本次抽取的负责人审批")


def must_not_type(
    actor: int | None, leading: Collection[int], typed: Collection[int], watching: Collection[int]
) -> Reason | None:
    """A typist has neither drafted, approved nor witnessed a draw that waits for the value, nor typed it already.

    ``leading`` are drafters and approvers of the draws that wait, ``watching`` their witnesses, ``typed`` who typed
    the value so far.
    """
    if actor in typed:
        return Reason("typed-it", "您已经录入过这一期，须由另一人独立录入", BASIS, "由另一名录入员录入")
    if actor in leading:
        return Reason(
            "leads-a-draw",
            "您经办或者审批了等待这一期号码的抽取，不能录入",
            BASIS,
            "由没有经办、审批的录入员录入",
        )
    if actor in watching:
        return Reason("watches-a-draw", "您见证了等待这一期号码的抽取，不能录入", BASIS, "由没有见证的录入员录入")
    return None


def must_not_witness(actor: int | None, leading: Collection[int], typed: Collection[int]) -> Reason | None:
    """A witness has neither drafted, approved nor typed."""
    if actor not in leading and actor not in typed:
        return None
    return Reason("took-part", "您参与了经办、审批或者录入，不能见证", BASIS, "由没有参与本次抽取的人员见证")


def must_not_void_alone(asked_by: int | None, actor: int | None) -> Reason | None:
    """Who asked to make a draw void doesn't agree to it himself."""
    if asked_by != actor:
        return None
    return Reason("asked-void", "作废由您提出，不能由您同意", BASIS, "由另一名负责人审批作废")


def is_ceremony(kinds: Collection[str]) -> bool:
    """Whether people in the room make a part of the randomness."""
    return bool(CEREMONY.intersection(kinds))


def grade_problem(grade: str, kinds: Collection[str]) -> Reason | None:
    """Below 40 bits from outside nobody draws without a ceremony: the scheduler alone needs grade A."""
    if grade != GRADE_B or is_ceremony(kinds):
        return None
    return Reason(
        "grade-b-alone",
        "公开随机数合计不足40位，没有现场环节时不能使用",
        "抽取规程：A级来源须达到40位；B级须有现场环节和两名外部见证人",
        "增加一个公开随机数来源，或者增加现场发言、掷骰环节",
    )


def witnesses_missing(grade: str, kinds: Collection[str], watchers: Sequence[Watcher]) -> Reason | None:
    """A ceremony needs a witness before the seed; grade B needs two from outside the organ."""
    if not is_ceremony(kinds):
        return None
    outside = {one.user_id for one in watchers if one.outside}
    if grade == GRADE_B and len(outside) < OUTSIDE_WITNESSES_OF_B:
        return Reason(
            "outside-witnesses-missing",
            f"B级抽取须有{OUTSIDE_WITNESSES_OF_B}名外部见证人签名，现有{len(outside)}名",
            BASIS,
            "请本机关以外的见证人核对承诺值后签名",
        )
    if len({one.user_id for one in watchers}) < WITNESSES:
        return Reason("witness-missing", "还没有见证人签名", BASIS, "请见证人核对承诺值后签名")
    return None
