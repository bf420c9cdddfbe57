"""How far things of an evaluation are, and the closed lists of words of the room."""

from __future__ import annotations

from enum import StrEnum


class StandardState(StrEnum):
    """A draft can be edited, a published version never."""

    DRAFT = "draft"
    PUBLISHED = "published"

    @property
    def words(self) -> str:
        """Chinese name."""
        return {"draft": "草稿", "published": "已公布"}[self.value]


class PlanState(StrEnum):
    """DRAFT -> APPROVED -> COMMITTED -> DRAWN -> SCORING -> CLOSED -> FEEDBACK -> FROZEN; VOID with its draw.

    Two ends before anything is drawn: DRAFT -> WITHDRAWN, APPROVED -> CANCELLED.
    """

    DRAFT = "draft"
    APPROVED = "approved"
    COMMITTED = "committed"
    DRAWN = "drawn"
    SCORING = "scoring"
    CLOSED = "closed"
    FEEDBACK = "feedback"
    FROZEN = "frozen"
    VOID = "void"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"

    @property
    def words(self) -> str:
        """Chinese name."""
        return _PLAN_STATES[self.value]

    @property
    def scored(self) -> bool:
        """Whether scoring is over, so that sheets and evaluators may be read."""
        return self in _SCORED

    @property
    def unsealed(self) -> bool:
        """Whether signed sheets may be read: after scoring, and of a draw that does not count."""
        return self.scored or self is PlanState.VOID


_PLAN_STATES = {
    "draft": "待审批",
    "approved": "已批准，待抽取",
    "committed": "已锁定名单，等待随机数",
    "drawn": "已抽取，待确认适用条件",
    "scoring": "评分中",
    "closed": "评分结束",
    "feedback": "反馈和整改",
    "frozen": "结果已确定",
    "void": "抽取作废",
    "withdrawn": "已撤回",
    "cancelled": "已取消",
}
_SCORED = (PlanState.CLOSED, PlanState.FEEDBACK, PlanState.FROZEN)


class FileState(StrEnum):
    """WAITING for the answers on applicability -> SCORING -> (THIRD) -> DECIDED; two ends without a result.

    A file that failed is scored once more after closing: DECIDED -> RE_EVALUATION -> DECIDED.
    """

    WAITING = "waiting"
    SCORING = "scoring"
    THIRD = "third"
    DECIDED = "decided"
    RE_EVALUATION = "re_evaluation"
    INFEASIBLE = "infeasible"
    UNDECIDED = "undecided"

    @property
    def words(self) -> str:
        """Chinese name."""
        return _FILE_STATES[self.value]


_FILE_STATES = {
    "waiting": "待确认适用条件",
    "scoring": "评分中",
    "third": "第三名评查员评分",
    "decided": "已出结果",
    "re_evaluation": "复评中",
    "infeasible": "没有合适的评查员",
    "undecided": "到期没有评完",
}


class SeatState(StrEnum):
    """A seat is one evaluator's place at one file."""

    ACTIVE = "active"
    RECUSAL_ASKED = "recusal_asked"
    RECUSED = "recused"
    SIGNED = "signed"
    ENDED = "ended"

    @property
    def words(self) -> str:
        """Chinese name."""
        return _SEAT_STATES[self.value]


_SEAT_STATES = {
    "active": "待评分",
    "recusal_asked": "申请回避，待决定",
    "recused": "已经回避",
    "signed": "已经签名",
    "ended": "没有评完",
}
OPEN_SEATS = (SeatState.ACTIVE, SeatState.RECUSAL_ASKED)


class DecisionKind(StrEnum):
    """Where a result after the first comes from."""

    RE_EVALUATION = "re_evaluation"
    NOT_RE_EVALUATED = "not_re_evaluated"
    OBJECTION = "objection"

    @property
    def words(self) -> str:
        """Chinese name."""
        return {"re_evaluation": "复评", "not_re_evaluated": "不再复评", "objection": "异议成立，更正"}[self.value]


class ObjectionAnswer(StrEnum):
    """What the planner says to an objection."""

    UPHELD = "upheld"
    REJECTED = "rejected"

    @property
    def words(self) -> str:
        """Chinese name."""
        return {"upheld": "异议成立", "rejected": "异议不成立"}[self.value]


class RectificationState(StrEnum):
    """OPEN -> SUBMITTED -> PASSED, or RETURNED and handed in again."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PASSED = "passed"

    @property
    def words(self) -> str:
        """Chinese name."""
        return {"open": "待整改", "submitted": "已提交，待复核", "returned": "退回重新整改", "passed": "整改通过"}[
            self.value
        ]


class RectificationStepKind(StrEnum):
    """A step of a rectification."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    PASSED = "passed"

    @property
    def words(self) -> str:
        """Chinese name."""
        return {"submitted": "提交整改材料", "returned": "复核退回", "passed": "复核通过"}[self.value]


class NoticeKind(StrEnum):
    """What somebody is told once."""

    PLAN_WAITING = "plan_waiting"
    HINDRANCE = "hindrance"
    ANSWERS_WAITING = "answers_waiting"
    SEAT_OPENED = "seat_opened"
    SEAT_REMINDER = "seat_reminder"
    SEAT_LATE = "seat_late"
    CONDITIONS_CHANGED = "conditions_changed"
    RECUSAL_WAITING = "recusal_waiting"
    LOAD_EXCEEDED = "load_exceeded"
    NO_EVALUATOR = "no_evaluator"
    SCORING_LATE = "scoring_late"
    NOT_RE_EVALUATED = "not_re_evaluated"
    OBJECTIONS_OPEN = "objections_open"
    OBJECTION_WAITING = "objection_waiting"
    OBJECTION_ANSWERED = "objection_answered"
    FREEZE_POSSIBLE = "freeze_possible"
    RESULTS_FROZEN = "results_frozen"
    OBJECTION_REMINDER = "objection_reminder"
    WINDOW_CLOSED = "window_closed"
    ANSWER_REMINDER = "answer_reminder"
    ANSWER_LATE = "answer_late"
    RECTIFICATION_WAITING = "rectification_waiting"
    RECTIFICATION_RETURNED = "rectification_returned"
    RECTIFICATION_REMINDER = "rectification_reminder"
    RECTIFICATION_LATE = "rectification_late"
    RECTIFICATIONS_LATE = "rectifications_late"
    RECTIFIED = "rectified"


AGENCY_KINDS = (
    NoticeKind.OBJECTIONS_OPEN,
    NoticeKind.OBJECTION_ANSWERED,
    NoticeKind.RESULTS_FROZEN,
    NoticeKind.OBJECTION_REMINDER,
    NoticeKind.RECTIFICATION_RETURNED,
    NoticeKind.RECTIFICATION_REMINDER,
    NoticeKind.RECTIFICATION_LATE,
)
"""For the agency that is judged: whoever answers there reads them."""
