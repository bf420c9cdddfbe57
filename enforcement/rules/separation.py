"""Who may not do what in one case: separation of duties between people.

行政处罚法第五十八条 and 市场监督管理行政处罚程序规定第四十九条 keep investigators out of the review;
the same holds for approving, deciding and discussing a case one has handled.
"""

from __future__ import annotations

from collections.abc import Collection

from enforcement.foundation.errors import Reason
from enforcement.rules.needs import APL, SAMR


def must_handle(officer_id: int | None, handlers: Collection[int]) -> Reason | None:
    """Acts of investigation are for the officers in charge; a lead without any is open."""
    if not handlers or (officer_id is not None and officer_id in handlers):
        return None
    return Reason(
        "not-in-charge",
        "您不是本案的承办人",
        f"{APL}第四十二条",
        "由承办人办理，或者先把您增加为承办人",
    )


def must_stand_apart(officer_id: int | None, handlers: Collection[int], act: str) -> Reason | None:
    """Whoever handled the case may not review, approve, discuss or decide it."""
    if officer_id is None or officer_id not in handlers:
        return None
    return Reason(
        "handled-the-case",
        f"您是本案的承办人，不能{act}",
        f"{APL}第五十七条、第五十八条；{SAMR}第四十九条",
        "由没有参与本案调查的人员办理",
    )
