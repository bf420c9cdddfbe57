"""Acts that fill a case without moving it: which states they belong to, and their article.

Content that a review has passed may still be changed until the decision, but then the pass is
void and the case goes back (see :mod:`enforcement.rules.reviewed_content`).
"""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.foundation.errors import Reason
from enforcement.foundation.permissions import Permission
from enforcement.rules.facts import STATE_NAMES, State
from enforcement.rules.needs import APL, SAMR


@dataclass(frozen=True)
class Act:
    """An act: name, title, the states it belongs to, who may, its article."""

    name: str
    title: str
    states: frozenset[State]
    permission: Permission
    basis: str

    def problem(self, state: State) -> Reason | None:
        """Why the act is out of place in a state, or ``None``."""
        if state in self.states:
            return None
        return Reason(
            "wrong-state",
            f"案件现在处于“{STATE_NAMES[state]}”，不能{self.title}",
            self.basis,
            "案件处于" + "、".join(f"“{STATE_NAMES[one]}”" for one in State if one in self.states),
        )


_OPEN = frozenset({State.LEAD, State.VERIFYING})
_COLLECTING = frozenset({State.VERIFYING, State.INVESTIGATING, State.CONCLUDED})
_CONTENT = _COLLECTING | {
    State.REVIEWED, State.NOTICE_READY, State.NOTIFIED, State.DISCUSSED,
}  # fmt: skip
_AFTER_FILING = _CONTENT - {State.VERIFYING}
_BEFORE_DECISION = _AFTER_FILING | {State.IN_REVIEW}
# A party that waived may change its mind, and a late word may be heard, until there is a decision.
_HEARD = frozenset({State.NOTIFIED, State.DISCUSSED})
_ALIVE = frozenset(State) - {State.ARCHIVED}

ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        Act("assign_handlers", "指定承办人", _ALIVE - {State.CLOSED},
            Permission.CASE_ASSIGN, f"{APL}第四十二条"),
        Act("state_facts", "填写案情", _OPEN | _CONTENT, Permission.CASE_INVESTIGATE,
            f"{APL}第四十条、第五十四条"),
        Act("record_scene", "制作现场笔录", _COLLECTING, Permission.CASE_INVESTIGATE,
            f"{APL}第五十五条"),
        Act("record_inquiry", "制作询问笔录", _COLLECTING, Permission.CASE_INVESTIGATE,
            f"{APL}第五十五条"),
        Act("add_evidence", "增加证据", _CONTENT, Permission.CASE_INVESTIGATE,
            f"{APL}第四十六条"),
        Act("verify_evidence", "查证证据", _CONTENT, Permission.CASE_INVESTIGATE,
            f"{APL}第四十六条"),
        Act("amend_evidence", "修改证据说明", _CONTENT, Permission.CASE_INVESTIGATE,
            f"{APL}第四十六条"),
        Act("exclude_evidence", "排除证据", _CONTENT, Permission.CASE_INVESTIGATE,
            f"{APL}第四十六条第三款"),
        Act("propose", "提出处罚建议", _AFTER_FILING, Permission.CASE_INVESTIGATE,
            f"{APL}第五条、第三十四条"),
        Act("issue_notice", "制作告知书", frozenset({State.NOTICE_READY}),
            Permission.CASE_INVESTIGATE, f"{APL}第四十四条"),
        Act("record_statement", "登记陈述申辩", _HEARD,
            Permission.CASE_INVESTIGATE, f"{APL}第四十五条"),
        Act("answer_statement", "答复陈述申辩", _HEARD,
            Permission.CASE_INVESTIGATE, f"{APL}第四十五条"),
        Act("record_waiver", "登记放弃陈述申辩", frozenset({State.NOTIFIED}),
            Permission.CASE_INVESTIGATE, f"{APL}第六十二条"),
        Act("extend_term", "延长办案期限", _BEFORE_DECISION, Permission.CASE_DECIDE,
            f"{APL}第六十条；{SAMR}第六十四条"),
        Act("record_payment", "登记缴款", frozenset({State.SERVED}),
            Permission.CASE_INVESTIGATE, f"{APL}第六十七条"),
        Act("settle_goods", "登记财物处理", frozenset({State.SERVED}),
            Permission.CASE_INVESTIGATE, f"{APL}第七十四条"),
        Act("add_note", "写办案记事", _ALIVE, Permission.CASE_NOTE, f"{APL}第四十七条"),
    )
}  # fmt: skip
