"""States of the libraries, their imports and proposals to join visits; kinds of reminders."""

from __future__ import annotations

from enum import StrEnum


class ItemState(StrEnum):
    """A version of an item."""

    DRAFT = "draft"
    PUBLISHED = "published"


class ImportState(StrEnum):
    """An uploaded library file."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLIED = "applied"
    DISCARDED = "discarded"
    FAILED = "failed"

    @property
    def words(self) -> str:
        """In words of the desk."""
        return {
            "uploaded": "等待校验",
            "checking": "正在校验",
            "checked": "校验完成，等待导入",
            "applied": "已导入",
            "discarded": "已放弃",
            "failed": "无法读取",
        }[self.value]

    @property
    def busy(self) -> bool:
        """Whether the machine still works on it."""
        return self in (ImportState.UPLOADED, ImportState.CHECKING)


class Verdict(StrEnum):
    """What the dry run says of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class ProposalState(StrEnum):
    """A proposal to join two visits."""

    OPEN = "open"
    JOINED = "joined"
    SEPARATE = "separate"

    @property
    def words(self) -> str:
        """In words of the desk."""
        return {"open": "待答复", "joined": "合并为一次联合检查", "separate": "分别检查"}[self.value]


class NoticeKind(StrEnum):
    """What planners and heads are told."""

    PLAN_DUE = "plan_due"
    PLAN_LATE = "plan_late"
    LIBRARY_AGEING = "library_ageing"
    LIBRARY_TOO_OLD = "library_too_old"

    @property
    def words(self) -> str:
        """In words of the desk."""
        return {
            "plan_due": "即将到期",
            "plan_late": "逾期未公布",
            "library_ageing": "请更新",
            "library_too_old": "不能抽取",
        }[self.value]

    @property
    def level(self) -> str:
        """Its mark."""
        return "late" if self in (NoticeKind.PLAN_LATE, NoticeKind.LIBRARY_TOO_OLD) else "soon"


ABOUT_PLANS = (NoticeKind.PLAN_DUE, NoticeKind.PLAN_LATE)
ABOUT_LIBRARIES = (NoticeKind.LIBRARY_AGEING, NoticeKind.LIBRARY_TOO_OLD)
