"""Plans: written by the supervisor, approved by the head together with the list of files that it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from enforcement.catalogue.law import current_calendar
from enforcement.draws import services as draws
from enforcement.draws.commands import DraftDraw
from enforcement.draws.states import Subject
from enforcement.evaluation.commands.plans import AnswerPlan, DraftPlan, EditPlan, PlanContent
from enforcement.evaluation.loading import locked_plan, needed, number, refuse, term, write_down
from enforcement.evaluation.models.core import EvaluationPlan, EvaluationStandard
from enforcement.evaluation.notices import clear, tell
from enforcement.evaluation.policies import Action, require
from enforcement.evaluation.pool import MUST_PREFIX, agencies_of, evaluators_of, matter_of, planned_pool
from enforcement.evaluation.seating import SCORING_TERM
from enforcement.evaluation.services.files import take_in_missing_cases
from enforcement.evaluation.states import NoticeKind, PlanState, StandardState
from enforcement.foundation.actor import Actor, Grant, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.foundation.permissions import Permission
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.queries import organisation_facts
from enforcement.platform.database import db, transaction
from enforcement.rules.deadlines import compute_deadline
from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.lines import FULL
from enforcement.rules.draws.snapshots import TeamNeeds

BASIS = "行政执法监督条例第十五条"
SEPARATE = "案卷评查职责分离：制定与批准由不同的人办理"
ONE_DAY = timedelta(days=1)
ORDER = (PlanState.CLOSED, PlanState.FEEDBACK, PlanState.FROZEN)


def draft_plan(actor: Actor, command: DraftPlan, now: datetime) -> EvaluationPlan:
    """A plan that waits for the head. Errors: ``Invalid`` by field; ``Refused`` below ratio or least files."""
    organ = organisation_facts(command.org_id)
    require(actor, Action.PLAN, organ.path)
    with transaction():
        row = EvaluationPlan(
            org_id=organ.org_id,
            org_path=organ.path,
            plan_no=_next_no(organ, civil_date(now).year),
            state=PlanState.DRAFT,
        )
        _write(actor, row, organ, command.content, now)
        db.session.add(row)
        db.session.flush()
        _waiting(row, now)
        write_down(actor, "plan_drafted", f"plan:{row.public_id}", row.org_path, now, after=_told(row))
    return row


def edit_plan(actor: Actor, command: EditPlan, now: datetime) -> EvaluationPlan:
    """The draft anew. Errors: ``Stale``; as ``draft_plan``; ``Refused`` once it is approved."""
    with transaction():
        row = locked_plan(actor, Action.PLAN, command.public_id, command.version)
        refuse(_not_in(row, PlanState.DRAFT, "修改"))
        _write(actor, row, organisation_facts(row.org_id), command.content, now)
        _waiting(row, now)
        write_down(actor, "plan_edited", f"plan:{row.public_id}", row.org_path, now, after=_told(row))
    return row


def answer_plan(actor: Actor, command: AnswerPlan, now: datetime) -> EvaluationPlan:
    """The head approves, and with it the closed files that the plan's rules give; or gives the draft back.

    From here the list is fixed: a file that is taken in later belongs to the next round. The draw is drafted in the
    planner's name, since nothing but the plan stands in it, and approved by the head.

    Errors: ``Stale``; ``Refused`` for the planner himself, before the period is over, without files, with too few
    evaluators; ``Invalid`` without a reason for giving back; ``Unavailable`` when the store is away.
    """
    if command.agreed:
        _take_in_missing(actor, command, now)
    with transaction():
        row = locked_plan(actor, Action.APPROVE, command.public_id, command.version)
        refuse(_not_in(row, PlanState.DRAFT, "审批"))
        if actor.user_id is None or actor.user_id == row.drafted_by:
            raise Refused([Reason("own-plan", "起草人不能批准自己起草的评查方案", SEPARATE, "由另一名负责人批准")])
        clear(NoticeKind.PLAN_WAITING, f"plan:{row.public_id}", now)
        if not command.agreed:
            row.hindrance = needed(command.reason, "reason", "请填写退回的理由")
            write_down(
                actor,
                "plan_returned",
                f"plan:{row.public_id}",
                row.org_path,
                now,
                after=_told(row),
                reason=row.hindrance,
            )
            return row
        _approve(actor, row, now)
        write_down(actor, "plan_approved", f"plan:{row.public_id}", row.org_path, now, after=_told(row))
    return row


def advance_plan(public_id: str, state: PlanState, now: datetime, actor: Actor) -> EvaluationPlan:
    """Feedback began (by the planner), or the result is frozen (by the head). Never back; safe to repeat."""
    with transaction():
        row = locked_plan(actor, Action.APPROVE if state is PlanState.FROZEN else Action.PLAN, public_id)
        if row.state not in ORDER or state not in ORDER:
            refuse(_not_in(row, PlanState.CLOSED, "反馈"))
        if ORDER.index(state) > ORDER.index(row.state):
            row.state = state
            write_down(actor, f"plan_{state.value}", f"plan:{row.public_id}", row.org_path, now, after=_told(row))
    return row


def note_hindrance(public_id: str, actor: Actor, message: str, now: datetime) -> None:
    """Keep why a step of the scheduler failed, for the planner's page, and tell the planner."""
    with transaction():
        row = locked_plan(actor, Action.PLAN, public_id)
        row.hindrance = message
        tell(NoticeKind.HINDRANCE, f"plan:{row.public_id}", row.org_path, f"{row.title}：{message}", now)


def _take_in_missing(actor: Actor, command: AnswerPlan, now: datetime) -> None:
    """What was closed since the job last ran belongs to the list too. Apart from the approval: bytes before rows."""
    with transaction():
        row = locked_plan(actor, Action.APPROVE, command.public_id, command.version)
        org_ids = [one.org_id for one in agencies_of(row.org_path, row.agencies).values()]
        period = row.period_from, row.period_to
    take_in_missing_cases(system_actor("案卷入库"), org_ids, *period, now)


def _approve(actor: Actor, row: EvaluationPlan, now: datetime) -> None:
    today = civil_date(now)
    pool = planned_pool(row)
    row.approved_by, row.approved_by_name, row.approved_at = actor.user_id, actor.name, now
    refuse([*_day_reasons(row, today), *_pool_reasons(row, pool.drawn, len(evaluators_of(row, today)))])
    row.pool = [asdict(one) for one in pool.files]
    row.shares = [{**asdict(one), "must": [file for file, _ in one.must], "pool": len(one.pool)} for one in pool.shares]
    classes = {one.agency: one.basis_points for one in pool.shares if one.pool}
    classes |= {f"{MUST_PREFIX}{one.agency}": FULL for one in pool.shares if one.must}
    planner = Actor(
        user_id=row.drafted_by,
        name=row.drafted_by_name,
        org_path=row.org_path,
        grants=(Grant(frozenset({Permission.DRAW_DRAFT, Permission.DRAW_READ}), org_path=row.org_path),),
    )
    drafted = draws.draft_draw(planner, _draw_of(row, classes), now)
    draws.approve_draw(actor, drafted.public_id, now)
    row.draw_public_id, row.state, row.hindrance = drafted.public_id, PlanState.APPROVED, ""


def _draw_of(row: EvaluationPlan, classes: Mapping[str, int]) -> DraftDraw:
    return DraftDraw(
        org_id=row.org_id,
        matter=matter_of(row.public_id),
        subject=Subject.EVALUATION,
        title=row.title,
        plan_no=row.plan_no,
        classes=tuple(sorted(classes.items())),
        sources=tuple(row.sources),
        needs=TeamNeeds(),
        algorithm=Algorithm(row.algorithm),
        sealed=True,
        open_on=row.open_on,
    )


def _day_reasons(row: EvaluationPlan, today: date) -> list[Reason]:
    found = []
    if today <= row.period_to:
        found.append(
            Reason("period-open", "评查期间还没有结束，名单还会变化", BASIS, "期间结束以后再批准，或者修改评查期间")
        )
    if today >= row.open_on:
        found.append(Reason("opening-passed", "公开名单的日期已经到了", BASIS, "退回修改公开名单的日期"))
    return found


def _pool_reasons(row: EvaluationPlan, drawn: int, evaluators: int) -> list[Reason]:
    if not drawn:
        lift = "核对评查期间和机关；外来案卷先导入"
        return [Reason("no-files", "期间内没有可以评查的已结案卷", BASIS, lift)]
    seats, able = drawn * TeamNeeds().size, evaluators * row.load_limit
    if evaluators <= TeamNeeds().size:
        lift = "增加评查员；两名独立评分，意见不一致时由第三名评分"
        return [Reason("few-evaluators", f"评查员只有 {evaluators} 人，至少需要 3 人", BASIS, lift)]
    if seats > able:
        lift = "增加评查员，或者提高每人最多件数"
        message = f"{drawn} 件案卷各由两人评分，共 {seats} 人次，超过 {evaluators} 名评查员每人最多 {row.load_limit} 件"
        return [Reason("few-evaluators", message, BASIS, lift)]
    return []


def _write(actor: Actor, row: EvaluationPlan, organ: OrganisationFacts, content: PlanContent, now: datetime) -> None:
    """Copy what the planner wrote. Errors: ``Invalid``, ``Refused``."""
    standard = _checked(organ, content)
    today = civil_date(now)
    ratio, least = number("evaluation.ratio", organ, today), number("evaluation.least_files", organ, today)
    found = []
    if content.ratio_bp < ratio.value * 100:
        message = f"抽取比例 {content.ratio_bp / 100:g}% 低于最低比例 {ratio.value:f}%"
        found.append(Reason("ratio-low", message, ratio.stated, f"提高到 {ratio.value:f}% 以上"))
    if content.least < least.whole:
        message = f"每个机关最少 {content.least} 件，低于最低 {least.whole} 件"
        found.append(Reason("least-low", message, least.stated, f"提高到 {least.whole} 件以上"))
    refuse(found)
    row.title = needed(content.title, "title", "请填写方案名称")
    row.period_from, row.period_to = content.period_from, content.period_to
    row.standard, row.standard_digest = standard, standard.digest
    row.agencies, row.must_kinds = list(dict.fromkeys(content.agencies)), [one.value for one in content.must_kinds]
    row.ratio_bp, row.least, row.load_limit = content.ratio_bp, content.least, content.load_limit
    row.draw_on, row.open_on = content.draw_on, content.open_on
    row.sources, row.algorithm, row.hindrance = list(content.sources), content.algorithm.value, ""
    row.drafted_by, row.drafted_by_name, row.drafted_at = actor.user_id, actor.name, now


def _checked(organ: OrganisationFacts, content: PlanContent) -> EvaluationStandard:
    errors: dict[str, list[str]] = {}
    if content.period_from > content.period_to:
        errors["period_to"] = ["期间的末日不能早于首日"]
    if content.draw_on <= content.period_to:
        errors["draw_on"] = ["抽取日期应在评查期间结束以后，案卷才齐全"]
    enough = _scored_by(organ, content.draw_on)
    if content.open_on <= enough:
        least = f"{enough.year}年{enough.month}月{enough.day}日"
        errors["open_on"] = [f"抽取以后先由两人评分，意见不一致的再由第三人评分，公开名单的最后日期应晚于{least}"]
    if content.load_limit < 1:
        errors["load_limit"] = ["每名评查员至少一件"]
    if content.ratio_bp > FULL:
        errors["ratio_bp"] = ["抽取比例不超过100%"]
    unknown = sorted(set(content.agencies) - set(agencies_of(organ.path, content.agencies)))
    if not content.agencies or unknown:
        errors["agencies"] = [f"没有编码为{'、'.join(unknown)}的机关" if unknown else "请至少选择一个机关"]
    standard = db.session.scalar(select(EvaluationStandard).where(EvaluationStandard.public_id == content.standard))
    if standard is None or standard.state is not StandardState.PUBLISHED:
        errors["standard"] = ["请选择已经公布的标准；一次评查只用一个标准"]
    if errors or standard is None:
        raise Invalid(errors)
    return standard


def _scored_by(organ: OrganisationFacts, draw_on: date) -> date:
    """When a third evaluator's term ends who is called on the last day of the first two; seats open after the draw."""
    ends = draw_on + ONE_DAY
    for _ in range(2):
        ends = compute_deadline(term(SCORING_TERM, organ, ends), ends, current_calendar()).due
    return ends


def _not_in(row: EvaluationPlan, wanted: PlanState, act: str) -> list[Reason]:
    if row.state is wanted:
        return []
    message = f"评查方案现在处于“{row.state.words}”，不能{act}"
    return [Reason("wrong-state", message, BASIS, f"处于“{wanted.words}”时办理")]


def _waiting(row: EvaluationPlan, now: datetime) -> None:
    tell(NoticeKind.PLAN_WAITING, f"plan:{row.public_id}", row.org_path, f"评查方案《{row.title}》等待审批", now)


def _next_no(organ: OrganisationFacts, year: int) -> str:
    prefix = f"{year}-E-"
    mine = EvaluationPlan.org_id == organ.org_id, EvaluationPlan.plan_no.startswith(prefix)
    return f"{prefix}{1 + (db.session.scalar(select(func.count()).where(*mine)) or 0):03d}"


def _told(row: EvaluationPlan) -> dict[str, Any]:
    return {
        "plan_no": row.plan_no,
        "title": row.title,
        "state": row.state.value,
        "standard": row.standard_digest,
        "ratio_bp": row.ratio_bp,
        "draw": row.draw_public_id or "",
    }
