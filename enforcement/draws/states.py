"""How far a draw is, and the closed lists of words of the room."""

from __future__ import annotations

from enum import StrEnum


class DrawState(StrEnum):
    """DRAFT -> APPROVED -> COMMITTED -> SEEDED -> PUBLISHED; VOID from any of them before checks begin."""

    DRAFT = "draft"
    APPROVED = "approved"
    COMMITTED = "committed"
    SEEDED = "seeded"
    PUBLISHED = "published"
    VOID = "void"

    @property
    def words(self) -> str:
        """Chinese name."""
        return _DRAW_STATES[self]


_DRAW_STATES = {
    DrawState.DRAFT: "待审批",
    DrawState.APPROVED: "已批准，待锁定名单",
    DrawState.COMMITTED: "已承诺，等待随机数",
    DrawState.SEEDED: "已取得随机数，正在计算",
    DrawState.PUBLISHED: "已公布结果",
    DrawState.VOID: "已作废",
}


class Subject(StrEnum):
    """What is drawn."""

    INSPECTION = "inspection"
    EVALUATION = "evaluation"


class ValueState(StrEnum):
    """A public random value is agreed when two people typed the same."""

    OPEN = "open"
    AGREED = "agreed"


class EntryKind(StrEnum):
    """How an entry of a random value came about."""

    TYPING = "typing"
    CORRECTION = "correction"


class EventKind(StrEnum):
    """What may happen to a draw after its commit; each is visible for ever."""

    RECUSAL = "recusal"
    ABSENCE = "absence"
    REPLACEMENT = "replacement"
    OPENED = "opened"
    VOID = "void"

    @property
    def words(self) -> str:
        """Chinese name."""
        return _EVENTS[self]


_EVENTS = {
    EventKind.RECUSAL: "执法人员回避",
    EventKind.ABSENCE: "执法人员不能到场",
    EventKind.REPLACEMENT: "更换检查对象",
    EventKind.OPENED: "公开密封名单",
    EventKind.VOID: "作废",
}


class OfficerReason(StrEnum):
    """Why a drawn officer doesn't go (行政处罚法第四十三条); the head decides."""

    INTEREST = "interest"
    RELATION = "relation"
    ASKED = "asked"
    CERTIFICATE = "certificate"
    LEAVE = "leave"
    TRANSFERRED = "transferred"

    @property
    def words(self) -> str:
        """Chinese name."""
        return _OFFICER_REASONS[self]

    @property
    def event(self) -> EventKind:
        """Recusal, or mere absence."""
        return EventKind.RECUSAL if self in _RECUSALS else EventKind.ABSENCE


_RECUSALS = (OfficerReason.INTEREST, OfficerReason.RELATION, OfficerReason.ASKED)
_OFFICER_REASONS = {
    OfficerReason.INTEREST: "与检查对象有直接利害关系",
    OfficerReason.RELATION: "与检查对象有其他关系可能影响公正",
    OfficerReason.ASKED: "检查对象申请回避，经决定回避",
    OfficerReason.CERTIFICATE: "执法证件失效或者暂扣",
    OfficerReason.LEAVE: "病假、事假等不能到岗",
    OfficerReason.TRANSFERRED: "调离执法岗位",
}


class ObjectReason(StrEnum):
    """The only five reasons to take the next ticket instead of a drawn object. "Cannot be contacted" is a result."""

    DEREGISTERED = "deregistered"
    MERGED = "merged"
    WRONG_JURISDICTION = "wrong_jurisdiction"
    CAP_REACHED = "cap_reached"
    JOINT_TASK = "joint_task"

    @property
    def words(self) -> str:
        """Chinese name."""
        return _OBJECT_REASONS[self]


_OBJECT_REASONS = {
    ObjectReason.DEREGISTERED: "已经注销",
    ObjectReason.MERGED: "已经合并",
    ObjectReason.WRONG_JURISDICTION: "不属于本机关管辖",
    ObjectReason.CAP_REACHED: "年度检查频次已达上限",
    ObjectReason.JOINT_TASK: "已由联合检查覆盖",
}


class NoticeKind(StrEnum):
    """What the scheduler tells people, once each."""

    APPROVAL_WAITING = "approval_waiting"
    VALUE_WAITING = "value_waiting"
    VALUE_UNEQUAL = "value_unequal"
    SEALED_DUE = "sealed_due"
    SEALED_EXPIRED = "sealed_expired"
    PUBLISHED = "published"
    CHECK_FAILED = "check_failed"

    @property
    def words(self) -> str:
        """Chinese name."""
        return _NOTICES[self]

    @property
    def alarm(self) -> bool:
        """Whether something is wrong, and not merely due."""
        return self in (NoticeKind.VALUE_UNEQUAL, NoticeKind.SEALED_EXPIRED, NoticeKind.CHECK_FAILED)


_NOTICES = {
    NoticeKind.APPROVAL_WAITING: "抽取方案等待审批",
    NoticeKind.VALUE_WAITING: "随机数已经公布，等待录入",
    NoticeKind.VALUE_UNEQUAL: "两人录入的随机数不一致",
    NoticeKind.SEALED_DUE: "密封名单到了公开日期",
    NoticeKind.SEALED_EXPIRED: "密封名单到期没有公开，抽取作废",
    NoticeKind.PUBLISHED: "抽取结果已经公布",
    NoticeKind.CHECK_FAILED: "重新核验没有通过",
}
