"""States of records of this room that no rule of law looks at."""

from __future__ import annotations

from enum import StrEnum


class TaskState(StrEnum):
    """Where a task stands: its checks are being opened, done, all have a result; or its draw was void."""

    OPENING = "opening"
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"


TASK_NAMES = {
    TaskState.OPENING: "正在生成检查",
    TaskState.OPEN: "检查中",
    TaskState.CLOSED: "已完成",
    TaskState.VOID: "抽取作废",
}
