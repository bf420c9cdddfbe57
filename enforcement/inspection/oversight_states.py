"""States of alarms and complaints."""

from __future__ import annotations

from enum import StrEnum


class AlarmState(StrEnum):
    """Where an alarm stands."""

    OPEN = "open"
    ANSWERED = "answered"

    @property
    def words(self) -> str:
        """The Chinese name."""
        return {"open": "待处理", "answered": "已处理"}[self.value]


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    OPEN = "open"
    ANSWERED = "answered"

    @property
    def words(self) -> str:
        """The Chinese name."""
        return {"open": "办理中", "answered": "已答复"}[self.value]


class ComplaintOutcome(StrEnum):
    """What became of a complaint."""

    UPHELD = "upheld"
    PARTLY = "partly"
    UNFOUNDED = "unfounded"
    DECLINED = "declined"

    @property
    def words(self) -> str:
        """The Chinese name."""
        return {
            "upheld": "反映的问题属实",
            "partly": "部分属实",
            "unfounded": "未发现反映的问题",
            "declined": "不予受理",
        }[self.value]
