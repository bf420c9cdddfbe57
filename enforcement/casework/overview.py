"""What the page of a case shows: where it stands, what is missing, what may be done, until when.

Read models only. The caller has loaded the case through ``casework.queries.case``, so the actor may see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from enforcement.casework.deadlines import CASE_TERM, STATEMENT, deadlines_of
from enforcement.casework.loading import latest
from enforcement.casework.models import Case, CaseApproval, CaseDeadline, CaseNotice, CaseStep
from enforcement.casework.policies import case_record, separation
from enforcement.catalogue.law import current_calendar, current_rulesets
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Reason
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db
from enforcement.rules.acts import ACTS, Act
from enforcement.rules.duties import days_left
from enforcement.rules.explanation import ExplanationRun, split_at
from enforcement.rules.facts import CaseFacts, State
from enforcement.rules.procedure import BY_NAME, STAGES, Stage, Step, onward_steps, requirements
from enforcement.rules.rulesets import Unit

if TYPE_CHECKING:
    from enforcement.documents.models import Document

WHO: dict[Permission, str] = {
    Permission.CASE_INVESTIGATE: "承办人",
    Permission.CASE_APPROVE: "负责人",
    Permission.CASE_ASSIGN: "承办人或者负责人",
    Permission.CASE_DECIDE: "行政机关负责人",
    Permission.CASE_DISCUSS: "行政机关负责人",
    Permission.REVIEW_CONDUCT: "审核人员",
}
FULFILLED_HERE: dict[str, str] = {"hold_discussion": "collective-discussion", "pass_review": "review-passed"}
"""Step -> the need that taking it fulfils; it does not stand against opening its form."""
_DOCUMENT_OF: dict[str, tuple[str, str]] = {
    "lead": ("source_register", "登记表"),
    "filing": ("filing_approval", "审批表"),
    "investigation": ("investigation_report", "调查报告"),
    "review": ("review_opinion", "审核意见书"),
    "notice": ("penalty_notice", "告知书"),
    "statement": ("statement_record", "陈述申辩笔录"),
    "decision": ("penalty_decision", "决定书"),
    "service": ("service_receipt", "送达回证"),
    "closing": ("closing_approval", "审批表"),
    "archive": ("volume_index", "卷内目录"),
}
_DEADLINE_OF = {
    "lead": "D02", "investigation": CASE_TERM, "review": "D14", "statement": STATEMENT, "decision": CASE_TERM,
    "service": "D18", "performance": "D24", "closing": "D42",
}  # fmt: skip
_ON_EVIDENCE = frozenset({"verify_evidence", "amend_evidence", "exclude_evidence", "add_note"})


@dataclass(frozen=True)
class StageView:
    """One mark of the stepper; ``state`` is done, now, next or later."""

    number: int
    title: str
    state: str
    lines: tuple[str, ...]
    document_id: str = ""
    document_text: str = ""


@dataclass(frozen=True)
class NeedView:
    """One line of "what is missing"; ``act`` is what fulfils it, empty when nothing here does."""

    title: str
    sentence: str
    basis: str
    lift: str
    act: str
    done: bool


@dataclass(frozen=True)
class ActionView:
    """Something that may be done, or the reasons why not."""

    name: str
    title: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class DeadlineView:
    """One deadline, opened: ``level`` is ok, soon, late or done."""

    name: str
    due: date
    start: date
    length_text: str
    level: str
    left_text: str
    runs: tuple[ExplanationRun, ...]
    basis: str
    rule_version: str
    provisional: bool
    note: str


def stages_of(case: Case, facts: CaseFacts, papers: Sequence[Document], missing: int) -> tuple[StageView, ...]:
    """The stepper: who did what when, what the present stage lacks, what comes next."""
    steps = db.session.scalars(select(CaseStep).where(CaseStep.case_id == case.id).order_by(CaseStep.id)).all()
    terms = {one.kind: one.due_on for one in deadlines_of(case.id) if one.current and one.met_on is None}
    now = next(index for index, stage in enumerate(STAGES) if case.state in stage.states)
    finished = case.state is State.ARCHIVED
    views = []
    for index, stage in enumerate(STAGES):
        title = "法制审核" if stage.code == "review" and facts.legal_review_due else stage.title
        if index < now or finished:
            state, lines = "done", _done_lines(stage, steps)
        elif index == now:
            state, lines = "now", _now_lines(stage, terms, missing, facts)
        else:
            state, lines = ("next" if index == now + 1 else "later"), _coming_lines(stage, terms, facts)
        paper = _paper(stage, papers) if state in {"done", "now"} else None
        views.append(
            StageView(
                number=index + 1,
                title=title,
                state=state,
                lines=lines,
                document_id=paper.public_id if paper else "",
                document_text=_DOCUMENT_OF[stage.code][1] if paper else "",
            )
        )
    return tuple(views)


def _done_lines(stage: Stage, steps: Sequence[CaseStep]) -> tuple[str, ...]:
    states = {state.value for state in stage.states}
    left = [one for one in steps if one.step == stage.onward]
    left = left or [one for one in steps if one.source in states and one.target not in states]
    return (f"{_short(civil_date(left[-1].at))} {left[-1].actor_name}",) if left else ()


def _now_lines(stage: Stage, terms: dict[str, date], missing: int, facts: CaseFacts) -> tuple[str, ...]:
    who = next((WHO[step.permission] for step in onward_steps(facts) if step.permission in WHO), "")
    lines = [f"现在 缺 {missing} 项" if missing else f"待{who}办理" if who else "办结"]
    due = terms.get(_DEADLINE_OF.get(stage.code, ""))
    if due:
        lines.append(f"期限 {_short(due)}")
    return tuple(lines)


def _coming_lines(stage: Stage, terms: dict[str, date], facts: CaseFacts) -> tuple[str, ...]:
    if stage.code == "decision":
        due = terms.get(CASE_TERM)
        discussed = ("须集体讨论",) if facts.discussion_due else ()
        return (*discussed, *((f"最迟 {_short(due)}",) if due else ()))
    return ("须法制审核",) if stage.code == "review" and facts.legal_review_due else ()


def _paper(stage: Stage, papers: Sequence[Document]) -> Document | None:
    form = _DOCUMENT_OF.get(stage.code, ("", ""))[0]
    return next((one for one in reversed(papers) if one.form == form), None)


def _short(on: date) -> str:
    return f"{on.month}月{on.day}日"


def needs_of(facts: CaseFacts) -> tuple[NeedView, ...]:
    """Every need of the steps ahead, open ones first."""
    found = [
        NeedView(
            title=one.need.title,
            sentence=one.reason.message if one.reason else "",
            basis=one.need.basis,
            lift=one.need.lift,
            act=one.need.act,
            done=one.reason is None,
        )
        for one in requirements(facts)
    ]
    return tuple(sorted(found, key=lambda need: need.done))


def onward_actions(actor: Actor, case: Case, facts: CaseFacts) -> tuple[ActionView, ...]:
    """The steps that lead on, each with all reasons of the law and of the person against it."""
    return tuple(
        ActionView(step.name, step.title, _against_step(actor, case, facts, step)) for step in onward_steps(facts)
    )


def _against_step(actor: Actor, case: Case, facts: CaseFacts, step: Step) -> tuple[Reason, ...]:
    person = person_reason(actor, case, step.permission, step.title, step.basis)
    law = [reason for reason in step.unmet(facts) if reason.code != FULFILLED_HERE.get(step.name)]
    return (*((person,) if person else ()), *law)


def person_reason(actor: Actor, case: Case, permission: Permission, title: str, basis: str) -> Reason | None:
    """Why this person may not do it: not their office, or kept apart by law."""
    if not actor.may(permission, case.org_path, case_record(case.public_id)):
        who = WHO.get(permission, "有权限的人员")
        return Reason("not-your-office", f"{title}由{who}办理", basis, f"由{who}登录后办理")
    return separation(actor, permission, case)


def act_reasons(actor: Actor, case: Case, facts: CaseFacts, name: str) -> tuple[Reason, ...]:
    """Everything that stands against an act or step by name; empty when it may be done."""
    act = ACTS.get(name)
    if act is None:
        return _against_step(actor, case, facts, BY_NAME[name])
    place = act.problem(case.state)
    person = person_reason(actor, case, act.permission, act.title, act.basis)
    return tuple(reason for reason in (person, place) if reason is not None)


def open_acts(actor: Actor, case: Case) -> tuple[ActionView, ...]:
    """Acts that belong to the present state and fill the case without moving it."""
    found = [act for act in ACTS.values() if act.problem(case.state) is None and act.name not in _ON_EVIDENCE]
    return tuple(ActionView(act.name, act.title, _person_only(actor, case, act)) for act in found)


def _person_only(actor: Actor, case: Case, act: Act) -> tuple[Reason, ...]:
    person = person_reason(actor, case, act.permission, act.title, act.basis)
    return (person,) if person else ()


def deadline_views(case: Case, today: date) -> tuple[DeadlineView, ...]:
    """Current deadlines: running ones by due day, then those that were met."""
    rows = [row for row in deadlines_of(case.id) if row.current]
    rows.sort(key=lambda row: (row.met_on is not None, row.due_on, row.id))
    return tuple(_deadline_view(case, row, today) for row in rows)


def _deadline_view(case: Case, row: CaseDeadline, today: date) -> DeadlineView:
    level, left = _left(case, row, today)
    runs = tuple(ExplanationRun.from_record(record) for record in row.explanation)
    return DeadlineView(
        name=row.name,
        due=row.due_on,
        start=row.started_on,
        length_text=row.length_text,
        level=level,
        left_text=left,
        runs=split_at(runs, today),
        basis=row.basis,
        rule_version=f"{row.rule_version}；{row.calendar_source}",
        provisional=row.provisional,
        note=f"起算：{row.reason}。" if row.reason else "",
    )


def _left(case: Case, row: CaseDeadline, today: date) -> tuple[str, str]:
    if row.met_on is not None:
        return "done", f"{_short(row.met_on)}完成"
    unit = Unit.WD if "工作日" in row.length_text else Unit.CD
    left = days_left(row.due_on, unit, today, current_calendar())
    if today > row.due_on:
        return ("done", "已届满") if row.kind == STATEMENT else ("late", f"已过期 {max(-left, 1)} {unit.label}")
    if today == row.due_on:
        return "soon", "今天到期"
    # the alarms are national; asking for the agency's region would cost a query for each agency of a list
    urgent = current_rulesets().term(row.kind, case.domain, "", row.started_on).alarms.urgent_days
    return ("soon" if left <= urgent else "ok"), f"还有 {left} {unit.label}"


def nearest_deadlines(cases: Sequence[Case], today: date) -> dict[int, DeadlineView]:
    """Of each case the deadline that is due first, by row id; one query for all cases."""
    rows = db.session.scalars(
        select(CaseDeadline)
        .where(
            CaseDeadline.case_id.in_([one.id for one in cases]),
            CaseDeadline.current.is_(True),
            CaseDeadline.met_on.is_(None),
        )
        .order_by(CaseDeadline.due_on.desc(), CaseDeadline.id)
    )
    by_id = {one.id: one for one in cases}
    return {row.case_id: _deadline_view(by_id[row.case_id], row, today) for row in rows}


def newest_approval(case: Case) -> CaseApproval | None:
    """The approval asked for last, answered or not."""
    return db.session.scalars(
        select(CaseApproval).where(CaseApproval.case_id == case.id).order_by(CaseApproval.id.desc()).limit(1)
    ).first()


def open_approval(case: Case) -> CaseApproval | None:
    """The approval that waits for an answer, if any."""
    newest = newest_approval(case)
    return newest if newest is not None and newest.answered_at is None else None


def latest_notice(case: Case) -> CaseNotice | None:
    """The notice that counts, if one was made."""
    return latest(CaseNotice, case)
