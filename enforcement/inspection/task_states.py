"""States of a task, which no rule of law looks at."""

from __future__ import annotations

from enum import StrEnum


class TaskState(StrEnum):
    """Where a task stands: its checks are being opened, made, all have a result; or its draw was void."""

    OPENING = "opening"
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"

    @property
    def words(self) -> str:
        """In words of the desk."""
        return {"opening": "正在生成检查", "open": "检查中", "closed": "已完成", "void": "抽取作废"}[self.value]
