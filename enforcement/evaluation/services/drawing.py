"""The sealed draw of a plan: the list fixed on its day, then files with their seats, then answers and terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from enforcement.draws import services as draws
from enforcement.draws.commands import CommitDraw
from enforcement.draws.queries import result_facts
from enforcement.evaluation.commands.plans import ConfirmAnswers
from enforcement.evaluation.facts import ClosedCase
from enforcement.evaluation.loading import locked_file, locked_plan, refuse, write_down
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan
from enforcement.evaluation.notices import clear, clear_days, tell
from enforcement.evaluation.policies import Action, require
from enforcement.evaluation.pool import snapshots
from enforcement.evaluation.queries.files import case_file, files_named
from enforcement.evaluation.seating import begin_scoring, end_seats, renew, seat
from enforcement.evaluation.states import OPEN_SEATS, FileState, NoticeKind, PlanState, SeatState
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused, Stale
from enforcement.platform.database import db, transaction
from enforcement.rules.draws.lines import ExclusionLine, PoolLine
from enforcement.rules.draws.snapshots import ObjectSnapshot
from enforcement.rules.evaluation.applicability import proposed_answers
from enforcement.rules.evaluation.bases import APART
from enforcement.rules.evaluation.sheets import FileFacts, facts_problems

BASIS = "行政执法监督条例第十五条"
_SYSTEM = system_actor("评查抽取")


def commit_plan(actor: Actor, public_id: str, now: datetime) -> EvaluationPlan:
    """On the plan's day: commit to the files that were approved and to the evaluators of today.

    Errors: ``Refused`` before the day or out of state, and as ``draws.services.commit_draw``; ``Unavailable``.
    """
    today = civil_date(now)
    with transaction():
        row = locked_plan(actor, Action.PLAN, public_id)
        if row.state is not PlanState.APPROVED:
            raise Refused(
                [Reason("wrong-state", f"评查方案处于“{row.state.words}”，不能锁定名单", BASIS, "先由负责人批准")]
            )
        if today < row.draw_on:
            raise Refused([Reason("too-early", "还没有到方案的抽取日期", BASIS, "到抽取日期由系统锁定名单")])
        drawn = [one for one in row.pool if not one["excluded"]]
        closed = files_named([one["file"] for one in drawn])
        draws.commit_draw(
            actor,
            CommitDraw(
                public_id=row.draw_public_id or "",
                pool=[PoolLine(one["file"], one["class_name"]) for one in drawn],
                exclusions=[
                    ExclusionLine(one["file"], one["excluded"], one["kind"]) for one in row.pool if one["excluded"]
                ],
                officers=snapshots(row, closed, today, load_limit=row.load_limit),
                objects={one["file"]: ObjectSnapshot(one["file"], "", ()) for one in drawn},
                labels={one["file"]: one["label"] for one in drawn},
            ),
            now,
        )
        row.state, row.hindrance = PlanState.COMMITTED, ""
        clear(NoticeKind.HINDRANCE, f"plan:{row.public_id}", now)
        write_down(actor, "plan_committed", f"plan:{row.public_id}", row.org_path, now, after={"files": len(drawn)})
    return row


def mark_drawn(plan_public_id: str, now: datetime) -> None:
    """The result is there: the scheduler opens files and seats next. Idempotent."""
    with transaction():
        row = locked_plan(_SYSTEM, Action.PLAN, plan_public_id)
        if row.state is PlanState.COMMITTED:
            row.state = PlanState.DRAWN
            write_down(_SYSTEM, "plan_drawn", f"plan:{row.public_id}", row.org_path, now)


def mark_void(plan_public_id: str, now: datetime) -> None:
    """The draw does not count, and there is no second one: a new round is a new plan. Idempotent.

    Nobody scores any further; what is signed stays and may be read.
    """
    with transaction():
        row = locked_plan(_SYSTEM, Action.PLAN, plan_public_id)
        if row.state.unsealed or row.state is PlanState.CANCELLED:
            return
        row.state, row.hindrance = PlanState.VOID, ""
        for file in row.files:
            end_seats(file, now)
            if file.state not in (FileState.DECIDED, FileState.INFEASIBLE):
                file.state = FileState.UNDECIDED
        subject = f"plan:{row.public_id}"
        for kind in (NoticeKind.HINDRANCE, NoticeKind.ANSWERS_WAITING):
            clear(kind, subject, now)
        clear_days(NoticeKind.SCORING_LATE, subject, now)
        write_down(_SYSTEM, "plan_voided", subject, row.org_path, now)


def open_files(public_id: str, now: datetime) -> int:
    """Make the drawn files with their seats, and say how many are new. Safe to repeat and to run twice at once.

    Errors: ``Unavailable`` when a content can't be read: nothing is made then, the scheduler comes again.
    """
    with transaction():
        row = locked_plan(_SYSTEM, Action.PLAN, public_id)
        if row.state is not PlanState.DRAWN:
            return 0
        result = result_facts(row.draw_public_id or "")
        planned, standard = {one["file"]: one for one in row.pool}, standard_of(row.standard)
        there = set(
            db.session.scalars(select(EvaluationFile.case_file_public_id).where(EvaluationFile.plan_id == row.id))
        )
        new = [one.object_id for one in result.selected if one.object_id not in there]
        for file_id in new:
            facts = case_file(file_id)
            answers = proposed_answers(standard, facts.content)
            file = _file(row, facts.closed, planned[file_id], answers)
            db.session.add(file)
            db.session.flush()
            team = () if file_id in result.infeasible else result.teams.get(file_id, ())
            _fill(file, team, now)
        row.state, row.scoring_at = PlanState.SCORING, now
        draws.lock_draw(_SYSTEM, row.draw_public_id or "", now)
        text = f"《{row.title}》已抽取 {len(result.selected)} 件案卷，请逐件确认适用条件"
        tell(NoticeKind.ANSWERS_WAITING, f"plan:{row.public_id}", row.org_path, text, now)
        write_down(_SYSTEM, "files_opened", f"plan:{row.public_id}", row.org_path, now, after={"files": len(new)})
    return len(new)


def confirm_answers(actor: Actor, command: ConfirmAnswers, now: datetime) -> EvaluationFile:
    """Fix which questions hold for a file, for all its sheets; scoring begins with the first confirmation.

    They may be corrected until somebody has signed; then evaluators are told, and what they reviewed before can't be
    signed. Errors: ``Stale``; ``Invalid`` by condition; ``Refused``.
    """
    with transaction():
        file = locked_file(command.file)
        require(actor, Action.PLAN, file.plan.org_path)
        if command.version != file.answers_version:
            raise Stale
        refuse(_confirm_reasons(file))
        problems = facts_problems(standard_of(file.plan.standard), FileFacts(file.kind, command.holds))
        if problems:
            raise Invalid(problems)
        before: Mapping[str, bool | None] = file.answers
        file.answers, file.answers_by_name, file.answers_at = dict(command.holds), actor.name, now
        if file.state is FileState.WAITING:
            file.state = FileState.SCORING
            begin_scoring(file, now)
        elif file.answers != before:
            _tell_corrected(file, before, now)
        after = {"before": before, "answers": file.answers}
        write_down(actor, "answers_confirmed", f"file:{file.public_id}", file.plan.org_path, now, after=after)
        db.session.flush()
        waiting = select(EvaluationFile.id).where(
            EvaluationFile.plan_id == file.plan_id, EvaluationFile.state == FileState.WAITING
        )
        if db.session.scalar(waiting.limit(1)) is None:
            clear(NoticeKind.ANSWERS_WAITING, f"plan:{file.plan.public_id}", now)
    return file


def _tell_corrected(file: EvaluationFile, before: Mapping[str, bool | None], now: datetime) -> None:
    names = {one.id: one.name for one in standard_of(file.plan.standard).conditions}
    new = {name: "是" if yes else "否" for name, yes in file.answers.items() if before.get(name) is not yes}
    changed = "，".join(f"“{names[name]}”改为{word}" for name, word in new.items())
    text = f"《{file.plan.title}》有一件案卷的适用条件更正了（{changed}），得分随之变化，请核对以后再签名"
    for one in file.seats:
        if one.state in OPEN_SEATS:
            renew(one.sheet)
            subject = f"seat:{one.public_id}"
            clear(NoticeKind.CONDITIONS_CHANGED, subject, now)
            tell(NoticeKind.CONDITIONS_CHANGED, subject, file.plan.org_path, text, now, user_id=one.user_id)


def _confirm_reasons(file: EvaluationFile) -> list[Reason]:
    if file.plan.state is not PlanState.SCORING or file.state not in (FileState.WAITING, FileState.SCORING):
        message = f"案卷处于“{file.state.words}”，不能再改适用条件"
        return [Reason("wrong-state", message, BASIS, "评分开始以后由两名评查员按同样的适用条件评分")]
    if any(one.state is SeatState.SIGNED for one in file.seats):
        lift = "已签名的评分表不能改变；不同意的，在反馈阶段提出异议"
        return [Reason("signed", "已经有评查员签名，适用条件不能再改", APART, lift)]
    return []


def _file(
    row: EvaluationPlan, closed: ClosedCase, planned: Mapping[str, object], answers: Mapping[str, bool | None]
) -> EvaluationFile:
    return EvaluationFile(
        plan=row,
        case_file_public_id=closed.public_id,
        class_name=planned["class_name"],
        must_kinds=planned["must"],
        agency_org_id=closed.org_id,
        agency_path=closed.org_path,
        agency_name=closed.org_name,
        label=planned["label"],
        kind=closed.kind,
        answers=answers,
        state=FileState.WAITING,
    )


def _fill(file: EvaluationFile, team: tuple[str, ...], now: datetime) -> None:
    for place, evaluator in enumerate(team, start=1):
        seat(file, place, evaluator, now)
    if not team:
        file.state = FileState.INFEASIBLE
        text = f"{file.label} 没有可以评查的评查员（回避后人数不足）"
        tell(NoticeKind.NO_EVALUATOR, f"file:{file.public_id}", file.plan.org_path, text, now)
