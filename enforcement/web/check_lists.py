"""Lists around checks: tasks with how far they are, follow-ups by age, arrivals entered late."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError, Refused
from enforcement.foundation.permissions import Permission
from enforcement.inspection.queries import checks as queries
from enforcement.inspection.queries.task_days import publish_term
from enforcement.inspection.services.tasks import close_task
from enforcement.inspection.task_states import TaskState
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.inspection.results import KIND_NAMES
from enforcement.web.checks_page import deadline_view

check_lists = Blueprint("check_lists", __name__, url_prefix="/inspection")


@check_lists.get("/tasks")
@requires(Permission.CHECK_READ)
def tasks() -> str:
    """Tasks of published draws: how many objects, how many with a result, until when."""
    which = request.args.get("which", "open")
    entries = (("open", _("进行中")), ("done", _("已完成")))
    return render_template(
        "inspection/checks/tasks.html",
        rows=queries.tasks(current_actor(), which),
        today=civil_date(current_instant()),
        tabs=[
            {"title": title, "href": url_for("check_lists.tasks", which=key), "current": key == which}
            for key, title in entries
        ],
    )


@check_lists.get("/tasks/<public_id>")
@requires(Permission.CHECK_READ)
def task(public_id: str) -> ResponseReturnValue:
    """One task with its checks."""
    return _task(public_id, None)


@check_lists.post("/tasks/<public_id>/close")
@requires(Permission.CHECK_APPROVE)
def close(public_id: str) -> ResponseReturnValue:
    """End a task now instead of waiting for the job."""
    try:
        close_task(current_actor(), public_id, current_instant())
    except Refused as refusal:
        return _task(public_id, refusal)
    flash(_("任务已完成；公示期限见本页"), "success")
    return redirect(url_for("check_lists.task", public_id=public_id), 303)


@check_lists.get("/follow-ups")
@requires(Permission.CHECK_READ)
def follow_ups() -> str:
    """What is not done yet about results, oldest first (P04)."""
    today = civil_date(current_instant())
    rows = [
        (row, check, KIND_NAMES[row.kind], (today - civil_date(row.opened_at)).days)
        for row, check in queries.open_follow_ups(current_actor())
    ]
    return render_template("inspection/checks/follow_ups.html", rows=rows, today=today)


@check_lists.get("/late-arrivals")
@requires(Permission.CHECK_READ)
def late_arrivals() -> str:
    """Arrivals that were not scanned at the door (C06)."""
    return render_template("inspection/checks/late.html", rows=queries.late_scans(current_actor()))


@check_lists.get("/results/waiting")
@requires(Permission.CHECK_APPROVE)
def waiting() -> str:
    """Results that wait for the second person."""
    return render_template("inspection/checks/waiting.html", rows=queries.entries_waiting(current_actor()))


def _task(public_id: str, error: DomainError | None) -> ResponseReturnValue:
    actor, today = current_actor(), civil_date(current_instant())
    found = queries.task(actor, public_id)
    checks = queries.checks_of_task(actor, found)
    term = None
    if found.closed_on is not None and found.published_at is None:
        term = deadline_view(publish_term(found), today)
    page = render_template(
        "inspection/checks/task.html",
        task=found,
        checks=checks,
        with_result=sum(one.entry_state is not None for one in checks),
        term=term,
        today=today,
        error=error,
        may_close=found.state is TaskState.OPEN and actor.may(Permission.CHECK_APPROVE, found.org_path),
    )
    return page, error.status if error else 200
