"""Whether the reason for taking a drawn object out is true, where the machine itself knows (A02).

That a shop is struck off, merged or another organ's is shown by its paper; cap and joint visits stand in our own rows.
"""

from __future__ import annotations

from enforcement.foundation.errors import Reason
from enforcement.rules.inspection.visits import Standing, reason_cap_reached

ONLY_FIVE = "国办发〔2015〕58号：全程留痕、责任可追溯；抽取规程：只有五种情形可以更换检查对象"


def reasons_against_cap_as_ground(standing: Standing) -> tuple[Reason, ...]:
    """The cap is a ground exactly when it would refuse the visit (C01)."""
    if reason_cap_reached(standing) is not None:
        return ()
    return (
        Reason(
            "A02",
            f"本机关{standing.year}年对这一户已经检查{standing.counted}次，没有达到年度上限{standing.cap}次，不能以此更换",
            f"{ONLY_FIVE}；{standing.cap_basis}",
            "按抽取结果检查；确有其他情形的，选择相应的理由并附材料",
        ),
    )


def reasons_against_joint_as_ground(*, covered: bool) -> tuple[Reason, ...]:
    """``covered``: whether another check visits the object together with this one, or in this organ's stead."""
    if covered:
        return ()
    return (
        Reason(
            "A02",
            "系统里没有覆盖这一户的联合检查，不能以此更换",
            ONLY_FIVE,
            "先在“批次和临时任务”中答复合并检查的建议；没有联合检查的，按抽取结果检查",
        ),
    )
