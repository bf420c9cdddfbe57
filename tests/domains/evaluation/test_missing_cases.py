"""A plan is approved with every case of its period, also those closed since the job last took cases in."""

from datetime import timedelta

from enforcement.evaluation.commands.plans import DraftPlan
from enforcement.evaluation.models.files import EvaluationCaseFile
from enforcement.evaluation.services import plans
from enforcement.identity.models import Organisation
from enforcement.platform.database import db
from enforcement.rules.facts import State
from tests.domains.identity.people import City
from tests.support.bureau import make_bureau
from tests.support.evaluation import PERIOD, Round

DAY = timedelta(days=1)


def test_a_case_that_no_job_took_in_is_on_the_list_that_the_head_approves(app_with_store):
    assert app_with_store is not None
    bureau = make_bureau()
    walk = bureau.walk()
    walk.to(State.CLOSED)
    home, other = (db.session.get_one(Organisation, one) for one in (bureau.org_id, bureau.other_org_id))
    city = db.session.get_one(Organisation, home.parent_id)
    made = Round(City(city, city, home, city, other, city))
    made.fill()
    today = walk.today()
    content = made.content(
        period_from=PERIOD[0], period_to=today, draw_on=today + 3 * DAY, open_on=today + timedelta(days=100)
    )
    plan = plans.draft_plan(made["planner"], DraftPlan(made.justice.id, content), walk.now())
    wanted = db.session.query(EvaluationCaseFile).filter_by(matter_id=walk.case)
    assert wanted.count() == 0
    plan = made.approve(plan, walk.now() + DAY)
    assert wanted.one().public_id in {one["file"] for one in plan.pool}
    before = db.session.query(EvaluationCaseFile).count()
    again = plans.draft_plan(made["planner"], DraftPlan(made.justice.id, content), walk.now() + DAY)
    made.approve(again, walk.now() + DAY)
    assert db.session.query(EvaluationCaseFile).count() == before
