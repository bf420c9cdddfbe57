"""The demo's case-file evaluations, day by day: one round that is over, one that is being scored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from enforcement.demo.cast import Cast
from enforcement.demo.check_walks import hour_of
from enforcement.demo.evaluators import Evaluator
from enforcement.demo.feedback import Feedback
from enforcement.demo.numbers import type_announced
from enforcement.demo.places import TOUR_BUREAU
from enforcement.evaluation.commands.plans import AnswerPlan, ConfirmAnswers, DraftPlan, PlanContent
from enforcement.evaluation.queries.plans import drawn_files
from enforcement.evaluation.queries.sheets import own_seats
from enforcement.evaluation.queries.standards import standards
from enforcement.evaluation.services.drawing import confirm_answers
from enforcement.evaluation.services.plans import answer_plan, draft_plan
from enforcement.evaluation.services.re_evaluation import open_re_evaluations
from enforcement.evaluation.states import SeatState, StandardState
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.jobs.draws import advance_draws
from enforcement.jobs.evaluation import close_plans, commit_plans, open_files, publish_standards
from enforcement.rules.evaluation.drawing import MustDraw

if TYPE_CHECKING:
    from enforcement.identity.models import Organisation

JUSTICE = "YZ-SFJ"
PLANNER, HEAD = "cen", "lu"
EVALUATORS = ("bai", "ning", "yue", "he")
STANDARD = "penalty-100"
MORNING, AFTERNOON, NIGHT = 9, 15, 23
RATIO_BP, LEAST, LOAD_LIMIT = 2000, 5, 30
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Round:
    """Days before today: the period of the files, the day of the draw (its eve is the plan's), the last of opening."""

    title: str
    period: tuple[int, int]
    draw: int
    opening: int

    def content(self, today: date, standard: str, agencies: Iterable[str]) -> PlanContent:
        """The round as its plan says it."""
        return PlanContent(
            title=self.title,
            period_from=today - timedelta(days=self.period[0]),
            period_to=today - timedelta(days=self.period[1]),
            standard=standard,
            agencies=tuple(agencies),
            must_kinds=(MustDraw.MAJOR_PENALTY,),
            ratio_bp=RATIO_BP,
            least=LEAST,
            draw_on=today - timedelta(days=self.draw),
            open_on=today - timedelta(days=self.opening),
            load_limit=LOAD_LIMIT,
        )


FINISHED = Round("行政处罚案卷评查（第一轮）", (120, 14), 12, -80)
UNDER_WAY = Round("行政处罚案卷评查（第二轮）", (13, 6), 4, -80)


@dataclass
class Story:
    """One round, lived through."""

    cast: Cast
    agencies: Sequence[str]
    org_id: int
    evaluators: Mapping[str, Evaluator] = field(init=False)
    plan: str = ""

    def __post_init__(self) -> None:
        self.evaluators = {name: Evaluator(self.cast.actor(name), name) for name in EVALUATORS}

    @property
    def planner(self) -> Actor:
        """Who plans and confirms."""
        return self.cast.actor(PLANNER)

    def begin(self, content: PlanContent) -> None:
        """From the draft to the open seats: the evening's numbers decide, the seats open the day after."""
        eve, draw_on = content.draw_on - ONE_DAY, content.draw_on
        morning = hour_of(eve, MORNING)
        plan = draft_plan(self.planner, DraftPlan(self.org_id, content), morning)
        answer_plan(self.cast.actor(HEAD), AnswerPlan(plan.public_id, plan.version, agreed=True), morning)
        self.plan = plan.public_id
        commit_plans(hour_of(draw_on, MORNING))
        for hour in (NIGHT, NIGHT + MORNING):
            type_announced(self.cast, hour_of(draw_on, hour))
            advance_draws(hour_of(draw_on, hour))
        after = hour_of(draw_on + ONE_DAY, MORNING + 1)
        open_files(after)
        for file in drawn_files(self.planner, self.plan):
            holds = {name: answer is not False for name, answer in file.answers.items()}
            confirm_answers(self.planner, ConfirmAnswers(file.public_id, file.version, holds), after)

    def score(self, now: datetime, *, leaving: str = "") -> None:
        """Every open sheet is filled and signed; ``leaving``: somebody whose sheets stay open."""
        for name, evaluator in self.evaluators.items():
            for seat in own_seats(evaluator.actor):
                if seat.state is SeatState.ACTIVE and seat.ready and name != leaving:
                    evaluator.score(seat.public_id, now)


def load_evaluations(cast: Cast, places: Mapping[str, Organisation], now: datetime, say: Callable[[str], None]) -> None:
    """Live through both rounds."""
    today = civil_date(now)
    agencies = [code for code in places if code != JUSTICE and cast.people.of(code, "agency_head")]
    publish_standards(hour_of(today - timedelta(days=FINISHED.draw + 2), MORNING))
    standard = next(
        one.public_id
        for one in standards(cast.actor(PLANNER))
        if one.code == STANDARD and one.state is StandardState.PUBLISHED
    )
    finished, under_way = (Story(cast, agencies, places[JUSTICE].id) for _ in (FINISHED, UNDER_WAY))
    content = FINISHED.content(today, standard, agencies)
    finished.begin(content)
    for days in (2, 3):
        finished.score(hour_of(content.draw_on + timedelta(days=days), AFTERNOON))
    closing = content.draw_on + timedelta(days=4)
    close_plans(hour_of(closing, MORNING))
    open_re_evaluations(finished.plan, hour_of(closing, AFTERNOON))
    finished.score(hour_of(closing + ONE_DAY, AFTERNOON))
    heads = {code: cast.of_role(code, "agency_head") for code in agencies}
    feedback = Feedback(finished.plan, finished.planner, cast.actor(HEAD), heads, TOUR_BUREAU)
    feedback.follow(closing + 2 * ONE_DAY)
    content = UNDER_WAY.content(today, standard, agencies)
    under_way.begin(content)
    under_way.score(hour_of(content.draw_on + timedelta(days=2), AFTERNOON), leaving=EVALUATORS[0])
    say(f"evaluations 案卷评查 {FINISHED.title}、{UNDER_WAY.title}")
