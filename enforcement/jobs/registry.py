"""Every job: its name, when it is planned, what it calls.

A function takes the present instant and calls the services that people's actions call too. It goes
through its items one by one: the failure of one is recorded and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from enforcement.foundation.clock import SHANGHAI
from enforcement.jobs.audit import verify_record
from enforcement.jobs.deadlines import recompute_deadlines
from enforcement.jobs.draws import advance_draws, open_sealed_draws, remind_typists, verify_draws
from enforcement.jobs.evaluation import (
    close_plans,
    commit_plans,
    fill_seats,
    open_files,
    publish_standards,
    remind_evaluators,
)
from enforcement.jobs.evaluation_feedback import escalate_rectifications, open_re_evaluations, watch_windows
from enforcement.jobs.evaluation_files import take_in_closed
from enforcement.jobs.inspection_checks import close_tasks, open_checks, publish_results, remind_tasks
from enforcement.jobs.inspection_plans import (
    check_uploads,
    freeze_due_batches,
    propose_joint_visits,
    remind_planners,
)
from enforcement.jobs.publicity import draft_redactions, take_down_expired
from enforcement.jobs.recordings import sweep_abandoned_uploads, verify_recordings
from enforcement.jobs.visits import issue_approval_forms, raise_visit_alarms
from enforcement.platform.leases import forget_leases

KEPT_RUNS = timedelta(days=7)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Every:
    """Planned at whole multiples of a length of time."""

    length: timedelta

    def slot(self, now: datetime) -> datetime:
        """The latest planned instant that is not after `now`."""
        return now - (now - EPOCH) % self.length


@dataclass(frozen=True)
class Daily:
    """Planned once a day at a civil time in China."""

    at: time

    def slot(self, now: datetime) -> datetime:
        """The latest planned instant that is not after `now`."""
        local = now.astimezone(SHANGHAI)
        planned = datetime.combine(local.date(), self.at, SHANGHAI)
        return (planned if planned <= local else planned - timedelta(days=1)).astimezone(UTC)


@dataclass(frozen=True)
class Hours:
    """Planned every so often between two civil times in China, both included."""

    first: time
    last: time
    length: timedelta

    def slot(self, now: datetime) -> datetime:
        """The latest planned instant that is not after `now`."""
        local = now.astimezone(SHANGHAI)
        if local.timetz().replace(tzinfo=None) < self.first:
            local = datetime.combine(local.date() - timedelta(days=1), time.max, SHANGHAI)
        begin = datetime.combine(local.date(), self.first, SHANGHAI)
        until = min(local, datetime.combine(local.date(), self.last, SHANGHAI))
        return (until - (until - begin) % self.length).astimezone(UTC)


@dataclass(frozen=True)
class Job:
    """A name that stays for ever (leases carry it), a plan, and what to do at the planned instant."""

    name: str
    plan: Every | Daily | Hours
    run: Callable[[datetime], None]


def forget_old_runs(now: datetime) -> None:
    """Keep a week of finished runs."""
    forget_leases(now - KEPT_RUNS)


JOBS: tuple[Job, ...] = (
    Job("deadlines.recompute", Daily(time(2, 10)), recompute_deadlines),
    Job("audit.verify", Daily(time(2, 40)), verify_record),
    Job("publicity.draft", Every(timedelta(seconds=30)), draft_redactions),
    Job("publicity.expire", Daily(time(0, 10)), take_down_expired),
    Job("recordings.verify", Every(timedelta(seconds=5)), verify_recordings),
    Job("recordings.sweep", Every(timedelta(hours=1)), sweep_abandoned_uploads),
    Job("draws.advance", Every(timedelta(seconds=10)), advance_draws),
    Job("draws.remind", Every(timedelta(minutes=1)), remind_typists),
    Job("draws.open_sealed", Every(timedelta(minutes=10)), open_sealed_draws),
    Job("draws.verify", Daily(time(1, 30)), verify_draws),
    Job("checks.open", Every(timedelta(seconds=10)), open_checks),
    Job("checks.remind", Daily(time(7, 30)), remind_tasks),
    Job("checks.close", Every(timedelta(minutes=10)), close_tasks),
    Job("checks.publish", Every(timedelta(minutes=10)), publish_results),
    Job("libraries.check", Every(timedelta(seconds=5)), check_uploads),
    Job("batches.freeze", Hours(time(9, 0), time(18, 0), timedelta(minutes=10)), freeze_due_batches),
    Job("batches.join", Every(timedelta(minutes=10)), propose_joint_visits),
    Job("plans.remind", Daily(time(7, 0)), remind_planners),
    Job("visits.forms", Every(timedelta(seconds=10)), issue_approval_forms),
    Job("visits.alarms", Every(timedelta(minutes=30)), raise_visit_alarms),
    Job("evaluation.standards", Every(timedelta(minutes=10)), publish_standards),
    Job("evaluation.files", Daily(time(3, 30)), take_in_closed),
    Job("evaluation.commit", Daily(time(9, 5)), commit_plans),
    Job("evaluation.open", Every(timedelta(seconds=10)), open_files),
    Job("evaluation.thirds", Every(timedelta(minutes=10)), fill_seats),
    Job("evaluation.remind", Daily(time(8, 0)), remind_evaluators),
    Job("evaluation.close", Every(timedelta(minutes=10)), close_plans),
    Job("evaluation.re_evaluations", Every(timedelta(minutes=1)), open_re_evaluations),
    Job("evaluation.windows", Every(timedelta(minutes=10)), watch_windows),
    Job("evaluation.rectifications", Every(timedelta(minutes=10)), escalate_rectifications),
    Job("leases.forget", Daily(time(3, 10)), forget_old_runs),
)
