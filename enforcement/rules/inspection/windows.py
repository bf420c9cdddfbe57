"""Days that are over: of one check, which gets new ones or ends as not made in time (P02); of a batch (D09).

Nobody lets an object disappear: new days and the end are the head's, with a reason, in public.
"""

from __future__ import annotations

from datetime import date

from enforcement.foundation.errors import Reason
from enforcement.rules.inspection.checks import BEFORE_ARRIVAL, GBF54, STATE_NAMES, CheckState

GBF58 = "国务院办公厅关于推广随机抽查规范事中事后监管的通知（国办发〔2015〕58号）：全过程留痕，结果公开"
PROTOCOL = "抽取规程：密封名单在最后一次检查以后公开，最迟不超过公布的日期"


def day_fault(last: date, until: date, today: date) -> str:
    """What is wrong with a new last day; empty when nothing is."""
    if until <= last:
        return f"新的最后一天应当晚于原来的{words_of(last)}"
    return "新的最后一天不能早于今天" if until < today else ""


def reasons_against_extension(state: CheckState, until: date, sealed_until: date | None) -> list[Reason]:
    """Against new days for a check; ``sealed_until``: the day on which a list that is still sealed is opened."""
    if state not in BEFORE_ARRIVAL:
        return [_wrong_state(state, "延长检查期间")]
    if sealed_until is not None and until >= sealed_until:
        return [
            Reason(
                "P02",
                f"密封名单最迟在{words_of(sealed_until)}公开，检查应当在公开以前进行",
                PROTOCOL,
                "改在公开以前的日期；名单公开以后再延长的，不再是不事先告知的检查",
            )
        ]
    return []


def reasons_against_ending(state: CheckState, last: date, today: date, *, team_complete: bool) -> list[Reason]:
    """Against ending a check as not made in time: its days run still, or the officers who came can finish it."""
    stuck = state is CheckState.ARRIVED and not team_complete
    if state is CheckState.ARRIVED and team_complete:
        return [Reason("P02", "执法人员已经到场，应当完成检查", GBF58, "填写检查表，完成检查笔录")]
    if state not in BEFORE_ARRIVAL and not stuck:
        return [_wrong_state(state, "登记为未按期检查")]
    if today <= last:
        return [
            Reason(
                "P02",
                f"检查期间到{words_of(last)}为止，还没有结束",
                f"{GBF58}；{GBF54}",
                "在检查期间内完成检查；确实不能完成的，期满以后由负责人决定",
            )
        ]
    return []


def too_late_reasons(last: date, today: date, announced_on: date | None) -> list[Reason]:
    """Rule D09: a pool is not frozen when nobody could be visited any more once the draw is made.

    ``last``: the last day of the batch's visits; ``announced_on``: the day on which the last of the random values
    is announced, ``None`` while no calendar tells it. They come in the evening: a visit follows the day after.
    """
    lift = "由负责人批准新的检查期间，或者取消这一批次"
    if today > last:
        words = f"检查期间已于{words_of(last)}结束，抽取以后没有日子检查"
        return [Reason("D09", words, "先抽取后检查；年度抽查计划", lift)]
    if announced_on is not None and announced_on >= last:
        words = f"最后一个随机数{words_of(announced_on)}才公布，检查期间到{words_of(last)}为止，抽取以后没有日子检查"
        return [Reason("D09", words, "先抽取后检查；年度抽查计划", lift)]
    return []


def words_of(day: date) -> str:
    """A day as it stands in a sentence."""
    return f"{day.year}年{day.month}月{day.day}日"


def _wrong_state(state: CheckState, act: str) -> Reason:
    return Reason("check.state", f"这项检查现在是“{STATE_NAMES[state]}”，不能{act}", GBF58)
