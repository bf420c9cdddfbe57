"""What somebody is told leads to where it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import url_for

from enforcement.evaluation.states import NoticeKind

if TYPE_CHECKING:
    from enforcement.evaluation.models.core import EvaluationNotice

PAGES = {
    "plan": ("evaluation_plans.plan", "plan_id"),
    "seat": ("scoring.desk", "seat_id"),
    "report": ("evaluation_feedback.report", "report_id"),
    "objection": ("evaluation_objections.show_one", "objection_id"),
}
"""What a notice is about -> the page of it."""
LISTS = {
    NoticeKind.RECUSAL_WAITING: "evaluation_files.recusals",
    NoticeKind.RECTIFICATION_WAITING: "evaluation_rectifications.index",
    NoticeKind.RECTIFICATION_RETURNED: "evaluation_rectifications.index",
    NoticeKind.RECTIFICATION_REMINDER: "evaluation_rectifications.index",
    NoticeKind.RECTIFICATION_LATE: "evaluation_rectifications.index",
    NoticeKind.RECTIFICATIONS_LATE: "evaluation_rectifications.index",
    NoticeKind.RECTIFIED: "evaluation_rectifications.index",
}
"""Notices about more than one page shows."""


class NoticeLine(NamedTuple):
    """One line of 等待办理; ``href`` is empty where there is no page of it."""

    text: str
    at: datetime
    href: str


def notice_lines(notices: Sequence[EvaluationNotice]) -> list[NoticeLine]:
    """The notices as a page draws them."""
    return [NoticeLine(one.text, one.at, _href(one)) for one in notices]


def _href(notice: EvaluationNotice) -> str:
    if notice.kind in LISTS:
        return url_for(LISTS[notice.kind])
    kind, public_id = notice.subject.split(":")[:2]
    if kind not in PAGES:
        return ""
    endpoint, name = PAGES[kind]
    values: dict[str, Any] = {name: public_id}
    return url_for(endpoint, **values)
